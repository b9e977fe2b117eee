"""What holds for every person and every course."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine import Recommender
from engine.checks import Case, Journey, broken, check_all
from engine.domain import Cefr, Course, CourseKind, Group, Mode, Profile, Requirements, Status
from engine.ranking import contributions, relevance_value, total
from tests.engine.builders import LUXEMBOURG, METZ, PARIS, SAARBRUECKEN, TODAY, TRIER, RoadMap, Shelf, course, person

LANGUAGES = ("de", "fr", "en", "lb", "nl")
places = st.sampled_from([SAARBRUECKEN, METZ, TRIER, LUXEMBOURG, PARIS])
levels = st.none() | st.integers(1, 8)
speech = st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(Cefr), min_size=1)

people = st.builds(
    person,
    speaks=speech,
    home=st.none() | places,
    age=st.none() | st.integers(14, 70),
    eqf_level=levels,
    status=st.none() | st.sampled_from(Status),
    max_travel_minutes=st.none() | st.integers(10, 200),
    max_price_eur=st.none() | st.floats(0, 5000),
    modes=st.lists(st.sampled_from(Mode), unique=True).map(tuple),
)
requirements = st.builds(
    Requirements,
    min_age=st.none() | st.integers(14, 30),
    max_age=st.none() | st.integers(25, 60),
    eqf_level=levels,
    languages=st.just({}) | speech,
)
courses = st.builds(
    course,
    key=st.integers(0, 10**6).map("t:{}".format),
    kind=st.sampled_from(CourseKind),
    taught_in=st.lists(st.sampled_from(LANGUAGES), unique=True, max_size=2).map(tuple),
    place=st.none() | places,
    mode=st.none() | st.sampled_from(Mode),
    price_eur=st.none() | st.floats(0, 5000),
    eqf_level=levels,
    target_groups=st.lists(st.sampled_from(Group), unique=True, max_size=2).map(tuple),
    requirements=requirements,
)


def case(profile: Profile, offer: Course, minutes: int | None) -> Case:
    journey = Journey(start=SAARBRUECKEN, end=METZ, minutes=minutes) if minutes is not None else None
    return Case(profile=profile, course=offer, today=TODAY, journey=journey)


def score(given_case: Case, relevance: float = 0.5) -> float:
    return total(contributions(given_case, check_all(given_case), relevance))


def catalogue(offers: list[Course]) -> Recommender:
    by_id = {offer.id: offer for offer in offers}
    shelf = Shelf(relevance={key: 0.3 + (hash(key) % 50) / 100 for key in by_id}, courses=by_id)
    return Recommender(candidates=shelf, courses=shelf, travel_times=RoadMap())


@given(people, courses, st.integers(0, 300), st.integers(0, 300))
def test_lowering_the_commute_never_lowers_the_score(profile: Profile, offer: Course, one: int, other: int) -> None:
    shorter, longer = sorted((one, other))
    assert score(case(profile, offer, shorter)) >= score(case(profile, offer, longer))


@given(people, courses, st.sampled_from(LANGUAGES), st.sampled_from(Cefr))
def test_adding_a_spoken_language_never_removes_a_course(
    profile: Profile, offer: Course, language: str, level: Cefr
) -> None:
    more = {**profile.speaks, language: max(level, profile.speaks.get(language, level))}
    before = broken(check_all(case(profile, offer, 30)))
    after = broken(check_all(case(replace(profile, speaks=more), offer, 30)))
    assert {found.code for found in after} <= {found.code for found in before}


@given(people, courses)
def test_saying_less_never_rejects(profile: Profile, offer: Course) -> None:
    silent = Profile(goal=profile.goal)
    codes = {found.code for found in broken(check_all(case(silent, offer, 30)))}
    assert codes == set()


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_more_relevance_is_never_worth_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= relevance_value(low) <= relevance_value(high) <= 1.0


@given(people, st.lists(courses, max_size=12, unique_by=lambda offer: offer.id), st.integers(1, 12))
def test_every_answer_adds_up_is_ordered_and_repeats_nothing(profile: Profile, offers: list[Course], k: int) -> None:
    result = catalogue(offers).recommend(profile, today=TODAY, k=k)
    assert len(result.items) <= k
    for item in result.items:
        assert item.score == sum(part.amount for part in item.contributions)
    scores = [item.score for item in result.items]
    assert all(before >= after - 1e-9 for before, after in pairwise(scores))
    shown = [item.course.id for item in result.items] + [out.course.id for out in result.rejected]
    assert len(shown) == len(set(shown))


@given(people, st.lists(courses, max_size=12, unique_by=lambda offer: offer.id))
def test_the_order_of_the_catalogue_does_not_matter(profile: Profile, offers: list[Course]) -> None:
    one = catalogue(offers).recommend(profile, today=TODAY, k=10)
    other = catalogue(offers[::-1]).recommend(profile, today=TODAY, k=10)
    assert [item.course.id for item in one.items] == [item.course.id for item in other.items]
