from __future__ import annotations

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from engine.domain import Cefr, Mode, Status
from engine.errors import InputError, Unavailable
from tests.service.conftest import Submit
from tests.service.fakes import NEUNKIRCHEN_DAUN, THIONVILLE, FakeProduct

LANGUAGES = ("de", "fr", "en", "lb", "nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_there_in_every_language(client: FlaskClient, language: str) -> None:
    page = client.get(f"/{language}/")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert page.text.count("<textarea") == 1


@pytest.mark.parametrize(
    ("accepts", "lands_on"),
    [("fr-FR,fr;q=0.9,en;q=0.5", "/fr/"), ("nl-BE", "/nl/"), ("lb,de;q=0.8", "/lb/"), ("pl", "/de/"), ("", "/de/")],
)
def test_the_front_door_opens_in_the_browsers_language(client: FlaskClient, accepts: str, lands_on: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer.headers["Location"]) == (302, lands_on)
    assert "Accept-Language" in answer.headers["Vary"]


def test_every_visible_field_has_a_label(client: FlaskClient) -> None:
    page = client.get("/en/").text
    fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', page)
    assert len(fields) > 15
    assert [field for field in fields if f'for="{field}"' not in page] == []
    assert len(fields) == len(set(fields))


def test_the_language_switch_stays_on_the_form(client: FlaskClient) -> None:
    page = client.get("/fr/").text
    assert all(f'<a href="/{language}/"' in page for language in LANGUAGES)


def test_all_answers_become_a_profile(submit: Submit, product: FakeProduct) -> None:
    submit(
        "fr",
        goal="  aider les gens\r\nà la maison ",
        home="57100",
        speaks_fr="C2",
        speaks_de="A2",
        other_language="pt",
        other_level="B1",
        journey="60",
        age="19",
        situation="neet",
        certificate="2",
        modes=["onsite", "blended"],
        free_only="y",
        start="2027-02-01",
    )
    profile, k, language = product.asked[0]
    assert (k, language) == (10, "fr")
    assert profile.goal == "aider les gens\nà la maison"
    assert profile.home == THIONVILLE
    assert profile.speaks == {"fr": Cefr.C2, "de": Cefr.A2, "pt": Cefr.B1}
    assert (profile.max_travel_minutes, profile.age, profile.status) == (60, 19, Status.NEET)
    assert (profile.eqf_level, profile.modes) == (2, (Mode.ONSITE, Mode.BLENDED))
    assert (profile.max_price_eur, profile.available_from) == (0.0, date(2027, 2, 1))


def test_the_goal_alone_is_enough(submit: Submit, product: FakeProduct) -> None:
    assert submit(goal="care").status_code == 200
    profile = product.asked[0][0]
    assert (profile.home, profile.age, profile.max_travel_minutes, profile.modes) == (None, None, None, ())
    assert profile.speaks == {}


@pytest.mark.parametrize("goal", ["", "   ", "\x00\x07", "…?!"])
def test_without_a_goal_the_form_asks_for_it_and_keeps_the_rest(
    submit: Submit, product: FakeProduct, goal: str
) -> None:
    page = submit(goal=goal, age="19")
    assert page.status_code == 422
    assert '<a href="#goal">' in page.text
    assert 'aria-describedby="goal-hint goal-error"' in page.text
    assert 'id="age" name="age" inputmode="numeric" value="19"' in page.text
    assert product.asked == []


def test_a_goal_of_ten_thousand_letters_is_refused_politely_and_kept(submit: Submit, product: FakeProduct) -> None:
    page = submit(goal="a" * 10_000)
    assert page.status_code == 422
    assert "2000" in page.text
    assert "a" * 10_000 in page.text
    assert product.asked == []


@pytest.mark.parametrize("age", ["abc", "9", "100", "-5", "1.5", "²", "9" * 500])
def test_an_age_that_is_none_is_said_beside_its_field(submit: Submit, age: str) -> None:
    page = submit(goal="care", age=age)
    assert page.status_code == 422
    assert '<a href="#age">' in page.text


@pytest.mark.parametrize("start", ["soon", "2027-13-01", "01.02.2027"])
def test_a_date_that_is_none_opens_the_details_and_says_so(submit: Submit, start: str) -> None:
    page = submit(goal="care", start=start)
    assert page.status_code == 422
    assert '<a href="#start">' in page.text
    assert '<details class="question more-details" open>' in page.text


def test_values_that_no_browser_sends_are_refused(submit: Submit, product: FakeProduct) -> None:
    for answers in ({"journey": "7"}, {"situation": "king"}, {"speaks_de": "Z9"}, {"modes": ["telepathy"]}):
        assert submit(goal="care", **answers).status_code == 422
    assert product.asked == []


def test_an_ambiguous_home_offers_a_choice_and_loses_nothing(submit: Submit, product: FakeProduct) -> None:
    page = submit(goal="care for people", home="Neunkirchen", journey="60", speaks_de="B1")
    assert page.status_code == 422
    assert 'value="66538 Neunkirchen (DE)"' in page.text
    assert 'value="54550 Neunkirchen (DE)"' in page.text
    assert "care for people" in page.text
    assert 'id="journey-2" value="60" checked' in page.text
    assert '<option value="B1" selected>' in page.text
    assert product.asked == []


def test_the_chosen_home_is_taken_and_kept(submit: Submit, product: FakeProduct) -> None:
    page = submit(goal="care", home="Neunkirchen", home_asked="Neunkirchen", home_choice="54550 Neunkirchen (DE)")
    assert page.status_code == 200
    assert product.asked[0][0].home == NEUNKIRCHEN_DAUN
    assert 'name="home" value="54550 Neunkirchen (DE)"' in page.text


def test_a_home_typed_anew_beats_a_choice_made_for_another(submit: Submit, product: FakeProduct) -> None:
    submit(goal="care", home="Thionville", home_asked="Neunkirchen", home_choice="54550 Neunkirchen (DE)")
    assert product.asked[0][0].home == THIONVILLE


def test_an_unknown_home_is_said_beside_its_field(submit: Submit) -> None:
    page = submit(goal="care", home="Atlantis")
    assert page.status_code == 422
    assert '<a href="#home">' in page.text
    assert "home_choice" not in page.text


def test_what_the_product_refuses_is_said_beside_the_goal(submit: Submit, product: FakeProduct) -> None:
    product.error = InputError("nothing to look for", code="empty-goal", place="goal", remedy="say it")
    page = submit(goal="care")
    assert page.status_code == 422
    assert '<a href="#goal">' in page.text


def test_a_product_that_is_not_ready_gets_a_page_with_503(submit: Submit, product: FakeProduct) -> None:
    product.error = Unavailable("no index", remedy="passerelle index")
    page = submit("fr", goal="care")
    assert page.status_code == 503
    assert '<html lang="fr">' in page.text
    assert "Traceback" not in page.text


def test_a_stale_form_comes_back_with_its_answers(client: FlaskClient, product: FakeProduct) -> None:
    page = client.post("/de/results", data={"csrf_token": "old", "goal": "Menschen helfen", "age": "19"})
    assert page.status_code == 400
    assert "Menschen helfen" in page.text
    assert 'value="19"' in page.text
    assert product.asked == []


def test_a_results_address_without_answers_leads_to_the_form(client: FlaskClient) -> None:
    answer = client.get("/lb/results")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/lb/")


@pytest.mark.parametrize(
    ("method", "address", "status", "language"),
    [("GET", "/fr/nowhere", 404, "fr"), ("GET", "/xx/", 404, "de"), ("PUT", "/nl/", 405, "nl")],
)
def test_error_pages_speak_the_language_of_the_address(
    client: FlaskClient, method: str, address: str, status: int, language: str
) -> None:
    page = client.open(address, method=method)
    assert page.status_code == status
    assert f'<html lang="{language}">' in page.text
    assert f'href="/{language}/"' in page.text
    assert str(status) in page.text


def test_more_than_a_person_writes_is_413_in_the_language(client: FlaskClient) -> None:
    page = client.post("/fr/results", data={"goal": "x" * 300_000})
    assert page.status_code == 413
    assert '<html lang="fr">' in page.text


def test_an_unforeseen_error_is_500_without_a_trace(submit: Submit, product: FakeProduct) -> None:
    product.error = ZeroDivisionError("secret detail")
    page = submit("lb", goal="care")
    assert page.status_code == 500
    assert '<html lang="lb">' in page.text
    assert "secret detail" not in page.text
    assert "Traceback" not in page.text
