"""Keeps raw vectors by the text they came from, so that unchanged text is never encoded twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np

from engine.errors import StateError
from models.encoder import Encoder
from models.runtime import FloatArray

Progress = Callable[[int, int], None]

# Texts encoded between two commits: what a kill -9 may lose.
COMMIT_TEXTS = 256
# SQLite's limit on the number of values in one statement is far above this.
LOOKUP_KEYS = 500
BUSY_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedEncoding:
    """``vectors`` float32 (n, dimension) in the common space; distinct texts ``encoded`` now and ``reused``."""

    vectors: FloatArray
    encoded: int
    reused: int


class EncodingCache:
    """An SQLite file with the raw vectors of one encoder in half precision; a context manager that closes it."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._path = folder / f"{encoder.raw_fingerprint}.sqlite"
        try:
            self._connection = self._open()
        except sqlite3.OperationalError as error:
            raise StateError(
                f"the encoding cache cannot be opened: {error}",
                place=str(self._path),
                remedy="make PASSERELLE_HOME writable, and let only one process build an index at a time",
                code="cache-unusable",
            ) from error
        except sqlite3.DatabaseError:
            # It is only a cache: a damaged one costs time, not knowledge.
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
        )
        return connection

    def __enter__(self) -> EncodingCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; everything that was returned is already on disk."""
        self._connection.close()

    def __len__(self) -> int:
        (count,) = self._connection.execute("SELECT count(*) FROM vector").fetchone()
        return int(count)

    def encode(
        self, texts: Sequence[str], languages: Sequence[str | None] | None = None, progress: Progress | None = None
    ) -> CachedEncoding:
        """Vectors of the texts, encoding only the texts that were never seen; ``progress(done, total)`` counts those.

        New vectors are committed in batches. A vector is rounded to half precision before use, so that a cached text
        and a fresh one give the same bits.
        """
        keys = [_key(text) for text in texts]
        stored = self._lookup(list(dict.fromkeys(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in stored}
        reused = len(stored)
        # Sorted by length so that a batch holds texts of like length.
        order = sorted(missing, key=lambda key: len(missing[key]))
        for start in range(0, len(order), COMMIT_TEXTS):
            batch = order[start : start + COMMIT_TEXTS]
            vectors = self._encoder.raw([missing[key] for key in batch]).astype(np.float16)
            self._store(batch, vectors)
            stored.update(zip(batch, vectors, strict=True))
            if progress:
                progress(start + len(batch), len(order))
        raw = np.zeros((len(texts), self._encoder.dimension), np.float32)
        for row, key in enumerate(keys):
            raw[row] = stored[key]
        return CachedEncoding(vectors=self._encoder.place(raw, texts, languages), encoded=len(missing), reused=reused)

    def _lookup(self, keys: Sequence[bytes]) -> dict[bytes, np.ndarray]:
        found: dict[bytes, np.ndarray] = {}
        size = self._encoder.dimension * np.dtype(np.float16).itemsize
        for start in range(0, len(keys), LOOKUP_KEYS):
            part = keys[start : start + LOOKUP_KEYS]
            marks = ",".join("?" * len(part))
            statement = f"SELECT key, value FROM vector WHERE key IN ({marks})"  # noqa: S608 - only question marks
            rows = self._connection.execute(statement, part)
            found.update((key, np.frombuffer(value, np.float16)) for key, value in rows if len(value) == size)
        return found

    def _store(self, keys: Sequence[bytes], vectors: np.ndarray) -> None:
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vector VALUES (?, ?)",
                [(key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)],
            )


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
