"""The desk: who may come in, how a profile becomes a search, and what an advisor sees of each offer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from data.store.accounts_records import Feedback, Verdict
from engine.answer import Gate, RecommendationList
from engine.domain import Cefr, Group, Mode, Region, Status
from engine.errors import InputError
from tests.service.desk_stage import Advisor, DeskStage, emptied
from tests.service.fakes import ACROSS, NEUNKIRCHEN_SAAR, TODAY, course, finding, long_answer, recommended

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

FIRST, SECOND = "Aide-soignant en alternance 1", "Pflegehelfer/in – Einstieg"


@pytest.fixture
def desk() -> DeskStage:
    return emptied()


def titles(page: str) -> list[str]:
    return re.findall(r'<li class="offer desk-offer".*?<h3[^>]*>([^<]*)<', page, flags=re.DOTALL)


def offer(page: str, rank: int) -> str:
    found = re.search(rf'<li class="offer desk-offer" id="offer-{rank}">.*?</article>', page, flags=re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("path", ["/advisor/", "/en/advisor/", "/en/advisor/shortlists", "/en/advisor/shortlists/x"])
def test_who_is_not_signed_in_is_led_to_the_door(desk: DeskStage, path: str) -> None:
    answer = desk.app.test_client().get(path)
    assert answer.status_code == 303
    assert "/login?next=" in answer.location


@pytest.mark.parametrize(("name", "status"), [("berta", 200), ("anna", 200), ("otto", 403)])
def test_advisors_and_admins_come_in_and_nobody_else(desk: DeskStage, name: str, status: int) -> None:
    assert desk.advisor(name).get("/en/advisor/").status_code == status


def test_an_advisor_who_signs_in_stands_at_the_desk_in_her_language(desk: DeskStage) -> None:
    berta = Advisor(desk.app.test_client())
    assert berta.sign_in("berta").location == "/advisor/"
    assert berta.client.get("/advisor/", headers={"Accept-Language": "nl"}).location == "/nl/advisor/"


def test_the_whole_profile_reaches_the_engine(desk: DeskStage) -> None:
    desk.advisor().search(
        home="66538 Neunkirchen (DE)",
        works_at="Thionville",
        age="52",
        situation="unemployed",
        certificate="4",
        groups=["over-50", "returner"],
        registered=["agentur"],
        journey="45",
        modes=["blended"],
        start="2027-02-01",
        max_price="450,50",
        speaks_de="C1",
        abilities="listening, cooking",
        competence=["esco:wounds"],
        target="nurse",
    )
    profile, asked_for, language = desk.product.asked[0]
    assert (asked_for, language) == (50, "en")
    assert profile.home == NEUNKIRCHEN_SAAR
    assert profile.works_at is not None
    assert profile.works_at.region is Region.LORRAINE
    assert (profile.age, profile.status, profile.eqf_level) == (52, Status.UNEMPLOYED, 4)
    assert profile.groups == (Group.OVER_50, Group.RETURNER)
    assert profile.registered_with == ("agentur",)
    assert (profile.max_travel_minutes, profile.modes) == (45, (Mode.BLENDED,))
    assert (profile.available_from, profile.max_price_eur) == (date(2027, 2, 1), 450.5)
    assert profile.speaks == {"de": Cefr.C1}
    assert profile.competences == ("esco:wounds", "listening", "cooking")
    assert profile.target_occupation == "nurse"


def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_is_lost(desk: DeskStage) -> None:
    answer = desk.advisor().search(goal="care", home="Neunkirchen", max_price="cheap", age="19")
    assert answer.status_code == 422
    assert 'id="max_price-error"' in answer.text
    assert 'value="66538 Neunkirchen (DE)"' in answer.text
    assert 'name="age" inputmode="decimal" value="19"' in answer.text
    assert desk.product.asked == []


def test_what_the_engine_refuses_is_said_beside_the_wish(desk: DeskStage) -> None:
    desk.product.error = InputError("no goal", code="empty-goal", place="goal")
    answer = desk.advisor().search(goal="care")
    assert answer.status_code == 422
    assert 'id="goal-error"' in answer.text


def test_a_search_that_was_saved_as_an_address_leads_to_the_form(desk: DeskStage) -> None:
    berta = desk.advisor()
    for page in ("results", "compare", "feedback", "cv"):
        assert berta.get(f"/en/advisor/{page}").location == "/en/advisor/"


def test_a_cv_proposes_competences_with_its_words_and_keeps_what_was_written(desk: DeskStage) -> None:
    page = (
        desk.advisor()
        .post(
            "/en/advisor/cv",
            goal="care",
            speaks_fr="A2",
            cv_text="Skills: soigner des plaies\nLanguages: French C1, German B1",
        )
        .text
    )
    assert 'name="competence" id="competence-1" value="esco:wounds" checked' in page
    assert '<q dir="auto">soigner des plaies</q>' in page
    assert re.search(r'name="speaks_fr">.*?<option value="A2" selected>', page, flags=re.DOTALL)
    assert re.search(r'name="speaks_de">.*?<option value="B1" selected>', page, flags=re.DOTALL)
    assert ">\ncare</textarea>" in page


def test_a_cv_that_says_nothing_is_refused_in_plain_words(desk: DeskStage) -> None:
    answer = desk.advisor().post("/en/advisor/cv", goal="care", cv_text=" ")
    assert answer.status_code == 422
    assert "Please paste your CV or choose a file." in answer.text
    assert ">\ncare</textarea>" in answer.text


def test_a_click_on_a_job_of_the_cv_makes_it_the_target(desk: DeskStage) -> None:
    page = desk.advisor().post("/en/advisor/", goal="care", choose_target="esco:nurse").text
    assert 'name="target" value="nurse"' in page
    assert 'name="target_uri" value="esco:nurse"' in page


def test_the_offers_stand_in_the_order_of_the_answer(desk: DeskStage) -> None:
    page = desk.advisor().search().text
    assert titles(page)[:2] == [FIRST, SECOND]
    assert len(titles(page)) == 7
    assert "7 offers" in page


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"f_region": "saarland"}, [SECOND]),
        ({"f_language": "de"}, [SECOND]),
        ({"f_kind": "course"}, [SECOND]),
        ({"f_provider": "PFLEGE"}, [SECOND]),
        ({"f_mode": "online"}, []),
        # What is not known of an offer never hides it: only one has a price, and only one a start.
        ({"f_price": "900", "f_language": "de"}, []),
        ({"f_price": "1200", "f_language": "de"}, [SECOND]),
        ({"f_start": "2027-03-01", "f_language": "de"}, []),
        ({"f_start": "2027-02-01", "f_language": "de"}, [SECOND]),
        ({"f_level": "8", "f_language": "de"}, [SECOND]),
    ],
)
def test_filters_narrow_the_answer(desk: DeskStage, filters: dict[str, str], expected: list[str]) -> None:
    assert titles(desk.advisor().search(**filters).text) == expected


@pytest.mark.parametrize("by", ["price", "start"])
def test_what_is_known_comes_first_when_sorted(desk: DeskStage, by: str) -> None:
    page = desk.advisor().search(sort=by).text
    assert titles(page)[:2] == [SECOND, FIRST]
    # Its place in the whole answer is still told.
    assert 'id="offer-2"' in page


def test_the_shortest_way_comes_first_when_sorted_by_it(desk: DeskStage) -> None:
    near = recommended(course(3, title="Near"), finding("commute", minutes=5, limit=None, **{"from": "A", "to": "B"}))
    desk.product.answer = RecommendationList(items=(recommended(course(1), *ACROSS), recommended(course(2)), near))
    assert titles(desk.advisor().search(sort="distance").text) == ["Near", FIRST, "Aide-soignant en alternance 2"]


def test_a_page_shows_ten_offers_and_more_on_demand(desk: DeskStage) -> None:
    desk.product.answer = RecommendationList(items=tuple(recommended(course(number)) for number in range(12)))
    berta = desk.advisor()
    first = berta.search().text
    assert len(titles(first)) == 10
    assert 'name="upto" value="20"' in first
    assert len(titles(berta.search(upto="20").text)) == 12


def test_what_was_ticked_stays_chosen_when_a_filter_hides_it(desk: DeskStage) -> None:
    page = desk.advisor().search(chosen=["starter:1", "starter:2"], f_region="saarland").text
    assert titles(page) == [SECOND]
    assert set(re.findall(r'name="chosen" id="[^"]+" value="([^"]+)" checked', page)) == {"starter:1", "starter:2"}


def test_contributions_are_bars_to_one_scale_with_their_points(desk: DeskStage) -> None:
    low = replace(recommended(course(1)), score=0.4)
    minus = replace(low.contributions[1], value=-1.5)
    desk.product.answer = RecommendationList(items=(replace(low, contributions=(low.contributions[0], minus)),))
    page = offer(desk.advisor().search().text, 1)
    # 0.9 to the right of zero and 0.3 to the left of it.
    assert '<rect class="plus" x="25.0" y="0" width="75.0" height="8">' in page
    assert '<rect class="minus" x="0.0" y="0" width="25.0" height="8">' in page
    assert '<td class="points">+90.0</td>' in page


def test_a_near_miss_says_what_would_open_it(desk: DeskStage) -> None:
    answer = long_answer()
    gate = Gate(
        language="fr", opened_by=recommended(course(20, title="Français A2")), opens=(answer.rejected[0].course.id,)
    )
    desk.product.answer = replace(answer, gates=(gate,))
    near = desk.advisor().search().text.split('<ul class="near-list">')[1]
    assert "Infirmier diplômé" in near
    assert "A longer way: 95 minutes." in near
    assert "Français A2" in near


def test_up_to_four_offers_stand_side_by_side(desk: DeskStage) -> None:
    ids = [f"starter:{number}" for number in (2, 1, 3, 4, 5)]
    page = desk.advisor().post("/en/advisor/compare", goal="care", chosen=ids).text
    heads = re.findall(r'<th scope="col"><span[^>]*>(?:<a[^>]*>)?([^<]*)', page)
    assert heads == [SECOND, FIRST, "Aide-soignant en alternance 3", "Aide-soignant en alternance 4"]
    assert "Only the first 4 stand side by side." in page
    assert page.count('name="chosen"') == 5
    rows = {re.sub("<.*?>", "", row).split("\n")[0] for row in re.findall(r'<tr><th scope="row">.*?</th>', page)}
    assert {"Provider", "Price", "Why it fits", "Who pays", "Who may attend"} <= rows


def test_a_comparison_of_nothing_says_how(desk: DeskStage) -> None:
    assert "No offer was ticked." in desk.advisor().post("/en/advisor/compare", goal="care").text


def test_feedback_is_kept_with_its_rank_and_without_anybody(desk: DeskStage) -> None:
    berta = desk.advisor()
    page = berta.post(
        "/en/advisor/feedback", goal="care", sort="price", say="out-of-date starter:2", **{"why-2": "closed since May"}
    ).text
    assert "Thank you." in offer(page, 2)
    assert list(desk.store.accounts.feedback.since(TODAY)) == [
        Feedback(
            course_id="starter:2",
            rank=2,
            verdict=Verdict.OUT_OF_DATE,
            reason="closed since May",
            index_version="fake-1",
            weights_version="w1",
            day=TODAY,
        )
    ]


@pytest.mark.parametrize(
    ("say", "reason", "expected"),
    [
        ("wrong starter:1", "ask anna@example.org", "Please leave out e-mail addresses"),
        ("wrong starter:1", "x" * 501, "The reason is too long."),
        ("great starter:1", "", "This could not be kept."),
    ],
)
def test_feedback_that_gives_somebody_away_or_makes_no_sense_is_not_kept(
    desk: DeskStage, say: str, reason: str, expected: str
) -> None:
    before = len(list(desk.store.accounts.feedback.since(TODAY)))
    page = desk.advisor().post("/en/advisor/feedback", goal="care", say=say, **{"why-1": reason}).text
    assert expected in offer(page, 1)
    assert len(list(desk.store.accounts.feedback.since(TODAY))) == before


def test_what_is_written_at_the_desk_is_shown_as_text(desk: DeskStage) -> None:
    hostile = '"><script>alert(1)</script>'
    page = desk.advisor().search(goal=hostile, target=hostile, f_provider=hostile, pseudonym=hostile).text
    assert "<script>alert" not in page


def test_a_stale_page_gives_back_what_was_written(desk: DeskStage) -> None:
    berta = desk.advisor()
    berta.token = "stale"
    answer = berta.search(goal="metal work")
    assert answer.status_code == 400
    assert ">\nmetal work</textarea>" in answer.text


@pytest.mark.parametrize("language", ["de", "fr", "en", "lb", "nl"])
def test_every_page_has_its_switch_and_no_inline_style(desk: DeskStage, language: str) -> None:
    berta = desk.advisor()
    pages = [
        berta.get(f"/{language}/advisor/"),
        berta.post(f"/{language}/advisor/results", goal="care"),
        berta.post(f"/{language}/advisor/compare", goal="care", chosen=["starter:1"]),
        berta.post(f"/{language}/advisor/print", goal="care", chosen=["starter:1"]),
    ]
    for page in pages:
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.text
        assert "desk.css" in page.text
        assert not re.search(r"\sstyle=|<style|\son\w+=", page.text)
