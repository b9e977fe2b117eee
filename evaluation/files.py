"""Reads the files that benchmarks come as, gzipped or not; what cannot be read is refused with file and line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from engine.errors import InputError

GZIPPED = ".gz"
QRELS_COLUMNS = 4
SHOWN = 80


def one_of(folder: Path, name: str) -> Path:
    """``name`` in ``folder``, or the same gzipped; ``InputError`` when neither is there."""
    for path in (folder / name, folder / f"{name}{GZIPPED}"):
        if path.is_file():
            return path
    raise InputError(
        f"there is no {name} (or {name}{GZIPPED}) here",
        place=str(folder),
        value=name,
        remedy="name a folder in MELO's format: queries.tsv, corpus_elements.tsv, annotations.tsv, concept_mapping.tsv",
        code="benchmark-file-missing",
    )


def read_table(path: Path) -> dict[str, str]:
    """Key → value of lines ``key<TAB>value`` without quoting, in the order of the file; no key twice, none empty."""
    table: dict[str, str] = {}
    for number, line in numbered_lines(path):
        key, _, value = line.partition("\t")
        key, value = key.strip(), " ".join(value.split())
        if not (key and value):
            raise broken(path, number, "expected two columns with a tab between them", line)
        if key in table:
            raise broken(path, number, "this id stands in the file twice", key)
        table[key] = value
    return table


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Query → document → relevance of a TREC file (query, iteration, document, relevance)."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in numbered_lines(path):
        columns = line.split()
        if len(columns) != QRELS_COLUMNS:
            raise broken(path, number, "expected four columns: query, 0, document, relevance", line)
        query, _, document, relevance = columns
        try:
            qrels.setdefault(query, {})[document] = int(relevance)
        except ValueError:
            raise broken(path, number, "the relevance is not a whole number", relevance) from None
    return qrels


def read_json_lines(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The objects of a JSONL file with the numbers of their lines."""
    for number, line in numbered_lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise broken(path, number, f"not JSON: {error}", line) from None
        if not isinstance(row, dict):
            raise broken(path, number, "expected an object in braces", line)
        yield number, row


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold anything, numbered from 1; only a line feed ends one, for texts may hold other separators."""
    opener = gzip.open if path.suffix == GZIPPED else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot read the file: {error}",
            place=str(path),
            value=path.name,
            remedy="name a readable file in UTF-8, plain or gzipped",
            code="benchmark-unreadable",
        ) from error


def refuse_strangers(path: Path, what: str, named: Iterable[str], known: Mapping[str, object]) -> None:
    """Raises ``InputError`` when a file names an id that the benchmark does not have."""
    stranger = next((key for key in named if key not in known), None)
    if stranger is not None:
        raise InputError(
            f"{what} {stranger!r} is named here and nowhere else",
            place=str(path),
            value=stranger,
            remedy="use the files of one and the same benchmark",
            code="benchmark-mismatch",
        )


def broken(path: Path, number: int, message: str, value: str) -> InputError:
    """The error for one line of a benchmark file."""
    return InputError(
        message,
        place=f"{path}:{number}",
        value=value[:SHOWN],
        remedy="mend the line or fetch the file again",
        code="benchmark-broken",
    )
