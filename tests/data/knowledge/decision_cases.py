"""Decision cases as they are written (``cases/*.yaml``): a person, a course, a day and what each record must say."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from data.knowledge import Fact
from data.knowledge.facts import FactKind
from data.knowledge.tree import Plain, read_tree, section
from data.knowledge.written import read_as
from engine.domain import Cefr, Course, CourseKind, Group, Mode, Place, Profile, Region, Session, Status
from engine.errors import InputError
from engine.support import COUNTRY_OF

FOLDER = Path(__file__).parent / "cases"
DAY = date(2026, 12, 1)
# What a record says that is a lead, only announced, superseded or out of its dates: nothing.
SILENT = "SILENT"

Token: TypeAlias = Annotated[str, Meta(min_length=1)]
Level: TypeAlias = Annotated[int, Meta(ge=1, le=8)]


class WrittenPerson(Struct, forbid_unknown_fields=True):
    age: int | None = None
    home: Token | None = None
    works_at: Token | None = None
    status: Status | None = None
    groups: tuple[Group, ...] = ()
    registered_with: tuple[Token, ...] = ()
    eqf_level: Level | None = None
    speaks: dict[str, Literal["A1", "A2", "B1", "B2", "C1", "C2"]] = {}
    answers: dict[str, Token] = {}


class WrittenCourse(Struct, forbid_unknown_fields=True):
    place: Token | None = None
    kind: CourseKind = CourseKind.COURSE
    hours: float | None = None
    taught_in: tuple[Token, ...] = ()
    mode: Mode | None = None
    starts_in_days: int | None = None
    certificate: Literal["true", "false", "yes", "no"] | None = None
    price: float | None = None
    eqf_level: Level | None = None
    isco: tuple[Token, ...] = ()


class WrittenCase(Struct, forbid_unknown_fields=True):
    case: Token
    person: WrittenPerson
    expect: dict[str, Literal["MET", "NOT_MET", "UNKNOWN", "SILENT"]]
    because: Token
    course: WrittenCourse | None = None
    day: date = DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case and where it is written, as ``file:line``."""

    place: str
    written: WrittenCase

    @property
    def name(self) -> str:
        """Place and description in ASCII, which pytest prints as it is."""
        return unicodedata.normalize("NFKD", f"{self.place} {self.written.case}").encode("ascii", "ignore").decode()

    @property
    def expected(self) -> dict[str, str]:
        return dict(self.written.expect)

    @property
    def occupations(self) -> tuple[str, ...]:
        return self.written.course.isco if self.written.course else ()

    def profile(self, facts: dict[str, Fact]) -> Profile:
        """The person; her answers are read as the kind that each fact has."""
        person = self.written.person
        return Profile(
            age=person.age,
            home=_place(person.home),
            works_at=_place(person.works_at),
            status=person.status,
            groups=person.groups,
            registered_with=person.registered_with,
            eqf_level=person.eqf_level,
            speaks={language: Cefr[level] for language, level in person.speaks.items()},
            answers={name: _answer(facts[name], said) for name, said in person.answers.items()},
        )

    def course(self) -> Course | None:
        written = self.written.course
        if written is None:
            return None
        days = written.starts_in_days
        return Course(
            id="case:1",
            kind=written.kind,
            title=self.written.case,
            text_language="en",
            taught_in=written.taught_in,
            place=_place(written.place),
            mode=written.mode,
            sessions=() if days is None else (Session(starts_on=self.written.day + timedelta(days=days)),),
            hours=written.hours,
            price_eur=written.price,
            eqf_level=written.eqf_level,
            certificate="a certificate" if written.certificate in ("true", "yes") else None,
        )


def read_cases(folder: Path = FOLDER) -> tuple[list[Case], list[InputError]]:
    """Every case of every file, and what cannot be read."""
    cases: list[Case] = []
    problems: list[InputError] = []
    for path in sorted(folder.glob("*.yaml")):
        tree, found = read_tree(path.name, path.read_bytes())
        problems.extend(found)
        if tree is None:
            continue
        listed: list[Plain] = tree.content if isinstance(tree.content, list) else section(tree, "cases")
        top = () if isinstance(tree.content, list) else ("cases",)
        for index, item in enumerate(listed):
            written, wrong = read_as(WrittenCase, tree, item, (*top, index))
            problems.extend(wrong)
            if written is not None:
                cases.append(Case(place=tree.place((*top, index)), written=written))
    return cases, problems


def _place(token: str | None) -> Place | None:
    """One of the six regions by its name, or a country by its two letters."""
    if token is None:
        return None
    if len(token) == 2 and token.isupper():
        return Place(name=token, country=token)
    region = Region(token)
    return Place(name=region.value, country=COUNTRY_OF[region], region=region)


def _answer(fact: Fact, said: str) -> str | float | bool:
    if fact.kind is FactKind.NUMBER:
        return float(said)
    return {"yes": True, "no": False}[said] if fact.kind is FactKind.YES_NO else said
