"""One database, SQLite or PostgreSQL: how to reach it, who may write, which step of its history it stands at."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from engine.errors import ConfigurationError, StateError, Unavailable

__all__ = ["Database"]

# How long one writer waits for another; a file of a million courses takes minutes, not half an hour.
WRITE_PATIENCE_S = 1800
# How long somebody who signs in or keeps a note waits; on SQLite an import may be in the way.
BRIEF_PATIENCE_S = 10
# SQLite's own waiting cannot be interrupted from the keyboard, so it is short and repeated.
BUSY_TIMEOUT_MS = 5_000
SQLITE_CACHE_KIB = 32_768
# Names the lock of PostgreSQL that writers queue at ("pass" in ASCII); the schema's name makes the second half.
POSTGRES_LOCK = 0x70617373
# The queue of those who write accounts and touch nothing that an import writes ("acct").
POSTGRES_BRIEF_LOCK = 0x61636374
POSTGRES_LOCK_TIMED_OUT = "55P03"
POSTGRES_FORBIDDEN = "42501"
# SQLite's extended error codes carry the primary one in their lowest byte.
PRIMARY_CODE = 0xFF

_MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
# The execution option that says how a transaction begins on SQLite. A writer takes the lock at once: a transaction that
# reads first and then writes cannot be made to wait.
_BEGIN = "passerelle_begin"
_READER, _WRITER, _NO_TRANSACTION = "BEGIN", "BEGIN IMMEDIATE", ""
_REACH_REMEDY = "check PASSERELLE_DATABASE_URL and that the database is running and may be written to"
# Alembic keeps the migration under way in module-level state.
_one_migration_at_a_time = threading.Lock()


class Database:
    """Connections for reading (any number at once) and for writing (one at a time, the others wait their turn)."""

    def __init__(self, url: str) -> None:
        parsed = _parse(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.label = _label(parsed)
        if self.is_sqlite:
            self._make_folder(parsed)
        self._engine = _sqlite_engine(parsed) if self.is_sqlite else sa.create_engine(parsed, pool_pre_ping=True)
        try:
            with self._translated():
                if self.is_sqlite:
                    self._use_write_ahead_log()
                self._migrate()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees committed state only; never waits for a writer.

        Raises:
            Unavailable: the database does not answer.
        """
        with self._translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, briefly: bool = False) -> Iterator[Connection]:
        """A connection in a transaction that no other writer overlaps; committed at the end, or undone by an exception.

        ``briefly`` is for a few rows that no import touches: on PostgreSQL such writers have a queue of their own, on
        SQLite they wait less long, and what they overwrite or delete is wiped out of the file's pages.

        Raises:
            Unavailable: the database does not answer, or another writer kept it longer than ``WRITE_PATIENCE_S``
                (``BRIEF_PATIENCE_S``).
        """
        with self._translated():
            connection = self._begin_alone(
                *((BRIEF_PATIENCE_S, POSTGRES_BRIEF_LOCK) if briefly else (WRITE_PATIENCE_S, POSTGRES_LOCK))
            )
            try:
                if self.is_sqlite:
                    connection.exec_driver_sql(f"PRAGMA secure_delete = {int(briefly)}")
                yield connection
                connection.commit()
            finally:
                connection.close()

    def erase_traces(self, *tables: str) -> None:
        """Take what was deleted from ``tables`` out of the log of changes (SQLite) or the tables' files (PostgreSQL).

        What a reader still looks at stays until the next call. Backups and archived logs keep what they hold.
        """
        with self._translated():
            if self.is_sqlite:
                with self._engine.connect().execution_options(**{_BEGIN: _NO_TRANSACTION}) as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
                return
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"VACUUM {', '.join(tables)}")

    def _begin_alone(self, patience_s: float, postgres_lock: int) -> Connection:
        deadline = time.monotonic() + patience_s
        while True:
            connection = self._engine.connect().execution_options(**{_BEGIN: _WRITER})
            try:
                connection.begin()
                if not self.is_sqlite:
                    connection.execute(sa.text(f"SET LOCAL lock_timeout = '{patience_s}s'"))
                    connection.execute(
                        sa.text("SELECT pg_advisory_xact_lock(:lock, hashtext(current_schema()))"),
                        {"lock": postgres_lock},
                    )
            except OperationalError as error:
                connection.close()
                if not _is_busy(error):
                    raise
                if time.monotonic() >= deadline:
                    raise Unavailable(
                        "another import is still writing",
                        place=self.label,
                        value=f"waited {patience_s} s",
                        remedy="let it end, then start this one again",
                    ) from error
            except BaseException:
                connection.close()
                raise
            else:
                return connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Errors of the driver as errors of Passerelle; programming errors stay what they are."""
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            raise Unavailable(
                f"the database does not answer: {_first_line(error)}",
                place=self.label,
                value=self.label,
                remedy=_REACH_REMEDY,
            ) from error
        except PoolTimeoutError as error:
            raise Unavailable(
                "all connections to the database are in use", place=self.label, value=self.label, remedy="try again"
            ) from error
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == POSTGRES_FORBIDDEN:
                raise Unavailable(
                    f"the database refuses: {_first_line(error)}",
                    place=self.label,
                    value=self.label,
                    remedy="let this user create tables and write in the database's schema",
                ) from error
            if "not a database" not in str(error.orig) and "malformed" not in str(error.orig):
                raise
            raise StateError(
                f"this is not a usable database: {_first_line(error)}",
                place=self.label,
                value=self.label,
                remedy="move the file away and import again, or name another one in PASSERELLE_DATABASE_URL",
            ) from error

    def _make_folder(self, url: URL) -> None:
        folder = Path(url.database or "").parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(
                f"the folder {folder} cannot be made: {error.strerror}",
                place=self.label,
                value=str(folder),
                remedy=_REACH_REMEDY,
            ) from error

    def _use_write_ahead_log(self) -> None:
        # Readers and one writer side by side; stays on in the file. Switching wants the file for itself and does not
        # wait for it by itself.
        deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                with self._engine.connect().execution_options(**{_BEGIN: _NO_TRANSACTION}) as connection:
                    connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                return
            except OperationalError as error:
                if not _is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def _migrate(self) -> None:
        # Otherwise every opening tells the log that there was nothing to do.
        logging.getLogger("alembic").setLevel(logging.WARNING)
        script = ScriptDirectory(str(_MIGRATIONS))
        with self._engine.connect() as connection:
            if self._revision(connection, script) == script.get_current_head():
                return
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with _one_migration_at_a_time, self.writing() as connection:
            # Whoever had the lock before may have done it.
            if self._revision(connection, script) != script.get_current_head():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def _revision(self, connection: Connection, script: ScriptDirectory) -> str | None:
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None and current not in {step.revision for step in script.walk_revisions()}:
            raise StateError(
                f"the database is newer than this version of Passerelle (step {current})",
                place=self.label,
                value=current,
                remedy="update Passerelle, or name another database in PASSERELLE_DATABASE_URL",
            )
        return current


def _parse(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError:
        url = None
    backend = url.get_backend_name() if url is not None else ""
    if url is None or backend not in ("sqlite", "postgres", "postgresql"):
        raise ConfigurationError(
            "the database URL is not understood",
            place="PASSERELLE_DATABASE_URL",
            value=backend,  # the text itself may hold a password
            remedy="use sqlite:///path/to/file.db or postgresql://user:password@host/database",
        )
    if backend != "sqlite":
        return url.set(drivername="postgresql+psycopg")
    if url.database in (None, "", ":memory:"):
        raise ConfigurationError(
            "a catalogue in memory cannot be shared by threads and processes",
            place="PASSERELLE_DATABASE_URL",
            value=text,
            remedy="use sqlite:///path/to/file.db",
        )
    return url


def _label(url: URL) -> str:
    """The URL as it may be shown: without its password, wherever it stands."""
    masked = {key: "***" if "password" in key.lower() else value for key, value in url.query.items()}
    return url.set(query=masked).render_as_string(hide_password=True)


def _sqlite_engine(url: URL) -> Engine:
    # isolation_level None: Python's driver begins no transaction by itself, the listener below does.
    engine = sa.create_engine(url, connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000})

    @sa.event.listens_for(engine, "connect")
    def configure(connection: sa.engine.interfaces.DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        # FULL rather than NORMAL: a commit ends a whole file, so the extra sync costs milliseconds per file, and a
        # report that says "accepted" stays true after a power cut.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if statement := connection.get_execution_options().get(_BEGIN, _READER):
            connection.exec_driver_sql(statement)

    return engine


def _is_busy(error: OperationalError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode & PRIMARY_CODE in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return getattr(error.orig, "sqlstate", None) == POSTGRES_LOCK_TIMED_OUT


def _first_line(error: DBAPIError) -> str:
    return next(iter(str(error.orig).strip().splitlines()), "no reason given")
