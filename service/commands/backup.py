"""``passerelle backup``: everything that cannot be made again, in one file."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from data.store.backups import dump_database, is_sqlite, step_of
from engine.errors import InputError, StateError, Unavailable
from service.commands.output import say
from service.settings import Settings

# The shape of the file; a reader that meets a higher number needs a newer Passerelle.
FORMAT = 1
MANIFEST = "manifest.json"
# Kind of database: what it is called in the file.
MEMBERS = {"sqlite": "passerelle.sqlite", "postgresql": "passerelle.sql"}
CHUNK = 1024 * 1024
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says about itself; ``step`` is where in its history the database stands, ``sha256`` is its own."""

    format: int
    passerelle: str
    database: str
    step: str
    made: str
    bytes: int
    sha256: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file to write."""
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="where to; must not exist yet")


def run(options: argparse.Namespace) -> int:
    """Copy the database while the service goes on."""
    manifest = write_backup(Settings.read(os.environ).database_url, options.file)
    say(f"{options.file}: {manifest.database} at step {manifest.step}, {manifest.bytes} bytes")
    return 0


def write_backup(url: str, file: Path) -> Manifest:
    """Write a consistent copy of the database into ``file``, readable by its owner alone, complete or not at all.

    Raises:
        InputError: ``file`` exists already or its folder does not.
        StateError: there is nothing to back up.
        Unavailable: the database does not answer, or ``pg_dump`` is missing.
    """
    if file.exists() or not file.parent.is_dir():
        raise InputError(
            "there is such a file already" if file.exists() else "there is no such folder",
            place=str(file),
            remedy="name a new file in a folder that is there",
        )
    step = step_of(url)
    if step is None:
        raise StateError("there is no catalogue to back up", place="PASSERELLE_DATABASE_URL", remedy="passerelle setup")
    kind = "sqlite" if is_sqlite(url) else "postgresql"
    try:
        # Beside the target: the same disk, so that the last step is a renaming.
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as folder:
            copy, packed = Path(folder) / MEMBERS[kind], Path(folder) / "packed"
            dump_database(url, copy)
            manifest = Manifest(
                format=FORMAT,
                passerelle=version("passerelle"),
                database=kind,
                step=step,
                made=datetime.now(UTC).isoformat(timespec="seconds"),
                bytes=copy.stat().st_size,
                sha256=digest(copy),
            )
            _pack(packed, manifest, copy)
            packed.replace(file)
    except OSError as error:
        raise Unavailable(
            f"the backup cannot be written: {error.strerror}", place=str(file), remedy="check the disk"
        ) from None
    return manifest


def digest(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _pack(target: Path, manifest: Manifest, copy: Path) -> None:
    with target.open("wb") as stream:
        target.chmod(OWNER_ONLY)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
            packed.write(copy, copy.name)
        stream.flush()
        os.fsync(stream.fileno())
