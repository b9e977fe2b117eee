"""What the tests of the portals share: a gazetteer of four towns, and reading a document to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data.portals import Refusal, identify, read_courses
from engine.domain import Course, Place, Region

RETRIEVED_ON = date(2026, 6, 1)
TOWNS = {
    "66117": ("Saarbrücken", "DE", Region.SAARLAND),
    "54290": ("Trier", "DE", Region.RHEINLAND_PFALZ),
    "57000": ("Metz", "FR", Region.LORRAINE),
    "57100": ("Thionville", "FR", Region.LORRAINE),
}

Reader = Callable[[Path], list[Course | Refusal]]


class FourTowns:
    """A place finder that knows four postal codes and keeps the coordinates it is given."""

    def locate(
        self,
        *,
        country: str | None,
        postal_code: str | None,
        name: str | None,
        latitude: float | None = None,
        longitude: float | None = None,
    ) -> Place | None:
        town = TOWNS.get(postal_code or "")
        if town is None:
            return None
        return Place(
            name=town[0],
            country=town[1],
            postal_code=postal_code,
            region=town[2],
            latitude=latitude,
            longitude=longitude,
        )


@pytest.fixture(scope="session")
def places() -> FourTowns:
    return FourTowns()


@pytest.fixture(scope="session")
def read(places: FourTowns) -> Reader:
    """Reads a document with the portal that recognises it."""

    def read_document(path: Path) -> list[Course | Refusal]:
        portal = identify(path)
        assert portal is not None, f"{path.name} is recognised by nobody"
        return list(read_courses(path, portal, places=places, retrieved_on=RETRIEVED_ON))

    return read_document
