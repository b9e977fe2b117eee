from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from engine.answer import RecommendationList
from tests.service.conftest import Submit
from tests.service.fakes import FakeProduct, course, recommended
from tests.service.tokens import token_of


def titles(page: str) -> list[str]:
    return re.findall(r'class="offer-title"[^>]*>([^<]*)<', page)


def test_the_results_link_to_the_first_five_and_say_nothing_of_her(submit: Submit) -> None:
    page = submit(goal="my secret wish", home="Thionville", age="19").text
    links = re.findall(r'href="(/en/offers[^"]*)"', page)
    five = "&amp;".join(f"ids=starter:{number}" for number in range(1, 6))
    assert links == [f"/en/offers?{five}", f"/en/offers.txt?{five}"]
    assert not any(word in "".join(links) for word in ("secret", "Thionville", "19"))


def test_the_link_shows_the_offers_again_in_its_order_and_each_once(client: FlaskClient) -> None:
    page = client.get("/en/offers?ids=starter:3&ids=starter:2&ids=starter:3")
    assert page.status_code == 200
    assert titles(page.text) == ["Aide-soignant en alternance 3", "Pflegehelfer/in – Einstieg"]
    assert "November 23, 2026" in page.text
    assert "This is information, not a decision." in page.text
    assert 'href="/fr/offers?ids=starter:3&amp;ids=starter:2"' in page.text


def test_offers_that_are_gone_are_named_and_the_others_shown(client: FlaskClient) -> None:
    page = client.get("/en/offers?ids=starter:1&ids=nowhere:7")
    assert page.status_code == 200
    assert "Not on offer any more:" in page.text
    assert "<li>nowhere:7</li>" in page.text
    assert len(titles(page.text)) == 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "ids=",
        "ids=nowhere:1",
        "ids=%00",
        "ids=" + "x" * 5000,
        "ids=<script>alert(1)</script>",
        "ids=../../etc/passwd",
    ],
)
@pytest.mark.parametrize("path", ["/de/offers", "/de/offers.txt"])
def test_a_link_that_names_nothing_is_404_and_harmless(client: FlaskClient, path: str, query: str) -> None:
    page = client.get(f"{path}?{query}")
    assert page.status_code == 404
    assert "<script>alert" not in page.text or page.mimetype == "text/plain"
    assert len(page.text) < 12_000


def test_ten_offers_are_the_most(client: FlaskClient, product: FakeProduct) -> None:
    product.answer = RecommendationList(items=tuple(recommended(course(number)) for number in range(12)))
    page = client.get("/en/offers?" + "&".join(f"ids=starter:{number}" for number in range(12))).text
    assert len(titles(page)) == 10
    assert "We show 10 offers at most." in page


def test_the_file_holds_offers_the_day_and_the_link(client: FlaskClient) -> None:
    answer = client.get("/de/offers.txt?ids=starter:2&ids=nowhere:7")
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="passerelle.txt"'
    lines = [line.strip() for line in answer.text.splitlines()]
    assert lines[0] == "Passerelle – 23. November 2026"
    assert "1. Pflegehelfer/in – Einstieg" in lines
    assert "Ort: Saarbrücken, Deutschland" in lines
    assert "https://pflegeschule.example/kurs" in lines
    assert "- nowhere:7" in lines
    assert lines[-2 if not lines[-1] else -1].endswith("/de/offers?ids=starter:2")


def test_what_a_portal_writes_into_an_offer_is_text_only(client: FlaskClient, product: FakeProduct) -> None:
    hostile = course(1, title="<script>alert(1)</script>", url="javascript:alert(1)")
    product.answer = RecommendationList(items=(recommended(hostile),))
    page = client.get("/en/offers?ids=starter:1").text
    assert "<script>alert" not in page
    assert "javascript:" not in page


def test_forgetting_empties_the_browser_and_leads_to_an_empty_form(client: FlaskClient) -> None:
    answer = client.post("/lb/forget", data={"csrf_token": token_of(client, "/lb/")})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/lb/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "passerelle=;" in answer.headers["Set-Cookie"]
    assert client.get("/lb/forget").status_code == 303


def test_nobody_else_can_make_a_browser_forget(client: FlaskClient) -> None:
    answer = client.post("/lb/forget")
    assert answer.status_code == 400
    assert "Clear-Site-Data" not in answer.headers


def test_an_empty_answer_can_be_forgotten_too(submit: Submit, product: FakeProduct) -> None:
    product.answer = replace(product.answer, items=())
    page = submit(goal="care").text
    assert 'action="/en/forget"' in page
    assert "/en/offers" not in page
