"""A backup holds one moment of the whole database; a restore is all or nothing and loses nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import data.migrations
from data.store import Store
from data.store.backups import dump_database, known_steps, step_of
from engine.errors import ConfigurationError, InputError, StateError, Unavailable
from passerelle import main
from service.commands.backup import MANIFEST, write_backup
from service.commands.restore import restore
from service.settings import Settings

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
IMPORTED = "one.xml"


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """A state folder without a catalogue."""
    return Settings.read({"PASSERELLE_HOME": str(tmp_path / "home")})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Step → a database as that version left it, with one import in it; each is made once."""
    folder = tmp_path_factory.mktemp("databases")

    def make(step: str) -> Path:
        path = folder / step
        if not path.exists():
            database_at(step, path)
        return path

    return make


@pytest.fixture
def settings(empty: Settings, made: Callable[[str], Path]) -> Settings:
    """A state folder with a catalogue that ``IMPORTED`` was imported into."""
    return lay(empty, made(known_steps()[0]))


def lay(settings: Settings, database: Path) -> Settings:
    settings.home.mkdir()
    shutil.copy(database, settings.home / "passerelle.sqlite")
    return settings


def import_file(settings: Settings, name: str) -> None:
    with Store.open(settings.database_url) as store, store.file_import(name, "lheo", today=date(2026, 11, 22)):
        pass


def imported(settings: Settings) -> list[str]:
    with closing(sqlite3.connect(settings.home / "passerelle.sqlite")) as connection:
        return [path for (path,) in connection.execute("SELECT path FROM import_runs ORDER BY id")]


def rewritten(file: Path, target: Path, **changes: object) -> Path:
    """The same backup with another manifest."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == MANIFEST:
                content = json.dumps({**json.loads(content), **changes}).encode()
            new.writestr(name, content)
    return target


def database_at(step: str, path: Path) -> None:
    """A database as an earlier version left it, with one import in it."""
    config = Config()
    config.set_main_option("script_location", str(Path(data.migrations.__file__).parent))
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, step)
        connection.exec_driver_sql(
            "INSERT INTO import_runs (path, portal, started_at, finished_at, counts) "
            f"VALUES ('{IMPORTED}', 'lheo', '2026-01-01 00:00:00.000000', '2026-01-01 00:00:01.000000', '{{}}')"
        )
    engine.dispose()


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(settings: Settings, tmp_path: Path) -> None:
    manifest = write_backup(settings.database_url, tmp_path / "a.zip")
    import_file(settings, "two.xml")
    told, kept = restore(settings, tmp_path / "a.zip")
    assert told == manifest
    assert manifest.step == known_steps()[0]
    assert imported(settings) == [IMPORTED]
    with Store.open(settings.database_url) as store:
        assert [(entry.what, entry.subject) for entry in store.accounts.audit()] == [("database-restored", "a.zip")]
    assert kept is not None
    restore(settings, kept)
    assert imported(settings) == [IMPORTED, "two.xml"]


def test_a_backup_is_read_by_its_owner_alone_and_leaves_nothing_else(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    write_backup(settings.database_url, folder / "a.zip")
    assert [path.name for path in folder.iterdir()] == ["a.zip"]
    assert (folder / "a.zip").stat().st_mode & 0o777 == 0o600


def test_a_backup_taken_while_an_import_writes_holds_the_state_before_it(settings: Settings, tmp_path: Path) -> None:
    with Store.open(settings.database_url) as store, store.file_import("half.xml", "lheo"):
        write_backup(settings.database_url, tmp_path / "a.zip")
    assert imported(settings) == [IMPORTED, "half.xml"]
    restore(settings, tmp_path / "a.zip")
    assert imported(settings) == [IMPORTED]


def test_a_service_that_has_the_catalogue_open_sees_the_restored_one(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.database_url, tmp_path / "a.zip")
    with Store.open(settings.database_url) as served:
        assert served.version()
        import_file(settings, "two.xml")
        assert {state.portal for state in served.portals()} == {"lheo"}
        restore(settings, tmp_path / "a.zip")
        assert [state.last_path for state in served.portals()] == [IMPORTED]


@pytest.mark.parametrize("step", ["0001", "0002"])
def test_the_database_of_an_earlier_version_is_brought_up_to_date_when_it_is_opened(
    empty: Settings, made: Callable[[str], Path], step: str
) -> None:
    settings = lay(empty, made(step))
    assert step_of(settings.database_url) == step
    with Store.open(settings.database_url) as store:
        assert [state.last_path for state in store.portals()] == [IMPORTED]
        assert store.accounts.audit() == ()
    assert step_of(settings.database_url) == known_steps()[0]


@pytest.mark.parametrize("step", ["0001", "0002"])
def test_a_backup_of_an_earlier_version_is_left_as_it_is_and_brought_up_to_date_when_restored(
    empty: Settings, made: Callable[[str], Path], tmp_path: Path, step: str
) -> None:
    settings = lay(empty, made(step))
    assert write_backup(settings.database_url, tmp_path / "a.zip").step == step
    assert step_of(settings.database_url) == step
    restore(settings, tmp_path / "a.zip")
    assert step_of(settings.database_url) == known_steps()[0]
    assert imported(settings) == [IMPORTED]


@pytest.mark.parametrize(("changes", "refusal"), [({"step": "9999"}, "update Passerelle"), ({"format": 2}, "update")])
def test_a_backup_of_a_newer_version_is_refused(
    settings: Settings, tmp_path: Path, changes: dict[str, object], refusal: str
) -> None:
    write_backup(settings.database_url, tmp_path / "a.zip")
    with pytest.raises(StateError, match=refusal):
        restore(settings, rewritten(tmp_path / "a.zip", tmp_path / "b.zip", **changes))
    assert imported(settings) == [IMPORTED]


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"bytes": 1}])
def test_a_backup_that_was_changed_is_refused_and_nothing_is_touched(
    settings: Settings, tmp_path: Path, changes: dict[str, object]
) -> None:
    write_backup(settings.database_url, tmp_path / "a.zip")
    with pytest.raises(InputError, match="checksum"):
        restore(settings, rewritten(tmp_path / "a.zip", tmp_path / "b.zip", **changes))
    assert imported(settings) == [IMPORTED]
    assert sorted(path.name for path in settings.home.glob("*restore*")) == []


def test_what_is_no_backup_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no archive")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("manifest.json", "[]")
    write_backup(settings.database_url, tmp_path / "whole.zip")
    (tmp_path / "cut.zip").write_bytes((tmp_path / "whole.zip").read_bytes()[:-200])
    for name in ("text.zip", "other.zip", "cut.zip", "absent.zip"):
        with pytest.raises(InputError):
            restore(settings, tmp_path / name)
    assert imported(settings) == [IMPORTED]


def test_without_a_catalogue_there_is_nothing_to_back_up(empty: Settings, tmp_path: Path) -> None:
    with pytest.raises(StateError, match="passerelle setup"):
        write_backup(empty.database_url, tmp_path / "a.zip")


def test_a_backup_never_overwrites_a_file(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("mine")
    for file in (tmp_path / "a.zip", tmp_path / "no" / "a.zip"):
        with pytest.raises(InputError):
            write_backup(settings.database_url, file)
    assert (tmp_path / "a.zip").read_text() == "mine"


def test_the_sql_text_of_postgresql_is_restored_by_its_own_programs(settings: Settings, tmp_path: Path) -> None:
    write_backup(settings.database_url, tmp_path / "a.zip")
    with pytest.raises(ConfigurationError) as refused:
        restore(settings, rewritten(tmp_path / "a.zip", tmp_path / "b.zip", database="postgresql"))
    assert "psql --single-transaction" in refused.value.remedy


def test_without_pg_dump_it_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="client programs"):
        dump_database("postgresql://someone:secret@localhost/x", tmp_path / "a.sql")


def test_the_verbs_say_what_they_did(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(settings.home))
    file = str(tmp_path / "a.zip")
    assert [main(["backup", file]), main(["backup", file]), main(["restore", file])] == [0, 1, 0]
    said = capsys.readouterr()
    assert f"sqlite at step {known_steps()[0]}" in said.out
    assert "kept what was there" in said.out
    assert "there is such a file already" in said.err
