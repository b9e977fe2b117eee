"""Ranks names by the concept they belong to, which is reached through its best name in any language (the pivot).

A German title meets the German name of a concept more surely than its English one; what both name is the same concept,
so its English names may be ranked by what the German one is worth.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.domain import Concept
from models.runtime import FloatArray

# ``foreign``: what a name in another language than the query is worth less, its likeness being less sure; ``own``: what
# an element's own likeness adds, which orders the names of one concept and moves concepts of equal worth.
WEIGHTS = {"foreign": 0.1, "own": 0.2}
# More than any two scores differ.
WELL_BELOW = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """A column of names in one language, and the concept (URI) of each; ``source`` says whose names they are."""

    source: str
    texts: Sequence[str]
    concepts: Sequence[str]


def columns_of(concepts: Iterable[Concept], wanted: Collection[str], source: str) -> list[Names]:
    """What the wanted concepts are called, a column a language in the order in which they are met."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for concept in concepts:
        if concept.uri in wanted:
            for language, labels in concept.labels.items():
                columns.setdefault(language, []).extend((label, concept.uri) for label in labels)
    return [
        Names(source=f"{source}-{language}", texts=[text for text, _ in rows], concepts=[uri for _, uri in rows])
        for language, rows in columns.items()
    ]


class Pivot:
    """Joins the names to be ranked (``elements``) with names of the same concepts in other languages (``labels``).

    Both are given by the concept of each name, in its place.
    """

    def __init__(self, elements: Sequence[str], labels: Sequence[str]) -> None:
        number = {concept: at for at, concept in enumerate(dict.fromkeys([*elements, *labels]))}
        self._concept_of = np.array([number[concept] for concept in elements], np.int64)
        everyone = np.array([number[concept] for concept in (*elements, *labels)], np.int64)
        self._by_concept = np.argsort(everyone, kind="stable")
        self._starts = np.searchsorted(everyone[self._by_concept], np.arange(len(number)))

    def concept_scores(self, elements: FloatArray, labels: FloatArray) -> FloatArray:
        """Scores (queries, elements) and (queries, labels) → (queries, elements): of each, the best of its concept."""
        both = np.concatenate([elements, labels], axis=1)[:, self._by_concept]
        best: FloatArray = np.maximum.reduceat(both, self._starts, axis=1)
        return best[:, self._concept_of]

    def ranked(
        self,
        elements: FloatArray,
        labels: FloatArray,
        *,
        foreign: tuple[bool, bool | npt.NDArray[np.bool_]] = (False, False),
    ) -> FloatArray:
        """What each element is worth: its concept's best name, and something for its own likeness.

        ``foreign`` says which of elements and labels are in another language than the query: all or none of the
        elements, and of the labels all, none, or each by itself (labels,).
        """
        less = [np.float32(WEIGHTS["foreign"]) * np.asarray(stranger, np.float32) for stranger in foreign]
        by_concept = self.concept_scores(elements - less[0], labels - less[1])
        worth: FloatArray = by_concept + WEIGHTS["own"] * elements
        return worth

    def once(self, scores: FloatArray) -> FloatArray:
        """The same order of concepts, the best name of every concept before any second name: a list of concepts."""
        later = np.array([self._later_names(row) for row in scores])
        listed: FloatArray = np.where(later, scores - WELL_BELOW, scores).astype(np.float32)
        return listed

    def _later_names(self, own: FloatArray) -> npt.NDArray[np.bool_]:
        """True for every name but the best of its concept."""
        order = np.lexsort((own, self._concept_of))
        concepts = self._concept_of[order]
        later = np.ones(len(own), bool)
        later[order[np.append(concepts[1:] != concepts[:-1], True)]] = False
        return later
