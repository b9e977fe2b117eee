"""Points on the earth: how far apart they are, and whether a portal's coordinates can be true."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from data.places.regions import OVERSEAS_PREFIXES

# (latitude, longitude) in degrees, WGS 84.
Point: TypeAlias = tuple[float, float]

EARTH_RADIUS_KM = 6371.0
# (south, west, north, east) of each country in Europe, generously; swapped coordinates fall outside all of them.
BOXES: dict[str, tuple[float, float, float, float]] = {
    "LU": (49.4, 5.7, 50.2, 6.6),
    "DE": (47.2, 5.8, 55.1, 15.1),
    "FR": (41.3, -5.2, 51.2, 9.7),
    "BE": (49.4, 2.5, 51.6, 6.5),
    "NL": (50.7, 3.3, 53.7, 7.3),
}


def great_circle_km(start: Point, end: Point) -> float:
    """The distance in km by the haversine formula on a sphere."""
    lat1, lon1, lat2, lon2 = (math.radians(part) for part in (*start, *end))
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(a)))


def great_circle_km_to_all(start: Point, points: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The distances in km from ``start`` to each of (n, 2) latitudes and longitudes, as ``great_circle_km``."""
    lat1, lon1 = np.radians(start)
    lat2, lon2 = np.radians(points.astype(np.float64)).T
    a = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    distances: npt.NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(a)))
    return distances


def point_of(latitude: float | None, longitude: float | None) -> Point | None:
    """Both coordinates, or ``None`` where one is missing, out of range or both are the zero of an empty form."""
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    return latitude, longitude


def can_be_in(point: Point, country: str | None, code: str | None) -> bool:
    """Whether a point lies in a country's box; without a country or a box, and for France overseas, it is believed."""
    box = BOXES.get(country or "")
    if box is None or (country == "FR" and (code or "").startswith(OVERSEAS_PREFIXES)):
        return True
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]
