"""The starter vocabulary: occupations and competences of the region, and interests in plain words, in five languages.

The files are tables of tab-separated columns, with a column of names for each language, the names of a cell separated
by ``|`` and the preferred one first. Occupations carry their ESCO URI and ISCO-08 code, competences their ESCO URI and
what they are, an interest carries the beginnings of the ISCO codes it stands for.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from engine.domain import Concept, ConceptKind
from engine.errors import InputError

FOLDER = Path(__file__).parent
LANGUAGES = ("de", "fr", "en", "lb", "nl")
SEPARATOR = "|"
INTEREST_URI = "passerelle:interest/"
COMPETENCES = "competences.tsv"
NEEDS = "essential.tsv"
STRUCTURE = "structure.tsv"
HASH_BYTES = 16


def starter_version() -> str:
    """32 hexadecimal digits that change with the shipped tables."""
    digest = blake2b(digest_size=HASH_BYTES)
    for path in sorted(FOLDER.glob("*.tsv")):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()


def starter_competences() -> tuple[Concept, ...]:
    """Every competence of the shipped tables, in their order."""
    rows = read_table(FOLDER / COMPETENCES, "uri")
    return tuple(Concept(uri=row["uri"], labels=labels_of(row), kind=ConceptKind.SKILL) for row in rows)


def starter_pairs(table: str) -> Iterator[tuple[str, str, str]]:
    """The rows of a shipped table of three columns: two URIs, or a URI and a word, and how they are related."""
    with (FOLDER / table).open(encoding="utf-8", newline="") as lines:
        next(lines)
        for line in lines:
            source, target, relation = line.rstrip("\r\n").split("\t")
            yield source, target, relation


def starter_occupations() -> tuple[Concept, ...]:
    """Every occupation of the shipped tables, in their order."""
    rows = (row for path in sorted(FOLDER.glob("occupations-*.tsv")) for row in read_table(path, "uri"))
    return tuple(Concept(uri=row["uri"], labels=labels_of(row), code=row["isco"]) for row in rows)


def starter_interests(occupations: Sequence[Concept]) -> tuple[Concept, ...]:
    """Every interest of the shipped tables, standing for those among ``occupations`` that its codes mean."""
    return tuple(
        Concept(
            uri=INTEREST_URI + interest["id"],
            labels=labels_of(interest),
            kind=ConceptKind.INTEREST,
            stands_for=tuple(
                occupation.uri
                for occupation in occupations
                if occupation.code.startswith(tuple(interest["isco"].split()))
            ),
        )
        for path in sorted(FOLDER.glob("interests*.tsv"))
        for interest in read_table(path, "id")
    )


def starter_concepts() -> tuple[Concept, ...]:
    """Every occupation of the shipped tables and every interest, in the order of the files."""
    occupations = starter_occupations()
    return (*occupations, *starter_interests(occupations))


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
