"""The knowledge base over JSON."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from service.contracts import LANGUAGES
from tests.service.knowledge_samples import BASE, LEAD

ADDRESS = "/api/v1/measures"


def test_a_page_of_records_has_their_total(client: FlaskClient) -> None:
    first = client.get(f"{ADDRESS}?limit=2&language=de").get_json()
    rest = client.get(f"{ADDRESS}?limit=50&offset=2&language=de").get_json()
    ids = [item["id"] for item in (*first["items"], *rest["items"])]
    assert (first["total"], rest["total"], len(first["items"])) == (6, 6, 2)
    assert sorted(ids) == sorted(measure.id for measure in BASE.public)


def test_records_are_searched_and_filtered_as_on_the_pages(client: FlaskClient) -> None:
    query = "q=conge&region=luxembourg&group=employee&kind=right&language=fr"
    (item,) = client.get(f"{ADDRESS}?{query}").get_json()["items"]
    assert item == {
        "id": "LU-CIF",
        "kind": "right",
        "name": "Congé individuel de formation",
        "names": {"fr": "Congé individuel de formation", "de": "Individueller Bildungsurlaub"},
        "topics": ["leave"],
        "regions": ["luxembourg"],
        "groups": ["employee"],
        "summary": "Paid days for a course (fr)",
        "claim": "entitlement",
        "abroad": "yes",
        "force": "in-force",
        "confidence": "verified",
        "valid_from": "2008-01-01",
        "valid_until": None,
        "checked_on": "2026-11-22",
    }


def test_filters_left_empty_filter_nothing(client: FlaskClient) -> None:
    assert client.get(f"{ADDRESS}?q=&region=&group=&kind=&language=").get_json()["total"] == 6


def test_one_record_tells_everything_in_the_language_asked_for(client: FlaskClient) -> None:
    body = client.get(f"{ADDRESS}/LU-CIF?language=de").get_json()
    assert body["summary"] == "Wer in Luxemburg arbeitet, bekommt freie Tage für einen Kurs."
    assert body["abroad_text"] == "Ja."
    assert body["notice"] == "Das ist eine Information, keine Entscheidung."
    assert body["sources"][0] == {
        "url": "https://law.example/text",
        "kind": "law",
        "dated": "2024-05",
        "read_on": "2026-11-22",
    }
    assert body["contacts"][0]["phone"] == "+352 247-88888"
    country, alternatives, _level = body["conditions"]
    assert country == {
        "text": "Land, in dem man wohnt: Deutschland oder Frankreich",
        "fact": "home_country",
        "among": ["DE", "FR"],
        "basis": "read",
        "basis_text": "in einer Quelle gelesen",
    }
    assert [part["text"] for part in alternatives["any"]][1] == "Bei der ADEM gemeldet: ja"
    assert alternatives["any"][0]["all"][0]["least"] == 16


def test_without_a_language_the_client_says_which_it_accepts(client: FlaskClient) -> None:
    dutch = client.get(f"{ADDRESS}/LU-CIF", headers={"Accept-Language": "nl"}).get_json()
    assert dutch["summary"] == "Paid days for a course (nl)"
    assert client.get(f"{ADDRESS}/LU-CIF").get_json()["summary"] == "Paid days for a course (en)"


def test_records_name_those_before_and_after_them_that_are_shown(client: FlaskClient) -> None:
    assert client.get(f"{ADDRESS}/EU-883-65").get_json()["precedes"] == ["EU-883-REV"]
    assert client.get(f"{ADDRESS}/EU-883-REV").get_json()["follows"] == ["EU-883-65"]
    # A lead says that it comes between these two.
    assert client.get(f"{ADDRESS}/RLP-QS").get_json()["precedes"] == []
    assert client.get(f"{ADDRESS}/LU-CIF").get_json()["follows"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("region=atlantis", "region"),
        ("group=wizards", "group"),
        ("kind=course", "kind"),
        ("language=it", "language"),
        ("limit=0", "limit"),
        ("limit=51", "limit"),
        ("offset=-1", "offset"),
        ("colour=blue", "colour"),
        (f"q={'x' * 10_000}", "q"),
    ],
)
def test_a_wrong_query_names_its_field(client: FlaskClient, query: str, field: str) -> None:
    answer = client.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, field)


def test_nonsense_finds_nothing(client: FlaskClient) -> None:
    for q in ("%F0%9F%98%80", "%3Cscript%3E", "%00"):
        assert client.get(f"{ADDRESS}?q={q}qqqq").get_json() == {"items": [], "total": 0}


@pytest.mark.parametrize("id_", [LEAD.id, "XX-NONE", "lu-cif", "%F0%9F%98%80", "<script>", "a/b/c", "x" * 10_000])
def test_what_is_not_shown_is_not_found(client: FlaskClient, id_: str) -> None:
    answer = client.get(f"{ADDRESS}/{id_}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not-found")
    assert LEAD.id not in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_holds_anything_of_a_lead(client: FlaskClient, language: str) -> None:
    addresses = [f"{ADDRESS}?limit=50", *(f"{ADDRESS}?q={q}" for q in ("SL-GHOST", "Geisterscheck", "Geistergeld"))]
    addresses += [f"{ADDRESS}?group=homeless", *(f"{ADDRESS}/{measure.id}?" for measure in BASE.public)]
    for address in addresses:
        text = client.get(f"{address}&language={language}").text.casefold()
        assert "ghost" not in text
        assert "geister" not in text
