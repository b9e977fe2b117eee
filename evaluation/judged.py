"""The project's own judged wishes (``sets/judged``): what is asked in five languages, and which courses answer it."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from pathlib import Path

from engine.errors import InputError
from evaluation.files import read_qrels
from evaluation.overlap import LANGUAGES

FOLDER = Path(__file__).parent / "sets" / "judged"
WISHES, QRELS = "wishes.tsv", "qrels.txt"
PARTS = ("tuning", "test")


def read_judged(
    part: str, courses: Collection[str], folder: Path = FOLDER
) -> tuple[dict[str, str], dict[str, dict[str, int]]]:
    """Query (``need-language``) → wish, and query → course → grade, of one part and of those ``courses`` only.

    A need is judged once for all five languages. Needs that none of the courses answers are left out.
    """
    if part not in PARTS:
        raise InputError("no such part of the judged wishes", value=part, remedy=f"name one of {', '.join(PARTS)}")
    grades = read_qrels(folder / QRELS)
    queries: dict[str, str] = {}
    qrels: dict[str, dict[str, int]] = {}
    for row in _rows(folder / WISHES):
        here = {key: grade for key, grade in grades.get(row["need"], {}).items() if key in courses}
        if row["part"] == part and any(here.values()):
            for language in LANGUAGES:
                query = f"{row['need']}-{language}"
                queries[query], qrels[query] = row[language], here
    return queries, qrels


def _rows(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
