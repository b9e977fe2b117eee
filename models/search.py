"""Finds courses by meaning, by wording and by the occupations they mean, and adds the three scores."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from models.encoder import Encoder
from models.index import CourseIndex
from models.runtime import FloatArray

# Measured on the development sets (MELO): adding 0.2 of the n-gram cosine beats either alone and rank fusion.
SOURCE_WEIGHTS = {"meaning": 1.0, "wording": 0.2, "bridge": 0.5}
# Vectors fetched per course wanted: a course has up to two, and the wording moves courses by some places.
OVERSAMPLING = 4
MINIMUM_VECTORS = 200
# faiss adds the keyword arguments of its classes when it is imported; its type stubs do not know them.
_SearchParameters: Any = faiss.SearchParameters


class HybridSearch:
    """Implements ``engine.ports.Candidates`` over an opened index."""

    def __init__(self, index: CourseIndex, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder
        # A flat scan of this size is over before a second thread has woken up.
        faiss.omp_set_num_threads(1)

    @property
    def version(self) -> str:
        """Identifies encoder and catalogue state; changes whenever hits may change."""
        return self._index.version

    def search(
        self,
        wishes: Sequence[str],
        *,
        limit: int,
        language: str | None = None,
        within: Collection[str] | None = None,
        nearby: Collection[str] = (),
    ) -> Mapping[str, float]:
        """Course id → fused relevance, best first, at most ``limit`` of them; the best wish and text of a course count.

        The score is the cosine of the vectors plus the n-gram cosine and the likeness of the occupations meant, each
        with its weight (``SOURCE_WEIGHTS``), exact for every course returned. ``language`` is a hint for wishes too
        short to tell; ``within`` keeps the search to these ids; those ``nearby`` get ``limit`` places of their own.
        """
        wanted = [wish for wish in wishes if wish.strip()]
        courses = len(self._index.ids)
        allowed = self._positions(within)
        close = self._positions(nearby)
        if not wanted or limit < 1 or not courses or (allowed is not None and not len(allowed)):
            return {}
        vectors = self._encoder.encode(wanted, hint=language)
        best = np.full(courses, -np.inf, np.float32)
        for wish, vector in zip(wanted, vectors, strict=True):
            beside = SOURCE_WEIGHTS["wording"] * self._index.lexical.scores(wish)
            beside += SOURCE_WEIGHTS["bridge"] * self._bridge(wish, vector)
            found = self._candidates(vector, beside, limit, allowed)
            if close is not None and len(close):
                found = np.union1d(found, self._candidates(vector, beside, limit, close))
            fused = SOURCE_WEIGHTS["meaning"] * self._meaning(vector, found) + beside[found]
            best[found] = np.maximum(best[found], fused)
        # Equal scores keep the order of the catalogue, so that the same wish gives the same page.
        order = np.argsort(-best, kind="stable")
        favoured = np.zeros(courses, bool)
        favoured[order[:limit]] = True
        if close is not None and len(close):
            by_score = close[np.argsort(-best[close], kind="stable")]
            favoured[by_score[:limit]] = True
        order = order[favoured[order]]
        return {self._index.ids[i]: float(best[i]) for i in order if np.isfinite(best[i])}

    def _positions(self, within: Collection[str] | None) -> npt.NDArray[np.int64] | None:
        if within is None:
            return None
        known = (self._index.position.get(course_id) for course_id in within)
        return np.array(sorted({position for position in known if position is not None}), np.int64)

    def _bridge(self, wish: str, vector: FloatArray) -> FloatArray:
        """Float32 (courses,): how far the wish and each course mean the same occupations, 0 to 1."""
        meant = self._index.concepts.describe([wish], vector[None])
        alike: FloatArray = (meant @ self._index.bridge).toarray()[0].astype(np.float32)
        return alike

    def _candidates(
        self, vector: FloatArray, beside: FloatArray, limit: int, allowed: npt.NDArray[np.int64] | None
    ) -> npt.NDArray[np.int64]:
        """Positions of the courses nearest by meaning and of those nearest by wording and occupation (``beside``)."""
        index = self._index
        count = min(index.vectors.ntotal, max(OVERSAMPLING * limit, MINIMUM_VECTORS))
        parameters = None
        if allowed is not None:
            mask = np.zeros(len(index.ids), bool)
            mask[allowed] = True
            rows = np.flatnonzero(mask[index.course_of])
            parameters = _SearchParameters(sel=faiss.IDSelectorBatch(rows))
            beside = np.where(mask, beside, 0)
        _, rows = index.vectors.search(vector[None], count, params=parameters)
        by_meaning = index.course_of[rows[0][rows[0] >= 0]]
        top = min(limit, len(beside))
        by_rest = np.argpartition(-beside, top - 1)[:top]
        return np.union1d(by_meaning, by_rest[beside[by_rest] > 0])

    def _meaning(self, vector: FloatArray, found: npt.NDArray[np.int64]) -> FloatArray:
        """The exact cosine of the best text of each of these courses."""
        index = self._index
        wanted = np.zeros(len(index.ids), bool)
        wanted[found] = True
        rows = np.flatnonzero(wanted[index.course_of])
        cosines = index.vectors.reconstruct_batch(rows) @ vector
        best = np.full(len(index.ids), -np.inf, np.float32)
        np.maximum.at(best, index.course_of[rows], cosines)
        exact: FloatArray = best[found]
        return exact
