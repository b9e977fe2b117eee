"""What lies in a serving folder, and how to read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

SERVING = "serving.json"
GRAPH = "encoder.onnx"
TABLE = "embeddings.npy"
TOKENIZER = "tokenizer.json"
CENTRES = "centres.npz"
# What ``PASSERELLE_MODEL`` says when the encoder is the one that ships, and the name of its folder.
BUNDLED = "bundled"
BUNDLED_NAME = "multilingual-e5-small-latin"
# Raised when a change of the export changes the vectors.
RECIPE = "1"


def serving_folder(home: Path, model: str) -> Path:
    """Where the serving folder of ``PASSERELLE_MODEL`` is kept below ``home``, whether it has been made yet or not."""
    return home / "models" / f"{_folder_name(model)}.serving"


def reference_folder(home: Path, model: str) -> str:
    """What sentence-transformers itself would load for ``PASSERELLE_MODEL``: a folder or a hub id."""
    return str(home / "models" / BUNDLED_NAME) if model == BUNDLED else model


def _folder_name(model: str) -> str:
    if model == BUNDLED:
        return BUNDLED_NAME
    folder = Path(model).expanduser()
    return folder.resolve().name if folder.is_dir() else model.replace("/", "--")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingFacts:
    """What the serving side must know: ``kind`` is ``onnx``, or ``sentence-transformers`` where no export is possible.

    ``prefix`` stands before every text, ``source`` names the model and ``digest`` its weights.
    """

    kind: str
    source: str
    digest: str
    dimension: int
    max_tokens: int
    pad: int
    prefix: str
    model: str = ""

    @staticmethod
    def read(folder: Path) -> ServingFacts:
        """The facts of a serving folder; ``OSError``, ``ValueError`` or ``TypeError`` when it is none."""
        return ServingFacts(**json.loads((folder / SERVING).read_text(encoding="utf-8")))
