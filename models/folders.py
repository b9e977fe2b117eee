"""Folders that are either whole or absent: built aside, moved into place, described by a manifest with checksums."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

MANIFEST = "manifest.json"


def sha256_of(path: Path) -> str:
    """The sha256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def versions_of(*packages: str) -> dict[str, str]:
    """The installed versions of these packages."""
    return {package: importlib.metadata.version(package) for package in packages}


def write_atomically(path: Path, content: str) -> None:
    """Replaces a small text file in one step: a reader sees the old content or the new one."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).chmod(0o644)  # mkstemp makes it private; the state folder decides who may enter
    Path(temporary).replace(path)


@contextmanager
def replace_folder(folder: Path) -> Iterator[Path]:
    """Yields an empty folder beside ``folder`` that takes its place at the end; on an error nothing changes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        yield building
        building.chmod(0o755)  # mkdtemp makes it private; the state folder follows its parent
        if folder.exists():
            old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.old."))
            folder.replace(old / "replaced")
            building.replace(folder)
            shutil.rmtree(old, ignore_errors=True)
        else:
            building.replace(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


class Manifest:
    """``manifest.json`` of a folder: facts about it, and the sha256 of each of its other files."""

    @staticmethod
    def write(folder: Path, facts: Mapping[str, object]) -> None:
        """Describes every file that is in the folder now."""
        files = {
            str(path.relative_to(folder)): sha256_of(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != MANIFEST
        }
        content = json.dumps({**facts, "files": files}, indent=1, ensure_ascii=False, sort_keys=True)
        write_atomically(folder / MANIFEST, content + "\n")

    @staticmethod
    def read(folder: Path) -> dict[str, object]:
        """The manifest, or an empty one when it is absent or unreadable."""
        try:
            content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    @staticmethod
    def damaged(folder: Path) -> list[str]:
        """The files of the manifest that are missing or differ from their checksum."""
        files = Manifest.read(folder).get("files")
        if not isinstance(files, dict):
            return [MANIFEST]
        return [
            name
            for name, digest in files.items()
            if not (folder / name).is_file() or sha256_of(folder / name) != digest
        ]

    @staticmethod
    def intact(folder: Path, facts: Mapping[str, object]) -> bool:
        """True when the manifest holds these facts and every file is as it was written."""
        manifest = Manifest.read(folder)
        return all(manifest.get(key) == value for key, value in facts.items()) and not Manifest.damaged(folder)
