"""Shortlists at the desk: under a pseudonym, seen by one, opened again, kept for a while, gone for good."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from engine.domain import Place
from tests.service.desk_stage import NOW, DeskStage, emptied
from tests.service.fakes import SAARBRUECKEN, TODAY, long_answer

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow


@pytest.fixture
def desk() -> DeskStage:
    return emptied()


def ids(page: str) -> list[str]:
    return re.findall(r'name="course-\d+" value="([^"]+)"', page)


def test_a_search_and_chosen_offers_are_kept_in_the_order_of_the_page(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep(chosen=["starter:2", "starter:1"])
    page = berta.get(address).text
    assert ids(page) == ["starter:2", "starter:1"]
    assert '<span class="pseudonym">K7Q3F</span>' in page
    assert "Kept until: February 21, 2027" in page


def test_the_last_search_comes_back_as_it_was_left(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep(
        goal="metal work", home="Saarbrücken", age="31", f_region="saarland", sort="price", chosen=["starter:2"]
    )
    desk.product.asked.clear()
    page = berta.get(f"{address}/results").text
    profile = desk.product.asked[0][0]
    home: Place | None = profile.home
    assert (profile.goal, home, profile.age) == ("metal work", SAARBRUECKEN, 31)
    assert '<option value="saarland" selected>' in page
    assert '<option value="price" selected>' in page
    assert re.findall(r'name="chosen" id="[^"]+" value="([^"]+)" checked', page) == ["starter:2"]
    assert "Keep in the shortlist: K7Q3F" in page


def test_an_open_shortlist_takes_more_offers_and_the_newer_search(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep(chosen=["starter:1"])
    berta.post(f"{address}/notes", **{"course-0": "starter:1", "note-0": "call first"})
    berta.keep(shortlist=address.rsplit("/", 1)[1], goal="welding", chosen=["starter:3", "starter:1"])
    page = berta.get(address).text
    assert ids(page) == ["starter:1", "starter:3"]
    assert ">\ncall first</textarea>" in page
    assert "welding" in page
    assert len(desk.store.accounts.shortlists.of(1, TODAY)) == 1


def test_from_an_open_shortlist_a_new_one_can_be_begun(desk: DeskStage) -> None:
    berta = desk.advisor()
    old = berta.keep()
    new = berta.keep(shortlist=old.rsplit("/", 1)[1], new="y", pseudonym="P2M8T")
    assert new != old
    assert re.findall(r'<a href="[^"]+">([A-Z0-9]{5})</a>', berta.get("/en/advisor/shortlists").text) == [
        "K7Q3F",
        "P2M8T",
    ]


@pytest.mark.parametrize(
    ("pseudonym", "expected"),
    [
        ("Anna 3.4.2007", "Please no e-mail address"),
        ("anna@example.org", "Please no e-mail address"),
        ("Anna 2007", "Please no e-mail address"),
        ("0621 123456", "Please no e-mail address"),
        ("", "Please give a pseudonym"),
        ("k7q3f", "There is a shortlist with this pseudonym."),
    ],
)
def test_a_pseudonym_that_gives_somebody_away_is_refused_and_nothing_is_lost(
    desk: DeskStage, pseudonym: str, expected: str
) -> None:
    berta = desk.advisor()
    berta.keep()
    answer = berta.post("/en/advisor/shortlists", goal="welding", pseudonym=pseudonym, chosen=["starter:2"])
    assert answer.status_code == 422
    assert expected in answer.text
    assert f'name="pseudonym" value="{pseudonym}"' in answer.text
    assert 'value="starter:2" checked' in answer.text
    assert len(desk.store.accounts.shortlists.of(1, TODAY)) == 1


def test_a_proposed_pseudonym_says_nothing_and_is_another_each_time(desk: DeskStage) -> None:
    berta = desk.advisor()
    proposed = [re.findall(r'name="pseudonym" value="([^"]+)"', berta.search().text)[0] for _ in range(3)]
    assert all(re.fullmatch("[A-Z0-9]{5}", text) for text in proposed)
    assert len(set(proposed)) == 3


def test_a_search_outlives_the_shortlist_it_came_from(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep()
    list_id = address.rsplit("/", 1)[1]
    berta.post(f"{address}/delete")
    page = berta.search(shortlist=list_id, pseudonym="blue heron").text
    assert list_id not in page
    assert 'name="pseudonym" value="blue heron"' in page


def test_nobody_else_sees_changes_or_deletes_a_shortlist(desk: DeskStage) -> None:
    address = desk.advisor("berta").keep(chosen=["starter:1"])
    for name in ("carla", "anna"):
        other = desk.advisor(name)
        assert "K7Q3F" not in other.get("/en/advisor/shortlists").text
        for page in ("", "/results", "/print", "/print.pdf", "/export.csv", "/export.json", "/delete"):
            assert other.get(f"{address}{page}").status_code == 404, page
        for page in ("/notes", "/expiry", "/delete"):
            assert other.post(f"{address}{page}", remove="starter:1", days="30").status_code == 404, page
        hijacked = other.post(
            "/en/advisor/shortlists", goal="x", pseudonym="ZZZZZ", shortlist=address.rsplit("/", 1)[1]
        )
        assert hijacked.status_code == 404
    assert ids(desk.advisor("berta").get(address).text) == ["starter:1"]


def test_notes_are_kept_and_an_offer_is_taken_out(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep(chosen=["starter:1", "starter:2"])
    sent = {"course-0": "starter:1", "note-0": "first", "course-1": "starter:2", "note-1": "second <b>"}
    berta.post(f"{address}/notes", remove="starter:1", **sent)
    page = berta.get(address).text
    assert ids(page) == ["starter:2"]
    assert ">\nsecond &lt;b&gt;</textarea>" in page


def test_a_page_older_than_the_list_writes_no_note_to_another_offer(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep(chosen=["starter:1", "starter:2"])
    berta.post(f"{address}/notes", remove="starter:1")
    berta.post(f"{address}/notes", **{"course-0": "starter:1", "note-0": "for the first"})
    assert "for the first" not in berta.get(address).text


def test_a_note_that_is_too_long_is_refused(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep(chosen=["starter:1"])
    answer = berta.post(f"{address}/notes", **{"course-0": "starter:1", "note-0": "x" * 2001})
    assert answer.status_code == 422
    assert "A note is too long." in answer.text


def test_an_offer_that_is_gone_says_so(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep(chosen=["starter:1"])
    desk.product.answer = type(long_answer())(items=())
    assert "This offer is no longer there." in berta.get(address).text


def test_the_last_day_can_be_moved_but_not_without_end(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep()
    berta.post(f"{address}/expiry", days="365")
    assert "Kept until: November 23, 2027" in berta.get(address).text
    berta.post(f"{address}/expiry", days="3650")
    assert "Kept until: November 23, 2027" in berta.get(address).text


def test_after_its_last_day_a_shortlist_is_gone(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep()
    berta.post(f"{address}/expiry", days="30")
    desk.inside.clear()
    desk.day[0] = NOW + timedelta(days=31)
    assert desk.advisor().get(address).status_code == 404
    desk.inside.clear()


def test_deleting_asks_first_and_then_leaves_nothing(desk: DeskStage) -> None:
    berta = desk.advisor()
    address = berta.keep(goal="Quetschkommode", chosen=["starter:1"])
    berta.post(f"{address}/notes", **{"course-0": "starter:1", "note-0": "Zwetschgenknödel"})
    assert "Delete this shortlist?" in berta.get(f"{address}/delete").text
    assert berta.get(address).status_code == 200
    assert berta.post(f"{address}/delete").location == "/en/advisor/shortlists"
    assert berta.get(address).status_code == 404
    assert "K7Q3F" not in berta.get("/en/advisor/shortlists").text
