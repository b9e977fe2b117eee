"""The results page asks, answers and shows who pays; every button works without JavaScript."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain import Group
from service.app import create_app
from tests.service.conftest import Submit
from tests.service.fakes import ESCH, THIONVILLE, TODAY, FakePlaces
from tests.service.support_samples import TRIER, ReasoningProduct

MOTHER = {"goal": "care", "home": "Trier", "age": "22", "situation": "unemployed"}


@pytest.fixture(scope="module")
def _hall() -> tuple[ReasoningProduct, FlaskClient]:
    product = ReasoningProduct(places=FakePlaces(known=(TRIER, ESCH, THIONVILLE)))
    return product, create_app(product, secret_key="only for tests", testing=True, today=lambda: TODAY).test_client()


@pytest.fixture
def asked(_hall: tuple[ReasoningProduct, FlaskClient]) -> ReasoningProduct:
    _hall[0].asked.clear()
    return _hall[0]


@pytest.fixture
def send(_hall: tuple[ReasoningProduct, FlaskClient]) -> Submit:
    """Fill in the form as the mother in Trier does, with ``answers`` on top."""
    client = _hall[1]

    def sent(language: str = "en", **answers: object) -> TestResponse:
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/{language}/").text)
        assert token
        return client.post(f"/{language}/results", data={"csrf_token": token[1], **MOTHER, **answers})

    return sent


def cards(page: str) -> list[str]:
    """The offers of a page, each as its HTML."""
    return re.findall(r'<li class="offer">.*?</article>', page, flags=re.DOTALL)


def signs(card: str) -> list[str]:
    """The words beside the signs of a card."""
    return re.findall(r'class="sign">.*?</svg>(\w[\w ]*)</span>', card, flags=re.DOTALL)


def test_a_card_tells_in_three_lines_at_most_with_a_word_beside_each_sign(send: Submit) -> None:
    here, there = cards(send().text)
    assert signs(here) == ["Perhaps", "Yes"]
    assert signs(there) == ["Yes", "Yes", "Good to know"]
    assert here.count("This is information, not a decision.") == 1
    assert 'href="/en/measures/DE-VOUCHER" lang="de">Name DE-VOUCHER</a> – up to 60 % (en)' in here


def test_one_answer_settles_it_and_goes_along_from_then_on(send: Submit, asked: ReasoningProduct) -> None:
    before = send().text
    assert "Are you registered with the Agentur? (en)" in before
    assert 'form="wish" class="btn job" name="answer-registered.agentur" value="yes"' in before
    after = send(**{"answer-registered.agentur": "yes"}).text
    assert asked.asked[-1][0].answers == {"registered.agentur": True}
    assert signs(cards(before)[0]) == ["Perhaps", "Yes"]
    assert signs(cards(after)[0]) == ["Possible", "Yes"]
    assert "Are you registered with the Agentur? (en)" not in after
    assert '<input type="hidden" name="answer-registered.agentur" value="yes">' in after


def test_a_no_takes_the_line_away(send: Submit) -> None:
    page = send(**{"answer-registered.agentur": "no"}).text
    assert "DE-VOUCHER" not in cards(page)[0]


def test_an_answer_is_taken_back_by_its_button(send: Submit, asked: ReasoningProduct) -> None:
    given = {"answer-registered.agentur": "yes"}
    assert 'name="forget" value="registered.agentur"' in send(**given).text
    page = send(**given, forget="registered.agentur").text
    assert asked.asked[-1][0].answers == {}
    assert 'type="hidden" name="answer-' not in page
    assert "Are you registered with the Agentur? (en)" in page


@pytest.mark.parametrize("text", ["perhaps", "<script>alert(1)</script>", "\x00", "yes" * 1000])
def test_a_useless_answer_changes_nothing(send: Submit, asked: ReasoningProduct, text: str) -> None:
    page = send(**{"answer-registered.agentur": text, "answer-no such fact": text})
    assert page.status_code == 200
    assert asked.asked[-1][0].answers == {}
    assert "<script>alert" not in page.text


def test_answers_outlive_a_mistake_in_the_form(send: Submit) -> None:
    page = send(age="old", **{"answer-registered.agentur": "yes"})
    assert page.status_code == 422
    assert '<input type="hidden" name="answer-registered.agentur" value="yes">' in page.text


def test_the_next_step_is_open_and_the_rest_of_the_way_folded(send: Submit) -> None:
    page = send().text
    way = page[page.index('<section class="pathway"') : page.index('<h2 class="count">')]
    shown, folded = way.split('<details class="whole-way">')
    assert re.search(r"Your next step</span>\s*Talk to somebody", shown)
    assert shown.index("DE-OFFICE") < shown.index('<details class="alternatives">') < shown.index("DE-SCOUTS")
    assert 'href="https://trier.example"' in shown
    assert "Get ready for a training" in folded
    assert "DE-ONLY" not in way


def test_somebody_in_work_is_shown_no_way(send: Submit) -> None:
    assert 'class="pathway"' not in send(situation="employed").text


def test_what_no_offer_changes_is_told_once(send: Submit) -> None:
    page = send().text
    assert page.count('href="/en/measures/DE-BENEFIT"') == 1
    assert page.index("DE-BENEFIT") < page.index('<h2 class="count">')


def test_an_adviser_sees_every_condition_and_the_view_stays_with_every_button(send: Submit) -> None:
    short = send().text
    assert 'class="checked"' not in short
    assert 'name="show" value="adviser"' in short
    page = send(show="adviser").text
    assert page.count('<details class="checked">') == 3
    assert '<input type="hidden" name="view" value="adviser">' in page
    assert "DE-OTHERS" in page
    assert "Needed, but not so:" in page
    assert 'class="checked"' in send(view="adviser", **{"answer-registered.agentur": "yes"}).text
    assert 'class="checked"' not in send(view="adviser", show="person").text


def test_what_is_known_stands_beside_its_condition(send: Submit) -> None:
    page = " ".join(send(show="adviser").text.split())
    assert '<span class="verdict is-MET">met</span> Course kind (en): anything but' in page
    assert 'University studies <span class="fine">– known: Course</span>' in page
    assert "last checked: November 22, 2026" in page


def test_work_groups_and_services_become_part_of_the_profile(send: Submit, asked: ReasoningProduct) -> None:
    page = send(works_at="Esch-sur-Alzette", groups=["single-parent", "refugee"], registered=["jobcenter"]).text
    profile = asked.asked[-1][0]
    assert profile.works_at == ESCH
    assert (profile.groups, profile.registered_with) == ((Group.SINGLE_PARENT, Group.REFUGEE), ("jobcenter",))
    assert "Work: 4001 Esch-sur-Alzette (LU)" in page
    assert 'name="registered" id="registered-2" value="jobcenter" checked' in page


def test_a_work_place_nobody_knows_is_said_beside_its_field(send: Submit, asked: ReasoningProduct) -> None:
    page = send(works_at="Atlantis")
    assert page.status_code == 422
    assert '<a href="#works_at">' in page.text
    assert asked.asked == []


@pytest.mark.parametrize("answers", [{"groups": ["kings"]}, {"registered": ["post-office"]}])
def test_groups_and_services_that_no_form_offers_are_refused(send: Submit, answers: dict[str, object]) -> None:
    assert send(**answers).status_code == 422


def test_the_first_button_of_the_form_is_no_language(send: Submit) -> None:
    """The Enter key presses the first one: it must stay in the reader's language."""
    page = send("fr").text
    first = re.search(r'<button type="submit" form="wish"[^>]*>', page)
    assert first
    assert "formaction" not in first[0]


def test_the_places_to_ask_are_those_of_her_region(send: Submit) -> None:
    side = send().text.split('<aside class="side"')[1]
    assert re.findall(r"/en/measures/([\w-]+)", side) == ["DE-OFFICE"]
