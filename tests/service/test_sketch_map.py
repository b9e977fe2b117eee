from __future__ import annotations

from dataclasses import replace
from itertools import chain

from engine.answer import RecommendationList
from engine.domain import Place
from service.sketch_map import BORDERS, HEIGHT, WIDTH, sketch_map
from tests.service.conftest import Submit
from tests.service.fakes import ACROSS, ESCH, FakeProduct, course, recommended

TRIER = Place(name="Trier", country="DE", latitude=49.76, longitude=6.64)
METZ = Place(name="Metz", country="FR", latitude=49.12, longitude=6.18)
NAMUR = Place(name="Namur", country="BE", latitude=50.47, longitude=4.87)
NOWHERE = Place(name="Atlantis", country="FR")


def test_offers_in_one_town_share_a_mark_and_keep_their_numbers() -> None:
    sketch = sketch_map(TRIER, [METZ, None, METZ, NOWHERE, NAMUR])
    assert sketch
    assert [(mark.town, mark.label) for mark in sketch.marks] == [("Metz", "1, 3"), ("Namur", "5")]
    assert sketch.home
    assert (sketch.home.town, sketch.home.label) == ("Trier", "")


def test_all_marks_are_on_the_map_with_north_above_and_west_on_the_left() -> None:
    sketch = sketch_map(TRIER, [METZ, NAMUR])
    assert sketch
    assert sketch.home
    metz, namur = sketch.marks
    assert namur.x < metz.x < sketch.home.x
    assert namur.y < sketch.home.y < metz.y
    assert all(0 < mark.x < WIDTH and 0 < mark.y < HEIGHT for mark in (metz, namur, sketch.home))


def test_a_map_of_one_town_shows_some_country_around_it() -> None:
    sketch = sketch_map(None, [TRIER])
    assert sketch
    assert (sketch.marks[0].x, sketch.marks[0].y) == (WIDTH / 2, HEIGHT / 2)
    points = chain.from_iterable(line.split() for line in sketch.borders)
    inside = [p for p in points if 0 <= float(p.split(",")[0]) <= WIDTH and 0 <= float(p.split(",")[1]) <= HEIGHT]
    assert inside


def test_without_a_known_place_there_is_no_map() -> None:
    assert sketch_map(TRIER, [None, NOWHERE]) is None


def test_the_borders_are_a_sketch_around_the_greater_region() -> None:
    points = list(chain.from_iterable(BORDERS))
    assert len(set(points)) <= 60
    assert all(3 < east < 9 and 47 < north < 51 for east, north in points)


def test_the_page_says_in_words_what_the_map_shows(submit: Submit, product: FakeProduct) -> None:
    at_esch = replace(ESCH, latitude=49.5, longitude=5.98)
    product.answer = RecommendationList(items=(recommended(course(1, place=at_esch), *ACROSS),))
    page = submit(goal="care").text
    assert '<figure class="map">' in page
    assert "<strong>1</strong> Esch-sur-Alzette (LU)</li>" in page
    assert " style=" not in page
    product.answer = RecommendationList(items=(recommended(course(1), *ACROSS),))
    assert '<figure class="map">' not in submit(goal="care").text
