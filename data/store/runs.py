"""One file on its way into the catalogue: what happened to each course, counted, in one transaction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import blake2b
from itertools import islice
from typing import Any, Protocol

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.store import codec
from data.store.schema import catalogue, courses, import_runs
from engine.domain import Course
from engine.errors import InputError

__all__ = ["BATCH", "ImportRun", "Outcome", "Refused", "adjust_catalogue"]

BATCH = 500
# An id is a key of PostgreSQL's B-tree, whose entries hold at most 2,704 bytes.
LONGEST_ID = 500
# Keys of one file kept in a hash set before they move to the sorted array (8 instead of about 90 bytes each).
RECENT_KEYS = 65_536
# The catalogue's version is the sum of its courses' content hashes: the order of arrival does not matter, and a
# change costs one addition (Bellare and Micciancio, "A new paradigm for collision-free hashing", 1997: AdHash).
HASH_MODULUS = 1 << (8 * codec.HASH_BYTES)


class Outcome(StrEnum):
    """What became of a course: new, changed, as it was, or met before in this very file (the first one wins)."""

    ACCEPTED = "accepted"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicates"


class Refused(Protocol):
    """A record that could not become a course: where it stands, why, which value, and what to do about it."""

    @property
    def where(self) -> str:
        """Its position in the file."""
        ...

    @property
    def code(self) -> str:
        """Why, in one stable word."""
        ...

    @property
    def value(self) -> str:
        """What stands there."""
        ...

    @property
    def remedy(self) -> str:
        """What to do about it."""
        ...


class ImportRun:
    """The import of one file, made by ``Store.file_import``.

    ``refusals`` are the records refused so far, ``conflicts`` the ids that the file holds twice with different content.
    """

    def __init__(self, connection: Connection, *, path: str, portal: str, today: date) -> None:
        self._connection = connection
        self._path = path
        self._portal = portal
        self._today = today
        self._started_at = _now()
        self._met = _Keys()
        self._outcomes: Counter[Outcome] = Counter()
        self._version_change = 0
        self._offered_change = 0
        self.refusals: list[Refused] = []
        self.conflicts: list[str] = []

    def put(self, course: Course) -> Outcome:
        """Keep one course; ``put_many`` does the same for many, much faster."""
        return self.put_many((course,))[0]

    def put_many(self, offered: Sequence[Course]) -> list[Outcome]:
        """Keep courses, in order; what is stored already with the same content is not written.

        Raises:
            InputError: an id is not ``portal:native-id`` of at most ``LONGEST_ID`` characters, or a field does not fit.
        """
        outcomes: list[Outcome] = []
        remaining = iter(offered)
        while batch := tuple(islice(remaining, BATCH)):
            outcomes.extend(self._put_batch(batch))
        return outcomes

    def refuse(self, refusal: Refused) -> None:
        """Note a record that cannot be kept."""
        self.refusals.append(refusal)

    @property
    def counts(self) -> dict[str, int]:
        """How many were ``read``, which is the sum of the others, and what became of them."""
        parts = {outcome.value: self._outcomes[outcome] for outcome in Outcome} | {"refused": len(self.refusals)}
        return {"read": sum(parts.values())} | parts

    def finish(self) -> None:
        """Bring the catalogue's version up to date and note the run; called by ``Store.file_import``."""
        adjust_catalogue(self._connection, versions=self._version_change, offered=self._offered_change)
        self._connection.execute(
            sa.insert(import_runs).values(
                path=self._path,
                portal=self._portal,
                started_at=self._started_at,
                finished_at=_now(),
                counts=json.dumps(self.counts),
            )
        )

    def _put_batch(self, batch: Sequence[Course]) -> list[Outcome]:
        records = [_record(codec.tidy(course)) for course in batch]
        known = self._stored([record.id for record in records])
        inserted: list[dict[str, Any]] = []
        updated: list[dict[str, Any]] = []
        outcomes: list[Outcome] = []
        for record in records:
            before = known.get(record.id)
            outcome = self._judge(record, before)
            outcomes.append(outcome)
            if outcome is Outcome.DUPLICATE:
                continue
            known[record.id] = _Stored(record.content_hash, offered=True)
            if outcome is Outcome.UNCHANGED:
                continue
            row = record.row | {"last_changed": self._today, "withdrawn_at": None}
            if before is None:
                inserted.append(row | {"first_seen": self._today})
            else:
                updated.append(row | {"key": record.id})
                if before.offered:
                    self._version_change -= int(before.content_hash, 16)
                    self._offered_change -= 1
            self._version_change += int(record.content_hash, 16)
            self._offered_change += 1
        if inserted:
            self._connection.execute(sa.insert(courses), inserted)
        if updated:
            self._connection.execute(sa.update(courses).where(courses.c.id == sa.bindparam("key")), updated)
        self._outcomes.update(outcomes)
        return outcomes

    def _judge(self, record: _Record, before: _Stored | None) -> Outcome:
        first_time = self._met.add(record.id)
        if before is None:
            return Outcome.ACCEPTED
        same = before.content_hash == record.content_hash
        if not first_time:
            if not same:
                self.conflicts.append(record.id)
            return Outcome.DUPLICATE
        return Outcome.UNCHANGED if same and before.offered else Outcome.UPDATED

    def _stored(self, ids: Sequence[str]) -> dict[str, _Stored]:
        query = sa.select(courses.c.id, courses.c.content_hash, courses.c.withdrawn_at).where(courses.c.id.in_(ids))
        return {
            row.id: _Stored(row.content_hash, offered=row.withdrawn_at is None)
            for row in self._connection.execute(query)
        }


def adjust_catalogue(connection: Connection, *, versions: int, offered: int) -> None:
    """Add to the sum of content hashes and to the number of courses on offer; writes nothing where nothing changed."""
    if not versions and not offered:
        return
    row = connection.execute(sa.select(catalogue.c.version, catalogue.c.offered)).one()
    total = (int(row.version, 16) + versions) % HASH_MODULUS
    connection.execute(
        sa.update(catalogue).values(version=f"{total:0{2 * codec.HASH_BYTES}x}", offered=row.offered + offered)
    )


@dataclass(frozen=True, slots=True)
class _Stored:
    content_hash: str
    offered: bool


@dataclass(frozen=True, slots=True)
class _Record:
    id: str
    content_hash: str
    row: dict[str, Any]


def _record(course: Course) -> _Record:
    portal, colon, native_id = course.id.partition(":")
    if not (portal and colon and native_id) or len(course.id) > LONGEST_ID:
        raise InputError(
            "a course's id is its portal's name, a colon and its number there",
            place="id",
            value=course.id[:LONGEST_ID],
            remedy=f"correct the portal's reader; at most {LONGEST_ID} characters",
        )
    place = course.place
    located = place is not None and place.latitude is not None and place.longitude is not None
    content_hash = codec.hash_of(course)
    words = (course.title, course.provider.name if course.provider else "", place.name if place else "")
    row = {
        "id": course.id,
        "portal": portal,
        "native_id": native_id,
        "content_hash": content_hash,
        "title": course.title,
        "text_language": course.text_language,
        "taught_in": " ".join(("", *(course.taught_in or (course.text_language,)), "")),
        "place_name": place.name if place else None,
        "country": place.country if place else None,
        "postal_code": place.postal_code if place else None,
        "region": place.region if place else None,
        "latitude": place.latitude if place and located else None,
        "longitude": place.longitude if place and located else None,
        "folded": codec.fold("\n".join(words)),
        "document": codec.document_of(course),
    }
    return _Record(course.id, content_hash, row)


class _Keys:
    """The ids that a file has shown so far, in about 8 bytes each.

    A key is 64 bits of BLAKE2b. Should two ids of a file share one (for a million ids: 1 in 37 million), the second is
    still kept, because it is not in the store yet; only a change to a stored course could be taken for a repetition.
    """

    def __init__(self) -> None:
        self._recent: set[int] = set()
        self._older = np.empty(0, dtype=np.uint64)

    def add(self, text: str) -> bool:
        """Whether ``text`` was not there yet."""
        key = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
        if key in self._recent or self._is_older(key):
            return False
        self._recent.add(key)
        if len(self._recent) >= RECENT_KEYS:
            fresh = np.fromiter(self._recent, dtype=np.uint64, count=len(self._recent))
            self._older = np.union1d(self._older, fresh)
            self._recent.clear()
        return True

    def _is_older(self, key: int) -> bool:
        position = int(np.searchsorted(self._older, np.uint64(key)))
        return position < len(self._older) and int(self._older[position]) == key


def _now() -> datetime:
    """UTC without a zone, which SQLite would lose."""
    return datetime.now(UTC).replace(tzinfo=None)
