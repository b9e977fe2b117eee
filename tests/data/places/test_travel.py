"""Estimated journeys against journeys that people of the Greater Region know."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.places import EstimatedTravelTimes, Gazetteer, distance_km
from data.places.travel import minutes_for, radius_for
from engine.domain import Place
from engine.ports import TravelTimes

# Off-peak minutes door to door, by car or direct train: common knowledge of the region, not measured.
KNOWN_JOURNEYS = [
    ("Trier", "Luxembourg", 52),
    ("Thionville", "Luxembourg", 40),
    ("Arlon", "Luxembourg", 35),
    ("Metz", "Luxembourg", 58),
    ("Saarbrücken", "Luxembourg", 72),
    ("Longwy", "Luxembourg", 40),
    ("Bastogne", "Luxembourg", 60),
    ("Esch-sur-Alzette", "Luxembourg", 28),
    ("Liège", "Luxembourg", 110),
    ("Saarbrücken", "Metz", 60),
    ("Forbach", "Saarbrücken", 20),
    ("Saarlouis", "Saarbrücken", 30),
    ("Kaiserslautern", "Saarbrücken", 50),
    ("Trier", "Saarbrücken", 70),
    ("Trier", "Bitburg", 32),
    ("Trier", "Koblenz", 90),
    ("Koblenz", "Mainz", 65),
    ("Metz", "Nancy", 50),
    ("Épinal", "Nancy", 55),
    ("Verdun", "Metz", 60),
    ("Liège", "Eupen", 40),
    ("Eupen", "Aachen", 25),
    ("Liège", "Namur", 50),
    ("Namur", "Charleroi", 35),
]
TOLERANCE = 0.35
kilometres = st.floats(min_value=0, max_value=1500)


def town(name: str) -> Place:
    return Gazetteer.shipped().find(name)[0]


def place(latitude: float | None = None, longitude: float | None = None) -> Place:
    return Place(name="somewhere", country="LU", latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(("start", "end", "known"), KNOWN_JOURNEYS)
def test_the_estimate_is_near_the_known_journey(start: str, end: str, known: int):
    estimate = EstimatedTravelTimes().minutes(town(start), town(end))
    assert estimate == pytest.approx(known, rel=TOLERANCE)


def test_the_estimates_lean_neither_way_and_borders_need_no_surcharge():
    times = EstimatedTravelTimes()
    ratios = {True: [], False: []}
    for start, end, known in KNOWN_JOURNEYS:
        a, b = town(start), town(end)
        ratios[a.country != b.country].append(times.minutes(a, b) / known)
    across, within = (sum(ratios[key]) / len(ratios[key]) for key in (True, False))
    assert 0.9 < across < 1.1
    assert 0.9 < within < 1.15


def test_it_is_what_the_engine_asks_for():
    times: TravelTimes = EstimatedTravelTimes()
    assert times.minutes(town("Trier"), town("Luxembourg")) == times.minutes(town("Luxembourg"), town("Trier"))


def test_staying_where_one_is_takes_a_few_minutes():
    assert EstimatedTravelTimes().minutes(town("Metz"), town("Metz")) == 8


def test_unknown_coordinates_give_no_estimate():
    assert EstimatedTravelTimes().minutes(town("Metz"), place()) is None
    assert EstimatedTravelTimes().minutes(place(latitude=49.0), town("Metz")) is None
    assert distance_km(place(), town("Metz")) is None


def test_distance_follows_the_great_circle():
    assert distance_km(place(0, 0), place(0, 90)) == pytest.approx(6371 * math.pi / 2)
    assert distance_km(town("Metz"), town("Nancy")) == pytest.approx(48.3, abs=0.5)


@given(kilometres, kilometres)
def test_further_never_takes_less_time(one: float, other: float):
    nearer, further = sorted((one, other))
    assert minutes_for(nearer) <= minutes_for(further)


@given(kilometres, st.integers(min_value=0, max_value=600))
def test_nothing_outside_the_radius_is_estimated_within_the_limit(km: float, limit: int):
    if km > radius_for(limit) + 1e-6:
        assert round(minutes_for(km)) > limit or limit < 8
    else:
        assert minutes_for(km) <= max(limit + 0.5, minutes_for(0)) + 1e-6


def test_the_radius_of_a_limit():
    times = EstimatedTravelTimes()
    assert times.within(town("Trier"), 5) == 0
    assert times.within(town("Trier"), 48) == pytest.approx(40.7, abs=0.1)
    assert times.within(place(), 48) == math.inf
