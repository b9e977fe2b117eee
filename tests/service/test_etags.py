"""What need not be sent again, what may be kept, and the way from page to page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.service.fakes import FakeProduct

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

CONDITIONAL = (
    "/api/v1/courses",
    "/api/v1/courses/starter:1",
    "/api/v1/competences?q=soigner",
    "/api/v1/places?q=neu",
    "/api/v1/measures",
    "/api/v1/measures/LU-CIF",
    "/openapi.json",
)


def links(header: str) -> dict[str, str]:
    return {name: address for address, name in re.findall(r'<([^>]+)>; rel="(\w+)"', header)}


@pytest.mark.parametrize("address", CONDITIONAL)
def test_who_has_an_answer_already_gets_304_and_no_body(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_tag_changes_with_what_is_said(client: FlaskClient, product: FakeProduct) -> None:
    before = client.get("/api/v1/courses").headers["ETag"]
    first, *others = product.answer.items
    product.answer = replace(
        product.answer, items=(replace(first, course=replace(first.course, title="Soins")), *others)
    )
    assert client.get("/api/v1/courses", headers={"If-None-Match": before}).status_code == 200


def test_a_tag_is_of_one_language_and_one_form(client: FlaskClient) -> None:
    address = "/api/v1/courses/starter:1"
    asked = ({}, {"Accept-Language": "de"}, {"Accept": "application/ld+json"})
    answers = [client.get(address, headers=headers) for headers in asked]
    assert len({answer.headers["ETag"] for answer in answers}) == 3
    assert {"Accept", "Accept-Language"} <= set(answers[0].vary)


def test_lists_may_be_kept_for_a_minute_what_somebody_typed_not_at_all(client: FlaskClient) -> None:
    for address in ("/api/v1/courses", "/api/v1/measures", "/openapi.json"):
        assert client.get(address).headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    for address in ("/api/v1/courses?q=depression", "/api/v1/places?q=neu", "/api/v1/competences?q=soigner"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_what_belongs_to_one_person_or_one_moment_is_not_kept_and_has_no_tag(client: FlaskClient) -> None:
    answers = (
        client.post("/api/v1/recommendations", json={"goal": "care"}),
        client.get("/healthz"),
        client.get("/metrics"),
        client.get("/docs/api"),
        client.get("/api/v1/courses/starter:none"),
        client.get("/de/"),
    )
    for answer in answers:
        assert (answer.headers["Cache-Control"], answer.headers.get("ETag")) == ("no-store", None)


def test_a_page_names_the_first_the_last_and_its_neighbours(client: FlaskClient) -> None:
    middle = links(client.get("/api/v1/courses?limit=2&offset=2&q=e").headers["Link"])
    assert middle == {
        "first": "/api/v1/courses?limit=2&q=e&offset=0",
        "prev": "/api/v1/courses?limit=2&q=e&offset=0",
        "next": "/api/v1/courses?limit=2&q=e&offset=4",
        "last": "/api/v1/courses?limit=2&q=e&offset=6",
    }


@pytest.mark.parametrize("address", ["/api/v1/courses?limit=2", "/api/v1/measures?limit=2"])
def test_following_next_leads_through_everything_once(client: FlaskClient, address: str) -> None:
    everything = [item["id"] for item in client.get(address.replace("limit=2", "limit=50")).get_json()["items"]]
    seen: list[str] = []
    following: str | None = address
    while following:
        answer = client.get(following)
        seen += [item["id"] for item in answer.get_json()["items"]]
        following = links(answer.headers["Link"]).get("next")
    assert seen == everything
    assert len(seen) > 2


def test_a_page_beyond_the_end_leads_back(client: FlaskClient) -> None:
    beyond = links(client.get("/api/v1/courses?limit=2&offset=100").headers["Link"])
    assert "next" not in beyond
    assert beyond["prev"] == beyond["last"] == "/api/v1/courses?limit=2&offset=6"


def test_nothing_found_is_one_page(client: FlaskClient) -> None:
    found = links(client.get("/api/v1/courses?q=zzz").headers["Link"])
    assert found == {"first": "/api/v1/courses?q=zzz&offset=0", "last": "/api/v1/courses?q=zzz&offset=0"}


def test_no_host_header_and_no_markup_gets_into_a_link(client: FlaskClient) -> None:
    header = client.get('/api/v1/courses?q=">;<x', headers={"Host": "evil.example"}).headers["Link"]
    assert "evil" not in header
    assert set(links(header)) == {"first", "last"}
