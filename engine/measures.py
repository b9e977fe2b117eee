"""What a measure is: funding, a right, a recognition, an institution, an agreement, as a dated record with sources.

A record says what was read, by whom it can be used and how sure that is; ``engine.conditions`` says whether its
conditions hold, ``engine.support`` what it means for one person and one course.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.conditions import All, Condition
from engine.domain import Group, Region


class MeasureKind(StrEnum):
    FUNDING = "funding"
    MEASURE = "measure"
    RIGHT = "right"
    RECOGNITION = "recognition"
    INSTITUTION = "institution"
    AGREEMENT = "agreement"
    PORTAL = "portal"


class Topic(StrEnum):
    """What is asked about a person and a course: may she attend, who pays, who gives the time, and so on."""

    ACCESS = "access"
    FUNDING = "funding"
    LEAVE = "leave"
    BENEFIT = "benefit"
    RECOGNITION = "recognition"
    LANGUAGE = "language"
    WORKING_TIME = "working-time"
    MEASURE = "measure"
    GUIDANCE = "guidance"


class Stage(StrEnum):
    """The steps of a way into work, in their order."""

    CONTACT = "contact"
    ORIENTATION = "orientation"
    BASICS = "basics"
    PREPARATION = "preparation"
    TRAINING = "training"
    JOB = "job"


class Claim(StrEnum):
    """Whether who meets the conditions is entitled, is decided upon case by case, or simply may come."""

    ENTITLEMENT = "entitlement"
    DISCRETION = "discretion"
    OPEN = "open"
    UNKNOWN = "unknown"


class Abroad(StrEnum):
    """Whether a course in another country is covered, as far as a source says so."""

    YES = "yes"
    CONDITIONAL = "conditional"
    NO = "no"
    UNKNOWN = "unknown"


class Force(StrEnum):
    """Whether a record is law or practice today; what is only announced never decides anything."""

    IN_FORCE = "in-force"
    UNCERTAIN = "uncertain"
    ANNOUNCED = "announced"
    SUPERSEDED = "superseded"


class Confidence(StrEnum):
    """How well a record was checked; ``GENERAL_KNOWLEDGE`` is a lead to check and is never shown to the public."""

    VERIFIED = "verified"
    PARTLY = "partly"
    GENERAL_KNOWLEDGE = "general-knowledge"


class Volatility(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SourceKind(StrEnum):
    OFFICIAL = "official"
    LAW = "law"
    SECONDARY = "secondary"
    PRESS = "press"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where a record was read: the page, on which day, and the day the page itself bears."""

    url: str
    kind: SourceKind
    read_on: date
    dated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask; ``region`` where this office is for one region only."""

    name: str
    url: str = ""
    phone: str = ""
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One record of the knowledge base.

    ``names`` are official names by language, ``summary``, ``amount``, ``own_share`` and ``deadline`` plain words by
    language (empty where nothing is known); ``groups`` whom it is made for, ``regions`` where it is at home,
    ``follows`` and ``precedes`` the ids of the records it replaces or will be replaced by.
    """

    id: str
    kind: MeasureKind
    topics: tuple[Topic, ...]
    names: Mapping[str, str]
    regions: tuple[Region, ...]
    confidence: Confidence
    volatility: Volatility = Volatility.MEDIUM
    force: Force = Force.IN_FORCE
    claim: Claim = Claim.UNKNOWN
    abroad: Abroad = Abroad.UNKNOWN
    stages: tuple[Stage, ...] = ()
    groups: tuple[Group, ...] = ()
    summary: Mapping[str, str] = field(default_factory=dict)
    amount: Mapping[str, str] = field(default_factory=dict)
    own_share: Mapping[str, str] = field(default_factory=dict)
    deadline: Mapping[str, str] = field(default_factory=dict)
    conditions: Condition = field(default_factory=All)
    contacts: tuple[Contact, ...] = ()
    sources: tuple[Reference, ...] = ()
    legal_basis: str = ""
    homepage: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    follows: str = ""
    precedes: str = ""
    note: str = ""

    @property
    def public(self) -> bool:
        """Whether it may be shown: leads from general knowledge never are."""
        return self.confidence is not Confidence.GENERAL_KNOWLEDGE

    @property
    def checked_on(self) -> date | None:
        """The last day on which one of its sources was read."""
        return max((source.read_on for source in self.sources), default=None)

    def speaks_on(self, day: date) -> bool:
        """Whether it decides anything on ``day``: public, in force or uncertain, and within its dates."""
        begun = self.valid_from is None or self.valid_from <= day
        over = self.valid_until is not None and self.valid_until < day
        standing = self.force in (Force.IN_FORCE, Force.UNCERTAIN)
        return self.public and standing and begun and not over
