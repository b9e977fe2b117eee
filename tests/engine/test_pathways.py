from __future__ import annotations

from dataclasses import replace

import pytest

from engine.answer import Recommendation, Step
from engine.conditions import All, Basis, Condition, Test
from engine.domain import Cefr, CourseKind, Group, Profile, Region, Status, Verdict
from engine.fitting import walker_of
from engine.measures import Measure, MeasureKind, Stage, Topic
from engine.pathways import pathway
from engine.support import Reasoner
from tests.engine.measure_builders import LUXEMBOURG, SAARBRUECKEN, THIONVILLE, TODAY, course, measure

UNDER_26 = Test(fact="age", least=16, most=25)
LORRAINE, LU = (Region.LORRAINE,), (Region.LUXEMBOURG,)


def way_point(key: str, stage: Stage, regions: tuple[Region, ...], conditions: Condition | None = None) -> Measure:
    """A measure that is one step of a way."""
    return measure(
        key, regions=regions, conditions=conditions, stages=(stage,), kind=MeasureKind.MEASURE, topics=(Topic.MEASURE,)
    )


MISSION_LOCALE = way_point("FR-ML", Stage.CONTACT, LORRAINE, UNDER_26)
FRANCE_TRAVAIL = way_point("FR-FT", Stage.CONTACT, LORRAINE)
ADEM = way_point("LU-ADEM", Stage.CONTACT, LU)
SECOND_CHANCE = way_point("FR-E2C", Stage.ORIENTATION, LORRAINE, UNDER_26)
LANGUAGE = way_point("LU-INL", Stage.BASICS, LU)
PREPARATION = way_point("FR-PREP", Stage.PREPARATION, LORRAINE, UNDER_26)
JOB = way_point("LU-CIE", Stage.JOB, LU, Test(fact="home_country", among=("LU",), basis=Basis.UNKNOWN))
ALL = (FRANCE_TRAVAIL, MISSION_LOCALE, ADEM, SECOND_CHANCE, LANGUAGE, PREPARATION, JOB)
LEAVER = Profile(home=THIONVILLE, age=17, eqf_level=1, status=Status.NEET, speaks={"fr": Cefr.C2})


def way(profile: Profile, *measures: Measure, kinds: tuple[CourseKind, ...] = ()) -> tuple[Step, ...]:
    items = tuple(
        Recommendation(course=course(id=f"t:{kind}", kind=kind), score=1.0, contributions=(), findings=())
        for kind in kinds
    )
    return pathway(profile, Reasoner(measures or ALL).for_person(profile, TODAY), items)


def stages(steps: tuple[Step, ...]) -> list[Stage]:
    return [step.stage for step in steps]


def here(steps: tuple[Step, ...], stage: Stage) -> list[str]:
    return [support.id for step in steps if step.stage is stage for support in step.here]


def across(steps: tuple[Step, ...], stage: Stage) -> list[str]:
    return [support.id for step in steps if step.stage is stage for support in step.across]


def test_the_way_of_a_school_leaver_goes_from_somebody_to_talk_to_towards_a_job() -> None:
    steps = way(LEAVER, kinds=(CourseKind.APPRENTICESHIP,))
    assert stages(steps) == [
        Stage.CONTACT,
        Stage.ORIENTATION,
        Stage.BASICS,
        Stage.PREPARATION,
        Stage.TRAINING,
        Stage.JOB,
    ]
    assert steps[-2].courses == ("t:apprenticeship",)


def test_her_side_of_the_border_and_the_other_one_are_told_apart() -> None:
    steps = way(LEAVER)
    assert (here(steps, Stage.CONTACT), across(steps, Stage.CONTACT)) == (["FR-ML", "FR-FT"], ["LU-ADEM"])
    in_luxembourg = way(replace(LEAVER, home=LUXEMBOURG))
    assert here(in_luxembourg, Stage.CONTACT) == ["LU-ADEM"]
    assert across(in_luxembourg, Stage.CONTACT) == ["FR-ML", "FR-FT"]


@pytest.mark.parametrize(("age", "asked"), [(15, False), (16, True), (25, True), (26, False)])
def test_a_measure_that_refuses_her_age_is_no_step(age: int, asked: bool) -> None:
    assert ("FR-ML" in here(way(replace(LEAVER, age=age)), Stage.CONTACT)) is asked


def test_what_is_not_known_to_be_open_to_her_comes_last_and_says_so() -> None:
    surely = way_point("LU-ANY", Stage.JOB, LU)
    (step,) = way(LEAVER, JOB, surely)
    assert [(one.id, one.verdict, one.doubt) for one in step.across] == [
        ("LU-ANY", Verdict.MET, ""),
        ("LU-CIE", Verdict.UNKNOWN, "assumed"),
    ]


def test_a_step_she_does_not_need_is_left_out() -> None:
    skilled = replace(LEAVER, age=24, eqf_level=4)
    assert stages(way(skilled)) == [Stage.CONTACT, Stage.JOB]
    knows_her_aim = replace(LEAVER, target_occupation="cook")
    assert Stage.ORIENTATION not in stages(way(knows_her_aim))
    older = replace(LEAVER, age=55, eqf_level=2)
    assert Stage.PREPARATION not in stages(way(older, way_point("DE-51", Stage.PREPARATION, LORRAINE), ADEM))


def test_who_does_not_get_by_in_the_language_of_the_place_learns_it_first() -> None:
    refugee = Profile(
        home=LUXEMBOURG, age=24, eqf_level=4, groups=(Group.REFUGEE,), speaks={"de": Cefr.A2, "en": Cefr.B1}
    )
    assert here(way(refugee), Stage.BASICS) == ["LU-INL"]
    assert here(way(replace(refugee, speaks={"fr": Cefr.B1})), Stage.BASICS) == []


def test_a_measure_that_is_only_for_a_group_she_did_not_name_is_no_step_of_hers() -> None:
    for_disabled = way_point("A-REHA", Stage.CONTACT, LORRAINE, Test(fact="group.disabled", equals=True))
    assert here(way(LEAVER, for_disabled, FRANCE_TRAVAIL), Stage.CONTACT) == ["FR-FT"]
    named = replace(LEAVER, groups=(Group.DISABLED,))
    made_for_her = replace(for_disabled, groups=(Group.DISABLED,))
    assert here(way(named, FRANCE_TRAVAIL, made_for_her), Stage.CONTACT) == ["A-REHA", "FR-FT"]


def test_a_measure_made_for_people_in_another_situation_is_named_only_if_there_is_nobody_else_to_talk_to() -> None:
    for_workers = replace(FRANCE_TRAVAIL, id="A-CEP", groups=(Group.EMPLOYEE,))
    assert here(way(LEAVER, for_workers, FRANCE_TRAVAIL), Stage.CONTACT) == ["FR-FT"]
    assert here(way(LEAVER, for_workers), Stage.CONTACT) == ["A-CEP"]
    assert way(LEAVER, replace(for_workers, stages=(Stage.JOB,))) == ()


def test_what_is_only_for_apprentices_is_no_step_of_somebody_without_a_contract() -> None:
    money = replace(way_point("A-BAB", Stage.TRAINING, LORRAINE), groups=(Group.APPRENTICE,))
    assert here(way(LEAVER, money), Stage.TRAINING) == []
    assert here(way(replace(LEAVER, status=Status.APPRENTICE, groups=(Group.DISABLED,)), money), Stage.TRAINING) == [
        "A-BAB"
    ]


def test_an_agreement_about_apprentices_tells_a_young_person_without_training_what_lies_over_the_border() -> None:
    agreement = replace(
        way_point("LU-APPX", Stage.TRAINING, (*LORRAINE, *LU)),
        kind=MeasureKind.AGREEMENT,
        groups=(Group.APPRENTICE,),
    )
    (step,) = way(LEAVER, agreement)
    assert ([one.id for one in step.here], [one.id for one in step.across]) == ([], ["LU-APPX"])
    assert way(replace(LEAVER, age=41, eqf_level=4), agreement) == ()


def test_a_right_goes_with_her_and_an_institution_of_both_sides_leads_over_the_border() -> None:
    both = (*LORRAINE, *LU)
    right = replace(way_point("EU-883-65", Stage.CONTACT, both), kind=MeasureKind.RIGHT)
    eures = replace(way_point("XB-EURES", Stage.CONTACT, both), kind=MeasureKind.INSTITUTION)
    steps = way(LEAVER, right, eures)
    assert (here(steps, Stage.CONTACT), across(steps, Stage.CONTACT)) == (["EU-883-65"], ["XB-EURES"])


def test_a_way_begins_with_somebody_to_talk_to_and_goes_on_with_what_one_does_before_what_only_pays() -> None:
    office = replace(way_point("Z-OFFICE", Stage.CONTACT, LORRAINE), kind=MeasureKind.INSTITUTION)
    assert here(way(LEAVER, MISSION_LOCALE, office), Stage.CONTACT) == ["Z-OFFICE", "FR-ML"]
    course_of_hers = way_point("Z-COURSE", Stage.TRAINING, LORRAINE)
    money = replace(way_point("A-MONEY", Stage.TRAINING, LORRAINE), topics=(Topic.FUNDING,))
    assert here(way(LEAVER, money, course_of_hers), Stage.TRAINING) == ["Z-COURSE", "A-MONEY"]


def test_what_is_made_for_her_age_comes_before_what_is_for_every_age() -> None:
    for_all = way_point("A-ALL", Stage.ORIENTATION, LORRAINE, Test(fact="age", least=16))
    assert here(way(LEAVER, for_all, SECOND_CHANCE), Stage.ORIENTATION) == ["FR-E2C", "A-ALL"]


def test_what_we_infer_not_to_be_hers_is_no_step_but_where_one_must_live_can_be_asked() -> None:
    too_young = way_point("A-OLD", Stage.CONTACT, LU, Test(fact="age", least=50, basis=Basis.INFERRED))
    residents = way_point("A-LU", Stage.CONTACT, LU, Test(fact="home_country", among=("LU",), basis=Basis.INFERRED))
    assert across(way(LEAVER, too_young, residents, ADEM), Stage.CONTACT) == ["LU-ADEM", "A-LU"]


def test_a_measure_that_asks_for_too_much_is_a_riddle_and_no_step() -> None:
    facts = ("job_offer", "months_registered", "needs_support", "course_hours", "employer_size")
    few, many = (All(parts=tuple(Test(fact=fact, least=1) for fact in facts[:most])) for most in (4, 5))
    assert here(way(LEAVER, way_point("A-FEW", Stage.CONTACT, LORRAINE, few)), Stage.CONTACT) == ["A-FEW"]
    assert way(LEAVER, way_point("A-MANY", Stage.CONTACT, LORRAINE, many)) == ()


@pytest.mark.parametrize(
    ("who", "group"),
    [
        (Profile(age=50), Group.OVER_50),
        (Profile(age=24, status=Status.UNEMPLOYED), Group.NEET),
        (Profile(eqf_level=2, status=Status.UNEMPLOYED), Group.NO_DIPLOMA),
        (Profile(registered_with=("jobcenter",)), Group.BASIC_INCOME),
        (Profile(answers={"worked_abroad_last": True}), Group.FRONTIER_WORKER),
        (Profile(answers={"months_registered": 12.0}), Group.LONG_TERM_UNEMPLOYED),
        (Profile(groups=(Group.REFUGEE,)), Group.MIGRANT),
    ],
)
def test_a_group_follows_from_what_she_said(who: Profile, group: Group) -> None:
    assert group in walker_of(who).groups


@pytest.mark.parametrize(
    ("who", "group"),
    [
        (Profile(age=49), Group.OVER_50),
        (Profile(age=30, status=Status.UNEMPLOYED), Group.NEET),
        (Profile(eqf_level=2, status=Status.PUPIL), Group.NO_DIPLOMA),
        (Profile(eqf_level=3, status=Status.UNEMPLOYED), Group.NO_DIPLOMA),
        (Profile(registered_with=("agentur",)), Group.BASIC_INCOME),
        (Profile(answers={"months_registered": 11.0}), Group.LONG_TERM_UNEMPLOYED),
        (Profile(groups=(Group.MIGRANT,)), Group.REFUGEE),
    ],
)
def test_a_group_that_does_not_follow_is_not_guessed(who: Profile, group: Group) -> None:
    assert group not in walker_of(who).groups


def test_money_from_the_other_side_of_the_border_is_no_step() -> None:
    money = replace(way_point("LU-MONEY", Stage.TRAINING, LU), topics=(Topic.FUNDING, Topic.BENEFIT))
    assert way(LEAVER, money) == ()
    assert here(way(replace(LEAVER, home=LUXEMBOURG), money), Stage.TRAINING) == ["LU-MONEY"]


def test_the_nearest_side_of_the_border_comes_first() -> None:
    far = way_point("A-DE", Stage.CONTACT, (Region.RHEINLAND_PFALZ,), UNDER_26)
    assert across(way(LEAVER, far, ADEM), Stage.CONTACT) == ["LU-ADEM", "A-DE"]


def test_a_pupil_is_shown_whom_to_ask_and_what_to_learn_but_no_measure_for_those_who_have_left_school() -> None:
    apprenticeship = way_point("LU-APP", Stage.TRAINING, LU)
    pupil = replace(LEAVER, status=Status.PUPIL, eqf_level=2)
    assert stages(way(pupil, *ALL, apprenticeship)) == [Stage.CONTACT, Stage.ORIENTATION, Stage.TRAINING]


@pytest.mark.parametrize("status", [Status.EMPLOYED, Status.STUDENT, None])
def test_who_works_or_studies_and_names_no_group_is_shown_no_way(status: Status | None) -> None:
    assert way(replace(LEAVER, status=status)) == ()


def test_every_group_that_measures_are_made_for_gets_a_way() -> None:
    for group in (Group.REFUGEE, Group.OVER_50, Group.RETURNER, Group.DISABLED, Group.SINGLE_PARENT, Group.HOMELESS):
        assert stages(way(replace(LEAVER, status=None, groups=(group,))))[0] is Stage.CONTACT


def test_every_condition_of_a_step_is_told() -> None:
    (step,) = way(LEAVER, way_point("FR-ML", Stage.CONTACT, LORRAINE, All(parts=(UNDER_26,))))
    assert [(one.test.fact, one.known) for one in step.here[0].outcomes] == [("age", 17)]


def test_a_way_over_the_border_is_offered_only_to_a_neighbour() -> None:
    belgian = way_point("DG-ADG", Stage.CONTACT, (Region.OSTBELGIEN,))
    assert way(replace(LEAVER, home=SAARBRUECKEN), belgian) == ()
