"""Compares very many short texts with all names of a vocabulary: what an index does with the parts of its courses.

``ConceptIndex`` answers one text at a time within milliseconds; here a block of texts meets all names in one matrix
product, and n-grams are compared for the names nearest in meaning only. The likeness is the same measure, a little
lower where wording alone would have found a name.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from models.concepts import WORDING_WEIGHT, ConceptIndex
from models.lexical import ngrams_of
from models.runtime import FloatArray

# Names nearest in meaning whose wording is compared, and texts in one product: with 130,000 names it takes 35 MB.
NAMES_BY_MEANING = 24
BLOCK = 64


class NameMatcher:
    """Has all names in memory as float32, for as long as an index is built."""

    def __init__(self, skills: ConceptIndex, vectors: FloatArray) -> None:
        """``vectors`` are those of ``skills.names``, in their order."""
        self._skills = skills
        self._vectors = vectors
        texts = [skills.names.texts[row] for row in range(len(skills.names))]
        # Imported here: only a build needs it, and the serving process does without.
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(analyzer=ngrams_of, sublinear_tf=True, dtype=np.float32)
        self._wording = sp.csr_array(self._vectorizer.fit_transform(texts))
        # Names are sorted by concept; one that has none would need a place of its own.
        self._concepts, self._starts = np.unique(skills.names.concept_of, return_index=True)

    def likeness(self, texts: Sequence[str], vectors: FloatArray) -> FloatArray:
        """Float32 (texts, concepts), as ``ConceptIndex.likeness``."""
        likeness = np.full((len(texts), len(self._skills)), -1.0, np.float32)
        for at in range(0, len(texts), BLOCK):
            some = slice(at, at + BLOCK)
            likeness[some, self._concepts] = self._likeness(texts[some], vectors[some])
        concept_of = self._skills.names.concept_of
        for row, text in enumerate(texts):
            for name, least in self._skills.named_in(text).items():
                concept = concept_of[name]
                likeness[row, concept] = max(likeness[row, concept], least)
        return likeness

    def _likeness(self, texts: Sequence[str], vectors: FloatArray) -> FloatArray:
        by_name = vectors @ self._vectors.T
        kept = min(NAMES_BY_MEANING, by_name.shape[1])
        near = np.argpartition(-by_name, kept - 1, axis=1)[:, :kept]
        rows = np.repeat(np.arange(len(texts)), kept)
        told = sp.csr_array(self._vectorizer.transform(texts))
        wording = told[rows].multiply(self._wording[near.ravel()]).sum(axis=1)
        by_name[rows, near.ravel()] += np.float32(WORDING_WEIGHT) * np.asarray(wording, np.float32).ravel()
        best: FloatArray = np.maximum.reduceat(by_name, self._starts, axis=1)
        return best
