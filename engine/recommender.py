"""One request, one way: wish → candidates → checks → ranking → variety → answer. No stage calls back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engine.checks import Case, Journey, broken, check_all, places_of
from engine.domain import (
    Course,
    Finding,
    Mode,
    Place,
    Profile,
    Recommendation,
    RecommendationList,
    Rejection,
    Verdict,
)
from engine.ports import Candidates, Courses, TravelTimes
from engine.query import wishes
from engine.ranking import WEIGHTS_VERSION, answers, contributions, relevance_value, strength, total
from engine.variety import varied
from engine.widening import widen

# How many candidates are looked at, from everywhere and again from around the person, so that what is near is found
# however large the catalogue is.
CANDIDATES = 120
NEARBY_MINUTES = 90
NEAR_MISSES = 10
# A near miss breaks few rules; a course that breaks more would be noise.
RULES_A_NEAR_MISS_BREAKS = 2
# What does not fit must at least be what was asked for.
RELEVANCE_OF_A_NEAR_MISS = 0.5


class Recommender:
    """Recommends courses to a person and says why.

    >>> recommender = Recommender(candidates=search, courses=catalogue, travel_times=estimate)  # doctest: +SKIP
    >>> recommender.recommend(Profile(goal="Schweißer"), today=date(2026, 12, 1), k=5)  # doctest: +SKIP
    """

    def __init__(self, *, candidates: Candidates, courses: Courses, travel_times: TravelTimes) -> None:
        self._candidates = candidates
        self._courses = courses
        self._travel_times = travel_times

    def recommend(
        self, profile: Profile, *, today: date, k: int = 10, language: str | None = None
    ) -> RecommendationList:
        """The best ``k`` courses for ``profile`` as of ``today``; ``language`` hints at the language of the wish.

        Raises ``InputError`` for a profile with nothing to look for.
        """
        fitting: list[Recommendation] = []
        near_misses: list[tuple[Case, Recommendation]] = []
        for course, relevance in self._relevant(profile, language):
            case = Case(profile=profile, course=course, today=today, journey=self._journey(profile, course))
            item = _judged(case, relevance)
            rules = len(broken(item.findings))
            if rules == 0:
                fitting.append(item)
            elif rules <= RULES_A_NEAR_MISS_BREAKS:
                near_misses.append((case, item))
        found, widened = widen(fitting, near_misses, k, profile)
        return RecommendationList(
            items=varied(found, k),
            rejected=_rejections((item for _, item in near_misses), found),
            widened=widened,
            index_version=self._candidates.version,
            weights_version=WEIGHTS_VERSION,
        )

    def _relevant(self, profile: Profile, language: str | None) -> list[tuple[Course, float]]:
        """Candidates that have to do with the wish, from everywhere and from around the person; 1 is a full match."""
        texts = wishes(profile)
        nearby = self._nearby(profile)
        fused = self._candidates.search(texts, limit=CANDIDATES, language=language, nearby=nearby)
        values = answers({key: relevance_value(score) for key, score in fused.items()})
        courses = self._courses.get_many(sorted(values))
        return [(course, values[key]) for key, course in courses.items()]

    def _nearby(self, profile: Profile) -> frozenset[str]:
        minutes = profile.max_travel_minutes or NEARBY_MINUTES
        return frozenset(
            key
            for start in _starts(profile)
            for key in self._courses.near(start, self._travel_times.within(start, minutes))
        )

    def _journey(self, profile: Profile, course: Course) -> Journey | None:
        """The shortest estimated way from home or work to any place of the course."""
        if course.mode is Mode.ONLINE:
            return None
        ways = [
            Journey(start=start, end=end, minutes=minutes)
            for start in _starts(profile)
            for end in places_of(course)
            if (minutes := self._travel_times.minutes(start, end)) is not None
        ]
        return min(ways, key=lambda way: way.minutes, default=None)


def _starts(profile: Profile) -> tuple[Place, ...]:
    return tuple(place for place in (profile.home, profile.works_at) if place)


def _judged(case: Case, relevance: float) -> Recommendation:
    closeness = Finding(code="relevance", verdict=Verdict.MET, params={"strength": strength(relevance)})
    findings = (closeness, *check_all(case))
    parts = contributions(case, findings, relevance)
    return Recommendation(course=case.course, score=total(parts), contributions=parts, findings=findings)


def _rejections(near_misses: Iterable[Recommendation], found: Iterable[Recommendation]) -> tuple[Rejection, ...]:
    """The best near misses that were not let in, with the rules they break."""
    in_the_list = {item.course.id for item in found}
    out = sorted(
        (item for item in near_misses if item.course.id not in in_the_list and _answers_well(item)),
        key=lambda item: (-item.score, item.course.id),
    )
    return tuple(Rejection(course=item.course, findings=broken(item.findings)) for item in out[:NEAR_MISSES])


def _answers_well(item: Recommendation) -> bool:
    """Close enough to the wish that it is worth telling what is in the way."""
    relevance = next(part.value for part in item.contributions if part.feature == "relevance")
    return relevance >= RELEVANCE_OF_A_NEAR_MISS
