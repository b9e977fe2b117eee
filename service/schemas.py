"""The JSON API's edge: what a request may say, and the profile it describes. Pydantic is used here and nowhere else."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from engine.domain import Cefr, Group, Mode, Place, Profile, Region, Status
from engine.errors import InputError
from engine.measures import MeasureKind
from service.cleaning import GOAL_CHARACTERS, QUERY_CHARACTERS, clean_text
from service.contracts import Places

MAX_RESULTS, DEFAULT_RESULTS = 50, 10
MAX_OFFSET = 1_000_000
ENTRY_CHARACTERS = 300
MAX_ENTRIES = 200
MAX_PLACES, DEFAULT_PLACES = 20, 8
MAX_LINKS, DEFAULT_LINKS = 50, 5

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A text in which something is left once ``clean_text`` is through with it.
SAYS_SOMETHING = {"pattern": r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"}
Goal = Annotated[str, Field(max_length=GOAL_CHARACTERS), AfterValidator(clean_text)]
Entry = Annotated[str, Field(max_length=ENTRY_CHARACTERS), AfterValidator(clean_text)]
Entries = Annotated[tuple[Entry, ...], Field(max_length=MAX_ENTRIES)]
LanguageTag = Annotated[
    str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35), AfterValidator(str.lower)
]
CefrName = Literal["A1", "A2", "B1", "B2", "C1", "C2"]
# What she was asked for (``questions`` of an earlier answer): fact → yes or no, a number, or a word.
Answers = Annotated[dict[Entry, bool | float | Entry], Field(max_length=MAX_ENTRIES)]
ReaderLanguage = Literal["de", "fr", "en", "lb", "nl"]
# The vocabulary of an answer in JSON-LD: schema.org, or the European Learning Model.
LinkedDataProfile = Literal["schema.org", "elm"]


def _whole(value: object) -> object:
    """JSON knows one kind of number: 3.0 is 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _day(value: object) -> object:
    """A day as RFC 3339 writes it; pydantic alone would also read a moment, and seconds since 1970."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise PydanticKnownError("date_parsing", {"error": "such as 2026-12-01"})
    return value


Whole = BeforeValidator(_whole)
Day = Annotated[date, BeforeValidator(_day)]


class _Strict(BaseModel):
    """No unknown keys, no infinite numbers, no change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def _one_of(**said: dict[str, Any]) -> dict[str, Any]:
    """For the document: one of these keys has to be there and to say something."""
    return {"anyOf": [{"required": [key], "properties": {key: what}} for key, what in said.items()]}


class PlaceInput(_Strict):
    """A place by postal code, by name, or by both."""

    model_config = ConfigDict(
        json_schema_extra=_one_of(
            postal_code={"type": "string", **SAYS_SOMETHING}, name={"type": "string", **SAYS_SOMETHING}
        )
    )
    country: Annotated[str, Field(pattern=r"^[A-Za-z]{2}$")] | None = None
    postal_code: Annotated[str, Field(max_length=20), AfterValidator(clean_text)] | None = None
    name: Annotated[str, Field(max_length=100), AfterValidator(clean_text)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> PlaceInput:
        if not self.postal_code and not self.name:
            raise PydanticCustomError("place_empty", "a place needs a postal_code or a name")
        return self


class ProfileInput(_Strict):
    """A profile as the contract writes it; every key is optional but one that says what to look for."""

    model_config = ConfigDict(
        title="Profile",
        json_schema_extra=_one_of(
            goal=SAYS_SOMETHING,
            target_occupation={"type": "string", **SAYS_SOMETHING},
            competences={"minItems": 1},
        ),
    )
    goal: Goal = ""
    target_occupation: Entry | None = None
    competences: Entries = ()
    eqf_level: Annotated[int, Field(ge=1, le=8, strict=True), Whole] | None = None
    speaks: Annotated[
        dict[LanguageTag, CefrName],
        Field(max_length=MAX_ENTRIES, json_schema_extra={"additionalProperties": False}),
    ] = {}
    home: PlaceInput | None = None
    works_at: PlaceInput | None = None
    status: Status | None = None
    registered_with: Entries = ()
    age: Annotated[int, Field(ge=0, le=130, strict=True), Whole] | None = None
    groups: Annotated[tuple[Group, ...], Field(max_length=MAX_ENTRIES)] = ()
    max_travel_minutes: Annotated[int, Field(ge=0, le=1440, strict=True), Whole] | None = None
    modes: Annotated[tuple[Mode, ...], Field(max_length=len(Mode))] = ()
    available_from: Day | None = None
    max_price_eur: Annotated[float, Field(ge=0, strict=True)] | None = None
    answers: Answers = {}

    @model_validator(mode="after")
    def _wishes_something(self) -> ProfileInput:
        if not (self.goal or self.target_occupation or self.competences):
            raise PydanticCustomError("goal_missing", "a profile needs one of goal, target_occupation, competences")
        return self

    def to_profile(self, places: Places) -> Profile:
        """The engine's profile, its places looked up; raises ``InputError`` whose ``place`` is the field."""
        return Profile(
            goal=self.goal,
            target_occupation=self.target_occupation,
            competences=self.competences,
            eqf_level=self.eqf_level,
            speaks={tag: Cefr[level] for tag, level in self.speaks.items()},
            home=_resolved(places, "home", self.home),
            works_at=_resolved(places, "works_at", self.works_at),
            status=self.status,
            registered_with=self.registered_with,
            age=self.age,
            groups=self.groups,
            max_travel_minutes=self.max_travel_minutes,
            modes=self.modes,
            available_from=self.available_from,
            max_price_eur=self.max_price_eur,
            answers=self.answers,
        )


class RecommendationQuery(_Strict):
    """The query string of ``POST /api/v1/recommendations``."""

    k: Annotated[int, Field(ge=1, le=MAX_RESULTS)] = DEFAULT_RESULTS
    language: ReaderLanguage | None = None


class PlacesQuery(_Strict):
    """The query string of ``GET /api/v1/places``."""

    q: Annotated[
        str,
        Field(max_length=100, json_schema_extra=SAYS_SOMETHING),
        AfterValidator(clean_text),
        Field(min_length=1),
    ]
    country: Annotated[str, Field(pattern=r"^[A-Za-z]{2}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PLACES)] = DEFAULT_PLACES


class CompetencesQuery(_Strict):
    """The query string of ``GET /api/v1/competences``; with ``complete`` ``q`` is the beginning of a name."""

    q: Annotated[
        str,
        Field(max_length=GOAL_CHARACTERS, json_schema_extra=SAYS_SOMETHING),
        AfterValidator(clean_text),
        Field(min_length=1),
    ]
    to: Literal["skills", "occupations"] | None = None
    k: Annotated[int, Field(ge=1, le=MAX_LINKS)] = DEFAULT_LINKS
    language: ReaderLanguage | None = None
    complete: bool = False


class CourseQuery(_Strict):
    """The query string of ``GET /api/v1/courses/{id}``: the language that concepts are named in; JSON-LD's profile."""

    language: ReaderLanguage | None = None
    profile: LinkedDataProfile | None = None


class CoursesQuery(_Strict):
    """The query string of ``GET /api/v1/courses``; ``competence`` is the URI of one that the course teaches."""

    q: Annotated[str, Field(max_length=ENTRY_CHARACTERS), AfterValidator(clean_text)] = ""
    country: Annotated[str, Field(pattern=r"^[A-Za-z]{2}$"), AfterValidator(str.upper)] | None = None
    language: LanguageTag | None = None
    competence: Annotated[str, Field(max_length=ENTRY_CHARACTERS)] | None = None
    profile: LinkedDataProfile | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_RESULTS)] = DEFAULT_RESULTS
    offset: Annotated[int, Field(ge=0, le=MAX_OFFSET)] = 0


def _or_empty(kind: Any) -> BeforeValidator:
    """A filter that is left empty filters nothing, as in the forms of the pages."""
    return BeforeValidator(lambda value: value or None, json_schema_input_type=kind | Literal[""] | None)


class MeasuresQuery(_Strict):
    """The query string of ``GET /api/v1/measures``."""

    q: Annotated[str, Field(max_length=QUERY_CHARACTERS), AfterValidator(clean_text)] = ""
    region: Annotated[Region | None, _or_empty(Region)] = None
    group: Annotated[Group | None, _or_empty(Group)] = None
    kind: Annotated[MeasureKind | None, _or_empty(MeasureKind)] = None
    language: Annotated[ReaderLanguage | None, _or_empty(ReaderLanguage)] = None
    limit: Annotated[int, Field(ge=1, le=MAX_RESULTS)] = DEFAULT_RESULTS
    offset: Annotated[int, Field(ge=0, le=MAX_OFFSET)] = 0


class MeasureQuery(_Strict):
    """The query string of ``GET /api/v1/measures/{id}``: the language that it is told in."""

    language: ReaderLanguage | None = None


class CvQuery(_Strict):
    """The query string of ``POST /api/v1/cv``: the language that concepts are named in."""

    language: ReaderLanguage | None = None


# What to do about the pydantic complaints whose own message does not say it.
REMEDIES = {
    "extra_forbidden": "remove this key; the documented keys of a profile are the only ones",
    "goal_missing": "say in goal, in any language, what the person would like to do",
    "place_empty": "give a postal_code or a name, if possible with the country",
    "missing": "add this value",
}
# Complaints about the whole document that belong to one field.
FIELDS = {"goal_missing": "goal"}


def refusal(error: ValidationError) -> InputError:
    """The first thing wrong with a request: its code, its field (dotted) and a remedy; never the value sent."""
    first = error.errors(include_url=False, include_input=False)[0]
    kind = first["type"]
    field = FIELDS.get(kind, ".".join(str(part) for part in first["loc"]))
    return InputError(first["msg"], code=kind.replace("_", "-"), place=field, remedy=REMEDIES.get(kind, first["msg"]))


def _resolved(places: Places, field: str, given: PlaceInput | None) -> Place | None:
    if given is None:
        return None
    country = given.country.upper() if given.country else None
    try:
        return places.resolve(country=country, postal_code=given.postal_code or None, name=given.name or None)
    except InputError as error:
        raise InputError(error.message, code=error.code, place=field, remedy=error.remedy) from error
