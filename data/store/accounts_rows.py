"""What the accounts' stores share: days and names as the database keeps them, and lines of the audit log."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.store.accounts_schema import audit_log
from engine.errors import InputError

__all__ = ["audited", "folded", "kept", "kept_name", "moment", "stored"]

LONGEST_NAME = 100
# Control characters and halves of characters: PostgreSQL keeps neither NUL nor half a pair.
_UNWANTED = frozenset({"Cc", "Cs"})
_WANTED_CONTROLS = frozenset("\n\t")


def stored(when: datetime) -> datetime:
    """A moment as it is kept: UTC without a zone, which SQLite would lose."""
    return when.astimezone(UTC).replace(tzinfo=None)


def moment(kept: datetime) -> datetime:
    """A kept moment as it is handed out, with its zone."""
    return kept.replace(tzinfo=UTC)


def kept(text: str) -> str:
    """Text as both databases can keep it: composed, without control characters, no blanks around it."""
    letters = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(
        letter for letter in letters if letter in _WANTED_CONTROLS or unicodedata.category(letter) not in _UNWANTED
    ).strip()


def folded(name: str) -> str:
    """What makes two names the same: case, width of letters and blanks do not count."""
    return " ".join(unicodedata.normalize("NFKC", kept(name)).casefold().split())


def kept_name(name: str, place: str) -> str:
    """A name in one line; raises ``InputError`` for an empty one and one that is too long. ``place`` is the field."""
    text = " ".join(kept(name).split())
    if not text or len(text) > LONGEST_NAME:
        raise InputError(
            "a name has at least one character, and not too many",
            code=f"{place}-invalid",
            place=place,
            value=text[:LONGEST_NAME],
            remedy=f"give 1 to {LONGEST_NAME} characters",
        )
    return text


def audited(connection: Connection, when: datetime, who: str, what: str, subject: str, detail: str = "") -> None:
    """Write a line into the audit log, in the transaction of what it tells about."""
    connection.execute(
        sa.insert(audit_log).values(
            happened=stored(when), who=kept(who), what=what, subject=kept(subject), detail=kept(detail)
        )
    )
