from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.answer import Support
from engine.conditions import All, Any, Basis, Test
from engine.domain import Group, Profile, Region, Status, Verdict
from engine.measures import Confidence, Force, Measure, MeasureKind, Topic
from engine.support import PersonReasoning, Reasoner
from tests.engine.measure_builders import (
    ARLON,
    LUXEMBOURG,
    SAARBRUECKEN,
    STUTTGART,
    THIONVILLE,
    TODAY,
    TRIER,
    course,
    measure,
)

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN

WORKS_IN_LU = Test(fact="work_country", among=("LU",))
SIX_MONTHS = Test(fact="months_with_employer", least=6)
FULL_DAY = Test(fact="course_hours", least=24)
LEAVE = measure(conditions=All(parts=(WORKS_IN_LU, SIX_MONTHS, FULL_DAY)))
ASKABLE = ("registered.adem", "months_with_employer", "employer_size", "group.disabled")
COMMUTER = Profile(home=ARLON, works_at=LUXEMBOURG, status=Status.EMPLOYED, answers={"months_with_employer": 7.0})


def reasoning(profile: Profile, *measures: Measure, today: date = TODAY) -> PersonReasoning:
    return Reasoner(measures).for_person(profile, today)


def test_leave_follows_the_place_of_work_and_not_the_home() -> None:
    assert reasoning(COMMUTER, LEAVE).for_course(course(hours=40.0))[0].verdict is MET
    at_home = replace(COMMUTER, works_at=ARLON)
    assert reasoning(at_home, LEAVE).for_course(course(hours=40.0)) == ()
    assert reasoning(at_home, LEAVE).verdict("LU-CIF", course(hours=40.0)) is NOT_MET


def test_courses_that_differ_in_a_fact_that_is_looked_at_get_their_own_answer() -> None:
    person = reasoning(COMMUTER, LEAVE)
    verdicts = [person.for_course(course(hours=hours))[0].verdict for hours in (23.0, 24.0, None, 23.0)]
    assert verdicts == [NOT_MET, MET, UNKNOWN, NOT_MET]


def test_what_the_course_cannot_change_is_said_alike_of_every_course() -> None:
    person = reasoning(replace(COMMUTER, answers={"months_with_employer": 5.0}), LEAVE)
    assert person.for_course(course(hours=40.0)) == person.for_course(course(hours=None)) == (person.of("LU-CIF"),)


def test_the_course_and_the_person_together_are_asked_in_whatever_order() -> None:
    other_way = measure(conditions=All(parts=(FULL_DAY, SIX_MONTHS, WORKS_IN_LU)))
    lesson = course(hours=40.0)
    assert reasoning(COMMUTER, LEAVE).for_course(lesson) == reasoning(COMMUTER, other_way).for_course(lesson)


@pytest.mark.parametrize(
    ("changes", "speaks"),
    [
        ({}, True),
        ({"valid_from": TODAY}, True),
        ({"valid_from": date(2026, 12, 2)}, False),
        ({"valid_until": TODAY}, True),
        ({"valid_until": date(2026, 11, 30)}, False),
        ({"force": Force.ANNOUNCED}, False),
        ({"force": Force.SUPERSEDED}, False),
        ({"force": Force.UNCERTAIN}, True),
        ({"confidence": Confidence.GENERAL_KNOWLEDGE}, False),
    ],
)
def test_a_record_speaks_within_its_dates_in_force_and_when_it_may_be_shown(
    changes: dict[str, object], speaks: bool
) -> None:
    person = reasoning(COMMUTER, measure(**changes))
    assert bool(person.for_course(course())) is speaks
    assert ("LU-CIF" in person.measures) is speaks


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_record_outside_its_dates_never_speaks(day: date) -> None:
    dated = measure(valid_from=date(2024, 1, 1), valid_until=date(2026, 6, 30))
    told = reasoning(COMMUTER, dated, today=day).for_course(course())
    assert bool(told) is (date(2024, 1, 1) <= day <= date(2026, 6, 30))


@pytest.mark.parametrize(
    ("changes", "doubt"), [({"confidence": Confidence.PARTLY}, "partly"), ({"force": Force.UNCERTAIN}, "uncertain")]
)
def test_a_record_that_is_not_sure_never_says_yes_but_can_refuse(changes: dict[str, object], doubt: str) -> None:
    unsure = measure(conditions=Test(fact="age", most=25), **changes)
    assert reasoning(Profile(age=20), unsure).of("LU-CIF") == Support(id="LU-CIF", verdict=UNKNOWN, doubt=doubt)
    assert reasoning(Profile(age=26), unsure).of("LU-CIF").verdict is NOT_MET


def test_an_assumption_that_fails_is_told_as_one() -> None:
    assumed = measure(conditions=Test(fact="home_country", among=("FR",), basis=Basis.INFERRED))
    assert reasoning(Profile(home=THIONVILLE), assumed).of("LU-CIF") == Support(id="LU-CIF", verdict=MET)
    abroad = reasoning(Profile(home=TRIER), assumed).of("LU-CIF")
    assert abroad == Support(id="LU-CIF", verdict=UNKNOWN, doubt="assumed")


def test_records_of_other_countries_are_left_out() -> None:
    saar = measure("SL-SBFG", regions=(Region.SAARLAND,))
    german = measure("DE-BGS", regions=(Region.SAARLAND, Region.RHEINLAND_PFALZ), topics=(Topic.FUNDING,))
    at_saarbruecken = reasoning(Profile(home=SAARBRUECKEN), saar, german, LEAVE)
    assert {one.id for one in at_saarbruecken.for_course(course())} == {"SL-SBFG", "DE-BGS"}
    at_trier = reasoning(Profile(home=TRIER), saar, german, LEAVE)
    assert {one.id for one in at_trier.for_course(course())} == {"DE-BGS"}
    # Outside the six regions a country is all there is to go by.
    assert {one.id for one in reasoning(Profile(home=STUTTGART), saar, german).for_course(course())} == {
        "SL-SBFG",
        "DE-BGS",
    }


def test_who_says_not_where_she_lives_is_told_of_all_and_asked() -> None:
    told = reasoning(Profile(goal="x"), LEAVE).for_course(course(hours=40.0))
    assert told == (Support(id="LU-CIF", verdict=UNKNOWN, missing=("work_country", "months_with_employer")),)


def test_access_is_a_matter_of_where_the_course_is() -> None:
    access = measure("XB-1", topics=(Topic.ACCESS,), conditions=Test(fact="crosses_border", equals=True))
    person = reasoning(Profile(home=TRIER), access)
    assert [one.verdict for one in person.for_course(course(LUXEMBOURG))] == [MET]
    assert person.for_course(course(SAARBRUECKEN)) == ()


def test_what_speaks_for_her_comes_first_and_what_refuses_last() -> None:
    measures = (
        measure("C-REFUSES", conditions=Test(fact="age", most=25)),
        measure("B-ASKS", conditions=Test(fact="months_with_employer", least=6)),
        measure("D-SPEAKS"),
    )
    person = reasoning(Profile(home=LUXEMBOURG, age=40), *measures)
    assert [one.id for one in person.for_course(course())] == ["D-SPEAKS", "B-ASKS", "C-REFUSES"]


def test_every_condition_is_told_with_what_is_known_of_it() -> None:
    person = reasoning(COMMUTER, LEAVE)
    lesson = course(hours=20.0)
    (told,) = person.for_course(lesson)
    assert [(one.test.fact, one.known, one.verdict) for one in told.outcomes] == [
        ("work_country", "LU", MET),
        ("months_with_employer", 7.0, MET),
        ("course_hours", 20.0, NOT_MET),
    ]


def test_she_is_asked_what_settles_most_and_never_for_a_group() -> None:
    registered = Test(fact="registered.adem", equals=True)
    supports = [
        reasoning(Profile(age=20), measure(key, conditions=conditions)).of(key)
        for key, conditions in {
            "A": registered,
            "B": registered,
            "C": SIX_MONTHS,
            "D": Test(fact=f"group.{Group.DISABLED}", equals=True),
            "E": Test(fact="approved.azav", equals=True),
            "F": All(parts=(SIX_MONTHS, Test(fact="employer_size", most=50))),
            "G": FULL_DAY,
        }.items()
    ]
    asked = Reasoner((), ASKABLE).questions(supports)
    assert [(one.fact, one.settles) for one in asked] == [
        ("registered.adem", ("A", "B")),
        ("months_with_employer", ("C",)),
    ]


def test_one_answer_settles_what_it_is_said_to_settle() -> None:
    either = Any(parts=(Test(fact="registered.adem", equals=True), Test(fact="age", least=30)))
    youth = measure(conditions=either)
    asked = Reasoner((), ASKABLE).questions([reasoning(Profile(age=20), youth).of("LU-CIF")])
    assert [one.fact for one in asked] == ["registered.adem"]
    for answer, verdict in ((True, MET), (False, NOT_MET)):
        settled = reasoning(Profile(age=20, answers={"registered.adem": answer}), youth).of("LU-CIF")
        assert settled.verdict is verdict


def test_what_opens_a_door_now_is_asked_before_what_counts_later() -> None:
    later, now = Test(fact="own_business", equals=True), Test(fact="registered.adem", equals=True)
    records = [
        measure("REG-1", conditions=later, kind=MeasureKind.RECOGNITION),
        measure("REG-2", conditions=later, kind=MeasureKind.RECOGNITION),
        measure("LU-CIE", conditions=now),
    ]
    person = reasoning(Profile(age=20), *records)
    asked = Reasoner(records, ("own_business", "registered.adem")).questions(person.of(one.id) for one in records)
    assert [one.fact for one in asked] == ["registered.adem", "own_business"]


def test_what_nobody_can_say_without_a_course_is_not_said_of_the_person() -> None:
    regulated = measure(
        "REG-NURSE",
        topics=(Topic.RECOGNITION,),
        kind=MeasureKind.RECOGNITION,
        conditions=Test(fact="course_isco", among=("2221",)),
    )
    own_diploma = measure("LU-REC", topics=(Topic.RECOGNITION,), conditions=Test(fact="qualified_abroad", equals=True))
    measures = measure("LU-CIE", topics=(Topic.MEASURE,), conditions=Test(fact="course_kind", among=("course",)))
    person = reasoning(Profile(home=LUXEMBOURG), regulated, own_diploma, measures)
    assert [one.id for one in person.of_person({Topic.RECOGNITION, Topic.MEASURE})] == ["LU-CIE", "LU-REC"]
    assert person.verdict("REG-NURSE", course(), ("2221",)) is MET
