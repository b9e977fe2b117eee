"""What can be known of a person, an employer or a course: the facts that conditions name, and their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FactKind(StrEnum):
    NUMBER = "number"
    YES_NO = "yes-no"
    WORD = "word"


class About(StrEnum):
    """Who is asked: the person, her employer, or the provider of the course."""

    PERSON = "person"
    EMPLOYER = "employer"
    COURSE = "course"


class Unit(StrEnum):
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    WEEKS = "weeks"
    DAYS = "days"
    PEOPLE = "people"
    EUR = "eur"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact: ``label`` names it (a statement for ``YES_NO``), ``question`` asks for it, both by language.

    ``unit`` is that of a number, where it has one.
    """

    name: str
    kind: FactKind
    about: About
    unit: Unit | None = None
    label: Mapping[str, str] = field(default_factory=dict)
    question: Mapping[str, str] = field(default_factory=dict)
