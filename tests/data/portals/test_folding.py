"""How the runs of one course become one course."""

from __future__ import annotations

from data.portals.base import Fact, Facts
from data.portals.folding import dotted, fold, pick


def test_what_all_runs_say_holds_for_the_course_and_what_differs_is_left_open() -> None:
    runs: list[tuple[Facts, list[Facts]]] = [
        ({Fact.MODE: ("1",), Fact.PRICE: ("90",)}, []),
        ({Fact.MODE: ("1",), Fact.PRICE: ("95",)}, []),
    ]

    course = fold("here", {Fact.TITLE: ("T",)}, runs)

    assert course.facts == {Fact.TITLE: ("T",), Fact.MODE: ("1",)}


def test_languages_of_all_runs_count_if_every_run_names_its_own() -> None:
    french, german, silent = {Fact.TAUGHT_IN: ("fr",)}, {Fact.TAUGHT_IN: ("de", "fr")}, {Fact.MODE: ("1",)}

    assert fold("here", {}, [(french, []), (german, [])]).facts == {Fact.TAUGHT_IN: ("fr", "de")}
    assert fold("here", {}, [(german, []), (silent, [])]).facts == {}


def test_sessions_elsewhere_carry_their_place_and_sessions_at_home_do_not() -> None:
    metz, nancy = {Fact.TOWN: ("Metz",)}, {Fact.TOWN: ("Nancy",)}
    may, june = {Fact.STARTS: ("20260501",)}, {Fact.STARTS: ("20260601",)}

    course = fold("here", {}, [(metz, [may]), (nancy, [june])])

    assert course.facts == metz
    assert course.sessions == (may, {**nancy, **june})


def test_a_note_of_the_run_is_told_with_each_session_and_the_same_session_only_once() -> None:
    run = {Fact.NOTE: ("evenings",)}
    may = {Fact.STARTS: ("20260501",)}

    course = fold("here", {}, [(run, [may, may])])

    assert course.sessions == ({Fact.NOTE: ("evenings",), Fact.STARTS: ("20260501",)},)


def test_declared_paths_are_gathered_in_order_and_blank_ones_left_out() -> None:
    record = {"a": {"b": [{"c": 1}, {"c": " x "}]}, "d": "", "e": None, "f": True, "g": {"de": "B1"}}

    found = pick({Fact.TEXT: ("d", "a.b.c"), Fact.TITLE: ("e",), Fact.MODE: ("f",)}, lambda path: dotted(record, path))

    assert found == {Fact.TEXT: ("1", "x")}
    assert list(dotted(record, "g")) == ["de=B1"]
