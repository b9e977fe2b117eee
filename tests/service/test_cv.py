"""What a CV is taken to mean: the surest links, each with its words, each once."""

from __future__ import annotations

import pytest

from engine.cv import Cv, CvEducation, CvLanguage, CvPassage, CvSection, CvStatement, LanguageSkill
from engine.domain import Cefr, ConceptKind
from service.cv import MOST_LINKED, cv_answer, propose
from tests.service.cv_fakes import ESCO, LinkingProduct

SKILL, OCCUPATION = ConceptKind.SKILL, ConceptKind.OCCUPATION


def passage(text: str, where: str = "line 1") -> CvPassage:
    return CvPassage(text=text, section=CvSection.WORK, where=where)


def statement(text: str, *kinds: ConceptKind, where: str = "line 1", uri: str | None = None) -> CvStatement:
    return CvStatement(text=text, kinds=kinds or (SKILL,), passage=passage(text, where), uri=uri)


@pytest.fixture
def product() -> LinkingProduct:
    return LinkingProduct()


def test_a_statement_becomes_the_concept_it_means_with_its_passage(product: LinkingProduct) -> None:
    found = propose(Cv(format="text", statements=(statement("Kassieren"),)), product, "de")
    (item,) = found.competences
    assert (item.uri, item.name, item.confidence) == (ESCO + "skill/cash", "Kasse bedienen", 0.91)
    assert item.passages == (passage("Kassieren"),)
    assert found.occupations == ()


def test_names_are_in_the_readers_language(product: LinkingProduct) -> None:
    found = propose(Cv(format="text", statements=(statement("Kassieren"),)), product, "fr")
    assert found.competences[0].name == "Kasse bedienen (fr)"


def test_what_is_not_sure_enough_is_not_proposed(product: LinkingProduct) -> None:
    found = propose(Cv(format="text", statements=(statement("Minijob", OCCUPATION),)), product, "de")
    assert found.occupations == ()


def test_a_language_is_no_competence_beside_others(product: LinkingProduct) -> None:
    found = propose(Cv(format="text", statements=(statement("Beispiel, Luxembourg"),)), product, "fr")
    assert found.competences == ()


def test_one_concept_met_twice_is_proposed_once_with_both_passages_and_the_higher_confidence(
    product: LinkingProduct,
) -> None:
    said = (statement("Staplerschein", where="line 3"), statement("Gabelstapler", where="line 9"))
    (item,) = propose(Cv(format="text", statements=said), product, "de").competences
    assert [part.where for part in item.passages] == ["line 3", "line 9"]
    assert item.confidence == 0.95


def test_a_short_statement_means_one_thing_and_a_long_one_up_to_three(product: LinkingProduct) -> None:
    short = propose(Cv(format="text", statements=(statement("Kassieren und Lager"),)), product, "de")
    assert [item.name for item in short.competences] == ["Kasse bedienen"]
    said = statement("Kassieren, das Lager und Gabelstapler fahren gehörten immer dazu")
    long = propose(Cv(format="text", statements=(said,)), product, "de")
    assert [item.name for item in long.competences] == ["Gabelstapler fahren", "Kasse bedienen", "Lager verwalten"]


def test_only_the_kinds_a_statement_may_name_are_looked_up(product: LinkingProduct) -> None:
    said = (statement("Verkäuferin", OCCUPATION), statement("Kassieren", OCCUPATION, SKILL))
    found = propose(Cv(format="text", statements=said), product, "de")
    assert [item.name for item in found.occupations] == ["Verkäufer/Verkäuferin"]
    assert [(text, kind) for text, kind, _, _ in product.linked] == [
        ("Verkäuferin", OCCUPATION),
        ("Kassieren", OCCUPATION),
        ("Kassieren", SKILL),
    ]


def test_a_concept_that_the_cv_names_itself_needs_no_guess(product: LinkingProduct) -> None:
    said = statement("Researcher", OCCUPATION, uri=ESCO + "occupation/researcher")
    (item,) = propose(Cv(format="europass-xml", statements=(said,)), product, "de").occupations
    assert (item.uri, item.name, item.confidence) == (ESCO + "occupation/researcher", "Researcher", 1.0)
    assert product.linked == []


@pytest.mark.parametrize(("written", "hint"), [("fr", "fr"), (None, "de")])
def test_the_cvs_own_language_is_the_hint_else_the_readers(
    product: LinkingProduct, written: str | None, hint: str
) -> None:
    propose(Cv(format="text", statements=(statement("Excel"),), language=written), product, "de")
    assert product.linked[0][3] == hint


def test_a_cv_without_end_is_linked_to_a_limit_and_says_so(product: LinkingProduct) -> None:
    said = tuple(statement(f"Excel {number}") for number in range(MOST_LINKED + 7))
    found = propose(Cv(format="text", statements=said), product, "de")
    assert (len(product.linked), found.left_out) == (MOST_LINKED, 7)


def test_the_answer_holds_passages_and_a_profile_to_send_on(product: LinkingProduct) -> None:
    cv = Cv(
        format="text",
        statements=(statement("Kassieren"),),
        languages=(
            CvLanguage(tag="de", level=Cefr.B2, passage=passage("Deutsch"), lowest_skill=LanguageSkill.READING),
            CvLanguage(tag="fr", level=None, passage=passage("Französisch")),
        ),
        education=(CvEducation(title="Abitur", eqf_level=4, passage=passage("Abitur 2010")),),
    )
    answer = cv_answer(propose(cv, product, "de"))
    assert answer["competences"] == [
        {
            "uri": ESCO + "skill/cash",
            "name": "Kasse bedienen",
            "confidence": 0.91,
            "passages": [{"text": "Kassieren", "section": "work", "where": "line 1"}],
        }
    ]
    assert [(item["language"], item["level"], item["lowest_skill"]) for item in answer["languages"]] == [
        ("de", "B2", "reading"),
        ("fr", None, None),
    ]
    assert answer["education"][0]["passage"]["text"] == "Abitur 2010"
    assert answer["profile"] == {"competences": [ESCO + "skill/cash"], "speaks": {"de": "B2"}, "eqf_level": 4}
