"""The pivot: names ranked by the best name of their concept in any language."""

from __future__ import annotations

import numpy as np
import pytest

from engine.domain import Concept
from evaluation.pivot import Pivot, columns_of

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


def test_names_of_a_vocabulary_make_a_column_a_language_and_only_of_the_concepts_asked_for() -> None:
    known = [
        Concept(uri="welder", labels={"fr": ("soudeur", "soudeuse"), "en": ("welder",)}),
        Concept(uri="cook", labels={"fr": ("cuisinier",)}),
    ]
    columns = columns_of(known, {"welder"}, "esco")
    assert [(names.source, list(names.texts), list(names.concepts)) for names in columns] == [
        ("esco-fr", ["soudeur", "soudeuse"], ["welder", "welder"]),
        ("esco-en", ["welder"], ["welder"]),
    ]


def test_of_the_labels_each_may_be_foreign_by_itself() -> None:
    pivot = Pivot(["welder", "cook"], ["welder", "cook"])
    elements, labels = np.zeros((1, 2), np.float32), np.array([[0.62, 0.60]], np.float32)
    assert np.argmax(pivot.ranked(elements, labels)) == 0
    assert np.argmax(pivot.ranked(elements, labels, foreign=(False, np.array([True, False])))) == 1
