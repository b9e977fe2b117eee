"""The document of the API: valid, complete, with examples that work; and answers that are what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel

from engine.answer import Gate, RecommendationList
from service.app import create_app
from service.bootstrap import Passerelle
from service.openapi import document
from service.operations import JSON, OPERATIONS, Operation
from service.recommendation_schemas import RecommendationsAnswer
from service.record_schemas import CvAnswer, HealthAnswer, MeasureAnswer, MeasuresAnswer
from service.response_schemas import CompetencesAnswer, CourseAnswer, CoursesAnswer, ErrorAnswer, PlacesAnswer
from tests.service.cv_fakes import LinkingProduct
from tests.service.fakes import FakeProduct, course, long_answer, recommended, towards_nursing, without_an_aim
from tests.service.knowledge_samples import BASE
from tests.service.machine_stage import app_for
from tests.service.support_samples import MOTHER, ReasoningProduct
from tests.service.test_cv_views import CV

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

RECOMMEND = "/api/v1/recommendations"
BY_NAME = {operation.name: operation for operation in OPERATIONS}


def is_as_promised(answer: Any, model: type[BaseModel]) -> None:
    """The answer of the wire is what the schema in the document says, and what the model says."""
    assert answer.status_code == 200, answer.text
    model.model_validate_json(answer.text)
    Draft202012Validator(component(model.__name__)).validate(answer.get_json())


def component(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def test_the_document_is_valid_openapi_3_1(client: FlaskClient) -> None:
    sent = client.get("/openapi.json").get_json()
    assert sent["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(sent).iter_errors()] == []


def test_every_address_of_the_api_is_in_the_document_and_no_other(app: Flask) -> None:
    served = {
        (re.sub(r"<[^>]+>", "{id}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(("/api/", "/healthz", "/metrics", "/openapi"))
    }
    assert served == {(path, method) for path, method, _ in operations()}


def test_every_operation_has_a_name_of_its_own_a_summary_and_a_tag_that_is_explained() -> None:
    told = [about for _, _, about in operations()]
    assert len({about["operationId"] for about in told}) == len(told)
    explained = {tag["name"] for tag in document()["tags"]}
    assert {tag for about in told for tag in about["tags"]} == explained
    assert all(about["summary"] and about["description"] for about in told)


def test_every_error_in_the_document_has_the_one_shape() -> None:
    for path, method, told in operations():
        for status, answer in told["responses"].items():
            if int(status) >= 400 and (path, status) != ("/healthz", "503"):
                schema = answer["content"][JSON]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorAnswer"}, (path, method, status)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_example_of_an_answer_is_what_its_schema_says(operation: Operation) -> None:
    contents = [*operation.answers.values(), *operation.failing.values()]
    assert contents
    for content in contents:
        if isinstance(content.schema, type):
            content.schema.model_validate_json(json.dumps(content.example))
            schema = component(content.schema.__name__)
        else:
            schema = dict(content.schema)
        Draft202012Validator(schema).validate(content.example)


def test_the_examples_of_requests_are_accepted(client: FlaskClient) -> None:
    assert client.post(RECOMMEND, json=BY_NAME["recommend"].body[JSON].example).status_code == 200
    for media, content in BY_NAME["readCv"].body.items():
        if content.example:
            data = content.example if media.startswith("text/") else json.dumps(content.example)
            assert client.post("/api/v1/cv", data=str(data).encode(), content_type=media).status_code == 200, media


def test_the_score_of_the_example_is_the_sum_of_its_contributions() -> None:
    example: Any = BY_NAME["recommend"].answers[JSON].example
    for item in example["items"]:
        parts = [part["value"] * part["weight"] for part in item["contributions"]]
        assert sum(parts) == pytest.approx(item["score"])


MOTHER_SAYS = {
    "goal": MOTHER.goal,
    "age": MOTHER.age,
    "status": "unemployed",
    "home": {"name": "Neunkirchen", "postal_code": "54550"},
}
GATED = RecommendationList(
    items=(recommended(course(1)),),
    gates=(Gate(language="fr", opened_by=recommended(course(2)), opens=("starter:1",)),),
)


@pytest.mark.parametrize(
    "found",
    [long_answer(), towards_nursing(), without_an_aim(), GATED, RecommendationList(items=())],
    ids=["many", "with a gap", "without an aim", "a language in the way", "none"],
)
def test_recommendations_are_as_promised(client: FlaskClient, product: FakeProduct, found: RecommendationList) -> None:
    product.answer = found
    is_as_promised(client.post(RECOMMEND, json={"goal": "care"}), RecommendationsAnswer)


def test_recommendations_with_everything_that_may_help_are_as_promised() -> None:
    answer = app_for(ReasoningProduct()).test_client().post(RECOMMEND, json=MOTHER_SAYS)
    is_as_promised(answer, RecommendationsAnswer)
    body = answer.get_json()
    assert body["items"][0]["support"]
    assert body["pathway"]
    assert body["questions"]


def test_the_catalogue_is_as_promised(client: FlaskClient) -> None:
    is_as_promised(client.get("/api/v1/courses?limit=50"), CoursesAnswer)
    for number in (1, 2):
        is_as_promised(client.get(f"/api/v1/courses/starter:{number}"), CourseAnswer)


def test_words_are_as_promised(client: FlaskClient) -> None:
    is_as_promised(client.get("/api/v1/places?q=neu"), PlacesAnswer)
    is_as_promised(client.get("/api/v1/competences?q=soigner+BTS"), CompetencesAnswer)
    is_as_promised(client.get("/api/v1/competences?q=soigner&complete=true"), CompetencesAnswer)


def test_what_a_cv_says_is_as_promised() -> None:
    answer = app_for(LinkingProduct()).test_client().post("/api/v1/cv", json={"text": CV})
    is_as_promised(answer, CvAnswer)
    assert answer.get_json()["languages"]
    assert answer.get_json()["education"]


@pytest.mark.parametrize("language", ["de", "fr", "en", "lb", "nl"])
def test_records_are_as_promised(client: FlaskClient, language: str) -> None:
    is_as_promised(client.get(f"/api/v1/measures?language={language}"), MeasuresAnswer)
    for measure in BASE.public:
        is_as_promised(client.get(f"/api/v1/measures/{measure.id}?language={language}"), MeasureAnswer)


def test_health_and_errors_are_as_promised(client: FlaskClient) -> None:
    is_as_promised(client.get("/healthz"), HealthAnswer)
    for answer in (client.get("/api/v1/courses?limit=0"), client.get("/api/v1/nothing"), client.post("/healthz")):
        ErrorAnswer.model_validate_json(answer.text)


def test_an_answer_that_is_not_as_promised_is_seen(client: FlaskClient) -> None:
    body = client.get("/api/v1/courses/starter:1").get_json()
    for wrong in (body | {"eqf_level": 9}, body | {"more": 1}, {key: body[key] for key in body if key != "mode"}):
        assert not Draft202012Validator(component("CourseAnswer")).is_valid(wrong)


def test_a_number_without_a_fraction_is_whole_however_it_is_written(client: FlaskClient, product: FakeProduct) -> None:
    assert client.post(RECOMMEND, json={"goal": "care", "age": 19.0}).status_code == 200
    assert product.asked[0][0].age == 19
    assert client.post(RECOMMEND, json={"goal": "care", "age": 19.5}).status_code == 422


def test_a_day_is_a_day_and_no_moment_and_no_number(client: FlaskClient) -> None:
    for moment in (0, "2026-12-01T00:00:00", "1764547200", "20261201", "2026-02-30"):
        answer = client.post(RECOMMEND, json={"goal": "care", "available_from": moment})
        assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "available_from")


@pytest.fixture(scope="module")
def page() -> str:
    return app_for(FakeProduct()).test_client().get("/docs/api", headers={"Accept-Language": "de"}).text


def test_the_page_of_the_api_explains_every_operation_and_every_schema(page: str) -> None:
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert {told["operationId"] for _, _, told in operations()} <= anchors
    assert {f"schema-{name}" for name in document()["components"]["schemas"]} <= anchors
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


def test_the_page_of_the_api_is_in_english_whatever_the_browser_asks_for(page: str) -> None:
    assert '<html lang="en">' in page
    assert "Go to the content" in page
    assert "Zum Inhalt" not in page


def test_the_page_of_the_api_has_no_inline_code_and_loads_nothing_from_elsewhere(page: str) -> None:
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style", page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    loaded = re.findall(r'<(?:link|script|img|use|iframe)[^>]*?(?:href|src)="([^"]+)"', page)
    assert [address for address in loaded if not address.startswith("/")] == []


def test_the_page_of_the_api_shows_the_examples_as_text(page: str) -> None:
    assert "ich will mit Menschen arbeiten" in page
    assert "&#34;goal&#34;" in page


@pytest.mark.slow
def test_the_answers_of_the_real_product_are_as_promised(starter_product: Passerelle) -> None:
    client = create_app(starter_product, secret_key="only for tests", testing=True).test_client()
    for profile in (
        BY_NAME["recommend"].body[JSON].example,
        {"goal": "Schweißer", "speaks": {"de": "C2"}, "status": "employed", "home": {"country": "DE", "name": "Trier"}},
        {"target_occupation": "infirmière", "competences": ["premiers secours"], "groups": ["refugee"]},
    ):
        for language in ("de", "en"):
            is_as_promised(client.post(f"{RECOMMEND}?language={language}", json=profile), RecommendationsAnswer)
    page = client.get("/api/v1/courses?limit=50")
    is_as_promised(page, CoursesAnswer)
    for found in page.get_json()["items"][:10]:
        is_as_promised(client.get(f"/api/v1/courses/{found['id']}"), CourseAnswer)
    for offset in range(0, client.get("/api/v1/measures").get_json()["total"], 50):
        measures = client.get(f"/api/v1/measures?limit=50&offset={offset}")
        is_as_promised(measures, MeasuresAnswer)
        for one in measures.get_json()["items"]:
            is_as_promised(client.get(f"/api/v1/measures/{one['id']}?language=de"), MeasureAnswer)
    is_as_promised(client.get("/api/v1/places?q=Thion"), PlacesAnswer)
    is_as_promised(client.get("/api/v1/competences?q=Pflege+und+CAP"), CompetencesAnswer)
    is_as_promised(client.post("/api/v1/cv", json={"text": CV}), CvAnswer)
    is_as_promised(client.get("/healthz"), HealthAnswer)
