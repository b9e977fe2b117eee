"""Seconds of things done turn by turn, so that a busy machine slows all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

WARM_UP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds of one thing done many times, as percentiles in milliseconds."""

    p50_ms: float
    p95_ms: float
    p99_ms: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Timing:
        """The percentiles of ``seconds``."""
        p50, p95, p99 = (float(value) * 1_000 for value in np.percentile(seconds, [50, 95, 99]))
        return cls(p50_ms=p50, p95_ms=p95, p99_ms=p99)


def in_turns(jobs: Sequence[Callable[[int], object]], *, times: int, warm_up: int = WARM_UP) -> list[list[float]]:
    """Seconds of each job, done ``times`` times in turn after a warm-up."""
    seconds: list[list[float]] = [[] for _ in jobs]
    for at in range(-warm_up, times):
        for job, taken in zip(jobs, seconds, strict=True):
            started = time.perf_counter()
            job(at)
            if at >= 0:
                taken.append(time.perf_counter() - started)
    return seconds
