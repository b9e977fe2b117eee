"""The starter vocabulary: occupations of the region, and interests in plain words, in all five languages.

The files are tables of tab-separated columns, with a column of names for each language, the names of a cell separated
by ``|`` and the preferred one first. Occupations carry their ESCO URI and ISCO-08 code; an interest carries the
beginnings of the ISCO codes it stands for.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.domain import Concept, ConceptKind
from engine.errors import InputError

FOLDER = Path(__file__).parent
LANGUAGES = ("de", "fr", "en", "lb", "nl")
SEPARATOR = "|"
INTEREST_URI = "passerelle:interest/"


def starter_concepts() -> tuple[Concept, ...]:
    """Every occupation of the shipped tables and every interest, in the order of the files."""
    rows = [row for path in sorted(FOLDER.glob("occupations-*.tsv")) for row in read_table(path, "uri")]
    occupations = [Concept(uri=row["uri"], labels=labels_of(row), code=row["isco"]) for row in rows]
    interests = [
        Concept(
            uri=INTEREST_URI + interest["id"],
            labels=labels_of(interest),
            kind=ConceptKind.INTEREST,
            stands_for=tuple(row["uri"] for row in rows if row["isco"].startswith(tuple(interest["isco"].split()))),
        )
        for path in sorted(FOLDER.glob("interests*.tsv"))
        for interest in read_table(path, "id")
    ]
    return (*occupations, *interests)


def read_table(path: Path, key: str) -> Iterator[Mapping[str, str]]:
    """The rows of one table; raises ``InputError`` naming the line where the key or a language has nothing."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            empty = [column for column in (key, *LANGUAGES) if not (row.get(column) or "").strip()]
            if empty:
                raise InputError(
                    "a concept needs a key and a name in every language",
                    place=f"{path.name}:{number}",
                    value=", ".join(empty),
                    remedy="fill the empty column",
                    code="concept-incomplete",
                )
            yield row


def labels_of(row: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Language → names of one row."""
    return {tag: _names(row[tag]) for tag in LANGUAGES}


def _names(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in cell.split(SEPARATOR) if name.strip()))
