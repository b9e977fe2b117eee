"""A small encoder with the real one's interface: it hashes character trigrams, so like wording gives like vectors."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from models.encoder import Encoder
from models.runtime import normalised
from models.space import LANGUAGES, Space

DIMENSION = 64


class HashingRuntime:
    """Counts the texts it is asked to encode; ``name`` stands for another model."""

    def __init__(self, name: str = "hashing", dimension: int = DIMENSION) -> None:
        self.fingerprint = name
        self.dimension = dimension
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.seen.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            padded = f"  {text.lower()} "
            for start in range(len(padded) - 2):
                digest = crc32(padded[start : start + 3].encode())
                vectors[row, digest % self.dimension] += 1.0 if digest & 0x10000 else -1.0
        return normalised(vectors)


def even_guess(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.full((len(texts), len(LANGUAGES)), 1 / len(LANGUAGES))


def fake_encoder(name: str = "hashing", dimension: int = DIMENSION) -> tuple[Encoder, HashingRuntime]:
    runtime = HashingRuntime(name, dimension)
    space = Space(centres=np.zeros((len(LANGUAGES), dimension), np.float32))
    return Encoder(runtime, space, even_guess), runtime
