"""What one pipeline weighs: run as a process of its own, it answers once and prints its memory and start-up time."""

from __future__ import annotations

import json
import os
import sys
import time

import psutil

from service.settings import Settings

QUESTION = "Schweißer"
MEGABYTE = 2**20


def main(pipeline: str) -> None:
    """Start ``ours`` or ``plain``, ask one question, and print resident megabytes and seconds to the answer."""
    started = time.perf_counter()
    settings = Settings.read(os.environ)
    (_ours if pipeline == "ours" else _plain)(settings)
    seconds = time.perf_counter() - started
    resident = psutil.Process().memory_info().rss / MEGABYTE
    print(json.dumps({"resident_mb": resident, "start_seconds": seconds}))


def _ours(settings: Settings) -> None:
    from engine import Profile
    from service.bootstrap import Passerelle

    product = Passerelle.open(settings)
    product.recommend(Profile(goal=QUESTION), k=10)


def _plain(settings: Settings) -> None:
    from data.store import Store
    from evaluation.plain import PlainPipeline
    from models.serving import reference_folder

    plain = PlainPipeline(reference_folder(settings.home, settings.model), threads=1)
    with Store.open(settings.database_url) as store:
        plain.index_of_size(2 * store.count())
    plain.nearest(QUESTION, 10)


if __name__ == "__main__":
    main(sys.argv[1])
