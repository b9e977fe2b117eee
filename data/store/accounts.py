"""Accounts and what is kept for them: the entry to users, keys, shortlists, feedback and the audit log."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from data.store.accounts_feedback import FeedbackStore
from data.store.accounts_keys import KeyStore
from data.store.accounts_records import AuditEntry
from data.store.accounts_rows import audited, moment
from data.store.accounts_schema import audit_log
from data.store.accounts_shortlists import ShortlistStore
from data.store.accounts_users import UserStore
from data.store.database import Database

__all__ = ["AccountStore"]

AUDIT_PAGE = 100


class AccountStore:
    """All that belongs to accounts; safe to share between threads.

    Every method, here and in the parts, raises ``Unavailable`` when the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.users = UserStore(database)
        self.keys = KeyStore(database)
        self.shortlists = ShortlistStore(database)
        self.feedback = FeedbackStore(database)

    def note(self, what: str, subject: str, *, by: str, now: datetime, detail: str = "") -> None:
        """Write an administrative act that is not one of the stores' own into the audit log; never name a client."""
        with self._database.writing(briefly=True) as connection:
            audited(connection, now, by, what, subject, detail)

    def audit(self, *, before: int | None = None, limit: int = AUDIT_PAGE) -> tuple[AuditEntry, ...]:
        """The audit log, the newest first; ``before`` is the id where the page before this one ended."""
        query = sa.select(audit_log).order_by(audit_log.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(audit_log.c.id < before)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            AuditEntry(
                id=row.id,
                when=moment(row.happened),
                who=row.who,
                what=row.what,
                subject=row.subject,
                detail=row.detail,
            )
            for row in rows
        )

    def purge(self, today: date) -> int:
        """Delete for good whatever is past its last day; to be called every day. Returns how many shortlists went."""
        gone = self.shortlists.purge(today)
        self.shortlists.erase_traces()
        return gone
