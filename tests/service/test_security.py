from __future__ import annotations

import logging
import re

import pytest
from flask.testing import FlaskClient

from engine.errors import ConfigurationError, Unavailable
from service.app import create_app
from tests.service.conftest import Submit
from tests.service.fakes import FakeProduct

WORDS = {"goal": "zirkusakrobatin", "home": "Thionville", "age": "19"}


def test_there_is_no_app_without_a_secret_key(product: FakeProduct) -> None:
    with pytest.raises(ConfigurationError, match="PASSERELLE_SECRET_KEY"):
        create_app(product, secret_key="")


def test_every_page_carries_a_strict_policy(client: FlaskClient) -> None:
    for address in ("/de/", "/de/nowhere", "/api/v1/nothing", "/healthz", "/static/style.css"):
        headers = client.get(address).headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy == {
            "default-src": "'self'",
            "img-src": "'self' data:",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
            "object-src": "'none'",
        }
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"


def test_no_page_holds_inline_script_or_style_or_loads_from_elsewhere(client: FlaskClient, submit: Submit) -> None:
    for page in (client.get("/de/").text, submit(goal="care").text, client.get("/de/nowhere").text):
        assert re.findall(r"\sstyle=|\son[a-z]+=|<style", page) == []
        assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
        loaded = re.findall(r'<(?:link|script|img|use|iframe)[^>]*?(?:href|src)="([^"]+)"', page)
        assert loaded
        assert [address for address in loaded if not address.startswith("/")] == []


def test_everything_a_page_loads_is_there(client: FlaskClient, submit: Submit) -> None:
    pages = client.get("/de/").text + submit(goal="care").text
    loaded = set(re.findall(r'<(?:link|script|img|use)[^>]*?(?:href|src)="([^"#]+)', pages))
    assert {address: client.get(address).status_code for address in loaded} == dict.fromkeys(loaded, 200)


def test_every_icon_that_is_used_is_drawn(client: FlaskClient, submit: Submit) -> None:
    used = set(re.findall(r"icons\.svg#([a-z]+)", client.get("/en/").text + submit(goal="care").text))
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', client.get("/static/icons.svg").text))
    assert used
    assert used <= drawn


def test_pages_are_never_stored_and_static_files_are(client: FlaskClient, submit: Submit) -> None:
    assert client.get("/de/").headers["Cache-Control"] == "no-store"
    assert submit(goal="care").headers["Cache-Control"] == "no-store"
    assert "max-age=3600" in client.get("/static/style.css").headers["Cache-Control"]


def test_the_only_cookie_is_the_session_and_it_is_kept_from_scripts(client: FlaskClient) -> None:
    (cookie,) = client.get("/de/").headers.getlist("Set-Cookie")
    assert cookie.startswith("passerelle=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_secure_and_plain_http_is_redirected_but_for_the_health_check() -> None:
    client = create_app(FakeProduct(), secret_key="only for tests", testing=True, behind_https=True).test_client()
    assert client.get("/de/").headers["Location"].startswith("https://")
    assert client.get("/healthz").status_code == 200
    secure = client.get("/de/", headers={"X-Forwarded-Proto": "https"})
    assert secure.status_code == 200
    assert "Secure" in secure.headers["Set-Cookie"]
    assert "max-age" in secure.headers["Strict-Transport-Security"]


def test_behind_https_a_form_can_be_sent_from_this_site_only() -> None:
    client = create_app(FakeProduct(), secret_key="only for tests", testing=True, behind_https=True).test_client()
    proxy = {"X-Forwarded-Proto": "https"}
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/de/", headers=proxy).text)
    assert token
    answers = {"csrf_token": token[1], "goal": "care"}
    own = client.post("/de/results", data=answers, headers={**proxy, "Referer": "https://localhost/de/"})
    other = client.post("/de/results", data=answers, headers={**proxy, "Referer": "https://evil.example/"})
    assert (own.status_code, other.status_code) == (200, 400)


def test_no_log_line_and_no_address_holds_a_word_of_the_profile(
    submit: Submit, client: FlaskClient, product: FakeProduct, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = submit(**WORDS)
    client.get("/api/v1/places?q=thionville")
    client.post("/api/v1/recommendations", json={"goal": WORDS["goal"], "home": {"name": "Thionville"}})
    client.post("/api/v1/recommendations", json={"goal": WORDS["goal"], "hobby": "thionville"})
    client.get(f"/de/{WORDS['goal']}")
    product.error = ValueError(f"cannot read {WORDS['goal']}")
    submit(**WORDS)
    product.error = Unavailable("no index", remedy="passerelle index")
    submit(**WORDS)
    written = caplog.text.casefold()
    assert "post /<any(de,fr,en,lb,nl):lang>/results 200" in written
    assert "valueerror on" in written
    assert "no index (passerelle index)" in written
    assert WORDS["goal"] not in written
    assert "thionville" not in written
    assert page.request.query_string == b""
    assert WORDS["goal"] not in str(page.headers)


def test_nothing_of_the_profile_is_kept_in_the_session(submit: Submit, client: FlaskClient) -> None:
    submit(**WORDS)
    with client.session_transaction() as session:
        assert set(session) == {"csrf_token"}


def test_a_request_for_another_name_is_refused_where_the_names_are_settled() -> None:
    app = create_app(FakeProduct(), secret_key="test", testing=True, hosts=("passerelle.example",))
    client = app.test_client()
    assert client.get("/de/", headers={"Host": "passerelle.example"}).status_code == 200
    assert client.get("/de/", headers={"Host": "evil.example"}).status_code == 400
    assert create_app(FakeProduct(), secret_key="test", testing=True).test_client().get("/de/").status_code == 200
