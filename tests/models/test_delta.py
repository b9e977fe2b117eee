"""The trained part of the encoder as a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import StateError
from models.bundled import bundled_source
from models.delta import DELTA, delta_digest, read_delta, with_delta, write_delta
from models.space import ADAPTER

LARGEST_FILE = 10_000_000


def test_a_delta_is_close_to_a_hundredth_of_the_largest_change_of_its_row(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    before = {"a.weight": random.normal(size=(6, 9)), "a.bias": random.normal(size=6), "b.weight": np.ones((2, 2))}
    before = {name: tensor.astype(np.float32) for name, tensor in before.items()}
    change = random.normal(size=(6, 9)).astype(np.float32) * np.array([[1, 0.01, 0, 3, 1, 1]], np.float32).T
    after = {"a.weight": before["a.weight"] + change, "a.bias": before["a.bias"] + np.float32(0.5)}
    write_delta(before, after, tmp_path / "delta.npz")
    rebuilt = with_delta(before, read_delta(tmp_path / "delta.npz"))
    assert np.all(
        np.abs(rebuilt["a.weight"] - after["a.weight"]) <= np.abs(change).max(axis=1, keepdims=True) / 250 + 1e-6
    )
    assert np.array_equal(rebuilt["a.weight"][2], before["a.weight"][2])
    assert np.allclose(rebuilt["a.bias"], after["a.bias"], atol=1e-3)
    assert rebuilt["b.weight"] is before["b.weight"]


def test_the_digest_follows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "delta.npz"
    assert delta_digest(path) == ""
    assert read_delta(path) == {}
    write_delta({"a": np.zeros(2, np.float32)}, {"a": np.ones(2, np.float32)}, path)
    one = delta_digest(path)
    write_delta({"a": np.zeros(2, np.float32)}, {"a": np.full(2, 2, np.float32)}, path)
    assert len({"", one, delta_digest(path)}) == 3


def test_a_delta_of_another_network_and_a_damaged_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="another network") as refusal:
        with_delta({"a": np.zeros(2, np.float32)}, {"a": np.zeros(3, np.float32)})
    assert refusal.value.place == "a"
    (tmp_path / "delta.npz").write_bytes(b"broken")
    with pytest.raises(StateError, match="unreadable"):
        read_delta(tmp_path / "delta.npz")


def test_what_ships_belongs_together_and_is_small() -> None:
    assert DELTA.stat().st_size <= LARGEST_FILE
    assert {name.split(".")[2] for name in read_delta()} == {"8", "9", "10", "11"}
    with np.load(ADAPTER, allow_pickle=False) as stored:
        assert str(stored["source"]) == bundled_source()
