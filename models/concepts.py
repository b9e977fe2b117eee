"""The names of all concepts as the linker and the bridge see them: who is meant by a text, and how surely.

A concept is reached through its best name in any language. Two texts that share no word and no language are alike when
they mean the same occupations: that is the bridge between a wish and a course. The recipe and its figures are those of
the project's feasibility study; the constants below are the only ones.

Vectors are kept in eight bits a dimension and n-grams are looked up rarest first (``models.ngrams``), so that the
likeness of the nearest thousand names is exact up to rounding and no other is computed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.domain import Concept, ConceptKind
from models.cache import EncodingCache, Progress
from models.completion import Completions
from models.mentions import names_in
from models.names import NameTable
from models.ngrams import NgramIndex
from models.quantised import quantised
from models.runtime import FloatArray, normalised

VECTORS, CONCEPTS, NAMES, WORDING, COMPLETIONS = "names.faiss", "concepts.json", "names", "wording", "completions"
# The share of the n-gram cosine in the likeness of a text and a name.
WORDING_WEIGHT = 0.2
# A course that tells in its summary for whom it is or what it leads to means that occupation too, if less surely.
MENTIONS_NAME = 0.8
# What an interest told in a wish is worth for each occupation it stands for.
STANDS_FOR = 0.95
# How many concepts describe a course and a wish (an interest stands for many), and how fast their weight falls with
# their likeness.
NEAREST, NEAREST_TO_WISH = 15, 600
TEMPERATURE = 0.08
# A lesser weight says nothing any more, and there would be many of them.
LEAST_WEIGHT = 0.02
# Likeness at which a text has nothing to do with any occupation, and at which it surely means one.
UNSURE, SURE = 0.35, 0.8
# The least share of known letter sequences in a text that is made of words; also other languages' words reach it.
LEAST_KNOWN = 0.28
# The names nearest in meaning and in wording that are looked at, and the likeness of a concept without any.
NAMES_BY_MEANING, NAMES_BY_WORDING, FAR = 1_024, 256, -1.0
CHUNK = 256

# A sparse matrix by rows, float32.
Sparse = sp.csr_matrix
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The names near a text: their ``rows`` in the table, the cosine by ``meaning`` and the one by ``wording``.

    ``named`` is the least likeness of those that the text is or has in it, ``FAR`` for all others.
    """

    rows: IntArray
    meaning: FloatArray
    wording: FloatArray
    named: FloatArray

    @property
    def likeness(self) -> FloatArray:
        """Both together, about -1 to 1.2."""
        together: FloatArray = self.meaning + np.float32(WORDING_WEIGHT) * self.wording
        return together


class ConceptIndex:
    """Concepts by number, in the order they were given; ``names`` is the table of what they are called."""

    def __init__(
        self,
        *,
        uris: Sequence[str],
        kinds: Sequence[ConceptKind],
        stands_for: Mapping[int, Sequence[int]],
        names: NameTable,
        vectors: Any,
        wording: NgramIndex,
        completions: Completions,
    ) -> None:
        self.uris = list(uris)
        self.kinds = list(kinds)
        self.names = names
        self.completions = completions
        self.position = {uri: number for number, uri in enumerate(self.uris)}
        self._stands_for = dict(stands_for)
        self._vectors = vectors
        self._wording = wording

    @classmethod
    def build(cls, concepts: Iterable[Concept], cache: EncodingCache, progress: Progress | None = None) -> ConceptIndex:
        """Encodes every name of every concept; names seen before are taken from ``cache``."""
        concepts = list(concepts)
        at = {concept.uri: number for number, concept in enumerate(concepts)}
        names = NameTable.build(concepts)
        texts = [names.texts[row] for row in range(len(names))]
        wording = NgramIndex.build(texts)
        return cls(
            uris=[concept.uri for concept in concepts],
            kinds=[concept.kind for concept in concepts],
            stands_for={
                at[concept.uri]: [at[uri] for uri in concept.stands_for if uri in at]
                for concept in concepts
                if concept.stands_for
            },
            names=names,
            vectors=quantised(texts, [names.language(row) for row in range(len(names))], cache, progress),
            wording=wording,
            completions=Completions.build(names, wording),
        )

    def __len__(self) -> int:
        return len(self.uris)

    def intelligible(self, text: str) -> bool:
        """Whether a text looks like words of some language that the names have words of, and not like a run of keys."""
        return self.known_share(text) >= LEAST_KNOWN

    def known_share(self, text: str) -> float:
        """The share (0 to 1) of the text's letter sequences that occur in any name."""
        return self._wording.known_share(text)

    def name_of(self, uri: str, language: str | None) -> str | None:
        """What a concept is called in a language, else in another; None for one that is not known."""
        concept = self.position.get(uri)
        row = None if concept is None else self.names.in_language(concept, language)
        return None if row is None else self.names.texts[row]

    def near(self, text: str, vector: FloatArray, count: int = NAMES_BY_MEANING) -> Met:
        """The names nearest to a text (``count`` by meaning, more by wording), each with its exact likeness."""
        (met,) = self._near([text], vector[None], count)
        return met

    def _near(self, texts: Sequence[str], vectors: FloatArray, count: int = NAMES_BY_MEANING) -> list[Met]:
        if not len(self.names):
            nothing = np.zeros(0, np.float32)
            return [Met(rows=np.zeros(0, np.int64), meaning=nothing, wording=nothing, named=nothing)] * len(texts)
        cosines, found = self._vectors.search(vectors, min(count, len(self.names)))
        near = []
        for text, vector, by_meaning, meaning in zip(texts, vectors, found, cosines, strict=True):
            named = self.named_in(text)
            by_wording = np.union1d(self._wording.nearest(text, NAMES_BY_WORDING), np.array([*named], np.int64))
            more = np.setdiff1d(by_wording, by_meaning)
            decoded = self._vectors.reconstruct_batch(more) if len(more) else np.zeros((0, len(vector)), np.float32)
            rows = np.concatenate([by_meaning, more])
            least = np.full(len(rows), FAR, np.float32)
            for row, likeness in named.items():
                least[rows == row] = likeness
            near.append(
                Met(
                    rows=rows,
                    meaning=np.concatenate([meaning, decoded @ vector]).astype(np.float32),
                    wording=self._wording.scores(text, rows),
                    named=least,
                )
            )
        return near

    def likeness(self, texts: Sequence[str], vectors: FloatArray, more: Sequence[str] = ()) -> FloatArray:
        """Float32 (texts, concepts): how like each text is to the best name of each concept, about -1 to 1.2.

        A concept none of whose names is among the nearest has ``FAR``. ``more`` are further words of each text, in
        which only whole names count.
        """
        likeness = np.full((len(texts), len(self.uris)), FAR, np.float32)
        if not self.uris:
            return likeness
        concept_of = self.names.concept_of
        for row, met in enumerate(self._near(texts, vectors)):
            np.maximum.at(likeness[row], concept_of[met.rows], np.maximum(met.likeness, met.named))
        for row, text in enumerate(more):
            for name in self.named_in(text):
                likeness[row, concept_of[name]] = max(likeness[row, concept_of[name]], MENTIONS_NAME)
        return likeness

    @property
    def interests(self) -> list[int]:
        """The concepts that only stand for others."""
        return list(self._stands_for)

    def meant(self, likeness: FloatArray) -> FloatArray:
        """The likeness of a wish to each concept (concepts,), interests having handed on what they are worth."""
        meant = likeness.copy()
        for interest, occupations in self._stands_for.items():
            meant[occupations] = np.maximum(meant[occupations], STANDS_FOR * likeness[interest])
        meant[self.interests] = FAR
        return meant

    def wish(self, text: str, vector: FloatArray) -> Sparse:
        """Sparse (1, concepts): what a wish means, the occupations that its interests stand for included."""
        return self.weighed(self.meant(self.likeness([text], vector[None])[0]))

    def weighed(self, meant: FloatArray) -> Sparse:
        """Sparse (1, concepts): the likenesses that ``meant`` tells as weights, 0 to 1."""
        return self._descriptions(meant[None], NEAREST_TO_WISH)

    def centres(self, concepts: Sequence[int]) -> FloatArray:
        """Float32 (len(concepts), dimension), rows of length 1: where the names of each lie, all languages together."""
        starts = self.names.starts
        return normalised(
            np.array(
                [
                    self._vectors.reconstruct_n(int(starts[at]), int(starts[at + 1] - starts[at])).sum(axis=0)
                    for at in concepts
                ],
                np.float32,
            ).reshape(len(concepts), self._vectors.d)
        )

    def _descriptions(self, likeness: FloatArray, nearest_count: int) -> Sparse:
        """Sparse (texts, concepts): each text by its nearest concepts, weighted 0 to 1 by how surely it means them.

        An interest describes nothing itself: it has handed on what it is worth to the occupations it stands for.
        """
        likeness[:, list(self._stands_for)] = FAR
        rows, concepts = likeness.shape
        if not concepts:
            return _empty(rows, 0)
        kept = min(nearest_count, concepts)
        nearest = np.argpartition(-likeness, kept - 1, axis=1)[:, :kept]
        values = np.take_along_axis(likeness, nearest, axis=1)
        best = values.max(axis=1, keepdims=True)
        weights = np.exp((values - best) / TEMPERATURE)
        weights *= np.clip((best - UNSURE) / (SURE - UNSURE), 0, 1)
        weights[weights < LEAST_WEIGHT] = 0
        indptr = np.arange(0, rows * kept + 1, kept)
        described = Sparse((weights.ravel().astype(np.float32), nearest.ravel(), indptr), shape=(rows, concepts))
        described.eliminate_zeros()
        return described

    def describe(self, texts: Sequence[str], vectors: FloatArray, more: Sequence[str] = ()) -> Sparse:
        """Sparse (texts, concepts): what courses mean, each by its nearest concepts, a chunk of texts at a time."""
        parts = [
            self._descriptions(
                self.likeness(texts[at : at + CHUNK], vectors[at : at + CHUNK], more[at : at + CHUNK]), NEAREST
            )
            for at in range(0, len(texts), CHUNK)
        ]
        return Sparse(sp.vstack([*parts, _empty(0, len(self))]))

    def named_in(self, text: str) -> dict[int, float]:
        """Rows of the names that the text is (``IS_NAME``) or has in it (``HAS_NAME``)."""
        return names_in(self.names, text)

    def save(self, folder: Path) -> None:
        """Writes plain arrays and JSON below ``folder``."""
        faiss.write_index(self._vectors, str(folder / VECTORS))
        for name, part in ((NAMES, self.names), (WORDING, self._wording), (COMPLETIONS, self.completions)):
            (folder / name).mkdir()
            part.save(folder / name)
        told = {"uris": self.uris, "kinds": self.kinds, "stands_for": list(self._stands_for.items())}
        (folder / CONCEPTS).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> ConceptIndex:
        """Maps what ``save`` wrote."""
        told = json.loads((folder / CONCEPTS).read_text(encoding="utf-8"))
        names, wording = NameTable.load(folder / NAMES), NgramIndex.load(folder / WORDING)
        return cls(
            uris=told["uris"],
            kinds=[ConceptKind(kind) for kind in told["kinds"]],
            stands_for=dict(told["stands_for"]),
            names=names,
            vectors=faiss.read_index(str(folder / VECTORS)),
            wording=wording,
            completions=Completions.load(folder / COMPLETIONS, names, wording),
        )


def _empty(rows: int, columns: int) -> Sparse:
    return Sparse(np.zeros((rows, columns), np.float32))
