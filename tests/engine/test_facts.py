from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.domain import Cefr, CourseKind, Group, Mode, Profile, Session, Status
from engine.facts import COURSE_FACTS, course_facts, person_facts
from tests.engine.measure_builders import ARLON, LUXEMBOURG, STUTTGART, THIONVILLE, TODAY, course


def test_a_person_who_says_nothing_has_no_facts() -> None:
    assert person_facts(Profile(goal="x")) == {}


def test_home_and_work_make_a_frontier_worker() -> None:
    facts = person_facts(Profile(home=ARLON, works_at=LUXEMBOURG))
    assert (facts["home_country"], facts["home_region"]) == ("BE", "wallonia")
    assert (facts["work_country"], facts["frontier_worker"]) == ("LU", True)
    assert facts["target_country"] == "LU"
    assert person_facts(Profile(home=ARLON))["target_country"] == "BE"
    assert "frontier_worker" not in person_facts(Profile(home=ARLON))


def test_a_place_outside_the_six_regions_is_known_to_be_none_of_them() -> None:
    assert person_facts(Profile(home=STUTTGART))["home_region"] == "none"


def test_a_group_or_a_service_that_she_does_not_name_is_not_denied() -> None:
    facts = person_facts(Profile(groups=(Group.REFUGEE,), registered_with=("adem",)))
    assert facts["group.refugee"] is True
    assert facts["registered.adem"] is True
    assert "group.disabled" not in facts
    assert "registered.forem" not in facts


@pytest.mark.parametrize(("age", "done"), [(17, None), (18, True)])
def test_compulsory_schooling_is_done_at_eighteen_and_may_be_before(age: int, done: bool | None) -> None:
    assert person_facts(Profile(age=age)).get("compulsory_schooling_done") is done


def test_an_answer_stands_before_what_is_inferred_and_behind_what_is_stated() -> None:
    answers = {"vocational_degree": True, "age": 40.0, "months_with_employer": 7.0}
    facts = person_facts(Profile(eqf_level=2, age=20, answers=answers))
    assert (facts["vocational_degree"], facts["age"], facts["months_with_employer"]) == (True, 20, 7.0)
    assert person_facts(Profile(eqf_level=2))["vocational_degree"] is False


@pytest.mark.parametrize(
    ("status", "employed", "jobless", "in_education"),
    [
        (Status.SHORT_TIME, True, False, False),
        (Status.NEET, False, True, False),
        (Status.PUPIL, False, False, True),
        (Status.APPRENTICE, True, False, True),
    ],
)
def test_a_situation_says_whether_one_works_or_learns(
    status: Status, employed: bool, jobless: bool, in_education: bool
) -> None:
    facts = person_facts(Profile(status=status))
    assert (facts["employed"], facts["jobless"], facts["in_education"]) == (employed, jobless, in_education)
    assert facts["group.neet"] is jobless


def test_a_language_not_named_beside_others_is_not_spoken_and_with_none_named_unknown() -> None:
    assert person_facts(Profile(speaks={"de": Cefr.B1}))["speaks.de"] == 3
    assert person_facts(Profile(speaks={"de": Cefr.B1}))["speaks.fr"] == 0
    assert "speaks.fr" not in person_facts(Profile(goal="x"))


def test_only_a_language_course_teaches_a_language() -> None:
    lessons = course(kind=CourseKind.LANGUAGE, taught_in=("lb",))
    assert course_facts({}, lessons, (), TODAY)["course_language"] == frozenset({"lb"})
    bilingual = course(kind=CourseKind.LANGUAGE, taught_in=("de", "lb"))
    assert "course_language" not in course_facts({}, bilingual, (), TODAY)
    assert course_facts({}, bilingual, (), TODAY, ["lb"])["course_language"] == frozenset({"lb"})
    assert course_facts({}, course(), (), TODAY)["course_language"] == "none"


def test_a_course_is_across_the_border_of_a_known_home_only() -> None:
    thionville = person_facts(Profile(home=THIONVILLE, works_at=LUXEMBOURG))
    facts = course_facts(thionville, course(LUXEMBOURG), ("7212",), TODAY)
    assert (facts["crosses_border"], facts["certificate_foreign"], facts["course_at_work"]) == (True, False, True)
    assert facts["course_isco"] == frozenset({"7212"})
    assert "crosses_border" not in course_facts({}, course(LUXEMBOURG), (), TODAY)
    assert "crosses_border" not in course_facts(thionville, course(None), (), TODAY)


def test_the_latest_start_counts_since_one_may_apply_for_that_one() -> None:
    starts = [TODAY - timedelta(days=3), TODAY + timedelta(days=20), TODAY + timedelta(days=90)]
    offered = course(sessions=tuple(Session(starts_on=day) for day in starts))
    assert course_facts({}, offered, (), TODAY)["days_until_start"] == 90
    assert "days_until_start" not in course_facts({}, course(), (), TODAY)


def test_every_fact_of_a_course_is_declared_as_one() -> None:
    full = course(
        mode=Mode.ONSITE,
        hours=40.0,
        price_eur=0.0,
        eqf_level=4,
        certificate="CAP",
        sessions=(Session(starts_on=date(2027, 1, 1)),),
    )
    assert set(course_facts(person_facts(Profile(home=ARLON, works_at=LUXEMBOURG)), full, ("7212",), TODAY)) == set(
        COURSE_FACTS
    )
