"""Twelve people of the Greater Region and their complete answers, with the real encoder and the shipped records.

Each ``tests/golden/people/NAME-LANGUAGE.json`` is a profile, the ``.txt`` beside it the answer as it was read over.
Answers that have changed on purpose are written anew with ``PASSERELLE_WRITE_GOLDEN=1 pytest -m slow`` of this file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from engine import Profile, RecommendationList
from engine.answer import Recommendation, Step, Support
from engine.domain import CourseKind, Verdict
from engine.measures import Stage
from engine.support import Reasoner
from service.bootstrap import Passerelle
from service.schemas import ProfileInput
from tests.service.written_answers import written

pytestmark = pytest.mark.slow

TODAY = date(2026, 12, 1)
K = 10
PEOPLE = Path(__file__).resolve().parents[1] / "golden" / "people"
NAMES = sorted(path.stem for path in PEOPLE.glob("*.json"))
WRITE = os.environ.get("PASSERELLE_WRITE_GOLDEN") == "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A person and the answer to her."""

    profile: Profile
    found: RecommendationList
    product: Passerelle

    def item(self, *, kind: CourseKind | None = None, country: str | None = None) -> Recommendation:
        """The first course recommended of this kind and in this country."""
        return next(
            item
            for item in self.found.items
            if (kind is None or item.course.kind is kind)
            and (country is None or (item.course.place and item.course.place.country == country))
        )

    def step(self, stage: Stage) -> Step:
        return next(step for step in self.found.pathway if step.stage is stage)

    def here(self, stage: Stage) -> list[str]:
        return ids(self.step(stage).here)

    def across(self, stage: Stage) -> list[str]:
        return ids(self.step(stage).across)

    def everything(self) -> list[Support]:
        """Every record that is told of, wherever it is."""
        steps = [one for step in self.found.pathway for one in (*step.here, *step.across)]
        return [*self.found.support, *steps, *(one for item in self.found.items for one in item.support)]


def ids(supports: Iterable[Support]) -> list[str]:
    return [one.id for one in supports]


def of(supports: Iterable[Support], key: str) -> Support:
    return next(one for one in supports if one.id == key)


@cache
def _answered(product: Passerelle, name: str) -> Answered:
    profile = ProfileInput.model_validate_json((PEOPLE / f"{name}.json").read_bytes()).to_profile(product.places)
    found = product.recommend(profile, k=K, language=name[-2:], today=TODAY)
    return Answered(profile=profile, found=found, product=product)


def answer(product: Passerelle, start: str) -> Answered:
    """The answer to the person whose file begins so."""
    return _answered(product, next(name for name in NAMES if start in name))


def test_there_are_twelve_people() -> None:
    assert len(NAMES) == 12


@pytest.mark.parametrize("name", NAMES)
def test_the_complete_answer_is_the_one_that_was_read_critically(name: str, starter_product: Passerelle) -> None:
    person = _answered(starter_product, name)
    text = written(person.profile, person.found, starter_product.knowledge, name[-2:])
    golden = PEOPLE / f"{name}.txt"
    if WRITE:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_way_names_nothing_that_refuses_and_nothing_twice(name: str, starter_product: Passerelle) -> None:
    told = [one for step in _answered(starter_product, name).found.pathway for one in (*step.here, *step.across)]
    assert [one.id for one in told if one.verdict is Verdict.NOT_MET] == []
    assert len({one.id for one in told}) == len(told)


@pytest.mark.parametrize("name", NAMES)
def test_a_step_is_no_longer_than_a_tired_person_reads(name: str, starter_product: Passerelle) -> None:
    for step in _answered(starter_product, name).found.pathway:
        assert len(step.here) <= 3
        assert len(step.across) <= 2
        assert len(step.courses) <= 3


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_told_of_a_measure_that_is_only_for_a_group_she_did_not_name(
    name: str, starter_product: Passerelle
) -> None:
    person = _answered(starter_product, name)
    for step in person.found.pathway:
        for one in (*step.here, *step.across):
            groups = {fact: False for fact in one.missing if fact.startswith("group.")}
            assert one.conditions.verdict({**groups, **one.facts}) is not Verdict.NOT_MET, one.id


def test_the_seventeen_year_old_from_thionville_begins_at_the_mission_locale(starter_product: Passerelle) -> None:
    person = answer(starter_product, "thionville")
    assert person.found.pathway[0].stage is Stage.CONTACT
    assert person.here(Stage.CONTACT)[0] == "FR-ML"
    assert "LU-ALJ" in person.across(Stage.CONTACT)
    assert "FR-E2C" in person.here(Stage.ORIENTATION)
    assert "LU-APPX" in person.across(Stage.TRAINING)
    assert "FR-SMV" not in {one.id for one in person.everything() if one.verdict is not Verdict.NOT_MET}


def test_the_mother_in_trier_hears_of_apprenticeships_in_part_time_and_of_money_for_child_care(
    starter_product: Passerelle,
) -> None:
    person = answer(starter_product, "trier")
    assert person.here(Stage.CONTACT)[0] == "DE-JBA"
    assert "DE-BCA" in person.here(Stage.CONTACT)
    assert person.here(Stage.TRAINING)[:2] == ["DE-TZA", "DE-87"]
    at_home = person.item(kind=CourseKind.APPRENTICESHIP, country="DE")
    assert of(at_home.support, "DE-TZA").missing == ("part_time_agreed",)


def test_the_refugee_in_esch_learns_the_language_first_and_is_not_taken_for_an_asylum_seeker(
    starter_product: Passerelle,
) -> None:
    person = answer(starter_product, "esch")
    assert "LU-CCPI" in person.here(Stage.BASICS)
    assert person.here(Stage.CONTACT)[0] in ("LU-ALJ", "LU-ADEM")
    assert "LU-AOT" not in ids(one for one in person.everything() if one.verdict is not Verdict.NOT_MET)


def test_the_commuter_from_arlon_has_language_leave_once_the_provider_is_known_to_be_approved(
    starter_product: Passerelle,
) -> None:
    person = answer(starter_product, "arlon")
    course = person.item(kind=CourseKind.LANGUAGE)
    leave = of(course.support, "LU-CL")
    assert (leave.verdict, leave.missing) == (Verdict.UNKNOWN, ("approved.lu-language-leave",))
    asked = replace(person.profile, answers={**person.profile.answers, "approved.lu-language-leave": True})
    reasoning = Reasoner(starter_product.knowledge.public).for_person(asked, TODAY)
    assert of(reasoning.for_course(course.course, languages=("lb",)), "LU-CL").verdict is Verdict.MET
    assert of(reasoning.for_course(course.course, languages=("fr",)), "LU-CL").verdict is Verdict.NOT_MET
    assert {"RLP-BFG", "SL-SBFG"}.isdisjoint(ids(person.everything()))
    assert person.found.pathway == ()


def test_the_accountant_on_short_time_work_gets_time_and_money_from_where_she_works(
    starter_product: Passerelle,
) -> None:
    person = answer(starter_product, "saarlouis")
    course = person.item(kind=CourseKind.COURSE, country="DE")
    assert of(course.support, "SL-SBFG").verdict is Verdict.UNKNOWN
    assert of(course.support, "SL-KDW").missing in ((), ("course_price",))
    assert {"RLP-BFG", "RLP-QS", "LU-CIF"}.isdisjoint(ids(person.everything()))
    assert "EU-883-KURZ" not in ids(one for one in person.everything() if one.verdict is not Verdict.NOT_MET)


def test_the_welder_who_looks_to_lorraine_is_told_that_the_course_abroad_must_be_approved(
    starter_product: Passerelle,
) -> None:
    person = answer(starter_product, "saarbruecken")
    course = person.item(kind=CourseKind.COURSE, country="FR")
    assert of(course.support, "DE-179-3").missing == ("approved.abroad-179-3",)
    assert set(of(course.support, "DE-BGS").missing) == {"approved.azav", "approved.abroad-179-3"}
    at_home = person.item(kind=CourseKind.COURSE, country="DE")
    assert of(at_home.support, "DE-BGS").missing == ("approved.azav",)
    assert of(at_home.support, "DE-179-3").verdict is Verdict.NOT_MET


def test_the_jobless_frontier_worker_in_longwy_gets_her_benefit_where_she_lives_and_the_reform_decides_nothing(
    starter_product: Passerelle,
) -> None:
    person = answer(starter_product, "longwy")
    assert person.here(Stage.CONTACT)[:2] == ["FR-FT", "EU-883-65"]
    assert of(person.found.support, "EU-883-65").verdict is Verdict.MET
    assert "EU-883-REV" not in ids(person.everything())
    assert "LU-ADEM" in person.across(Stage.CONTACT)


def test_the_man_of_55_in_eupen_is_told_what_is_made_for_people_over_50(starter_product: Passerelle) -> None:
    person = answer(starter_product, "eupen")
    assert person.here(Stage.CONTACT)[0] == "DG-ADG"
    assert person.here(Stage.JOB)[0] == "DG-AKTIF"
    assert "BE-CHOM26" in ids(person.found.support)
    assert {"DG-EPU", "DG-JG", "DG-ANL"}.isdisjoint(one.id for step in person.found.pathway for one in step.here)


def test_the_deaf_young_man_reads_first_what_is_made_for_disabled_people_because_he_named_it(
    starter_product: Passerelle,
) -> None:
    person = answer(starter_product, "kaiserslautern")
    assert person.here(Stage.CONTACT)[0] == "DE-EUTB"
    assert person.here(Stage.ORIENTATION)[0] == "DE-REHA"
    unnamed = replace(person.profile, groups=())
    found = starter_product.recommend(unnamed, k=K, language="de", today=TODAY)
    told = [one.id for step in found.pathway for one in (*step.here, *step.across)]
    assert {"DE-EUTB", "DE-REHA", "DE-61A"}.isdisjoint(told)


def test_the_nurse_who_trained_in_france_is_told_who_recognises_her_diploma(starter_product: Passerelle) -> None:
    person = answer(starter_product, "virton")
    belgian = person.item(kind=CourseKind.STUDY, country="BE")
    assert of(belgian.support, "WAL-EQ").verdict is Verdict.MET
    abroad = person.item(country="LU")
    assert of(abroad.support, "EU-200536").verdict is Verdict.MET
    assert of(abroad.support, "REG-NURSE").verdict is Verdict.MET
    assert person.found.pathway == ()


def test_the_school_leaver_in_pruem_is_told_the_rules_of_an_apprenticeship_in_luxembourg(
    starter_product: Passerelle,
) -> None:
    person = answer(starter_product, "pruem")
    assert "DE-JBA" in person.here(Stage.CONTACT)
    assert "LU-APPX" in person.across(Stage.TRAINING)
    course = person.item(kind=CourseKind.APPRENTICESHIP, country="LU")
    rules = of(course.support, "LU-APPX")
    assert set(rules.missing) == {"school_abroad_agrees", "lu_crossborder_permission"}
    assert Stage.JOB not in [step.stage for step in person.found.pathway]


def test_the_student_in_nancy_is_shown_no_way_for_people_without_work(starter_product: Passerelle) -> None:
    person = answer(starter_product, "nancy")
    assert person.found.pathway == ()
    told = {one.id for one in person.everything() if one.verdict is Verdict.MET}
    assert told.isdisjoint({"FR-ML", "FR-CEJ", "FR-E2C", "FR-PACEA", "FR-EPIDE", "FR-SMV"})
