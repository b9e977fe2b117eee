"""The whole way from a wish to an answer, over a catalogue in memory."""

from __future__ import annotations

import pytest

from engine import Recommender
from engine.answer import RecommendationList
from engine.domain import Cefr, Course, Mode, Profile, Provider, Requirements, Verdict
from engine.errors import InputError
from tests.engine.builders import (
    LUXEMBOURG,
    METZ,
    PARIS,
    SAARBRUECKEN,
    TODAY,
    TRIER,
    RoadMap,
    Shelf,
    course,
    person,
)


def answer(profile: Profile, *offers: tuple[Course, float], k: int = 10) -> RecommendationList:
    shelf = Shelf(
        relevance={offer.id: score for offer, score in offers}, courses={offer.id: offer for offer, _ in offers}
    )
    return Recommender(candidates=shelf, courses=shelf, travel_times=RoadMap()).recommend(profile, today=TODAY, k=k)


def ids(result: RecommendationList) -> list[str]:
    return [item.course.id for item in result.items]


def test_the_nearer_of_two_equal_courses_comes_first() -> None:
    near, far = course("t:near", place=METZ), course("t:far", place=PARIS)
    assert ids(answer(person(), (far, 0.6), (near, 0.6))) == ["t:near", "t:far"]


def test_what_answers_the_wish_beats_what_is_merely_near() -> None:
    wanted, near = course("t:wanted", place=METZ), course("t:near", place=SAARBRUECKEN, taught_in=("de",))
    assert ids(answer(person(), (near, 0.3), (wanted, 0.7))) == ["t:wanted", "t:near"]


def test_a_course_that_breaks_a_hard_rule_is_a_near_miss_with_its_reason() -> None:
    fine = [(course(f"t:{n}", taught_in=("de",), place=SAARBRUECKEN), 0.6) for n in range(3)]
    french = course("t:french")
    result = answer(person(speaks={"de": Cefr.C2}), *fine, (french, 0.7))
    assert "t:french" not in ids(result)
    (rejection,) = result.rejected
    assert rejection.course.id == "t:french"
    assert [found.code for found in rejection.findings] == ["language"]


def test_what_neither_fits_nor_answers_the_wish_well_is_not_told() -> None:
    fine = [(course(f"t:{n}", taught_in=("de",), place=SAARBRUECKEN), 0.6) for n in range(3)]
    result = answer(person(speaks={"de": Cefr.C2}), *fine, (course("t:weak"), 0.35))
    assert result.rejected == ()


def test_noise_is_no_answer() -> None:
    result = answer(person(), (course("t:noise"), 0.1))
    assert result.items == ()
    assert result.rejected == ()


def test_contributions_add_up_to_the_score_and_scores_fall() -> None:
    offers = [(course(f"t:{n}", provider=Provider(name="One"), place=METZ), 0.6 - n / 100) for n in range(6)]
    result = answer(person(), *offers)
    for item in result.items:
        assert item.score == sum(part.value * part.weight for part in item.contributions)
    scores = [item.score for item in result.items]
    assert scores == sorted(scores, reverse=True)


def test_one_provider_does_not_fill_the_page() -> None:
    many = [(course(f"t:many{n}", provider=Provider(name="Many"), place=METZ), 0.62) for n in range(8)]
    few = [(course(f"t:few{n}", provider=Provider(name=f"Few {n}"), place=METZ), 0.60) for n in range(3)]
    first_four = ids(answer(person(), *many, *few))[:4]
    assert sum(key.startswith("t:many") for key in first_four) == 1


def test_both_sides_of_the_border_are_shown_when_both_have_something() -> None:
    german = [(course(f"t:de{n}", place=SAARBRUECKEN, taught_in=("de",)), 0.60) for n in range(6)]
    french = [(course(f"t:fr{n}", place=METZ), 0.60) for n in range(6)]
    countries = {
        item.course.place.country for item in answer(person(), *german, *french, k=5).items if item.course.place
    }
    assert countries == {"DE", "FR"}


def test_too_little_nearby_widens_the_distance_first_and_says_so() -> None:
    near, far = course("t:near", place=SAARBRUECKEN), course("t:far", place=METZ)
    result = answer(person(max_travel_minutes=40), (near, 0.6), (far, 0.6))
    assert ids(result) == ["t:near", "t:far"]
    assert [(step.code, dict(step.params)) for step in result.widened] == [
        ("widened-distance", {"limit": 40, "to": 80})
    ]
    commute = next(found for found in result.items[1].findings if found.code == "commute")
    assert commute.verdict is Verdict.NOT_MET


def test_widening_goes_across_the_region_but_not_to_the_end_of_the_country() -> None:
    offers = [(course("t:trier", place=TRIER, taught_in=("de",)), 0.6), (course("t:paris", place=PARIS), 0.6)]
    result = answer(person(max_travel_minutes=30), *offers)
    assert ids(result) == ["t:trier"]
    assert [step.code for step in result.widened] == ["widened-border"]


def test_widening_accepts_one_language_level_less_and_one_entry_level_less() -> None:
    language = course("t:language", requirements=Requirements(languages={"fr": Cefr.B2}))
    level = course("t:level", requirements=Requirements(eqf_level=4))
    two_short = course("t:two-short", requirements=Requirements(eqf_level=5))
    result = answer(person(eqf_level=3), (language, 0.6), (level, 0.6), (two_short, 0.6))
    assert set(ids(result)) == {"t:language", "t:level"}
    assert [step.code for step in result.widened] == ["widened-language", "widened-level"]


def test_nothing_is_widened_when_enough_fits() -> None:
    fine = [(course(f"t:{n}", place=SAARBRUECKEN), 0.6) for n in range(3)]
    result = answer(person(max_travel_minutes=30), *fine, (course("t:far", place=METZ), 0.7))
    assert result.widened == ()
    assert [rejection.course.id for rejection in result.rejected] == ["t:far"]


def test_a_frontier_worker_may_learn_near_her_work() -> None:
    offer = course("t:lux", place=LUXEMBOURG)
    result = answer(person(home=METZ, works_at=LUXEMBOURG, max_travel_minutes=30), (offer, 0.6))
    commute = next(found for found in result.items[0].findings if found.code == "commute")
    assert (commute.params["from"], commute.params["minutes"]) == ("Luxembourg", 10)


def test_an_online_course_is_within_reach_of_everybody() -> None:
    offer = course("t:online", mode=Mode.ONLINE, place=None)
    assert ids(answer(person(max_travel_minutes=15), (offer, 0.6))) == ["t:online"]


@pytest.mark.parametrize("goal", ["", "   ", "?!", "🙂"])
def test_a_profile_with_nothing_to_look_for_is_refused_by_field(goal: str) -> None:
    with pytest.raises(InputError) as refused:
        answer(Profile(goal=goal))
    assert (refused.value.code, refused.value.place) == ("empty-goal", "goal")


def test_competences_without_words_alone_are_refused() -> None:
    with pytest.raises(InputError):
        answer(Profile(competences=("http://data.europa.eu/esco/skill/x",)))


def test_occupation_and_competences_are_looked_for_as_well() -> None:
    shelf = Shelf(relevance={}, courses={})
    profile = Profile(goal="mit Menschen", target_occupation="Pflegefachkraft", competences=("first aid",))
    Recommender(candidates=shelf, courses=shelf, travel_times=RoadMap()).recommend(profile, today=TODAY)
    assert shelf.asked == [("mit Menschen", "Pflegefachkraft", "first aid")]
