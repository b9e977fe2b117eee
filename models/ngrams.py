"""Likeness of names by wording: the recipe of ``models.lexical`` in a form that holds hundreds of thousands of names.

The n-grams of each name are kept beside it, for exact cosines of a few names; an inverted file of the rarer n-grams
says which few. So the time for a text is bounded, however long the text and however many the names. N-grams are sorted
64-bit digests and weights half floats, in plain arrays that are mapped into memory: nothing is parsed, and what is
never touched takes no memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.digests import Digests, digests_of, load_arrays, positions_in, save_arrays
from models.lexical import TELLING, ngrams_of
from models.runtime import FloatArray

# An n-gram in more names than this, and in more than this share of them, tells too little to look names up by.
COMMON_NAMES, COMMON_SHARE = 1_000, 0.02
# Entries of the inverted file read for one text, the rarest n-grams first.
ENTRIES_READ = 60_000
TEXTS_REMEMBERED = 64

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class NgramIndex:
    """``digests`` and ``idf`` (n-grams,); name ``i`` has the n-grams ``ngrams[begins[i]:begins[i + 1]]``.

    ``weights`` (float16) are those of ``ngrams``; the names with n-gram ``g`` are ``rows[firsts[g]:firsts[g + 1]]``,
    none for common ones, and ``lengths`` (names,) what their weights were divided by.
    """

    digests: Digests
    idf: FloatArray
    begins: IntArray
    ngrams: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float16]
    firsts: IntArray
    rows: npt.NDArray[np.int32]
    lengths: FloatArray

    @classmethod
    def build(cls, names: Sequence[str]) -> NgramIndex:
        """The index of these names, in this order."""
        # Imported here: only a build needs it.
        from sklearn.feature_extraction.text import TfidfVectorizer

        # A name of signs alone has no n-gram; a list of such names has none at all, and the vectorizer wants one.
        vectorizer = TfidfVectorizer(analyzer=ngrams_of, sublinear_tf=True, dtype=np.float32, norm=None)
        weighed = vectorizer.fit_transform([*names, "a"]).tocsr()[: len(names)]
        digests = digests_of([str(ngram) for ngram in vectorizer.get_feature_names_out()])
        order = np.argsort(digests)
        weighed = weighed[:, order].tocsr()
        names_with = np.bincount(weighed.indices, minlength=len(order))
        rare = names_with <= max(COMMON_NAMES, COMMON_SHARE * len(names))
        # A weight is at least 1, and a name without n-grams has no weight to divide.
        lengths = np.maximum(np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1), np.float32).ravel()), 1.0)
        inverted = weighed.T.tocsr()
        kept = np.repeat(rare, names_with)
        return cls(
            digests=digests[order],
            idf=np.asarray(vectorizer.idf_, np.float32)[order],
            begins=weighed.indptr.astype(np.int64),
            ngrams=weighed.indices.astype(np.int32),
            weights=(weighed.data / np.repeat(lengths, np.diff(weighed.indptr))).astype(np.float16),
            firsts=np.concatenate([[0], np.cumsum(np.where(rare, names_with, 0))]).astype(np.int64),
            rows=inverted.indices[kept].astype(np.int32),
            lengths=lengths.astype(np.float32),
        )

    def __len__(self) -> int:
        return len(self.lengths)

    def nearest(self, text: str, count: int) -> IntArray:
        """Rows of about the ``count`` names most like the text by their rarer n-grams; none where it has none."""
        at, _ = self._weighed(text)
        at = at[np.argsort(-self.idf[at], kind="stable")]
        sizes = self.firsts[at + 1] - self.firsts[at]
        at = at[np.cumsum(sizes) <= ENTRIES_READ]
        if not len(at):
            return np.zeros(0, np.int64)
        parts = [self.rows[self.firsts[ngram] : self.firsts[ngram + 1]] for ngram in at.tolist()]
        read = np.concatenate(parts)
        gains = np.repeat(self.idf[at] ** 2, [len(part) for part in parts])
        found, which = np.unique(read, return_inverse=True)
        scores = np.bincount(which, gains, minlength=len(found)) / self.lengths[found]
        best = np.argpartition(-scores, count - 1)[:count] if count < len(found) else np.arange(len(found))
        return found[best].astype(np.int64)

    def scores(self, text: str, rows: IntArray) -> FloatArray:
        """Float32 (len(rows),): the cosine of the text with each of these names, 0 to 1."""
        at, weights = self._weighed(text)
        sizes = self.begins[rows + 1] - self.begins[rows]
        if not len(at) or not sizes.sum():
            return np.zeros(len(rows), np.float32)
        asked = np.zeros(len(self.digests), np.float32)
        asked[at] = weights
        ends = np.cumsum(sizes)
        entries = np.arange(ends[-1]) + np.repeat(self.begins[rows] - ends + sizes, sizes)
        amounts = asked[self.ngrams[entries]] * self.weights[entries]
        sums = np.concatenate([[0.0], np.cumsum(amounts, dtype=np.float64)])
        cosines: FloatArray = (sums[ends] - sums[ends - sizes]).astype(np.float32)
        return cosines

    def known_share(self, text: str) -> float:
        """The share (0 to 1) of a text's three- and four-letter sequences that occur in any name."""
        sequences = sorted({ngram for ngram in ngrams_of(text) if len(ngram) in TELLING})
        return float(positions_in(self.digests, digests_of(sequences))[1].mean()) if sequences else 0.0

    def _weighed(self, text: str) -> tuple[IntArray, FloatArray]:
        """The known n-grams of a text and their weights (length 1 together)."""
        digests, counts = _counted(text)
        at, known = positions_in(self.digests, digests)
        at, frequencies = at[known], counts[known]
        weights: FloatArray = (1 + np.log(frequencies)) * self.idf[at]
        return at, weights / (np.linalg.norm(weights) or 1.0)

    def save(self, folder: Path) -> None:
        """Writes plain arrays into ``folder``, which must exist."""
        save_arrays(folder, self)

    @classmethod
    def load(cls, folder: Path) -> NgramIndex:
        """Maps what ``save`` wrote; ``OSError`` or ``ValueError`` when it is damaged."""
        return cls(**load_arrays(folder, cls))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _counted(text: str) -> tuple[Digests, FloatArray]:
    """The distinct n-grams of a text and how often it has each; one text is asked for several times in a row."""
    counts = Counter(ngrams_of(text))
    return digests_of(list(counts)), np.fromiter(counts.values(), np.float32, len(counts))
