"""Portals: each reads the documents of one source; what comes out are courses and reasons why not.

>>> portal = identify(path)                                                                     # doctest: +SKIP
>>> for record in read_courses(path, portal, places=gazetteer, retrieved_on=today): ...         # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from data.portals.assemble import to_course
from data.portals.ba import Weiterbildungssuche
from data.portals.base import Document, PlaceFinder, Portal, Refusal
from data.portals.lheo import Lheo
from data.portals.onisep import Onisep
from data.portals.starter import Starter
from engine.domain import Course
from engine.errors import InputError

__all__ = ["PORTALS", "PlaceFinder", "Portal", "Refusal", "identify", "read_courses"]

PORTALS: tuple[Portal, ...] = (Weiterbildungssuche(), Lheo(), Onisep(), Starter())


def identify(path: Path, portals: tuple[Portal, ...] = PORTALS) -> Portal | None:
    """The portal whose document ``path`` is, ``None`` if it is nobody's.

    Raises `InputError` if the file cannot be opened or two portals claim it.
    """
    document = Document(path)
    claims = [portal for portal in portals if portal.identify(document)]
    if len(claims) > 1:
        names = " and ".join(portal.name for portal in claims)
        raise InputError(
            f"the document is claimed by {names}",
            place=str(path),
            value=names,
            remedy="name the portal with --portal",
            code="two-portals",
        )
    return claims[0] if claims else None


def read_courses(
    path: Path, portal: Portal, *, places: PlaceFinder, retrieved_on: date | None
) -> Iterator[Course | Refusal]:
    """Every course of the document, in its order, and a `Refusal` for every record that is none.

    Raises `InputError` (file and position) where the document itself is broken, at the latest when it has been read to
    its end: take over nothing before that.
    """
    for record in portal.read(Document(path)):
        yield (
            record
            if isinstance(record, Refusal)
            else to_course(record, portal, places=places, retrieved_on=retrieved_on)
        )
