"""From files to catalogue and vocabulary: find, recognise, read, keep, and report what became of every record."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from data.archives import is_archive, members
from data.files import write_atomically
from data.portals import PORTALS, PlaceFinder, Portal, Refusal, identify, read_courses
from data.portals.base import Document
from data.store import ImportRun, Store, VocabularyRun
from data.store.entries import Entry
from data.vocabulary.formats import SOURCES
from data.vocabulary.reading import Skipped, Table, identify_table, read_table
from engine.errors import InputError

__all__ = ["FileReport", "ImportReport", "import_files"]

BATCH = 500

Item = TypeVar("Item")
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file; ``read`` is the sum of the five counts after it.

    ``portal`` is ``None`` for a file that no portal recognises, and ``esco``, ``rome`` or ``crosswalk`` for a table of
    the vocabulary; ``skipped`` are rows of such a table that their publisher has withdrawn, not among those read. A
    document that is broken or unreadable counts as one
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
    skipped: int = 0
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

    A zip archive is read like a folder: its members are reported as ``archive.zip/member``. A broken file is reported
    and does not stop the others. ``portal`` names the reader for all files; without it each file is recognised, the
    tables of the vocabulary (ESCO, ROME, national mappings) by their columns. ``progress`` is told a file's path and
    how many of its records have been read so far.

    Raises:
        InputError: a path or the portal does not exist; nothing has been imported then.
        Unavailable: the database does not answer; the files before are kept.
    """
    files = tuple(_files(paths))
    work = _Import(
        store=store,
        places=places,
        today=today,
        portals=portals,
        chosen=_named(portal, portals) if portal is not None else None,
        progress=progress,
    )
    return ImportReport(files=tuple(report for path in files for report in work.reports(path)))


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


def _named(name: str, portals: Sequence[Portal]) -> Portal | str:
    """The portal of that name, or the name itself where it is a source of the vocabulary."""
    by_name = {portal.name: portal for portal in portals}
    if name in SOURCES:
        return name
    if name not in by_name:
        raise InputError(
            f"there is no portal {name!r}",
            place="portal",
            value=name,
            remedy=f"use one of {', '.join((*sorted(by_name), *SOURCES))}",
            code="unknown-portal",
        )
    return by_name[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    """What one call of ``import_files`` works with."""

    store: Store
    places: PlaceFinder
    today: date
    portals: tuple[Portal, ...]
    chosen: Portal | str | None
    progress: Progress | None

    def reports(self, path: Path) -> Iterator[FileReport]:
        """What became of a file, or of every member of an archive."""
        # A file name need not be text; reports and databases hold text only.
        label = os.fsencode(path).decode("utf-8", "replace")
        if not is_archive(path):
            yield self._report(path, label)
            return
        try:
            empty = True
            for name, unpacked in members(path):
                empty = False
                yield self._report(unpacked, f"{label}/{name}")
            if empty:
                yield FileReport(path=label)
        except InputError as error:
            yield _refused_whole(label, None, error)

    def _report(self, path: Path, label: str) -> FileReport:
        source: str | None = None if self.chosen is None else _name(self.chosen)
        try:
            reader = self._reader(path)
            if reader is None:
                return FileReport(path=label)
            source = reader.source if isinstance(reader, Table) else reader.name
            if isinstance(reader, Table):
                return self._vocabulary(reader, label)
            with self.store.file_import(label, reader.name, today=self.today) as run:
                records = read_courses(path, reader, places=self.places, retrieved_on=self.today)
                self._take_over(records, run, run.put_many, label)
        except InputError as error:
            return _refused_whole(label, source, error)
        return _taken_over(label, source, run, conflicts=tuple(run.conflicts))

    def _vocabulary(self, table: Table, label: str) -> FileReport:
        with self.store.vocabulary.file_import() as run:
            self._take_over(_told(read_table(table, label), run), run, run.put_many, label)
        return _taken_over(label, table.source, run, skipped=run.skipped)

    def _reader(self, path: Path) -> Portal | Table | None:
        """Who reads this file; an error where two claim it, or where it is not what it was named to be."""
        if self.chosen is not None and not isinstance(self.chosen, str):
            return self.chosen
        table = identify_table(Document(path))
        if isinstance(self.chosen, str):
            if table is None or table.source != self.chosen:
                raise InputError(
                    f"this is no table of {self.chosen}",
                    place=path.name,
                    value=table.source if table else "",
                    remedy="leave out --portal, so that the file is recognised",
                    code="not-this-portal",
                )
            return table
        portal = identify(path, self.portals)
        if table and portal:
            raise InputError(
                f"the document is claimed by {table.source} and {portal.name}",
                place=str(path),
                value=f"{table.source} and {portal.name}",
                remedy="name the portal with --portal",
                code="two-portals",
            )
        return table or portal

    def _take_over(
        self,
        records: Iterator[Item | Refusal],
        run: ImportRun | VocabularyRun,
        put_many: Callable[[Sequence[Item]], object],
        label: str,
    ) -> None:
        batch: list[Item] = []
        read = 0
        for read, record in enumerate(records, start=1):
            if isinstance(record, Refusal):
                run.refuse(record)
            else:
                batch.append(record)
            if read % BATCH == 0:
                put_many(batch)
                batch.clear()
                if self.progress is not None:
                    self.progress(label, read)
        put_many(batch)
        if self.progress is not None:
            self.progress(label, read)


def _told(
    rows: Iterator[Sequence[Entry] | Refusal | Skipped], run: VocabularyRun
) -> Iterator[Sequence[Entry] | Refusal]:
    """The rows without those skipped, which are only counted."""
    for row in rows:
        if isinstance(row, Skipped):
            run.skip()
        else:
            yield row


def _name(reader: Portal | str) -> str:
    return reader if isinstance(reader, str) else reader.name


def _taken_over(
    label: str,
    source: str | None,
    run: ImportRun | VocabularyRun,
    *,
    conflicts: tuple[str, ...] = (),
    skipped: int = 0,
) -> FileReport:
    refusals = tuple(
        Refusal(where=refused.where, code=refused.code, value=refused.value, remedy=refused.remedy)
        for refused in run.refusals
    )
    return FileReport(path=label, portal=source, refusals=refusals, conflicts=conflicts, skipped=skipped, **run.counts)


def _refused_whole(label: str, source: str | None, error: InputError) -> FileReport:
    refusal = Refusal(
        where=error.place or label,
        code=error.code,
        value="" if error.value is None else str(error.value),
        remedy=error.remedy,
    )
    return FileReport(path=label, portal=source, read=1, refused=1, refusals=(refusal,))
