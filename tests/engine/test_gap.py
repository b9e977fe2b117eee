"""From what somebody can do and wants to become to the courses that close the gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Recommender
from engine.answer import Recommendation, RecommendationList
from engine.competences import CourseCompetences, Need
from engine.domain import Course, CourseKind, Profile, Verdict
from engine.gap import Effect, closed_share, covered, effect_of, gap_of, taught
from engine.ranking import closing_value
from engine.target import LINKED, aim_of
from tests.engine.builders import SAARBRUECKEN, TODAY, RoadMap, Shelf, course, person
from tests.engine.competence_fakes import Knowledge

WAREHOUSE, NURSE = "o:warehouse", "o:nurse"
STACK, COUNT, DRIVE, PACK, WASH = "s:stack", "s:count", "s:drive", "s:pack", "s:wash"
NAMES = {
    WAREHOUSE: "Fachkraft für Lagerlogistik",
    NURSE: "Pflegefachkraft",
    STACK: "stapeln",
    COUNT: "zählen",
    DRIVE: "Stapler fahren",
    PACK: "packen",
    WASH: "waschen",
    "o:unknown-needs": "Sternenfahrer",
}
NEEDS = {
    WAREHOUSE: (Need(uri=STACK), Need(uri=COUNT), Need(uri=DRIVE), Need(uri=PACK, essential=False)),
    NURSE: (Need(uri=WASH), Need(uri=COUNT)),
}
HER = person(goal="", target_occupation=NAMES[WAREHOUSE], competences=("stapeln",))

About = Mapping[str, CourseCompetences]


def knowledge(courses: About | None = None, **fields: object) -> Knowledge:
    return Knowledge(needed=NEEDS, names=NAMES, courses=courses or {}, **fields)  # type: ignore[arg-type]  # a few of them


def near(key: str, **fields: object) -> Course:
    return course(key, place=SAARBRUECKEN, taught_in=("de",), **fields)


def answer(
    profile: Profile, relevance: Mapping[str, float], about: About, known: Knowledge | None = None, **fields: object
) -> tuple[RecommendationList, Shelf]:
    """The answer over courses next door, all with these ``fields``, and the shelf they stood on."""
    shelf = Shelf(relevance=relevance, courses={key: near(key, **fields) for key in relevance})
    competences = replace(known, courses=about) if known else knowledge(about)
    recommender = Recommender(candidates=shelf, courses=shelf, travel_times=RoadMap(), competences=competences)
    return recommender.recommend(profile, today=TODAY), shelf


def ids(result: RecommendationList) -> list[str]:
    return [item.course.id for item in result.items]


def codes(item: Recommendation) -> dict[str, Verdict]:
    return {found.code: found.verdict for found in item.findings}


def test_the_gap_is_what_the_occupation_needs_minus_what_she_can_do_the_essential_first() -> None:
    gap = aim_of(HER, knowledge()).gap
    assert gap is not None
    assert (gap.occupation, gap.certainty, gap.has) == (WAREHOUSE, 1.0, (STACK,))
    assert (gap.essential, gap.optional, gap.missing) == ((COUNT, DRIVE), (PACK,), (COUNT, DRIVE, PACK))


def test_a_held_competence_covers_the_narrower_ones() -> None:
    known = knowledge(narrower={"s:logistics": (COUNT, DRIVE)})
    gap = aim_of(replace(HER, competences=("http://s:logistics",)), known).gap
    assert gap is not None
    assert gap.has == ()
    gap = aim_of(replace(HER, competences=("s://logistics",)), knowledge(narrower={"s://logistics": (COUNT,)})).gap
    assert gap is not None
    assert gap.has == (COUNT,)


def test_who_names_a_job_among_what_she_can_do_can_do_what_is_essential_to_it() -> None:
    gap = aim_of(replace(HER, competences=("Pflegefachkraft",)), knowledge()).gap
    assert gap is not None
    assert gap.has == (COUNT,)


def test_a_target_may_be_a_uri() -> None:
    known = Knowledge(needed={"esco://w": NEEDS[WAREHOUSE]}, names={"esco://w": "x"})
    aim = aim_of(replace(HER, target_occupation="esco://w"), known)
    assert aim.gap is not None
    assert known.asked_to_link == ["stapeln", "stapeln"]


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        ("etwas ganz anderes", "occupation"),
        ("esco://nobody-knows", "occupation"),
        ("irgendwas mit Lager", "choice"),
        ("Sternenfahrer", "needs"),
    ],
)
def test_an_occupation_that_is_not_understood_makes_no_gap_but_a_question(target: str, missing: str) -> None:
    known = knowledge(unsure={"irgendwas mit Lager": (WAREHOUSE, NURSE)})
    aim = aim_of(replace(HER, target_occupation=target), known)
    assert aim.gap is None
    note = next(note for note in aim.notes if note.code == "target")
    assert (note.verdict, note.params["missing"]) == (Verdict.UNKNOWN, missing)
    if missing == "choice":
        assert note.params["choices"] == (WAREHOUSE, NURSE)


def test_words_that_mean_no_competence_are_told_and_change_nothing() -> None:
    plain, odd = aim_of(HER, knowledge()), aim_of(replace(HER, competences=("stapeln", "glupschen")), knowledge())
    assert odd.gap == plain.gap
    assert [dict(note.params) for note in odd.notes] == [{"asked": ("glupschen",)}]


def test_no_more_words_are_looked_up_than_anybody_says() -> None:
    known = knowledge()
    words = tuple(f"unbekannt {number}" for number in range(60))
    (note,) = aim_of(replace(HER, competences=words), known).notes
    assert note.params["asked"] == words
    assert len(set(known.asked_to_link)) == LINKED + 1


def test_a_goal_is_an_aim_only_where_she_says_what_she_can_do_and_then_less_sure() -> None:
    goal = Profile(goal="Pflegefachkraft")
    assert aim_of(goal, knowledge()).gap is None
    aim = aim_of(replace(goal, competences=("stapeln",)), knowledge())
    assert aim.gap is not None
    assert (aim.gap.occupation, aim.gap.certainty < 0.8) == (NURSE, True)
    assert [note.code for note in aim.notes] == ["target"]
    assert aim_of(Profile(goal="mit Menschen", competences=("stapeln",)), knowledge()).gap is None


def test_of_two_courses_equally_like_the_wish_the_one_that_closes_more_comes_first() -> None:
    about = {
        "t:more": CourseCompetences(teaches={COUNT: 0.9, DRIVE: 0.9}),
        "t:less": CourseCompetences(teaches={COUNT: 0.9}),
    }
    result, _ = answer(HER, {"t:aaa": 0.5, "t:less": 0.5, "t:more": 0.5}, about)
    assert ids(result) == ["t:more", "t:less", "t:aaa"]
    closes = next(found for found in result.items[0].findings if found.code == "closes")
    assert closes.params == {"competences": (COUNT, DRIVE), "essential": 2}


def test_the_essential_counts_for_more_than_the_optional() -> None:
    about = {
        "t:z-essential": CourseCompetences(teaches={COUNT: 0.8}),
        "t:a-optional": CourseCompetences(teaches={PACK: 0.8}),
    }
    result, _ = answer(HER, {"t:z-essential": 0.5, "t:a-optional": 0.5}, about)
    assert ids(result) == ["t:z-essential", "t:a-optional"]


def test_a_course_that_repeats_comes_after_an_equal_one_that_teaches_something_new() -> None:
    about = {
        "t:z-new": CourseCompetences(teaches={COUNT: 0.8}),
        "t:a-half": CourseCompetences(teaches={COUNT: 0.8, STACK: 0.8}),
    }
    result, _ = answer(HER, {"t:z-new": 0.5, "t:a-half": 0.5}, about)
    assert ids(result) == ["t:z-new", "t:a-half"]


def test_a_course_that_teaches_only_what_she_can_do_is_no_answer_but_told_with_its_reason() -> None:
    about = {"t:repeating": CourseCompetences(teaches={STACK: 0.9}), "t:new": CourseCompetences(teaches={COUNT: 0.9})}
    result, _ = answer(HER, {"t:repeating": 0.9, "t:new": 0.4}, about)
    assert ids(result) == ["t:new"]
    (rejection,) = result.rejected
    assert (rejection.course.id, [found.code for found in rejection.findings]) == ("t:repeating", ["repeats"])


def test_a_training_for_the_very_occupation_repeats_nothing_and_closes_the_essential() -> None:
    about = {"t:training": CourseCompetences(occupations={WAREHOUSE: 1.0}, teaches={STACK: 0.9})}
    result, _ = answer(HER, {"t:training": 0.5}, about, kind=CourseKind.APPRENTICESHIP)
    assert codes(result.items[0])["leads-to"] is Verdict.MET
    closes = next(found for found in result.items[0].findings if found.code == "closes")
    assert closes.params["competences"] == (COUNT, DRIVE)


def test_courses_that_teach_what_is_missing_are_found_though_their_words_differ() -> None:
    about = {"t:silent": CourseCompetences(teaches={DRIVE: 0.9})}
    result, _ = answer(HER, {"t:wordy": 0.5, "t:silent": -0.5}, about)
    assert set(ids(result)) == {"t:silent", "t:wordy"}
    assert ids(answer(replace(HER, target_occupation="Lager"), {"t:wordy": 0.5, "t:silent": -0.5}, about)[0]) == [
        "t:wordy"
    ]


def test_what_she_can_do_already_is_not_searched_for_once_there_is_an_aim() -> None:
    _, shelf = answer(replace(HER, goal="ins Lager"), {}, {})
    assert shelf.asked[0] == (NAMES[WAREHOUSE], f"ins Lager {NAMES[WAREHOUSE]}")


def test_unmet_requirements_are_asked_about_and_count_a_little() -> None:
    about = {
        "t:z-ready": CourseCompetences(teaches={COUNT: 0.9}, requires={STACK: 0.9}),
        "t:a-asking": CourseCompetences(teaches={COUNT: 0.9}, requires={WASH: 0.9}),
    }
    result, _ = answer(HER, {"t:z-ready": 0.5, "t:a-asking": 0.5}, about)
    assert ids(result) == ["t:z-ready", "t:a-asking"]
    assert [codes(item)["requirements"] for item in result.items] == [Verdict.MET, Verdict.UNKNOWN]


def test_without_a_target_the_competences_change_neither_order_nor_score() -> None:
    offers = {"t:one": 0.6, "t:two": 0.5}
    about = {"t:two": CourseCompetences(teaches={COUNT: 0.9, STACK: 0.9})}
    goal = person(goal="Lager")
    shelf = Shelf(relevance=offers, courses={key: near(key) for key in offers})
    plain = Recommender(candidates=shelf, courses=shelf, travel_times=RoadMap()).recommend(goal, today=TODAY)
    result, _ = answer(goal, offers, about)
    assert [(item.course.id, item.contributions) for item in result.items] == [
        (item.course.id, item.contributions) for item in plain.items
    ]
    assert result.items[1].teaches == (COUNT, STACK)


@pytest.mark.parametrize("profile", [HER, person(goal="Lager")])
def test_what_is_inherited_is_told_as_such_with_and_without_a_target(profile: Profile) -> None:
    about = CourseCompetences(teaches={PACK: 0.9, COUNT: 0.4, DRIVE: 0.1}, inherited=frozenset({COUNT, DRIVE}))
    (item,) = answer(profile, {"t:one": 0.6}, {"t:one": about})[0].items
    assert (item.teaches, item.inherited) == ((PACK, COUNT), frozenset({COUNT}))


def test_what_is_inherited_closes_the_gap_as_what_is_read_does() -> None:
    read = CourseCompetences(teaches={COUNT: 0.4})
    inherited = replace(read, inherited=frozenset({COUNT}))
    (one,), (other,) = (answer(HER, {"t:one": 0.6}, {"t:one": about})[0].items for about in (read, inherited))
    assert (one.findings, one.score) == (other.findings, other.score)
    assert codes(other)["closes"] is Verdict.MET


def test_what_the_source_states_is_never_said_to_be_inherited() -> None:
    about = {"t:one": CourseCompetences(teaches={COUNT: 0.4, STACK: 0.4}, inherited=frozenset({COUNT, STACK}))}
    (item,) = answer(HER, {"t:one": 0.6}, about, competences=(COUNT,))[0].items
    assert item.inherited == frozenset({STACK})


def test_without_a_target_the_occupations_she_has_most_of_are_suggested() -> None:
    result, _ = answer(person(goal="etwas Neues", competences=("zählen", "stapeln")), {"t:one": 0.6}, {})
    first = result.suggested[0]
    assert (first.occupation, first.shared, first.missing) == (WAREHOUSE, (STACK, COUNT), (DRIVE,))
    assert [one.occupation for one in result.suggested] == [WAREHOUSE]


def test_a_wish_alone_suggests_the_occupations_that_its_courses_lead_to() -> None:
    offers = {f"t:{n}": 0.6 for n in range(3)}
    about = {key: CourseCompetences(occupations={NURSE: 0.9}) for key in offers}
    result, _ = answer(person(goal="pflegen"), offers, about)
    assert [(one.occupation, one.shared) for one in result.suggested] == [(NURSE, ())]
    assert answer(person(goal="pflegen"), offers, {})[0].suggested == ()


def test_competences_known_only_by_uri_are_searched_for_by_name() -> None:
    known = Knowledge(needed=NEEDS, names={"s://pack": "packen"})
    profile = Profile(competences=("s://pack",))
    _, shelf = answer(profile, {}, {}, known)
    assert shelf.asked == [("packen",)]


SHIPPED = Knowledge.shipped()
occupations = st.sampled_from(sorted(SHIPPED.needed)[::7])


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[str], list[str]]:
    """An occupation, something held and something taught, much of it needed there."""
    occupation = draw(occupations)
    pool = [need.uri for need in SHIPPED.needs(occupation)] + ["s:other", "s:another"]
    some = st.lists(st.sampled_from(pool), max_size=8, unique=True)
    return occupation, draw(some), draw(some)


@given(cases())
def test_the_gap_and_what_is_there_are_exactly_what_the_occupation_needs(
    case: tuple[str, list[str], list[str]],
) -> None:
    occupation, held, _ = case
    can = covered(held, SHIPPED.related)
    gap = gap_of(occupation, SHIPPED.needs(occupation), can)
    assert not set(gap.missing) & can
    assert set(gap.has) <= can
    assert sorted(gap.has + gap.missing) == sorted(need.uri for need in SHIPPED.needs(occupation))


@given(cases(), st.floats(0.05, 1.0), st.data())
def test_teaching_one_competence_more_never_closes_less(
    case: tuple[str, list[str], list[str]], sure: float, data: st.DataObject
) -> None:
    occupation, held, teaches = case
    gap = gap_of(occupation, SHIPPED.needs(occupation), covered(held, SHIPPED.related))
    extra = data.draw(st.sampled_from([need.uri for need in SHIPPED.needs(occupation)]))
    before = dict.fromkeys(teaches, sure)
    after = {**before, extra: max(sure, before.get(extra, 0.0))}
    shares = [
        closed_share(gap, taught(CourseCompetences(teaches=these), CourseKind.COURSE, gap, SHIPPED.related))
        for these in (before, after)
    ]
    assert 0.0 <= shares[0] <= shares[1] <= 1.0


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_closing_more_never_counts_for_less_and_what_can_be_named_counts_more(
    one: float, other: float, named: bool
) -> None:
    low, high = sorted((one, other))
    closes = {COUNT: 0.9} if named else {COUNT: 0.1}
    low_value, high_value = (closing_value(Effect(closes=closes, share=share)) for share in (low, high))
    assert 0.0 <= low_value <= high_value <= 1.0
    assert closing_value(Effect(closes={COUNT: 0.1}, share=high)) <= closing_value(
        Effect(closes={COUNT: 0.9}, share=high)
    )


@given(cases(), st.data())
def test_one_held_competence_more_never_widens_the_gap_nor_lets_a_course_close_what_she_has(
    case: tuple[str, list[str], list[str]], data: st.DataObject
) -> None:
    occupation, held, teaches = case
    needs = SHIPPED.needs(occupation)
    extra = data.draw(st.sampled_from([need.uri for need in needs]))
    before, after = (covered(these, SHIPPED.related) for these in (held, [*held, extra]))
    one, other = gap_of(occupation, needs, before), gap_of(occupation, needs, after)
    assert set(other.missing) <= set(one.missing)
    about = CourseCompetences(teaches=dict.fromkeys(teaches, 0.9))
    effect = effect_of(about, CourseKind.COURSE, other, after, SHIPPED.related)
    assert not set(effect.closes) & after
    assert effect.repeats is (bool(teaches) and set(teaches) <= after)
