"""The knowledge base in the JSON of an answer: verdicts, conditions, sources, and what to ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine.answer import Gate, Recommendation, Support
from engine.domain import Profile, Verdict
from engine.measures import Stage
from service.support_answers import SupportAnswers
from tests.service import support_samples as samples
from tests.service.support_samples import EVERYTHING, IN_ESCH, IN_TRIER, MOTHER, VOUCHER, reasoned


def told_of(profile: Profile, language: str = "de") -> dict[str, dict[str, object]]:
    found = reasoned(EVERYTHING, profile, IN_TRIER)
    told = SupportAnswers(EVERYTHING, language).supports(found.items[0].support)
    return {str(one["id"]): one for one in told}


def test_a_record_is_told_with_its_verdict_its_source_and_the_day_it_was_checked() -> None:
    told = told_of(MOTHER)[VOUCHER.id]
    assert (told["name"], told["verdict"], told["kind"]) == (VOUCHER.names["de"], "UNKNOWN", "funding")
    assert told["text"] == VOUCHER.summary["de"]
    assert told["source_url"] == VOUCHER.sources[0].url
    assert told["checked_on"] == str(VOUCHER.checked_on)
    assert told["note"] == "Das ist eine Information, keine Entscheidung."


def test_every_condition_says_what_is_known_and_where_it_was_read() -> None:
    conditions = told_of(MOTHER)[VOUCHER.id]["conditions"]
    assert isinstance(conditions, list)
    by_fact = {condition["fact"]: condition for condition in conditions}
    assert set(by_fact) == {test.fact for test in VOUCHER.conditions.tests()}
    home = by_fact["home_country"]
    assert (home["known"], home["verdict"], home["basis"]) == ("DE", "MET", "read")


def test_what_is_missing_is_asked_in_the_readers_language() -> None:
    missing = told_of(MOTHER, "fr")[VOUCHER.id]["missing"]
    assert isinstance(missing, list)
    facts = EVERYTHING.facts
    assert [one["fact"] for one in missing]
    assert all(one["question"] == facts[one["fact"]].question["fr"] for one in missing)


def test_a_way_a_question_and_a_gate_are_told_by_their_ids() -> None:
    say = SupportAnswers(EVERYTHING, "de")
    found = reasoned(EVERYTHING, MOTHER, IN_TRIER, IN_ESCH)
    way = say.pathway(found.pathway)
    assert way[0]["stage"] == Stage.CONTACT.value
    assert [one["id"] for one in way[0]["here"]] == [support.id for support in found.pathway[0].here]
    opened = Recommendation(course=IN_ESCH, score=1.0, contributions=(), findings=())
    assert say.gates([Gate(language="fr", opened_by=opened, opens=(IN_TRIER.id,))]) == [
        {"language": "fr", "opened_by": {"id": IN_ESCH.id, "title": IN_ESCH.title}, "opens": [IN_TRIER.id]}
    ]


def test_a_doubt_is_named() -> None:
    (told,) = SupportAnswers(samples.base_of(samples.DOUBTFUL), "en").supports(
        [Support(id=samples.DOUBTFUL.id, verdict=Verdict.UNKNOWN, doubt="uncertain")]
    )
    assert (told["doubt"], told["verdict"]) == ("uncertain", "UNKNOWN")


def test_a_record_without_a_source_has_no_day_to_name() -> None:
    bare = replace(VOUCHER, sources=())
    (told,) = SupportAnswers(samples.base_of(bare), "de").supports([Support(id=bare.id, verdict=Verdict.MET)])
    assert (told["source_url"], told["checked_on"]) == (None, None)
    assert isinstance(VOUCHER.checked_on, date)
