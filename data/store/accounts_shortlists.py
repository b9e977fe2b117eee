"""What advisors keep for their clients: under a pseudonym, for a while, and then no more."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.store.accounts_records import Shortlist, ShortlistEntry
from data.store.accounts_rows import folded, kept, kept_name
from data.store.accounts_schema import shortlist_entries, shortlists
from data.store.database import Database
from data.store.runs import LONGEST_ID
from engine.errors import InputError, NotFound

__all__ = ["ShortlistStore"]

KEPT_DAYS = 90
LONGEST_KEPT_DAYS = 365
LONGEST_NOTE = 2_000
LONGEST_PROFILE = 64 * 1024
MOST_ENTRIES = 50
# No address of a shortlist can be guessed, though only its owner could open it.
ID_BYTES = 12


class ShortlistStore:
    """Shortlists, each seen by its owner alone; safe to share between threads.

    Nothing is read after its last day: whatever is expired is deleted when anybody opens anything. Deleting takes the
    text out of the database's files, too. Every method raises ``Unavailable`` when the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self, owner: int, pseudonym: str, profile: Mapping[str, Any], *, today: date, days: int = KEPT_DAYS
    ) -> Shortlist:
        """Begin a shortlist that is kept for ``days`` days (1 to ``LONGEST_KEPT_DAYS``).

        Raises:
            InputError: ``pseudonym-invalid``, ``pseudonym-taken`` (by another list of this owner), ``expiry-invalid``,
                ``profile-invalid``.
        """
        shown, text = kept_name(pseudonym, "pseudonym"), _profile_text(profile)
        expires_on = _expiry(today + timedelta(days=days), today)
        self.purge(today)
        list_id = secrets.token_hex(ID_BYTES)
        with self._database.writing(briefly=True) as connection:
            taken = sa.select(shortlists.c.id).where(
                shortlists.c.owner == owner, shortlists.c.pseudonym_key == folded(shown)
            )
            if connection.scalar(taken):
                raise InputError(
                    "there is a shortlist of this name",
                    code="pseudonym-taken",
                    place="pseudonym",
                    value=shown,
                    remedy="take another, or open that one",
                )
            connection.execute(
                sa.insert(shortlists).values(
                    id=list_id,
                    owner=owner,
                    pseudonym=shown,
                    pseudonym_key=folded(shown),
                    created=today,
                    expires_on=expires_on,
                    profile=text,
                )
            )
            return _opened(connection, owner, list_id, today)

    def of(self, owner: int, today: date) -> tuple[Shortlist, ...]:
        """The shortlists of an owner with all that is in them, by pseudonym."""
        self.purge(today)
        chosen = sa.select(shortlists).where(shortlists.c.owner == owner, shortlists.c.expires_on >= today)
        with self._database.reading() as connection:
            rows = connection.execute(chosen.order_by(shortlists.c.pseudonym_key)).all()
            entries = _entries(connection, [row.id for row in rows])
        return tuple(_shortlist(row, entries.get(row.id, ())) for row in rows)

    def get(self, owner: int, list_id: str, today: date) -> Shortlist:
        """One shortlist; raises ``NotFound`` where there is none of this owner, or no more."""
        self.purge(today)
        with self._database.reading() as connection:
            return _opened(connection, owner, list_id, today)

    def keep(self, owner: int, list_id: str, course_id: str, note: str = "", *, today: date) -> Shortlist:
        """Put a course at the end, or write another note to one that is there.

        Raises:
            NotFound: as ``get``.
            InputError: ``course-invalid``, ``note-too-long``, ``shortlist-full``.
        """
        course_id, text = kept(course_id), kept(note)
        if not course_id or len(course_id) > LONGEST_ID:
            raise _refused("course-invalid", "course_id", "this is no course's id", "take it from the results")
        if len(text) > LONGEST_NOTE:
            raise _refused("note-too-long", "note", "the note is too long", f"keep it under {LONGEST_NOTE} characters")
        with self._database.writing(briefly=True) as connection:
            found = _opened(connection, owner, list_id, today)
            here = sa.and_(shortlist_entries.c.shortlist_id == list_id, shortlist_entries.c.course_id == course_id)
            if any(entry.course_id == course_id for entry in found.entries):
                connection.execute(sa.update(shortlist_entries).where(here).values(note=text))
            elif len(found.entries) >= MOST_ENTRIES:
                raise _refused(
                    "shortlist-full", "course_id", "the shortlist is full", f"remove some; it takes {MOST_ENTRIES}"
                )
            else:
                connection.execute(
                    sa.insert(shortlist_entries).values(
                        shortlist_id=list_id, course_id=course_id, position=len(found.entries), note=text
                    )
                )
            return _opened(connection, owner, list_id, today)

    def remove(self, owner: int, list_id: str, course_id: str, *, today: date) -> Shortlist:
        """Take a course and its note out; the others close ranks. Raises ``NotFound`` as ``get``."""
        with self._database.writing(briefly=True) as connection:
            found = _opened(connection, owner, list_id, today)
            here = sa.and_(shortlist_entries.c.shortlist_id == list_id, shortlist_entries.c.course_id == course_id)
            connection.execute(sa.delete(shortlist_entries).where(here))
            remaining = [entry.course_id for entry in found.entries if entry.course_id != course_id]
            _number(connection, list_id, remaining)
            changed = _opened(connection, owner, list_id, today)
        self.erase_traces()
        return changed

    def arrange(self, owner: int, list_id: str, course_ids: Sequence[str], *, today: date) -> Shortlist:
        """Put the courses into another order.

        Raises:
            NotFound: as ``get``.
            InputError: ``order-invalid`` where ``course_ids`` are not exactly those of the shortlist.
        """
        with self._database.writing(briefly=True) as connection:
            found = _opened(connection, owner, list_id, today)
            if sorted(course_ids) != sorted(entry.course_id for entry in found.entries):
                raise _refused(
                    "order-invalid", "course_ids", "these are not the courses of the list", "open the list again"
                )
            _number(connection, list_id, course_ids)
            return _opened(connection, owner, list_id, today)

    def save_profile(self, owner: int, list_id: str, profile: Mapping[str, Any], *, today: date) -> Shortlist:
        """Keep a newer profile instead. Raises ``NotFound`` as ``get``, ``InputError`` as ``create``."""
        text = _profile_text(profile)
        return self._set(owner, list_id, today, profile=text)

    def keep_until(self, owner: int, list_id: str, expires_on: date, *, today: date) -> Shortlist:
        """Move the last day, to ``LONGEST_KEPT_DAYS`` from today at most. Raises as ``create`` and ``get``."""
        return self._set(owner, list_id, today, expires_on=_expiry(expires_on, today))

    def delete(self, owner: int, list_id: str, *, today: date) -> None:
        """Delete a shortlist with all that is in it. Raises ``NotFound`` as ``get``."""
        with self._database.writing(briefly=True) as connection:
            _opened(connection, owner, list_id, today)
            connection.execute(sa.delete(shortlists).where(shortlists.c.id == list_id))
        self.erase_traces()

    def purge(self, today: date) -> int:
        """Delete whatever is past its last day; returns how many. Cheap where nothing is."""
        expired = shortlists.c.expires_on < today
        with self._database.reading() as connection:
            if not connection.scalar(sa.select(sa.exists().where(expired))):
                return 0
        with self._database.writing(briefly=True) as connection:
            gone = connection.execute(sa.delete(shortlists).where(expired)).rowcount
        self.erase_traces()
        return gone

    def erase_traces(self) -> None:
        """Take what was deleted or written over out of the database's files, not only out of its tables."""
        self._database.erase_traces(shortlists.name, shortlist_entries.name)

    def _set(self, owner: int, list_id: str, today: date, **values: Any) -> Shortlist:
        with self._database.writing(briefly=True) as connection:
            _opened(connection, owner, list_id, today)
            connection.execute(sa.update(shortlists).where(shortlists.c.id == list_id).values(**values))
            return _opened(connection, owner, list_id, today)


def _opened(connection: Connection, owner: int, list_id: str, today: date) -> Shortlist:
    """The same answer for a list that is another's, expired or unknown."""
    mine = (shortlists.c.id == list_id, shortlists.c.owner == owner, shortlists.c.expires_on >= today)
    row = connection.execute(sa.select(shortlists).where(*mine)).one_or_none()
    if row is None:
        raise NotFound("there is no such shortlist", place="shortlist", value=list_id, remedy="open the list of them")
    return _shortlist(row, _entries(connection, [list_id]).get(list_id, ()))


def _entries(connection: Connection, list_ids: Sequence[str]) -> dict[str, tuple[ShortlistEntry, ...]]:
    chosen = shortlist_entries.c.shortlist_id.in_(list_ids)
    query = sa.select(shortlist_entries).where(chosen).order_by(shortlist_entries.c.position)
    found: dict[str, tuple[ShortlistEntry, ...]] = {}
    for row in connection.execute(query):
        entry = ShortlistEntry(course_id=row.course_id, note=row.note, position=row.position)
        found[row.shortlist_id] = (*found.get(row.shortlist_id, ()), entry)
    return found


def _number(connection: Connection, list_id: str, course_ids: Sequence[str]) -> None:
    for position, course_id in enumerate(course_ids):
        here = sa.and_(shortlist_entries.c.shortlist_id == list_id, shortlist_entries.c.course_id == course_id)
        connection.execute(sa.update(shortlist_entries).where(here).values(position=position))


def _shortlist(row: sa.Row[Any], entries: tuple[ShortlistEntry, ...]) -> Shortlist:
    return Shortlist(
        id=row.id,
        owner=row.owner,
        pseudonym=row.pseudonym,
        created=row.created,
        expires_on=row.expires_on,
        profile=json.loads(row.profile),
        entries=entries,
    )


def _profile_text(profile: Mapping[str, Any]) -> str:
    # ASCII: neither NUL nor half a pair can get to the database as such.
    try:
        text = json.dumps(dict(profile), allow_nan=False)
    except (TypeError, ValueError):
        text = ""
    if not text or len(text) > LONGEST_PROFILE:
        raise _refused(
            "profile-invalid", "profile", "this profile cannot be kept", f"JSON of at most {LONGEST_PROFILE} characters"
        )
    return text


def _expiry(wanted: date, today: date) -> date:
    if not today <= wanted <= today + timedelta(days=LONGEST_KEPT_DAYS):
        raise _refused(
            "expiry-invalid", "expires_on", "not kept that long", f"choose a day within {LONGEST_KEPT_DAYS} days"
        )
    return wanted


def _refused(code: str, place: str, message: str, remedy: str) -> InputError:
    """Without the value, which may be what an advisor wrote of a client."""
    return InputError(message, code=code, place=place, remedy=remedy)
