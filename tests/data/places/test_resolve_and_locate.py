"""A form's answer becomes one place or a reason; a portal's words become the best that can be said."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.places import Gazetteer
from engine.domain import Place, Region
from engine.errors import InputError


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return Gazetteer.shipped()


def located(**words: object) -> Place:
    place = Gazetteer.shipped().locate(**words)  # type: ignore[arg-type]  # the cases are a table
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("answer", "name", "code"),
    [
        ({"country": "FR", "postal_code": "57100"}, "Thionville", "57100"),
        ({"country": "LU", "postal_code": "L-4361"}, "Esch-sur-Alzette", "4361"),
        ({"postal_code": "L-4361"}, "Esch-sur-Alzette", "4361"),
        ({"name": "57100 Thionville"}, "Thionville", "57100"),
        ({"name": "Trèves"}, "Trier", "54290"),
        ({"country": "Belgien", "name": "Eupen"}, "Eupen", "4700"),
        ({"name": "Frankfurt"}, "Frankfurt am Main", "60313"),
        ({"country": "DE", "postal_code": "54550"}, "Daun", "54550"),
        ({"postal_code": "54550", "name": "Daun"}, "Daun", "54550"),
    ],
)
def test_a_clear_answer_is_one_place(places: Gazetteer, answer: dict[str, str], name: str, code: str):
    place = places.resolve(**answer)
    assert (place.name, place.postal_code) == (name, code)


@pytest.mark.parametrize(
    ("answer", "code", "candidate"),
    [
        ({"name": "Neunkirchen"}, "place-ambiguous", "DE 66538 Neunkirchen/Saar"),
        ({"name": "Sainte-Marie"}, "place-ambiguous", "Sainte-Marie-aux-Chênes"),
        ({"postal_code": "54550"}, "place-ambiguous", "DE 54550 Daun"),
        ({"name": "Thionvile"}, "place-unknown", "FR 57100 Thionville"),
        ({"name": "Saarland"}, "place-unknown", "postal code"),
        ({"country": "FR", "postal_code": "57999"}, "place-unknown", "postal code"),
        ({"country": "FR", "name": "Trier"}, "place-unknown", "postal code"),
        ({}, "place-missing", "postal code"),
        ({"country": "Absurdistan", "name": "Trier"}, "country-unknown", "LU, DE, FR, BE or NL"),
    ],
)
def test_an_unclear_answer_says_what_may_be_meant(places: Gazetteer, answer: dict[str, str], code: str, candidate: str):
    with pytest.raises(InputError) as refusal:
        places.resolve(**answer, field="home")
    assert refusal.value.code == code
    assert refusal.value.place == "home"
    assert candidate in refusal.value.remedy


def test_a_code_far_away_that_the_table_lacks_is_rough(places: Gazetteer):
    place = places.resolve(country="FR", postal_code="21121")
    assert places.is_rough(place)
    assert place.region is None
    assert not places.is_rough(places.resolve(country="FR", postal_code="57100"))


@pytest.mark.parametrize(
    ("words", "name", "region"),
    [
        ({"country": "FR", "name": "METZ CEDEX 1"}, "Metz", Region.LORRAINE),
        ({"country": "FR", "postal_code": "57045", "name": "METZ CEDEX 1"}, "Metz", Region.LORRAINE),
        ({"country": "FR", "postal_code": "75017", "name": "Paris 17e Arrondissement"}, "Paris", None),
        ({"country": "FR", "postal_code": "75830 CEDEX 17", "name": "PARIS CEDEX 17"}, "Paris", None),
        ({"country": "D", "postal_code": "66119", "name": "Saarbrücken-Güdingen"}, "Saarbrücken", Region.SAARLAND),
        ({"country": "DE", "postal_code": "1067"}, "Dresden", None),
        ({"country": "DE", "name": "Köln Ehrenfeld"}, "Köln", None),
        ({"country": "LU", "postal_code": "L-2633"}, "Senningerberg", Region.LUXEMBOURG),
        ({"country": "BE", "postal_code": "B-4700", "name": "EUPEN"}, "Eupen", Region.OSTBELGIEN),
        ({"name": "Trier"}, "Trier", Region.RHEINLAND_PFALZ),
        ({"country": "FR", "postal_code": "57100", "name": "<p>Thionville</p>"}, "Thionville", Region.LORRAINE),
        ({"country": "FR", "postal_code": "57100", "name": "T" * 500}, "Thionville", Region.LORRAINE),
    ],
)
def test_a_portals_words_are_understood(words: dict[str, str], name: str, region: Region | None):
    place = located(**words)
    assert (place.name, place.region) == (name, region)
    assert place.latitude is not None
    assert not Gazetteer.shipped().is_rough(place)


def test_given_coordinates_are_kept_and_the_rest_filled_in():
    place = located(country="DE", postal_code="66119", name="Saarbrücken", latitude=49.2, longitude=7.03)
    assert (place.latitude, place.longitude, place.region) == (49.2, 7.03, Region.SAARLAND)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(7.03, 49.2), (0, 0), (52.5, 13.4), (math.nan, 7.0), (4920.0, 703.0), (49.2, None)]
)
def test_coordinates_that_cannot_be_true_give_way_to_the_table(latitude: float, longitude: float | None):
    place = located(country="DE", postal_code="66119", latitude=latitude, longitude=longitude)
    assert (place.latitude, place.longitude) == (49.2087, 7.0202)


def test_coordinates_alone_tell_town_and_region():
    place = located(latitude=49.6100, longitude=6.1300)
    assert (place.country, place.region) == ("LU", Region.LUXEMBOURG)
    assert located(country="FR", latitude=49.12, longitude=6.17).name == "Metz"
    assert Gazetteer.shipped().locate(latitude=0.5, longitude=0.5) is None


def test_an_unknown_village_gets_the_rough_middle_of_its_postal_area(places: Gazetteer):
    place = located(country="FR", postal_code="21121", name="FONTAINE-LES-DIJON")
    assert (place.name, place.postal_code) == ("Fontaine-les-Dijon", "21121")
    assert places.is_rough(place)
    assert (place.latitude, place.longitude) == pytest.approx((47.3, 5.0), abs=0.4)


def test_where_only_words_are_known_only_words_are_kept(places: Gazetteer):
    assert located(country="AT", name="WIEN") == Place(name="Wien", country="AT")
    assert located(country="FR", name="À distance") == Place(name="À distance", country="FR")
    assert places.locate(name="Online") is None
    assert places.locate() is None


def test_france_overseas_keeps_its_coordinates():
    place = located(country="FR", postal_code="97400", name="SAINT-DENIS", latitude=-20.88, longitude=55.45)
    assert (place.name, place.latitude, place.region) == ("Saint-Denis", -20.88, None)


@pytest.mark.parametrize(
    ("country", "code", "region"),
    [
        ("LU", "L-9999", Region.LUXEMBOURG),
        ("FR", "54000", Region.LORRAINE),
        ("FR", "88999", Region.LORRAINE),
        ("FR", "67000", None),
        ("BE", "4000", Region.WALLONIA),
        ("BE", "1300", Region.WALLONIA),
        ("BE", "4780", Region.OSTBELGIEN),
        ("BE", "1000", None),
        ("BE", "9000", None),
        ("DE", "66482", Region.RHEINLAND_PFALZ),
        ("DE", "66424", Region.SAARLAND),
        ("DE", "66134", Region.SAARLAND),
        ("DE", "52062", None),
        ("NL", "6211", None),
        ("AT", "1010", None),
    ],
)
def test_a_postal_code_tells_the_region(places: Gazetteer, country: str, code: str, region: Region | None):
    assert places.region_of(country, code) is region


def test_a_name_tells_the_region_where_there_is_no_code(places: Gazetteer):
    assert places.region_of("LU") is Region.LUXEMBOURG
    assert places.region_of("BE", name="Lüttich") is Region.WALLONIA
    assert places.region_of(None) is None


@settings(deadline=None)
@given(
    st.one_of(st.none(), st.sampled_from(["FR", "DE", "LU", "BE", "NL", "AT"]), st.text()),
    st.one_of(st.none(), st.text(alphabet="0123456789 LFDB-", max_size=8), st.text()),
    st.one_of(st.none(), st.text()),
    st.one_of(st.none(), st.floats()),
    st.one_of(st.none(), st.floats()),
)
def test_no_words_make_locate_fail(country, postal_code, name, latitude, longitude):
    place = Gazetteer.shipped().locate(
        country=country, postal_code=postal_code, name=name, latitude=latitude, longitude=longitude
    )
    assert place is None or ((place.latitude is None) == (place.longitude is None))
