"""The catalogue: courses in, one file at a time, and courses out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from data.store import codec
from data.store.accounts import AccountStore
from data.store.database import Database
from data.store.runs import BATCH, ImportRun, adjust_catalogue
from data.store.schema import catalogue, courses, import_runs
from data.store.vocabulary import VocabularyStore
from engine.domain import Course

__all__ = ["CourseText", "PortalState", "Store"]

PAGE = 1_000
# More words than this narrow nothing down any more, and a database refuses conditions of unlimited length.
SEARCH_WORDS = 8

_ON_OFFER = courses.c.withdrawn_at.is_(None)
_PLACED = sa.and_(_ON_OFFER, courses.c.latitude.is_not(None))


class CourseText(NamedTuple):
    """What is worth encoding of a course; equal ``content_hash`` means equal text.

    ``requirements`` is what its source says about who may attend, ``asks_languages`` are those one must know already.
    """

    id: str
    title: str
    summary: str
    text_language: str
    kind: str
    requirements: str
    competences: tuple[str, ...]
    asks_languages: tuple[str, ...]
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalState:
    """A portal in the catalogue: its courses on offer and its last import (``None`` before the first)."""

    portal: str
    courses: int
    last_import: datetime | None = None
    last_path: str | None = None
    last_counts: Mapping[str, int] | None = None


class Store:
    """The catalogue, safe to share between threads; other processes may have it open at the same time.

    Every method raises ``Unavailable`` when the database does not answer. Only courses on offer are read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str) -> Store:
        """Open ``sqlite:///path/to/file.db`` or ``postgresql://…`` and bring its tables up to date.

        Raises:
            ConfigurationError: the URL is not understood.
            StateError: the database was made by a newer version, or is not one.
            Unavailable: it cannot be reached.
        """
        return cls(Database(url))

    def close(self) -> None:
        """Let go of all connections."""
        self._database.close()

    @property
    def vocabulary(self) -> VocabularyStore:
        """What was imported of ESCO, ROME and national codes."""
        return VocabularyStore(self._database)

    @property
    def accounts(self) -> AccountStore:
        """Who may sign in, and what is kept for them."""
        return AccountStore(self._database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def file_import(self, path_label: str, portal: str, *, today: date | None = None) -> Iterator[ImportRun]:
        """One file's import as one transaction, noted in ``import_runs``; an exception undoes all of it.

        Other imports wait until this one is done; readers see the state before it. ``today`` (default: the day in
        UTC) is noted at what changes.
        """
        with self._database.writing() as connection:
            run = ImportRun(connection, path=path_label, portal=portal, today=today or datetime.now(UTC).date())
            yield run
            run.finish()

    def withdraw(self, ids: Sequence[str], *, today: date) -> int:
        """Take courses off the offer, keeping their rows; returns how many were on it. An import brings them back."""
        taken = 0
        with self._database.writing() as connection:
            for some in _batches(dict.fromkeys(ids)):
                chosen = sa.and_(_ON_OFFER, courses.c.id.in_(some))
                hashes = connection.scalars(sa.select(courses.c.content_hash).where(chosen)).all()
                connection.execute(sa.update(courses).where(chosen).values(withdrawn_at=today))
                adjust_catalogue(connection, versions=-sum(int(text, 16) for text in hashes), offered=-len(hashes))
                taken += len(hashes)
        return taken

    def get_many(self, ids: Sequence[str]) -> Mapping[str, Course]:
        """The courses on offer among ``ids``, in their order."""
        documents: dict[str, str] = {}
        with self._database.reading() as connection:
            for some in _batches(dict.fromkeys(ids)):
                query = sa.select(courses.c.id, courses.c.document).where(_ON_OFFER, courses.c.id.in_(some))
                documents |= {row.id: row.document for row in connection.execute(query)}
        return {id_: codec.decode(documents[id_]) for id_ in dict.fromkeys(ids) if id_ in documents}

    def coordinates(self) -> tuple[list[str], npt.NDArray[np.float32]]:
        """Ids, ascending, and their (n, 2) latitudes and longitudes in degrees; courses without are left out."""
        query = sa.select(courses.c.id, courses.c.latitude, courses.c.longitude).where(_PLACED).order_by(courses.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        points = np.array([(row.latitude, row.longitude) for row in rows], dtype=np.float32)
        return [row.id for row in rows], points.reshape(len(rows), 2)

    def texts(self, after: str = "") -> Iterator[CourseText]:
        """The texts of all courses whose id comes after ``after``, ascending, a page at a time.

        No lock and no transaction is held between pages: who builds something from them compares ``version()``
        before and after.
        """
        columns = (courses.c.id, courses.c.title, courses.c.text_language, courses.c.content_hash, courses.c.document)
        while True:
            query = sa.select(*columns).where(_ON_OFFER, courses.c.id > after).order_by(courses.c.id).limit(PAGE)
            with self._database.reading() as connection:
                rows = connection.execute(query).all()
            for id_, title, language, content_hash, document in rows:
                told = codec.excerpt(document)
                asked = told.requirements
                yield CourseText(
                    id=id_,
                    title=title,
                    summary=told.summary,
                    text_language=language,
                    kind=told.kind,
                    requirements=asked.note,
                    competences=told.competences,
                    asks_languages=tuple(asked.languages),
                    content_hash=content_hash,
                )
            if len(rows) < PAGE:
                return
            after = rows[-1].id

    def count(self, portal: str | None = None) -> int:
        """How many courses are on offer, in all or from one portal."""
        query = (
            sa.select(catalogue.c.offered)
            if portal is None
            else sa.select(sa.func.count()).select_from(courses).where(_ON_OFFER, courses.c.portal == portal)
        )
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def version(self) -> str:
        """32 hexadecimal digits that depend on what is on offer and on nothing else, such as the way it came there."""
        with self._database.reading() as connection:
            return str(connection.execute(sa.select(catalogue.c.version)).scalar_one())

    def portals(self) -> list[PortalState]:
        """Every portal that has courses or was imported from, by name."""
        last = sa.select(sa.func.max(import_runs.c.id)).group_by(import_runs.c.portal)
        with self._database.reading() as connection:
            by_portal = sa.select(courses.c.portal, sa.func.count()).where(_ON_OFFER).group_by(courses.c.portal)
            counts: dict[str, int] = {row[0]: row[1] for row in connection.execute(by_portal)}
            runs = {
                row.portal: row for row in connection.execute(sa.select(import_runs).where(import_runs.c.id.in_(last)))
            }
        return [
            _portal_state(name, counts.get(name, 0), runs.get(name)) for name in sorted(counts.keys() | runs.keys())
        ]

    def search(
        self,
        q: str = "",
        *,
        country: str | None = None,
        language: str | None = None,
        among: Collection[str] | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> tuple[list[Course], int]:
        """A page of the courses with every word of ``q`` in title, provider or place, by id; and how many there are.

        Case and accents do not count. ``language`` is one that is taught in, or the text's where that is not known;
        ``among`` are the ids of at most some hundred courses to choose from.
        """
        chosen: list[sa.ColumnElement[bool]] = [_ON_OFFER]
        chosen += [courses.c.folded.contains(word, autoescape=True) for word in codec.fold(q).split()[:SEARCH_WORDS]]
        if country is not None:
            chosen.append(courses.c.country == country)
        if language is not None:
            chosen.append(courses.c.taught_in.contains(f" {language} ", autoescape=True))
        if among is not None:
            chosen.append(courses.c.id.in_(among))
        page = sa.select(courses.c.document).where(*chosen).order_by(courses.c.id).limit(limit).offset(offset)
        with self._database.reading() as connection:
            total = connection.execute(sa.select(sa.func.count()).select_from(courses).where(*chosen)).scalar_one()
            documents = connection.scalars(page).all()
        return [codec.decode(document) for document in documents], total


def _portal_state(portal: str, offered: int, run: sa.Row[Any] | None) -> PortalState:
    if run is None:
        return PortalState(portal=portal, courses=offered)
    return PortalState(
        portal=portal,
        courses=offered,
        last_import=run.finished_at.replace(tzinfo=UTC),
        last_path=run.path,
        last_counts=json.loads(run.counts),
    )


def _batches(ids: Mapping[str, None]) -> Iterator[list[str]]:
    remaining = iter(ids)
    while batch := list(islice(remaining, BATCH)):
        yield batch
