"""Archives of documents: each member unpacked by itself, for as long as it is read."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from data.portals.document import MAX_BYTES
from engine.errors import InputError

__all__ = ["is_archive", "members"]

SUFFIX = ".zip"
ENCRYPTED = 0x1  # the first of a member's flag bits
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)


def is_archive(path: Path) -> bool:
    """Whether a file is one of documents, told by its name: spreadsheets are zip files too."""
    return path.suffix.lower() == SUFFIX


def members(path: Path) -> Iterator[tuple[str, Path]]:
    """Name in the archive and unpacked file of every member, in sorted order, hidden ones aside.

    The file has the member's own name, keeps nothing of its folders (no archive can write anywhere else), and is gone
    when the next one is asked for.

    Raises:
        InputError: the archive is damaged or encrypted, or a member is larger than any document may be.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for member in sorted(archive.infolist(), key=lambda info: info.filename):
                inside = PurePosixPath(member.filename.replace("\\", "/"))
                if member.is_dir() or any(part.startswith((".", "__MACOSX")) for part in inside.parts):
                    continue
                _check(member, f"{path.name}/{inside}")
                with TemporaryDirectory(prefix="passerelle-") as folder:
                    unpacked = Path(folder) / inside.name
                    with archive.open(member) as packed, unpacked.open("wb") as file:
                        # Never more than was declared, and that was checked: a bomb ends here.
                        shutil.copyfileobj(packed, file)
                    yield str(inside), unpacked
    except _FAULTS as error:
        raise InputError(
            f"the archive is damaged: {error}", place=path.name, remedy="fetch the archive again", code="damaged"
        ) from None


def _check(member: zipfile.ZipInfo, place: str) -> None:
    if member.flag_bits & ENCRYPTED:
        raise InputError(
            "the archive is encrypted", place=place, remedy="unpack it with its password first", code="encrypted"
        )
    if member.file_size > MAX_BYTES:
        raise InputError(
            f"the document holds more than {MAX_BYTES} bytes",
            place=place,
            value=member.file_size,
            remedy="split the document",
            code="too-large",
        )
