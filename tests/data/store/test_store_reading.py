from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from data.store import CourseReader, Store
from data.store import store as store_module
from engine.domain import Course, Place, Provider
from engine.ports import Courses
from tests.data.store.store_samples import METZ, TODAY, TRIER, course, keep


def test_courses_come_in_the_order_asked_for_and_only_those_that_exist(store: Store) -> None:
    keep(store, course("1"), course("2"), course("3"))
    found = store.get_many(["lheo:3", "lheo:9", "lheo:1", "lheo:3"])
    assert list(found.items()) == [("lheo:3", course("3")), ("lheo:1", course("1"))]
    assert store.get_many([]) == {}


def test_more_ids_than_a_statement_takes_are_looked_up(store: Store) -> None:
    keep(store, *(course(str(number)) for number in range(1_300)))
    assert list(store.get_many([f"lheo:{number}" for number in range(1_299, -1, -1)]))[::1_299] == [
        "lheo:1299",
        "lheo:0",
    ]


def test_places_with_coordinates_are_listed(store: Store) -> None:
    nowhere = Place(name="Nirgends", country="DE")
    half = Place(name="Halb", country="DE", latitude=49.0)
    keep(
        store,
        course("1"),
        course("2", place=TRIER),
        course("3", place=None),
        course("4", place=nowhere),
        course("5", place=half),
    )
    ids, points = store.coordinates()
    assert ids == ["lheo:1", "lheo:2"]
    assert points.dtype == np.float32
    np.testing.assert_allclose(points, [[49.1193, 6.1757], [49.7596, 6.6439]], rtol=1e-6)


def test_an_empty_catalogue_has_no_coordinates(store: Store) -> None:
    ids, points = store.coordinates()
    assert (ids, points.shape) == ([], (0, 2))


def test_texts_come_by_id_page_by_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "PAGE", 2)
    # In byte order, capitals come before small letters, whatever the server's own collation says.
    keep(store, *(course(native_id) for native_id in ("b", "B", "a", "10", "9")))
    texts = list(store.texts())
    assert [text.id for text in texts] == ["lheo:10", "lheo:9", "lheo:B", "lheo:a", "lheo:b"]
    assert texts[1][:4] == ("lheo:9", "Soudeur 9", "Apprendre à souder.", "fr")
    assert [text.id for text in store.texts(after="lheo:B")] == ["lheo:a", "lheo:b"]


def test_the_hash_of_a_text_changes_with_the_course_only(store: Store) -> None:
    keep(store, course("1"), course("2"))
    before = {text.id: text.content_hash for text in store.texts()}
    keep(store, course("1"), course("2", summary="new"))
    after = {text.id: text.content_hash for text in store.texts()}
    assert after["lheo:1"] == before["lheo:1"]
    assert after["lheo:2"] != before["lheo:2"]


def test_courses_are_counted_by_portal(store: Store) -> None:
    keep(store, course("1"), course("2"), course(id="ba:1"))
    assert (store.count(), store.count("lheo"), store.count("ba"), store.count("onisep")) == (3, 2, 1, 0)
    assert [(state.portal, state.courses, state.last_path) for state in store.portals()] == [
        ("ba", 1, None),
        ("lheo", 2, "a.xml"),
    ]


def test_search_takes_every_word_without_case_and_accents(store: Store) -> None:
    keep(
        store,
        course("1", title="Métier de soudeur"),
        course("2", title="Soudeur TIG"),
        course(
            "3",
            title="Pflegehelferin",
            text_language="de",
            taught_in=("de", "lb"),
            place=TRIER,
            provider=Provider(name="Club Aktiv"),
        ),
        course("4", title="100 % Pflege_Praxis", text_language="de", taught_in=(), place=TRIER),
    )

    def found(q: str = "", **filters: str) -> list[str]:
        courses, total = store.search(q, **filters)
        assert total == len(courses)
        return [found.id for found in courses]

    assert found("SOUDEUR metier") == ["lheo:1"]
    assert found("soudeur metz") == ["lheo:1", "lheo:2"]
    assert found("aktiv") == ["lheo:3"]
    assert found("100 %") == ["lheo:4"]
    assert found("e_p") == ["lheo:4"]
    assert found(country="DE") == ["lheo:3", "lheo:4"]
    assert found(language="lb") == ["lheo:3"]
    assert found(language="de", country="DE") == ["lheo:3", "lheo:4"]
    assert found("soudeur", country="LU") == []
    assert found("soudeur " * 3_000) == ["lheo:1", "lheo:2"]


def test_search_gives_a_page_and_says_how_many_there_are(store: Store) -> None:
    keep(store, *(course(str(number)) for number in range(9)))
    page, total = store.search("soudeur", limit=3, offset=6)
    assert ([found.id for found in page], total) == (["lheo:6", "lheo:7", "lheo:8"], 9)


class CountingStore:
    """Passes on to a store and notes which ids it was asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: list[list[str]] = []
        self.places_asked = 0

    def version(self) -> str:
        return self._store.version()

    def get_many(self, ids: list[str]) -> dict[str, Course]:
        self.asked.append(list(ids))
        return dict(self._store.get_many(ids))

    def coordinates(self) -> tuple[list[str], npt.NDArray[np.float32]]:
        self.places_asked += 1
        return self._store.coordinates()


def test_the_reader_asks_the_store_once_while_nothing_changes(store: Store) -> None:
    keep(store, course("1"), course("2"))
    counting = CountingStore(store)
    reader: Courses = CourseReader(counting)
    assert list(reader.get_many(["lheo:2", "lheo:1"])) == ["lheo:2", "lheo:1"]
    assert list(reader.get_many(["lheo:1", "lheo:2", "lheo:9"])) == ["lheo:1", "lheo:2"]
    assert reader.near(METZ, 1) == reader.near(METZ, 1) == ["lheo:1", "lheo:2"]
    assert counting.asked == [["lheo:2", "lheo:1"], ["lheo:9"]]
    assert counting.places_asked == 1


def test_the_reader_forgets_when_the_catalogue_changes(store: Store) -> None:
    keep(store, course("1"), course("2"))
    reader = CourseReader(store)
    reader.get_many(["lheo:1", "lheo:2"])
    assert reader.near(METZ, 1) == ["lheo:1", "lheo:2"]
    keep(store, course("1", title="new", place=TRIER))
    assert reader.get_many(["lheo:1"])["lheo:1"].title == "new"
    assert reader.near(TRIER, 1) == ["lheo:1"]
    assert reader.near(METZ, 1) == ["lheo:2"]
    assert reader.near(METZ, 120) == ["lheo:1", "lheo:2"]
    assert reader.near(Place(name="Nirgends", country="DE"), 10_000) == ()
    store.withdraw(["lheo:2"], today=TODAY)
    assert list(reader.get_many(["lheo:1", "lheo:2"])) == ["lheo:1"]


def test_the_reader_keeps_what_was_asked_for_last(store: Store) -> None:
    keep(store, *(course(str(number)) for number in range(4)))
    counting = CountingStore(store)
    reader = CourseReader(counting, cache_size=2)
    for id_ in ("lheo:0", "lheo:1", "lheo:0", "lheo:2", "lheo:0", "lheo:1"):
        reader.get_many([id_])
    assert counting.asked == [["lheo:0"], ["lheo:1"], ["lheo:2"], ["lheo:1"]]
