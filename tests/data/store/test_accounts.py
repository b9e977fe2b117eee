"""Users, keys, the audit log and feedback, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from data.store import Store, database
from data.store.accounts_records import Act, Feedback, Role, Verdict
from engine.errors import InputError, NotFound, Unavailable

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ONE_DAY = timedelta(days=1)
PAUSE = timedelta(minutes=15)


def never(_failed: int) -> timedelta:
    return timedelta()


def at_third(failed: int) -> timedelta:
    return PAUSE if failed == 3 else timedelta()


def test_a_user_is_found_by_her_name_whatever_its_case(store: Store) -> None:
    users = store.accounts.users
    added = users.add("  Anna  Weiß ", Role.ADVISOR, by="root", now=NOW, password_hash="h")
    assert (added.name, added.role, added.created, added.disabled) == ("Anna Weiß", Role.ADVISOR, NOW, False)
    assert users.find("ANNA WEISS") == users.get(added.id) == added
    assert users.find("Anne") is None


def test_a_hash_is_not_shown_where_a_user_is_printed(store: Store) -> None:
    assert "geheim" not in repr(store.accounts.users.add("a", Role.ADMIN, by="root", now=NOW, password_hash="geheim"))


@pytest.mark.parametrize(
    ("name", "code"), [("ANNA", "user-taken"), (" \x00 ", "user-invalid"), ("a" * 101, "user-invalid")]
)
def test_a_name_is_taken_once_and_usable(store: Store, name: str, code: str) -> None:
    store.accounts.users.add("anna", Role.ADVISOR, by="root", now=NOW)
    with pytest.raises(InputError) as refused:
        store.accounts.users.add(name, Role.ADMIN, by="root", now=NOW)
    assert refused.value.code == code
    assert [user.name for user in store.accounts.users.all()] == ["anna"]


def test_every_administrative_act_is_in_the_log_the_newest_first(store: Store) -> None:
    users, keys = store.accounts.users, store.accounts.keys
    users.add("anna", Role.ADVISOR, by="root", now=NOW)
    users.set_role("anna", Role.OPERATOR, by="root", now=NOW + ONE_DAY)
    users.set_disabled("Anna", True, by="eve", now=NOW + ONE_DAY)
    users.set_disabled("anna", False, by="eve", now=NOW + ONE_DAY)
    users.set_password("anna", "h", by="anna", now=NOW + ONE_DAY)
    keys.add("portal", Role.ADVISOR, "00ff", rate_per_minute=60, by="root", now=NOW + ONE_DAY)
    keys.disable("PORTAL", by="root", now=NOW + ONE_DAY)
    store.accounts.note("index-rebuilt", "index", by="anna", now=NOW + 2 * ONE_DAY, detail="20,000 courses")
    log = store.accounts.audit()
    assert [(entry.who, entry.what, entry.subject, entry.detail) for entry in reversed(log)] == [
        ("root", Act.USER_ADDED, "anna", "advisor"),
        ("root", Act.ROLE_CHANGED, "anna", "operator"),
        ("eve", Act.USER_DISABLED, "anna", ""),
        ("eve", Act.USER_ENABLED, "anna", ""),
        ("anna", Act.PASSWORD_CHANGED, "anna", ""),
        ("root", Act.KEY_ADDED, "portal", "advisor, 60/min"),
        ("root", Act.KEY_DISABLED, "portal", ""),
        ("anna", "index-rebuilt", "index", "20,000 courses"),
    ]
    assert (log[0].when, log[-1].when) == (NOW + 2 * ONE_DAY, NOW)
    assert store.accounts.audit(before=log[2].id, limit=2) == log[3:5]


@pytest.mark.parametrize("change", ["UPDATE audit_log SET who = 'nobody'", "DELETE FROM audit_log"])
def test_the_log_cannot_be_changed(store: Store, change: str) -> None:
    store.accounts.users.add("anna", Role.ADVISOR, by="root", now=NOW)
    with pytest.raises(DBAPIError, match="append-only"), store._database.writing() as connection:
        connection.execute(sa.text(change))
    assert [entry.who for entry in store.accounts.audit()] == ["root"]


def test_what_fails_leaves_no_line_in_the_log(store: Store) -> None:
    store.accounts.users.add("anna", Role.ADVISOR, by="root", now=NOW)
    before = store.accounts.audit()
    with pytest.raises(InputError):
        store.accounts.users.add("Anna", Role.ADVISOR, by="root", now=NOW)
    with pytest.raises(NotFound):
        store.accounts.users.set_disabled("bert", True, by="root", now=NOW)
    with pytest.raises(NotFound):
        store.accounts.keys.disable("portal", by="root", now=NOW)
    assert store.accounts.audit() == before


def test_disabling_another_password_and_another_role_each_end_all_sessions(store: Store) -> None:
    users = store.accounts.users
    epochs = [
        users.add("anna", Role.ADVISOR, by="root", now=NOW, password_hash="h").session_epoch,
        users.set_disabled("anna", True, by="root", now=NOW).session_epoch,
        users.set_disabled("anna", False, by="root", now=NOW).session_epoch,
        users.set_password("anna", "i", by="root", now=NOW).session_epoch,
        users.set_role("anna", Role.ADMIN, by="root", now=NOW).session_epoch,
    ]
    assert len(set(epochs)) == len(epochs)


def test_attempts_are_counted_before_the_password_is_looked_at(store: Store) -> None:
    users = store.accounts.users
    users.add("anna", Role.ADVISOR, by="root", now=NOW, password_hash="h")
    assert [users.attempt("ANNA", NOW, lock_for=at_third).locked for _ in range(5)] == [False, False, False, True, True]
    anna = users.find("anna")
    assert anna is not None
    assert (anna.failed_attempts, anna.locked_until) == (3, NOW + PAUSE)
    assert users.attempt("anna", NOW + PAUSE, lock_for=at_third).locked is False
    users.succeeded(anna)
    forgiven = users.find("anna")
    assert forgiven is not None
    assert (forgiven.failed_attempts, forgiven.locked_until, forgiven.password_hash) == (0, None, "h")


def test_many_attempts_at_once_are_all_counted(store: Store) -> None:
    store.accounts.users.add("anna", Role.ADVISOR, by="root", now=NOW, password_hash="h")
    allowed: list[bool] = []

    def try_twice() -> None:
        for _ in range(2):
            allowed.append(not store.accounts.users.attempt("anna", NOW, lock_for=at_third).locked)

    threads = [threading.Thread(target=try_twice) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(allowed) == [False] * 5 + [True] * 3


def test_every_attempt_writes_one_counter_whoever_is_named(store: Store) -> None:
    users = store.accounts.users
    users.add("anna", Role.ADVISOR, by="root", now=NOW, password_hash="h")
    users.add("bert", Role.ADVISOR, by="root", now=NOW, password_hash="h")
    users.set_disabled("bert", True, by="root", now=NOW)
    users.add("elsewhere", Role.ADVISOR, by="root", now=NOW, subject="https://issuer 7")
    for name in ("anna", "bert", "elsewhere", "nobody\x00"):
        users.attempt(name, NOW, lock_for=never)
    assert ([user.failed_attempts for user in users.all()], users.refused_attempts()) == ([1, 0, 0], 3)


def test_a_password_changed_meanwhile_is_not_undone_by_a_sign_in(store: Store) -> None:
    users = store.accounts.users
    before = users.add("anna", Role.ADVISOR, by="root", now=NOW, password_hash="old")
    users.set_password("anna", "new", by="anna", now=NOW)
    users.succeeded(before, "old, hashed anew")
    after = users.find("anna")
    assert after is not None
    assert after.password_hash == "new"


def test_who_signs_in_elsewhere_is_found_by_the_name_she_has_there(store: Store) -> None:
    users = store.accounts.users
    added = users.add("anna", Role.ADVISOR, by="issuer", now=NOW, subject="https://issuer 7")
    assert (users.by_subject("https://issuer 7"), users.by_subject("https://issuer 8")) == (added, None)
    assert added.password_changed is None


def test_a_key_is_found_by_its_hash_and_stays_known_when_disabled(store: Store) -> None:
    keys = store.accounts.keys
    added = keys.add("Portal A", Role.EVALUATOR, "00ff", rate_per_minute=30, by="root", now=NOW)
    assert (added.label, added.role, added.created, added.disabled) == ("Portal A", Role.EVALUATOR, NOW, False)
    assert (keys.by_hash("00ff"), keys.by_hash("00fe")) == (added, None)
    disabled = keys.disable("portal a", by="root", now=NOW)
    assert (disabled.disabled, keys.by_hash("00ff"), keys.all()) == (True, disabled, (disabled,))
    for label, rate, code in (("PORTAL A", 1, "key-taken"), ("B", 0, "key-invalid"), ("", 1, "key-invalid")):
        with pytest.raises(InputError) as refused:
            keys.add(label, Role.ADVISOR, "01", rate_per_minute=rate, by="root", now=NOW)
        assert refused.value.code == code


def said(course: str, day: date, **more: object) -> Feedback:
    versions = {"index_version": "i1", "weights_version": "w1"}
    return Feedback(**{"course_id": course, "rank": 2, "verdict": Verdict.WRONG, "day": day} | versions | more)


def test_feedback_is_read_back_from_a_day_on_and_not_in_the_order_it_came(store: Store) -> None:
    feedback, today = store.accounts.feedback, NOW.date()
    for one in (said("lheo:2", today), said("lheo:9", today - ONE_DAY), said("lheo:1", today, reason=" is\x00 over ")):
        feedback.add(one)
    assert list(feedback.since(today)) == [said("lheo:1", today, reason="is over"), said("lheo:2", today)]
    assert len(list(feedback.since(today - ONE_DAY))) == 3


def test_feedback_holds_nothing_that_could_tell_who_said_it(store: Store) -> None:
    with store._database.reading() as connection:
        columns = {column["name"] for column in sa.inspect(connection).get_columns("feedback")}
    assert columns == {"id", "course_id", "rank", "verdict", "reason", "index_version", "weights_version", "day"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"reason": "a" * 501}, "reason-too-long"),
        ({"rank": 0}, "feedback-invalid"),
        ({"course_id": ""}, "feedback-invalid"),
    ],
)
def test_feedback_that_cannot_be_used_is_refused(store: Store, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as refused:
        store.accounts.feedback.add(said("lheo:1", NOW.date(), **wrong))
    assert refused.value.code == code
    store.accounts.feedback.add(said("lheo:1", NOW.date(), reason="a" * 500))


def test_who_signs_in_while_an_import_writes_is_told_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BRIEF_PATIENCE_S", 0.05)
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with (
        Store.open(url) as first,
        Store.open(url) as second,
        first.file_import("a.xml", "lheo"),
        pytest.raises(Unavailable, match="another import"),
    ):
        second.accounts.users.attempt("anna", NOW, lock_for=never)


@pytest.mark.postgres
def test_on_a_server_an_import_keeps_nobody_from_signing_in(postgres_url: str) -> None:
    with Store.open(postgres_url) as store:
        store.accounts.users.add("anna", Role.ADVISOR, by="root", now=NOW, password_hash="h")
        with store.file_import("a.xml", "lheo"):
            assert store.accounts.users.attempt("anna", NOW, lock_for=never).locked is False
