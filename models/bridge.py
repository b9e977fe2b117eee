"""What a wish means, and which courses mean it too: the bridge over which a wish in one language finds every other.

A wish is read three ways through the concepts near it (occupations and interests, competences): courses that mean the
same concepts are alike; the wish's vector is drawn towards where the names of these concepts lie in all languages; and
those names are looked for in the wording of courses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.concepts import FAR, ConceptIndex, Sparse
from models.runtime import FloatArray, normalised

# How far a wish's vector is drawn towards the concepts it means, where it means them surely; how fast a concept's part
# in that falls with its likeness, and the least part that counts.
DRAWN, SHARPNESS, LEAST_PART = 1.0, 0.04, 0.05
# The likeness of the best concept from which a wish is drawn at all, and at which fully.
UNSURE, SURE = 0.5, 1.0
# The concepts whose names are looked for: the most of one kind, and the least weight of each.
MOST_NAMED, SURELY = 5, 0.5
# The names of a concept in one language that are looked for.
NAMES_A_LANGUAGE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Concepts of one kind and the courses that mean them: ``courses`` is (concepts, courses), weights 0 to 1."""

    concepts: ConceptIndex
    courses: Sparse

    def alike(self, meant: Sparse) -> FloatArray:
        """Float32 (courses,): how far each course means what a wish does (a row of weights), 0 to 1.

        Two descriptions meet by their strongest common concept: a vague wish means many, and a cosine would thin each
        of them out.
        """
        alike = np.zeros(self.courses.shape[1], np.float32)
        for concept, weight in zip(meant.indices, meant.data, strict=True):
            span = slice(self.courses.indptr[concept], self.courses.indptr[concept + 1])
            at = self.courses.indices[span]
            alike[at] = np.maximum(alike[at], weight * self.courses.data[span])
        return alike

    def names_of(self, meant: Sparse) -> list[str]:
        """What the concepts that a wish surely means are called, in every language."""
        surest = np.argsort(-meant.data, kind="stable")[:MOST_NAMED]
        table = self.concepts.names
        return [
            name
            for at in surest
            if meant.data[at] >= SURELY
            for name in self._preferred(range(table.starts[meant.indices[at]], table.starts[meant.indices[at] + 1]))
        ]

    def _preferred(self, rows: Iterable[int]) -> Iterator[str]:
        """The first names of a concept in each language; the others are their variations."""
        table, told = self.concepts.names, Counter[str]()
        for row in rows:
            language = table.language(row)
            told[language] += 1
            if told[language] <= NAMES_A_LANGUAGE:
                yield table.texts[row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A wish as the bridges tell it.

    ``alike``: source → float32 (courses,); ``names``: what the wish means is called; ``vector``: the wish's own, drawn
    towards that.
    """

    alike: Mapping[str, FloatArray]
    names: Sequence[str]
    vector: FloatArray


def read_wish(text: str, vector: FloatArray, bridges: Mapping[str, Bridge]) -> Meaning:
    """What a wish with this vector means by each of the bridges."""
    alike, likeness = {}, {}
    names: list[str] = []
    for source, bridge in bridges.items():
        likeness[source] = bridge.concepts.likeness([text], vector[None])[0]
        meant = bridge.concepts.weighed(bridge.concepts.meant(likeness[source]))
        alike[source] = bridge.alike(meant)
        names += bridge.names_of(meant)
    return Meaning(alike=alike, names=names, vector=_drawn(vector, bridges, likeness))


def _drawn(vector: FloatArray, bridges: Mapping[str, Bridge], likeness: Mapping[str, FloatArray]) -> FloatArray:
    """The vector with that of the concepts nearest to it added, as far as they are surely meant.

    Not what an interest stands for: the middle of many occupations is none of them (measured: .78 instead of .82).
    """
    for source, bridge in bridges.items():
        likeness[source][bridge.concepts.interests] = FAR
    best = max((float(found.max()) for found in likeness.values() if len(found)), default=UNSURE)
    sure = min(max((best - UNSURE) / (SURE - UNSURE), 0.0), 1.0)
    if not sure:
        return vector
    goal = np.zeros_like(vector)
    for source, bridge in bridges.items():
        parts = np.exp((likeness[source] - best) / SHARPNESS)
        near = np.flatnonzero(parts >= LEAST_PART)
        goal += parts[near] @ bridge.concepts.centres(near.tolist())
    drawn: FloatArray = normalised((vector + DRAWN * sure * normalised(goal[None])[0])[None])[0]
    return drawn
