from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.domain import Cefr, Group, Mode, Status
from engine.errors import ConfigurationError, InputError, NotFound, StateError, Unavailable
from tests.service.fakes import ESCH, THIONVILLE, FakeProduct

ADDRESS = "/api/v1/recommendations"


def ask(client: FlaskClient, profile: Any, query: str = "") -> tuple[int, dict[str, Any]]:
    answer = client.post(ADDRESS + query, json=profile)
    return answer.status_code, answer.get_json()


def test_the_answer_has_the_shape_of_the_contract(client: FlaskClient) -> None:
    status, body = ask(client, {"goal": "care"}, "?k=3&language=de")
    assert status == 200
    contract = {"items", "support", "rejected", "widened", "index_version", "weights_version"}
    assert set(body) == contract | {"gap", "paths", "suggested", "notes", "pathway", "questions", "gates"}
    item = body["items"][0]
    assert set(item) == {"course", "score", "contributions", "reasons", "support"}
    assert set(item["course"]) == {
        "id", "kind", "title", "summary", "provider", "place", "taught_in", "mode", "eqf_level", "price_eur", "url",
        "sources", "competences",
    }  # fmt: skip
    assert item["course"]["id"] == "starter:1"
    assert item["course"]["place"]["name"] == "Esch-sur-Alzette"
    assert item["contributions"][0] == {"feature": "relevance", "value": 0.9, "weight": 1.0}
    assert [reason["code"] for reason in item["reasons"]] == [
        "relevance", "language", "commute", "border", "price", "dates",
    ]  # fmt: skip
    assert item["reasons"][4]["verdict"] == "UNKNOWN"
    assert all(reason["text"] for reason in item["reasons"])
    assert body["rejected"][0]["course"] == {"id": "starter:9", "title": "Infirmier diplômé"}
    assert body["rejected"][0]["reasons"][0]["verdict"] == "NOT_MET"
    assert body["widened"][0]["code"] == "widened-distance"
    assert (body["index_version"], body["weights_version"]) == ("fake-1", "w1")


def test_every_key_of_a_profile_reaches_the_product(client: FlaskClient, product: FakeProduct) -> None:
    status, _ = ask(
        client,
        {
            "goal": "ich will mit Menschen arbeiten",
            "target_occupation": "nurse",
            "competences": ["first aid", "http://data.europa.eu/esco/skill/1"],
            "eqf_level": 3,
            "speaks": {"DE": "C2", "fr": "A2"},
            "home": {"country": "fr", "postal_code": "57100"},
            "works_at": {"name": "Esch-sur-Alzette"},
            "status": "neet",
            "registered_with": ["mission-locale"],
            "age": 19,
            "groups": ["no-diploma"],
            "max_travel_minutes": 60,
            "modes": ["onsite", "blended"],
            "available_from": "2026-12-01",
            "max_price_eur": 0,
        },
        "?k=50&language=lb",
    )
    assert status == 200
    profile, k, language = product.asked[0]
    assert (k, language) == (50, "lb")
    assert (profile.home, profile.works_at) == (THIONVILLE, ESCH)
    assert profile.speaks == {"de": Cefr.C2, "fr": Cefr.A2}
    assert (profile.status, profile.groups, profile.modes) == (
        Status.NEET,
        (Group.NO_DIPLOMA,),
        (Mode.ONSITE, Mode.BLENDED),
    )
    assert profile.competences == ("first aid", "http://data.europa.eu/esco/skill/1")
    assert (profile.registered_with, profile.target_occupation) == (("mission-locale",), "nurse")
    assert (profile.available_from, profile.max_price_eur, profile.eqf_level) == (date(2026, 12, 1), 0.0, 3)


def test_ten_results_are_the_default(client: FlaskClient, product: FakeProduct) -> None:
    ask(client, {"competences": ["welding"]})
    assert product.asked[0][1:] == (10, None)


@pytest.mark.parametrize(
    ("profile", "code", "field"),
    [
        ({"goal": "care", "hobby": "chess"}, "extra-forbidden", "hobby"),
        ({"goal": "care", "home": {"postal_code": "57100", "zip": "1"}}, "extra-forbidden", "home.zip"),
        ({"goal": "care", "home": {}}, "place-empty", "home"),
        ({"goal": "care", "home": {"name": "Atlantis"}}, "place", "home"),
        ({"goal": "care", "works_at": {"name": "Atlantis"}}, "place", "works_at"),
        ({}, "goal-missing", "goal"),
        ({"goal": " \u0000 "}, "goal-missing", "goal"),
        ({"goal": 7}, "string-type", "goal"),
        ({"goal": "x" * 2001}, "string-too-long", "goal"),
        ({"goal": "care", "speaks": {"de": "fluent"}}, "literal-error", "speaks.de"),
        ({"goal": "care", "age": "19"}, "int-type", "age"),
        ({"goal": "care", "eqf_level": 9}, "less-than-equal", "eqf_level"),
        ({"goal": "care", "status": "king"}, "enum", "status"),
        ({"goal": "care", "modes": ["onsite", "telepathy"]}, "enum", "modes.1"),
        ({"goal": "care", "available_from": "soon"}, "date-parsing", "available_from"),
        ({"goal": "care", "max_price_eur": -1}, "greater-than-equal", "max_price_eur"),
        ({"goal": "care", "max_price_eur": float("inf")}, "finite-number", "max_price_eur"),
    ],
)
def test_a_value_that_will_not_do_is_422_and_names_its_field(
    client: FlaskClient, product: FakeProduct, profile: dict[str, Any], code: str, field: str
) -> None:
    status, body = ask(client, profile)
    assert status == 422
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "field", "remedy"}
    assert (body["error"]["code"], body["error"]["field"]) == (code, field)
    assert body["error"]["remedy"]
    assert product.asked == []


@pytest.mark.parametrize(
    ("query", "field"), [("?k=0", "k"), ("?k=51", "k"), ("?k=ten", "k"), ("?language=it", "language"), ("?q=1", "q")]
)
def test_a_query_string_that_will_not_do_is_422(client: FlaskClient, query: str, field: str) -> None:
    status, body = ask(client, {"goal": "care"}, query)
    assert (status, body["error"]["field"]) == (422, field)


@pytest.mark.parametrize("body", [b"", b"{", b"goal=care", b"\xff\xfe", b'{"goal": "\\ud800"}', b"[" * 100_000])
def test_what_is_not_json_is_400(client: FlaskClient, body: bytes) -> None:
    answer = client.post(ADDRESS, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "bad-request"


def test_json_that_is_no_object_is_422(client: FlaskClient) -> None:
    assert ask(client, ["care"])[0] == 422


def test_a_form_sent_to_the_api_is_415(client: FlaskClient) -> None:
    answer = client.post(ADDRESS, data={"goal": "care"})
    assert answer.status_code == 415
    assert "application/json" in answer.get_json()["error"]["remedy"]


def test_a_get_is_405_and_names_the_allowed_method(client: FlaskClient) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.get_json()["error"]["code"] == "method-not-allowed"


def test_an_unknown_address_is_404_as_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not-found")


def test_too_large_a_body_is_413_as_json(client: FlaskClient) -> None:
    answer = client.post(ADDRESS, data=b" " * 300_000, content_type="application/json")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "request-entity-too-large")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError("no", place="goal", remedy="say it"), 422),
        (NotFound("no"), 404),
        (Unavailable("no index", remedy="passerelle index"), 503),
        (StateError("stale", remedy="passerelle index"), 503),
        (ConfigurationError("no"), 500),
        (ZeroDivisionError("secret detail"), 500),
    ],
)
def test_every_error_has_its_status_and_the_one_shape(
    client: FlaskClient, product: FakeProduct, error: Exception, status: int
) -> None:
    product.error = error
    got, body = ask(client, {"goal": "care"})
    assert got == status
    assert set(body["error"]) == {"code", "message", "field", "remedy"}
    assert "secret detail" not in str(body)


def test_the_api_needs_no_csrf_token_and_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.post(ADDRESS, json={"goal": "care"}).headers


def test_places_are_found_for_completion(client: FlaskClient) -> None:
    body = client.get("/api/v1/places?q=neu&limit=1").get_json()
    assert body == {
        "items": [
            {
                "name": "Neunkirchen",
                "country": "DE",
                "postal_code": "66538",
                "region": "saarland",
                "label": "66538 Neunkirchen (DE)",
            }
        ]
    }


@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=a&limit=0"])
def test_a_question_for_places_without_a_question_is_422(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/places{query}").status_code == 422


def test_healthz_is_200_when_index_and_database_answer(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.get_json()["status"] == "ok"
    assert answer.get_json()["index_version"] == "fake-1"


@pytest.mark.parametrize("broken", [{"database": False}, {"index": False}, {"ok": False}])
def test_healthz_is_503_when_one_of_them_does_not(
    client: FlaskClient, product: FakeProduct, broken: dict[str, bool]
) -> None:
    product.state = replace(product.state, **broken)
    assert client.get("/healthz").status_code == 503


def test_healthz_is_503_when_the_product_cannot_even_say_how_it_is(client: FlaskClient, product: FakeProduct) -> None:
    product.error = OSError("disk gone")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "disk gone" not in answer.text
