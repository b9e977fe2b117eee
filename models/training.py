"""Trains the linear adapter that brings equal meanings in different languages closer together.

Run ``passerelle train ESCO_FOLDER``. It encodes the names of ESCO occupations and skills, trains on
half of the concepts and measures on the other half, then trains on all of them and writes ``adapter.npz``. The loss is
the symmetric InfoNCE of van den Oord et al. (2018): a name must find the same concept's name in another language among
the other names of the batch. The figures stand in ``adapter.md``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.cache import EncodingCache
from models.encoder import Encoder
from models.esco_labels import Label, read_labels
from models.export import prepare_encoder
from models.runtime import FloatArray, load_runtime, normalised
from models.serving import ServingFacts
from models.space import ADAPTER, LANGUAGES, Space

IntArray = npt.NDArray[np.int64]

# Chosen by held-out concepts and the MELO development sets; see adapter.md.
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
HELD_OUT_SHARE = 0.5
SEED = 7
QUERIES_PER_LANGUAGE = 400


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


def read_samples(labels: Sequence[Label], cache: EncodingCache) -> Samples:
    """The names as vectors; the cache's encoder must have no adapter."""
    numbers = {concept: number for number, concept in enumerate(sorted({label.concept for label in labels}))}
    encoding = cache.encode(
        [label.text for label in labels],
        [label.language for label in labels],
        lambda done, total: print(f"encoded {done} of {total}", file=sys.stderr),
    )
    return Samples(
        vectors=encoding.vectors,
        concepts=np.array([numbers[label.concept] for label in labels], np.int64),
        languages=np.array([LANGUAGES.index(label.language) for label in labels], np.int64),
        occupations=np.array(["/skill/" not in label.concept for label in labels]),
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the names are, where the encoder is, where the adapter goes."""
    home = Path(os.environ.get("PASSERELLE_HOME") or "var")
    parser.add_argument("esco", type=Path, metavar="ESCO_FOLDER", help="folder with the ESCO label tables")
    parser.add_argument("--home", type=Path, default=home, help="state folder with the encoder")
    parser.add_argument("--out", type=Path, default=ADAPTER, help="default: the adapter that ships")


def run(options: argparse.Namespace) -> int:
    """Trains, measures and writes the adapter of the bundled encoder."""
    serving = prepare_encoder(options.home)
    facts = ServingFacts.read(serving)
    plain = Encoder(load_runtime(serving, threads=2), Space(centres=Space.load(serving, facts).centres))
    with EncodingCache(options.home / "encodings", plain) as cache:
        samples = read_samples(read_labels(options.esco), cache)
    random = np.random.default_rng(SEED)
    held_out = (random.random(int(samples.concepts.max()) + 1) < HELD_OUT_SHARE)[samples.concepts]
    matrix = train_adapter(samples.where(~held_out))
    unseen = samples.where(held_out & samples.occupations)
    for name, measured in (("without", unseen), ("with", unseen.adapted(matrix))):
        across, within = cross_language_rank(measured)
        print(f"unseen occupations, {name} adapter: MRR {across:.3f} across languages, {within:.3f} within one")
    np.savez_compressed(options.out, source=np.array(facts.source), matrix=train_adapter(samples).astype(np.float16))
    print(f"{options.out}: {options.out.stat().st_size // 1000} kB from {len(samples.concepts)} names")
    return 0
