"""Runs the encoder: text in, raw normalised vectors out. This is the serving path: no torch, no transformers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from engine.errors import StateError
from models.serving import GRAPH, RECIPE, SERVING, TABLE, TOKENIZER, ServingFacts

FloatArray = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]

# Tokens of a batch, padding included: enough for the kernels to work in full, little enough to stay in the cache.
BATCH_TOKENS = 192
TINY = 1e-12


class Runtime(Protocol):
    """Texts → raw vectors of one encoder; ``fingerprint`` changes whenever the vectors may."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """Names model, weights and way of running."""
        ...

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Float32 of shape (len(texts), dimension), each row of length 1."""
        ...


def load_runtime(folder: Path, threads: int = 1) -> Runtime:
    """The runtime of a serving folder; ``StateError`` naming ``passerelle setup`` when it is not there or unusable."""
    try:
        facts = ServingFacts.read(folder)
        return OnnxRuntime(folder, facts, threads) if facts.kind == "onnx" else TorchRuntime(facts, threads)
    except (OSError, ValueError, TypeError) as error:
        raise StateError(
            f"no usable encoder: {error}",
            place=str(folder / SERVING),
            value=str(folder),
            remedy="run: passerelle setup",
            code="encoder-missing",
        ) from error


def normalised(vectors: FloatArray) -> FloatArray:
    """Rows of length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: FloatArray = (vectors / np.maximum(lengths, TINY)).astype(np.float32)
    return unit


def batches_by_length(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> list[list[int]]:
    """Positions in batches of like length, each of at most ``budget`` tokens with its padding (but never empty)."""
    batches: list[list[int]] = []
    current: list[int] = []
    for position in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if current and lengths[position] * (len(current) + 1) > budget:
            batches.append(current)
            current = []
        current.append(position)
    if current:
        batches.append(current)
    return batches


class OnnxRuntime:
    """The exported graph under onnxruntime, the tokenizer library and a memory-mapped embedding table."""

    def __init__(self, folder: Path, facts: ServingFacts, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # Batches side by side use two cores fully; the threads within one operator waited for each other.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(folder / GRAPH), options, ["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception as error:  # both libraries raise bare exceptions of their own for a damaged file
            raise OSError(f"{folder.name}: {error}") from error
        self._tokenizer.enable_truncation(facts.max_tokens)
        self._tokenizer.no_padding()
        self._table: npt.NDArray[np.float16] = np.load(folder / TABLE, mmap_mode="r")
        self._facts = facts
        self._threads = threads

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._facts.dimension

    @property
    def fingerprint(self) -> str:
        """Names model, weights and way of running."""
        return f"{self._facts.source}:{self._facts.digest[:16]}:onnx{RECIPE}"

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Float32 (len(texts), dimension), each row of length 1; a row does not depend on its neighbours."""
        pieces = [e.ids for e in self._tokenizer.encode_batch([self._facts.prefix + text for text in texts])]
        pooled = np.zeros((len(texts), self.dimension), np.float32)
        batches = batches_by_length([len(ids) for ids in pieces])
        contents = [[pieces[i] for i in batch] for batch in batches]
        for batch, vectors in zip(batches, self._run_all(contents), strict=True):
            pooled[batch] = vectors
        return normalised(pooled)

    def _run_all(self, batches: Sequence[Sequence[Sequence[int]]]) -> Iterator[FloatArray]:
        if self._threads == 1 or len(batches) == 1:
            yield from map(self._run, batches)
            return
        with ThreadPoolExecutor(self._threads) as workers:
            yield from workers.map(self._run, batches)

    def _run(self, batch: Sequence[Sequence[int]]) -> FloatArray:
        longest = max(map(len, batch))
        ids = np.full((len(batch), longest), self._facts.pad, np.int64)
        mask = np.zeros((len(batch), longest), np.int64)
        for row, pieces in enumerate(batch):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        embeddings = self._table[ids].astype(np.float32)
        pooled: FloatArray = self._session.run(None, {"embeddings": embeddings, "attention_mask": mask})[0]
        return pooled


class TorchRuntime:
    """sentence-transformers itself, for models that cannot be exported; loads torch on the first text."""

    def __init__(self, facts: ServingFacts, threads: int) -> None:
        self._facts = facts
        self._threads = threads

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._facts.dimension

    @property
    def fingerprint(self) -> str:
        """Names model, weights and way of running."""
        return f"{self._facts.source}:{self._facts.digest[:16]}:torch"

    @cached_property
    def _model(self) -> Any:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(self._threads)
        return SentenceTransformer(self._facts.model, device="cpu")

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """As ``Runtime.encode``."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        prefixed = [self._facts.prefix + text for text in texts]
        vectors = self._model.encode(prefixed, convert_to_numpy=True, show_progress_bar=False)
        return normalised(np.asarray(vectors, np.float32))
