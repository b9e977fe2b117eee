"""Conditions as a small declarative language with three verdicts: MET, NOT_MET and UNKNOWN.

A test looks at one fact; ``All`` and ``Any`` combine (Kleene's strong logic, so the order never matters and knowing
more never turns a verdict round). Only what a source states can refuse: where a condition was inferred, or where the
source says nothing, a test that fails is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from engine.domain import Verdict

# What is known of a fact: a word, a number (also a CEFR level, 1 to 6), yes or no, or several words.
Value: TypeAlias = str | int | float | bool | frozenset[str]
Facts: TypeAlias = Mapping[str, Value]


class Basis(StrEnum):
    """Where a condition comes from: read in a source, inferred from one, or unknown (the source does not say)."""

    READ = "read"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One fact and what it must be; bounds are inclusive, ``among`` and ``beside`` are words, ``equals`` yes or no.

    >>> age = Test(fact="age", least=16, most=25)
    >>> age.verdict({"age": 25}), age.verdict({"age": 26}), age.verdict({})
    (<Verdict.MET: 'MET'>, <Verdict.NOT_MET: 'NOT_MET'>, <Verdict.UNKNOWN: 'UNKNOWN'>)
    """

    __test__ = False  # not a test of the suite, whatever its name says

    fact: str
    least: float | None = None
    most: float | None = None
    among: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    equals: bool | None = None
    basis: Basis = Basis.READ

    def verdict(self, facts: Facts) -> Verdict:
        """Whether the fact is as it must be; a test that no source states never says NOT_MET."""
        value = facts.get(self.fact)
        if value is None:
            return Verdict.UNKNOWN
        if self._holds(value):
            return Verdict.MET
        return Verdict.NOT_MET if self.basis is Basis.READ else Verdict.UNKNOWN

    def _holds(self, value: Value) -> bool:
        if self.equals is not None:
            return value is self.equals
        if self.among or self.beside:
            words = value if isinstance(value, frozenset) else (str(value),)
            return (
                any(word in self.among for word in words)
                if self.among
                else not any(word in self.beside for word in words)
            )
        number = value if isinstance(value, int | float) else float("nan")
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)

    def tests(self) -> tuple[Test, ...]:
        """Every test within, itself."""
        return (self,)


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every part must hold; holds where there are none."""

    parts: tuple[Condition, ...] = ()

    def verdict(self, facts: Facts) -> Verdict:
        """NOT_MET when one part is, else UNKNOWN when one is, else MET."""
        return all_of(part.verdict(facts) for part in self.parts)

    def tests(self) -> tuple[Test, ...]:
        """Every test within, in order."""
        return tuple(test for part in self.parts for test in part.tests())


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """One part must hold."""

    parts: tuple[Condition, ...]

    def verdict(self, facts: Facts) -> Verdict:
        """MET when one part is, else UNKNOWN when one is, else NOT_MET."""
        return any_of(part.verdict(facts) for part in self.parts)

    def tests(self) -> tuple[Test, ...]:
        """Every test within, in order."""
        return tuple(test for part in self.parts for test in part.tests())


Condition: TypeAlias = Test | All | Any


def weighed(condition: Condition, facts: Facts) -> tuple[Verdict, Verdict, tuple[str, ...]]:
    """In one pass: the verdict, the verdict at best (`at_best`), and what is `missing`."""
    if isinstance(condition, Test):
        if condition.fact not in facts:
            return Verdict.UNKNOWN, Verdict.MET, (condition.fact,)
        verdict = condition.verdict(facts)
        return verdict, verdict, ()
    parts = [weighed(part, facts) for part in condition.parts]
    combine = all_of if isinstance(condition, All) else any_of
    verdict = combine(part[0] for part in parts)
    if verdict is not Verdict.UNKNOWN:
        return verdict, combine(part[1] for part in parts), ()
    open_facts = dict.fromkeys(fact for part in parts if part[0] is Verdict.UNKNOWN for fact in part[2])
    return verdict, combine(part[1] for part in parts), tuple(open_facts)


def missing(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The facts that are not known and that could still change the verdict, in the order of the conditions."""
    return weighed(condition, facts)[2]


def at_best(condition: Condition, facts: Facts) -> Verdict:
    """The verdict if every fact that is not known were as it must be; UNKNOWN when an unread test is in the way."""
    return weighed(condition, facts)[1]


def remaining(condition: Condition, facts: Facts) -> Condition:
    """What is still open of a condition when these facts are known for good: as many verdicts, fewer tests.

    ``All()`` is always MET, ``Any(parts=())`` never.
    """
    if isinstance(condition, Test):
        verdict = condition.verdict(facts)
        return condition if verdict is Verdict.UNKNOWN else _ALWAYS if verdict is Verdict.MET else _NEVER
    is_all = isinstance(condition, All)
    decides, adds_nothing = (_NEVER, _ALWAYS) if is_all else (_ALWAYS, _NEVER)
    still: list[Condition] = []
    for part in condition.parts:
        left = remaining(part, facts)
        if left is decides:
            return decides
        if left is not adds_nothing:
            still.append(left)
    if not still:
        return adds_nothing
    return still[0] if len(still) == 1 else All(parts=tuple(still)) if is_all else Any(parts=tuple(still))


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """NOT_MET when one is, else UNKNOWN when one is, else MET."""
    return _first_of(verdicts, Verdict.NOT_MET, otherwise=Verdict.MET)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """MET when one is, else UNKNOWN when one is, else NOT_MET."""
    return _first_of(verdicts, Verdict.MET, otherwise=Verdict.NOT_MET)


def _first_of(verdicts: Iterable[Verdict], decides: Verdict, otherwise: Verdict) -> Verdict:
    found = otherwise
    for verdict in verdicts:
        if verdict is decides:
            return decides
        if verdict is Verdict.UNKNOWN:
            found = verdict
    return found


_ALWAYS, _NEVER = All(), Any(parts=())
