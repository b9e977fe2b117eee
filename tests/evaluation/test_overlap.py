"""The overlap between languages, over searches whose answers are known."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from engine.errors import InputError
from evaluation.overlap import LANGUAGES, mean, overlap, read_wishes, shared_fraction

WISHES = {"cook": {"de": "Koch", "fr": "cuisinier", "en": "cook", "lb": "Kach", "nl": "kok"}}


def test_lists_that_share_half_of_the_places_overlap_by_half() -> None:
    assert shared_fraction(["a", "b", "c", "d"], ["d", "x", "a", "y"], k=4) == 0.5


def test_what_lies_beyond_the_top_does_not_count() -> None:
    assert shared_fraction(["a", "b", "c"], ["c", "d", "a"], k=2) == 0.0


def test_a_short_list_leaves_its_places_empty() -> None:
    assert shared_fraction(["a"], ["a"], k=10) == 0.1


def test_luxembourgish_is_told_apart() -> None:
    answers = {"lb": ["x", "y"]}
    result = overlap(WISHES, lambda _, language: answers.get(language, ["a", "b"]), k=2)
    assert (result.without_lb, result.with_lb) == (1.0, 0.0)
    assert result.by_wish == {"cook": pytest.approx(0.6)}


def test_an_empty_set_is_nan_not_zero() -> None:
    assert math.isnan(mean([]))
    assert math.isnan(overlap({}, lambda *_: [], k=10).without_lb)


def test_a_file_that_is_no_table_of_wishes_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "wishes.tsv"
    path.write_text("occupation\tde\tfr\ncook\tKoch\tcuisinier\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_wishes(path)
    assert refused.value.place == str(path)


def test_the_wishes_are_told_in_all_five_languages() -> None:
    wishes = read_wishes()
    assert list(wishes) == ["welder", "nurse", "electrician", "accountant", "cook", "it-support"]
    assert all(words[tag] for words in wishes.values() for tag in LANGUAGES)
