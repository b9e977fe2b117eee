"""The aim on the page, in the API and on the terminal: the gap, paths, jobs to try."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from data.knowledge import KnowledgeBase
from engine.answer import RecommendationList
from service.outlook import taught
from service.terminal import answer_text
from tests.service.conftest import Submit
from tests.service.fakes import NAMES, FakeProduct, towards_nursing, without_an_aim

ADDRESS = "/api/v1/recommendations?language=de"

NOTHING_KNOWN = KnowledgeBase(measures=(), facts={})


def names(uri: str, language: str) -> str:
    return NAMES.get(uri, {}).get(language, "")


def texts(pattern: str, page: str) -> list[str]:
    return re.findall(pattern, page, flags=re.DOTALL)


def test_the_gap_stands_above_the_offers_with_what_is_missing_and_what_is_there(
    submit: Submit, product: FakeProduct
) -> None:
    product.answer = towards_nursing()
    page = submit(goal="care", target="nurse", abilities="listening").text
    box = page[page.index('<section class="gap"') : page.index("</section>")]
    assert "To work in this job: nurse" in box
    missing, rest = box.split("This is there already")
    assert texts("<li>([^<]*)</li>", missing) == ["dress wounds", "hand out medicine"]
    assert texts("<li>([^<]*)</li>", rest) == ["listen actively", "English"]
    assert page.index('<section class="gap"') < page.index('<li class="offer">')


def test_a_card_says_what_one_learns_the_missing_first_and_no_addresses(submit: Submit, product: FakeProduct) -> None:
    product.answer = towards_nursing()
    page = submit("de", goal="Pflege", target="nurse").text
    first = page[page.index('<li class="offer">') :]
    chips = texts(r'<ul class="learned">(.*?)</ul>', first)[0]
    assert texts('<li( class="missing")?>([^<]*)<', chips) == [
        (' class="missing"', "Wunden versorgen"),
        ("", "aktiv zuhören"),
    ]
    assert texts('Wunden versorgen<span class="visually-hidden">([^<]*)<', chips) == [" – Das fehlt noch"]
    assert "Lehrt, was noch fehlt: Wunden versorgen." in first
    assert "esco:unnamed" not in page


def inheriting(*inherited: str, teaches: tuple[str, ...] = ("esco:listen", "esco:wounds")) -> RecommendationList:
    """An answer whose first course inherits these competences from the job it leads to."""
    found = towards_nursing()
    first = replace(found.items[0], teaches=teaches, inherited=frozenset(inherited))
    return replace(found, items=(first, *found.items[1:]))


def lists(page: str) -> list[tuple[str, list[str]]]:
    """The headings over competences on the first card, each with what stands under it."""
    card = page[page.index('<li class="offer">') : page.index("</article>")]
    found = texts(r'<h4[^>]*>([^<]*)</h4>\s*<ul class="learned[^"]*">(.*?)</ul>', card)
    return [(title, texts("<li[^>]*>([^<]*)<", chips)) for title, chips in found]


def test_what_is_only_usual_in_the_job_stands_apart_from_what_the_offer_says(
    submit: Submit, product: FakeProduct
) -> None:
    product.answer = inheriting("esco:wounds")
    page = submit(goal="care", target="nurse").text
    assert lists(page) == [
        ("You learn", ["listen actively"]),
        ("Usual in this job: ask the provider", ["dress wounds"]),
    ]
    usual = page[page.index('<ul class="learned usual">') :]
    assert usual[: usual.index("</ul>")].count('class="missing"') == 1


def test_a_course_that_only_inherits_is_not_said_to_teach_anything(submit: Submit, product: FakeProduct) -> None:
    product.answer = inheriting("esco:wounds", "esco:listen")
    assert lists(submit(goal="care").text) == [
        ("Usual in this job: ask the provider", ["dress wounds", "listen actively"])
    ]


def test_of_what_is_usual_the_missing_is_shown_first_and_no_more_than_helps() -> None:
    uris = tuple(f"esco:{number}" for number in range(9))
    (item, *_) = inheriting(*uris[1:], "esco:wounds", teaches=(*uris, "esco:wounds")).items
    found = taught(item, towards_nursing().gap, "en", lambda uri, _: uri)
    assert [chip.name for chip in found.told] == ["esco:0"]
    assert [(chip.name, chip.missing) for chip in found.usual] == [
        ("esco:wounds", True), ("esco:1", False), ("esco:2", False), ("esco:3", False),
    ]  # fmt: skip


def test_a_path_shows_two_courses_in_order_with_the_reasons(submit: Submit, product: FakeProduct) -> None:
    product.answer = towards_nursing()
    page = submit(goal="care", target="nurse").text
    box = page[page.index('<section class="paths"') :]
    box = box[: box.index("</section>")]
    assert box.index("Aide-soignant en alternance 1") < box.index("https://ecole.example/infirmier")
    assert "Together they teach clearly more" in box
    assert "Teaches what is still missing: dress wounds, hand out medicine." in box


def test_what_was_not_understood_is_told(submit: Submit, product: FakeProduct) -> None:
    product.answer = towards_nursing()
    assert "We did not understand this: gloops. Try other words." in submit(goal="care", target="nurse").text


def test_jobs_to_try_become_the_aim_with_one_click_and_without_javascript(submit: Submit, product: FakeProduct) -> None:
    product.answer = without_an_aim()
    page = submit(goal="care").text
    button = (
        '<button type="submit" form="wish" class="btn job" name="choose_target" value="{}" formnovalidate>{}</button>'
    )
    assert button.format("esco:nurse", "nurse") in page
    assert button.format("esco:carer", "carer") in page[: page.index('<li class="offer">')]
    product.answer = towards_nursing()
    page = submit(goal="care", choose_target="esco:nurse", target="something else").text
    assert product.asked[-1][0].target_occupation == "esco:nurse"
    assert 'id="target" name="target" value="nurse"' in page
    assert 'name="target_uri" value="esco:nurse"' in page
    assert 'name="target_asked" value="nurse"' in page


@pytest.mark.parametrize(("written", "meant"), [("nurse", "esco:nurse"), ("plumber", "plumber"), ("", None)])
def test_the_chosen_job_stands_until_she_writes_another(
    submit: Submit, product: FakeProduct, written: str, meant: str | None
) -> None:
    submit(goal="care", target=written, target_uri="esco:nurse", target_asked="nurse")
    assert product.asked[-1][0].target_occupation == meant


def test_what_she_can_do_is_read_as_a_list(submit: Submit, product: FakeProduct) -> None:
    submit(goal="", abilities=" listening, first aid;  , listening ")
    assert product.asked[-1][0].competences == ("listening", "first aid")


def test_a_target_alone_is_enough_and_nothing_at_all_is_not(submit: Submit, product: FakeProduct) -> None:
    assert submit(goal="", target="nurse").status_code == 200
    assert submit(goal="", target="?").status_code == 422


def test_words_that_are_too_long_are_refused_beside_their_field(submit: Submit) -> None:
    page = submit(goal="care", target="x" * 301, abilities="y" * 2001)
    assert page.status_code == 422
    assert "Give only the name of the job." in page.text
    assert "A few words for each are enough." in page.text


def test_the_api_names_every_concept_beside_its_uri(client: FlaskClient, product: FakeProduct) -> None:
    product.answer = towards_nursing()
    body = client.post(ADDRESS, json={"target_occupation": "nurse"}).get_json()
    assert body["gap"] == {
        "occupation": {"uri": "esco:nurse", "name": "Pflegefachkraft"},
        "certainty": 1.0,
        "has": [{"uri": "esco:listen", "name": "aktiv zuhören"}],
        "missing": [
            {"uri": "esco:wounds", "name": "Wunden versorgen", "essential": True},
            {"uri": "esco:drugs", "name": "Medikamente geben", "essential": True},
            {"uri": "esco:english", "name": "Englisch", "essential": False},
        ],
    }
    assert body["items"][0]["course"]["competences"][1] == {
        "uri": "esco:wounds",
        "name": "Wunden versorgen",
        "inherited": False,
    }
    closes = next(reason for reason in body["items"][0]["reasons"] if reason["code"] == "closes")
    assert closes["competences"] == [{"uri": "esco:wounds", "name": "Wunden versorgen"}]
    (path,) = body["paths"]
    assert [step["course"]["id"] for step in path["steps"]] == ["starter:1", "starter:2"]
    assert [reason["code"] for reason in path["reasons"]] == ["path-together", "closes"]


def test_the_api_says_which_competences_are_inherited(client: FlaskClient, product: FakeProduct) -> None:
    product.answer = inheriting("esco:wounds")
    course = client.post(ADDRESS, json={"goal": "care"}).get_json()["items"][0]["course"]
    assert [(one["uri"], one["inherited"]) for one in course["competences"]] == [
        ("esco:listen", False),
        ("esco:wounds", True),
    ]


def test_the_api_suggests_and_asks_back(client: FlaskClient, product: FakeProduct) -> None:
    product.answer = without_an_aim()
    body = client.post(ADDRESS, json={"goal": "care"}).get_json()
    assert body["gap"] is None
    assert body["suggested"][0]["occupation"] == {"uri": "esco:nurse", "name": "Pflegefachkraft"}
    assert [concept["uri"] for concept in body["notes"][0]["choices"]] == ["esco:nurse", "esco:carer"]


def test_the_terminal_tells_the_gap_first_then_courses_and_paths() -> None:
    lines = answer_text(towards_nursing(), "de", NOTHING_KNOWN, names).splitlines()
    at = [
        next(n for n, line in enumerate(lines) if start in line)
        for start in (
            "Um in diesem Beruf zu arbeiten: Pflegefachkraft",
            "Das fehlt noch – Wunden versorgen, Medikamente geben",
            " 1. 1.500  Aide-soignant en alternance 1",
            "Schritt für Schritt (1)",
        )
    ]
    assert at == sorted(at)
    assert "Berufe, die zu dir passen könnten – Pflegefachkraft" in answer_text(
        without_an_aim(), "de", NOTHING_KNOWN, names
    )


def test_nothing_that_fits_is_said_on_the_terminal_in_the_readers_language() -> None:
    assert answer_text(RecommendationList(items=()), "fr", NOTHING_KNOWN) == "Nous n’avons rien trouvé qui convienne"


def test_a_long_list_is_cut_and_its_length_told(submit: Submit, product: FakeProduct) -> None:
    answer = towards_nursing()
    many = tuple(f"esco:{number}" for number in range(30))
    product.answer = replace(answer, gap=replace(answer.gap, essential=(*answer.gap.essential, *many)))
    assert "and 30 more" in submit(goal="care", target="nurse").text
