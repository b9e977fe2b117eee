"""Each check says MET, NOT_MET or UNKNOWN, and with which facts."""

from __future__ import annotations

from datetime import date

import pytest

from engine.checks import Case, Journey, broken, check_all, groups_of
from engine.domain import (
    Cefr,
    Course,
    CourseKind,
    Finding,
    Group,
    Mode,
    Profile,
    Requirements,
    Session,
    Status,
    Verdict,
)
from tests.engine.builders import LUXEMBOURG, METZ, SAARBRUECKEN, TODAY, course, person


def findings(profile: Profile, offer: Course, minutes: int | None = 60) -> dict[str, Finding]:
    journey = Journey(start=SAARBRUECKEN, end=METZ, minutes=minutes) if minutes is not None else None
    return {found.code: found for found in check_all(Case(profile=profile, course=offer, today=TODAY, journey=journey))}


@pytest.mark.parametrize(
    ("age", "verdict"),
    [
        (15, Verdict.NOT_MET),
        (16, Verdict.MET),
        (25, Verdict.MET),
        (26, Verdict.NOT_MET),
        (None, Verdict.UNKNOWN),
    ],
)
def test_both_bounds_of_an_age_range_are_included(age: int | None, verdict: Verdict) -> None:
    offer = course(requirements=Requirements(min_age=16, max_age=25))
    assert findings(person(age=age), offer)["age"].verdict is verdict


def test_a_course_without_an_age_rule_says_nothing_about_age() -> None:
    assert "age" not in findings(person(age=70), course())


@pytest.mark.parametrize(
    ("speaks", "verdict", "missing"),
    [
        ({"fr": Cefr.B1}, Verdict.MET, None),
        ({"fr": Cefr.A2}, Verdict.UNKNOWN, "level"),
        ({"de": Cefr.C2}, Verdict.NOT_MET, None),
        ({}, Verdict.UNKNOWN, "person"),
    ],
)
def test_an_unstated_language_level_rejects_only_who_does_not_speak_the_language(
    speaks: dict[str, Cefr], verdict: Verdict, missing: str | None
) -> None:
    found = findings(person(speaks=speaks), course())["language"]
    assert (found.verdict, found.params.get("missing")) == (verdict, missing)


def test_a_stated_language_level_is_a_hard_rule() -> None:
    offer = course(requirements=Requirements(languages={"fr": Cefr.B2}))
    found = findings(person(speaks={"fr": Cefr.B1}), offer)["language"]
    assert found.verdict is Verdict.NOT_MET
    assert found.params == {"language": "fr", "needed": "B2", "has": "B1"}


def test_all_stated_languages_are_needed_and_the_weakest_is_named() -> None:
    offer = course(taught_in=("de", "fr"), requirements=Requirements(languages={"de": Cefr.B2, "fr": Cefr.B2}))
    found = findings(person(speaks={"de": Cefr.C2, "fr": Cefr.A2}), offer)["language"]
    assert (found.verdict, found.params["language"]) == (Verdict.NOT_MET, "fr")


def test_one_of_several_teaching_languages_is_enough() -> None:
    found = findings(person(speaks={"de": Cefr.C2}), course(taught_in=("fr", "de")))["language"]
    assert (found.verdict, found.params["language"]) == (Verdict.MET, "de")


def test_a_language_course_asks_for_no_level_of_the_language_it_teaches() -> None:
    offer = course(kind=CourseKind.LANGUAGE, taught_in=("fr",))
    assert findings(person(speaks={"de": Cefr.C2}), offer)["language"].verdict is Verdict.MET


@pytest.mark.parametrize(("limit", "verdict"), [(59, Verdict.NOT_MET), (60, Verdict.MET), (None, Verdict.MET)])
def test_the_journey_may_be_exactly_as_long_as_the_limit(limit: int | None, verdict: Verdict) -> None:
    found = findings(person(max_travel_minutes=limit), course(), minutes=60)["commute"]
    assert found.verdict is verdict
    assert (found.params["from"], found.params["to"], found.params["minutes"]) == ("Saarbrücken", "Metz", 60)


def test_an_online_course_needs_no_journey() -> None:
    found = findings(person(max_travel_minutes=30), course(mode=Mode.ONLINE), minutes=None)
    assert found["online"].verdict is Verdict.MET
    assert "commute" not in found
    assert "border" not in found


def test_an_unknown_place_is_a_question_not_a_refusal() -> None:
    found = findings(person(max_travel_minutes=30), course(place=None), minutes=None)["commute"]
    assert (found.verdict, found.params["missing"]) == (Verdict.UNKNOWN, "place")


def test_a_course_in_another_country_than_home_lies_across_a_border() -> None:
    assert findings(person(), course())["border"].params == {"from": "DE", "to": "FR"}
    assert "border" not in findings(person(home=METZ), course())


@pytest.mark.parametrize(
    ("stated", "leads_to", "has", "verdict"),
    [
        (4, None, 4, Verdict.MET),
        (4, None, 3, Verdict.NOT_MET),
        (4, None, None, Verdict.UNKNOWN),
        (None, 6, 3, Verdict.UNKNOWN),
        (None, 6, 4, Verdict.MET),
    ],
)
def test_only_a_stated_entry_level_rejects(
    stated: int | None, leads_to: int | None, has: int | None, verdict: Verdict
) -> None:
    offer = course(eqf_level=leads_to, requirements=Requirements(eqf_level=stated))
    assert findings(person(eqf_level=has), offer)["level"].verdict is verdict


def test_a_vocational_certificate_asks_for_no_level_by_habit() -> None:
    assert "level" not in findings(person(eqf_level=1), course(eqf_level=3))


@pytest.mark.parametrize(
    ("price", "limit", "verdict"),
    [
        (0.0, 0.0, Verdict.MET),
        (100.0, 99.0, Verdict.NOT_MET),
        (100.0, None, Verdict.MET),
        (None, 0.0, Verdict.UNKNOWN),
    ],
)
def test_an_unknown_price_is_asked_not_assumed(price: float | None, limit: float | None, verdict: Verdict) -> None:
    assert findings(person(max_price_eur=limit), course(price_eur=price))["price"].verdict is verdict


def test_the_first_session_from_the_wanted_day_on_is_named() -> None:
    offer = course(sessions=(Session(starts_on=date(2027, 3, 1)), Session(starts_on=date(2027, 1, 10))))
    assert findings(person(), offer)["dates"].params == {"starts_on": date(2027, 1, 10)}
    later = findings(person(available_from=date(2027, 2, 1)), offer)["dates"]
    assert (later.verdict, later.params) == (Verdict.MET, {"starts_on": date(2027, 3, 1)})
    too_late = findings(person(available_from=date(2027, 4, 1)), offer)["dates"]
    assert too_late.verdict is Verdict.NOT_MET


def test_dates_that_have_passed_are_a_question() -> None:
    found = findings(person(), course(sessions=(Session(starts_on=date(2023, 5, 1)),)))["dates"]
    assert (found.verdict, found.params) == (Verdict.UNKNOWN, {"missing": "next", "last": date(2023, 5, 1)})


def test_an_offer_for_others_is_a_question_and_for_her_is_a_reason() -> None:
    offer = course(target_groups=(Group.NEET, Group.REFUGEE))
    assert findings(person(status=Status.NEET), offer)["group"].params == {"groups": ("neet",)}
    assert findings(person(status=Status.EMPLOYED), offer)["group"].verdict is Verdict.UNKNOWN


def test_a_group_that_is_not_named_is_not_guessed() -> None:
    assert groups_of(person(age=58)) == frozenset()
    assert groups_of(person(home=METZ, works_at=LUXEMBOURG)) == {Group.FRONTIER_WORKER}


def test_only_hard_rules_that_are_not_met_break() -> None:
    offer = course(requirements=Requirements(min_age=30), target_groups=(Group.WOMEN,))
    case = Case(profile=person(age=20, speaks={"de": Cefr.C2}), course=offer, today=TODAY, journey=None)
    assert [found.code for found in broken(check_all(case))] == ["language", "age"]
