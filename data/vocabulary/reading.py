"""From a file of a vocabulary's publisher to what its rows say: found by their columns, read one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.portals.base import Document, Refusal
from data.store.entries import Entry
from data.vocabulary import crosswalk, rows
from data.vocabulary.formats import Column, Layout, layout_of
from data.vocabulary.rows import Context, Row, RowRefused
from data.vocabulary.tags import language_by_words, language_of_path
from engine.errors import InputError

__all__ = ["Skipped", "Table", "identify_table", "read_table"]

DELIMITERS = (",", ";", "\t")
# National mapping tables begin with some fifteen lines about themselves.
HEADER_WITHIN = 40

Reader = Callable[[Row, Context], Sequence[Entry] | None]

READERS: Mapping[tuple[str, str], Reader] = {
    ("esco", "concepts"): rows.concept,
    ("esco", "names"): rows.one_name,
    ("esco", "broader-relations"): rows.broader,
    ("esco", "occupation-skill-relations"): rows.need,
    ("esco", "skill-skill-relations"): rows.need,
    ("esco", "hierarchy"): rows.hierarchy,
    ("rome", "occupations"): rows.rome_occupation,
    ("rome", "titles"): rows.rome_title,
    ("rome", "competences"): rows.rome_competence,
    ("rome", "knowledge"): rows.rome_knowledge,
    ("crosswalk", "crosswalk"): crosswalk.mapping,
}
# Formats whose names are in a language that the file has to tell, and where their names stand.
_NAMED = {
    ("esco", "concepts"): Column.NAME,
    ("esco", "names"): Column.ONE_OF_NAMES,
    ("esco", "hierarchy"): Column.NAME,
}


class Skipped:
    """A row that its publisher has withdrawn, or that says that there is nothing to say."""


SKIPPED = Skipped()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A recognised file: ``source`` names it in reports, ``header_row`` is the place of its header, from 0."""

    document: Document
    layout: Layout
    delimiter: str
    header_row: int

    @property
    def source(self) -> str:
        """The publisher: ``esco``, ``rome`` or ``crosswalk``."""
        return self.layout.format.source


def identify_table(document: Document) -> Table | None:
    """The vocabulary's table that ``document`` is, told by its columns; ``None`` if it is none."""
    head = document.head.decode("utf-8-sig", errors="replace")
    for delimiter in DELIMITERS:
        try:
            for number, cells in enumerate(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)):
                if layout := layout_of(cells):
                    return Table(document=document, layout=layout, delimiter=delimiter, header_row=number)
                if number == HEADER_WITHIN:
                    break
        except csv.Error:
            continue
    return None


def read_table(table: Table, path: str) -> Iterator[Sequence[Entry] | Refusal | Skipped]:
    """What every row says, in order; ``path`` (with the folders or the archive around it) may name the language.

    Raises:
        InputError: the file is damaged, or names its language nowhere and its words do not tell it.
    """
    lines = list(_lines(table))
    context = Context(path=path, language=_language(table, path, lines))
    layout = table.layout
    reader = READERS[layout.format.source, layout.format.name]
    for number, cells in lines:
        row = Row(layout=layout, cells=cells)
        where = f"{table.document.name}:{number}"
        try:
            row.check()
            entries = reader(row, context)
        except RowRefused as refused:
            yield Refusal(where=where, code=refused.code, value=refused.value, remedy=refused.remedy)
        else:
            yield SKIPPED if entries is None else entries


def _lines(table: Table) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header and the lines they begin at; empty ones are left out."""
    reader = csv.reader(io.StringIO(table.document.read_text(), newline=""), delimiter=table.delimiter)
    starts_at = 1
    try:
        for place, cells in enumerate(reader):
            if place > table.header_row and any(cell.strip() for cell in cells):
                yield starts_at, cells
            starts_at = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"the table is broken: {error}",
            place=f"{table.document.name}:{starts_at}",
            value=str(error),
            remedy="fetch the file again; a quote that is never closed may be the cause",
            code="broken",
        ) from None


def _language(table: Table, path: str, lines: Sequence[tuple[int, list[str]]]) -> str:
    format_ = table.layout.format
    column = _NAMED.get((format_.source, format_.name))
    if format_.language or column is None:
        return format_.language
    if found := language_of_path(path):
        return found
    named = (Row(layout=table.layout, cells=cells).text(column) for _, cells in lines)
    return language_by_words((name for name in named if name), table.document.name) if lines else ""
