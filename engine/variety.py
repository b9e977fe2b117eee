"""Variety: no page of one provider, and both sides of a border when both have something to offer.

Greedy: the next course is the one with the best score after a deduction for each course already chosen from the same
provider or the same country. The deduction is a contribution like the others, so the score still adds up and the
order of the list is the order of the scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from engine.answer import Contribution, Recommendation
from engine.domain import Course
from engine.ranking import WEIGHTS, total

SAME_PROVIDER, SAME_COUNTRY = 1.0, 0.5
# Further repeats of one provider or country do not count: variety must not drown relevance.
REPEATS_COUNTED = 3


def provider_key(course: Course) -> str:
    """Who offers it; where nobody is named, the portal stands in, so that one portal cannot fill a page either."""
    return course.provider.name.casefold() if course.provider else course.id.partition(":")[0]


def country_key(course: Course) -> str:
    """Where it is given, or which portal told of it where the place is unknown."""
    return course.place.country if course.place else course.id.partition(":")[0]


def varied(ranked: Sequence[Recommendation], k: int) -> tuple[Recommendation, ...]:
    """The best ``k`` of ``ranked`` (any order), each with its ``variety`` contribution, best first."""
    left = sorted(ranked, key=lambda item: (-item.score, item.course.id))
    providers: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    chosen: list[Recommendation] = []
    while left and len(chosen) < k:
        item = left.pop(_best(left, providers, countries))
        variety = Contribution(
            feature="variety", value=-_repeats(item.course, providers, countries), weight=WEIGHTS["variety"]
        )
        parts = (*item.contributions, variety)
        chosen.append(replace(item, contributions=parts, score=total(parts)))
        providers[provider_key(item.course)] += 1
        countries[country_key(item.course)] += 1
    return tuple(chosen)


def _best(left: Sequence[Recommendation], providers: Counter[str], countries: Counter[str]) -> int:
    """The position of the best of ``left`` (by falling score) after deductions; the first of equals."""
    best, best_score = 0, float("-inf")
    for at, item in enumerate(left):
        if item.score <= best_score:
            break  # a deduction never raises a score, so none of those that follow can be better
        score = item.score - WEIGHTS["variety"] * _repeats(item.course, providers, countries)
        if score > best_score:
            best, best_score = at, score
    return best


def _repeats(course: Course, providers: Counter[str], countries: Counter[str]) -> float:
    """How far a course repeats what has been chosen already."""
    return SAME_PROVIDER * min(REPEATS_COUNTED, providers[provider_key(course)]) + SAME_COUNTRY * min(
        REPEATS_COUNTED, countries[country_key(course)]
    )
