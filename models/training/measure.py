"""How well names find names of the same concept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from models.runtime import FloatArray, normalised
from models.training.material import IntArray

QUERIES_PER_LANGUAGE = 400
SEED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Names as centred vectors (n, dimension); ``concepts``, ``languages`` (n,) numbers; ``occupations`` (n,) bool."""

    vectors: FloatArray
    concepts: IntArray
    languages: IntArray
    occupations: npt.NDArray[np.bool_]

    def where(self, chosen: npt.NDArray[np.bool_]) -> Samples:
        """The samples for which ``chosen`` (n,) is true."""
        return Samples(
            vectors=self.vectors[chosen],
            concepts=self.concepts[chosen],
            languages=self.languages[chosen],
            occupations=self.occupations[chosen],
        )

    def adapted(self, matrix: FloatArray) -> Samples:
        """The samples as the adapter would place them."""
        moved = normalised(self.vectors + self.vectors @ matrix)
        return Samples(vectors=moved, concepts=self.concepts, languages=self.languages, occupations=self.occupations)


def reciprocal_rank(samples: Samples, one: int, other: int, seed: int = SEED) -> float:
    """Mean reciprocal rank of the nearest name of the same concept in language ``other``, asked in language ``one``.

    NaN when the two languages share no concept. Within one language the asking name itself does not count.
    """
    asked = np.flatnonzero(samples.languages == one)
    answers = np.flatnonzero(samples.languages == other)
    random = np.random.default_rng(seed)
    asked = random.choice(asked, min(QUERIES_PER_LANGUAGE, len(asked)), replace=False) if len(asked) else asked
    ranks = []
    for query, scores in zip(asked, samples.vectors[asked] @ samples.vectors[answers].T, strict=True):
        others = answers != query
        right = (samples.concepts[answers] == samples.concepts[query]) & others
        if right.any():
            ranks.append(1 / (1 + int((scores[others] > scores[right].max()).sum())))
    return float(np.mean(ranks)) if ranks else float("nan")


def cross_language_rank(samples: Samples) -> tuple[float, float]:
    """Mean reciprocal rank over all pairs of two languages, and within one language."""
    present = [int(language) for language in np.unique(samples.languages)]
    figures = {(a, b): reciprocal_rank(samples, a, b) for a, b in product(present, present)}
    across = [figure for (a, b), figure in figures.items() if a != b]
    within = [figure for (a, b), figure in figures.items() if a == b]
    return _mean_known(across), _mean_known(within)


def _mean_known(figures: Sequence[float]) -> float:
    """The mean of the figures that are numbers; NaN when none is."""
    known = [figure for figure in figures if not np.isnan(figure)]
    return float(np.mean(known)) if known else float("nan")
