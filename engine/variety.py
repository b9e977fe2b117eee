"""Variety: no page of one provider, and both sides of a border when both have something to offer.

Greedy: the next course is the one with the best score after a deduction for each course already chosen from the same
provider or the same country. The deduction is a contribution like the others, so the score still adds up and the
order of the list is the order of the scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from engine.domain import Contribution, Course, Recommendation
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
        best = max(
            range(len(left)),
            key=lambda at: (left[at].score + _deduction(left[at].course, providers, countries).amount, -at),
        )
        item = left.pop(best)
        parts = (*item.contributions, _deduction(item.course, providers, countries))
        chosen.append(replace(item, contributions=parts, score=total(parts)))
        providers[provider_key(item.course)] += 1
        countries[country_key(item.course)] += 1
    return tuple(chosen)


def _deduction(course: Course, providers: Counter[str], countries: Counter[str]) -> Contribution:
    repeats = SAME_PROVIDER * min(REPEATS_COUNTED, providers[provider_key(course)])
    repeats += SAME_COUNTRY * min(REPEATS_COUNTED, countries[country_key(course)])
    return Contribution(feature="variety", value=-repeats, weight=WEIGHTS["variety"])
