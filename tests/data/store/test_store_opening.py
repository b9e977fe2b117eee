from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from data.store import Store, database
from data.store.schema import metadata
from engine.errors import ConfigurationError, StateError, Unavailable
from tests.data.store.store_samples import course, keep


def test_what_was_stored_is_there_after_opening_again(url: str) -> None:
    with Store.open(url) as store:
        keep(store, course("1"))
        version = store.version()
    with Store.open(url) as store:
        assert (store.version(), store.get_many(["lheo:1"])) == (version, {"lheo:1": course("1")})


def test_the_migrations_build_the_tables_that_the_code_uses(store: Store) -> None:
    with store._database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_newer_database_is_refused_with_a_remedy(url: str) -> None:
    with Store.open(url) as store, store._database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StateError, match="update Passerelle") as caught:
        Store.open(url)
    assert caught.value.value == "9999"


def test_many_may_open_a_new_database_at_once(url: str) -> None:
    versions: list[str] = []

    def open_and_read() -> None:
        with Store.open(url) as store:
            versions.append(store.version())

    threads = [threading.Thread(target=open_and_read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert versions == ["0" * 32] * 6


def test_threads_import_and_read_side_by_side(store: Store) -> None:
    faults: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(5):
                keep(store, *(course(f"{name}-{number}-{row}") for row in range(10)))
                store.get_many([f"lheo:{name}-0-0"])
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert store.count() == len(store.coordinates()[0]) == 200


def test_sqlite_keeps_a_write_ahead_log_and_syncs_every_commit(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'a.db'}") as store, store._database.reading() as connection:
        asked = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        answers = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in asked]
    assert answers == ["wal", 1, 2, 5_000]


def test_a_writer_that_waits_too_long_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WRITE_PATIENCE_S", 0.2)
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    with Store.open(url) as first, Store.open(url) as second:
        with first.file_import("a.xml", "lheo") as run:
            run.put(course("1"))
            with pytest.raises(Unavailable, match="another import"), second.file_import("b.xml", "lheo"):
                pass
        assert keep(second, course("1")) == ["unchanged"]


@pytest.mark.parametrize(
    "text", ["catalogue.db", "mysql://root:secret@localhost/x", "", "sqlite://", "sqlite:///:memory:"]
)
def test_a_url_of_another_kind_is_refused_without_its_password(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Store.open(text)
    assert "secret" not in f"{caught.value} {caught.value.value}"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_unreachable_server_is_named_without_its_password(scheme: str) -> None:
    with pytest.raises(Unavailable) as caught:
        Store.open(f"{scheme}://someone:secret@127.0.0.1:1/nowhere?connect_timeout=2&sslpassword=secret")
    assert caught.value.place.startswith("postgresql+psycopg://someone:***@127.0.0.1:1/nowhere")
    assert "secret" not in f"{caught.value} {caught.value.value}"


@pytest.mark.postgres
def test_a_server_that_lets_nobody_make_tables_says_what_is_missing(postgres_url: str) -> None:
    url = sa.make_url(postgres_url).update_query_dict({"options": "-csearch_path=pg_catalog"})
    with pytest.raises(Unavailable, match="let this user create tables"):
        Store.open(url.render_as_string(hide_password=False))


def test_a_path_that_cannot_hold_a_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    (tmp_path / "folder.db").mkdir()
    for path in (tmp_path / "file" / "a.db", tmp_path / "folder.db"):
        with pytest.raises(Unavailable):
            Store.open(f"sqlite:///{path}")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database, just notes " * 100)
    with pytest.raises(StateError, match="move the file away"):
        Store.open(f"sqlite:///{path}")
    assert path.read_text().startswith("not a database, just notes")
