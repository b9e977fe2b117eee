"""Shortlists: kept for their owner alone, for a while, and then really gone; on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data.store import Store
from data.store.accounts_records import Role
from data.store.accounts_shortlists import ShortlistStore
from engine.errors import InputError, NotFound

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
PROFILE = {"goal": "Pflege, Zirkusakrobatin", "speaks": {"de": "C2"}, "age": 19}


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def lists(store: Store) -> ShortlistStore:
    return store.accounts.shortlists


@pytest.fixture
def anna(store: Store) -> int:
    return store.accounts.users.add("anna", Role.ADVISOR, by="root", now=NOW).id


@pytest.fixture
def bert(store: Store) -> int:
    return store.accounts.users.add("bert", Role.ADVISOR, by="root", now=NOW).id


def test_a_shortlist_is_read_back_as_it_was_saved(lists: ShortlistStore, anna: int) -> None:
    made = lists.create(anna, " Blauer  Reiher ", PROFILE, today=TODAY)
    assert (made.pseudonym, made.created, made.expires_on) == ("Blauer Reiher", TODAY, later(90))
    assert (made.profile, made.entries) == (PROFILE, ())
    assert lists.get(anna, made.id, TODAY) == made
    assert lists.of(anna, TODAY) == (made,)


def test_courses_stand_in_the_order_the_advisor_gives_them(lists: ShortlistStore, anna: int) -> None:
    made = lists.create(anna, "Reiher", PROFILE, today=TODAY)
    for course in ("ba:1", "ba:2", "ba:3"):
        lists.keep(anna, made.id, course, f"zu {course}", today=TODAY)
    lists.keep(anna, made.id, "ba:2", "anders", today=TODAY)
    lists.arrange(anna, made.id, ["ba:3", "ba:1", "ba:2"], today=TODAY)
    changed = lists.remove(anna, made.id, "ba:1", today=TODAY)
    assert [(entry.course_id, entry.note, entry.position) for entry in changed.entries] == [
        ("ba:3", "zu ba:3", 0),
        ("ba:2", "anders", 1),
    ]
    assert lists.of(anna, TODAY) == (changed,)


def test_profile_and_last_day_can_be_changed(lists: ShortlistStore, anna: int) -> None:
    made = lists.create(anna, "Reiher", PROFILE, today=TODAY, days=7)
    lists.save_profile(anna, made.id, {"goal": "Bäcker\x00"}, today=TODAY)
    changed = lists.keep_until(anna, made.id, later(30), today=TODAY)
    assert (changed.profile, changed.expires_on) == ({"goal": "Bäcker\x00"}, later(30))


def test_nobody_else_can_open_change_or_delete_it(lists: ShortlistStore, anna: int, bert: int) -> None:
    made = lists.create(anna, "Reiher", PROFILE, today=TODAY)
    lists.keep(anna, made.id, "ba:1", today=TODAY)
    before = lists.get(anna, made.id, TODAY)
    forbidden = (
        lambda: lists.get(bert, made.id, TODAY),
        lambda: lists.keep(bert, made.id, "ba:2", today=TODAY),
        lambda: lists.remove(bert, made.id, "ba:1", today=TODAY),
        lambda: lists.arrange(bert, made.id, ["ba:1"], today=TODAY),
        lambda: lists.save_profile(bert, made.id, {}, today=TODAY),
        lambda: lists.keep_until(bert, made.id, TODAY, today=TODAY),
        lambda: lists.delete(bert, made.id, today=TODAY),
    )
    for act in forbidden:
        with pytest.raises(NotFound):
            act()
    assert (lists.of(bert, TODAY), lists.get(anna, made.id, TODAY)) == ((), before)


def test_a_pseudonym_is_taken_once_an_owner(lists: ShortlistStore, anna: int, bert: int) -> None:
    lists.create(anna, "Reiher", PROFILE, today=TODAY)
    lists.create(bert, "Reiher", PROFILE, today=TODAY)
    with pytest.raises(InputError) as refused:
        lists.create(anna, "REIHER", PROFILE, today=TODAY)
    assert refused.value.code == "pseudonym-taken"


def test_what_does_not_fit_is_refused_without_repeating_it(lists: ShortlistStore, anna: int) -> None:
    made = lists.create(anna, "Reiher", PROFILE, today=TODAY)
    refusals = {
        "pseudonym-invalid": lambda: lists.create(anna, " ", PROFILE, today=TODAY),
        "profile-invalid": lambda: lists.create(anna, "b", {"goal": "a" * 70_000}, today=TODAY),
        "expiry-invalid": lambda: lists.create(anna, "b", PROFILE, today=TODAY, days=366),
        "note-too-long": lambda: lists.keep(anna, made.id, "ba:1", "a" * 2_001, today=TODAY),
        "course-invalid": lambda: lists.keep(anna, made.id, "\x00", today=TODAY),
        "order-invalid": lambda: lists.arrange(anna, made.id, ["ba:1"], today=TODAY),
    }
    for code, act in refusals.items():
        with pytest.raises(InputError) as refused:
            act()
        assert refused.value.code == code
        assert "aaa" not in f"{refused.value} {refused.value.value}"
    for number in range(50):
        lists.keep(anna, made.id, f"ba:{number}", today=TODAY)
    with pytest.raises(InputError) as full:
        lists.keep(anna, made.id, "ba:51", today=TODAY)
    assert full.value.code == "shortlist-full"


def test_it_is_there_on_its_last_day_and_gone_on_the_next(lists: ShortlistStore, anna: int) -> None:
    made = lists.create(anna, "Reiher", PROFILE, today=TODAY, days=7)
    assert lists.get(anna, made.id, later(7)) == made
    with pytest.raises(NotFound):
        lists.get(anna, made.id, later(8))
    # Opening deleted it: it would be there again on the day before otherwise.
    assert lists.of(anna, later(7)) == ()


def test_the_daily_purge_deletes_what_is_expired_and_nothing_else(store: Store, anna: int, bert: int) -> None:
    lists = store.accounts.shortlists
    kept = lists.create(anna, "Reiher", PROFILE, today=TODAY, days=30)
    for owner in (anna, bert):
        old = lists.create(owner, "Storch", PROFILE, today=TODAY, days=7)
        lists.keep(owner, old.id, "ba:1", "geht", today=TODAY)
    assert [store.accounts.purge(day) for day in (later(7), later(8), later(8))] == [0, 2, 0]
    assert (lists.of(anna, TODAY), lists.of(bert, TODAY)) == ((kept,), ())


def words_on_disk(folder: Path) -> set[str]:
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    return {word for word in ("Zirkusakrobatin", "Rosengarten", "Reiher", "Storch") if word.encode() in content}


def test_what_is_deleted_is_gone_from_every_file_of_the_database(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'a.db'}") as store:
        anna = store.accounts.users.add("anna", Role.ADVISOR, by="root", now=NOW).id
        lists = store.accounts.shortlists
        first = lists.create(anna, "Reiher", PROFILE, today=TODAY)
        lists.keep(anna, first.id, "ba:1", "wohnt im Rosengarten", today=TODAY)
        second = lists.create(anna, "Storch", {"goal": "care"}, today=TODAY, days=7)
        assert words_on_disk(tmp_path) == {"Zirkusakrobatin", "Rosengarten", "Reiher", "Storch"}
        lists.keep(anna, first.id, "ba:1", "umgezogen", today=TODAY)
        store.accounts.purge(TODAY)
        assert words_on_disk(tmp_path) == {"Zirkusakrobatin", "Reiher", "Storch"}
        lists.delete(anna, first.id, today=TODAY)
        assert words_on_disk(tmp_path) == {"Storch"}
        assert lists.of(anna, TODAY) == (second,)
        store.accounts.purge(later(8))
        assert words_on_disk(tmp_path) == set()
