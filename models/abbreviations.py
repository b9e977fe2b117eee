"""What abbreviations of the training world stand for: ``abbreviations.tsv``, words of our own.

Some mean a competence or an occupation, which they are then linked to. Others mean a qualification, an institution or a
scheme: they say nothing about what is learnt, and are told apart so that nobody takes them for a concept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine.domain import ConceptKind
from engine.errors import StateError

TABLE = Path(__file__).with_name("abbreviations.tsv")
QUALIFICATION = "qualification"
_TOKEN = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """``text`` is what ``short`` stands for in ``language``; ``kind`` is None for a qualification and its like."""

    short: str
    kind: ConceptKind | None
    language: str
    text: str


def read_abbreviations(path: Path = TABLE) -> list[Abbreviation]:
    """The rows of a table; ``StateError`` when it is missing or damaged."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                Abbreviation(
                    short=row["abbreviation"],
                    kind=None if row["means"] == QUALIFICATION else ConceptKind(row["means"]),
                    language=row["language"],
                    text=row["text"],
                )
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
            ]
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise StateError(
            f"the table of abbreviations is unreadable: {error}",
            place=str(path),
            remedy="install Passerelle again",
            code="abbreviations-missing",
        ) from error


def abbreviations_in(text: str) -> tuple[Abbreviation, ...]:
    """The abbreviations a text has as words: written as the table writes them, or in any case where they are it all."""
    table, whole = _table(), text.strip().casefold()
    words = [match.group() for match in _TOKEN.finditer(text)]
    alone = len(words) == 1
    return tuple(
        abbreviation
        for word in dict.fromkeys(words)
        for abbreviation in table.get(word.casefold(), ())
        if abbreviation.short in (word, word.removesuffix("s")) or (alone and word.casefold() == whole)
    )


def written_out(text: str, kind: ConceptKind) -> list[tuple[str, str]]:
    """The text with its abbreviations of this kind in full, one reading (text, language) for each that it has."""
    return [
        (_replaced(text, found.short, found.text), found.language)
        for found in abbreviations_in(text)
        if found.kind is kind
    ]


def without_qualifications(text: str) -> str:
    """The text without the abbreviations of qualifications: of ``CAP cuisine`` what is learnt."""
    for found in abbreviations_in(text):
        if found.kind is None:
            text = _replaced(text, found.short, " ")
    return _SPACE.sub(" ", text).strip(" -,;:()/")


def qualifications_in(text: str) -> Sequence[Abbreviation]:
    """The abbreviations of a text that mean a qualification and no concept."""
    return [found for found in abbreviations_in(text) if found.kind is None]


def _replaced(text: str, short: str, by: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(short)}s?(?!\w)", lambda _: by, text, flags=re.IGNORECASE)


@lru_cache(maxsize=1)
def _table() -> dict[str, list[Abbreviation]]:
    table: dict[str, list[Abbreviation]] = {}
    for abbreviation in read_abbreviations():
        table.setdefault(abbreviation.short.casefold(), []).append(abbreviation)
    return table
