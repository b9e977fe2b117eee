"""``passerelle index``."""

from __future__ import annotations

import argparse
import os

from data.store import Store
from service.commands.output import ProgressLine, say
from service.settings import Settings
from service.upkeep import update_index


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_: argparse.Namespace) -> int:
    """Bring the indexes up to date with the catalogue."""
    settings = Settings.read(os.environ)
    with Store.open(settings.database_url) as store:
        bring_up_to_date(settings, store)
    return 0


def bring_up_to_date(settings: Settings, store: Store) -> None:
    """Index the catalogue and say how much work it was."""
    with ProgressLine("encoding") as progress:
        report = update_index(settings, store, progress)
    say(
        f"index: {report.courses} courses, {report.texts} texts, "
        f"{report.encoded} texts encoded, {report.reused} texts reused, {report.extracted} courses read for competences"
    )
