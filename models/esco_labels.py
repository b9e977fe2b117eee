"""Reads ESCO tables: names, descriptions and neighbours of each concept. Used for training only.

ESCO is published by the European Commission, reusable with attribution (Decision 2011/833/EU). Its downloads come as
CSV in several shapes; ``TABLES`` declares each one that is read.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError

# Labels kept per concept and language: some concepts have sixty spellings of one name.
MAXIMUM_LABELS = 6
# Characters of a description that are read: its first sentence or two say what the concept is.
DESCRIPTION_CHARACTERS = 260
# Digits of an ISCO code within which occupations are neighbours.
NEIGHBOUR_DIGITS = 3
_SEPARATORS = re.compile(r"[\n|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    concept: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``labels`` are columns with one name or several, ``neighbours`` a column whose equal values make neighbours."""

    path: str
    language: str
    concept: str
    labels: tuple[str, ...] = ()
    description: str = ""
    neighbours: str = ""

    @property
    def columns(self) -> set[str]:
        """The columns that must be there."""
        return {self.concept, *self.labels, self.description, self.neighbours} - {""}


_NAMES = ("preferredLabel", "altLabels")
_COLLECTIONS = tuple(
    Table(
        path=path,
        language=path[:2],
        concept="conceptUri",
        labels=_NAMES,
        description="description",
    )
    for path in (
        "de_v1.2/digitalSkillsCollection_de.csv.gz",
        "de_v1.2/greenSkillsCollection_de.csv.gz",
        "de_v1.2/transversalSkillsCollection_de.csv",
        "de_v1.2/languageSkillsCollection_de.csv",
        "en_v1.2.0/digitalSkillsCollection_en.csv.gz",
        "en_v1.2.0/greenSkillsCollection_en.csv.gz",
        "en_v1.2.0/transversalSkillsCollection_en.csv.gz",
        "en_v1.2.0/languageSkillsCollection_en.csv.gz",
    )
)
TABLES = (
    Table(
        path="de_v1.2/occupations_de.csv.gz",
        language="de",
        concept="conceptUri",
        labels=_NAMES,
        description="description",
    ),
    Table(
        path="en_v1.2.0/occupations_en.csv.gz",
        language="en",
        concept="conceptUri",
        labels=_NAMES,
        description="description",
        neighbours="iscoGroup",
    ),
    Table(path="fr/occupations_fr.csv.gz", language="fr", concept="conceptUri", labels=_NAMES),
    Table(path="nl/occupations_nl.csv.gz", language="nl", concept="conceptUri", labels=("label",)),
    Table(
        path="de_v1.1/all_skills.csv.gz",
        language="de",
        concept="concept_uri",
        labels=("preferred_label",),
        description="description",
    ),
    Table(path="en/skills_en.csv.gz", language="en", concept="concept_uri", labels=("preferred_label",)),
    Table(path="fr/skills_fr.csv.gz", language="fr", concept="conceptUri", labels=_NAMES),
    Table(path="nl/skills_nl.csv.gz", language="nl", concept="conceptUri", labels=("preferredLabel",)),
    *_COLLECTIONS,
    Table(
        path="en_v1.2.0/broaderRelationsSkillPillar_en.csv.gz",
        language="en",
        concept="conceptUri",
        neighbours="broaderUri",
    ),
)


def read_labels(folder: Path, tables: Sequence[Table] = TABLES) -> list[Label]:
    """The distinct labels of all tables below ``folder``, at most six per concept and language, in reading order.

    Raises ``InputError`` when a table is missing or lacks a declared column.
    """
    kept: dict[tuple[str, str], list[str]] = {}
    for table in tables:
        for row in _rows(folder, table) if table.labels else ():
            labels = kept.setdefault((row[table.concept], table.language), [])
            for column in table.labels:
                for text in _SEPARATORS.split(row[column] or ""):
                    plain = " ".join(text.split())
                    if plain and len(labels) < MAXIMUM_LABELS and plain not in labels:
                        labels.append(plain)
    return [
        Label(concept=concept, language=language, text=text)
        for (concept, language), texts in kept.items()
        for text in texts
    ]


def read_descriptions(folder: Path, tables: Sequence[Table] = TABLES) -> list[Label]:
    """The beginning of the first description of each concept in each language that has one."""
    kept: dict[tuple[str, str], str] = {}
    for table in tables:
        for row in _rows(folder, table) if table.description else ():
            text = " ".join((row[table.description] or "").split())[:DESCRIPTION_CHARACTERS]
            if text:
                kept.setdefault((row[table.concept], table.language), text)
    return [Label(concept=concept, language=language, text=text) for (concept, language), text in kept.items()]


def read_neighbours(folder: Path, tables: Sequence[Table] = TABLES) -> Mapping[str, str]:
    """Concept → its ISCO group of three digits, or the broader skill that it shares with its neighbours."""
    found: dict[str, str] = {}
    for table in tables:
        for row in _rows(folder, table) if table.neighbours else ():
            group = row[table.neighbours]
            isco = group.lstrip("C")
            found.setdefault(row[table.concept], isco[:NEIGHBOUR_DIGITS] if isco.isdigit() else group)
    return found


def _rows(folder: Path, table: Table) -> Iterator[Mapping[str, str]]:
    path = folder / table.path
    if not path.is_file():
        raise InputError("an ESCO table is missing", place=str(path), value=table.path, remedy="name the ESCO folder")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        absent = table.columns - set(reader.fieldnames or ())
        if absent:
            raise InputError(
                "an ESCO table lacks columns", place=str(path), value=sorted(absent), remedy="use ESCO 1.2"
            )
        yield from reader
