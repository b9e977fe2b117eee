"""A walk with bad intentions through a site all of whose courses and records were written with bad intentions, too."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from data.knowledge import KnowledgeBase
from engine.answer import RecommendationList
from engine.domain import CourseKind, Place, Profile, Provider, Region
from engine.measures import Contact, Measure
from tests.service.desk_stage import PASSWORD, DeskStage
from tests.service.every_page import (
    API_PAGE,
    CV,
    KNOWN,
    PAGES,
    PERSON,
    FullProduct,
    Page,
    open_site,
    opened,
    sign_in,
    token_in,
)
from tests.service.fakes import ACROSS, course, recommended
from tests.service.knowledge_samples import in_all

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

EVIL = "evil.example"
MARKUP = "\"'></textarea></script><script>alert(1)</script><img src=x onerror=alert(1)><b style=color:red>boo"
SCRIPT_ADDRESS = "javascript:alert(1)"
TOO_MUCH = 300 * 1024
# Where a browser would leave this site, were it written behind "next" and believed.
ELSEWHERE = (
    f"//{EVIL}", f"https://{EVIL}/", f"/\\{EVIL}", f"\\\\{EVIL}", f"/\t/{EVIL}", f"https:{EVIL}", SCRIPT_ADDRESS,
    "/ok\r\nX-Evil: 1",
)  # fmt: skip
OUTSIDE = ("../app.py", "..%2fapp.py", "%2e%2e/%2e%2e/setup.cfg", "....//app.py", "..%5capp.py", "/etc/passwd", "%00")
# Pages with fields of every form.
FIELDED = (
    "form", "results", "results for an adviser", "none of these fits", "taken along", "cv, what was found",
    "cv, taken into the form", "measures", "rights", "login", "login refused",
)  # fmt: skip
# The elements that load or send something, and the attribute that says where.
LOADING = {"script": "src", "link": "href", "img": "src", "use": "href", "form": "action", "button": "formaction"}


HOSTILE_COURSE = course(
    1,
    kind=CourseKind.COURSE,
    title=MARKUP,
    summary=MARKUP,
    certificate=MARKUP,
    url=SCRIPT_ADDRESS,
    provider=Provider(name=MARKUP, homepage=SCRIPT_ADDRESS),
    place=Place(name=MARKUP, country="LU", postal_code=MARKUP, region=Region.LUXEMBOURG),
)
HOSTILE_OFFER = recommended(HOSTILE_COURSE, *ACROSS)


def hostile(record: Measure) -> Measure:
    """``record`` with markup for every text and a script for every address."""
    return replace(
        record,
        names=in_all(MARKUP),
        summary=in_all(MARKUP),
        amount=in_all(MARKUP),
        own_share=in_all(MARKUP),
        deadline=in_all(MARKUP),
        legal_basis=MARKUP,
        homepage=SCRIPT_ADDRESS,
        contacts=(Contact(name=MARKUP, url=SCRIPT_ADDRESS, phone=MARKUP),),
        sources=tuple(replace(one, url=SCRIPT_ADDRESS, dated=MARKUP) for one in record.sources),
    )


class Hostile(FullProduct):
    """A product all of whose texts were written by somebody with bad intentions."""

    def __init__(self) -> None:
        super().__init__(
            answer=RecommendationList(items=(HOSTILE_OFFER,)),
            knowledge=KnowledgeBase(measures=tuple(map(hostile, KNOWN.measures)), facts=KNOWN.facts),
        )

    def recommend(self, profile: Profile, *, k: int, language: str | None) -> RecommendationList:
        found = super().recommend(profile, k=k, language=language)
        return replace(found, items=(HOSTILE_OFFER, *found.items[:3])) if found.items else found

    def concept_name(self, uri: str, language: str | None = None) -> str:
        return MARKUP


class Reader(HTMLParser):
    """What of a page could run, load or lead astray."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.names: list[str] = []
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        inline = [name for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        led = [value for name, value in given.items() if name in ("href", "src", "action", "formaction")]
        foreign = (tag == "script" and "src" not in given) or tag in ("style", "iframe", "object", "embed", "base", "b")
        if inline or foreign or any(urlsplit(value.strip()).scheme in ("javascript", "data") for value in led):
            self.bad.append(self.get_starttag_text() or tag)
        if tag in ("input", "textarea", "select", "button") and given.get("name"):
            self.names.append(given["name"])
        if tag in LOADING and LOADING[tag] in given:
            self.loaded.append(given[LOADING[tag]])


@pytest.fixture(scope="module")
def site() -> Iterator[DeskStage]:
    with tempfile.TemporaryDirectory() as folder:
        found = open_site(Path(folder), Hostile())
        yield found
        found.store.close()


@pytest.fixture
def client(site: DeskStage) -> FlaskClient:
    return site.app.test_client()


@pytest.fixture(scope="module")
def walked(site: DeskStage) -> dict[str, TestResponse]:
    """Every page in every state, and the page of the API."""
    pages = {name: opened(site.app.test_client(), page) for name, page in PAGES.items()}
    return {**pages, "api": site.app.test_client().get(API_PAGE)}


def post_rules(site: DeskStage) -> list[Rule]:
    """The forms of the site, each by its rule; the JSON API takes no cookie and is left out."""
    rules = [rule for rule in site.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return [rule for rule in rules if not rule.rule.startswith("/api/")]


def address_of(rule: Rule) -> str:
    """An address that fits ``rule``."""
    built = rule.build({name: "en" if name == "lang" else "x" for name in rule.arguments})
    assert built
    return str(built[1])


def test_no_page_allows_or_holds_inline_code_or_anything_from_elsewhere(walked: dict[str, TestResponse]) -> None:
    for name, answer in walked.items():
        assert answer.status_code == (PAGES[name].status if name in PAGES else 200), name
        policy = answer.headers["Content-Security-Policy"]
        assert not {"unsafe", "http", "*", "blob:", EVIL} & set(policy.replace("-", " ").split()), name
        assert "default-src 'self'" in policy
        page = Reader(answer.text)
        assert page.bad == [], name
        assert page.loaded, name
        assert [one for one in page.loaded if not one.startswith("/") or one.startswith("//")] == [], name


def test_every_page_carries_the_other_headers_and_stays_out_of_caches(walked: dict[str, TestResponse]) -> None:
    for name, answer in walked.items():
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["X-Frame-Options"] == "DENY", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name
        assert "no-store" in answer.headers["Cache-Control"] or name == "api", name


def test_every_cookie_is_the_session_kept_from_scripts_and_from_other_sites(walked: dict[str, TestResponse]) -> None:
    cookies = [cookie for answer in walked.values() for cookie in answer.headers.getlist("Set-Cookie")]
    assert cookies
    for cookie in cookies:
        parts = cookie.split("; ")
        assert parts[0].startswith("passerelle=")
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
        assert not any(part.startswith("Domain") for part in parts)


def test_no_form_is_taken_without_its_token_by_whomever_it_was_sent(site: DeskStage) -> None:
    rules = post_rules(site)
    assert len(rules) >= 10
    for user in ("", "berta", "otto"):
        client = site.app.test_client()
        if user:
            sign_in(client, user)
        for rule in rules:
            for token in ({}, {"csrf_token": "made-up"}):
                answer = client.post(address_of(rule), data={**PERSON, **token})
                # Pages of others are closed before anything is read.
                closed = "/advisor/" in rule.rule and user != "berta"
                assert answer.status_code in ((303, 403) if closed else (400,)), (rule.rule, user)
        if user:
            assert client.get("/en/login").status_code == 303, f"{user} is still signed in"


def test_a_token_of_somebody_else_is_worth_nothing(site: DeskStage) -> None:
    mine, hers = site.app.test_client(), site.app.test_client()
    token = token_in(hers.get("/en/").text)
    mine.get("/en/")
    assert mine.post("/en/results", data={"csrf_token": token, **PERSON}).status_code == 400


@pytest.mark.parametrize("name", FIELDED)
def test_markup_in_any_field_of_a_page_comes_back_as_text(client: FlaskClient, name: str) -> None:
    page = PAGES[name]
    before = opened(client, page)
    fields = dict.fromkeys(Reader(before.text).names, MARKUP)
    if page.answers is not None:
        sent = {**fields, "csrf_token": token_in(before.text), "text": f"{CV}\n{MARKUP}"}
        assert Reader(client.post(f"/en/{page.path}", data=sent).text).bad == []
    asked = client.get(f"/en/{page.path.split('?')[0]}", query_string=fields)
    assert Reader(asked.text).bad == []


@pytest.mark.parametrize("show", ["person", "adviser"])
def test_markup_in_what_she_wrote_is_shown_as_she_wrote_it(client: FlaskClient, show: str) -> None:
    words = "<script>alert(1)</script>"
    answers = {**PERSON, "goal": words, "target": words, "abilities": words, "show": show}
    page = opened(client, Page("results", answers))
    assert page.status_code == 200
    assert Reader(page.text).bad == []
    assert '<q dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</q>' in page.text


@pytest.mark.parametrize(
    "name", ["results", "results for an adviser", "taken along", "rights", "sheet of a right", "desk results"]
)
def test_markup_in_imported_courses_and_records_comes_out_as_text(walked: dict[str, TestResponse], name: str) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in walked[name].text
    assert "<script>alert" not in walked[name].text
    assert f'="{SCRIPT_ADDRESS}' not in walked[name].text


def test_what_is_no_page_is_never_read_as_one(client: FlaskClient) -> None:
    for address in ("/en/offers.txt?ids=starter:1", "/api/v1/measures/LU-CIF", "/api/v1/courses/starter:1"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.mimetype in ("text/plain", "application/json"), address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_to_another_site_after_signing_in(site: DeskStage, wanted: str) -> None:
    client = site.app.test_client()
    form = client.get("/en/login", query_string={"next": wanted})
    assert 'name="next"' not in form.text
    answers = {"csrf_token": token_in(form.text), "name": "berta", "password": PASSWORD, "next": wanted}
    entered = client.post("/en/login", data=answers)
    assert entered.status_code == 303
    assert entered.location == "/advisor/"
    assert "X-Evil" not in entered.headers
    assert client.get("/en/login", query_string={"next": wanted}).location == "/advisor/"


@pytest.mark.parametrize(
    "address",
    [
        "/",
        f"/%2f{EVIL}/measures",
        f"/%5c{EVIL}/measures",
        "/measures",
        f"/measures/?next=//{EVIL}&_external=1&_scheme={EVIL}&_anchor=x",
        "/measures/?q=a%0d%0aX-Evil:%201",
        "/measures/lu-cif%0d%0aX-Evil:%201",
        "/en/measures/lu-cif",
        "/en/results",
        "/advisor/",
        "/en/advisor/?q=%0d%0aX-Evil:%201",
    ],
)
def test_every_way_on_stays_on_this_site_whatever_the_host_header_says(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "gopher"})
    assert "X-Evil" not in answer.headers
    location = urlsplit(answer.headers.get("Location", "/"))
    assert location.netloc in ("", "localhost")
    assert location.path.startswith("/")
    assert not location.path.startswith(("//", "/\\"))


def test_no_page_writes_the_host_header_into_its_text(client: FlaskClient) -> None:
    for path in ("", "measures/", "measures/LU-CIF", "cv", "login", "offers?ids=starter:1", "nowhere"):
        assert EVIL not in client.get(f"/en/{path}", headers={"Host": EVIL, "X-Forwarded-Host": EVIL}).text


@pytest.mark.parametrize("outside", OUTSIDE)
def test_no_address_leads_out_of_its_folder(client: FlaskClient, outside: str) -> None:
    places = ("/static/", "/bootstrap/static/", "/en/measures/", "/api/v1/courses/", "/api/v1/measures/", "/en/")
    for place in places:
        answer = client.get(place + outside)
        assert answer.status_code in (308, 404, 422), place
        assert not any(word in answer.text for word in ("def create_app", "root:", "[metadata]")), place
    taken = client.get("/en/offers", query_string={"ids": outside})
    assert taken.status_code == 404
    assert Reader(taken.text).bad == []


def test_too_much_at_once_is_refused_by_every_form(site: DeskStage) -> None:
    client = site.app.test_client()
    sign_in(client, "berta")
    for rule in post_rules(site):
        for field in ("goal", "text", "name"):
            assert client.post(address_of(rule), data={field: "a" * TOO_MUCH}).status_code == 413, rule.rule
        upload = client.post(address_of(rule), data={"file": (io.BytesIO(b"a" * TOO_MUCH), "cv.txt")})
        assert upload.status_code == 413, rule.rule


def test_thousands_of_fields_are_no_fault_of_ours(client: FlaskClient) -> None:
    token = token_in(client.get("/en/").text)
    fields = {"csrf_token": token, **PERSON, **{f"answer-{number}": "yes" for number in range(5_000)}}
    assert client.post("/en/results", data=fields).status_code in (200, 400, 413)
    body = io.BytesIO(b"[" * 200_000)
    assert client.post("/api/v1/recommendations", data=body, content_type="application/json").status_code in (400, 422)
