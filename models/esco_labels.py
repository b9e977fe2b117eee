"""Reads ESCO label tables: which concept is called what in which language. Used for training only.

ESCO is published by the European Commission, reusable with attribution (Decision 2011/833/EU). Its downloads come as
CSV in several shapes; ``TABLES`` declares each one that is read.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError

# Labels kept per concept and language: some concepts have sixty spellings of one name.
MAXIMUM_LABELS = 6
_SEPARATORS = re.compile(r"[\n|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    concept: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    path: str
    language: str
    concept: str
    labels: tuple[str, ...]


TABLES = (
    Table(
        path="de_v1.2/occupations_de.csv.gz",
        language="de",
        concept="conceptUri",
        labels=("preferredLabel", "altLabels"),
    ),
    Table(
        path="en_v1.2.0/occupations_en.csv.gz",
        language="en",
        concept="conceptUri",
        labels=("preferredLabel", "altLabels"),
    ),
    Table(path="fr/occupations_fr.csv.gz", language="fr", concept="conceptUri", labels=("preferredLabel", "altLabels")),
    Table(path="nl/occupations_nl.csv.gz", language="nl", concept="conceptUri", labels=("label",)),
    Table(path="de_v1.1/all_skills.csv.gz", language="de", concept="concept_uri", labels=("preferred_label",)),
    Table(path="en/skills_en.csv.gz", language="en", concept="concept_uri", labels=("preferred_label",)),
    Table(path="fr/skills_fr.csv.gz", language="fr", concept="conceptUri", labels=("preferredLabel",)),
    Table(path="nl/skills_nl.csv.gz", language="nl", concept="conceptUri", labels=("preferredLabel",)),
)


def read_labels(folder: Path, tables: Sequence[Table] = TABLES) -> list[Label]:
    """The distinct labels of all tables below ``folder``, at most six per concept and language, in reading order.

    Raises ``InputError`` when a table is missing or lacks a declared column.
    """
    kept: dict[tuple[str, str], list[str]] = {}
    for table in tables:
        for concept, text in _rows(folder, table):
            labels = kept.setdefault((concept, table.language), [])
            if len(labels) < MAXIMUM_LABELS and text not in labels:
                labels.append(text)
    return [
        Label(concept=concept, language=language, text=text)
        for (concept, language), texts in kept.items()
        for text in texts
    ]


def _rows(folder: Path, table: Table) -> Iterator[tuple[str, str]]:
    path = folder / table.path
    if not path.is_file():
        raise InputError("an ESCO table is missing", place=str(path), value=table.path, remedy="name the ESCO folder")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        absent = {table.concept, *table.labels} - set(reader.fieldnames or ())
        if absent:
            raise InputError(
                "an ESCO table lacks columns", place=str(path), value=sorted(absent), remedy="use ESCO 1.2"
            )
        for row in reader:
            for column in table.labels:
                for text in _SEPARATORS.split(row[column] or ""):
                    if text.strip():
                        yield row[table.concept], text.strip()
