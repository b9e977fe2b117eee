"""The check of a knowledge base: every finding can occur, and what is in order stays without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.knowledge import Fact, KnowledgeBase, Severity, findings
from data.knowledge.facts import About, FactKind
from engine.conditions import All, Any, Basis, Condition, Test
from engine.domain import Region
from engine.measures import (
    Abroad,
    Confidence,
    Contact,
    Force,
    Measure,
    MeasureKind,
    Reference,
    SourceKind,
    Topic,
    Volatility,
)
from tests.data.knowledge.samples import TODAY

WORDS = {"de": "eins", "fr": "deux", "en": "three", "lb": "véier", "nl": "vijf"}
SOURCE = Reference(url="https://guichet.example", kind=SourceKind.OFFICIAL, read_on=TODAY)
AT_WORK = Test(fact="work_country", among=("LU",))
SOUND = Measure(
    id="LU-X",
    kind=MeasureKind.RIGHT,
    topics=(Topic.LEAVE,),
    names={"fr": "Congé"},
    regions=(Region.LUXEMBOURG,),
    confidence=Confidence.VERIFIED,
    volatility=Volatility.MEDIUM,
    summary=WORDS,
    abroad=Abroad.YES,
    conditions=All(parts=(AT_WORK,)),
    sources=(SOURCE,),
    contacts=(Contact(name="Ministère", url="https://men.example"),),
)
LEAD = replace(SOUND, confidence=Confidence.GENERAL_KNOWLEDGE, summary={}, sources=(), conditions=All())


def course_in(*countries: str, basis: Basis = Basis.READ) -> Test:
    return Test(fact="course_country", among=countries, basis=basis)


def base_of(*measures: Measure) -> KnowledgeBase:
    """A base of these records, each fact of theirs with words."""
    names = {test.fact for measure in measures for test in measure.conditions.tests()}
    facts = {
        name: Fact(name=name, kind=FactKind.WORD, about=About.PERSON, label=WORDS, question=WORDS) for name in names
    }
    places = {(measure.id, ""): f"lu.yaml:{7 * number}" for number, measure in enumerate(measures, start=1)}
    return KnowledgeBase(measures=measures, facts=facts, places={**places, ("LU-X", "sources"): "lu.yaml:9"})


def codes(*measures: Measure, today: date = TODAY) -> list[tuple[str, str]]:
    return [(remark.severity.value, remark.code) for remark in findings(base_of(*measures), today)]


def under(*parts: Condition, abroad: Abroad = Abroad.YES) -> Measure:
    return replace(SOUND, conditions=All(parts=(AT_WORK, *parts)), abroad=abroad)


def test_a_sound_record_has_no_finding() -> None:
    assert codes(SOUND) == []


FAULTS: dict[str, tuple[Measure, tuple[str, str]]] = {
    "over": (replace(SOUND, valid_until=TODAY - timedelta(days=1)), ("warning", "expired")),
    "no source": (replace(SOUND, sources=()), ("error", "unsourced")),
    "read tomorrow": (
        replace(SOUND, sources=(replace(SOURCE, read_on=TODAY + timedelta(days=1)),)),
        ("error", "read-in-the-future"),
    ),
    "a source that is no address": (
        replace(SOUND, sources=(replace(SOURCE, url="guichet"),)),
        ("error", "dead-reference"),
    ),
    "a homepage that is no address": (replace(SOUND, homepage="guichet.lu"), ("error", "dead-reference")),
    "a contact that is no address": (
        replace(SOUND, contacts=(Contact(name="A", url="a@b.example"),)),
        ("error", "dead-reference"),
    ),
    "a contact nobody can reach": (replace(SOUND, contacts=(Contact(name="A"),)), ("note", "unreachable-contact")),
    "a record that is not there": (replace(SOUND, follows="LU-OLD"), ("error", "dead-reference")),
    "no summary": (replace(SOUND, summary={}), ("error", "missing-language")),
    "a summary without Dutch": (replace(SOUND, summary={**WORDS, "nl": ""}), ("error", "missing-language")),
    "an amount in two languages": (replace(SOUND, amount={"de": "1", "fr": "2"}), ("error", "missing-language")),
    "an own share in German": (replace(SOUND, own_share={"de": "1"}), ("error", "missing-language")),
    "a deadline without German": (replace(SOUND, deadline={**WORDS, "de": ""}), ("error", "missing-language")),
    "not translated": (replace(SOUND, summary={**WORDS, "lb": "eins "}), ("warning", "same-summary")),
    "over before it begins": (
        replace(SOUND, valid_from=date(2027, 2, 1), valid_until=date(2027, 1, 1)),
        ("error", "dates-reversed"),
    ),
    "announced for yesterday": (
        replace(SOUND, force=Force.ANNOUNCED, valid_from=TODAY - timedelta(days=1)),
        ("warning", "announced-but-begun"),
    ),
    "ages that exclude each other": (
        under(Test(fact="age", least=30), Test(fact="age", most=29)),
        ("error", "never-met"),
    ),
    "answers that exclude each other": (
        under(Test(fact="employed", equals=True), Test(fact="employed", equals=False)),
        ("error", "never-met"),
    ),
    "words that exclude each other": (
        under(Any(parts=(Test(fact="work_country", among=("DE",)), Test(fact="work_country", beside=("LU",))))),
        ("error", "never-met"),
    ),
    "abroad, but only at home": (under(course_in("LU"), abroad=Abroad.YES), ("error", "abroad")),
    "abroad, but the source does not say": (
        under(course_in("LU", basis=Basis.UNKNOWN), abroad=Abroad.YES),
        ("error", "abroad"),
    ),
    "abroad, but only at work": (
        under(Test(fact="course_at_work", equals=True), course_in("LU", "FR"), abroad=Abroad.YES),
        ("error", "abroad"),
    ),
    "not abroad, but nothing refuses it": (under(abroad=Abroad.NO), ("error", "abroad")),
    "not abroad, but France is not refused": (under(course_in("LU", "FR"), abroad=Abroad.NO), ("error", "abroad")),
    "not abroad, but only assumed": (
        under(course_in("LU", basis=Basis.INFERRED), abroad=Abroad.NO),
        ("error", "abroad"),
    ),
    "unknown abroad, but refused": (under(course_in("LU"), abroad=Abroad.UNKNOWN), ("error", "abroad")),
    "unknown abroad, but perhaps met": (under(abroad=Abroad.UNKNOWN), ("note", "abroad")),
    "on a condition abroad, but refused": (
        under(Test(fact="course_region", among=("luxembourg",)), abroad=Abroad.CONDITIONAL),
        ("error", "abroad"),
    ),
    "for everybody": (replace(SOUND, conditions=All(parts=(Test(fact="age", most=29),))), ("warning", "untied")),
    "a lead": (LEAD, ("note", "lead")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_and_nothing_else(fault: str) -> None:
    measure, expected = FAULTS[fault]
    assert codes(measure) == [expected]


IN_ORDER = {
    "in force on its last day": replace(SOUND, valid_until=TODAY),
    "over and said to be": replace(SOUND, force=Force.SUPERSEDED, valid_until=date(2020, 1, 1)),
    "announced": replace(SOUND, force=Force.ANNOUNCED, valid_from=TODAY + timedelta(days=1)),
    "a contact by phone": replace(SOUND, contacts=(Contact(name="A", phone="+352 1"),)),
    "ages of two groups": under(Any(parts=(Test(fact="age", least=50), Test(fact="age", most=29)))),
    "one branch that can be met": under(
        Any(parts=(Test(fact="work_country", among=("DE",)), Test(fact="age", most=29))),
    ),
    "abroad": under(),
    "unknown abroad where no course is funded": replace(under(abroad=Abroad.UNKNOWN), topics=(Topic.BENEFIT,)),
    "abroad in one country": under(course_in("LU", "FR"), abroad=Abroad.YES),
    "not abroad": under(course_in("LU"), abroad=Abroad.NO),
    "not abroad by region": under(Test(fact="course_region", among=("luxembourg",)), abroad=Abroad.NO),
    "not abroad because at work": under(Test(fact="course_at_work", equals=True), abroad=Abroad.NO),
    "unknown abroad": under(course_in("LU", basis=Basis.UNKNOWN), abroad=Abroad.UNKNOWN),
    "abroad with an approval": under(
        Any(parts=(course_in("LU"), Test(fact="approved.abroad", equals=True))), abroad=Abroad.CONDITIONAL
    ),
    "an institution that is not about courses": replace(
        SOUND, kind=MeasureKind.INSTITUTION, abroad=Abroad.NO, conditions=All()
    ),
    "tied by registration": replace(SOUND, conditions=All(parts=(Test(fact="registered.adem", equals=True),))),
    "for all regions": replace(SOUND, regions=tuple(Region), conditions=All()),
    "between two countries": replace(
        under(course_in("LU", "DE"), abroad=Abroad.YES), regions=(Region.SAARLAND, Region.LUXEMBOURG)
    ),
}


@pytest.mark.parametrize("case", IN_ORDER)
def test_what_is_in_order_has_no_finding(case: str) -> None:
    assert codes(IN_ORDER[case]) == []


@pytest.mark.parametrize(
    ("volatility", "days"), [(Volatility.HIGH, 183), (Volatility.MEDIUM, 365), (Volatility.LOW, 730)]
)
def test_what_changes_fast_is_due_for_review_sooner(volatility: Volatility, days: int) -> None:
    measure = replace(SOUND, volatility=volatility)
    assert codes(measure, today=TODAY + timedelta(days=days)) == []
    assert codes(measure, today=TODAY + timedelta(days=days + 1)) == [("warning", "due")]


def test_the_latest_reading_counts() -> None:
    old = replace(SOURCE, read_on=date(2020, 1, 1))
    assert codes(replace(SOUND, sources=(old, SOURCE))) == []
    assert codes(replace(SOUND, sources=(old,))) == [("warning", "due")]


def test_records_that_replace_each_other_must_both_say_so() -> None:
    old = replace(SOUND, id="LU-OLD", force=Force.SUPERSEDED, precedes="LU-X")
    assert codes(replace(SOUND, follows="LU-OLD"), old) == []
    (remark,) = findings(base_of(replace(SOUND, follows="LU-OLD"), replace(old, precedes="")), TODAY)
    assert (remark.severity, remark.code, remark.id) == (Severity.ERROR, "dead-reference", "LU-X")
    assert remark.remedy == "write precedes: LU-X at LU-OLD"


@pytest.mark.parametrize("lead", [replace(LEAD, summary=WORDS), replace(LEAD, sources=(SOURCE,))])
def test_a_lead_with_words_or_sources_would_look_like_a_fact(lead: Measure) -> None:
    assert codes(lead) == [("error", "lead-as-fact"), ("note", "lead")]


def test_facts_that_readers_meet_need_words_and_others_are_not_needed() -> None:
    facts = {
        "work_country": Fact(name="work_country", kind=FactKind.WORD, about=About.PERSON, label=WORDS),
        "course_country": Fact(name="course_country", kind=FactKind.WORD, about=About.COURSE, label=WORDS),
        "shoe_size": Fact(name="shoe_size", kind=FactKind.NUMBER, about=About.PERSON),
    }
    measure = under(course_in("LU", "FR"), abroad=Abroad.YES)
    base = KnowledgeBase(measures=(measure,), facts=facts, places={("work_country", ""): "facts.yaml:3"})
    wordless, unused = findings(base, TODAY)
    assert (wordless.severity, wordless.code, wordless.id) == (Severity.WARNING, "wordless-fact", "work_country")
    assert (wordless.place, wordless.message[-15:]) == ("facts.yaml:3", "has no question")
    assert (unused.severity, unused.code, unused.id) == (Severity.NOTE, "unused-fact", "shoe_size")


def test_the_gravest_come_first_each_with_its_place_and_a_remedy() -> None:
    found = findings(
        base_of(LEAD, replace(SOUND, id="LU-Y", valid_until=date(2026, 1, 1)), replace(SOUND, id="LU-Z", sources=())),
        TODAY,
    )
    assert [(remark.severity, remark.place) for remark in found] == [
        (Severity.ERROR, "lu.yaml:21"),
        (Severity.WARNING, "lu.yaml:14"),
        (Severity.NOTE, "lu.yaml:7"),
    ]
    assert [remark.remedy for remark in found if not remark.remedy] == []


def test_a_finding_points_at_the_field_it_is_about() -> None:
    (remark,) = findings(base_of(replace(SOUND, sources=(replace(SOURCE, url="x"),))), TODAY)
    assert remark.place == "lu.yaml:9"
