"""From written conditions to those of the engine: each test must suit its fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.knowledge.fact_book import FactBook
from data.knowledge.facts import Fact, FactKind
from data.knowledge.tree import Path, Plain, Tree
from data.knowledge.written import WrittenCondition, nearest, problem, read_as
from engine.conditions import All, Any, Basis, Condition, Test
from engine.domain import CourseKind, Mode, Region, Status
from engine.errors import InputError
from engine.facts import NONE

# What a test may say of a fact of each kind, and how that is written.
SUITABLE: Mapping[FactKind, frozenset[str]] = {
    FactKind.NUMBER: frozenset({"least", "most"}),
    FactKind.YES_NO: frozenset({"equals"}),
    FactKind.WORD: frozenset({"among", "beside"}),
}
EXAMPLES: Mapping[FactKind, str] = {
    FactKind.NUMBER: "write least: 1, most: 5 or both",
    FactKind.YES_NO: "write equals: yes or equals: no",
    FactKind.WORD: "write among: [one, two] or beside: [one, two]",
}
BOUNDS = ("least", "most", "among", "beside", "equals")
# The words that these facts can have, by name or by the end of it; those of others are free.
VOCABULARIES: Mapping[str, tuple[str, ...]] = {
    "_region": (*Region, NONE),
    "status": tuple(Status),
    "course_kind": tuple(CourseKind),
    "course_mode": tuple(Mode),
}
SPELLINGS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "_country": (re.compile(r"[A-Z]{2}"), "two capitals, as in LU"),
    "nationality": (re.compile(r"[A-Z]{2}"), "two capitals, as in LU"),
    "course_language": (re.compile(r"[a-z]{2,3}|none"), "two small letters, as in fr, or none"),
    "course_taught_in": (re.compile(r"[a-z]{2,3}|none"), "two small letters, as in fr, or none"),
    "course_isco": (re.compile(r"[0-9]{1,4}|none"), "one to four digits, as in 2221, or none"),
}


@dataclass(slots=True, kw_only=True)
class ConditionReader:
    """Reads conditions of one file; what is wrong gathers in ``problems``."""

    tree: Tree
    book: FactBook
    problems: list[InputError] = field(default_factory=list)

    def all_of(self, written: Iterable[WrittenCondition], path: Path) -> All:
        """The conditions of a record: all must hold."""
        return All(parts=self._parts(written, path))

    def look_at(self, plain: Plain, path: Path) -> None:
        """Note the problems of the conditions of a record that is wrong elsewhere."""
        for index, part in enumerate(plain if isinstance(plain, list) else ()):
            # What does not even have the shape of a condition was told with the record.
            written, _ = read_as(WrittenCondition, self.tree, part, (*path, index))
            if written is not None:
                self._condition(written, (*path, index))

    def _parts(self, written: Iterable[WrittenCondition], path: Path) -> tuple[Condition, ...]:
        return tuple(self._condition(part, (*path, index)) for index, part in enumerate(written))

    def _condition(self, written: WrittenCondition, path: Path) -> Condition:
        """The condition of the engine; the empty one where this is none, and a problem."""
        bounds = [name for name in BOUNDS if getattr(written, name) not in (None, ())]
        heads = [name for name in ("fact", "any", "all") if getattr(written, name) is not None]
        if len(heads) != 1:
            self._refuse(path, "must have one of fact, any, all", "write each condition as an item of its own")
            return All()
        if written.fact is not None:
            return self._test(written.fact, bounds, written, path)
        if extra := [*bounds, *(["basis"] if written.basis else [])]:
            self._refuse(path, f"{heads[0]} goes without {', '.join(extra)}", "write it with the tests inside")
        parts = self._parts(written.any or written.all or (), (*path, heads[0]))
        if not parts:
            self._refuse((*path, heads[0]), "is empty", "write at least one condition", "missing")
        return Any(parts=parts) if heads[0] == "any" else All(parts=parts)

    def _test(self, name: str, bounds: list[str], written: WrittenCondition, path: Path) -> Condition:
        fact = self.book.facts.get(name)
        if fact is not None:
            self._look_at_bounds(fact, bounds, written, path)
        elif self.book.whole and name not in self.book.places:
            known = nearest(name, list(self.book.facts))
            remedy = f"{known}write the fact down in a list of facts, with its kind and its words"
            self._refuse((*path, "fact"), f"{name} is not known", remedy, "unknown-fact", name)
        equals = None if written.equals is None else written.equals == "yes"
        return Test(
            fact=name,
            least=written.least,
            most=written.most,
            among=written.among,
            beside=written.beside,
            equals=equals,
            basis=written.basis or Basis.READ,
        )

    def _look_at_bounds(self, fact: Fact, bounds: list[str], written: WrittenCondition, path: Path) -> None:
        wrong = [bound for bound in bounds if bound not in SUITABLE[fact.kind]]
        if wrong or not bounds:
            message = f"{fact.name} is a {fact.kind} fact and cannot be tested by {', '.join(wrong) or 'nothing'}"
            self._refuse((*path, *wrong[:1]), message, EXAMPLES[fact.kind], "unsuitable-test")
        elif written.least is not None and written.most is not None and written.least > written.most:
            self._refuse(path, f"{fact.name}: least is above most", "put the smaller number after least", "no-range")
        elif len(bounds) > 1 and fact.kind is FactKind.WORD:
            self._refuse(path, "has both among and beside", "keep one of them", "unsuitable-test")
        for bound in ("among", "beside"):
            for index, word in enumerate(getattr(written, bound)):
                if remedy := misspelt(fact.name, word):
                    message = f"{fact.name} cannot be {word!r}"
                    self._refuse((*path, bound, index), message, remedy, "unknown-value", word)

    def _refuse(self, path: Path, message: str, remedy: str, code: str = "", value: object = None) -> None:
        self.problems.append(problem(self.tree, path, message, remedy, value, code))


def misspelt(fact: str, word: str) -> str:
    """How a word that this fact can never have should be written; empty where the word is fine or words are free."""
    for name, vocabulary in VOCABULARIES.items():
        if _named(fact, name) and word not in vocabulary:
            return nearest(word, vocabulary) + f"use one of {', '.join(vocabulary)}"
    for name, (spelling, words) in SPELLINGS.items():
        if _named(fact, name) and not spelling.fullmatch(word):
            return f"write {words}"
    return ""


def _named(fact: str, name: str) -> bool:
    return fact == name or (name.startswith("_") and fact.endswith(name))
