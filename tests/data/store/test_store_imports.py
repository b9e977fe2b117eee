from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Outcome, Store, codec, runs
from engine.domain import Course, Source
from engine.errors import InputError
from tests.data.store.store_samples import TODAY, TRIER, course, keep

TOMORROW = TODAY + timedelta(days=1)


@dataclass(frozen=True)
class NoTitle:
    where: str = "line 7"
    code: str = "no-title"
    value: str = ""
    remedy: str = "give the course a title"


def test_new_changed_and_known_courses_are_told_apart(store: Store) -> None:
    assert keep(store, course("1"), course("2")) == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert keep(store, course("1"), course("2", title="Soudeuse"), course("3")) == [
        Outcome.UNCHANGED,
        Outcome.UPDATED,
        Outcome.ACCEPTED,
    ]
    assert store.get_many(["lheo:2"])["lheo:2"].title == "Soudeuse"


def test_a_repeated_course_is_a_duplicate_and_the_first_one_wins(store: Store) -> None:
    with store.file_import("a.xml", "lheo") as run:
        assert run.put(course("1")) is Outcome.ACCEPTED
        assert run.put(course("1")) is Outcome.DUPLICATE
        assert run.put(course("1", title="other")) is Outcome.DUPLICATE
        assert run.conflicts == ["lheo:1"]
    assert store.get_many(["lheo:1"]) == {"lheo:1": course("1")}


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_duplicates_are_found_within_a_batch_and_across(
    store: Store, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "BATCH", batch)
    keep(store, course("2", title="before"), course("3"))
    file = [course("1"), course("2"), course("1"), course("2"), course("3"), course("3", title="other"), course("2")]
    with store.file_import("b.xml", "lheo") as run:
        outcomes = run.put_many(file)
        assert run.conflicts == ["lheo:3"]
    assert outcomes == [
        Outcome.ACCEPTED,
        Outcome.UPDATED,
        Outcome.DUPLICATE,
        Outcome.DUPLICATE,
        Outcome.UNCHANGED,
        Outcome.DUPLICATE,
        Outcome.DUPLICATE,
    ]
    assert store.get_many(["lheo:1", "lheo:2", "lheo:3"]) == {f"lheo:{n}": course(n) for n in "123"}


def test_many_ids_are_remembered_beyond_the_recent_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "RECENT_KEYS", 10)
    keys = runs._Keys()
    assert all(keys.add(f"lheo:{number}") for number in range(95))
    assert not any(keys.add(f"lheo:{number}") for number in range(95))
    assert keys.add("lheo:95")


def test_counts_add_up_and_are_noted_with_the_run(store: Store) -> None:
    keep(store, course("1"), course("2"))
    with store.file_import("b.xml", "lheo") as run:
        run.put_many([course("1"), course("2", title="new"), course("3"), course("3")])
        run.refuse(NoTitle())
        assert run.refusals == [NoTitle()]
    expected = {"read": 5, "accepted": 1, "updated": 1, "unchanged": 1, "duplicates": 1, "refused": 1}
    assert run.counts == expected
    (state,) = store.portals()
    assert (state.portal, state.courses, state.last_path, state.last_counts) == ("lheo", 3, "b.xml", expected)
    assert state.last_import is not None
    assert abs(state.last_import - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_exception_undoes_the_whole_file(store: Store) -> None:
    keep(store, course("1"))
    before = store.version()

    def breaking_off() -> Iterator[Course]:
        yield from (course("1", title="new"), course("2"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.file_import("b.xml", "ba") as run:
        list(map(run.put, breaking_off()))
    assert store.version() == before
    assert store.get_many(["lheo:1", "lheo:2"]) == {"lheo:1": course("1")}
    assert [state.portal for state in store.portals()] == ["lheo"]


def test_readers_see_the_old_state_until_the_file_is_done(store: Store) -> None:
    keep(store, course("1"))
    before = store.version()
    with store.file_import("b.xml", "lheo") as run:
        run.put_many([course("1", title="new"), course("2")])
        assert (store.version(), store.count()) == (before, 1)
        assert store.get_many(["lheo:1", "lheo:2"]) == {"lheo:1": course("1")}
    assert store.version() != before
    assert store.count() == 2


def test_what_has_not_changed_is_not_written(store: Store) -> None:
    keep(store, course("1"))
    read_again = replace(course("1"), sources=(Source(portal="lheo", native_id="1", retrieved_on=TOMORROW),))
    assert keep(store, read_again, today=TOMORROW) == [Outcome.UNCHANGED]
    assert store.get_many(["lheo:1"])["lheo:1"].sources[0].retrieved_on == TODAY


def test_first_seen_stays_and_last_changed_moves(store: Store) -> None:
    keep(store, course("1"), course("2"))
    keep(store, course("1", title="new"), course("2"), today=TOMORROW)
    assert _dates(store) == {"lheo:1": (TODAY, TOMORROW), "lheo:2": (TODAY, TODAY)}


def test_a_withdrawn_course_is_not_offered_until_it_is_imported_again(store: Store) -> None:
    keep(store, course("1"), course("2", place=TRIER))
    before = store.version()
    assert store.withdraw(["lheo:2", "lheo:2", "lheo:nobody"], today=TOMORROW) == 1
    assert store.withdraw(["lheo:2"], today=TOMORROW) == 0
    assert store.get_many(["lheo:1", "lheo:2"]).keys() == {"lheo:1"}
    assert store.coordinates()[0] == ["lheo:1"]
    assert [text.id for text in store.texts()] == ["lheo:1"]
    assert (store.count(), store.count("lheo"), store.search("soudeur")[1]) == (1, 1, 1)
    assert keep(store, course("2", place=TRIER)) == [Outcome.UPDATED]
    assert (store.version(), store.count()) == (before, 2)


@pytest.mark.parametrize("id_", ["no-colon", ":5", "lheo:", "lheo:" + "9" * 500])
def test_an_id_that_is_none_is_refused(store: Store, id_: str) -> None:
    with pytest.raises(InputError), store.file_import("b.xml", "lheo") as run:
        run.put(course(id=id_))
    assert store.count() == 0


def test_text_that_postgresql_cannot_hold_is_kept_readable(store: Store) -> None:
    keep(store, course("1", title="a\x00b", summary="half \ud83d"))
    kept = store.get_many(["lheo:1"])["lheo:1"]
    assert (kept.title, kept.summary) == ("a b", "half \ufffd")


def test_the_version_follows_the_content(store: Store) -> None:
    assert store.version() == "0" * 32
    keep(store, course("1"))
    one = store.version()
    keep(store, course("1"))
    assert store.version() == one
    keep(store, course("1", title="new"))
    assert store.version() != one
    keep(store, course("1"))
    assert store.version() == one


steps = st.lists(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(("a", "b", "c"))), max_size=5), max_size=4)


@pytest.mark.slow
@given(steps)
@settings(max_examples=12, deadline=None)
def test_the_version_does_not_depend_on_the_way(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[tuple[int, str]]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("versions")
    with (
        Store.open(f"sqlite:///{folder / 'way.db'}") as travelled,
        Store.open(f"sqlite:///{folder / 'direct.db'}") as direct,
    ):
        final: dict[str, Course] = {}
        for file in files:
            in_file: dict[str, Course] = {}
            for number, title in file:
                in_file.setdefault(f"lheo:{number}", course(str(number), title=title))
            keep(travelled, *(course(str(number), title=title) for number, title in file))
            final |= in_file
        keep(direct, *reversed(final.values()))
        assert travelled.version() == direct.version()
        assert travelled.count() == direct.count() == len(final)


def test_the_version_is_the_sum_of_what_is_on_offer(store: Store) -> None:
    offered = [course(str(number)) for number in range(20)]
    keep(store, *offered)
    assert int(store.version(), 16) == sum(int(codec.hash_of(one), 16) for one in offered) % 2**128


def _dates(store: Store) -> dict[str, tuple[date, date]]:
    query = "SELECT id, first_seen, last_changed FROM courses"
    with store._database.reading() as connection:
        rows = connection.exec_driver_sql(query).all()
    return {id_: (_day(first), _day(last)) for id_, first, last in rows}


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
