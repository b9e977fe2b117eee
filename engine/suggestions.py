"""Occupations to suggest to somebody who has named none: what people who can do this often go on to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import sqrt

from engine.answer import Recommendation, Suggestion
from engine.competences import CourseCompetences
from engine.gap import LEADS_TO_SURE, gap_of
from engine.ports import Competences

SUGGESTED = 3
# How many of the occupations that share most are looked at closely.
CONSIDERED = 60
# One shared competence is chance, unless no occupation shares more.
LEAST_SHARED = 2
# Added to the size of an occupation, so that those with two or three essentials do not win by their smallness.
SMOOTHING = 4
# A competence that as many occupations need says half as much as one that a single occupation needs.
COMMON = 8
# An occupation is suggested for a wish when at least so many of the courses found lead to it.
LEAST_COURSES = 2


def from_competences(held: Collection[str], can: Collection[str], competences: Competences) -> tuple[Suggestion, ...]:
    """The occupations that what she can do says most about, and for which she still has something to learn.

    A cosine in spirit: what is shared counts by how few occupations need it, over the root of an occupation's size.
    """
    sharing = sorted(competences.needing(held).items(), key=lambda pair: (-pair[1], pair[0]))
    least = min(LEAST_SHARED, sharing[0][1]) if sharing else LEAST_SHARED
    near = [_suggestion(uri, can, competences) for uri, shared in sharing[:CONSIDERED] if shared >= least]
    says = {uri: COMMON / (COMMON + len(competences.needing({uri}))) for one in near for uri in one.shared}

    def closeness(found: Suggestion) -> float:
        return sum(says[uri] for uri in found.shared) / sqrt(len(found.shared) + len(found.missing) + SMOOTHING)

    still_open = [found for found in near if found.missing]
    return tuple(sorted(still_open, key=lambda found: (-closeness(found), found.occupation))[:SUGGESTED])


def from_courses(
    items: Sequence[Recommendation], about: Mapping[str, CourseCompetences], can: Collection[str], known: Competences
) -> tuple[Suggestion, ...]:
    """The occupations that the courses found for a wish lead to, those of several good courses first."""
    weights: dict[str, float] = {}
    courses: Counter[str] = Counter()
    for item in items:
        found = about.get(item.course.id)
        for uri, sure in found.occupations.items() if found else ():
            if sure >= LEADS_TO_SURE:
                weights[uri] = weights.get(uri, 0.0) + sure * item.score
                courses[uri] += 1
    ranked = sorted(weights, key=lambda uri: (-weights[uri], uri))
    suggestions = (_suggestion(uri, can, known) for uri in ranked if courses[uri] >= LEAST_COURSES)
    return tuple(found for found in suggestions if found.missing)[:SUGGESTED]


def _suggestion(occupation: str, can: Collection[str], known: Competences) -> Suggestion:
    """What is essential to ``occupation``, divided into what she has and what is missing."""
    essential = [need for need in known.needs(occupation) if need.essential]
    gap = gap_of(occupation, essential, can)
    return Suggestion(occupation=occupation, shared=gap.has, missing=gap.missing)
