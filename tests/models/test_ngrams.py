"""The compact index of names by wording says what the plain one says, of fewer names in less time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.domain import Concept
from models.digests import digests_of, positions_in
from models.lexical import LexicalIndex
from models.names import NameTable
from models.ngrams import NgramIndex

NAMES = ["Schweißer", "soudeur / soudeuse", "Pflegehelferin", "Helferin in der Pflege", "§§", "welder", "AS"]
EVERY = np.arange(len(NAMES))


@pytest.fixture(scope="module")
def index() -> NgramIndex:
    return NgramIndex.build(NAMES)


@pytest.mark.parametrize("text", ["Schweisserin", "Pflegehelfer im Heim", "soudeuse", "welding", "as", "zzz", ""])
def test_the_cosines_are_those_of_the_plain_index(index: NgramIndex, text: str) -> None:
    plain = LexicalIndex.build([*NAMES, "a"], [""] * (len(NAMES) + 1))
    np.testing.assert_allclose(index.scores(text, EVERY), plain.scores(text)[:-1], atol=2e-3)


def test_the_nearest_are_found_by_their_rare_ngrams(index: NgramIndex) -> None:
    assert NAMES[index.nearest("Schweiser", 1)[0]] == "Schweißer"
    assert set(index.nearest("Pflege", 2)) == {2, 3}
    assert len(index.nearest("123", 5)) == 0


def test_the_scores_of_some_names_are_those_among_all(index: NgramIndex) -> None:
    every = index.scores("Pflegehelferin", EVERY)
    some = np.array([4, 2, 0])
    np.testing.assert_array_equal(index.scores("Pflegehelferin", some), every[some])


def test_saved_and_mapped_it_says_the_same(index: NgramIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    again = NgramIndex.load(tmp_path)
    np.testing.assert_array_equal(again.scores("soudeur", EVERY), index.scores("soudeur", EVERY))
    assert again.known_share("soudeur") == index.known_share("soudeur") == 1.0


def test_without_names_nothing_is_near(tmp_path: Path) -> None:
    NgramIndex.build([]).save(tmp_path)
    empty = NgramIndex.load(tmp_path)
    assert len(empty) == 0
    assert len(empty.nearest("Koch", 3)) == 0


def test_digests_are_found_where_they_stand() -> None:
    digests = np.sort(digests_of(["a", "b", "c"]))
    at, found = positions_in(digests, digests_of(["b", "x"]))
    assert found.tolist() == [True, False]
    assert digests[at[0]] == digests_of(["b"])[0]


def test_a_name_is_found_by_each_of_its_forms_and_told_in_the_language_asked_for() -> None:
    table = NameTable.build(
        [
            Concept(uri="x:1", labels={"fr": ("soudeur / soudeuse", "chalumiste"), "it": ("saldatore",)}),
            Concept(uri="x:2", labels={"de": ("Koch",), "en": ("cook",)}),
        ]
    )
    assert [rows.tolist() for rows in table.named(["soudeuse", "soudeur", "koch", "kochin"])] == [[0], [0], [3], []]
    assert [table.language(row) for row in range(5)] == ["fr", "fr", "und", "de", "en"]
    assert table.in_language(1, "de") == 3
    assert table.in_language(1, "fr") == 4
    assert table.preferred().tolist() == [True, False, True, True, True]
