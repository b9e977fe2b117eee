"""The shipped occupations and interests."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from data.vocabulary import starter_concepts
from data.vocabulary.tables import FOLDER, LANGUAGES, read_table
from engine.domain import Concept
from engine.errors import InputError

ESCO = "http://data.europa.eu/esco/occupation/"


def occupations() -> list[Concept]:
    return [concept for concept in starter_concepts() if concept.uri.startswith(ESCO)]


def test_there_are_the_occupations_that_matter_in_the_region() -> None:
    assert len(occupations()) >= 450
    named = {name for concept in occupations() for name in concept.labels["de"]}
    assert {"Schweißer", "Pflegefachfrau", "Elektriker", "Koch", "Buchhalter", "Dachdecker", "Erzieher"} <= named


def test_every_concept_is_named_in_all_five_languages_and_stands_once() -> None:
    concepts = starter_concepts()
    assert [concept.uri for concept in concepts if set(concept.labels) != set(LANGUAGES)] == []
    assert [concept.uri for concept in concepts if not all(concept.labels.values())] == []
    assert [uri for uri, count in Counter(concept.uri for concept in concepts).items() if count > 1] == []


def test_no_name_means_two_occupations_in_one_language() -> None:
    for language in LANGUAGES:
        names = Counter(name.casefold() for concept in occupations() for name in concept.labels[language])
        assert [name for name, count in names.items() if count > 1] == []


def test_names_are_words_and_nothing_else() -> None:
    odd = re.compile(r"[<>{}|\t\"]|\s\s|^\s|\s$")
    names = [name for concept in starter_concepts() for labels in concept.labels.values() for name in labels]
    assert [name for name in names if odd.search(name) or not any(map(str.isalpha, name))] == []


def test_an_interest_stands_for_occupations_that_are_there() -> None:
    known = {concept.uri for concept in occupations()}
    interests = {concept.uri: concept for concept in starter_concepts() if not concept.uri.startswith(ESCO)}
    assert len(interests) >= 60
    assert all(set(interest.stands_for) <= known for interest in interests.values())
    children = interests["passerelle:interest/children"]
    german = {concept.labels["de"][0] for concept in occupations() if concept.uri in children.stands_for}
    assert any("Erzieher" in name for name in german)


def test_a_row_without_a_name_is_refused_by_line_and_column(tmp_path: Path) -> None:
    table = tmp_path / "occupations-x.tsv"
    table.write_text("uri\tde\tfr\ten\tlb\tnl\nx:1\ta\tb\tc\td\te\nx:2\ta\tb\t\td\te\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        list(read_table(table, "uri"))
    assert (refused.value.place, refused.value.value) == ("occupations-x.tsv:3", "en")


def test_the_tables_of_competences_fit_the_occupations() -> None:
    competences = [row["uri"] for row in read_table(FOLDER / "competences.tsv", "uri")]
    assert len(competences) == len(set(competences)) >= 300
    with (FOLDER / "essential.tsv").open(encoding="utf-8") as lines:
        relations = [line.rstrip("\n").split("\t") for line in lines][1:]
    assert {kind for _, _, kind in relations} == {"essential", "optional"}
    assert {competence for _, competence, _ in relations} <= set(competences)
    assert {occupation for occupation, _, _ in relations} == {concept.uri for concept in occupations()}
