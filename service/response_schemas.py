"""The JSON API's answers as schemas: what ``/openapi.json`` promises and the tests check.

Answers are built by ``service.answers`` and its siblings and are not validated while serving. Here are those of
places, competences and courses; ``recommendation_schemas`` and ``record_schemas`` hold the others.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from engine.domain import ConceptKind, CourseKind, Mode, Region

Share = Annotated[float, Field(ge=0, le=1)]
Level = Annotated[int, Field(ge=1, le=8)]
Count = Annotated[int, Field(ge=0)]


class Answer(BaseModel):
    """Every key is there and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fault(Answer):
    """What was refused; ``field`` names the part of the request, ``remedy`` says what to do."""

    code: str
    message: str
    field: str | None
    remedy: str | None


class ErrorAnswer(Answer):
    """The one shape of every error."""

    error: Fault


class PlaceFound(Answer):
    """A place of the Greater Region or around it; ``label`` is what a form shows."""

    name: str
    country: str
    postal_code: str | None
    region: Region | None
    label: str


class PlacesAnswer(Answer):
    """Places, the best first."""

    items: list[PlaceFound]


class Concept(Answer):
    """An occupation or a competence by its URI, named in the reader's language."""

    uri: str
    name: str


class SureConcept(Concept):
    """A concept with the probability that it is meant."""

    confidence: Share


class SureTaughtConcept(SureConcept):
    """What one course teaches, and how sure that is."""

    inherited: bool


class CompetenceFound(Answer):
    """A concept that a text means; ``matched`` is the one of its names that met the text."""

    uri: str
    kind: ConceptKind
    name: str
    matched: str
    language: str
    confidence: Share | None = Field(description="null where a prefix was completed")


class Abbreviation(Answer):
    """An abbreviation that means a qualification and no concept."""

    abbreviation: str
    text: str


class CompetencesAnswer(Answer):
    """Concepts, the surest first."""

    items: list[CompetenceFound]
    qualifications: list[Abbreviation]


class ProviderAnswer(Answer):
    """Who offers a course."""

    name: str
    homepage: str | None


class PlaceAnswer(Answer):
    """Where a course is."""

    name: str
    country: str
    postal_code: str | None
    region: Region | None


class SourceAnswer(Answer):
    """Where a course was read."""

    portal: str
    native_id: str
    retrieved_on: date | None
    licence: str
    url: str | None


class CourseBrief(Answer):
    """One offer of training; what the portal does not tell is null."""

    id: str
    kind: CourseKind
    title: str
    summary: str
    provider: ProviderAnswer | None
    place: PlaceAnswer | None
    taught_in: list[str]
    mode: Mode | None
    eqf_level: Level | None
    price_eur: Annotated[float, Field(ge=0)] | None
    url: str | None
    sources: list[SourceAnswer]


class CoursesAnswer(Answer):
    """A page of the catalogue; ``total`` is how many there are in all."""

    items: list[CourseBrief]
    total: Count


class CourseAnswer(CourseBrief):
    """One course, what it teaches and requires, and where it leads."""

    competences: list[SureTaughtConcept]
    requires: list[SureConcept]
    occupations: list[SureConcept]


class ContactBrief(Answer):
    """Whom to ask."""

    name: str
    url: str | None
    phone: str | None
