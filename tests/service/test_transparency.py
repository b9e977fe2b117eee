"""What is told to the public is what the code does."""

from __future__ import annotations

import re

from data.store.accounts_shortlists import KEPT_DAYS, LONGEST_KEPT_DAYS
from engine.ranking import WEIGHTS
from tests.conftest import PROJECT

WEIGHT_ROW = re.compile(r"^\| `([a-z]+)` \| ([0-9.]+) \|", re.M)


def page(name: str) -> str:
    return (PROJECT / "docs" / name).read_text(encoding="utf-8")


def test_the_table_of_weights_is_the_one_that_ranks() -> None:
    told = [(name, float(weight)) for name, weight in WEIGHT_ROW.findall(page("transparency.md"))]
    assert told == list(WEIGHTS.items())


def test_shortlists_are_kept_as_long_as_is_told() -> None:
    assert f"{KEPT_DAYS} days" in page("privacy.md")
    assert f"at most {LONGEST_KEPT_DAYS} days" in page("privacy.md")
