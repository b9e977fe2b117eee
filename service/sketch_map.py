"""A small sketch of where the offers are: home, places and borders as lines, drawn here and fetched from nowhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain import Place

__all__ = ["MapView", "Mark", "sketch_map"]

# A rough outline of our own, in degrees (longitude, latitude): good for "this side or that side", for nothing else.
BORDERS: tuple[tuple[tuple[float, float], ...], ...] = (
    # Luxembourg with Belgium, then with Germany down the Our, Sauer and Moselle, then with France.
    ((5.82, 49.55), (5.90, 49.66), (5.74, 49.85), (5.75, 50.02), (5.98, 50.17), (6.14, 50.13)),
    ((6.14, 50.13), (6.12, 50.00), (6.32, 49.84), (6.51, 49.71), (6.37, 49.55), (6.37, 49.47)),
    ((6.37, 49.47), (6.10, 49.46), (5.82, 49.55)),
    # Lorraine with Saarland and Rheinland-Pfalz.
    ((6.37, 49.47), (6.58, 49.36), (6.73, 49.18), (7.03, 49.19), (7.10, 49.12), (7.40, 49.17), (7.64, 49.05)),
    ((7.64, 49.05), (7.93, 49.05), (8.23, 48.97)),
    # Saarland with Rheinland-Pfalz.
    ((7.40, 49.17), (7.40, 49.40), (7.26, 49.57), (7.00, 49.63), (6.53, 49.53), (6.37, 49.55)),
    # France with Wallonia.
    ((5.82, 49.55), (5.47, 49.50), (4.87, 49.80), (4.80, 50.16), (4.15, 49.98), (3.25, 50.70)),
    # Wallonia in the north, Ostbelgien with Germany, and Ostbelgien with the rest of Wallonia.
    ((3.25, 50.70), (4.40, 50.74), (5.69, 50.77), (6.02, 50.75), (6.22, 50.50), (6.38, 50.33), (6.14, 50.13)),
    ((5.97, 50.73), (6.17, 50.53), (6.15, 50.40), (5.97, 50.30), (5.98, 50.17)),
    # The outer borders of Rheinland-Pfalz and of Lorraine.
    ((6.38, 50.33), (7.20, 50.62), (8.05, 50.75), (7.78, 50.06), (8.30, 50.02), (8.45, 49.45), (8.23, 48.97)),
    ((5.47, 49.50), (4.95, 48.95), (5.50, 48.35), (6.85, 47.83), (7.20, 48.50), (7.64, 49.05)),
)
# Where a country's sign stands on the sketch.
SIGNS = {"DE": (7.20, 49.85), "LU": (6.07, 49.80), "FR": (6.10, 49.12), "BE": (5.40, 50.12)}
WIDTH, HEIGHT = 320, 220
MARGIN = 26
# A map of one town would show nothing: at least so many degrees of latitude from edge to edge.
SMALLEST_SPAN = 0.45
# The cosine of the middle latitude of the Greater Region: how much shorter a degree of longitude is.
SQUEEZE = math.cos(math.radians(49.7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point of the map in its own units, with the numbers of the offers there; home has no number."""

    x: float
    y: float
    label: str
    town: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """The sketch: ``borders`` are the points of SVG polylines, ``signs`` the countries that lie on it."""

    width: int
    height: int
    borders: tuple[str, ...]
    signs: tuple[Mark, ...]
    home: Mark | None
    marks: tuple[Mark, ...]


def sketch_map(home: Place | None, places: Sequence[Place | None]) -> MapView | None:
    """Home and the places of the first offers, in their order; None where no offer has a place that is known."""
    by_point: dict[tuple[float, float], list[int]] = {}
    for number, place in enumerate(places, start=1):
        if place and (point := _point(place)):
            by_point.setdefault(point, []).append(number)
    if not by_point:
        return None
    at_home = _point(home) if home else None
    to_map = _Projection([*by_point, *([at_home] if at_home else [])])
    numbered = [(point, numbers, places[numbers[0] - 1]) for point, numbers in by_point.items()]
    return MapView(
        width=WIDTH,
        height=HEIGHT,
        borders=tuple(" ".join(f"{x:.0f},{y:.0f}" for x, y in map(to_map, line)) for line in BORDERS),
        signs=tuple(
            Mark(x=round(x, 1), y=round(y, 1), label=country, town="", country=country)
            for country, (x, y) in ((country, to_map(at)) for country, at in SIGNS.items())
            if MARGIN < x < WIDTH - MARGIN and MARGIN < y < HEIGHT - MARGIN
        ),
        home=_mark(to_map(at_home), "", home) if at_home and home else None,
        marks=tuple(
            _mark(to_map(point), ", ".join(map(str, numbers)), place) for point, numbers, place in numbered if place
        ),
    )


def _mark(point: tuple[float, float], label: str, place: Place) -> Mark:
    return Mark(x=round(point[0], 1), y=round(point[1], 1), label=label, town=place.name, country=place.country)


def _point(place: Place) -> tuple[float, float] | None:
    """Longitude and latitude, where both are known."""
    if place.latitude is None or place.longitude is None:
        return None
    return place.longitude, place.latitude


class _Projection:
    """From degrees to the units of the map: all ``points`` inside, north above, one scale for both directions."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        easts, norths = [x * SQUEEZE for x, _ in points], [y for _, y in points]
        wide = max(max(easts) - min(easts), SMALLEST_SPAN * WIDTH / HEIGHT)
        high = max(max(norths) - min(norths), SMALLEST_SPAN)
        self._scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
        self._middle = ((max(easts) + min(easts)) / 2, (max(norths) + min(norths)) / 2)

    def __call__(self, point: tuple[float, float]) -> tuple[float, float]:
        """Where a point (longitude, latitude) is on the map."""
        east, north = point[0] * SQUEEZE - self._middle[0], point[1] - self._middle[1]
        return WIDTH / 2 + east * self._scale, HEIGHT / 2 - north * self._scale
