"""The vocabulary in its database: files in, concepts and relations out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from data.store.database import Database
from data.store.entries import ESCO, Kind, Rank, Relation
from data.store.schema import concepts, descriptions, memberships, names, relations, vocabulary
from data.store.vocabulary_run import VocabularyRun

__all__ = ["EscoMatch", "StoredConcept", "VocabularyStore"]

PAGE = 1_000
PAIRS = 10_000
# How closely a mapping hits, the closest first.
_CLOSEST = (Relation.EXACT, Relation.CLOSE, Relation.NARROW, Relation.BROAD)

Pairs = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConcept:
    """A concept with its names: ``names`` are (language, name), the preferred ones first, hidden ones last."""

    uri: str
    code: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EscoMatch:
    """An ESCO concept that a national one is mapped to, and how."""

    uri: str
    relation: Relation


class VocabularyStore:
    """What was imported of ESCO, ROME and national codes; safe to share between threads.

    Every method raises ``Unavailable`` when the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def file_import(self) -> Iterator[VocabularyRun]:
        """One file's import as one transaction; an exception undoes all of it, readers see the state before it."""
        with self._database.writing() as connection:
            run = VocabularyRun(connection)
            yield run
            run.finish()

    def version(self) -> str:
        """32 hexadecimal digits that change whenever a concept, a name or a relation does; all zero before."""
        with self._database.reading() as connection:
            return str(connection.execute(sa.select(vocabulary.c.version)).scalar_one())

    def uris(self) -> list[tuple[int, str, bool]]:
        """Number and URI of every ESCO concept, by number, and whether it has a name that can be shown."""
        shown = sa.and_(names.c.concept_id == concepts.c.id, names.c.rank < int(Rank.HIDDEN))
        named = sa.exists().where(shown)
        query = sa.select(concepts.c.id, concepts.c.uri, named).where(concepts.c.scheme == ESCO)
        with self._database.reading() as connection:
            return [(row[0], row[1], bool(row[2])) for row in connection.execute(query.order_by(concepts.c.id))]

    def pairs(self, relation: Relation) -> Pairs:
        """The numbers of source and target of every relation of one sort, shape (n, 2)."""
        query = sa.select(relations.c.source_id, relations.c.target_id).where(relations.c.relation == relation.value)
        with self._database.reading() as connection:
            found = connection.execute(query)
            parts = [np.empty((0, 2), dtype=np.int32)]
            # The driver's own rows, some at a time: as rows of SQLAlchemy they take three times as long and as much.
            while rows := found.cursor.fetchmany(PAIRS):
                numbers = chain.from_iterable(rows)
                parts.append(np.fromiter(numbers, dtype=np.int32, count=2 * len(rows)).reshape(-1, 2))
        return np.concatenate(parts)

    def memberships(self) -> list[tuple[str, str]]:
        """URI and collection of every member of a collection."""
        query = sa.select(concepts.c.uri, memberships.c.collection).join_from(
            memberships, concepts, memberships.c.concept_id == concepts.c.id
        )
        with self._database.reading() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def concepts(self, kind: Kind, scheme: str = ESCO) -> Iterator[StoredConcept]:
        """Every named concept of a kind, by number, a page at a time; no lock is held between pages."""
        after = 0
        chosen = (concepts.c.kind == kind.value, concepts.c.scheme == scheme)
        while True:
            page = sa.select(concepts.c.id, concepts.c.uri, concepts.c.code).where(*chosen, concepts.c.id > after)
            with self._database.reading() as connection:
                rows = connection.execute(page.order_by(concepts.c.id).limit(PAGE)).all()
                named = _names_of(connection, [row.id for row in rows])
            for number, uri, code in rows:
                if number in named:
                    yield StoredConcept(uri=uri, code=code, names=tuple(named[number]))
            if len(rows) < PAGE:
                return
            after = rows[-1].id

    def preferred(self, language: str) -> list[tuple[int, str]]:
        """The number of every ESCO concept named in ``language`` and its preferred name there."""
        query = (
            sa.select(names.c.concept_id, names.c.name)
            .join(concepts, concepts.c.id == names.c.concept_id)
            .where(names.c.language == language, names.c.rank < int(Rank.HIDDEN), concepts.c.scheme == ESCO)
            # The one that counts comes last and stays: preferred before alternative, the newer row before the older.
            .order_by(names.c.concept_id, names.c.rank.desc(), names.c.dated, names.c.name.desc())
        )
        with self._database.reading() as connection:
            return list({row[0]: row[1] for row in connection.execute(query)}.items())

    def languages(self) -> tuple[str, ...]:
        """The languages in which anything is named, in order."""
        with self._database.reading() as connection:
            query = sa.select(names.c.language).distinct().order_by(names.c.language)
            return tuple(connection.scalars(query))

    def name(self, uri: str, language: str) -> str:
        """The preferred name of any concept, national ones too; empty where it has none in ``language``."""
        query = (
            sa.select(names.c.name)
            .join(concepts, concepts.c.id == names.c.concept_id)
            .where(concepts.c.uri == uri, names.c.language == language, names.c.rank < int(Rank.HIDDEN))
            .order_by(names.c.rank, names.c.dated.desc(), names.c.name)
            .limit(1)
        )
        with self._database.reading() as connection:
            return connection.scalar(query) or ""

    def code(self, uri: str) -> str:
        """The code that its publisher gives a concept (ESCO: 3155.1.2), or the empty string."""
        query = sa.select(concepts.c.code).where(concepts.c.uri == uri)
        with self._database.reading() as connection:
            return connection.scalar(query) or ""

    def description(self, uri: str, language: str) -> str:
        """What its publisher says about a concept in ``language``, or the empty string."""
        query = (
            sa.select(descriptions.c.text)
            .join(concepts, concepts.c.id == descriptions.c.concept_id)
            .where(concepts.c.uri == uri, descriptions.c.language == language)
        )
        with self._database.reading() as connection:
            return connection.scalar(query) or ""

    def mappings(self, uri: str) -> tuple[EscoMatch, ...]:
        """The ESCO concepts that a national one, or one right below it, is mapped to, the closest first."""
        national, esco = concepts.alias(), concepts.alias()
        chosen = sa.select(national.c.id).where(national.c.uri == uri)
        below = sa.select(relations.c.source_id).where(
            relations.c.relation == Relation.BROADER.value, relations.c.target_id.in_(chosen)
        )
        query = (
            sa.select(esco.c.uri, relations.c.relation)
            .join_from(relations, esco, esco.c.id == relations.c.target_id)
            .where(
                relations.c.relation.in_([relation.value for relation in _CLOSEST]),
                sa.or_(relations.c.source_id.in_(chosen), relations.c.source_id.in_(below)),
            )
        )
        with self._database.reading() as connection:
            closest: dict[str, int] = {}
            for target, relation in connection.execute(query):
                closest[target] = min(closest.get(target, len(_CLOSEST)), _CLOSEST.index(Relation(relation)))
        found = sorted((place, target) for target, place in closest.items())
        return tuple(EscoMatch(uri=target, relation=_CLOSEST[place]) for place, target in found)


def _names_of(connection: sa.Connection, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    query = (
        sa.select(names.c.concept_id, names.c.language, names.c.name)
        .where(names.c.concept_id.in_(ids))
        .order_by(names.c.concept_id, names.c.language, names.c.rank, names.c.dated.desc(), names.c.name)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for number, language, name in connection.execute(query):
        found.setdefault(number, []).append((language, name))
    return found
