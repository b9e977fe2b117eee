"""The space in which texts of different languages are compared.

A raw vector says as much about the language of a text as about its meaning. Subtracting the mean vector of the language
takes that part away. The means are those of ``phrases.tsv``, the same meanings in all five languages, so that they
differ by language only. A linear adapter, trained on names of the same occupations in several languages, then brings
equal meanings closer together. The figures stand in docs/decisions/0002-serving-encoder.md and models/encoder.md.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.errors import StateError
from models.runtime import FloatArray, Runtime, normalised
from models.serving import CENTRES, ServingFacts
from models.wording import fold_wording

LANGUAGES = ("de", "fr", "en", "lb", "nl")
PHRASES = Path(__file__).with_name("phrases.tsv")
ADAPTER = Path(__file__).with_name("adapter.npz")


def parallel_phrases() -> dict[str, list[str]]:
    """Language → phrases; the phrases at one position mean the same in all five."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {language: [row[language] for row in rows] for language in LANGUAGES}


def phrases_digest() -> str:
    """Changes whenever the phrases do."""
    return hashlib.sha256(PHRASES.read_bytes()).hexdigest()[:16]


def save_centres(runtime: Runtime, phrases: Mapping[str, Sequence[str]], folder: Path) -> None:
    """Writes the mean raw vector of each language's phrases."""
    means = [runtime.encode([fold_wording(text) for text in phrases[language]]).mean(axis=0) for language in LANGUAGES]
    np.savez(folder / CENTRES, languages=np.array(LANGUAGES), means=np.array(means, np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """``centres`` is float32 of shape (languages, dimension) in the order of ``LANGUAGES``.

    ``adapter`` is float32 (dimension, dimension) or None; a centred vector ``x`` becomes ``x + x @ adapter``.
    """

    centres: FloatArray
    adapter: FloatArray | None = None

    @staticmethod
    def load(folder: Path, facts: ServingFacts) -> Space:
        """The centres of a serving folder, and the shipped adapter where it was trained for this model and delta."""
        try:
            with np.load(folder / CENTRES, allow_pickle=False) as stored:
                centres = stored["means"].astype(np.float32)
        except (OSError, ValueError, KeyError) as error:
            raise StateError(
                f"the language centres of the encoder are unreadable: {error}",
                place=str(folder / CENTRES),
                remedy="run: passerelle setup",
                code="encoder-missing",
            ) from error
        return Space(centres=centres, adapter=load_adapter(facts.source, facts.dimension))

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same raw vector would be placed elsewhere."""
        digest = hashlib.sha256(self.centres.astype(np.float16).tobytes())
        if self.adapter is not None:
            digest.update(self.adapter.astype(np.float16).tobytes())
        return digest.hexdigest()[:16]

    def place(self, raw: FloatArray, mixture: npt.NDArray[np.floating]) -> FloatArray:
        """Raw vectors (n, dimension) and their languages (n, languages; rows sum to 1) → vectors of length 1."""
        centred = normalised(raw - mixture.astype(np.float32) @ self.centres)
        return centred if self.adapter is None else normalised(centred + centred @ self.adapter)


def load_adapter(source: str, dimension: int, path: Path = ADAPTER) -> FloatArray | None:
    """The shipped adapter if it belongs to the model ``source``, else None."""
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as stored:
        if str(stored["source"]) != source or stored["matrix"].shape != (dimension, dimension):
            return None
        matrix: FloatArray = stored["matrix"].astype(np.float32)
    return matrix
