"""Whether anybody, or any course, can meet conditions: the branches of ``any`` one by one, fact by fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from engine.conditions import All, Any, Basis, Condition, Test

# Facts that hold where two others are the same: (fact, value) → the fact that course_country then equals.
SAME_COUNTRY: Mapping[tuple[str, bool], str] = {
    ("course_at_work", True): "work_country",
    ("crosses_border", False): "home_country",
    ("certificate_foreign", False): "target_country",
}
COURSE_COUNTRY = "course_country"


@dataclass(slots=True)
class _Room:
    """What one fact can still be."""

    least: float = float("-inf")
    most: float = float("inf")
    words: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    answers: frozenset[bool] = frozenset({True, False})

    def narrow(self, test: Test) -> None:
        """Leave what the test lets through."""
        if test.least is not None:
            self.least = max(self.least, test.least)
        if test.most is not None:
            self.most = min(self.most, test.most)
        if test.among:
            self.words = frozenset(test.among) if self.words is None else self.words & set(test.among)
        self.without |= set(test.beside)
        if test.equals is not None:
            self.answers &= {test.equals}

    @property
    def empty(self) -> bool:
        return self.least > self.most or not self.answers or (self.words is not None and not self.words - self.without)


def branches(condition: Condition) -> Iterator[tuple[Test, ...]]:
    """Every set of tests of which all must hold for the condition to be met."""
    if isinstance(condition, Test):
        yield (condition,)
    elif isinstance(condition, Any):
        for part in condition.parts:
            yield from branches(part)
    else:
        for chosen in product(*(tuple(branches(part)) for part in condition.parts)):
            yield tuple(test for tests in chosen for test in tests)


def clashes(tests: Iterable[Test]) -> tuple[str, ...]:
    """The facts of which these tests together leave nothing."""
    rooms: dict[str, _Room] = {}
    for test in tests:
        rooms.setdefault(test.fact, _Room()).narrow(test)
    for (fact, value), other in SAME_COUNTRY.items():
        if fact in rooms and rooms[fact].answers == {value} and other in rooms and COURSE_COUNTRY in rooms:
            _meet(rooms[COURSE_COUNTRY], rooms[other])
    return tuple(fact for fact, room in rooms.items() if room.empty)


def can_be_met(condition: Condition, given: Iterable[Test] = ()) -> bool:
    """Whether the condition can be MET where ``given`` holds too."""
    return _some_branch(condition, given, lambda _: True)


def can_be_open(condition: Condition, given: Iterable[Test] = ()) -> bool:
    """Whether the condition can be something else than NOT_MET where ``given`` holds: only what was read refuses."""
    return _some_branch(condition, given, lambda test: test.basis is Basis.READ)


def _some_branch(condition: Condition, given: Iterable[Test], counts: Callable[[Test], bool]) -> bool:
    pinned = tuple(given)
    return any(
        not clashes((*pinned, *(test for test in tests if counts(test)))) for tests in branches(All(parts=(condition,)))
    )


def _meet(one: _Room, other: _Room) -> None:
    if other.words is not None:
        one.words = other.words if one.words is None else one.words & other.words
    one.without |= other.without
