"""The shipped occupations and interests."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from data.vocabulary import starter_concepts
from data.vocabulary.tables import (
    LANGUAGES,
    NEEDS,
    STRUCTURE,
    read_table,
    starter_competences,
    starter_pairs,
)
from engine.domain import Concept
from engine.errors import InputError

ESCO = "http://data.europa.eu/esco/occupation/"
# Some occupations need nothing that the starter competences name.
ESSENTIAL_SHARE = 0.95


@cache
def all_concepts() -> tuple[Concept, ...]:
    return starter_concepts()


def occupations() -> list[Concept]:
    return [concept for concept in all_concepts() if concept.uri.startswith(ESCO)]


def test_there_are_the_occupations_that_matter_in_the_region() -> None:
    assert len(occupations()) >= 450
    named = {name for concept in occupations() for name in concept.labels["de"]}
    assert {"Schweißer", "Pflegefachfrau", "Elektriker", "Koch", "Buchhalter", "Dachdecker", "Erzieher"} <= named


def test_every_concept_is_named_in_all_five_languages_and_stands_once() -> None:
    concepts = all_concepts()
    assert [concept.uri for concept in concepts if set(concept.labels) != set(LANGUAGES)] == []
    assert [concept.uri for concept in concepts if not all(concept.labels.values())] == []
    assert [uri for uri, count in Counter(concept.uri for concept in concepts).items() if count > 1] == []


def test_no_name_means_two_occupations_in_one_language() -> None:
    for language in LANGUAGES:
        names = Counter(name.casefold() for concept in occupations() for name in concept.labels[language])
        assert [name for name, count in names.items() if count > 1] == []


def test_names_are_words_and_nothing_else() -> None:
    odd = re.compile(r"[<>{}|\t\"]|\s\s|^\s|\s$")
    names = [name for concept in all_concepts() for labels in concept.labels.values() for name in labels]
    assert [name for name in names if odd.search(name) or not any(map(str.isalpha, name))] == []


def test_an_interest_stands_for_occupations_that_are_there() -> None:
    known = {concept.uri for concept in occupations()}
    interests = {concept.uri: concept for concept in all_concepts() if not concept.uri.startswith(ESCO)}
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
    competences = [concept.uri for concept in starter_competences()]
    assert len(competences) == len(set(competences)) >= 300
    known = {concept.uri for concept in occupations()}
    needs = list(starter_pairs(NEEDS))
    assert {kind for _, _, kind in needs} == {"essential", "optional"}
    assert {competence for _, competence, _ in needs} <= set(competences)
    assert {occupation for occupation, _, _ in needs} <= known
    essential = {occupation for occupation, _, kind in needs if kind == "essential"}
    assert len(essential) >= ESSENTIAL_SHARE * len(known)


def test_every_competence_is_named_in_all_five_languages() -> None:
    competences = starter_competences()
    assert [concept.uri for concept in competences if set(concept.labels) != set(LANGUAGES)] == []
    assert [concept.uri for concept in competences if not all(concept.labels.values())] == []


def test_the_structure_is_about_competences_that_are_there() -> None:
    competences = {concept.uri for concept in starter_competences()}
    structure = list(starter_pairs(STRUCTURE))
    assert {source for source, _, _ in structure} <= competences
    assert {above for _, above, relation in structure if relation == "broader"} <= competences
    collections = {of for _, of, relation in structure if relation == "member"}
    assert collections == {"digcomp", "digital", "green", "language", "research", "transversal"}


@pytest.mark.slow
@pytest.mark.shared
def test_uris_and_relations_are_those_of_esco(shared: Path) -> None:
    folder = shared / "taxonomies" / "esco" / "en_v1.2.0"
    needs = {
        (row["occupationUri"], row["skillUri"], row["relationType"])
        for row in rows_of(folder / "occupation_skill_relations_derived.csv.gz")
    }
    assert set(starter_pairs(NEEDS)) <= needs
    broader = {
        (row["conceptUri"], row["broaderUri"]) for row in rows_of(folder / "broaderRelationsSkillPillar_en.csv.gz")
    }
    shipped = {(source, above) for source, above, relation in starter_pairs(STRUCTURE) if relation == "broader"}
    assert shipped <= broader
    codes = {row["conceptUri"]: row["iscoGroup"] for row in rows_of(folder / "occupations_en.csv.gz")}
    assert [concept.uri for concept in occupations() if codes.get(concept.uri) != concept.code] == []
    in_esco = {source for source, _ in broader} | {skill for _, skill, _ in needs}
    # One competence is of v1.1 only.
    in_esco |= {row["conceptUri"] for row in rows_of(folder.parent / "fr" / "skills_fr.csv.gz")}
    assert [concept.uri for concept in starter_competences() if concept.uri not in in_esco] == []


def rows_of(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
