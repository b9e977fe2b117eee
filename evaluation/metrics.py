"""Figures of a ranking: one value a query by ir-measures, their mean, and how sure one may be of it.

Everything here is a pure function of its arguments; the mean of no query is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
import numpy.typing as npt

# Query → document → relevance, and query → document → score.
Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Mapping[str, float]]
# Measure → query → value.
Values = Mapping[str, Mapping[str, float]]
Floats = npt.NDArray[np.float64]

# Name in our figures → name in ir-measures.
MEASURES = {
    "mrr": "RR",
    "success@1": "Success@1",
    "success@5": "Success@5",
    "success@10": "Success@10",
    "ndcg@10": "nDCG@10",
    "recall@50": "R@50",
}
# trec_eval compares scores as MELO's published figures were made: rounded, equal ones by the higher document id.
DECIMALS = 5
RESAMPLES, SEED = 2_000, 7
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A mean over ``queries`` and the bounds of its 95 % interval; all NaN of no query."""

    mean: float
    low: float
    high: float
    queries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """By how much the first system is better on the same queries; ``chance`` is the two-sided bootstrap p-value."""

    difference: Figure
    chance: float


def values_of(names: Iterable[str], qrels: Qrels, runs: Iterable[Run]) -> Values:
    """Each measure of each judged query, runs being handed over in parts that share no query.

    A judged query that no run answers is worth 0, as trec_eval counts it with ``-c``.
    """
    measures = {ir_measures.parse_measure(MEASURES[name]): name for name in names}
    found: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in measures.values()}
    for run in runs:
        asked = {query: dict(qrels[query]) for query in run if query in qrels}
        if not asked:
            continue
        for metric in ir_measures.iter_calc(list(measures), asked, {query: dict(run[query]) for query in asked}):
            found[measures[metric.measure]][metric.query_id] = float(metric.value)
    return found


def rounded(scores: npt.NDArray[np.floating]) -> Floats:
    """Scores as trec_eval is to see them: to five decimals."""
    wide: Floats = scores.astype(np.float64)
    return np.round(wide, DECIMALS)


def figure(values: Sequence[float] | Floats) -> Figure:
    """The mean of one value a query, with a percentile bootstrap interval over the queries (seeded)."""
    given = np.asarray(values, np.float64)
    if not len(given):
        return Figure(mean=float("nan"), low=float("nan"), high=float("nan"), queries=0)
    low, high = np.quantile(_resampled_means(given), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Figure(mean=float(given.mean()), low=float(low), high=float(high), queries=len(given))


def figures(values: Values) -> Mapping[str, Figure]:
    """``figure`` of every measure."""
    return {name: figure(list(by_query.values())) for name, by_query in values.items()}


def as_dict(by_measure: Mapping[str, Figure]) -> dict[str, object]:
    """Measure → mean, and ``intervals``: measure → [low, high]."""
    means: dict[str, object] = {name: value.mean for name, value in by_measure.items()}
    return means | {"intervals": {name: [value.low, value.high] for name, value in by_measure.items()}}


def compared(one: Mapping[str, float], other: Mapping[str, float]) -> Comparison:
    """The paired bootstrap of two systems over the queries that both answered (Efron & Tibshirani 1993, ch. 16)."""
    common = [query for query in one if query in other]
    differences = np.array([one[query] - other[query] for query in common], np.float64)
    if not len(differences):
        return Comparison(difference=figure([]), chance=float("nan"))
    mean = differences.mean()
    extreme = np.abs(_resampled_means(differences - mean)) >= abs(mean)
    # One more of each, so that a finite number of resamples never claims certainty.
    chance = (int(extreme.sum()) + 1) / (RESAMPLES + 1)
    return Comparison(difference=figure(differences), chance=chance)


def _resampled_means(values: Floats) -> Floats:
    random = np.random.default_rng(SEED)
    size = len(values)
    return np.array([values[random.integers(0, size, size)].mean() for _ in range(RESAMPLES)])
