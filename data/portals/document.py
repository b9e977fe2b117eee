"""A file of a portal: its first bytes, and its content with gzip taken off."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from engine.errors import InputError

HEAD_BYTES = 64 * 1024
# Streamed formats (LHÉO) may hold a whole region; more than this is a bomb or a mistake.
MAX_BYTES = 1024 * 1024 * 1024
# What is read as a whole (JSON, CSV, TOML): far beyond the largest document seen (2 MB).
MAX_BYTES_AT_ONCE = 256 * 1024 * 1024

GZIP_MAGIC = b"\x1f\x8b"
GZIP_WINDOW = 16 + zlib.MAX_WBITS  # zlib's way of saying "with a gzip header"
_READ_FAULTS = (OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class Document:
    """A file on disk; ``head`` holds its first 64 KiB, gzip taken off (of a damaged file: what could be read).

    Raises `InputError` if the file cannot be opened.
    """

    path: Path
    head: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "head", self._read_head())

    @property
    def name(self) -> str:
        """The file's name, for positions."""
        return self.path.name

    @property
    def suffix(self) -> str:
        """The file's suffix without ``.gz``, lower case."""
        return Path(self.name.removesuffix(".gz")).suffix.lower()

    def open(self) -> BinaryIO:
        """The content, gzip taken off; reading raises `InputError` when it is damaged or grows beyond `MAX_BYTES`."""
        return cast(BinaryIO, io.BufferedReader(_Guarded(self._raw(), self.name, MAX_BYTES)))

    def read_text(self) -> str:
        """The whole content as text; `InputError` with line and column where it is not UTF-8 (a BOM is dropped)."""
        with io.BufferedReader(_Guarded(self._raw(), self.name, MAX_BYTES_AT_ONCE)) as stream:
            content = stream.read()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start]
            row, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
            raise InputError(
                "the document is not UTF-8",
                place=f"{self.name}:{row}:{column}",
                value=content[error.start : error.end].hex(),
                remedy="save the document as UTF-8",
                code="wrong-encoding",
            ) from None

    def _file(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise InputError(
                f"the document cannot be opened: {error.strerror}",
                place=str(self.path),
                remedy="check the path and the permissions",
                code="unreadable",
            ) from None

    def _raw(self) -> BinaryIO:
        stream = self._file()
        if stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC:
            stream.close()
            return cast(BinaryIO, gzip.open(self.path, "rb"))
        stream.seek(0)
        return stream

    def _read_head(self) -> bytes:
        with self._file() as stream:
            raw = stream.read(HEAD_BYTES)
        if not raw.startswith(GZIP_MAGIC):
            return raw
        try:
            return zlib.decompressobj(GZIP_WINDOW).decompress(raw, HEAD_BYTES)
        except zlib.error:
            return b""


class _Guarded(io.RawIOBase):
    """Counts what is read, stops at a limit and turns faults of the container into typed errors."""

    def __init__(self, stream: BinaryIO, name: str, limit: int) -> None:
        super().__init__()
        self._stream, self._name, self._limit, self._count = stream, name, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed wants the private WriteableBuffer
        try:
            content = self._stream.read(len(buffer))
        except _READ_FAULTS as error:
            raise InputError(
                f"the document is damaged: {error}",
                place=f"{self._name}, byte {self._count}",
                remedy="fetch the document again",
                code="damaged",
            ) from None
        self._count += len(content)
        if self._count > self._limit:
            raise InputError(
                f"the document holds more than {self._limit} bytes",
                place=self._name,
                value=self._limit,
                remedy="split the document",
                code="too-large",
            )
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._stream.close()
        super().close()
