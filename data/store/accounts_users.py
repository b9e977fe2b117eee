"""Who can sign in: every change is one transaction together with its line in the audit log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.store.accounts_records import Act, Attempt, Role, User
from data.store.accounts_rows import audited, folded, kept_name, moment, stored
from data.store.accounts_schema import accounts, users
from data.store.database import Database
from engine.errors import InputError, NotFound

__all__ = ["UserStore"]


class UserStore:
    """The users; safe to share between threads. ``by`` is who does it, for the audit log.

    Every method raises ``Unavailable`` when the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, name: str, role: Role, *, by: str, now: datetime, password_hash: str | None = None, subject: str = ""
    ) -> User:
        """Make an account, for a password or for a ``subject`` who signs in elsewhere.

        Raises:
            InputError: ``user-invalid`` for an unusable name, ``user-taken`` where somebody has it, whatever its case.
        """
        shown = kept_name(name, "user")
        with self._database.writing(briefly=True) as connection:
            if _row(connection, users.c.name_key == folded(shown)):
                raise InputError(
                    "there is a user of this name", code="user-taken", place="user", value=shown, remedy="take another"
                )
            connection.execute(
                sa.insert(users).values(
                    name=shown,
                    name_key=folded(shown),
                    role=role.value,
                    password_hash=password_hash,
                    subject=subject or None,
                    created=stored(now),
                    disabled=False,
                    failed_attempts=0,
                    password_changed=stored(now) if password_hash else None,
                    session_epoch=0,
                )
            )
            audited(connection, now, by, Act.USER_ADDED, shown, role)
            return _user(_named(connection, shown))

    def all(self) -> tuple[User, ...]:
        """Every user, by name."""
        with self._database.reading() as connection:
            return tuple(map(_user, connection.execute(sa.select(users).order_by(users.c.name_key))))

    def get(self, user_id: int) -> User | None:
        """The user of a number."""
        return self._one(users.c.id == user_id)

    def find(self, name: str) -> User | None:
        """The user of a name, whatever its case."""
        return self._one(users.c.name_key == folded(name))

    def by_subject(self, subject: str) -> User | None:
        """The user who signs in elsewhere as ``subject``."""
        return self._one(users.c.subject == subject)

    def set_disabled(self, name: str, disabled: bool, *, by: str, now: datetime) -> User:
        """Shut somebody out, which ends her sessions, or let her in again, which forgets failed attempts.

        Raises ``NotFound``.
        """
        act = Act.USER_DISABLED if disabled else Act.USER_ENABLED
        return self._change(name, act, by, now, disabled=disabled, failed_attempts=0, locked_until=None)

    def set_password(self, name: str, password_hash: str, *, by: str, now: datetime) -> User:
        """Give somebody another password; ends her sessions and forgets failed attempts. Raises ``NotFound``."""
        return self._change(
            name,
            Act.PASSWORD_CHANGED,
            by,
            now,
            password_hash=password_hash,
            password_changed=stored(now),
            failed_attempts=0,
            locked_until=None,
        )

    def set_role(self, name: str, role: Role, *, by: str, now: datetime) -> User:
        """Give somebody another role; ends her sessions. Raises ``NotFound``."""
        return self._change(name, Act.ROLE_CHANGED, by, now, detail=role.value, role=role.value)

    def end_sessions(self, user_id: int) -> None:
        """Sign somebody out wherever she is signed in."""
        with self._database.writing(briefly=True) as connection:
            _update(connection, user_id, session_epoch=users.c.session_epoch + 1)

    def attempt(self, name: str, now: datetime, *, lock_for: Callable[[int], timedelta]) -> Attempt:
        """Count an attempt to sign in before the password is looked at, so that many at once are not more than many.

        ``lock_for`` tells for how long that many failed attempts lock the account (zero: not at all). Every attempt
        writes exactly one counter, whoever is named.
        """
        with self._database.writing(briefly=True) as connection:
            row = _row(connection, users.c.name_key == folded(name))
            user = _user(row) if row else None
            locked = user is not None and user.locked_until is not None and now < user.locked_until
            if user is None or user.disabled or user.password_hash is None or locked:
                connection.execute(sa.update(accounts).values(refused_attempts=accounts.c.refused_attempts + 1))
                return Attempt(user=user, locked=locked)
            failed = user.failed_attempts + 1
            pause = lock_for(failed)
            _update(connection, user.id, failed_attempts=failed, locked_until=stored(now + pause) if pause else None)
            return Attempt(user=user)

    def succeeded(self, user: User, password_hash: str | None = None) -> None:
        """Forget failed attempts; ``password_hash`` is the same password, hashed as it is done now."""
        renewed: dict[str, Any] = {"password_hash": password_hash} if password_hash else {}
        with self._database.writing(briefly=True) as connection:
            # Only where the password was not changed meanwhile.
            changed = users.c.session_epoch == user.session_epoch
            connection.execute(
                sa.update(users)
                .where(users.c.id == user.id, changed)
                .values(failed_attempts=0, locked_until=None, **renewed)
            )

    def refused_attempts(self) -> int:
        """How many attempts named nobody, or an account that is locked, disabled or without a password."""
        with self._database.reading() as connection:
            return int(connection.execute(sa.select(accounts.c.refused_attempts)).scalar_one())

    def _one(self, chosen: sa.ColumnElement[bool]) -> User | None:
        with self._database.reading() as connection:
            row = _row(connection, chosen)
        return _user(row) if row else None

    def _change(self, name: str, act: Act, by: str, now: datetime, *, detail: str = "", **values: Any) -> User:
        with self._database.writing(briefly=True) as connection:
            user = _user(_named(connection, name))
            _update(connection, user.id, session_epoch=users.c.session_epoch + 1, **values)
            audited(connection, now, by, act, user.name, detail)
            return _user(_named(connection, name))


def _row(connection: Connection, chosen: sa.ColumnElement[bool]) -> sa.Row[Any] | None:
    return connection.execute(sa.select(users).where(chosen)).one_or_none()


def _named(connection: Connection, name: str) -> sa.Row[Any]:
    row = _row(connection, users.c.name_key == folded(name))
    if row is None:
        raise NotFound("there is no user of this name", place="user", value=name, remedy="see `passerelle user list`")
    return row


def _update(connection: Connection, user_id: int, **values: Any) -> None:
    connection.execute(sa.update(users).where(users.c.id == user_id).values(**values))


def _user(row: sa.Row[Any]) -> User:
    return User(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        created=moment(row.created),
        disabled=row.disabled,
        failed_attempts=row.failed_attempts,
        locked_until=moment(row.locked_until) if row.locked_until else None,
        password_changed=moment(row.password_changed) if row.password_changed else None,
        session_epoch=row.session_epoch,
        subject=row.subject,
        password_hash=row.password_hash,
    )
