"""Figures: the values are trec_eval's, the mean of nothing is NaN, the intervals are the same every time."""

from __future__ import annotations

import math

import numpy as np
import pytest

from evaluation.metrics import compared, figure, figures, rounded, values_of

QRELS = {"a": {"d1": 1}, "b": {"d2": 2, "d3": 1}}


def test_each_measure_is_worked_out_by_hand() -> None:
    run = {"a": {"d1": 0.1, "d2": 0.9}, "b": {"d2": 0.5, "d3": 0.4, "d1": 0.6}}
    found = values_of(["mrr", "success@1", "success@5", "ndcg@10", "recall@50"], QRELS, [run])
    assert found["mrr"] == {"a": 0.5, "b": 0.5}
    assert found["success@1"] == {"a": 0.0, "b": 0.0}
    assert found["success@5"] == {"a": 1.0, "b": 1.0}
    assert found["recall@50"] == {"a": 1.0, "b": 1.0}
    best = 2 + 1 / math.log2(3)
    got = 2 / math.log2(3) + 1 / math.log2(4)
    assert found["ndcg@10"]["b"] == pytest.approx(got / best)


def test_a_judged_query_without_an_answer_is_worth_nothing_and_an_unjudged_one_does_not_count() -> None:
    found = values_of(["mrr"], QRELS, [{"a": {"d1": 1.0}}, {"z": {"d1": 1.0}}])
    assert found["mrr"] == {"a": 1.0, "b": 0.0}


def test_parts_of_a_run_give_what_the_whole_gives() -> None:
    parts = [{"a": {"d1": 1.0, "d9": 2.0}}, {"b": {"d3": 1.0, "d2": 0.5}}]
    assert values_of(["mrr", "ndcg@10"], QRELS, parts) == values_of(["mrr", "ndcg@10"], QRELS, [parts[0] | parts[1]])


def test_scores_that_differ_after_the_fifth_decimal_are_equal() -> None:
    one, other, third = rounded(np.array([0.123456, 0.123462, 0.12347], np.float32))
    assert one == other < third


def test_the_mean_of_nothing_is_nan() -> None:
    empty = figure([])
    assert math.isnan(empty.mean)
    assert math.isnan(empty.low)
    assert empty.queries == 0
    assert math.isnan(compared({}, {"a": 1.0}).chance)
    assert math.isnan(figures({"mrr": {}})["mrr"].high)


def test_an_interval_holds_the_mean_narrows_with_more_queries_and_is_repeatable() -> None:
    few, many = figure([0.0, 1.0] * 20), figure([0.0, 1.0] * 500)
    assert few.low < few.mean == 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    assert few == figure([0.0, 1.0] * 20)


def test_a_steady_advantage_is_told_from_chance() -> None:
    base = {str(at): at % 7 / 7 for at in range(100)}
    better = {key: value + 0.1 for key, value in base.items()}
    noisy = {key: value + (0.1 if int(key) % 2 else -0.1) for key, value in base.items()}
    assert compared(better, base).difference.mean == pytest.approx(0.1)
    assert compared(better, base).chance < 0.01
    assert compared(noisy, base).chance > 0.5
