"""Draws pairs of texts that mean the same, in batches where neighbouring concepts stand side by side.

Names of neighbours (the same ISCO group, the same broader skill) are the hard negatives: in one batch, each must be
told from the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from models.training.material import IntArray, Kind, Material

# How often a concept of each kind begins a batch; there are four times as many skills as occupations.
KIND_SHARES = {Kind.OCCUPATION: 0.46, Kind.SKILL: 0.38, Kind.WORD: 0.09, Kind.OTHER: 0.07}
# What a pair is, where the concept has it: names in two languages, two names in one, a name and a description.
ACROSS, WITHIN, DESCRIBED = 0.63, 0.27, 0.10
# Share of a batch that consists of neighbours, and how many of them stand together.
NEIGHBOURS_SHARE, NEIGHBOURS_TOGETHER = 0.5, 6


class PairDrawer:
    """Pairs from the concepts for which ``chosen`` (concepts,) is true and that have two texts or more."""

    def __init__(self, material: Material, chosen: Sequence[bool]) -> None:
        self._names: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._descriptions: dict[int, list[int]] = defaultdict(list)
        rows = zip(material.concepts, material.languages, material.described, strict=True)
        for text, (concept, language, described) in enumerate(rows):
            if not chosen[concept]:
                continue
            if described:
                self._descriptions[int(concept)].append(text)
            else:
                self._names[int(concept)][int(language)].append(text)
        self._concepts = [c for c in self._names if self._size(c) > 1]
        self._neighbours: dict[int, list[int]] = defaultdict(list)
        self._group: Mapping[int, int] = {c: int(material.groups[c]) for c in self._concepts}
        for concept, group in self._group.items():
            if group >= 0:
                self._neighbours[group].append(concept)
        kinds = material.kinds[self._concepts]
        counts = np.bincount(kinds, minlength=len(Kind))
        shares = np.array([KIND_SHARES[Kind(int(kind))] / counts[kind] for kind in kinds])
        self._weights = shares / shares.sum()

    @property
    def concepts(self) -> int:
        """How many concepts are drawn from."""
        return len(self._concepts)

    def draw(self, size: int, random: np.random.Generator) -> tuple[IntArray, IntArray]:
        """``size`` texts of distinct concepts, and a second text of each."""
        pairs = [self._pair(concept, random) for concept in self._batch(size, random)]
        return np.array([one for one, _ in pairs], np.int64), np.array([other for _, other in pairs], np.int64)

    def _batch(self, size: int, random: np.random.Generator) -> list[int]:
        # A seed brings its neighbours so often that they make up the share that they are meant to have.
        often = NEIGHBOURS_SHARE / (NEIGHBOURS_TOGETHER * (1 - NEIGHBOURS_SHARE) + NEIGHBOURS_SHARE)
        seeds = random.choice(len(self._concepts), min(2 * size, len(self._concepts)), replace=False, p=self._weights)
        batch: dict[int, None] = {}
        for seed in (self._concepts[at] for at in seeds):
            together = [seed]
            near = self._neighbours.get(self._group[seed], [])
            if near and random.random() < often:
                chosen = random.choice(len(near), min(NEIGHBOURS_TOGETHER - 1, len(near)), replace=False)
                together += [near[at] for at in chosen]
            batch.update(dict.fromkeys(together))
            if len(batch) >= size:
                break
        return list(batch)[:size]

    def _pair(self, concept: int, random: np.random.Generator) -> tuple[int, int]:
        names, descriptions = self._names[concept], self._descriptions.get(concept, [])
        several = [language for language in names if len(names[language]) > 1]
        odds = np.array([ACROSS * (len(names) > 1), WITHIN * bool(several), DESCRIBED * bool(descriptions)])
        kind = int(random.choice(len(odds), p=odds / odds.sum()))
        languages = list(names)
        if kind == 0:
            one, other = (languages[at] for at in random.choice(len(languages), 2, replace=False))
            return _any(names[one], random), _any(names[other], random)
        if kind == 1:
            language = _any(several, random)
            first, second = random.choice(len(names[language]), 2, replace=False)
            return names[language][first], names[language][second]
        return _any(names[_any(languages, random)], random), _any(descriptions, random)

    def _size(self, concept: int) -> int:
        return sum(map(len, self._names[concept].values())) + len(self._descriptions.get(concept, ()))


def _any(items: Sequence[int], random: np.random.Generator) -> int:
    return items[int(random.integers(len(items)))]
