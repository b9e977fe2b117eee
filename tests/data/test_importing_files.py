from __future__ import annotations

from pathlib import Path

import pytest

from data.files import write_atomically


def test_a_file_is_written_or_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "new" / "r.json"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert list(target.parent.iterdir()) == [target]


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    target.mkdir()
    (target / "inside").touch()
    with pytest.raises(OSError, match=r"r\.json"):
        write_atomically(target, b"two")
    assert list(tmp_path.iterdir()) == [target]


def test_a_long_name_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("n" * 250)
    write_atomically(target, b"one")
    assert target.read_bytes() == b"one"
