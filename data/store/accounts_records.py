"""What the accounts' stores hand out: frozen records, and the words they use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

__all__ = [
    "Act",
    "ApiKey",
    "Attempt",
    "AuditEntry",
    "Feedback",
    "Role",
    "Shortlist",
    "ShortlistEntry",
    "User",
    "Verdict",
]


class Role(StrEnum):
    """What somebody, or a program with a key, works as; the last one may do the most."""

    ADVISOR = "advisor"
    EVALUATOR = "evaluator"
    OPERATOR = "operator"
    ADMIN = "admin"


class Verdict(StrEnum):
    """What an advisor thinks of a course that was shown."""

    USEFUL = "useful"
    WRONG = "wrong"
    OUT_OF_DATE = "out-of-date"


class Act(StrEnum):
    """The administrative acts that the stores write into the audit log themselves; other rooms add their own codes."""

    USER_ADDED = "user-added"
    USER_DISABLED = "user-disabled"
    USER_ENABLED = "user-enabled"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105  (the code of an act, no password)
    ROLE_CHANGED = "role-changed"
    KEY_ADDED = "key-added"
    KEY_DISABLED = "key-disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who can sign in.

    ``password_hash`` is None for who signs in elsewhere: ``subject`` then names her there. ``failed_attempts`` are
    those since the last success. Whoever carries another ``session_epoch`` than this one is signed out.
    """

    id: int
    name: str
    role: Role
    created: datetime
    disabled: bool
    failed_attempts: int
    locked_until: datetime | None
    password_changed: datetime | None
    session_epoch: int
    subject: str | None = None
    password_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt to sign in, counted already: whose name it is, if anybody's, and whether it may go on."""

    user: User | None
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One administrative act: ``who`` did ``what`` (a code) on whom or what; no client is ever named."""

    id: int
    when: datetime
    who: str
    what: str
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A program's key; of the key itself only a hash is kept."""

    id: int
    label: str
    role: Role
    created: datetime
    disabled: bool
    rate_per_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortlistEntry:
    """A course kept for a client; entries stand in the order of ``position``, from 0."""

    course_id: str
    note: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """What an advisor keeps for a client: under a pseudonym, and only up to and including ``expires_on``.

    ``owner`` is the advisor's user id; ``profile`` is the profile as JSON has it, as the advisor saved it.
    """

    id: str
    owner: int
    pseudonym: str
    created: date
    expires_on: date
    profile: Mapping[str, Any]
    entries: tuple[ShortlistEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What somebody said of a course that was shown at ``rank`` (from 1): not who, not for whom, and only the day."""

    course_id: str
    rank: int
    verdict: Verdict
    index_version: str
    weights_version: str
    day: date
    reason: str = ""
