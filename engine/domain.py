"""What a course, a person and a reason are.

Every record is frozen, slotted and keyword-only; a stage returns new ones. Languages are BCP 47 tags (``de``, ``fr``,
``en``, ``lb``, ``nl``, others as they come), countries ISO 3166-1 alpha-2, distances kilometres, durations minutes
(journeys) or hours (teaching), money EUR, levels EQF 1 to 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import TypeAlias

Params: TypeAlias = Mapping[str, object]


class Region(StrEnum):
    """The six parts of the Greater Region."""

    SAARLAND = "saarland"
    RHEINLAND_PFALZ = "rheinland-pfalz"
    LUXEMBOURG = "luxembourg"
    LORRAINE = "lorraine"
    WALLONIA = "wallonia"
    OSTBELGIEN = "ostbelgien"


class Cefr(IntEnum):
    """A level of the Common European Framework of Reference for Languages; ``C2`` is also the mother tongue."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6


class CourseKind(StrEnum):
    COURSE = "course"
    APPRENTICESHIP = "apprenticeship"
    SCHOOL = "school"
    STUDY = "study"
    ORIENTATION = "orientation"
    LANGUAGE = "language"


class Mode(StrEnum):
    ONSITE = "onsite"
    BLENDED = "blended"
    ONLINE = "online"


class Status(StrEnum):
    """A person's situation on the labour market; ``NEET`` is neither in employment, education nor training."""

    EMPLOYED = "employed"
    SHORT_TIME = "short-time"
    UNEMPLOYED = "unemployed"
    APPRENTICE = "apprentice"
    PUPIL = "pupil"
    STUDENT = "student"
    NEET = "neet"


class Group(StrEnum):
    """Groups that measures and offers name; a group that a person does not name is never guessed."""

    NEET = "neet"
    NO_DIPLOMA = "no-diploma"
    JOBSEEKER = "jobseeker"
    EMPLOYEE = "employee"
    REFUGEE = "refugee"
    MIGRANT = "migrant"
    RETURNER = "returner"
    SINGLE_PARENT = "single-parent"
    DISABLED = "disabled"
    OVER_50 = "over-50"
    WOMEN = "women"
    FRONTIER_WORKER = "frontier-worker"
    PUPIL = "pupil"
    APPRENTICE = "apprentice"
    STUDENT = "student"
    SELF_EMPLOYED = "self-employed"
    LONG_TERM_UNEMPLOYED = "long-term-unemployed"
    BASIC_INCOME = "basic-income"
    CARER = "carer"
    HOMELESS = "homeless"


class Verdict(StrEnum):
    """The outcome of one check; ``UNKNOWN`` never rejects, it tells the reader what to ask."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town or postal-code area; ``latitude`` and ``longitude`` in degrees (WGS 84), both or neither known."""

    name: str
    country: str
    postal_code: str | None = None
    region: Region | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    name: str
    homepage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of a course; unknown dates stay ``None``; ``place`` only where it differs from the course's."""

    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = None
    place: Place | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What a course asks of who attends; ``None`` or empty means that the source says nothing.

    ``eqf_level`` is the level one must already hold; ``languages`` the CEFR level wanted per language.
    """

    min_age: int | None = None
    max_age: int | None = None
    eqf_level: int | None = None
    languages: Mapping[str, Cefr] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a course was read: the portal, its own number there, the day and the licence."""

    portal: str
    native_id: str
    retrieved_on: date | None = None
    licence: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One offer of training.

    ``id`` is ``portal:native-id``, ``eqf_level`` the level it leads to, ``competences`` are ESCO URIs.
    """

    id: str
    kind: CourseKind
    title: str
    summary: str = ""
    text_language: str
    taught_in: tuple[str, ...] = ()
    provider: Provider | None = None
    place: Place | None = None
    mode: Mode | None = None
    sessions: tuple[Session, ...] = ()
    hours: float | None = None
    price_eur: float | None = None
    eqf_level: int | None = None
    requirements: Requirements = field(default_factory=Requirements)
    target_groups: tuple[Group, ...] = ()
    certificate: str | None = None
    competences: tuple[str, ...] = ()
    url: str | None = None
    sources: tuple[Source, ...] = ()


class ConceptKind(StrEnum):
    OCCUPATION = "occupation"
    SKILL = "skill"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """An occupation, a competence (ESCO skill) or an interest; ``labels`` are its names by language, preferred first.

    ``code`` is the ISCO-08 code of an occupation where known; ``stands_for`` are the URIs of the occupations that
    somebody with this interest may mean.
    """

    uri: str
    labels: Mapping[str, tuple[str, ...]]
    kind: ConceptKind = ConceptKind.OCCUPATION
    code: str = ""
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person, as she describes herself; all is optional but one of ``goal``, ``target_occupation``, ``competences``.

    ``speaks`` maps languages to CEFR levels; an empty mapping means that she did not say, not that she speaks none.
    ``answers`` are facts that she was asked for (``engine.facts``), by name.
    """

    goal: str = ""
    target_occupation: str | None = None
    competences: tuple[str, ...] = ()
    eqf_level: int | None = None
    speaks: Mapping[str, Cefr] = field(default_factory=dict)
    home: Place | None = None
    works_at: Place | None = None
    status: Status | None = None
    registered_with: tuple[str, ...] = ()
    age: int | None = None
    groups: tuple[Group, ...] = ()
    max_travel_minutes: int | None = None
    modes: tuple[Mode, ...] = ()
    available_from: date | None = None
    max_price_eur: float | None = None
    answers: Mapping[str, str | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing checked, as a code and its parameters; the words live in ``service.messages``."""

    code: str
    verdict: Verdict
    params: Params = field(default_factory=dict)
