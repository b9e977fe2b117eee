"""Conditions in words, in the reader's language."""

from __future__ import annotations

from datetime import date

import pytest

from data.knowledge import KnowledgeBase
from data.knowledge.facts import Unit
from engine.conditions import All, Any, Basis, Test
from engine.measures import (
    Abroad,
    Claim,
    Confidence,
    Force,
    MeasureKind,
    SourceKind,
    Topic,
)
from service import messages
from service.contracts import LANGUAGES
from service.messages.conditions import UNITS
from tests.service.knowledge_samples import FACTS, LEAVE, REFORM, VOUCHER

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return KnowledgeBase.shipped()


@pytest.mark.parametrize(
    ("test", "german"),
    [
        (Test(fact="age", least=16, most=25), "Alter: 16 bis 25 Jahre"),
        (Test(fact="age", least=50), "Alter: mindestens 50 Jahre"),
        (Test(fact="age", most=29), "Alter: höchstens 29 Jahre"),
        (Test(fact="age", least=18, most=18), "Alter: 18 Jahre"),
        (Test(fact="home_country", among=("DE", "FR")), "Land, in dem man wohnt: Deutschland oder Frankreich"),
        (
            Test(fact="home_country", among=("DE", "FR", "LU")),
            "Land, in dem man wohnt: Deutschland, Frankreich oder Luxemburg",
        ),
        (Test(fact="home_country", beside=("LU",)), "Land, in dem man wohnt: alles außer Luxemburg"),
        (Test(fact="registered.adem", equals=True), "Bei der ADEM gemeldet: ja"),
        (Test(fact="registered.adem", equals=False), "Bei der ADEM gemeldet: nein"),
        (Test(fact="speaks.de", least=3), "Sprachniveau Deutsch: mindestens B1 (reicht für den Alltag)"),
        (Test(fact="speaks.de", most=2), "Sprachniveau Deutsch: höchstens A2 (einfache Sätze)"),
        # The label names the unit already.
        (Test(fact="months_with_employer", least=6), "Monate im Betrieb: mindestens 6"),
        (Test(fact="employer_size", most=249), "Größe der Firma: höchstens 249 Menschen"),
    ],
)
def test_a_test_is_told_in_plain_german(test: Test, german: str) -> None:
    assert messages.test_text(test, FACTS, "de") == german


def test_a_level_of_certificates_is_told_with_the_certificates_that_people_know() -> None:
    text = messages.test_text(Test(fact="eqf_level", most=2), FACTS, "de")
    assert text == f"Höchster Abschluss: höchstens 2 – {messages.eqf_name(2, 'de')}"


def test_french_keeps_its_colon_apart() -> None:
    text = messages.test_text(Test(fact="age", least=16, most=25), FACTS, "fr")
    assert text == f"Age (fr){NBSP}: 16 à 25 ans"


def test_one_of_a_unit_is_singular() -> None:
    assert messages.test_text(Test(fact="age", least=1), FACTS, "en") == "Age: at least 1 year"


@pytest.mark.parametrize(
    ("fact", "word", "english"),
    [
        ("home_region", "lorraine", "Region of residence: Lorraine"),
        ("status", "unemployed", "Situation: Looking for work"),
        ("course_language", "lb", "Language learned: Luxembourgish"),
        ("course_language", "none", "Language learned: none"),
        ("course_kind", "school", "Course_kind: School"),
        ("course_isco", "2221", "Course_isco: nursing"),
        ("course_isco", "9999", "Course_isco: ISCO 9999"),
        ("colour", "blue", "Colour: blue"),
    ],
)
def test_words_are_named_as_everywhere_else(fact: str, word: str, english: str) -> None:
    assert messages.test_text(Test(fact=fact, among=(word,)), FACTS, "en") == english


def test_a_group_without_a_label_has_the_name_of_the_group() -> None:
    assert messages.test_text(Test(fact="group.refugee", equals=True), {}, "en") == "Refugees: yes"


def test_alternatives_stand_below_a_heading_with_the_basis_of_each() -> None:
    country, alternatives, level = messages.conditions_tree(LEAVE.conditions, FACTS, "en")
    assert (country.text, country.basis, country.parts) == ("Country: Germany or France", Basis.READ, ())
    assert (alternatives.text, alternatives.joins) == ("One of these is enough:", "any")
    both, registered = alternatives.parts
    assert (both.text, both.joins, len(both.parts)) == ("All of these together:", "all", 2)
    assert registered.basis is Basis.INFERRED
    assert level.basis is Basis.UNKNOWN


def test_what_holds_a_single_part_needs_no_heading() -> None:
    test = Test(fact="age", least=16)
    nested = All(parts=(Any(parts=(All(parts=(test,)),)),))
    assert [line.test for line in messages.conditions_tree(nested, FACTS, "en")] == [test]
    assert messages.conditions_tree(All(), FACTS, "en") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_record_can_say_has_words(language: str) -> None:
    shown = [confidence for confidence in Confidence if confidence is not Confidence.GENERAL_KNOWLEDGE]
    tables = [
        [messages.measure_kind_name(kind, language) for kind in MeasureKind],
        [messages.topic_name(topic, language) for topic in Topic],
        [messages.claim_text(claim, language) for claim in Claim],
        [messages.abroad_text(abroad, language) for abroad in Abroad],
        [messages.force_text(force, language) for force in Force],
        [messages.confidence_text(confidence, language) for confidence in shown],
        [messages.basis_text(basis, language) for basis in Basis],
        [messages.source_kind_name(kind, language) for kind in SourceKind],
    ]
    for texts in tables:
        assert all(texts)
        assert len(set(texts)) == len(texts)
    assert set(UNITS) == set(Unit)


def test_a_lead_has_no_words_about_how_well_it_was_checked() -> None:
    with pytest.raises(KeyError):
        messages.confidence_text(Confidence.GENERAL_KNOWLEDGE, "de")


@pytest.mark.parametrize(
    ("dated", "english"), [("2024-05", "May 2024"), ("2024-05-17", "May 17, 2024"), ("2024", "2024"), ("", "")]
)
def test_the_date_of_a_page_is_told_as_exactly_as_it_is_known(dated: str, english: str) -> None:
    assert messages.dated_text(dated, "en") == english


def test_what_holds_today_is_told_with_the_dates_that_decide() -> None:
    day = date(2026, 12, 1)
    assert messages.state_text(LEAVE, day, "en") == "In force"
    assert messages.state_text(LEAVE, date(2007, 12, 31), "en") == "Not yet. The first day is: January 1, 2008"
    assert messages.state_text(VOUCHER, day, "en") == "Uncertain whether it still runs"
    assert messages.state_text(REFORM, day, "en") == "Announced, not yet law"


def test_validity_is_told_as_far_as_it_is_known() -> None:
    first, last = date(2008, 1, 1), date(2027, 6, 30)
    assert messages.validity_text(first, None, "de") == "seit dem 1. Januar 2008"
    assert messages.validity_text(None, last, "fr") == "jusqu’au 30 juin 2027"
    assert messages.validity_text(first, last, "en") == "January 1, 2008 to June 30, 2027"
    assert messages.validity_text(None, None, "en") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_of_the_shipped_records_is_told_in_words(base: KnowledgeBase, language: str) -> None:
    for measure in base.public:
        for test in measure.conditions.tests():
            text = messages.test_text(test, base.facts, language)
            assert text[0] == text[0].upper(), text
            assert "_" not in text, text
            assert "ISCO" not in text, f"{measure.id}: {text} has no words in service/messages/occupations.py"
            assert not text.endswith((": ", ":")), text
