"""One table of facts on its way into the database: what is stored, what is said anew, and what has to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.engine import Connection

__all__ = ["Change", "Facts", "Row"]

Row: TypeAlias = tuple[Any, ...]
Merge: TypeAlias = Callable[[Row, Row], Row]


class Change(IntEnum):
    """What saying a fact did: nothing, it changed one, or it is new."""

    NONE = 0
    CHANGED = 1
    NEW = 2


class Facts:
    """Facts of one table, ``keys`` → the other columns; two values of a key are brought together by ``merge``.

    ``merge`` must take over nothing when the same is said again: that makes a second import find all unchanged.
    """

    def __init__(self, table: sa.Table, merge: Merge) -> None:
        self._table = table
        self._merge = merge
        self._keys = [column.name for column in table.primary_key]
        self._values = [column.name for column in table.columns if column.name not in self._keys]
        self._stored: dict[Row, Row] = {}
        self._new: dict[Row, None] = {}
        self._changed: dict[Row, None] = {}

    def load(self, connection: Connection, condition: sa.ColumnElement[bool]) -> None:
        """Forget what was loaded before, and read the rows that ``condition`` chooses."""
        columns = [self._table.c[name] for name in (*self._keys, *self._values)]
        width = len(self._keys)
        rows = connection.execute(sa.select(*columns).where(condition))
        self._stored = {tuple(row[:width]): tuple(row[width:]) for row in rows}

    def say(self, key: Row, value: Row = ()) -> tuple[Change, Row | None, Row]:
        """Take over one fact; returns what that did, and its value before and after."""
        before = self._stored.get(key)
        after = value if before is None else self._merge(before, value)
        if before is None:
            self._new[key] = None
        elif after == before:
            return Change.NONE, before, before
        elif key not in self._new:
            self._changed[key] = None
        self._stored[key] = after
        return (Change.NEW if before is None else Change.CHANGED), before, after

    def write(self, connection: Connection) -> None:
        """Put what is new or changed into the database."""
        if self._new:
            connection.execute(sa.insert(self._table), self._rows(self._new, self._keys))
        if self._changed:
            same = [self._table.c[name] == sa.bindparam(f"key_{name}") for name in self._keys]
            statement = sa.update(self._table).where(*same)
            connection.execute(statement, self._rows(self._changed, [f"key_{name}" for name in self._keys]))
        self._new.clear()
        self._changed.clear()

    def _rows(self, keys: Iterable[Row], names: Sequence[str]) -> list[dict[str, Any]]:
        columns = (*names, *self._values)
        return [dict(zip(columns, (*key, *self._stored[key]), strict=True)) for key in keys]
