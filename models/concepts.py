"""The concept bridge: a wish and a course meet through the occupations that both of them mean.

Each text is described by the occupations nearest to it; an occupation is reached through its best name in any language.
Two texts that share no word and no language are alike when they mean the same occupations. The recipe and its figures
are those of the project's feasibility study; the constants below are the only ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.domain import Concept
from models.cache import EncodingCache, Progress
from models.lexical import LexicalIndex, prepare
from models.runtime import FloatArray

VECTORS, NAMES, WORDING = "concepts.npz", "concepts.json", "concept-names"
# The share of the n-gram cosine in the likeness of a text and a name.
WORDING_WEIGHT = 0.2
# Likeness of a text that is a name, and of one that has a name in it as whole words.
IS_NAME, HAS_NAME = 1.2, 1.0
# A course that tells in its summary for whom it is or what it leads to means that occupation too, if less surely.
MENTIONS_NAME = 0.8
# A name shorter than this is too often another word in one of the five languages.
SHORTEST_NAME_IN_TEXT = 4
LONGEST_NAME_WORDS = 8
# Words that turn a wish around, in the five languages, and how many words before a name they are looked for.
NEGATIONS = frozenset(
    ("nicht", "kein", "keine", "keinen", "pas", "jamais", "not", "no", "never", "net", "keng", "keen", "niet", "geen")
)
NEGATION_REACH = 2
# What an interest told in a wish is worth for each occupation it stands for.
STANDS_FOR = 0.95
# How many concepts describe a course and a wish (an interest stands for many), and how fast their weight falls with
# their likeness.
NEAREST, NEAREST_TO_WISH = 15, 90
TEMPERATURE = 0.08
# Likeness at which a text has nothing to do with any occupation, and at which it surely means one.
UNSURE, SURE = 0.35, 0.8
# The least share of known letter sequences in a text that is made of words; also other languages' words reach it.
LEAST_KNOWN = 0.28
CHUNK = 256
_WORDS = re.compile(r"\w+")

# A sparse matrix by rows, float32.
Sparse = sp.csr_matrix


class ConceptIndex:
    """The names of all concepts, sorted by concept: ``vectors`` (names, dimension), ``starts`` where each begins."""

    def __init__(
        self,
        *,
        uris: Sequence[str],
        names: Sequence[str],
        starts: npt.NDArray[np.int64],
        vectors: FloatArray,
        wording: LexicalIndex,
        stands_for: Mapping[int, Sequence[int]],
    ) -> None:
        self.uris = list(uris)
        self._names = list(names)
        self._starts = starts
        self._vectors = vectors
        self._wording = wording
        self._stands_for = dict(stands_for)
        sizes = np.diff(np.append(starts, len(self._names)))
        self._concept_of = np.repeat(np.arange(len(self.uris)), sizes)
        self._named: dict[str, set[int]] = {}
        for name, concept in zip(self._names, self._concept_of, strict=True):
            self._named.setdefault(_words(name), set()).add(int(concept))

    @classmethod
    def build(cls, concepts: Iterable[Concept], cache: EncodingCache, progress: Progress | None = None) -> ConceptIndex:
        """Encodes every name of every concept; names seen before are taken from ``cache``."""
        concepts = list(concepts)
        at = {concept.uri: number for number, concept in enumerate(concepts)}
        uris: list[str] = []
        names: list[str] = []
        languages: list[str] = []
        starts: list[int] = []
        for concept in concepts:
            uris.append(concept.uri)
            starts.append(len(names))
            for language, labels in concept.labels.items():
                names.extend(labels)
                languages.extend([language] * len(labels))
        vectors = cache.encode(names, languages, progress).vectors
        wording = LexicalIndex.build(names, [""] * len(names))
        return cls(
            uris=uris,
            names=names,
            starts=np.array(starts, np.int64),
            vectors=vectors,
            wording=wording,
            stands_for={
                at[concept.uri]: [at[uri] for uri in concept.stands_for if uri in at]
                for concept in concepts
                if concept.stands_for
            },
        )

    def __len__(self) -> int:
        return len(self.uris)

    def intelligible(self, text: str) -> bool:
        """Whether a text looks like words of some language that the names have words of, and not like a run of keys."""
        return self._wording.known_share(text) >= LEAST_KNOWN

    def likeness(self, texts: Sequence[str], vectors: FloatArray, more: Sequence[str] = ()) -> FloatArray:
        """Float32 (texts, concepts): how like each text is to the best name of each concept, about -1 to 1.2.

        ``more`` are further words of each text, in which only whole names count.
        """
        if not self.uris:
            return np.zeros((len(texts), 0), np.float32)
        by_name = vectors @ self._vectors.T + WORDING_WEIGHT * self._wording.similarities(texts)
        likeness: FloatArray = np.maximum.reduceat(by_name, self._starts, axis=1)
        for row, text in enumerate(texts):
            for concept, least in self._named_in(text).items():
                likeness[row, concept] = max(likeness[row, concept], least)
        for row, text in enumerate(more):
            for concept in self._named_in(text):
                likeness[row, concept] = max(likeness[row, concept], MENTIONS_NAME)
        return likeness

    def wish(self, text: str, vector: FloatArray) -> Sparse:
        """Sparse (1, concepts): what a wish means, the occupations that its interests stand for included."""
        likeness = self.likeness([text], vector[None])
        for interest, occupations in self._stands_for.items():
            likeness[0, occupations] = np.maximum(likeness[0, occupations], STANDS_FOR * likeness[0, interest])
        return self._descriptions(likeness, NEAREST_TO_WISH)

    def _descriptions(self, likeness: FloatArray, nearest_count: int) -> Sparse:
        """Sparse (texts, concepts): each text by its nearest concepts, weighted 0 to 1 by how surely it means them.

        An interest describes nothing itself: it has handed on what it is worth to the occupations it stands for.
        """
        likeness[:, list(self._stands_for)] = -1.0
        rows, concepts = likeness.shape
        if not concepts:
            return _empty(rows, 0)
        kept = min(nearest_count, concepts)
        nearest = np.argpartition(-likeness, kept - 1, axis=1)[:, :kept]
        values = np.take_along_axis(likeness, nearest, axis=1)
        best = values.max(axis=1, keepdims=True)
        weights = np.exp((values - best) / TEMPERATURE)
        weights *= np.clip((best - UNSURE) / (SURE - UNSURE), 0, 1)
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

    def _named_in(self, text: str) -> dict[int, float]:
        """The concepts whose name the text is, or has in it as whole words: the longest name counts, not one within it.

        A name right after a negation ("nicht im Büro", "pas avec les enfants") is not meant.
        """
        words = _WORDS.findall(prepare(text))
        found = dict.fromkeys(self._named.get(" ".join(words), ()), IS_NAME)
        begin = 0
        while begin < len(words):
            end = self._name_from(words, begin)
            if end > begin and not NEGATIONS & set(words[max(0, begin - NEGATION_REACH) : begin]):
                for concept in self._named[" ".join(words[begin:end])]:
                    found.setdefault(concept, HAS_NAME)
            begin = max(begin + 1, end)
        return found

    def _name_from(self, words: Sequence[str], begin: int) -> int:
        """Where the longest name that starts at ``begin`` ends; ``begin`` where none does."""
        for end in range(min(begin + LONGEST_NAME_WORDS, len(words)), begin, -1):
            name = " ".join(words[begin:end])
            if len(name) >= SHORTEST_NAME_IN_TEXT and name in self._named:
                return end
        return begin

    def save(self, folder: Path) -> None:
        """Writes plain arrays and JSON below ``folder``."""
        np.savez(folder / VECTORS, vectors=self._vectors.astype(np.float16), starts=self._starts)
        (folder / NAMES).write_text(
            json.dumps(
                {"uris": self.uris, "names": self._names, "stands_for": list(self._stands_for.items())},
                ensure_ascii=False,
            ),
            encoding="utf-8",
        )
        (folder / WORDING).mkdir()
        self._wording.save(folder / WORDING)

    @classmethod
    def load(cls, folder: Path) -> ConceptIndex:
        """Reads what ``save`` wrote."""
        with np.load(folder / VECTORS, allow_pickle=False) as stored:
            vectors, starts = stored["vectors"].astype(np.float32), stored["starts"]
        names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        wording = LexicalIndex.load(folder / WORDING)
        return cls(
            uris=names["uris"],
            names=names["names"],
            starts=starts,
            vectors=vectors,
            wording=wording,
            stands_for=dict(names["stands_for"]),
        )


def _empty(rows: int, columns: int) -> Sparse:
    return Sparse(np.zeros((rows, columns), np.float32))


def _words(name: str) -> str:
    """A name as its folded words."""
    return " ".join(_WORDS.findall(prepare(name)))
