"""What a text means, told by the API and by the terminal, from a product that knows three concepts."""

from __future__ import annotations

import argparse
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.domain import ConceptKind
from engine.errors import StateError
from service.commands import link
from tests.service.fakes import FakeProduct


def ask(client: FlaskClient, query: str) -> tuple[int, dict[str, Any]]:
    answer = client.get("/api/v1/competences?" + query)
    return answer.status_code, answer.get_json()


def test_concepts_of_both_kinds_come_the_surest_first_and_named_for_the_reader(client: FlaskClient) -> None:
    status, body = ask(client, "q=soigner&language=de")
    assert status == 200
    assert body["items"] == [
        {
            "uri": "esco:wounds",
            "kind": "skill",
            "name": "Wunden versorgen",
            "matched": "soigner des plaies",
            "language": "fr",
            "confidence": 0.91,
        },
        {
            "uri": "esco:nurse",
            "kind": "occupation",
            "name": "Pflegefachkraft",
            "matched": "soignant",
            "language": "fr",
            "confidence": 0.4322,
        },
        {
            "uri": "esco:unnamed",
            "kind": "skill",
            "name": "soigner des chevaux",
            "matched": "soigner des chevaux",
            "language": "fr",
            "confidence": 0.21,
        },
    ]
    assert body["qualifications"] == []


def test_the_query_reaches_the_product(client: FlaskClient, product: FakeProduct) -> None:
    _, body = ask(client, "q=+soigner+&to=skills&k=1&language=fr")
    assert product.linked == [("soigner", ConceptKind.SKILL, 1, "fr")]
    assert [item["uri"] for item in body["items"]] == ["esco:wounds"]


def test_a_text_without_meaning_is_an_empty_answer_and_not_an_error(client: FlaskClient) -> None:
    assert ask(client, "q=1234") == (200, {"items": [], "qualifications": []})


def test_what_is_a_qualification_is_told(client: FlaskClient) -> None:
    _, body = ask(client, "q=BTS&to=occupations")
    assert body["qualifications"] == [{"abbreviation": "BTS", "text": "brevet de technicien supérieur"}]


def test_the_beginning_of_a_name_is_completed_without_a_confidence(client: FlaskClient) -> None:
    _, body = ask(client, "q=soign&complete=1&k=2")
    assert [(item["uri"], item["confidence"]) for item in body["items"]] == [
        ("esco:nurse", None),
        ("esco:wounds", None),
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "q"),
        ("q=+", "q"),
        ("q=x&to=jobs", "to"),
        ("q=x&k=0", "k"),
        ("q=x&language=it", "language"),
        ("q=x&n=1", "n"),
    ],
)
def test_a_query_that_cannot_be_answered_names_its_field(client: FlaskClient, query: str, field: str) -> None:
    status, body = ask(client, query)
    assert status == 422
    assert body["error"]["field"] == field
    assert body["error"]["remedy"]


def test_a_product_that_is_not_ready_says_so(client: FlaskClient, product: FakeProduct) -> None:
    product.error = StateError("no index", remedy="run: passerelle index")
    status, body = ask(client, "q=soigner")
    assert (status, body["error"]["remedy"]) == (503, "run: passerelle index")


def answered(*given: str) -> str:
    parser = argparse.ArgumentParser()
    link.arguments(parser)
    return link.answer(FakeProduct(), parser.parse_args(given))


def test_the_terminal_lists_links_and_says_where_there_is_none() -> None:
    assert answered("soigner", "--to", "skills", "-k", "1", "--language", "de") == (
        "0.91  Wunden versorgen  (skill; soigner des plaies, fr)  esco:wounds"
    )
    assert answered("1234 BTS 5", "--to", "skills").splitlines()[0].endswith("esco:wounds")
    assert answered("1234") == "No occupation and no competence that we know is meant by this"


def test_the_terminal_writes_the_json_of_the_api(client: FlaskClient) -> None:
    _, body = ask(client, "q=soigner&to=occupations&language=en")
    assert json.loads(answered("soigner", "--to", "occupations", "--format", "json")) == body
