"""What one row of a vocabulary's file says; each reader is named in ``data.vocabulary.reading``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from data.normalise.text import tidy
from data.store.entries import ESCO_URI, Entry, Kind, Rank, Relation, kind_of
from data.vocabulary.formats import Column, Layout

__all__ = ["Context", "Row", "RowRefused", "names_of", "one_line"]

RELEASED = ("", "released")
LONGEST_NAME = 500
ROME = "rome:"

_ESCO = re.compile(r"https?://data\.europa\.eu/esco/((?:occupation|skill|isco|isced-f)/[\w.-]{1,100})/?", re.IGNORECASE)
_ROME_CODE = re.compile(r"[A-Z]\d{4}")
_OGR = re.compile(r"\d{1,9}")
_SEPARATOR = re.compile(r"[|\n]")
_LIST = re.compile(r"[|\n,\s]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COLLECTION = re.compile(r"(digital|digcomp|green|language|transversal|research)(?:skills|occupations)collection", re.I)
_RELATIONS = {"essential": Relation.ESSENTIAL, "optional": Relation.OPTIONAL}


class RowRefused(Exception):
    """This row cannot be taken: why, what stands there, what to do."""

    def __init__(self, code: str, value: str, remedy: str) -> None:
        super().__init__(code)
        self.code, self.value, self.remedy = code, value[:200], remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What holds for all rows of a file: its path, the language of its names, and what its rows were about so far."""

    path: str
    language: str
    met: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row, asked for by what they hold."""

    layout: Layout
    cells: Sequence[str]

    def check(self) -> None:
        """Refuse a row of more cells than there are columns: they would be taken for each other."""
        if any(cell.strip() for cell in self.cells[len(self.layout.header) :]):
            raise RowRefused("columns", self.cells[-1], "quote cells that hold the separator")

    def all(self, column: Column) -> tuple[str, ...]:
        """The cells of every column that holds this, in the order of their names in the format."""
        places = self.layout.columns.get(column, ())
        return tuple(self.cells[place].strip() if place < len(self.cells) else "" for place in places)

    def text(self, column: Column) -> str:
        """The first filled one of these cells, or the empty string."""
        return next((cell for cell in self.all(column) if cell), "")


def concept(row: Row, context: Context) -> Sequence[Entry] | None:
    """An occupation, a skill or a group of ESCO with its names in one language; withdrawn ones are skipped."""
    if row.text(Column.STATUS).casefold() not in RELEASED:
        return None
    uri = esco_uri(row.text(Column.URI))
    collection = _COLLECTION.match(PurePath(context.path).name)
    day = row.text(Column.DATED)
    return [
        Entry(
            uri=uri,
            kind=Kind.GROUP if row.text(Column.TYPE).casefold().endswith("group") else kind_of(uri),
            code=row.text(Column.CODE) or row.text(Column.ISCO),
            skill_type=row.text(Column.SKILL_TYPE),
            reuse_level=row.text(Column.REUSE_LEVEL),
            language=context.language,
            names=names_of(row),
            description=tidy(row.text(Column.DESCRIPTION)),
            dated=day if _DAY.match(day) else "",
            links=tuple((Relation.BROADER, esco_uri(broader)) for broader in _uris(row.text(Column.BROADER))),
            collections=(collection.group(1).casefold(),) if collection else (),
        )
    ]


def one_name(row: Row, context: Context) -> Sequence[Entry]:
    """One name of a concept, the first of several being the preferred one."""
    uri = esco_uri(row.text(Column.URI))
    rank = Rank.ALTERNATIVE if uri in context.met else Rank.PREFERRED
    context.met.add(uri)
    name = one_line(row.text(Column.ONE_OF_NAMES))
    names = ((name, rank),) if name else ()
    return [Entry(uri=uri, kind=kind_of(uri), language=context.language, names=names)]


def broader(row: Row, _: Context) -> Sequence[Entry]:
    """One concept of ESCO lies below another."""
    return [_link(row, Relation.BROADER)]


def need(row: Row, _: Context) -> Sequence[Entry]:
    """One concept of ESCO, most often an occupation, needs another, or may do with it."""
    said = row.text(Column.RELATION)
    if said.casefold() not in _RELATIONS:
        raise RowRefused("unknown-relation", said, f"use one of {', '.join(_RELATIONS)}")
    return [_link(row, _RELATIONS[said.casefold()])]


def hierarchy(row: Row, context: Context) -> Sequence[Entry]:
    """The last filled level of a row is a group of skills that lies below the one before."""
    levels = row.all(Column.LEVELS)
    uris = [esco_uri(uri) for uri in levels if uri]
    if not uris:
        raise RowRefused("unknown-uri", "", "name at least one level by its URI")
    last = max(place for place, uri in enumerate(levels) if uri)
    names, codes = row.all(Column.NAME), row.all(Column.CODE)
    name = one_line(names[last]) if last < len(names) else ""
    return [
        Entry(
            uri=uris[-1],
            kind=Kind.GROUP,
            code=codes[last] if last < len(codes) else "",
            language=context.language,
            names=((name, Rank.PREFERRED),) if name else (),
            links=((Relation.BROADER, uris[-2]),) if len(uris) > 1 else (),
        )
    ]


def rome_occupation(row: Row, context: Context) -> Sequence[Entry]:
    """An occupation of ROME, and the one it belongs to where that is another."""
    code, parent = rome_code(row.text(Column.CODE)), row.text(Column.BROADER)
    links = ((Relation.BROADER, ROME + rome_code(parent)),) if parent and parent != code else ()
    return [
        Entry(
            uri=ROME + code,
            kind=Kind.OCCUPATION,
            code=code,
            language=context.language,
            names=names_of(row),
            links=links,
        )
    ]


def rome_title(row: Row, context: Context) -> Sequence[Entry]:
    """What an occupation of ROME is called besides; the title's own number lies below the occupation."""
    code, number = rome_code(row.text(Column.CODE)), _ogr(row)
    others = tuple((name, max(rank, Rank.ALTERNATIVE)) for name, rank in names_of(row))
    return [
        Entry(uri=ROME + code, kind=Kind.OCCUPATION, code=code, language=context.language, names=others),
        Entry(uri=ROME + number, kind=Kind.OCCUPATION, links=((Relation.BROADER, ROME + code),)),
    ]


def rome_competence(row: Row, context: Context) -> Sequence[Entry]:
    """A competence of ROME ("savoir-faire", "savoir-être")."""
    return [_rome_skill(row, context, "skill/competence")]


def rome_knowledge(row: Row, context: Context) -> Sequence[Entry]:
    """A piece of knowledge of ROME ("savoir")."""
    return [_rome_skill(row, context, "knowledge")]


def esco_uri(text: str) -> str:
    """The URI of an ESCO concept as it is stored; refuses anything else."""
    match = _ESCO.fullmatch(text)
    if not match:
        raise RowRefused("unknown-uri", text, f"name the concept by its ESCO URI ({ESCO_URI}…)")
    return ESCO_URI + match.group(1)


def rome_code(text: str) -> str:
    """A letter and four digits, upper case; refuses anything else."""
    if not _ROME_CODE.fullmatch(text.upper()):
        raise RowRefused("unknown-code", text, "a code of ROME is a letter and four digits, such as K1302")
    return text.upper()


def names_of(row: Row) -> tuple[tuple[str, Rank], ...]:
    """Every name of a row once, at its best rank; an overlong one is refused (it is no name)."""
    found: dict[str, Rank] = {}
    for column, rank in (
        (Column.NAME, Rank.PREFERRED),
        (Column.OTHER_NAMES, Rank.ALTERNATIVE),
        (Column.HIDDEN_NAMES, Rank.HIDDEN),
    ):
        cell = row.text(column)
        # A preferred name is one name, also where it holds a line break.
        for name in [cell] if column is Column.NAME else _SEPARATOR.split(cell):
            if plain := one_line(name):
                found.setdefault(plain, rank)
    return tuple(found.items())


def one_line(text: str) -> str:
    """A name without invisible characters, with single blanks."""
    name = " ".join(tidy(text).split())
    if len(name) > LONGEST_NAME:
        raise RowRefused("name-too-long", name, f"a name has at most {LONGEST_NAME} characters")
    return name


def _link(row: Row, relation: Relation) -> Entry:
    uri, target = esco_uri(row.text(Column.URI)), esco_uri(row.text(Column.TARGET))
    is_group = row.text(Column.TYPE).casefold().endswith("group")
    return Entry(uri=uri, kind=Kind.GROUP if is_group else kind_of(uri), links=((relation, target),))


def _rome_skill(row: Row, context: Context, skill_type: str) -> Entry:
    return Entry(
        uri=ROME + _ogr(row),
        kind=Kind.SKILL,
        skill_type=skill_type,
        language=context.language,
        names=names_of(row),
        description=tidy(row.text(Column.DESCRIPTION)),
    )


def _ogr(row: Row) -> str:
    number = row.text(Column.SOURCE_ID)
    if not _OGR.fullmatch(number):
        raise RowRefused("unknown-code", number, "an entry of ROME is numbered in digits")
    return number


def _uris(cell: str) -> Iterator[str]:
    return (uri for uri in _LIST.split(cell) if uri)
