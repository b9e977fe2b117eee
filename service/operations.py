"""Every operation of the JSON API: what may be asked, with which schema, and what comes back. The document's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from service import api_examples as examples
from service.linked_data import MEDIA_TYPE as JSON_LD
from service.recommendation_schemas import RecommendationsAnswer
from service.record_schemas import CvAnswer, HealthAnswer, MeasureAnswer, MeasuresAnswer
from service.response_schemas import CompetencesAnswer, CourseAnswer, CoursesAnswer, PlacesAnswer
from service.schemas import (
    CompetencesQuery,
    CourseQuery,
    CoursesQuery,
    CvQuery,
    MeasureQuery,
    MeasuresQuery,
    PlacesQuery,
    ProfileInput,
    RecommendationQuery,
)

__all__ = ["JSON", "OPERATIONS", "TAGS", "Content", "Operation"]

JSON, PLAIN = "application/json", "text/plain"
TAGS: Mapping[str, str] = {
    "Recommendations": "From a person to courses, with reasons, money and a way.",
    "Catalogue": "Courses on offer, as JSON or JSON-LD.",
    "Words": "From words to places, occupations, competences; from a CV to a profile.",
    "Knowledge": "Funding, leave, access, recognition and services, as dated records with sources.",
    "Operation": "The state of the service.",
}
_LINKED: dict[str, Any] = {
    "type": "object",
    "required": ["@context"],
    "properties": {"@context": {"type": ["string", "object"]}},
}
# The text of a CV of any format, or a CV that is JSON itself.
_CV: dict[str, Any] = {
    "type": "object",
    "properties": {"text": {"type": "string", "description": "the CV as one string; then there is no other key"}},
}
_EUROPASS: dict[str, Any] = {
    "description": "Europass XML; its own schema says what is below the root",
    "xml": {"name": "SkillsPassport"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body of one media type: a pydantic model, or a JSON Schema where no model reads or makes it."""

    schema: type[BaseModel] | Mapping[str, Any]
    example: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address; ``refuses`` are the statuses besides 500 that its errors may have.

    ``of`` is what the ``{id}`` in its path belongs to, with an example. ``paged`` adds a Link header, ``kept`` an ETag.
    """

    path: str
    name: str
    tag: str
    summary: str
    about: str
    answers: Mapping[str, Content]
    method: str = "get"
    query: type[BaseModel] | None = None
    of: tuple[str, str] | None = None
    body: Mapping[str, Content] = field(default_factory=dict)
    refuses: tuple[int, ...] = ()
    failing: Mapping[str, Content] = field(default_factory=dict)
    paged: bool = False
    kept: bool = True
    keyed: bool = False


OPERATIONS = (
    Operation(
        path="/api/v1/recommendations",
        method="post",
        name="recommend",
        tag="Recommendations",
        summary="Courses for a person",
        about=(
            "Sends a profile and gets courses, the best first. A course that breaks a hard rule is not among them; "
            "near misses stand in `rejected` with what they break. Where something is not known the verdict is "
            "`UNKNOWN` and the text says whom to ask. Nothing of the profile is kept."
        ),
        query=RecommendationQuery,
        body={JSON: Content(schema=ProfileInput, example=examples.PROFILE)},
        answers={JSON: Content(schema=RecommendationsAnswer, example=examples.RECOMMENDATIONS)},
        refuses=(400, 401, 413, 415, 422, 429, 503),
        kept=False,
        keyed=True,
    ),
    Operation(
        path="/api/v1/courses",
        name="findCourses",
        tag="Catalogue",
        summary="The catalogue, page by page",
        about=(
            "Courses with every word of `q` in title, provider or place. `total` counts all pages; the `Link` header "
            "leads to the others. As JSON-LD with `Accept: application/ld+json` (schema.org) or with `profile`."
        ),
        query=CoursesQuery,
        answers={
            JSON: Content(schema=CoursesAnswer, example=examples.COURSES),
            JSON_LD: Content(
                schema=_LINKED,
                example={
                    "@context": "https://schema.org",
                    "@type": "ItemList",
                    "numberOfItems": 0,
                    "itemListElement": [],
                },
            ),
        },
        refuses=(422, 503),
        paged=True,
    ),
    Operation(
        path="/api/v1/courses/{id}",
        name="getCourse",
        tag="Catalogue",
        summary="One course, with what it teaches",
        about=(
            "As JSON; as a schema.org Course with `Accept: application/ld+json`; as a learning opportunity of the "
            "European Learning Model 3 with `profile=elm`."
        ),
        query=CourseQuery,
        of=("course", examples.COURSE_ID),
        answers={
            JSON: Content(schema=CourseAnswer, example=examples.ONE_COURSE),
            JSON_LD: Content(schema=_LINKED, example=examples.SCHEMA_ORG),
        },
        refuses=(404, 422, 503),
    ),
    Operation(
        path="/api/v1/competences",
        name="findCompetences",
        tag="Words",
        summary="Occupations and competences that words mean",
        about=(
            "In any language. With `complete=true` `q` is the beginning of a name, for forms that complete what is "
            "being typed."
        ),
        query=CompetencesQuery,
        answers={JSON: Content(schema=CompetencesAnswer, example=examples.COMPETENCES)},
        refuses=(422, 503),
    ),
    Operation(
        path="/api/v1/places",
        name="findPlaces",
        tag="Words",
        summary="Places by name or postal code",
        about="Typing mistakes are tolerated. What this finds, a profile can name.",
        query=PlacesQuery,
        answers={JSON: Content(schema=PlacesAnswer, example=examples.PLACES)},
        refuses=(422,),
    ),
    Operation(
        path="/api/v1/cv",
        method="post",
        name="readCv",
        tag="Words",
        summary="From a CV to a profile",
        about=(
            'Europass (XML or JSON), JSON Resume or plain text: the file itself, or `{"text": …}`. The person '
            "confirms what was found; `profile` is what she then sends on. Nothing of the CV is kept."
        ),
        query=CvQuery,
        body={
            JSON: Content(schema=_CV, example=examples.CV_TEXT),
            PLAIN: Content(schema={"type": "string"}, example=examples.PLAIN_CV),
            "application/xml": Content(schema=_EUROPASS),
            "text/xml": Content(schema=_EUROPASS),
        },
        answers={JSON: Content(schema=CvAnswer, example=examples.CV)},
        refuses=(400, 401, 413, 415, 422, 429, 503),
        kept=False,
        keyed=True,
    ),
    Operation(
        path="/api/v1/measures",
        name="findMeasures",
        tag="Knowledge",
        summary="What may help, page by page",
        about="Records in the reader's language; the `Link` header leads to the other pages.",
        query=MeasuresQuery,
        answers={JSON: Content(schema=MeasuresAnswer, example=examples.MEASURES)},
        refuses=(422,),
        paged=True,
    ),
    Operation(
        path="/api/v1/measures/{id}",
        name="getMeasure",
        tag="Knowledge",
        summary="One record, with conditions and sources",
        about="This is information, not a decision.",
        query=MeasureQuery,
        of=("record", examples.MEASURE_ID),
        answers={JSON: Content(schema=MeasureAnswer, example=examples.ONE_MEASURE)},
        refuses=(404, 422),
    ),
    Operation(
        path="/healthz",
        name="health",
        tag="Operation",
        summary="Whether index and database answer",
        about="200 only when both do; 503 with the same shape when not.",
        answers={JSON: Content(schema=HealthAnswer, example=examples.HEALTH)},
        failing={JSON: Content(schema=HealthAnswer, example=examples.UNWELL)},
        kept=False,
    ),
    Operation(
        path="/metrics",
        name="metrics",
        tag="Operation",
        summary="Counts and times for Prometheus",
        about=(
            "Without a token only for the machine itself; with `PASSERELLE_METRICS_TOKEN` set, for who sends it as "
            "`Authorization: Bearer`. Holds nothing personal."
        ),
        answers={PLAIN: Content(schema={"type": "string"}, example=examples.METRICS)},
        refuses=(401, 403),
        kept=False,
    ),
    Operation(
        path="/openapi.json",
        name="document",
        tag="Operation",
        summary="This document",
        about="OpenAPI 3.1, made from the schemas that validate.",
        answers={JSON: Content(schema={"type": "object"}, example={"openapi": "3.1.0"})},
    ),
)
