"""The catalogue over JSON: one course with what it is about, and a page of many."""

from __future__ import annotations

from flask.testing import FlaskClient

from engine.competences import CourseCompetences
from service.answers import course_answer
from tests.service.fakes import FakeProduct, course


def test_one_course_tells_what_it_teaches_and_where_it_leads(client: FlaskClient, product: FakeProduct) -> None:
    course = product.answer.items[0].course
    body = client.get(f"/api/v1/courses/{course.id}?language=de").get_json()
    assert (body["id"], body["title"]) == (course.id, course.title)
    wounds = {"uri": "esco:wounds", "name": "Wunden versorgen", "confidence": 0.8, "inherited": False}
    assert wounds in body["competences"]
    assert body["occupations"] == [{"uri": "esco:nurse", "name": "Pflegefachkraft", "confidence": 0.9}]


def test_a_competence_is_inherited_where_neither_the_portal_nor_the_text_names_it() -> None:
    about = CourseCompetences(
        teaches={"esco:read": 0.9, "esco:stated": 0.4, "esco:usual": 0.4},
        requires={"esco:usual": 0.5},
        inherited=frozenset({"esco:stated", "esco:usual"}),
    )
    body = course_answer(course(1, competences=("esco:stated", "esco:certain")), about, "en", None)
    assert {told["uri"]: (told["confidence"], told["inherited"]) for told in body["competences"]} == {
        "esco:stated": (0.4, False),
        "esco:certain": (1.0, False),
        "esco:read": (0.9, False),
        "esco:usual": (0.4, True),
    }
    assert "inherited" not in body["requires"][0]


def test_a_course_that_is_not_on_offer_is_a_typed_error(client: FlaskClient) -> None:
    answer = client.get("/api/v1/courses/starter:none")
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "not-found"


def test_the_catalogue_comes_in_pages(client: FlaskClient, product: FakeProduct) -> None:
    every = [item.course.id for item in product.answer.items]
    first = client.get("/api/v1/courses?limit=2").get_json()
    second = client.get("/api/v1/courses?limit=2&offset=2").get_json()
    assert first["total"] == second["total"] == len(every)
    assert [course["id"] for course in (*first["items"], *second["items"])] == every[:4]


def test_the_catalogue_is_asked_for_what_the_query_says(client: FlaskClient, product: FakeProduct) -> None:
    client.get("/api/v1/courses?q=pflege&country=de&language=DE&competence=esco:wounds")
    assert product.browsed == [("pflege", "DE", "de", "esco:wounds")]


def test_a_wrong_query_names_its_field(client: FlaskClient) -> None:
    for query, field in (("limit=0", "limit"), ("country=Germany", "country"), ("offset=x", "offset")):
        answer = client.get("/api/v1/courses?" + query)
        assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, field)
