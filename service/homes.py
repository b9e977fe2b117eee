"""What a person writes about where she lives → the place that is meant, or the places it could be."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain import Place
from engine.errors import InputError
from service.contracts import Places
from service.messages import country_name, region_name

CANDIDATES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeAnswer:
    """The place that is meant, or else what it could be; both empty when nothing like it is known."""

    place: Place | None = None
    candidates: tuple[Place, ...] = ()


def place_label(place: Place) -> str:
    """A place on one line, such as ``57100 Thionville (FR)``; written into the form, it means this very place."""
    return " ".join(part for part in (place.postal_code, place.name, f"({place.country})") if part)


def whereabouts(place: Place) -> str:
    """What tells places of the same name apart: the region, or else the country."""
    return region_name(place.region) if place.region else country_name(place.country)


def find_home(places: Places, text: str) -> HomeAnswer:
    """The place meant by ``text``; where it could be several, or is not known as written, the likely ones."""
    try:
        return HomeAnswer(place=places.resolve(name=text))
    except InputError:
        return HomeAnswer(candidates=tuple(places.find(text, limit=CANDIDATES)))
