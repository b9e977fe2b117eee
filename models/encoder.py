"""The encoder as the rest of the product sees it: texts in, comparable vectors out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models import wording
from models.languages import Guesser, guess_languages, mixture_of
from models.runtime import FloatArray, Runtime, load_runtime
from models.serving import ServingFacts
from models.space import LANGUAGES, Space
from models.wording import fold_wording


class Encoder:
    """Encodes texts of five languages into one space: 0 for two unrelated texts, 1 for equal ones.

    Made by ``Encoder.load``; the constructor takes the parts, which is how tests plug in a small fake runtime.
    """

    def __init__(self, runtime: Runtime, space: Space, guess: Guesser = guess_languages) -> None:
        self._runtime = runtime
        self._space = space
        self._guess = guess

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> Encoder:
        """The encoder of a serving folder made by ``prepare_encoder``, on this many threads.

        Raises ``StateError`` naming ``passerelle setup`` when the folder is missing or damaged.
        """
        runtime = load_runtime(folder, threads)
        return cls(runtime, Space.load(folder, ServingFacts.read(folder)))

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._runtime.dimension

    @property
    def raw_fingerprint(self) -> str:
        """Names everything that raw vectors depend on: model, weights, way of running, folding of the text."""
        return _short_digest(self._runtime.fingerprint, f"wording{wording.RECIPE}")

    @property
    def fingerprint(self) -> str:
        """Names everything that vectors depend on: the raw ones, the language centres, the adapter."""
        return _short_digest(self.raw_fingerprint, self._space.fingerprint)

    def encode(
        self, texts: Sequence[str], languages: Sequence[str | None] | None = None, *, hint: str | None = None
    ) -> FloatArray:
        """Float32 (len(texts), dimension), rows of length 1.

        ``languages`` are BCP 47 tags where known; unknown ones are guessed, ``hint`` raising one language's odds.
        """
        return self.place(self.raw(texts), texts, languages, hint=hint)

    def likelihood(self, texts: Sequence[str], language: str, *, hint: str | None = None) -> list[float]:
        """How likely each text is in this one of the five languages, 0 to 1."""
        return [float(row[LANGUAGES.index(language)]) for row in mixture_of(texts, None, hint, self._guess)]

    def raw(self, texts: Sequence[str]) -> FloatArray:
        """Raw vectors (len(texts), dimension) of the folded texts: what a cache may keep."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return self._runtime.encode([fold_wording(text) for text in texts])

    def place(
        self,
        raw: FloatArray,
        texts: Sequence[str],
        languages: Sequence[str | None] | None = None,
        *,
        hint: str | None = None,
    ) -> FloatArray:
        """Raw vectors of these texts → vectors in the common space."""
        return self._space.place(raw, mixture_of(texts, languages, hint, self._guess))


def _short_digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
