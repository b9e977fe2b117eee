"""How long a journey may take, estimated from the distance as the crow flies.

No timetable and no road network is asked, so this is an estimate and is to be named one wherever it is shown. Door to
door: walking to the car or stop and parking are the fixed minutes; the longer the journey, the more of it is on fast
roads or rails, so each further kilometre costs less. There is no surcharge for a border: within the Schengen area the
known journeys across a border (Thionville-Luxembourg, Eupen-Aachen) fit the same curve as those within a country.

The table was set by hand to 24 journeys of the Greater Region, off peak, by car or direct train, whose usual length is
common knowledge (no timetable was asked): each estimate is within 35 % of it, most within 15 %; the list is in
``tests/data/places/test_travel.py``. At rush hour, towards Luxembourg above all, the real journey is longer, and by bus
with a change it may be twice as long.
"""

from __future__ import annotations

import math

from data.places.coordinates import great_circle_km
from engine.domain import Place

FIXED_MINUTES = 8.0
# (up to this many km as the crow flies, minutes for each km of that stretch); the last one goes on for ever.
MINUTES_PER_KM: tuple[tuple[float, float], ...] = (
    (8.0, 1.6),
    (40.0, 0.85),
    (100.0, 0.7),
    (math.inf, 0.6),
)


def distance_km(start: Place, end: Place) -> float | None:
    """Kilometres as the crow flies between two places, or ``None`` where a coordinate is unknown."""
    if start.latitude is None or start.longitude is None or end.latitude is None or end.longitude is None:
        return None
    return great_circle_km((start.latitude, start.longitude), (end.latitude, end.longitude))


class EstimatedTravelTimes:
    """Door-to-door minutes estimated from distance; implements ``engine.ports.TravelTimes``."""

    def minutes(self, start: Place, end: Place) -> int | None:
        """Estimated minutes one way, at least 1, never fewer for a longer distance; ``None`` without coordinates."""
        km = distance_km(start, end)
        return None if km is None else round(minutes_for(km))

    def within(self, start: Place, minutes: float) -> float:
        """The radius in km around ``start`` outside which every journey is estimated to take more than ``minutes``.

        0 where not even the fixed minutes fit in; infinity where ``start`` has no coordinates, since nothing is known.
        """
        if start.latitude is None or start.longitude is None:
            return math.inf
        return radius_for(minutes)


def minutes_for(km: float) -> float:
    """Minutes for a distance as the crow flies, in km."""
    total, reached = FIXED_MINUTES, 0.0
    for limit, rate in MINUTES_PER_KM:
        stretch = min(km, limit) - reached
        total += stretch * rate
        if km <= limit:
            break
        reached = limit
    return total


def radius_for(minutes: float) -> float:
    """The distance in km that takes ``minutes`` (rounded as ``minutes`` are shown, so half a minute more)."""
    left, reached = minutes + 0.5 - FIXED_MINUTES, 0.0
    if left <= 0:
        return 0.0
    for limit, rate in MINUTES_PER_KM:
        if left <= (limit - reached) * rate:
            break
        left -= (limit - reached) * rate
        reached = limit
    return reached + left / rate
