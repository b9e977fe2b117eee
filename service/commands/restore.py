"""``passerelle restore``: put a backup in the place of the catalogue; what was there before is kept as a backup too."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

from data.store import Store
from data.store.backups import is_sqlite, known_steps, replace_sqlite, step_of
from engine.errors import ConfigurationError, InputError, StateError
from service.clock import today
from service.commands.backup import CHUNK, FORMAT, MANIFEST, MEMBERS, Manifest, digest, write_backup
from service.commands.output import say
from service.commands.user import operator
from service.settings import Settings

MOST_MANIFEST_BYTES = 64 * 1024
# What the audit log calls it.
ACT = "database-restored"
KEPT = "before-restore-%Y%m%dT%H%M%S%fZ.zip"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file to read."""
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="what `passerelle backup` wrote")


def run(options: argparse.Namespace) -> int:
    """Check, keep what is there, replace it, bring it up to date."""
    settings = Settings.read(os.environ)
    manifest, kept = restore(settings, options.file)
    if kept:
        say(f"kept what was there: {kept}")
    say(f"restored: {options.file}, made {manifest.made}, step {manifest.step}, now {known_steps()[0]}")
    say("bring the indexes up to date now: passerelle index")
    return 0


def restore(settings: Settings, file: Path) -> tuple[Manifest, Path | None]:
    """Put the backup in the place of the catalogue; returns its manifest and where the state before it is kept.

    The replacing is one transaction; then the tables are brought up to date, shortlists that have expired since the
    backup are deleted, and the audit log says what was done.

    Raises:
        InputError: ``file`` is no intact backup.
        StateError: it was made by a newer version.
        ConfigurationError: the backup and the configured database are not both SQLite.
        Unavailable: the database cannot be written.
    """
    url = settings.database_url
    home = settings.home
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as folder:
        manifest, database = _unpack(file, Path(folder), url)
        kept = _keep(url, home)
        replace_sqlite(url, database)
    with Store.open(url) as store:
        store.accounts.purge(today())
        store.accounts.note(ACT, file.name, by=operator(), now=datetime.now(UTC), detail=manifest.made)
    return manifest, kept


def read_manifest(packed: zipfile.ZipFile, place: str) -> Manifest:
    """What the backup says about itself; raises ``InputError`` where it says nothing or nonsense."""
    try:
        with packed.open(MANIFEST) as stream:
            manifest = Manifest(**json.loads(stream.read(MOST_MANIFEST_BYTES)))
    except (KeyError, ValueError, TypeError, RecursionError):
        raise _no_backup(place) from None
    if manifest.format != FORMAT or manifest.step not in known_steps():
        raise StateError(
            f"the backup is of another version of Passerelle ({manifest.passerelle}, step {manifest.step})",
            place=place,
            value=manifest.step,
            remedy="update Passerelle first",
        )
    return manifest


def _unpack(file: Path, folder: Path, url: str) -> tuple[Manifest, Path]:
    """The database of a backup, checked, in ``folder``."""
    place = str(file)
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = read_manifest(packed, place)
            if manifest.database != "sqlite" or not is_sqlite(url):
                raise _by_hand(manifest, place)
            target = folder / "restored"
            # No more than the manifest promises, whatever the archive unpacks to.
            if packed.getinfo(MEMBERS["sqlite"]).file_size != manifest.bytes:
                raise _damaged(place)
            with packed.open(MEMBERS["sqlite"]) as source, target.open("wb") as stream:
                shutil.copyfileobj(source, stream, CHUNK)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError):
        raise _no_backup(place) from None
    except OSError as error:
        raise InputError(f"cannot read the backup: {error.strerror}", place=place, remedy="check the path") from None
    if digest(target) != manifest.sha256:
        raise _damaged(place)
    return manifest, target


def _keep(url: str, home: Path) -> Path | None:
    """A backup of what is there now, if there is anything."""
    if step_of(url) is None:
        return None
    kept = home / datetime.now(UTC).strftime(KEPT)
    write_backup(url, kept)
    return kept


def _no_backup(place: str) -> InputError:
    return InputError("this is no backup of Passerelle", place=place, remedy="use a file that passerelle backup wrote")


def _damaged(place: str) -> InputError:
    return InputError("the backup is damaged: its checksum does not fit", place=place, remedy="use another backup")


def _by_hand(manifest: Manifest, place: str) -> ConfigurationError:
    remedy = (
        f"into an empty database: unzip -p {place} {MEMBERS['postgresql']} | psql --single-transaction "
        "-v ON_ERROR_STOP=1 DATABASE"
        if manifest.database == "postgresql"
        else "point PASSERELLE_DATABASE_URL at an SQLite file"
    )
    return ConfigurationError(
        f"a backup of {manifest.database} cannot be restored into the database configured",
        place=place,
        value=manifest.database,
        remedy=remedy,
    )
