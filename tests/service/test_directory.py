"""Finding records in the directories: by the reader's own words, by filters, and never a lead."""

from __future__ import annotations

import doctest

import pytest

from data.knowledge import KnowledgeBase
from engine.domain import Group, Region
from engine.errors import NotFound
from engine.measures import Confidence, MeasureKind, Topic
from service import directory
from service.contracts import LANGUAGES
from service.directory import KINDS, Directory, Question, Shelf, name_of
from service.messages.everyday import FILLERS, OF_KINDS, OF_TOPICS
from tests.service.knowledge_samples import BASE, LEAD, LEAVE, REFORM, RULE, SCHOOL, VOUCHER

DIRECTORY = Directory(BASE)


def found(q: str = "", language: str = "en", **filters: object) -> list[str]:
    """The ids found, in order."""
    question = Question(language=language, q=q, **filters)  # type: ignore[arg-type]  # filters of the tests themselves
    return [measure.id for measure in DIRECTORY.search(question).measures]


def test_without_words_everything_public_is_there_by_name() -> None:
    assert found(language="de") == ["LU-ADEM", "EU-883-65", "FR-E2C", "LU-CIF", "RLP-QS", "EU-883-REV"]


def test_every_kind_has_one_directory() -> None:
    assert sorted(kind for kinds in KINDS.values() for kind in kinds) == sorted(MeasureKind)


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"region": Region.LORRAINE}, {"FR-E2C", "EU-883-65", "EU-883-REV"}),
        ({"group": Group.EMPLOYEE}, {"LU-CIF", "RLP-QS"}),
        ({"kinds": KINDS[Shelf.RIGHTS]}, {"LU-CIF", "EU-883-65", "EU-883-REV"}),
        ({"group": Group.EMPLOYEE, "region": Region.LUXEMBOURG}, {"LU-CIF"}),
        ({"group": Group.HOMELESS}, set()),
    ],
)
def test_filters_keep_what_passes_all_of_them(filters: dict[str, object], ids: set[str]) -> None:
    assert set(found(**filters)) == ids


@pytest.mark.parametrize(
    "q",
    [
        "conge individuel",  # without its accent
        "CONGÉ",
        "bildungsurlaub",  # in a name of another language than the reader's
        "lu-cif",
        "LU CIF",
        "Paid days",  # the summary in the reader's language
        "  paid\n\tDAYS  ",
        "individuelle",  # another ending
        "urlaub",  # inside a compound
    ],
)
def test_a_record_is_found_by_its_names_its_id_and_its_summary(q: str) -> None:
    assert found(q)[0] == "LU-CIF"


def test_the_summary_of_another_language_is_not_looked_through() -> None:
    assert "RLP-QS" in found("einen Teil bezahlen", language="de")
    assert found("Teil", language="fr") == []


@pytest.mark.parametrize(
    ("q", "language", "id_"),
    [
        ("time off", "en", "LU-CIF"),
        ("Freistellung", "de", "LU-CIF"),
        ("congé payé", "fr", "LU-CIF"),
        ("fräi Deeg", "lb", "LU-CIF"),
        ("verlof", "nl", "LU-CIF"),
        ("single mother", "en", "RLP-QS"),
        ("alleinerziehend", "de", "RLP-QS"),
        ("chèque", "fr", "RLP-QS"),
        ("moeder", "nl", "RLP-QS"),
        ("Mamm", "lb", "RLP-QS"),
        ("Arbeitsamt", "de", "LU-ADEM"),
        ("job centre", "en", "LU-ADEM"),
        ("chômage", "fr", "EU-883-65"),
        ("dop", "nl", "EU-883-65"),
        ("décrochage", "fr", "FR-E2C"),
        ("Lothringen", "de", "FR-E2C"),
        ("Frankräich", "lb", "FR-E2C"),
    ],
)
def test_people_find_things_in_words_that_no_record_uses(q: str, language: str, id_: str) -> None:
    assert id_ in found(q, language=language)


def test_an_umlaut_may_be_written_in_two_ways() -> None:
    assert found("Grenzgaenger", language="de") == found("Grenzgänger", language="de") != []


def test_small_words_do_not_matter() -> None:
    assert found("the days for me and my course", language="en")[0] == "LU-CIF"


def test_a_name_counts_more_than_a_summary() -> None:
    # "chance" is in the name of none but the school, and "second chance" among the everyday words of measures.
    assert found("deuxième chance", language="fr")[0] == "FR-E2C"


def test_words_that_nobody_uses_are_told_and_the_rest_is_looked_for() -> None:
    answer = DIRECTORY.search(Question(language="de", q="Bildungsurlaub Atlantis"))
    assert answer.unknown == ("Atlantis",)
    assert answer.measures[0].id == "LU-CIF"


def test_where_no_record_has_all_words_those_with_most_are_answered() -> None:
    answer = DIRECTORY.search(Question(language="fr", q="QualiScheck deuxième"))
    assert (answer.whole, {measure.id for measure in answer.measures}) == (0, {"RLP-QS", "FR-E2C"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("q", ["😀 🚲", "?!", "%_'\"; --", "\x00", "x", "qwrtzpsdf", "<b>", "ー" * 200])
def test_nonsense_finds_nothing_and_breaks_nothing(q: str, language: str) -> None:
    assert found(q, language=language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("q", ["", "SL-GHOST", "Geisterscheck", "Geistergeld", "homeless obdachlos sans-abri dakloos"])
def test_a_lead_is_never_found(q: str, language: str) -> None:
    assert LEAD.id not in found(q, language=language)


def test_a_lead_is_no_link_of_another_record_either() -> None:
    assert LEAD.id not in {one.id for measure in BASE.public for one in DIRECTORY.before(measure)}
    assert LEAD.id not in {one.id for measure in BASE.public for one in DIRECTORY.after(measure)}


def test_the_id_of_a_lead_is_as_unknown_as_any() -> None:
    with pytest.raises(NotFound) as lead:
        DIRECTORY.get(LEAD.id)
    with pytest.raises(NotFound) as nothing:
        DIRECTORY.get("XX-NOTHING")
    assert (lead.value.message, lead.value.remedy) == (nothing.value.message, nothing.value.remedy)


def test_records_are_linked_along_time_whichever_of_them_says_so() -> None:
    assert DIRECTORY.after(RULE) == (REFORM,)
    assert DIRECTORY.before(REFORM) == (RULE,)
    assert DIRECTORY.before(LEAVE) == ()


def test_a_record_is_called_in_the_readers_language_or_else_in_one_of_its_country() -> None:
    assert name_of(LEAVE, "de") == ("Individueller Bildungsurlaub", "de")
    assert name_of(LEAVE, "nl") == ("Congé individuel de formation", "fr")
    assert name_of(VOUCHER, "fr") == ("QualiScheck", "de")
    assert name_of(SCHOOL, "lb") == ("École de la deuxième chance", "fr")


def test_an_empty_knowledge_base_answers_nothing() -> None:
    empty = Directory(KnowledgeBase(measures=(LEAD,), facts={}))
    assert empty.search(Question(language="de", q="Geld")).measures == ()
    assert empty.search(Question(language="de")).measures == ()


def test_everything_has_everyday_words_and_every_language_fillers() -> None:
    assert set(OF_TOPICS) == set(Topic)
    assert set(OF_KINDS) == set(MeasureKind)
    assert set(FILLERS) == set(LANGUAGES)


def test_the_example_of_the_words_holds() -> None:
    assert doctest.testmod(directory).failed == 0


def test_no_shipped_lead_is_found_and_every_other_record_is() -> None:
    base = KnowledgeBase.shipped()
    leads = {measure.id for measure in base.measures if measure.confidence is Confidence.GENERAL_KNOWLEDGE}
    shown = Directory(base)
    for language in LANGUAGES:
        everything = {measure.id for measure in shown.search(Question(language=language)).measures}
        assert everything == {measure.id for measure in base.measures} - leads
        for lead in leads:
            found_by_id = shown.search(Question(language=language, q=lead)).measures
            assert lead not in {measure.id for measure in found_by_id}
