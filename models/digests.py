"""Texts as 64-bit numbers in sorted arrays: a dictionary of any size that is mapped into memory instead of read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

DIGEST_BYTES = 8

Digests = npt.NDArray[np.uint64]


def digest_of(text: str) -> int:
    """A number of 64 bits for a text; that any two of a million texts share one has a probability of 3e-8."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest(), "little")


def digests_of(texts: Sequence[str]) -> Digests:
    """Uint64 (len(texts),): ``digest_of`` each."""
    return np.fromiter((digest_of(text) for text in texts), np.uint64, len(texts))


def positions_in(digests: Digests, wanted: Digests) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Where each of ``wanted`` would stand first in the sorted ``digests``, and whether it stands there."""
    at = np.searchsorted(digests, wanted)
    inside = at < len(digests)
    found = np.zeros(len(wanted), bool)
    found[inside] = digests[at[inside]] == wanted[inside]
    return at, found


def save_arrays(folder: Path, record: Any, leaving_out: Collection[str] = ()) -> None:
    """Writes every array of a record of arrays into a file of its name."""
    for name in _arrays(record, leaving_out):
        np.save(folder / f"{name}.npy", getattr(record, name), allow_pickle=False)


def load_arrays(folder: Path, record: type[Any], leaving_out: Collection[str] = ()) -> dict[str, Any]:
    """Name → array, mapped, for every field of such a record; ``OSError`` or ``ValueError`` when one is damaged."""
    return {
        name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
        for name in _arrays(record, leaving_out)
    }


def _arrays(record: Any, leaving_out: Collection[str]) -> list[str]:
    return [field.name for field in fields(record) if field.name not in leaving_out]
