"""Two-step paths: why one course comes before another."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine import Recommender
from engine.answer import RecommendationList
from engine.competences import CourseCompetences, Need
from engine.domain import Cefr, Course, CourseKind, Requirements
from engine.paths import CLEARLY_MORE, MOST_PATHS
from engine.recommender import LANGUAGE_COMPETENCES
from tests.engine.builders import SAARBRUECKEN, TODAY, RoadMap, Shelf, course, person
from tests.engine.competence_fakes import Knowledge

COOK = "o:cook"
PARTS = tuple(f"s:{number}" for number in range(6))
NAMES = {COOK: "Koch", LANGUAGE_COMPETENCES["fr"]: "Französisch", "s:own": "spülen"}
NEEDS = {COOK: tuple(Need(uri=uri) for uri in PARTS)}
HER = person(goal="", target_occupation="Koch", competences=("spülen",), speaks={"de": Cefr.C2}, eqf_level=3)


def german(key: str, **fields: object) -> Course:
    return course(key, **{"place": SAARBRUECKEN, "taught_in": ("de",), **fields})


def answer(about: Mapping[str, CourseCompetences], *offers: Course) -> RecommendationList:
    shelf = Shelf(relevance={offer.id: 0.5 for offer in offers}, courses={offer.id: offer for offer in offers})
    competences = Knowledge(needed={**NEEDS, "o:washer": (Need(uri="s:own"),)}, names=NAMES, courses=about)
    recommender = Recommender(candidates=shelf, courses=shelf, travel_times=RoadMap(), competences=competences)
    return recommender.recommend(HER, today=TODAY)


def teaches(*parts: int, requires: tuple[int, ...] = ()) -> CourseCompetences:
    return CourseCompetences(
        teaches={PARTS[part]: 0.9 for part in parts}, requires={PARTS[part]: 0.9 for part in requires}
    )


def steps(result: RecommendationList) -> list[tuple[str, str, str]]:
    """First course, second course, reason."""
    return [(path.steps[0].course.id, path.steps[1].course.id, path.findings[0].code) for path in result.paths]


def test_a_course_that_closes_the_gap_alone_needs_no_path() -> None:
    result = answer({"t:all": teaches(*range(6)), "t:one": teaches(0)}, german("t:all"), german("t:one"))
    assert result.paths == ()


def test_two_courses_that_close_clearly_more_together_make_a_path_the_easier_first() -> None:
    about = {"t:long": teaches(0, 1, 2), "t:short": teaches(3, 4)}
    result = answer(about, german("t:long", hours=400.0), german("t:short", hours=40.0))
    assert steps(result) == [("t:short", "t:long", "path-together")]
    (path,) = result.paths
    assert path.closes > 0.7
    assert path.findings[1].params == {"competences": PARTS[:5], "essential": 5}


def test_two_courses_that_teach_the_same_make_no_path() -> None:
    about = {"t:one": teaches(0, 1), "t:other": teaches(0, 1)}
    assert answer(about, german("t:one"), german("t:other")).paths == ()


def test_what_the_second_course_asks_for_comes_first() -> None:
    about = {"t:advanced": teaches(0, 1, requires=(5,)), "t:basics": teaches(5)}
    result = answer(about, german("t:advanced", hours=10.0), german("t:basics", hours=100.0))
    assert steps(result) == [("t:basics", "t:advanced", "path-requirements")]
    assert result.paths[0].findings[0].params == {"competences": (PARTS[5],)}


def test_the_language_comes_first_where_it_alone_is_in_the_way() -> None:
    about = {"t:cap": teaches(0, 1, 2)}
    french = course("t:cap", place=SAARBRUECKEN, taught_in=("fr",))
    fle = course("t:fle", place=SAARBRUECKEN, kind=CourseKind.LANGUAGE, taught_in=("fr",))
    dutch = course("t:nt2", place=SAARBRUECKEN, kind=CourseKind.LANGUAGE, taught_in=("nl",))
    result = answer(about, french, fle, dutch, german("t:other"))
    assert steps(result) == [("t:fle", "t:cap", "path-language")]
    assert result.paths[0].findings[0].params == {"language": "fr", "needed": "B1"}


def test_no_language_course_leads_past_a_second_rule() -> None:
    fle = course("t:fle", place=SAARBRUECKEN, kind=CourseKind.LANGUAGE, taught_in=("fr",))
    two_rules = course("t:cap", place=SAARBRUECKEN, taught_in=("fr",), requirements=Requirements(eqf_level=6))
    assert answer({"t:cap": teaches(0, 1, 2)}, two_rules, fle).paths == ()


def test_the_level_comes_first_where_it_alone_is_in_the_way() -> None:
    about = {"t:master": teaches(0, 1, 2), "t:journeyman": teaches(0, 3)}
    master = german("t:master", requirements=Requirements(eqf_level=4), eqf_level=6)
    result = answer(about, master, german("t:journeyman", eqf_level=4))
    assert steps(result) == [("t:journeyman", "t:master", "path-level")]
    assert result.paths[0].findings[0].params == {"needed": 4}


def test_without_a_target_there_are_no_paths() -> None:
    shelf = Shelf(relevance={"t:one": 0.5}, courses={"t:one": german("t:one")})
    known = Knowledge(needed=NEEDS, names=NAMES, courses={"t:one": teaches(0)})
    recommender = Recommender(candidates=shelf, courses=shelf, travel_times=RoadMap(), competences=known)
    assert recommender.recommend(person(), today=TODAY).paths == ()


abouts = st.builds(
    lambda taught, asked: teaches(*taught, requires=tuple(asked)),
    st.sets(st.integers(0, 5), max_size=4),
    st.sets(st.integers(0, 5), max_size=2),
)
offers = st.builds(
    german,
    key=st.integers(0, 10**6).map("t:{}".format),
    taught_in=st.sampled_from([("de",), ("fr",)]),
    kind=st.sampled_from(CourseKind),
    eqf_level=st.none() | st.integers(1, 6),
    hours=st.none() | st.floats(1, 500),
)


@given(st.lists(st.tuples(offers, abouts), max_size=7, unique_by=lambda pair: pair[0].id))
def test_paths_are_few_in_order_and_of_two_distinct_courses(shelf: list[tuple[Course, CourseCompetences]]) -> None:
    result = answer({offer.id: about for offer, about in shelf}, *(offer for offer, _ in shelf))
    assert len(result.paths) <= MOST_PATHS
    assert all(before.closes >= after.closes for before, after in pairwise(result.paths))
    ends = [path.steps[1].course.id for path in result.paths]
    assert len(ends) == len(set(ends))
    for path in result.paths:
        first, then = path.steps
        assert first.course.id != then.course.id
        if path.findings[0].code == "path-together":
            assert path.closes >= CLEARLY_MORE
        if path.findings[0].code == "path-language":
            assert first.course.kind is CourseKind.LANGUAGE
