"""Dates, hours, prices, addresses and coordinates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise import values

DAYS = {
    "20260907": date(2026, 9, 7),
    "2026-09-07": date(2026, 9, 7),
    "2026-09-07T22:00:00Z": date(2026, 9, 7),
    "07.09.2026": date(2026, 9, 7),
    "7/9/2026": date(2026, 9, 7),
    "1689544800000": date(2023, 7, 17),  # midnight in German summer
    "1710630000000": date(2024, 3, 17),  # midnight in German winter
    "20170900": None,
    "00000000": None,
    "20260231": None,
    "99991231": None,
    "99999999999999": None,
    "demnächst": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), DAYS.items())
def test_a_day_is_read_or_stays_unknown(text: str, expected: date | None) -> None:
    assert values.day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("20170900", "2017-09"), ("20170912", ""), ("00000000", ""), ("20171300", "")]
)
def test_a_month_is_kept_where_the_day_is_not_known(text: str, expected: str) -> None:
    assert values.month(text) == expected


PRICES = {
    "0": 0.0,
    "0.0": 0.0,
    "0,00 €": 0.0,
    "1.250,50 €": 1250.5,
    "1 250,50": 1250.5,
    "1,250.50": 1250.5,
    "1.500": 1500.0,
    "1 500 EUR": 1500.0,
    "4890.5": 4890.5,
    "EUR 99,-": 99.0,
    "350 € TTC": 350.0,
    "gratuit": 0.0,
    "Die Teilnahme ist kostenlos.": 0.0,
    "nicht kostenlos": None,
    "kostenlos für Arbeitslose": None,
    "auf Anfrage": None,
    "sur devis": None,
    "500 - 800": None,
    "-5": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), PRICES.items())
def test_a_price_is_an_amount_nothing_or_unknown(text: str, expected: float | None) -> None:
    assert values.price(text) == expected


HOURS = {
    "482": 482.0,
    "35,5 h": 35.5,
    "120 Stunden": 120.0,
    "1 200 heures": 1200.0,
    "0": None,
    "2 ans": None,
    "22 semaines": None,
    "35-70": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), HOURS.items())
def test_hours_are_hours_and_not_years(text: str, expected: float | None) -> None:
    assert values.hours(text) == expected


URLS = {
    "https://www.htwsaar.de/a?b=c": "https://www.htwsaar.de/a?b=c",
    "HTTP://example.org": "HTTP://example.org",
    "www2.cndp.fr/x.htm": "http://www2.cndp.fr/x.htm",
    "example.org:8080/x": "http://example.org:8080/x",
    "https://bücher.example/": "https://bücher.example/",
    "javascript:alert(1)": None,
    " JavaScript:alert(1)//example.org": None,
    "data:text/html,x": None,
    "mailto:a@example.org": None,
    "ftp://example.org/": None,
    "https://user:pass@example.org/": None,
    "https://localhost/": None,
    "https://exa mple.org": None,
    'https://example.org/"onclick="x': None,
    "http://[::1": None,
    "": None,
    "-": None,
}


@pytest.mark.parametrize(("text", "expected"), URLS.items())
def test_only_web_addresses_are_taken(text: str, expected: str | None) -> None:
    assert values.url(text) == expected


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        ("49.1", "6.17", (49.1, 6.17)),
        ("49,1", "6,17", (49.1, 6.17)),
        ("0", "0", None),
        ("91", "6", None),
        ("nan", "6", None),
        ("49.1", "", None),
    ],
)
def test_coordinates_are_degrees_on_earth(latitude: str, longitude: str, expected: tuple[float, float] | None) -> None:
    assert values.coordinates(latitude, longitude) == expected


@given(st.text(max_size=40))
def test_no_text_however_odd_is_more_than_unknown(text: str) -> None:
    for understand in (values.day, values.month, values.price, values.hours, values.url, values.number):
        understand(text)
    values.coordinates(text, text)
