"""What leaves the desk: a printout in two languages, its PDF, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from engine.errors import InputError
from service.desk_pdf import pdf_of
from service.schemas import ProfileInput
from tests.service.desk_stage import Advisor, DeskStage, emptied
from tests.service.fakes import FakePlaces, course, long_answer

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk() -> DeskStage:
    return emptied()


@pytest.fixture(scope="module")
def berta(desk: DeskStage) -> Advisor:
    return desk.advisor()


@pytest.fixture(scope="module")
def address(berta: Advisor) -> str:
    """A shortlist of two offers for somebody who reads French; the second has a note."""
    found = berta.keep(
        home="Thionville", age="22", speaks_fr="C2", client="fr", chosen=["starter:1", "starter:2"], abilities="cooking"
    )
    berta.post(f"{found}/notes", **{"course-1": "starter:2", "note-1": "=1+1 ask"})
    return found


def test_both_languages_stand_side_by_side_for_each_offer(berta: Advisor) -> None:
    page = berta.post("/de/advisor/print", goal="care", client="fr", chosen=["starter:2", "starter:1"]).text
    rows = page.split('<div class="sides')[1:]
    assert len(rows) == 4
    french, german = rows[1].split('<section class="side-2" lang="de">')
    assert "Langue du cours" in french
    assert "Kurssprache" in german
    assert "Pflegehelfer/in – Einstieg" in french
    assert "Pflegehelfer/in – Einstieg" in german


def test_one_language_is_enough_where_both_are_the_same(berta: Advisor) -> None:
    page = berta.post("/fr/advisor/print", goal="care", client="fr", chosen=["starter:1"]).text
    assert 'class="handout languages-1"' in page
    assert "side-2" not in page


def test_a_printout_of_a_shortlist_names_nobody_and_has_notes_only_when_asked(berta: Advisor, address: str) -> None:
    handout = berta.get(f"{address}/print").text.split('<div class="handout')[1]
    assert "K7Q3F" not in handout
    assert "=1+1 ask" not in handout
    assert "=1+1 ask" in berta.get(f"{address}/print?notes=y").text
    assert '<section class="side-1" lang="nl">' in berta.get(f"{address}/print?in=nl").text


def test_what_the_answer_of_today_lacks_is_said_rather_than_left_out(desk: DeskStage, berta: Advisor) -> None:
    found = berta.keep(pseudonym="GONE1", chosen=["starter:7"])
    desk.product.answer = replace(long_answer(), items=long_answer().items[:2])
    assert "Not printed, for today’s answer does not hold them: starter:7" in " ".join(
        re.sub("<[^>]+>", "", berta.get(f"{found}/print").text).split()
    )
    desk.product.reset()


def test_csv_has_a_line_an_offer_and_no_formulas(berta: Advisor, address: str) -> None:
    answer = berta.get(f"{address}/export.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=shortlist.csv"
    heads, first, second = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    told = dict(zip(heads, second, strict=True))
    assert first[1] == "Aide-soignant en alternance 1"
    assert (told["Offer"], told["Price"], told["Note"]) == (
        "Pflegehelfer/in – Einstieg",
        "€1,200.00",
        "'=1+1 ask",
    )
    assert "Enough" not in told["Why it fits"]


def test_json_has_the_profile_as_the_api_takes_it_and_every_reason(berta: Advisor, address: str) -> None:
    told = json.loads(berta.get(f"{address}/export.json").data)
    assert (told["pseudonym"], told["expires_on"]) == ("K7Q3F", "2027-02-21")
    profile = ProfileInput.model_validate(told["profile"]).to_profile(FakePlaces())
    assert (profile.goal, profile.age, profile.competences) == ("care", 22, ("cooking",))
    assert profile.home is not None
    assert profile.home.name == "Thionville"
    assert [item["course"]["id"] for item in told["items"]] == ["starter:1", "starter:2"]
    assert told["items"][1]["note"] == "=1+1 ask"
    assert told["items"][0]["score"] == pytest.approx(1.23)
    assert [reason["code"] for reason in told["items"][0]["reasons"]][:2] == ["relevance", "language"]


def test_a_shortlist_whose_search_is_refused_today_leads_to_the_form(
    desk: DeskStage, berta: Advisor, address: str
) -> None:
    desk.product.error = InputError("no goal", code="empty-goal", place="goal")
    answer = berta.get(f"{address}/export.csv")
    assert answer.status_code == 422
    assert 'id="goal-error"' in answer.text
    desk.product.reset()


def test_markup_of_an_offer_stays_text_on_paper(desk: DeskStage, berta: Advisor) -> None:
    item = replace(long_answer().items[0], course=course(1, title="<img src=x onerror=alert(1)>"))
    desk.product.answer = replace(long_answer(), items=(item,))
    page = berta.post("/de/advisor/print", goal="care", client="fr", chosen=["starter:1"]).text
    assert "<img src=x" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") == 2
    desk.product.reset()


@pytest.mark.slow
def test_a_shortlist_is_a_pdf_in_both_languages(berta: Advisor, address: str) -> None:
    answer = berta.get(f"{address}/print.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == "attachment; filename=shortlist.pdf"


@pytest.mark.slow
def test_a_pdf_fetches_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert pdf_of('<title>x</title><img src="file:///etc/passwd" alt="x"><p>text').startswith(b"%PDF-")
    assert "file:///etc/passwd" in caplog.text
