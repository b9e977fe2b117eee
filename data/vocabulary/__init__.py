"""The starter vocabulary: occupations of the region by their names in all five languages.

The files are tables of tab-separated columns: ESCO URI, ISCO code, and a column of names for each language, the names
of a cell separated by ``|`` with the preferred one first.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from engine.domain import Concept
from engine.errors import InputError

__all__ = ["starter_occupations"]

FOLDER = Path(__file__).parent
LANGUAGES = ("de", "fr", "en", "lb", "nl")
SEPARATOR = "|"


def starter_occupations() -> tuple[Concept, ...]:
    """Every occupation of the shipped tables, in the order of the files."""
    return tuple(concept for path in sorted(FOLDER.glob("occupations-*.tsv")) for concept in read_concepts(path))


def read_concepts(path: Path) -> Iterator[Concept]:
    """The concepts of one table; raises ``InputError`` naming the line where a name is missing."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            labels = {tag: _names(row.get(tag) or "") for tag in LANGUAGES}
            unnamed = [tag for tag, names in labels.items() if not names]
            if unnamed or not row.get("uri"):
                raise InputError(
                    "a concept needs a URI and a name in every language",
                    place=f"{path.name}:{number}",
                    value=", ".join(unnamed) or "uri",
                    remedy="fill the empty column",
                    code="concept-incomplete",
                )
            yield Concept(uri=row["uri"], labels=labels)


def _names(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in cell.split(SEPARATOR) if name.strip()))
