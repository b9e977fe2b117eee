"""What a person types, and the places that are offered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.places import Gazetteer
from data.places.coordinates import great_circle_km
from data.places.table import read_exonyms, read_rough, read_towns
from engine.domain import Place, Region


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return Gazetteer.shipped()


def first(found: tuple[Place, ...]) -> tuple[str, str | None]:
    return found[0].name, found[0].postal_code


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Trier", "Trier"),
        ("Trèves", "Trier"),
        ("Tréier", "Trier"),
        ("TREVES", "Trier"),
        ("Lëtzebuerg", "Luxembourg"),
        ("Letzebuerg", "Luxembourg"),
        ("Luxemburg", "Luxembourg"),
        ("Luxembourg-Ville", "Luxembourg"),
        ("Saarlouis", "Saarlouis"),
        ("Sarrelouis", "Saarlouis"),
        ("Saarbrücken", "Saarbrücken"),
        ("Saarbrucken", "Saarbrücken"),
        ("Saarbruecken", "Saarbrücken"),
        ("Sarrebruck", "Saarbrücken"),
        ("Saarbrécken", "Saarbrücken"),
        ("Lüttich", "Liège"),
        ("luettich", "Liège"),
        ("Luik", "Liège"),
        ("liege", "Liège"),
        ("Diedenhofen", "Thionville"),
        ("Diddenuewen", "Thionville"),
        ("Esch-Uelzecht", "Esch-sur-Alzette"),
        ("Esch an der Alzette", "Esch-sur-Alzette"),
        ("Esch", "Esch-sur-Alzette"),
        ("Arel", "Arlon"),
        ("Aarlen", "Arlon"),
        ("Namen", "Namur"),
        ("Bergen", "Mons"),
        ("Mons", "Mons"),
        ("La Calamine", "Kelmis"),
        ("Saint-Vith", "Sankt Vith"),
        ("St. Vith", "Sankt Vith"),
        ("st vith", "Sankt Vith"),
        ("Bullange", "Büllingen"),
        ("Mayence", "Mainz"),
        ("Coblence", "Koblenz"),
        ("Aix-la-Chapelle", "Aachen"),
        ("Aken", "Aachen"),
        ("Cologne", "Köln"),
        ("Brussels", "Bruxelles"),
        ("St Ingbert", "Sankt Ingbert"),
        ("Neustadt an der Weinstrasse", "Neustadt an der Weinstraße"),
        ("Saint Avold", "Saint-Avold"),
    ],
)
def test_a_town_is_found_by_its_name_in_any_language(places: Gazetteer, typed: str, name: str):
    assert places.find(typed)[0].name == name


@pytest.mark.parametrize(
    ("typed", "name", "code"),
    [
        ("57100", "Thionville", "57100"),
        ("57100 Thionville", "Thionville", "57100"),
        ("57100 Manom", "Manom", "57100"),
        ("57100 Diedenhofen", "Thionville", "57100"),
        ("F-57100", "Thionville", "57100"),
        ("Thionville (57)", "Thionville", "57100"),
        ("L-4361", "Esch-sur-Alzette", "4361"),
        ("L4361", "Esch-sur-Alzette", "4361"),
        ("L-1118 Luxembourg", "Luxembourg", "1118"),
        ("D-54290", "Trier", "54290"),
        ("D 54290 Trier", "Trier", "54290"),
        ("B-4700", "Eupen", "4700"),
        ("4780 St. Vith", "Sankt Vith", "4780"),
        ("4700 Eu", "Eupen", "4700"),
        ("6211 AB Maastricht", "Maastricht", "6211"),
        ("Metz 57000, France", "Metz", "57000"),
        ("METZ CEDEX 1", "Metz", "57000"),
    ],
)
def test_a_postal_code_is_read_in_many_notations(places: Gazetteer, typed: str, name: str, code: str):
    assert first(places.find(typed)) == (name, code)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("thion", "Thionville"),
        ("saarb", "Saarbrücken"),
        ("luxemb", "Luxembourg"),
        ("trè", "Trier"),
        ("571", "Thionville"),
        ("Avold", "Saint-Avold"),
        ("Trier, Deutschland", "Trier"),
        ("Trier Germany", "Trier"),
        ("Arlon, Belgique", "Arlon"),
        ("Neunkirchen, Saarland", "Neunkirchen/Saar"),
        ("Thionvile", "Thionville"),
        ("Luxembrug", "Luxembourg"),
        ("Kaiserlautern", "Kaiserslautern"),
        ("Trier-Ehrang", "Trier"),
        ("Trier 😀", "Trier"),
    ],
)
def test_beginnings_qualifiers_and_slips_are_understood(places: Gazetteer, typed: str, name: str):
    assert places.find(typed)[0].name == name


def test_one_town_comes_once_however_many_codes_it_has(places: Gazetteer):
    assert [place.name for place in places.find("Luxembourg")].count("Luxembourg") == 1
    assert [place.postal_code for place in places.find("Thionville")] == ["57100"]


def test_namesakes_come_with_the_most_important_first(places: Gazetteer):
    found = places.find("Neunkirchen", limit=5)
    assert (found[0].name, found[0].region) == ("Neunkirchen/Saar", Region.SAARLAND)
    assert [place.name for place in found] == ["Neunkirchen/Saar", *["Neunkirchen"] * 4]
    assert len({place.postal_code for place in found}) == 5
    assert {"Sainte-Marie-aux-Mines", "Sainte-Marie-aux-Chênes"} <= {p.name for p in places.find("Sainte-Marie")}
    assert [place.name for place in places.find("Saarburg")] == ["Saarburg", "Sarrebourg"]


def test_a_full_name_comes_before_names_that_only_begin_so(places: Gazetteer):
    names = [place.name for place in places.find("Metz")]
    assert names[0] == "Metz"
    assert "Metzervisse" in names[1:]


def test_the_country_narrows_the_search(places: Gazetteer):
    assert {place.country for place in places.find("54550")} == {"DE", "FR"}
    assert {place.name for place in places.find("54550", country="DE")} == {"Daun"}
    assert places.find("Trier", country="FR") == ()


def test_limit_bounds_the_answer(places: Gazetteer):
    assert len(places.find("sa", limit=3)) == 3
    assert places.find("sa", limit=0) == ()


@pytest.mark.parametrize(
    "nonsense",
    [
        *(
            "",
            "   ",
            "😀😀",
            "xqzzw",
            "hello world",
            "<b>Trier</b>",
            "<script>alert(1)</script>",
            "a" * 10_000,
            "'; --",
        ),
        *("1", "99999999", "\x00", "٣٤٥", "Saarland", "{{7*7}}"),
    ],
)
def test_nonsense_finds_nothing(places: Gazetteer, nonsense: str):
    assert places.find(nonsense) == ()


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="SaintMrezßü-’ (),57/L", max_size=20)))
def test_no_text_makes_find_fail(text: str):
    assert len(Gazetteer.shipped().find(text, limit=3)) <= 3


@pytest.mark.slow
def test_every_place_is_found_by_its_own_postal_code(places: Gazetteer):
    for town in read_towns():
        for code, point in list(town.codes.items())[-1:]:
            found = places.find(code, country=town.country, limit=100)
            here = Place(
                name=town.name,
                country=town.country,
                postal_code=code,
                region=town.region,
                latitude=point[0],
                longitude=point[1],
            )
            assert here in found


def test_code_and_name_together_mean_the_place_of_that_name(places: Gazetteer):
    for town in read_towns()[::7]:
        for code, point in list(town.codes.items())[:1]:
            place = places.locate(country=town.country, postal_code=code, name=town.name)
            assert place is not None
            assert great_circle_km((place.latitude, place.longitude), point) < 2.0


@pytest.mark.slow
def test_every_town_has_its_other_names_and_is_found_by_them(places: Gazetteer):
    towns = {(town.country, town.name) for town in read_towns()}
    lines = [line for line in read_exonyms() if line.kind == "town"]
    assert len(lines) >= 150
    for line in lines:
        assert (line.country, line.name) in towns
        for name in (name for names in line.names.values() for name in names):
            assert line.name in {p.name for p in places.find(name, country=line.country)}, name


def test_every_region_and_country_has_a_name_in_each_language():
    lines = [line for line in read_exonyms() if line.kind != "town"]
    assert {line.name for line in lines if line.kind == "region"} == {region.value for region in Region}
    assert {line.country for line in lines if line.kind == "country"} == {"LU", "DE", "FR", "BE", "NL"}
    assert all(set(line.names) == {"de", "fr", "lb", "nl", "en"} for line in lines)


def test_the_table_covers_each_region_and_the_rough_one_the_rest():
    towns = read_towns()
    sizes = {region: sum(town.region is region for town in towns) for region in Region}
    assert sizes[Region.SAARLAND] >= 52  # its municipalities
    assert sizes[Region.LORRAINE] >= 2300
    assert sizes[Region.RHEINLAND_PFALZ] >= 2200
    assert sizes[Region.WALLONIA] >= 1500
    assert sizes[Region.LUXEMBOURG] >= 500
    german_speaking = {code for town in towns if town.region is Region.OSTBELGIEN for code in town.codes}
    assert {"4700", "4710", "4720", "4730", "4750", "4760", "4770", "4780", "4790"} <= german_speaking
    assert {("FR", "75"), ("DE", "20"), ("BE", "10"), ("NL", "10"), ("LU", "12")} <= read_rough().keys()


def test_a_place_is_called_as_the_reader_calls_it(places: Gazetteer):
    trier, metz = places.find("Trier")[0], places.find("Metz")[0]
    assert [places.name_of(trier, language) for language in ("de", "fr", "lb")] == ["Trier", "Trèves", "Tréier"]
    assert places.name_of(metz, "de") == "Metz"
