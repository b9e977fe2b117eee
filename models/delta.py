"""The difference between the bundled encoder's layers as they were published and as they were trained further.

``delta.npz`` holds, for every matrix of the trained layers, the difference in eight bits with one scale a row, and for
every vector the difference in half precision. ``models.bundled`` adds it when the encoder is built; how it came about
stands in ``encoder.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.errors import StateError

FloatArray = npt.NDArray[np.float32]

DELTA = Path(__file__).with_name("delta.npz")
LARGEST = 127
# Names inside the file: a matrix is kept as two arrays, a vector as one.
WEIGHTS, SCALES, VECTOR = "|int8", "|scale", "|half"


def delta_digest(path: Path = DELTA) -> str:
    """Changes whenever the delta does; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def write_delta(before: Mapping[str, FloatArray], after: Mapping[str, FloatArray], path: Path) -> None:
    """Writes the differences of the tensors of ``after``, which are some of those of ``before``."""
    parts: dict[str, npt.NDArray[np.generic]] = {}
    for name, trained in after.items():
        difference = np.asarray(trained, np.float32) - np.asarray(before[name], np.float32)
        if difference.ndim == 1:
            parts[name + VECTOR] = difference.astype(np.float16)
            continue
        scales = (np.abs(difference).max(axis=1, keepdims=True) / LARGEST).astype(np.float32)
        parts[name + SCALES] = scales
        parts[name + WEIGHTS] = np.rint(difference / np.where(scales > 0, scales, 1)).astype(np.int8)
    temporary = path.with_name(f".{path.name}.tmp.npz")
    np.savez_compressed(temporary, **parts)  # type: ignore[arg-type]  # numpy's stub takes the names for its option
    temporary.replace(path)


def read_delta(path: Path = DELTA) -> dict[str, FloatArray]:
    """Tensor name → difference in float32; empty where there is no file, ``StateError`` where it is damaged."""
    if not path.is_file():
        return {}
    try:
        with np.load(path, allow_pickle=False) as stored:
            vectors = {name.removesuffix(VECTOR): stored[name] for name in stored if name.endswith(VECTOR)}
            matrices = {
                name.removesuffix(WEIGHTS): stored[name] * stored[name.removesuffix(WEIGHTS) + SCALES]
                for name in stored
                if name.endswith(WEIGHTS)
            }
    except (OSError, ValueError, KeyError) as error:
        raise StateError(
            f"the trained part of the encoder is unreadable: {error}",
            place=str(path),
            remedy="restore the file, or run: passerelle train ESCO_FOLDER",
            code="delta-damaged",
        ) from error
    return {name: np.asarray(tensor, np.float32) for name, tensor in (vectors | matrices).items()}


def with_delta(state: Mapping[str, FloatArray], delta: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """The tensors with their differences added; ``StateError`` names a difference that belongs to another network."""
    for name, difference in delta.items():
        if name not in state or state[name].shape != difference.shape:
            raise StateError(
                "the trained part of the encoder belongs to another network",
                place=name,
                value=difference.shape,
                remedy="remove models/delta.npz, or run: passerelle train ESCO_FOLDER",
                code="delta-foreign",
            )
    return {name: tensor + delta[name] if name in delta else tensor for name, tensor in state.items()}
