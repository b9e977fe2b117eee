"""Finds courses by meaning, by wording, and by the occupations and competences they mean, and adds the scores."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from models.bridge import Bridge, Meaning, read_wish
from models.encoder import Encoder
from models.index import CourseIndex
from models.luxembourgish import to_german
from models.runtime import FloatArray

# Chosen on the tuning half of the judged wishes (docs/decisions/0005), where they lie on a plateau: the cosine of the
# vectors, the n-gram cosine of the wish, what both mean, and the n-gram cosine of the names of that.
# A vague wish reaches about .4, a surely named occupation 1.0 to 1.4: the curve of engine.ranking is made for these.
SOURCE_WEIGHTS = {"meaning": 0.8, "wording": 0.16, "occupations": 0.4, "competences": 0.28, "names": 0.24}
# Vectors fetched per course wanted: a course has up to two, and the wording moves courses by some places.
OVERSAMPLING = 2
MINIMUM_VECTORS = 200
# What likeness to a text that looks like no language is worth: an encoder finds something in every run of keys.
UNINTELLIGIBLE = 0.35
# Probability from which a wish is also read as Luxembourgish; a wrong reading only adds a second, weaker one.
MAYBE_LUXEMBOURGISH = 0.15
# faiss adds the keyword arguments of its classes when it is imported; its type stubs do not know them.
_SearchParameters: Any = faiss.SearchParameters


class HybridSearch:
    """Implements ``engine.ports.Candidates`` over an opened index."""

    def __init__(self, index: CourseIndex, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder
        self._bridges = {
            "occupations": Bridge(concepts=index.concepts, courses=index.bridge),
            "competences": Bridge(concepts=index.skills, courses=index.skill_bridge),
        }
        # A flat scan of this size is over before a second thread has woken up.
        faiss.omp_set_num_threads(1)

    @property
    def version(self) -> str:
        """Identifies encoder and catalogue state; changes whenever hits may change."""
        return self._index.version

    def search(
        self, wishes: Sequence[str], *, limit: int, language: str | None = None, nearby: Collection[str] = ()
    ) -> Mapping[str, float]:
        """Course id → fused relevance, best first; see ``engine.ports.Candidates``.

        The score is the sum of what the sources tell, each with its weight (``SOURCE_WEIGHTS``), exact for every
        course returned: the cosine with the wish's vector as drawn by what it means, the n-gram cosine, the likeness
        of the occupations and of the competences meant, and the n-gram cosine of their names.
        """
        readings, languages = self._readings(wishes, language)
        courses = len(self._index.ids)
        if not readings or limit < 1 or not courses:
            return {}
        close = self._mask(nearby)
        best = np.full(courses, -np.inf, np.float32)
        for text, vector in zip(readings, self._encoder.encode(readings, languages, hint=language), strict=True):
            wish = read_wish(text, vector, self._bridges)
            beside = self._beside(text, wish)
            found = self._candidates(wish.vector, beside, limit)
            if close.any():
                found = np.union1d(found, self._candidates(wish.vector, beside, limit, close))
            fused = SOURCE_WEIGHTS["meaning"] * self._meaning(wish.vector, found) + beside[found]
            if len(self._index.concepts) and not self._index.concepts.intelligible(text):
                fused *= UNINTELLIGIBLE
            best[found] = np.maximum(best[found], fused)
        # Equal scores keep the order of the catalogue, so that the same wish gives the same page.
        order = np.argsort(-best, kind="stable")
        kept = np.zeros(courses, bool)
        kept[order[:limit]] = True
        kept[order[close[order]][:limit]] = True
        return {self._index.ids[i]: float(best[i]) for i in order[kept[order]] if np.isfinite(best[i])}

    def _readings(self, wishes: Sequence[str], hint: str | None) -> tuple[list[str], list[str | None]]:
        """The wishes as they are, and in German those that may be Luxembourgish (the encoder never learnt it)."""
        asked = [wish for wish in wishes if wish.strip()]
        likely = self._encoder.likelihood(asked, "lb", hint=hint)
        glosses = [
            gloss
            for wish, chance in zip(asked, likely, strict=True)
            if chance >= MAYBE_LUXEMBOURGISH and (gloss := to_german(wish)) != wish
        ]
        return [*asked, *glosses], [*(None for _ in asked), *("de" for _ in glosses)]

    def _mask(self, ids: Collection[str]) -> npt.NDArray[np.bool_]:
        """True at the position of each of these courses."""
        mask = np.zeros(len(self._index.ids), bool)
        mask[[self._index.position[key] for key in ids if key in self._index.position]] = True
        return mask

    def _beside(self, text: str, wish: Meaning) -> FloatArray:
        """Float32 (courses,): what every source but the cosine of the vectors tells of each course."""
        beside = SOURCE_WEIGHTS["wording"] * self._index.lexical.scores(text)
        for source, alike in wish.alike.items():
            beside += SOURCE_WEIGHTS[source] * alike
        if wish.names:
            beside += SOURCE_WEIGHTS["names"] * self._index.lexical.scores(" ".join(wish.names))
        told: FloatArray = beside.astype(np.float32, copy=False)
        return told

    def _candidates(
        self, vector: FloatArray, beside: FloatArray, limit: int, among: npt.NDArray[np.bool_] | None = None
    ) -> npt.NDArray[np.int64]:
        """Positions of the courses nearest by meaning and of those nearest by all else (``beside``)."""
        index = self._index
        count = min(index.vectors.ntotal, max(OVERSAMPLING * limit, MINIMUM_VECTORS))
        parameters = None
        if among is not None:
            rows = np.flatnonzero(among[index.course_of])
            parameters = _SearchParameters(sel=faiss.IDSelectorBatch(rows))
            beside = np.where(among, beside, 0)
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
