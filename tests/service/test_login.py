"""Signing in on the web, and what attackers try there."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from data.store import Store, database
from data.store.accounts_records import Role
from engine.errors import NotFound
from service.login_views import own_address
from service.messages import translated
from tests.service.login_fakes import PAGES, PASSWORD, Stage, staged

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

LANGUAGES = ("de", "fr", "en", "lb", "nl")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = staged(tmp_path)
    made.user("anna")
    yield made
    made.store.close()


def test_who_signs_in_lands_at_her_desk_and_stays_signed_in(stage: Stage) -> None:
    browser = stage.browser()
    answer = browser.sign_in()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/advisor/")
    assert browser.get("/advisor/").text == "anna"
    assert browser.get("/de/login").headers["Location"] == "/advisor/"


def test_who_has_no_desk_lands_on_the_form(stage: Stage) -> None:
    stage.user("root", Role.ADMIN)
    assert stage.browser().sign_in("root").headers["Location"] == "/en/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_there_in_every_language_and_labelled(stage: Stage, language: str) -> None:
    page = stage.browser().get(f"/{language}/login").text
    assert f'<html lang="{language}">' in page
    fields = re.findall(r'<input(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', page)
    assert fields == ["name", "password"]
    assert all(f'for="{field}"' in page for field in fields)
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", page) == []


def without_token(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def test_nobody_learns_which_names_exist_or_why_they_are_refused(stage: Stage) -> None:
    for name in ("disabled", "locked"):
        stage.user(name)
    stage.accounts.store.users.set_disabled("disabled", True, by="test", now=stage.clock.now)
    for _ in range(5):
        stage.accounts.authenticate("locked", "wrong", stage.clock.now)
    answers = {
        name: stage.browser().sign_in(name, password)
        for name, password in {"nobody": PASSWORD, "disabled": PASSWORD, "locked": PASSWORD, "anna": "wrong"}.items()
    }
    assert {answer.status_code for answer in answers.values()} == {401}
    pages = {without_token(answer.text).replace(f'value="{name}"', "") for name, answer in answers.items()}
    assert len(pages) == 1
    assert "15 minutes at first" in pages.pop()
    assert len({tuple(name for name, _ in answer.headers) for answer in answers.values()}) == 1


def test_guessing_ends_with_the_fifth_attempt(stage: Stage) -> None:
    browser = stage.browser()
    assert [browser.sign_in(password=f"guess {number}").status_code for number in range(5)] == [401] * 5
    assert browser.sign_in().status_code == 401
    stage.clock.pass_by(minutes=15)
    assert browser.sign_in().status_code == 303


def test_a_wrong_password_is_not_written_into_the_page(stage: Stage) -> None:
    assert "guess<b>" not in stage.browser().sign_in("<i>anna", "guess<b>").text
    assert "<i>anna" not in stage.browser().sign_in("<i>anna", "x").text


def test_a_session_prepared_by_somebody_else_is_not_taken_over(stage: Stage) -> None:
    browser = stage.browser()
    prepared_token, prepared = browser.token(), browser.cookie()
    browser.sign_in()
    assert browser.cookie() != prepared
    attacker = stage.browser()
    attacker.client.set_cookie("passerelle", prepared)
    assert attacker.get("/advisor/").status_code == 303
    # The CSRF token that the attacker knows is worth nothing afterwards.
    assert browser.client.post("/en/logout", data={"csrf_token": prepared_token}).status_code == 400
    assert browser.get("/advisor/").text == "anna"


def test_a_form_from_elsewhere_signs_nobody_in_or_out(stage: Stage) -> None:
    browser = stage.browser()
    stale = browser.client.post("/en/login", data={"name": "anna", "password": PASSWORD})
    assert stale.status_code == 400
    assert "Please type your password again." in stale.text
    assert 'value="anna"' in stale.text
    assert PASSWORD not in stale.text
    assert browser.get("/advisor/").status_code == 303
    browser.sign_in()
    assert browser.client.post("/en/logout").status_code == 400
    assert browser.get("/en/logout").status_code == 303
    assert browser.get("/advisor/").text == "anna"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example", "/\n/evil.example", " //evil.example", "javascript:alert(1)", "evil.example", "/ok\\..",
        "http:/evil.example", "/%0d%0aSet-Cookie:x=1\r\nX: y", "/" + "a" * 500, "/ä",
    ],
)  # fmt: skip
def test_another_site_is_no_address_of_ours(elsewhere: str) -> None:
    assert own_address(elsewhere) == ""


def test_after_signing_in_nobody_is_sent_to_another_site(stage: Stage) -> None:
    browser = stage.browser()
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example"):
        assert "evil.example" not in browser.client.get("/en/login", query_string={"next": elsewhere}).text
        assert stage.browser().sign_in(next=elsewhere).headers["Location"] == "/advisor/"
    browser.sign_in()
    again = browser.client.get("/en/login", query_string={"next": "//evil.example"})
    assert again.headers["Location"] == "/advisor/"


@pytest.mark.parametrize(
    "own", ["/advisor/", "/advisor/?q=a%20b&x=%C3%A4", "/de/measures/LU-X", "/?next=//evil.example"]
)
def test_after_signing_in_people_get_where_they_wanted_to_go(stage: Stage, own: str) -> None:
    assert own_address(own) == own
    browser = stage.browser()
    page = browser.client.get("/en/login", query_string={"next": own}).text
    written = re.search(r'name="next" value="([^"]+)"', page)
    assert written
    assert written[1].replace("&amp;", "&") == own
    assert browser.sign_in(next=own).headers["Location"] == own


def test_who_is_not_signed_in_is_sent_to_the_form_and_back(stage: Stage) -> None:
    browser = stage.browser()
    asked = browser.client.get("/advisor/?q=a%20b&k=1", headers={"Accept-Language": "fr"})
    assert asked.status_code == 303
    assert asked.headers["Location"] == "/fr/login?next=%2Fadvisor%2F%3Fq%3Da%2520b%26k%3D1"
    posted = browser.client.post("/advisor/", data={"csrf_token": browser.token()})
    assert (posted.status_code, posted.headers["Location"]) == (303, "/de/login")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_own_pages_and_no_other(stage: Stage, role: Role) -> None:
    stage.user("somebody", role)
    browser = stage.browser()
    browser.sign_in("somebody")
    seen = {address: browser.get(address).status_code for address in PAGES}
    assert seen == {address: 200 if role in roles or role is Role.ADMIN else 403 for address, roles in PAGES.items()}
    posted = browser.client.post("/operators/", data={"csrf_token": browser.token("/en/")})
    assert posted.status_code == (200 if role in (Role.OPERATOR, Role.ADMIN) else 403)


def test_a_page_for_others_says_so_and_offers_the_way_out(stage: Stage) -> None:
    browser = stage.browser()
    browser.sign_in()
    page = browser.get("/admin/").text
    assert translated("This page is for others", "de") in page
    assert translated("Signed in as: %(name)s", "de", {"name": "anna"}) in page
    assert re.search(r'<form method="post" action="/[a-z]{2}/logout">', page)


def test_signing_out_ends_the_session_even_for_a_copied_cookie(stage: Stage) -> None:
    browser, thief = stage.browser(), stage.browser()
    browser.sign_in()
    thief.client.set_cookie("passerelle", browser.cookie())
    assert thief.get("/advisor/").text == "anna"
    assert browser.sign_out().headers["Location"] == "/en/login"
    assert browser.get("/advisor/").status_code == 303
    assert thief.get("/advisor/").status_code == 303


def test_a_disabled_users_session_ends_at_once(stage: Stage) -> None:
    browser = stage.browser()
    browser.sign_in()
    stage.accounts.store.users.set_disabled("anna", True, by="root", now=stage.clock.now)
    assert browser.get("/advisor/").status_code == 303
    stage.accounts.store.users.set_disabled("anna", False, by="root", now=stage.clock.now)
    assert browser.get("/advisor/").status_code == 303


def test_another_password_and_another_role_end_sessions(stage: Stage) -> None:
    for change in (
        lambda: stage.accounts.change_password("anna", PASSWORD, by="root", now=stage.clock.now),
        lambda: stage.accounts.store.users.set_role("anna", Role.ADVISOR, by="root", now=stage.clock.now),
    ):
        browser = stage.browser()
        browser.sign_in()
        assert browser.get("/advisor/").status_code == 200
        change()
        assert browser.get("/advisor/").status_code == 303


def test_a_session_ends_after_8_hours_of_rest_and_12_in_all(stage: Stage) -> None:
    idle, busy = stage.browser(), stage.browser()
    idle.sign_in()
    busy.sign_in()
    stage.clock.pass_by(hours=7)
    assert busy.get("/advisor/").status_code == 200
    stage.clock.pass_by(hours=1)
    assert (idle.get("/advisor/").status_code, busy.get("/advisor/").status_code) == (303, 200)
    stage.clock.pass_by(hours=4)
    assert busy.get("/advisor/").status_code == 303


def test_a_cookie_that_was_changed_is_no_session(stage: Stage) -> None:
    browser = stage.browser()
    browser.sign_in()
    genuine = browser.cookie()
    payload, rest = genuine.split(".", 1)
    other = Flask("attacker")
    other.secret_key = "a guess"
    signer = other.session_interface.get_signing_serializer(other)
    assert signer is not None
    forged = signer.dumps({"session": {"user": 1, "epoch": 0, "began": 1_800_000_000, "seen": 1_800_000_000}})
    for cookie in (payload[:-2] + "AA." + rest, forged, "x"):
        attacker = stage.browser()
        attacker.client.set_cookie("passerelle", cookie)
        assert attacker.get("/advisor/").status_code == 303


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(stage: Stage) -> None:
    cookie = stage.browser().sign_in().headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    # It ends with the browser.
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_pages_behind_the_door_are_kept_by_no_cache(stage: Stage) -> None:
    browser = stage.browser()
    browser.sign_in()
    assert browser.get("/advisor/").headers["Cache-Control"] == "no-store"


def test_no_log_line_holds_what_was_typed(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stage.browser().sign_in("anna", "my secret words")
    stage.browser().sign_in("my secret words", next="/advisor/?q=my+secret+words")
    written = caplog.text
    assert "sign-in refused: wrong" in written
    assert "secret" not in written.replace(r"only for tests", "")


def test_what_is_expired_is_deleted_with_the_first_request_of_a_day(stage: Stage) -> None:
    lists, today = stage.store.accounts.shortlists, stage.clock.today()
    anna = stage.store.accounts.users.find("anna")
    assert anna is not None
    made = lists.create(anna.id, "Reiher", {"goal": "care"}, today=today, days=1)
    browser = stage.browser()
    browser.get("/en/")
    stage.clock.pass_by(days=1)
    browser.get("/en/")
    assert lists.get(anna.id, made.id, today) == made
    stage.clock.pass_by(days=1)
    browser.get("/en/")
    with pytest.raises(NotFound):
        lists.get(anna.id, made.id, today)


def test_a_busy_database_keeps_nobody_from_the_public_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BRIEF_PATIENCE_S", 0.05)
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    stage = staged(tmp_path)
    anna = stage.store.accounts.users.add("anna", Role.ADVISOR, by="test", now=stage.clock.now)
    stage.store.accounts.shortlists.create(anna.id, "Reiher", {}, today=stage.clock.today(), days=1)
    stage.clock.pass_by(days=2)
    with Store.open(f"sqlite:///{tmp_path / 'passerelle.sqlite'}") as other, other.file_import("a.xml", "lheo"):
        assert stage.browser().get("/en/").status_code == 200
    stage.store.close()


def test_the_public_pages_need_no_account_and_set_no_session(stage: Stage) -> None:
    browser = stage.browser()
    assert browser.get("/en/").status_code == 200
    with browser.client.session_transaction() as session:
        assert set(session) == {"csrf_token"}
