"""More of the JSON API's answers as schemas: records of the knowledge base, a CV's proposal, the state of health."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from engine.conditions import Basis
from engine.cv import CvSection, LanguageSkill
from engine.domain import Group, Region
from engine.measures import Abroad, Claim, Confidence, Force, MeasureKind, SourceKind, Stage, Topic, Volatility
from service.response_schemas import Answer, ContactBrief, Count, Level, Share
from service.schemas import CefrName

__all__ = ["CvAnswer", "HealthAnswer", "MeasureAnswer", "MeasuresAnswer"]


class MeasureBrief(Answer):
    """One record of the knowledge base; ``names`` are its official names by language."""

    id: str
    kind: MeasureKind
    name: str
    names: dict[str, str]
    topics: list[Topic]
    regions: list[Region]
    groups: list[Group]
    summary: str | None
    claim: Claim
    abroad: Abroad
    force: Force
    confidence: Confidence
    valid_from: date | None
    valid_until: date | None
    checked_on: date | None


class MeasuresAnswer(Answer):
    """A page of records; ``total`` is how many there are in all."""

    items: list[MeasureBrief]
    total: Count


class TestAnswer(Answer):
    """One fact and what it must be; bounds are inclusive, and only those are there that the test has."""

    __test__ = False  # not a test of the suite, whatever its name says
    model_config = ConfigDict(title="Test")
    text: str
    fact: str
    least: float = Field(default=0.0, description="at least this much")
    most: float = Field(default=0.0, description="at most this much")
    among: list[str] = Field(default=[], description="one of these words")
    beside: list[str] = Field(default=[], description="none of these words")
    equals: bool = Field(default=False, description="yes or no")
    basis: Basis
    basis_text: str


class AnyAnswer(Answer):
    """One of these is enough."""

    model_config = ConfigDict(title="Any")
    text: str
    any: list[ConditionAnswer]


class AllAnswer(Answer):
    """All of these must hold."""

    model_config = ConfigDict(title="All")
    text: str
    all: list[ConditionAnswer]


ConditionAnswer = TestAnswer | AnyAnswer | AllAnswer


class ContactAnswer(ContactBrief):
    """Whom to ask; ``regions`` where this office is for these regions only."""

    regions: list[Region]


class ReferenceAnswer(Answer):
    """Where a record was read, and on which day."""

    url: str
    kind: SourceKind
    dated: str | None
    read_on: date


class MeasureAnswer(MeasureBrief):
    """One record with everything that is known of it."""

    stages: list[Stage]
    amount: str | None
    own_share: str | None
    deadline: str | None
    claim_text: str
    abroad_text: str
    force_text: str
    confidence_text: str
    volatility: Volatility
    conditions: list[ConditionAnswer]
    contacts: list[ContactAnswer]
    legal_basis: str | None
    homepage: str | None
    sources: list[ReferenceAnswer]
    follows: list[str]
    precedes: list[str]
    notice: str


class Passage(Answer):
    """Words of the CV as they stand there."""

    text: str
    section: CvSection
    where: str


class ProposedAnswer(Answer):
    """A concept that the CV may mean, and every passage that says so."""

    uri: str
    name: str
    confidence: Share
    passages: list[Passage]


class LanguageAnswer(Answer):
    """A language of the CV; ``lowest_skill`` decided the level where several were rated."""

    language: str
    level: CefrName | None
    lowest_skill: LanguageSkill | None
    passage: Passage


class EducationAnswer(Answer):
    """A certificate or course of study of the CV."""

    title: str
    eqf_level: Level | None
    completed: bool
    passage: Passage


class ProfileAnswer(Answer):
    """What can be sent on to the recommendations once the person has confirmed it."""

    model_config = ConfigDict(title="ProposedProfile")
    competences: list[str]
    speaks: dict[str, CefrName]
    eqf_level: Level = Field(default=1, description="not there where no certificate was found")


class CvAnswer(Answer):
    """What a CV may mean; ``left_out`` counts the statements that were not looked up because the CV is too long."""

    format: str
    competences: list[ProposedAnswer]
    occupations: list[ProposedAnswer]
    languages: list[LanguageAnswer]
    education: list[EducationAnswer]
    eqf_level: Level | None
    left_out: Count
    profile: ProfileAnswer


class HealthAnswer(Answer):
    """Whether index and database answer."""

    status: Literal["ok", "unavailable"]
    ok: bool
    database: bool
    index: bool
    courses: Count
    sample_only: bool
    index_version: str
    detail: str
