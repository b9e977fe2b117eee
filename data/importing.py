"""From files to the catalogue: find, recognise, read, keep, and report what became of every record."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from data.files import write_atomically
from data.portals import PORTALS, PlaceFinder, Portal, Refusal, identify, read_courses
from data.store import ImportRun, Store
from engine.domain import Course
from engine.errors import InputError

__all__ = ["FileReport", "ImportReport", "import_files"]

BATCH = 500

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file; ``read`` is the sum of the five counts after it.

    ``portal`` is ``None`` for a file that no portal recognises. A document that is broken or unreadable counts as one
    record read and refused, and nothing of it is kept. ``conflicts`` are the ids found twice with different content:
    counted among the duplicates, the first one kept.
    """

    path: str
    portal: str | None = None
    read: int = 0
    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    duplicates: int = 0
    refusals: tuple[Refusal, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of every file, in the order of import."""

    files: tuple[FileReport, ...]

    def total(self, count: str) -> int:
        """The sum over all files of one count, such as ``accepted``."""
        return sum(getattr(file, count) for file in self.files)

    def to_json(self) -> bytes:
        """The report as others read it: ``{"files": [{"path", "portal", "read", …, "refusals": […]}]}``, in UTF-8."""
        text = json.dumps({"files": [asdict(file) for file in self.files]}, ensure_ascii=False, indent=1)
        return text.encode("utf-8", "replace") + b"\n"

    def write(self, path: Path) -> None:
        """Put the report at ``path``, whole or not at all."""
        write_atomically(path, self.to_json())


def import_files(
    store: Store,
    paths: Sequence[Path],
    *,
    places: PlaceFinder,
    today: date,
    portal: str | None = None,
    progress: Progress | None = None,
    portals: tuple[Portal, ...] = PORTALS,
) -> ImportReport:
    """Import files and folders (all that is in them, hidden files aside, in sorted order), each file as a whole or not.

    A broken file is reported and does not stop the others. ``portal`` names the reader for all files; without it each
    file is recognised. ``progress`` is told a file's path and how many of its records have been read so far.

    Raises:
        InputError: a path or the portal does not exist; nothing has been imported then.
        Unavailable: the database does not answer; the files before are kept.
    """
    files = tuple(_files(paths))
    chosen = _named(portal, portals) if portal is not None else None
    return ImportReport(
        files=tuple(
            _import_file(store, path, chosen, portals, places=places, today=today, progress=progress) for path in files
        )
    )


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file once, also where it is named twice or lies in a folder that is named too."""
    for path in paths:
        if not path.exists():
            raise InputError("there is no such file or folder", place="path", value=str(path), remedy="check the path")
    met: set[Path] = set()
    for path in paths:
        for file in _visible_files(path) if path.is_dir() else (path,):
            if (resolved := file.resolve()) not in met:
                met.add(resolved)
                yield file


def _visible_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _named(name: str, portals: Sequence[Portal]) -> Portal:
    by_name = {portal.name: portal for portal in portals}
    if name not in by_name:
        raise InputError(
            f"there is no portal {name!r}",
            place="portal",
            value=name,
            remedy=f"use one of {', '.join(sorted(by_name))}",
            code="unknown-portal",
        )
    return by_name[name]


def _import_file(
    store: Store,
    path: Path,
    chosen: Portal | None,
    portals: tuple[Portal, ...],
    *,
    places: PlaceFinder,
    today: date,
    progress: Progress | None,
) -> FileReport:
    # A file name need not be text; reports and databases hold text only.
    label = os.fsencode(path).decode("utf-8", "replace")
    portal = chosen
    try:
        portal = chosen or identify(path, portals)
        if portal is None:
            return FileReport(path=label)
        with store.file_import(label, portal.name, today=today) as run:
            _take_over(run, read_courses(path, portal, places=places, retrieved_on=today), label, progress)
    except InputError as error:
        return _refused_whole(label, portal, error)
    return _taken_over(label, portal, run)


def _take_over(run: ImportRun, records: Iterator[Course | Refusal], label: str, progress: Progress | None) -> None:
    batch: list[Course] = []
    for read, record in enumerate(records, start=1):
        if isinstance(record, Refusal):
            run.refuse(record)
        else:
            batch.append(record)
        if read % BATCH == 0:
            run.put_many(batch)
            batch.clear()
            if progress is not None:
                progress(label, read)
    run.put_many(batch)
    if progress is not None:
        progress(label, run.counts["read"])


def _taken_over(label: str, portal: Portal, run: ImportRun) -> FileReport:
    refusals = tuple(
        Refusal(where=refused.where, code=refused.code, value=refused.value, remedy=refused.remedy)
        for refused in run.refusals
    )
    return FileReport(path=label, portal=portal.name, refusals=refusals, conflicts=tuple(run.conflicts), **run.counts)


def _refused_whole(label: str, portal: Portal | None, error: InputError) -> FileReport:
    refusal = Refusal(
        where=error.place or label,
        code=error.code,
        value="" if error.value is None else str(error.value),
        remedy=error.remedy,
    )
    return FileReport(path=label, portal=portal.name if portal else None, read=1, refused=1, refusals=(refusal,))
