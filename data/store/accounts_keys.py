"""The keys of programs that use the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data.store.accounts_records import Act, ApiKey, Role
from data.store.accounts_rows import audited, folded, kept_name, moment, stored
from data.store.accounts_schema import api_keys
from data.store.database import Database
from engine.errors import InputError, NotFound

__all__ = ["KeyStore"]


class KeyStore:
    """API keys by label; of a key itself only ``key_hash`` is kept. Safe to share between threads.

    Every method raises ``Unavailable`` when the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, label: str, role: Role, key_hash: str, *, rate_per_minute: int, by: str, now: datetime) -> ApiKey:
        """Keep a key.

        Raises:
            InputError: ``key-invalid`` for an unusable label or rate, ``key-taken`` where a key has this label.
        """
        shown = kept_name(label, "key")
        if rate_per_minute < 1:
            raise InputError(
                "a key allows at least one request a minute",
                code="key-invalid",
                place="rate",
                value=rate_per_minute,
                remedy="give a whole number from 1",
            )
        with self._database.writing(briefly=True) as connection:
            named = sa.select(api_keys).where(api_keys.c.label_key == folded(shown))
            if connection.execute(named).one_or_none():
                raise InputError(
                    "there is a key of this label", code="key-taken", place="key", value=shown, remedy="take another"
                )
            connection.execute(
                sa.insert(api_keys).values(
                    label=shown,
                    label_key=folded(shown),
                    key_hash=key_hash,
                    role=role.value,
                    created=stored(now),
                    disabled=False,
                    rate_per_minute=rate_per_minute,
                )
            )
            audited(connection, now, by, Act.KEY_ADDED, shown, f"{role}, {rate_per_minute}/min")
            return _key(connection.execute(named).one())

    def all(self) -> tuple[ApiKey, ...]:
        """Every key, by label."""
        with self._database.reading() as connection:
            return tuple(map(_key, connection.execute(sa.select(api_keys).order_by(api_keys.c.label_key))))

    def by_hash(self, key_hash: str) -> ApiKey | None:
        """The key that has this hash, disabled or not."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(api_keys).where(api_keys.c.key_hash == key_hash)).one_or_none()
        return _key(row) if row else None

    def disable(self, label: str, *, by: str, now: datetime) -> ApiKey:
        """Let a key open nothing any more, for good. Raises ``NotFound``."""
        named = sa.select(api_keys).where(api_keys.c.label_key == folded(label))
        with self._database.writing(briefly=True) as connection:
            row = connection.execute(named).one_or_none()
            if row is None:
                raise NotFound(
                    "there is no key of this label", place="key", value=label, remedy="see `passerelle key list`"
                )
            connection.execute(sa.update(api_keys).where(api_keys.c.id == row.id).values(disabled=True))
            audited(connection, now, by, Act.KEY_DISABLED, row.label)
            return _key(connection.execute(named).one())


def _key(row: sa.Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        label=row.label,
        role=Role(row.role),
        created=moment(row.created),
        disabled=row.disabled,
        rate_per_minute=row.rate_per_minute,
    )
