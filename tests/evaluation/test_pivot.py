"""The pivot: names ranked by the best name of their concept in any language."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.pivot import Pivot

ELEMENTS = ["welder", "welder", "cook"]


def test_every_name_is_worth_what_the_best_name_of_its_concept_is() -> None:
    pivot = Pivot(ELEMENTS, ["cook", "baker", "welder"])
    scores = pivot.concept_scores(np.array([[0.1, 0.4, 0.2]], np.float32), np.array([[0.9, 1.0, 0.3]], np.float32))
    assert scores.tolist() == [[pytest.approx(0.4), pytest.approx(0.4), pytest.approx(0.9)]]


def test_names_of_one_concept_keep_the_order_of_their_own_likeness() -> None:
    ranked = Pivot(ELEMENTS, ["welder"]).ranked(np.array([[0.1, 0.4, 0.2]], np.float32), np.array([[0.8]], np.float32))
    assert np.argsort(-ranked[0]).tolist() == [1, 0, 2]


def test_a_name_in_another_language_is_worth_a_little_less() -> None:
    pivot = Pivot(["welder", "cook"], ["welder", "cook"])
    elements, labels = np.array([[0.62, 0.60]], np.float32), np.array([[0.5, 0.58]], np.float32)
    assert np.argmax(pivot.ranked(elements, labels)) == 0
    assert np.argmax(pivot.ranked(elements, labels, foreign=(True, False))) == 1


def test_once_every_concept_comes_before_any_second_name() -> None:
    listed = Pivot(ELEMENTS, ["welder"]).once(np.array([[0.8, 0.9, 0.2]], np.float32))
    assert np.argsort(-listed[0]).tolist() == [1, 2, 0]
