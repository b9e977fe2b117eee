"""What the lower layers make of each text, computed once: training then runs the upper layers only.

The states are kept in parts on disk, so that an interrupted run goes on where it stood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from models.runtime import batches_by_length
from models.training.material import IntArray

HalfArray = npt.NDArray[np.float16]

# Two workers of one thread each: the threads within one operator waited for each other on a busy machine.
WORKERS = 2
# Layers below this one are never trained.
FIRST_TRAINED = 8
LONGEST = 40
TEXTS_PER_PART = 2048
BATCH_TOKENS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """``tokens`` half precision (all tokens, dimension): those of text i are rows ``starts[i]`` to + ``lengths[i]``."""

    tokens: HalfArray
    starts: IntArray
    lengths: IntArray

    @classmethod
    def of(cls, parts: Sequence[HalfArray]) -> States:
        """The states of texts given one by one, each (tokens, dimension)."""
        lengths = np.array([len(part) for part in parts], np.int64)
        return cls(tokens=np.concatenate(parts), starts=np.cumsum(lengths) - lengths, lengths=lengths)

    def padded(self, texts: IntArray) -> tuple[Any, Any]:
        """Tensors of these texts: states (texts, longest, dimension), and a mask (texts, longest) false at padding."""
        import torch

        lengths = self.lengths[texts]
        mask = np.arange(int(lengths.max())) < lengths[:, None]
        rows = self.starts[texts][:, None] + np.arange(mask.shape[1])
        padded = np.zeros((*mask.shape, self.tokens.shape[1]), np.float32)
        padded[mask] = self.tokens[rows[mask]]
        return torch.from_numpy(padded), torch.from_numpy(mask)


class LowerLayers:
    """The layers that stay as they are, in bfloat16."""

    def __init__(self, network: Any, tokenizer: Any, prefix: str) -> None:
        import torch

        torch.set_num_threads(1)
        self._network = network.to(torch.bfloat16)
        self._layers = list(self._network.encoder.layer[:FIRST_TRAINED])
        self._tokenizer = tokenizer
        self._prefix = prefix

    def states(self, texts: Sequence[str]) -> list[HalfArray]:
        """The states of each text (tokens, dimension), its prefix and special tokens included."""
        encodings = self._tokenizer([self._prefix + text for text in texts], truncation=True, max_length=LONGEST)
        pieces: list[list[int]] = encodings["input_ids"]
        batches = batches_by_length([len(ids) for ids in pieces], BATCH_TOKENS)
        found: list[HalfArray] = [np.zeros((0, 0), np.float16)] * len(texts)
        with ThreadPoolExecutor(WORKERS) as workers:
            for batch, states in zip(
                batches, workers.map(lambda b: self._run([pieces[i] for i in b]), batches), strict=True
            ):
                for position, state in zip(batch, states, strict=True):
                    found[position] = state
        return found

    def _run(self, pieces: Sequence[Sequence[int]]) -> list[HalfArray]:
        import torch

        torch.set_num_threads(1)
        longest = max(map(len, pieces))
        ids = torch.full((len(pieces), longest), int(self._network.config.pad_token_id))
        mask = torch.zeros((len(pieces), longest), dtype=torch.bool)
        for row, one in enumerate(pieces):
            ids[row, : len(one)] = torch.tensor(one)
            mask[row, : len(one)] = True
        with torch.inference_mode():
            hidden = self._network.embeddings(input_ids=ids)
            hidden = run_layers(self._layers, hidden, mask)
        return [hidden[row, : len(one)].to(torch.float16).numpy() for row, one in enumerate(pieces)]


def run_layers(layers: Sequence[Any], hidden: Any, mask: Any) -> Any:
    """``hidden`` (texts, tokens, dimension) through these layers of a BertModel; ``mask`` is false at padding."""
    attention = None if bool(mask.all()) else mask[:, None, None, :]
    for layer in layers:
        result = layer(hidden, attention_mask=attention)
        hidden = result[0] if isinstance(result, tuple) else result
    return hidden


def stored_states(texts: Sequence[str], lower: LowerLayers, folder: Path) -> States:
    """The states of all texts, kept below ``folder`` in parts that are named after what is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    found: list[HalfArray] = []
    lengths: list[IntArray] = []
    for part in tqdm(list(_parts(texts)), desc="lower layers", unit="part"):
        path = folder / f"{_digest(part)}.npz"
        if not path.is_file():
            states = lower.states(part)
            temporary = path.with_suffix(".tmp.npz")
            np.savez(temporary, tokens=np.concatenate(states), lengths=np.array([len(s) for s in states], np.int64))
            temporary.replace(path)
        with np.load(path, allow_pickle=False) as stored:
            found.append(stored["tokens"])
            lengths.append(stored["lengths"])
    sizes = np.concatenate(lengths)
    return States(tokens=np.concatenate(found), starts=np.cumsum(sizes) - sizes, lengths=sizes)


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), TEXTS_PER_PART):
        yield texts[start : start + TEXTS_PER_PART]


def _digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join((f"{FIRST_TRAINED}:{LONGEST}", *texts)).encode()).hexdigest()[:24]
