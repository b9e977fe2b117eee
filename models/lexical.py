"""Finds courses by wording: TF-IDF over the character n-grams of words (``char_wb`` 2 to 5), which forgives inflection,
compounds and small spelling mistakes in all five languages.

The matrix is kept by n-gram (an inverted file), so that a wish touches only the rows of its own n-grams.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from models.wording import fold_letters, fold_wording

FloatArray = npt.NDArray[np.float32]

NGRAMS = (2, 5)
# Lengths of the n-grams that tell a word from a run of keys: shorter ones occur in anything.
TELLING = (3, 4)
# A word of the title says more than one of the summary.
FIELD_WEIGHTS = {"title": 1.0, "summary": 0.4}
MATRIX, VOCABULARY = "lexical.npz", "ngrams.json"


def prepare(text: str) -> str:
    """The text as it is cut into n-grams: gender forms folded, no case, no accents."""
    return fold_letters(fold_wording(text))


def ngrams_of(text: str) -> list[str]:
    """The n-grams of each word of a text with a space on either side, as scikit-learn's ``char_wb`` analyser cuts them.

    Serving needs no more of scikit-learn than this, and importing it costs a second and 100 MB.
    """
    return [ngram for word in prepare(text).split() for ngram in _cut(f" {word} ")]


def _cut(word: str) -> Iterator[str]:
    shortest, longest = NGRAMS
    for size in range(shortest, min(longest, len(word)) + 1):
        yield from (word[start : start + size] for start in range(len(word) - size + 1))


class LexicalIndex:
    """Cosine of a wish with every course, by wording. ``postings`` is CSR of shape (n-grams, courses)."""

    def __init__(self, ngrams: Sequence[str], idf: FloatArray, postings: sp.csr_array) -> None:
        self._ngrams = list(ngrams)
        self._rows = {ngram: row for row, ngram in enumerate(self._ngrams)}
        self._idf = idf
        self._postings = postings

    @classmethod
    def build(cls, titles: Sequence[str], summaries: Sequence[str]) -> LexicalIndex:
        """The index of courses given by title and summary (may be empty), in this order."""
        if not any(title.strip() for title in titles):
            return cls([], np.zeros(0, np.float32), sp.csr_array(np.zeros((0, len(titles)), np.float32)))
        # Imported here: only a build needs it.
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.preprocessing import normalize

        vectorizer = TfidfVectorizer(analyzer=ngrams_of, sublinear_tf=True, dtype=np.float32)
        title_part = vectorizer.fit(list(titles) + [summary for summary in summaries if summary]).transform(titles)
        summary_part = vectorizer.transform(summaries)
        courses = normalize(FIELD_WEIGHTS["title"] * title_part + FIELD_WEIGHTS["summary"] * summary_part)
        postings = sp.csr_array(courses.T.tocsr().astype(np.float32))
        postings.sort_indices()
        ngrams = [str(ngram) for ngram in vectorizer.get_feature_names_out()]
        return cls(ngrams, np.asarray(vectorizer.idf_, np.float32), postings)

    @property
    def courses(self) -> int:
        """How many courses the index covers."""
        return int(self._postings.shape[1])

    def scores(self, wish: str) -> FloatArray:
        """Float32 (courses,): the cosine of the wish with each course, 0 to 1; all 0 when no n-gram is known."""
        rows, weights = self._weighed(wish)
        if not len(rows):
            return np.zeros(self.courses, np.float32)
        cosines: FloatArray = (self._postings[rows].T @ weights).astype(np.float32)
        return cosines

    def known_share(self, text: str) -> float:
        """The share (0 to 1) of a text's three- and four-letter sequences that occur anywhere."""
        sequences = {ngram for ngram in ngrams_of(text) if len(ngram) in TELLING}
        return sum(ngram in self._rows for ngram in sequences) / len(sequences) if sequences else 0.0

    def similarities(self, texts: Sequence[str]) -> FloatArray:
        """Float32 (texts, courses): ``scores`` of many texts at once."""
        weighed = [self._weighed(text) for text in texts]
        indptr = np.cumsum([0, *(len(rows) for rows, _ in weighed)])
        indices = np.concatenate([rows for rows, _ in weighed] or [np.zeros(0, np.int64)])
        data = np.concatenate([weights for _, weights in weighed] or [np.zeros(0, np.float32)])
        matrix = sp.csr_array((data, indices, indptr), shape=(len(texts), len(self._ngrams)))
        cosines: FloatArray = (matrix @ self._postings).toarray().astype(np.float32)
        return cosines

    def _weighed(self, text: str) -> tuple[npt.NDArray[np.int64], FloatArray]:
        """The known n-grams of a text, as rows of the matrix, and their weights (length 1 together)."""
        counts = Counter(row for ngram in ngrams_of(text) if (row := self._rows.get(ngram)) is not None)
        rows = np.fromiter(counts, np.int64, len(counts))
        frequencies = np.fromiter(counts.values(), np.float32, len(counts))
        weights: FloatArray = (1 + np.log(frequencies)) * self._idf[rows]
        return rows, weights / (np.linalg.norm(weights) or 1.0)

    def save(self, folder: Path) -> None:
        """Writes plain arrays and a JSON list: nothing in them can run code when read."""
        np.savez(
            folder / MATRIX,
            data=self._postings.data,
            indices=self._postings.indices,
            indptr=self._postings.indptr,
            shape=np.array(self._postings.shape),
            idf=self._idf,
        )
        (folder / VOCABULARY).write_text(json.dumps(self._ngrams, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Reads what ``save`` wrote; ``OSError`` or ``ValueError`` when it is damaged."""
        try:
            with np.load(folder / MATRIX, allow_pickle=False) as stored:
                parts = stored["data"], stored["indices"], stored["indptr"]
                rows, columns = (int(size) for size in stored["shape"])
                idf = stored["idf"]
        except (BadZipFile, KeyError) as error:
            raise ValueError(f"{MATRIX}: {error}") from error
        ngrams = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
        return cls(ngrams, idf, sp.csr_array(parts, shape=(rows, columns)))
