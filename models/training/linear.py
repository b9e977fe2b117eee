"""Trains the linear adapter over the trained layers: it brings equal meanings in different languages closer together.

The loss is that of ``models.training.layers``. It works on finished vectors: batches can be large, training is short.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.runtime import FloatArray
from models.space import LANGUAGES
from models.training.material import IntArray
from models.training.measure import Samples

# Chosen by held-out concepts and the MELO development sets; see encoder.md.
SETTINGS = {
    "steps": 800,
    "batch": 1024,
    "learning_rate": 2e-3,
    "temperature": 0.08,
    "weight_decay": 1e-3,
}
# Share of pairs taken within one language: keeps synonyms of one language together.
SAME_LANGUAGE_SHARE = 0.2
# Share of occupations in a batch; there are four times as many skills, and wishes are mostly occupations.
OCCUPATION_SHARE = 0.6
SEED = 7


class PairSampler:
    """Draws pairs of names of one concept, mostly in two languages, from sorted samples."""

    def __init__(self, samples: Samples) -> None:
        self._order = np.lexsort((samples.languages, samples.concepts))
        concepts, languages = samples.concepts[self._order], samples.languages[self._order]
        group_edges = _edges(concepts * len(LANGUAGES) + languages)
        self._group_start, self._group_end = group_edges[:-1], group_edges[1:]
        concept_edges = _edges(concepts[self._group_start])
        first, last = concept_edges[:-1], concept_edges[1:]
        several = last - first >= 2
        self._first, self._count = first[several], (last - first)[several]
        is_occupation = samples.occupations[self._order][self._group_start[self._first]]
        self._weights = _balanced(is_occupation)

    @property
    def concepts(self) -> int:
        """How many concepts have names in two languages or more."""
        return len(self._first)

    def draw(self, size: int, random: np.random.Generator) -> tuple[IntArray, IntArray]:
        """Positions of ``size`` names of distinct concepts, and of a second name of each."""
        picked = random.choice(len(self._first), size, replace=False, p=self._weights)
        count = self._count[picked]
        one = random.integers(0, count)
        other = (one + 1 + random.integers(0, count - 1)) % count
        other = np.where(random.random(size) < SAME_LANGUAGE_SHARE, one, other)
        return self._name_in(self._first[picked] + one, random), self._name_in(self._first[picked] + other, random)

    def _name_in(self, groups: IntArray, random: np.random.Generator) -> IntArray:
        start, end = self._group_start[groups], self._group_end[groups]
        names: IntArray = self._order[start + random.integers(0, end - start)]
        return names


def _edges(sorted_values: IntArray) -> IntArray:
    """Where runs of equal values begin, and the length."""
    changes = np.flatnonzero(np.diff(sorted_values)) + 1
    return np.concatenate([[0], changes, [len(sorted_values)]]).astype(np.int64)


def _balanced(is_occupation: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64] | None:
    """Probabilities that give the occupations their share; None where there is only one kind."""
    occupations = int(is_occupation.sum())
    if occupations in (0, len(is_occupation)):
        return None
    others = len(is_occupation) - occupations
    return np.where(is_occupation, OCCUPATION_SHARE / occupations, (1 - OCCUPATION_SHARE) / others)


def train_adapter(samples: Samples, seed: int = SEED) -> FloatArray:
    """The matrix ``W`` (dimension, dimension) for which ``x + x @ W`` brings names of one concept together."""
    # Imported here: the serving path must never load torch.
    import torch
    from torch.nn import functional

    torch.set_num_threads(1)  # the order of additions must not depend on the machine's number of processors
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    sampler = PairSampler(samples)
    vectors = torch.from_numpy(np.ascontiguousarray(samples.vectors))
    dimension = samples.vectors.shape[1]
    matrix = torch.zeros(dimension, dimension, requires_grad=True)
    optimizer = torch.optim.Adam([matrix], lr=SETTINGS["learning_rate"])
    steps, size = int(SETTINGS["steps"]), min(int(SETTINGS["batch"]), max(1, sampler.concepts // 2))
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = SETTINGS["learning_rate"] * (1 - step / steps)
        one, other = (vectors[torch.from_numpy(part)] for part in sampler.draw(size, random))
        left, right = (functional.normalize(part + part @ matrix) for part in (one, other))
        likeness = left @ right.T / SETTINGS["temperature"]
        target = torch.arange(size)
        loss = (functional.cross_entropy(likeness, target) + functional.cross_entropy(likeness.T, target)) / 2
        loss = loss + SETTINGS["weight_decay"] * matrix.square().sum()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch ships this one method without types
        optimizer.step()
    trained: FloatArray = matrix.detach().numpy().astype(np.float16).astype(np.float32)
    return trained
