"""A CV on the web: read, shown to be confirmed, carried into the form, and kept nowhere."""

from __future__ import annotations

import io
import logging
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain import Cefr
from service.app import create_app
from service.cv_views import offered_level, register_cv
from tests.service.cv_fakes import LinkingProduct
from tests.service.fakes import TODAY

LANGUAGES = ("de", "fr", "en", "lb", "nl")
CV = """Zita Xylander
Tel.: 0681 / 123 45 67
zita.xylander@example.org

Berufserfahrung
2019 – heute Verkäuferin bei Markt
- Kassieren

Schule
2015 Mittlere Reife
seit 2024 Abitur

Sprachen: Deutsch (Muttersprache), Französisch B1, Portugiesisch, Zulu

Kenntnisse
Excel
Kein Gabelstapler
"""
JSON_RESUME = (
    '{"basics": {"name": "Zita Xylander"}, "skills": [{"name": "Excel"}], '
    '"languages": [{"language": "French", "fluency": "fluent"}]}'
)
Post = Callable[..., TestResponse]


@pytest.fixture(scope="module")
def _stage() -> tuple[LinkingProduct, Flask]:
    product = LinkingProduct()
    app = create_app(product, secret_key="only for tests", testing=True, today=lambda: TODAY)
    if "cv" not in app.blueprints:
        register_cv(app, product)
    return product, app


@pytest.fixture
def product(_stage: tuple[LinkingProduct, Flask]) -> LinkingProduct:
    product, _ = _stage
    product.reset()
    product.linked = []
    return product


@pytest.fixture
def client(_stage: tuple[LinkingProduct, Flask], product: LinkingProduct) -> FlaskClient:
    return _stage[1].test_client()


@pytest.fixture
def post(client: FlaskClient) -> Post:
    """Send a form as a browser does that has opened the page before."""

    def send(path: str, language: str = "de", **answers: Any) -> TestResponse:
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/{language}/cv").text)
        assert token
        return client.post(f"/{language}/{path}", data={"csrf_token": token[1], **answers})

    return send


def ask(client: FlaskClient, body: bytes | str, kind: str = "text/plain", query: str = "") -> tuple[int, Any]:
    answer = client.post(f"/api/v1/cv{query}", data=body, content_type=kind)
    return answer.status_code, answer.get_json()


def ticked(page: str) -> list[str]:
    return re.findall(r'name="competence"[^>]*value="([^"]+)" checked', page)


def chosen(page: str, field: str) -> str:
    select = re.search(rf'<select[^>]*name="{field}".*?</select>', page, re.DOTALL)
    assert select
    option = re.search(r'<option value="([^"]*)" selected', select[0])
    return option[1] if option else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_there_in_every_language(client: FlaskClient, language: str) -> None:
    page = client.get(f"/{language}/cv")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert all(f'<a href="/{other}/cv"' in page.text for other in LANGUAGES)


def test_every_field_has_a_label(client: FlaskClient, post: Post) -> None:
    for page in (client.get("/de/cv").text, post("cv", text=CV).text):
        fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', page)
        assert fields
        assert [field for field in fields if f'for="{field}"' not in page] == []
        assert len(fields) == len(set(fields))


def test_a_pasted_cv_is_shown_with_the_words_it_was_read_from(post: Post) -> None:
    page = post("cv", text=CV)
    assert page.status_code == 200
    assert ticked(page.text) == ["Kasse bedienen", "Tabellen, Listen und Formeln"]
    assert '<q dir="auto">Kassieren</q>' in page.text
    assert '<q dir="auto">2019 – heute Verkäuferin bei Markt</q>' in page.text
    assert (chosen(page.text, "speaks_de"), chosen(page.text, "speaks_fr")) == ("C2", "B1")
    assert (chosen(page.text, "speaks_en"), chosen(page.text, "other_pt")) == ("", "")
    assert chosen(page.text, "certificate") == "3"


def test_neither_name_nor_telephone_nor_address_is_shown_or_linked(post: Post, product: LinkingProduct) -> None:
    page = post("cv", text=CV).text
    said = page + str(product.linked)
    assert "Xylander" not in said
    assert "123 45" not in said
    assert "example.org" not in said
    assert not any("Gabelstapler" in text for text, *_ in product.linked)


@pytest.mark.parametrize("name", ["cv.json", "lebenslauf", "../../x.txt"])
def test_an_uploaded_file_is_read_by_its_content(post: Post, name: str) -> None:
    page = post("cv", file=(io.BytesIO(JSON_RESUME.encode()), name))
    assert ticked(page.text) == ["Tabellen, Listen und Formeln"]
    assert "Xylander" not in page.text


@pytest.mark.parametrize("body", [b"", b"   ", b"%PDF-1.7", b"<html></html>", b'{"basics": ', b"\xff\xfa\x00"])
def test_what_cannot_be_read_is_said_on_the_page_and_the_text_comes_back(post: Post, body: bytes) -> None:
    page = post("cv", text="mein <Text>", file=(io.BytesIO(body), "cv")) if body.strip() else post("cv", text="  ")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert ("mein &lt;Text&gt;" in page.text) == bool(body.strip())


def test_what_is_found_is_escaped(post: Post) -> None:
    page = post("cv", text="Kenntnisse\nExcel <script>alert(1)</script>").text
    assert "<script>alert" not in page


def test_too_large_a_file_is_refused(post: Post) -> None:
    assert post("cv", file=(io.BytesIO(b"a" * 300_000), "cv.txt")).status_code == 413


def test_what_was_confirmed_is_in_the_form_and_what_was_not_is_not(post: Post, product: LinkingProduct) -> None:
    page = post(
        "cv/use",
        competence=["Kasse bedienen", "Tabellen, Listen und Formeln"],
        speaks_de="C2",
        speaks_fr="B1",
        other_pt="A2",
        other_es="B1",
        certificate="3",
    )
    assert page.status_code == 200
    assert 'action="/de/results"' in page.text
    assert "Kasse bedienen, Tabellen / Listen und Formeln" in page.text
    assert (chosen(page.text, "speaks_de"), chosen(page.text, "speaks_fr")) == ("C2", "B1")
    assert (chosen(page.text, "other_language"), chosen(page.text, "other_level")) == ("es", "B1")
    assert chosen(page.text, "certificate") == "3"
    assert product.asked == []


def test_the_form_it_leads_to_asks_for_what_was_confirmed(post: Post, product: LinkingProduct) -> None:
    post("results", abilities="Kasse bedienen, Tabellen / Listen und Formeln", speaks_de="C2", certificate="3")
    profile = product.asked[0][0]
    assert profile.competences == ("Kasse bedienen", "Tabellen / Listen und Formeln")
    assert (profile.speaks, profile.eqf_level) == ({"de": Cefr.C2}, 3)


def test_nonsense_for_the_form_does_no_harm(post: Post) -> None:
    answers = {"competence": ["x" * 5000, "<b>"], "speaks_de": "Z9", "certificate": "99", "other_pt": "Z9"}
    page = post("cv/use", **answers)
    assert page.status_code == 200
    assert "&lt;b&gt;" in page.text
    assert (chosen(page.text, "speaks_de"), chosen(page.text, "other_language")) == ("", "")


def test_an_address_without_answers_leads_back_to_the_page(client: FlaskClient) -> None:
    answer = client.get("/fr/cv/use")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/fr/cv")


def test_without_a_token_the_text_comes_back_to_be_sent_again(client: FlaskClient) -> None:
    page = client.post("/de/cv", data={"text": "Kassieren"})
    assert page.status_code == 400
    assert "Kassieren</textarea>" in page.text


@pytest.mark.parametrize(("level", "offered"), [(None, ""), (Cefr.A1, "A1"), (Cefr.B2, "B2"), (Cefr.C2, "C2")])
def test_the_form_promises_no_more_than_the_cv(level: Cefr | None, offered: str) -> None:
    assert offered_level(level) == offered
    assert offered_level(Cefr.C1) in {"B2", "C1"}


def test_the_api_reads_text_json_and_xml(client: FlaskClient) -> None:
    xml = (
        '<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo><Skills><Computer>'
        "<Description>Excel</Description></Computer></Skills></LearnerInfo></SkillsPassport>"
    )
    formats = {}
    for body, kind in (
        (CV, "text/plain"),
        (JSON_RESUME, "application/json"),
        (xml, "application/xml"),
        (xml, "text/xml; charset=utf-8"),
    ):
        status, answer = ask(client, body.encode(), kind)
        assert status == 200
        assert "Tabellen" in str(answer["competences"])
        formats[kind] = answer["format"]
    assert list(formats.values()) == ["text", "json-resume", "europass-xml", "europass-xml"]


def test_the_api_takes_a_text_in_json(client: FlaskClient) -> None:
    answer = client.post("/api/v1/cv?language=de", json={"text": CV}).get_json()
    assert [item["name"] for item in answer["competences"]] == ["Kasse bedienen", "Tabellen, Listen und Formeln"]
    assert answer["profile"]["speaks"] == {"de": "C2", "fr": "B1"}
    assert [(item["title"], item["completed"]) for item in answer["education"]] == [
        ("Mittlere Reife", True),
        ("Abitur", False),
    ]
    assert answer["eqf_level"] == 3


def test_the_api_names_in_the_language_asked_for(client: FlaskClient) -> None:
    names = {
        query: ask(client, "Kassieren", query=query)[1]["competences"][0]["name"] for query in ("", "?language=nl")
    }
    assert names == {"": "Kasse bedienen (en)", "?language=nl": "Kasse bedienen (nl)"}


def test_the_api_needs_no_token_and_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.post("/api/v1/cv", json={"text": "Excel"}).headers


@pytest.mark.parametrize(
    ("body", "kind", "query", "status", "code"),
    [
        (b'{"text": "x",\n"skills": }', "application/json", "", 422, "broken-json"),
        (b'{"text": 7}', "application/json", "", 422, "invalid"),
        (b'["x"]', "application/json", "", 422, "invalid"),
        (b'{"a": 1}', "application/json", "", 422, "unknown-cv-format"),
        (b"<a>\n<b></a>", "application/xml", "", 422, "broken-xml"),
        (b"", "text/plain", "", 422, "empty-cv"),
        (b"Excel", "text/plain", "?language=it", 422, "invalid"),
        (b"a=b", "application/x-www-form-urlencoded", "", 415, "unsupported-media-type"),
        (b" " * 300_000, "text/plain", "", 413, "request-entity-too-large"),
    ],
)
def test_the_api_refuses_in_the_one_shape_with_a_remedy(
    client: FlaskClient, body: bytes, kind: str, query: str, status: int, code: str
) -> None:
    got, answer = ask(client, body, kind, query)
    assert (got, answer["error"]["code"]) == (status, code)
    assert set(answer["error"]) == {"code", "message", "field", "remedy"}
    assert answer["error"]["remedy"]


def test_a_broken_document_is_told_by_its_line(client: FlaskClient) -> None:
    assert "line 2" in ask(client, b'{"text": "x",\n"skills": }', "application/json")[1]["error"]["field"]
    assert "line 2" in ask(client, b"<a>\n<b></a>", "application/xml")[1]["error"]["field"]


def test_nothing_of_a_cv_reaches_log_disk_session_or_address(
    client: FlaskClient,
    post: Post,
    product: LinkingProduct,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    large = CV + "\nKassieren im Lager" * 2_000
    shown = [
        post("cv", text=CV),
        post("cv", file=(io.BytesIO(large.encode()), "xylander.txt")),
        post("cv", file=(io.BytesIO(b"<a>Xylander<b></a>"), "xylander.xml")),
        post("cv/use", competence="Xylander", certificate="3"),
    ]
    for body, kind in ((CV, "text/plain"), ('{"Xylander": }', "application/json"), ("<Xylander>", "application/xml")):
        assert "Xylander" not in str(ask(client, body.encode(), kind)[1])

    def fails(*_: object, **__: object) -> Any:
        raise ValueError("cannot link Xylander")

    monkeypatch.setattr(product, "link", fails)
    assert post("cv", text=CV).status_code == 500
    assert "xylander" not in caplog.text.casefold()
    assert "post /<any(de,fr,en,lb,nl):lang>/cv 200" in caplog.text.casefold()
    assert list(tmp_path.iterdir()) == []
    assert all(page.request.query_string == b"" and "Location" not in page.headers for page in shown)
    with client.session_transaction() as session:
        assert set(session) == {"csrf_token"}
