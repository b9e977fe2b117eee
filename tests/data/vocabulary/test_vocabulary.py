"""The vocabulary in force: starter tables and imports as one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store import Store
from data.vocabulary import Vocabulary, starter_concepts, vocabulary_version
from data.vocabulary.relations import Relations
from engine.domain import Concept, ConceptKind
from tests.data.vocabulary.esco_samples import (
    DOWNLOAD,
    KNEAD,
    NEED_COLUMNS,
    OCCUPATION_COLUMNS,
    SKILL_COLUMNS,
    load,
    need,
    occupation,
    skill,
    write_table,
)

NURSE = "http://data.europa.eu/esco/occupation/8d3e8aaa-791b-4c75-a465-f3f827028f50"
ENGLISH = "http://data.europa.eu/esco/skill/6d3edede-8951-4621-a835-e04323300fa0"
SIZE = 6


@pytest.fixture(scope="module")
def starter() -> Vocabulary:
    return Vocabulary.load(None)


def by_uri(vocabulary: Vocabulary, kind: ConceptKind) -> dict[str, Concept]:
    return {concept.uri: concept for concept in vocabulary.concepts(kind)}


def test_without_an_import_the_starter_tables_are_the_vocabulary(starter: Vocabulary) -> None:
    kinds = (ConceptKind.OCCUPATION, ConceptKind.INTEREST)
    assert [concept for kind in kinds for concept in starter.concepts(kind)] == list(starter_concepts())
    skills = by_uri(starter, ConceptKind.SKILL)
    assert len(skills) >= 300
    assert skills[ENGLISH].labels["fr"][0] == "anglais"


def test_a_nurse_needs_what_nurses_need_essentials_first(starter: Vocabulary) -> None:
    needs = starter.needs(NURSE)
    assert [need.essential for need in needs] == sorted((need.essential for need in needs), reverse=True)
    assert len({need.uri for need in needs}) == len(needs)
    names = {starter.name(need.uri, "en") for need in needs if need.essential}
    assert {"basic nursing", "patient safety", "infection control"} <= names
    essential = [need.uri for need in needs if need.essential]
    counts = starter.needing(essential)
    assert counts[NURSE] == len(essential) == max(counts.values())


def test_what_is_not_known_has_nothing(starter: Vocabulary) -> None:
    assert "x:1" not in starter
    assert (starter.needs("x:1"), starter.narrower("x:1"), starter.name("x:1", "de")) == ((), (), "")
    assert (starter.related("x:1"), starter.collections("x:1"), dict(starter.needing(["x:1"]))) == (
        ("x:1",),
        frozenset(),
        {},
    )


def test_a_name_is_in_the_language_asked_for_or_the_nearest(starter: Vocabulary, store: Store, tmp_path: Path) -> None:
    assert [starter.name(ENGLISH, tag) for tag in ("de", "fr", "lb", "pl", None)] == [
        "Englisch",
        "anglais",
        "Englesch",
        "English",
        "English",
    ]
    load(store, write_table(tmp_path / "skills_de.csv", SKILL_COLUMNS, [skill(KNEAD, "Teig kneten")]))
    load(store, write_table(tmp_path / "skills_en.csv", SKILL_COLUMNS, [skill(KNEAD, "knead dough")]))
    vocabulary = Vocabulary.load(store)
    assert [vocabulary.name(KNEAD, tag) for tag in ("de", "fr", "lb")] == ["Teig kneten", "knead dough", "Teig kneten"]


def test_a_name_only_in_a_language_nobody_asked_for_is_better_than_none(store: Store, tmp_path: Path) -> None:
    load(store, write_table(tmp_path / "skills_pl.csv", SKILL_COLUMNS, [skill(KNEAD, "wyrabianie ciasta")]))
    assert Vocabulary.load(store).name(KNEAD, "de") == "wyrabianie ciasta"


def test_the_starters_names_come_first_and_imported_ones_after(store: Store, tmp_path: Path) -> None:
    rows = [occupation(NURSE, "Krankenpfleger/Krankenschwester", "pflegefachkraft\nStationspfleger", iscoGroup="2221")]
    load(store, write_table(tmp_path / "occupations_de.csv", OCCUPATION_COLUMNS, rows))
    vocabulary = Vocabulary.load(store)
    before = by_uri(Vocabulary.load(None), ConceptKind.OCCUPATION)[NURSE]
    nurse = by_uri(vocabulary, ConceptKind.OCCUPATION)[NURSE]
    # The alternative name is the starter's in another spelling.
    more = ("Krankenpfleger/Krankenschwester", "Stationspfleger")
    assert nurse.labels == {**before.labels, "de": (*before.labels["de"], *more)}
    assert (nurse.code, vocabulary.name(NURSE, "de")) == ("2221", before.labels["de"][0])


def test_imported_needs_join_the_starters(store: Store, tmp_path: Path) -> None:
    known = Vocabulary.load(None).needs(NURSE)
    optional = next(need.uri for need in known if not need.essential)
    rows = [need(NURSE, KNEAD), need(NURSE, known[0].uri), need(NURSE, optional)]
    load(store, write_table(tmp_path / "relations.csv", NEED_COLUMNS, rows))
    # What has no name yet could not be told to anybody.
    assert KNEAD not in {found.uri for found in Vocabulary.load(store).needs(NURSE)}
    load(store, write_table(tmp_path / "skills_de.csv", SKILL_COLUMNS, [skill(KNEAD, "Teig kneten")]))
    needs = {found.uri: found.essential for found in Vocabulary.load(store).needs(NURSE)}
    assert needs == {found.uri: found.essential for found in known} | {KNEAD: True, optional: True}


def test_what_an_import_brings_after_loading_is_seen_by_the_next_load(store: Store, tmp_path: Path) -> None:
    columns, rows = DOWNLOAD["skills_de.csv"]
    load(store, write_table(tmp_path / "skills_de.csv", columns, rows))
    loaded = Vocabulary.load(store)
    assert loaded.version == vocabulary_version(store.vocabulary) != Vocabulary.load(None).version
    new = KNEAD[:-1] + "9"
    load(store, write_table(tmp_path / "skills_de.csv", columns, [skill(new, "Öfen heizen")]))
    assert loaded.version != vocabulary_version(store.vocabulary)
    assert loaded.name(KNEAD, "de") == "Teig kneten"
    assert Vocabulary.load(store).name(new, "de") == "Öfen heizen"


def test_collections_and_the_competences_below_ship_with_the_starter(starter: Vocabulary) -> None:
    assert "language" in starter.collections(ENGLISH)
    above = [uri for uri in by_uri(starter, ConceptKind.SKILL) if starter.narrower(uri)]
    assert len(above) >= 50
    for uri in above:
        assert starter.related(uri)[0] == uri
        assert set(starter.narrower(uri)) < set(starter.related(uri))


pairs_of_numbers = st.sets(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)))


@given(pairs_of_numbers)
def test_relations_answer_as_sets_of_pairs_would(pairs: set[tuple[int, int]]) -> None:
    twice = np.array([*pairs, *pairs], dtype=np.int32).reshape(-1, 2)
    relations = Relations(twice, SIZE)
    for number in range(SIZE):
        assert relations.targets(number).tolist() == sorted(target for source, target in pairs if source == number)
        assert relations.sources(number).tolist() == sorted(source for source, target in pairs if target == number)
        below = {number}
        while more := {source for source, target in pairs if target in below} - below:
            below |= more
        assert set(relations.below(number)) == below - {number}
    asked = set(range(0, SIZE, 2))
    counted = [source for source, target in pairs if target in asked]
    assert dict(relations.count_sources([*asked])) == {source: counted.count(source) for source in counted}
