"""The same wish told in five languages should find the same courses.

For each wish and each pair of languages: the share of the top ``k`` that both lists have in common. Strict, because
where many courses are equally good a different choice among them counts as a miss.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import fmean

from engine.errors import InputError

LANGUAGES = ("de", "fr", "en", "lb", "nl")
WISHES = Path(__file__).parent / "sets" / "wishes.tsv"

Search = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Mean shared fraction of the top ``k`` (0 to 1), per pair of languages and per wish; NaN of nothing."""

    k: int
    by_pair: Mapping[tuple[str, str], float]
    by_wish: Mapping[str, float]

    @property
    def without_lb(self) -> float:
        """Mean over the pairs without Luxembourgish."""
        return mean([share for pair, share in self.by_pair.items() if "lb" not in pair])

    @property
    def with_lb(self) -> float:
        """Mean over the pairs of Luxembourgish with each other language."""
        return mean([share for pair, share in self.by_pair.items() if "lb" in pair])


def mean(values: Sequence[float]) -> float:
    """The mean, NaN of nothing."""
    return fmean(values) if values else float("nan")


def shared_fraction(one: Sequence[str], other: Sequence[str], k: int) -> float:
    """The share of ``k`` places that both lists fill with the same courses."""
    return len(set(one[:k]) & set(other[:k])) / k


def read_wishes(path: Path = WISHES) -> Mapping[str, Mapping[str, str]]:
    """Occupation → language → wish; ``InputError`` where the file is no such table."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t"))
        return {row["occupation"]: {tag: row[tag] for tag in LANGUAGES} for row in rows}
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise InputError(
            f"no table of wishes: {error}",
            place=str(path),
            value=str(path),
            remedy=f"give a UTF-8 file of tab-separated columns: occupation, {', '.join(LANGUAGES)}",
        ) from error


def overlap(wishes: Mapping[str, Mapping[str, str]], search: Search, k: int = 10) -> Overlap:
    """``search(wish, language)`` → course ids, best first; how far the answers agree across languages."""
    shares: dict[tuple[str, str], list[float]] = {pair: [] for pair in combinations(LANGUAGES, 2)}
    by_wish = {}
    for occupation, words in wishes.items():
        found = {tag: search(words[tag], tag) for tag in LANGUAGES}
        here = {(one, other): shared_fraction(found[one], found[other], k) for one, other in shares}
        for pair, share in here.items():
            shares[pair].append(share)
        by_wish[occupation] = mean(list(here.values()))
    return Overlap(k=k, by_pair={pair: mean(values) for pair, values in shares.items()}, by_wish=by_wish)
