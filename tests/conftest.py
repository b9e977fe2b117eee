"""What every room's tests share. Fixtures import what they build: one room's tests start without the others."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from service.bootstrap import Passerelle

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"
# A test run makes many small objects and few cycles: collecting less often saves a sixth of its time.
gc.set_threshold(200_000, 50, 100)
# The fast loop tries fewer examples of each property; `make test` tries them all.
hypothesis_settings.register_profile("quick", max_examples=20)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development documents beside the project; tests that want them skip where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("the development documents (../shared) are not here")
    return SHARED


@pytest.fixture(scope="session")
def encoder_home() -> Path:
    """A state folder with the real encoder, built once: PASSERELLE_TEST_HOME, else a corner of the project's var/."""
    from models import prepare_encoder

    given = os.environ.get("PASSERELLE_TEST_HOME")
    home = Path(given) if given else PROJECT / "var" / "tests"
    prepare_encoder(home)
    return home


@pytest.fixture(scope="session")
def starter_product(encoder_home: Path) -> Iterator[Passerelle]:
    """The real product over the starter catalogue, as ``passerelle setup`` makes it."""
    from data.places import Gazetteer
    from data.store import Store
    from service.bootstrap import Passerelle
    from service.settings import Settings
    from service.upkeep import import_starter, update_index

    settings = Settings.read({"PASSERELLE_HOME": str(encoder_home)})
    with Store.open(settings.database_url) as store:
        import_starter(store, Gazetteer.shipped(), date(2026, 11, 22))
        update_index(settings, store)
    with Passerelle.open(settings) as product:
        yield product
