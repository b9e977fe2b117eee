"""The import as another process: killed, and in company."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data.store import Store
from data.store.schema import catalogue, courses

COMMAND = Path(__file__).resolve().parents[1] / "importing_fakes.py"
FILES = range(5)
OLD_ROWS = 1_500
NEW_ROWS = 2_000
KILLS = 10
LONGEST_BATCH_S = 0.05

Rows = Mapping[str, Mapping[str, tuple[Any, ...]]]

pytestmark = pytest.mark.slow


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_catalogue(tmp_path / "old", OLD_ROWS, "as it was")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The same files one day later: every other course has changed, and there are more of them."""
    return write_catalogue(tmp_path / "new", NEW_ROWS, "as it is")


@pytest.fixture
def undisturbed(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'undisturbed.db'}") as opened:
        yield opened


def write_catalogue(folder: Path, rows: int, changing: str) -> Path:
    folder.mkdir()
    for file in FILES:
        lines = (f"{file}-{row}|Kurs {row} {changing if row % 2 else 'for ever'}" for row in range(rows))
        (folder / f"{file}.txt").write_text("\n".join(("#lines", *lines)))
    return folder


def test_kill_9_leaves_each_file_old_or_new_and_the_next_run_ends_the_same(
    url: str, old: Path, new: Path, undisturbed: Store, tmp_path: Path
) -> None:
    undisturbed_url = f"sqlite:///{tmp_path / 'undisturbed.db'}"
    finish(start(undisturbed_url, old))
    before = rows_by_file(undisturbed)
    batches = len(finish(start(undisturbed_url, new)).splitlines())
    after = rows_by_file(undisturbed)

    finish(start(url, old))
    moments = random.Random(2)
    hits = 0
    with Store.open(url) as store:
        for _ in range(KILLS):
            process = start(url, new)
            for _ in range(moments.randrange(batches)):
                told(process)
            time.sleep(moments.uniform(0, LONGEST_BATCH_S))
            hits += process.poll() is None
            process.kill()
            process.communicate()
            check_integrity(store)
            seen = rows_by_file(store)
            assert [file for file in seen if seen[file] not in (before[file], after[file])] == []
        finish(start(url, new))
        assert rows_by_file(store) == after
        assert (store.version(), store.count()) == (undisturbed.version(), len(FILES) * NEW_ROWS)
        check_integrity(store)
    assert hits >= KILLS / 2


def test_two_imports_and_a_reader_at_once_disturb_nobody(url: str, old: Path, new: Path) -> None:
    with Store.open(url) as store:
        importers = [start(url, new / f"{file}.txt", new / f"{file + 1}.txt") for file in (0, 2)]
        importers.append(start(url, old / "4.txt"))
        looks = 0
        while any(importer.poll() is None for importer in importers):
            texts = [text.id for text in store.texts()]
            assert texts == sorted(texts)
            assert len(store.get_many(texts[:50])) == len(texts[:50])
            store.version(), store.portals(), store.coordinates()
            looks += 1
        for importer in importers:
            finish(importer)
        assert looks > 0
        assert store.count() == 4 * NEW_ROWS + OLD_ROWS
        check_integrity(store)


def start(url: str, *paths: Path) -> subprocess.Popen[str]:
    """The import, with everything loaded and about to begin."""
    command = [sys.executable, str(COMMAND), url, *map(str, paths)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert told(process) == "ready\n"
    return process


def told(process: subprocess.Popen[str]) -> str:
    """The next line that the import prints."""
    assert process.stdout is not None
    return process.stdout.readline()


def finish(process: subprocess.Popen[str]) -> str:
    """Let the import end without a complaint; what it printed."""
    printed, complaints = process.communicate(timeout=120)
    assert (process.returncode, complaints) == (0, "")
    return printed


def rows_by_file(store: Store) -> Rows:
    """File → course id → everything kept about it."""
    files: dict[str, dict[str, tuple[Any, ...]]] = {str(file): {} for file in FILES}
    with store._database.reading() as connection:
        for row in connection.execute(sa.select(courses)):
            files[row.native_id.partition("-")[0]][row.id] = tuple(row)
    return files


def check_integrity(store: Store) -> None:
    """The summary row says what the rows say, and SQLite finds nothing wrong with its file."""
    # One statement: the last commit of a killed import may still be under way in the server.
    query = sa.select(courses.c.content_hash, catalogue.c.version, catalogue.c.offered).join(catalogue, sa.true())
    with store._database.reading() as connection:
        rows = connection.execute(query).all()
        if store._database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    total = sum(int(row.content_hash, 16) for row in rows) % 2**128
    assert {(int(row.version, 16), row.offered) for row in rows} == {(total, len(rows))}
