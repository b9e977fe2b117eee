"""Completes what somebody types into names of concepts: any word of any name may be the one that was begun.

Every beginning of a word within a folded name is an entry, and the entries are sorted by what follows; those with a
prefix are a run found by bisection. Nothing is copied: entries are numbers into mapped arrays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from models.digests import load_arrays, save_arrays
from models.names import NameTable, number_of, words_of
from models.ngrams import NgramIndex

# What puts a name further down: another language than the reader's, the prefix within the name, a name that is not the
# preferred one; and each letter more than was typed.
COST = {"language": 1_000.0, "within": 300.0, "other-name": 60.0, "letter": 1.0}
# Names looked at when nothing begins as typed, and how like (0 to 100) what was typed such a name must be.
MISTYPED_NAMES, MISTYPED_LIKENESS = 100, 78.0
# What a name in another language than the reader's is less worth then.
MISTYPED_FOREIGN = 8.0
LONGEST_PREFIX = 80
# A run of entries longer than this is ranked by its first so many: nobody reads on behind one letter.
LONGEST_RUN = 50_000
_WORD_STARTS, _LETTER_STARTS = re.compile(rb"(?:^|(?<= ))[^ ]"), re.compile(r"(?:^|(?<= ))[^ ]")
# Sorts behind every letter.
_LAST = b"\xff"

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entries:
    """Entry ``e`` begins at the byte ``offset[e]`` of the folded form ``form[e]``.

    ``preferred`` (names,) is whether a name is the first of its concept in its language.
    """

    preferred: npt.NDArray[np.bool_]
    form: npt.NDArray[np.int32]
    offset: npt.NDArray[np.uint16]


class Completions:
    """Prefix → rows of a table of names, the most welcome first."""

    def __init__(self, names: NameTable, wording: NgramIndex, entries: _Entries) -> None:
        self._names = names
        self._wording = wording
        self._entries = entries

    @classmethod
    def build(cls, names: NameTable, wording: NgramIndex) -> Completions:
        """The entries of all names."""
        forms = [names.folded[form].encode() for form in range(len(names.folded))]
        starts = [(form, match.start()) for form, text in enumerate(forms) for match in _WORD_STARTS.finditer(text)]
        starts = [(form, start) for form, start in starts if start <= np.iinfo(np.uint16).max]
        starts.sort(key=lambda entry: forms[entry[0]][entry[1] :])
        entries = _Entries(
            preferred=names.preferred(),
            form=np.array([form for form, _ in starts], np.int32),
            offset=np.array([start for _, start in starts], np.uint16),
        )
        return cls(names, wording, entries)

    def complete(self, prefix: str, *, language: str | None, concepts: npt.NDArray[np.bool_], limit: int) -> list[int]:
        """Rows of the names that ``prefix`` may become, at most ``limit``, one a concept, of ``concepts`` (a mask).

        Names in the reader's language come first; where nothing begins as typed, what is spelt alike.
        """
        words = words_of(prefix[:LONGEST_PREFIX])
        if not words or limit < 1:
            return []
        runs = [self._run(" ".join(words))]
        if len(words) > 1 and len(runs[0]) < limit:
            runs.append(self._with_all(words))
        entries = np.unique(np.concatenate(runs))
        if not len(entries):
            return self._distinct(self._spelt_alike(" ".join(words), language), concepts, limit)
        names, forms = self._names, self._entries.form[entries]
        rows = names.holder[forms].astype(np.int64)
        cost = COST["language"] * (names.language_of[rows] != number_of(language))
        cost += COST["within"] * (self._entries.offset[entries] > 0)
        cost += COST["other-name"] * ~self._entries.preferred[rows]
        cost += COST["letter"] * (names.folded.begins[forms + 1] - names.folded.begins[forms])
        return self._distinct(rows[np.argsort(cost, kind="stable")].tolist(), concepts, limit)

    def _run(self, prefix: str) -> IntArray:
        """The entries that begin so."""
        wanted = prefix.encode()
        every = range(len(self._entries.form))
        first = bisect_left(every, wanted, key=self._key)
        behind = bisect_left(every, wanted + _LAST, lo=first, key=self._key)
        return np.arange(first, min(behind, first + LONGEST_RUN))

    def _key(self, entry: int) -> bytes:
        form, folded = self._entries.form[entry], self._names.folded
        begin = int(folded.begins[form]) + int(self._entries.offset[entry])
        return folded.letters[begin : folded.begins[form + 1]].tobytes()

    def _with_all(self, words: Sequence[str]) -> IntArray:
        """The entries of the last word in forms that have a word beginning with each of ``words``."""
        runs = [self._run(word) for word in words]
        shared = reduce(np.intersect1d, (self._entries.form[run] for run in runs))
        return runs[-1][np.isin(self._entries.form[runs[-1]], shared)]

    def _spelt_alike(self, typed: str, language: str | None) -> Iterable[int]:
        """Rows of names with a part spelt like ``typed``, the most alike first."""
        rows = self._wording.nearest(typed, MISTYPED_NAMES)
        alike = [(self._likeness(typed, row), row) for row in rows.tolist()]
        foreign = np.not_equal(self._names.language_of, number_of(language))
        found = [(MISTYPED_FOREIGN * foreign[row] - likeness, row) for likeness, row in alike if likeness]
        return [row for _, row in sorted(found)]

    def _likeness(self, typed: str, row: int) -> float:
        """The best likeness (0 to 100) of what was typed and as many letters from the beginning of a word on."""
        parts = (
            form[match.start() : match.start() + len(typed)]
            for form in self._names.forms(row)
            for match in _LETTER_STARTS.finditer(form)
        )
        return max((fuzz.ratio(typed, part, score_cutoff=MISTYPED_LIKENESS) for part in parts), default=0.0)

    def _distinct(self, rows: Iterable[int], concepts: npt.NDArray[np.bool_], limit: int) -> list[int]:
        """The first row of each concept that is asked for."""
        first: dict[int, int] = {}
        for row in rows:
            concept = int(self._names.concept_of[row])
            if concepts[concept]:
                first.setdefault(concept, row)
                if len(first) == limit:
                    break
        return list(first.values())

    def save(self, folder: Path) -> None:
        """Writes plain arrays into ``folder``, which must exist."""
        save_arrays(folder, self._entries)

    @classmethod
    def load(cls, folder: Path, names: NameTable, wording: NgramIndex) -> Completions:
        """Maps what ``save`` wrote."""
        return cls(names, wording, _Entries(**load_arrays(folder, _Entries)))
