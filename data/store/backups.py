"""Copies of a whole database, and a whole database put in the place of another, without touching what is inside."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

import data.migrations
from engine.errors import StateError, Unavailable

__all__ = ["dump_database", "is_sqlite", "known_steps", "replace_sqlite", "step_of"]

PG_DUMP = "pg_dump"
# How long to wait for an import that is writing.
PATIENCE_S = 60.0
PAGES_AT_ONCE = 4_096


def is_sqlite(url: str) -> bool:
    """Whether ``url`` names an SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def known_steps() -> tuple[str, ...]:
    """The steps of the database's history that this version knows, the newest first."""
    script = ScriptDirectory(str(Path(data.migrations.__file__).parent))
    return tuple(step.revision for step in script.walk_revisions())


def step_of(url: str) -> str | None:
    """The step at which a database stands, without bringing it up to date; ``None`` for an empty or missing one.

    Raises ``Unavailable`` when it does not answer.
    """
    if is_sqlite(url) and not _file(url).exists():
        return None
    engine = sa.create_engine(_driver(url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DBAPIError as error:
        raise Unavailable(
            "the database does not answer",
            place=_shown(url),
            remedy="check PASSERELLE_DATABASE_URL and that the database is running; move a damaged file away",
        ) from error
    finally:
        engine.dispose()


def dump_database(url: str, target: Path) -> None:
    """Write the committed state of one moment into ``target``; imports and requests go on meanwhile.

    SQLite gives a database file, PostgreSQL the SQL text of ``pg_dump``. Raises ``Unavailable``.
    """
    if not is_sqlite(url):
        _dump_postgresql(make_url(url), target)
        return
    with closing(sqlite3.connect(_file(url))) as source, closing(sqlite3.connect(target)) as copy:
        _copied(source, copy, _shown(url))


def replace_sqlite(url: str, source: Path) -> None:
    """Put the database in ``source`` in the place of the one at ``url``, in one transaction.

    Whoever has it open sees the old state or the new one. Raises ``StateError`` where ``source`` is damaged,
    ``Unavailable`` where somebody keeps writing.
    """
    _file(url).parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as new:
        if new.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise StateError("the database in the backup is damaged", place=source.name, remedy="use another backup")
        with closing(sqlite3.connect(_file(url))) as old:
            _copied(new, old, _shown(url))


def _copied(source: sqlite3.Connection, target: sqlite3.Connection, place: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    try:
        # All pages in one go: what is written meanwhile would make it begin again.
        source.backup(target, pages=-1, progress=_impatient(deadline, place))
    except sqlite3.Error as error:
        raise Unavailable(
            f"the database cannot be copied: {error}", place=place, remedy="check the disk and who may write there"
        ) from error


def _impatient(deadline: float, place: str) -> Callable[[int, int, int], None]:
    """Called between tries: gives up when somebody else has been writing for too long."""

    def check(_status: int, _remaining: int, _total: int) -> None:
        if time.monotonic() > deadline:
            raise Unavailable("an import is still writing", place=place, remedy="let it end, then start this one again")

    return check


def _dump_postgresql(url: URL, target: Path) -> None:
    program = shutil.which(PG_DUMP)
    if program is None:
        raise Unavailable(
            f"{PG_DUMP} is not on this machine",
            place="PATH",
            remedy="install PostgreSQL's client programs, or back up on the database server",
        )
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    done = subprocess.run(  # noqa: S603  # no shell; the URL comes from the operator's own settings
        [program, "--no-owner", "--no-privileges", f"--file={target}", f"--dbname={plain}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = next(iter(done.stderr.strip().splitlines()), "no reason given")
        raise Unavailable(f"{PG_DUMP}: {said}", place=_shown(str(url)), remedy="check PASSERELLE_DATABASE_URL")


def _file(url: str) -> Path:
    return Path(make_url(url).database or "")


def _driver(url: str) -> URL:
    parsed = make_url(url)
    return parsed if is_sqlite(url) else parsed.set(drivername="postgresql+psycopg")


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
