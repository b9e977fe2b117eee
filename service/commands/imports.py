"""``passerelle import``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from data.importing import FileReport, import_files
from data.places import Gazetteer
from data.store import Store
from service.clock import today
from service.commands.index import bring_up_to_date
from service.commands.output import say
from service.settings import Settings

REFUSALS_SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """Files, portal and report."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER", help="what to read")
    parser.add_argument("--portal", help="read every file as this portal's, instead of recognising it")
    parser.add_argument("--report", type=Path, metavar="REPORT.json", help="write what became of every record")
    parser.add_argument("--no-index", action="store_true", help="leave the indexes for a later `passerelle index`")


def run(options: argparse.Namespace) -> int:
    """Read the files, report on each, and index what changed."""
    settings = Settings.read(os.environ)
    with Store.open(settings.database_url) as store:
        report = import_files(
            store,
            options.paths,
            places=Gazetteer.shipped(),
            today=today(),
            portal=options.portal,
            progress=_progress if sys.stderr.isatty() else None,
        )
        for file in report.files:
            _tell(file)
        if options.report:
            report.write(options.report)
        if not options.no_index:
            bring_up_to_date(settings, store)
    return 0


def _progress(path: str, read: int) -> None:
    sys.stderr.write(f"\r{Path(path).name}: {read} records")
    sys.stderr.flush()


def _tell(file: FileReport) -> None:
    if file.portal is None:
        say(f"{file.path}: no portal recognises this file")
        return
    counts = ", ".join(
        f"{getattr(file, name)} {name}" for name in ("accepted", "updated", "unchanged", "refused", "duplicates")
    )
    skipped = f" ({file.skipped} withdrawn by their publisher were skipped)" if file.skipped else ""
    say(f"{file.path}: {file.portal}, {file.read} read: {counts}{skipped}")
    for refusal in file.refusals[:REFUSALS_SHOWN]:
        say(f"  {refusal.where}: {refusal.code} {refusal.value!r}: {refusal.remedy}")
    if len(file.refusals) > REFUSALS_SHOWN:
        say(f"  … {len(file.refusals) - REFUSALS_SHOWN} more refusals; --report lists them all")
