"""Who needs what, and what lies below what: relations between numbered concepts, compact and fast to ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt

__all__ = ["Pairs", "Relations"]

Numbers = npt.NDArray[np.int32]
# (n, 2): source and target.
Pairs = npt.NDArray[np.int32]


class Relations:
    """One sort of relation between ``size`` concepts, to be followed both ways; a pair given twice counts once.

    Held as compressed sparse rows, 8 bytes a relation and 8 a concept: for all of ESCO 2 MB, where sets of strings took
    30.
    """

    def __init__(self, pairs: Pairs, size: int) -> None:
        # A pair as one number sorts, and shows what is there twice, many times faster than as a row.
        keys = np.unique(pairs[:, 0].astype(np.int64) * size + pairs[:, 1])
        sources, targets = np.divmod(keys, size) if size else (keys, keys)
        self._targets = _Rows(sources, targets, size)
        order = np.argsort(targets, kind="stable")
        self._sources = _Rows(targets[order], sources[order], size)

    def targets(self, source: int) -> Numbers:
        """All that ``source`` is related to, ascending."""
        return self._targets.of(source)

    def sources(self, target: int) -> Numbers:
        """All that is related to ``target``, ascending."""
        return self._sources.of(target)

    def count_sources(self, targets: Collection[int]) -> Iterator[tuple[int, int]]:
        """Every source of one of these targets, and to how many of them it is related."""
        met = [self._sources.of(target) for target in set(targets)]
        if not met:
            return
        numbers, counts = np.unique(np.concatenate(met), return_counts=True)
        yield from zip(numbers.tolist(), counts.tolist(), strict=True)

    def below(self, target: int) -> tuple[int, ...]:
        """Everything from which a chain of relations leads to ``target``, nearest first, without itself."""
        met = {target: None}
        waiting = [target]
        while waiting:
            fresh = [source for at in waiting for source in self._sources.of(at).tolist() if source not in met]
            met |= dict.fromkeys(fresh)
            waiting = list(dict.fromkeys(fresh))
        return tuple(met)[1:]


class _Rows:
    """Values by key; ``keys`` are ascending."""

    def __init__(self, keys: npt.NDArray[np.int64], values: npt.NDArray[np.int64], size: int) -> None:
        self._values = values.astype(np.int32)
        self._starts = np.searchsorted(keys, np.arange(size + 1)).astype(np.int32)

    def of(self, key: int) -> Numbers:
        return self._values[self._starts[key] : self._starts[key + 1]]
