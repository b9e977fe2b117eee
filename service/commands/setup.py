"""``passerelle setup``: idempotent; what is there and intact is kept."""

from __future__ import annotations

import argparse
import os

from data.places import Gazetteer
from data.store import Store
from models import prepare_encoder
from service.clock import today
from service.commands.index import bring_up_to_date
from service.commands.output import say
from service.settings import Settings
from service.upkeep import import_starter


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_: argparse.Namespace) -> int:
    """Encoder, starter catalogue, indexes."""
    settings = Settings.read(os.environ)
    say(f"encoder: {prepare_encoder(settings.home, settings.model)}")
    with Store.open(settings.database_url) as store:
        report = import_starter(store, Gazetteer.shipped(), today())
        counts = ", ".join(f"{report.total(name)} {name}" for name in ("accepted", "updated", "unchanged", "refused"))
        say(f"starter catalogue: {counts}")
        bring_up_to_date(settings, store)
    return 0
