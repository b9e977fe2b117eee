"""Signing in at an identity provider: a real one, small and on this machine."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import ECKey
from werkzeug.test import TestResponse

from data.store.accounts_records import Role
from engine.errors import ConfigurationError
from service.identity import OidcSettings
from tests.service.login_fakes import PASSWORD, Browser, Stage, staged
from tests.service.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider

pytestmark = pytest.mark.slow

SETTINGS = {
    "PASSERELLE_OIDC_ISSUER": "https://login.example/realm",
    "PASSERELLE_OIDC_CLIENT_ID": CLIENT_ID,
    "PASSERELLE_OIDC_CLIENT_SECRET": CLIENT_SECRET,
    "PASSERELLE_OIDC_ROLES": "gr-advisors=advisor, gr-admins=admin",
}


@pytest.fixture(scope="module")
def _running() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture
def provider(_running: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The provider as new, asked directly."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    _running.reset()
    _running.claims["roles"] = ["gr-advisors", "staff"]
    return _running


@pytest.fixture
def stage(provider: Provider, tmp_path: Path) -> Iterator[Stage]:
    settings = OidcSettings.read(SETTINGS | {"PASSERELLE_OIDC_ISSUER": provider.issuer})
    made = staged(tmp_path, provider=settings)
    yield made
    made.store.close()


def there(browser: Browser, address: str = "/fr/login/provider?next=/advisor/") -> str:
    """Follow the way to the provider; the address that it sends the browser back to."""
    leaves = browser.get(address)
    assert leaves.status_code == 302
    answer = requests.get(leaves.headers["Location"], allow_redirects=False, timeout=5)
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def round_trip(browser: Browser) -> TestResponse:
    return browser.get(there(browser))


def names(stage: Stage) -> list[tuple[str, Role]]:
    return [(user.name, user.role) for user in stage.store.accounts.users.all()]


def test_who_is_known_there_comes_in_here_with_her_role(stage: Stage) -> None:
    browser = stage.browser()
    back = round_trip(browser)
    assert (back.status_code, back.headers["Location"]) == (303, "/advisor/")
    assert browser.get("/advisor/").text == "anna"
    assert browser.get("/admin/").status_code == 403
    assert names(stage) == [("anna", Role.ADVISOR)]
    (line,) = stage.store.accounts.audit()
    assert (line.what, line.subject) == ("user-added", "anna")
    round_trip(stage.browser())
    assert names(stage) == [("anna", Role.ADVISOR)]


def test_the_way_there_is_protected_by_state_nonce_and_a_challenge(stage: Stage, provider: Provider) -> None:
    for _ in range(2):
        there(stage.browser())
    first, second = provider.asked
    assert first["redirect_uri"] == "http://localhost/login/callback"
    assert (first["response_type"], first["code_challenge_method"]) == ("code", "S256")
    assert "openid" in first["scope"].split()
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 20
        assert first[name] != second[name]


def test_without_a_mapped_role_nobody_comes_in_and_no_account_is_made(stage: Stage, provider: Provider) -> None:
    for roles in ([], ["staff"], "staff", None, [7], {"gr-advisors": True}):
        provider.claims["roles"] = roles
        back = round_trip(stage.browser())
        assert back.status_code == 403
        assert names(stage) == []


def test_of_several_roles_the_one_that_may_do_the_most_counts(stage: Stage, provider: Provider) -> None:
    provider.claims["roles"] = ["gr-admins", "gr-advisors"]
    round_trip(stage.browser())
    assert names(stage) == [("anna", Role.ADMIN)]


def test_a_role_that_changed_there_changes_here_and_ends_older_sessions(stage: Stage, provider: Provider) -> None:
    provider.claims["roles"] = ["gr-admins"]
    old, new = stage.browser(), stage.browser()
    round_trip(old)
    provider.claims["roles"] = ["gr-advisors"]
    round_trip(new)
    assert (old.get("/admin/").status_code, new.get("/admin/").status_code) == (303, 403)
    provider.claims["roles"] = []
    assert round_trip(stage.browser()).status_code == 403
    assert new.get("/advisor/").status_code == 303


def test_who_was_disabled_here_stays_out(stage: Stage) -> None:
    round_trip(stage.browser())
    stage.store.accounts.users.set_disabled("anna", True, by="root", now=stage.clock.now)
    assert round_trip(stage.browser()).status_code == 403


def test_an_account_of_the_same_name_is_not_taken_over(stage: Stage, provider: Provider) -> None:
    stage.user("anna", Role.ADMIN)
    browser = stage.browser()
    round_trip(browser)
    assert browser.get("/advisor/").text == f"anna ({provider.issuer})"
    assert browser.get("/admin/").status_code == 403
    assert stage.browser().sign_in("anna", PASSWORD).status_code == 303


def test_who_signs_in_there_has_no_password_here(stage: Stage) -> None:
    round_trip(stage.browser())
    for password in ("", "None", PASSWORD):
        assert stage.browser().sign_in("anna", password).status_code == 401


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another client"},
        {"aud": ["another client", "a third"], "azp": CLIENT_ID},
        {"iss": "https://evil.example"},
        {"nonce": "of another session"},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_a_token_that_is_not_for_this_sign_in_opens_nothing(
    stage: Stage, provider: Provider, lie: dict[str, object]
) -> None:
    provider.lies = lie
    browser = stage.browser()
    assert round_trip(browser).status_code == 401
    assert browser.get("/advisor/").status_code == 303
    assert names(stage) == []


def test_a_token_signed_by_somebody_else_opens_nothing(stage: Stage, provider: Provider) -> None:
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "a"})
    assert round_trip(stage.browser()).status_code == 401
    assert names(stage) == []


def test_a_way_back_works_once_and_only_in_the_browser_that_went(stage: Stage) -> None:
    browser = stage.browser()
    back = there(browser)
    assert stage.browser().get(back).status_code == 401
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 401
    other = there(browser)
    state = parse_qs(urlsplit(other).query)["state"][0]
    assert browser.get(other.replace(state, state[::-1])).status_code == 401


def test_signing_in_there_begins_a_new_session_too(stage: Stage) -> None:
    browser = stage.browser()
    token = browser.token()
    round_trip(browser)
    assert browser.client.post("/en/logout", data={"csrf_token": token}).status_code == 400
    with browser.client.session_transaction() as session:
        assert set(session) - {"csrf_token"} == {"session"}


def test_nobody_is_sent_to_another_site_on_the_way_back(stage: Stage) -> None:
    browser = stage.browser()
    back = browser.get(there(browser, "/fr/login/provider?next=//evil.example/"))
    assert back.headers["Location"] == "/advisor/"


def test_a_refusal_there_is_told_in_the_language_she_left_in(stage: Stage, provider: Provider) -> None:
    provider.refuses = True
    page = round_trip(stage.browser())
    assert page.status_code == 401
    assert '<html lang="fr">' in page.text


def test_a_provider_that_does_not_answer_is_told_and_passwords_still_work(tmp_path: Path) -> None:
    settings = OidcSettings.read(SETTINGS | {"PASSERELLE_OIDC_ISSUER": "http://127.0.0.1:1"})
    stage = staged(tmp_path, provider=settings)
    stage.user("anna")
    assert stage.browser().get("/en/login/provider").status_code == 503
    assert stage.browser().sign_in().status_code == 303
    stage.store.close()


def test_no_log_line_holds_a_code_or_a_token(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    browser = stage.browser()
    back = there(browser)
    browser.get(back)
    browser.get(back)
    own = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("service."))
    assert "sign-in: user 1" in own
    assert "identity provider: " in own
    assert parse_qs(urlsplit(back).query)["code"][0] not in own


def test_the_form_offers_the_provider_by_its_name_only_where_there_is_one(stage: Stage, tmp_path: Path) -> None:
    assert "Sign in with: OpenID Connect" in stage.browser().get("/en/login?next=/advisor/").text
    (tmp_path / "without").mkdir()
    without = staged(tmp_path / "without")
    assert "OpenID" not in without.browser().get("/en/login").text
    assert without.browser().get("/en/login/provider").status_code == 404
    without.store.close()


def test_a_provider_is_read_from_the_environment_and_its_secret_not_shown() -> None:
    read = OidcSettings.read(SETTINGS)
    assert read is not None
    assert read.roles == {"gr-advisors": Role.ADVISOR, "gr-admins": Role.ADMIN}
    assert CLIENT_SECRET not in f"{read} {read.shown()}"
    assert OidcSettings.read({}) is None


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"PASSERELLE_OIDC_CLIENT_SECRET": ""}, "PASSERELLE_OIDC_CLIENT_SECRET"),
        ({"PASSERELLE_OIDC_ISSUER": "http://login.example"}, "PASSERELLE_OIDC_ISSUER"),
        ({"PASSERELLE_OIDC_ROLES": "gr-advisors=queen"}, "PASSERELLE_OIDC_ROLES"),
        ({"PASSERELLE_OIDC_ROLES": "advisor"}, "PASSERELLE_OIDC_ROLES"),
    ],
)
def test_settings_that_would_let_the_wrong_people_in_are_refused(wrong: dict[str, str], place: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        OidcSettings.read(SETTINGS | wrong)
    assert refused.value.place == place


def test_a_role_may_stand_deep_inside_the_claims() -> None:
    read = OidcSettings.read(SETTINGS | {"PASSERELLE_OIDC_ROLE_CLAIM": "realm_access.roles"})
    assert read is not None
    identity = read.identity({"sub": "7", "email": "a@b.example", "realm_access": {"roles": ["gr-admins"]}})
    assert (identity.subject, identity.name, identity.role) == ("7", "a@b.example", Role.ADMIN)
