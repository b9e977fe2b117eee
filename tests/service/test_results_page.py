from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.answer import Gate, RecommendationList
from engine.domain import CourseKind, Place
from tests.service.conftest import Submit
from tests.service.fakes import ACROSS, ESCH, TODAY, FakeProduct, course, long_answer, recommended

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} ${7*7} %(x)s %s",
    "🦊 كلمات \u202e\u2067 rtl \u200f",
    "NUL\x00NUL",
)


def offers(page: str) -> list[str]:
    """The offers of a page, each as its HTML, in the order of the page."""
    return re.findall(r'<li class="offer">.*?</article>', page, flags=re.DOTALL)


def test_the_offers_stand_in_the_order_of_the_answer_five_open_and_the_rest_folded(submit: Submit) -> None:
    page = submit(goal="care", home="Thionville").text
    titles = [re.search(r"<h3[^>]*>([^<]*)<", offer)[1] for offer in offers(page)]
    assert titles == [
        "Aide-soignant en alternance 1",
        "Pflegehelfer/in – Einstieg",
        *(f"Aide-soignant en alternance {number}" for number in range(3, 8)),
    ]
    shown, folded = page.split('<details class="more-offers">')
    assert len(offers(shown)) == 5
    assert '<ol class="offers" start="6">' in folded


def test_an_offer_across_the_border_says_so_with_an_estimate_and_a_flag(submit: Submit) -> None:
    first, second, *_ = offers(submit(goal="care", home="Thionville").text)
    assert "across the border" in first
    assert "about 37 minutes (estimate)" in first
    assert "flags/lu.svg" in first
    assert "Esch-sur-Alzette, Luxembourg" in first
    assert "across the border" not in second


def test_what_the_source_does_not_say_is_to_be_asked(submit: Submit) -> None:
    first, second, *_ = offers(submit(goal="care").text)
    assert first.count("ask the provider</span>") == 2
    assert "€1,200.00" in second
    assert "240 hours" in second


def test_only_starts_that_lie_ahead_are_shown(submit: Submit) -> None:
    second = offers(submit(goal="care").text)[1]
    assert "February 1, 2027" in second
    assert "2020" not in second


def test_course_texts_carry_their_language_and_a_note_when_it_is_not_the_readers(submit: Submit) -> None:
    first, second, *_ = offers(submit("de", goal="Pflege").text)
    assert '<h3 class="offer-title" lang="fr" dir="auto">' in first
    assert 'class="text-note"' in first
    assert '<p class="summary" lang="de" dir="auto">' in second
    assert 'class="text-note"' not in second


def test_what_is_met_what_is_not_and_what_to_ask_are_told_apart(submit: Submit) -> None:
    first, second, *_ = offers(submit(goal="care").text)
    kinds = re.compile(r'<li class="(met|caution|unknown)">')
    assert kinds.findall(first) == ["met", "met"]
    shown, folded = second.split('<details class="about">')
    assert (kinds.findall(shown), kinds.findall(folded)) == (["met", "caution"], ["met"])


def test_what_the_card_tells_as_a_fact_is_not_said_twice(submit: Submit) -> None:
    first = offers(submit(goal="care").text)[0]
    assert first.count("estimate") == 1
    assert first.count("ask the provider") == len(re.findall(r'<span class="ask">', first))


def test_the_table_of_points_adds_up_to_the_score(submit: Submit) -> None:
    table = re.search(r"<tbody>(.*?)</tfoot>", offers(submit(goal="care").text)[0], flags=re.DOTALL)[1]
    *parts, total = (float(text) for text in re.findall(r"<td>([+0-9.]+)</td>", table))
    assert parts == [90.0, 33.0]
    assert total == 123.0


def test_links_go_only_to_web_addresses_and_give_nothing_away(submit: Submit) -> None:
    page = submit(goal="care").text
    assert "javascript:" not in page
    outside = re.findall(r'<a [^>]*href="https://(?:lycee|pflegeschule)[^>]*>', page)
    assert len(outside) == 8
    assert all('rel="noopener noreferrer nofollow"' in link for link in outside)


def test_widened_steps_come_before_the_offers_and_near_misses_after_them(submit: Submit) -> None:
    page = submit(goal="care").text
    assert page.index("So we looked further") < page.index('<li class="offer">') < page.index("Infirmier diplômé")


def test_sample_offers_are_called_sample_offers(submit: Submit, product: FakeProduct) -> None:
    assert "sample offers" not in submit(goal="care").text
    product.state = replace(product.state, sample_only=True)
    assert "sample offers" in submit(goal="care").text


def test_an_empty_answer_says_what_to_change_and_whom_to_ask(submit: Submit, product: FakeProduct) -> None:
    product.answer = RecommendationList(items=())
    page = submit(goal="care", home="Thionville", journey="30", free_only="y", age="19").text
    assert "We found nothing that fits" in page
    assert "Allow a longer way" in page
    assert "offers that cost something" in page
    assert "Allow other ways to learn" not in page
    assert 'href="/en/institutions/">All places to ask</a>' in page


def test_a_near_miss_that_only_a_language_closes_names_the_course_that_opens_it(
    submit: Submit, product: FakeProduct
) -> None:
    opener = recommended(course(8, title="Deutsch B1", kind=CourseKind.LANGUAGE), *ACROSS)
    product.answer = replace(long_answer(), gates=(Gate(language="de", opened_by=opener, opens=("starter:9",)),))
    page = " ".join(submit(goal="care").text.split())
    near = page[page.index('<section class="near"') :]
    assert 'Opens with: <span lang="fr" dir="auto">Deutsch B1</span>, Esch-sur-Alzette' in near
    product.answer = replace(product.answer, gates=())
    assert "Opens with" not in submit(goal="care").text


def test_the_answers_stay_in_the_form_of_the_results_page(submit: Submit) -> None:
    page = submit(goal="care", home="Thionville", journey="90", age="19", situation="pupil", modes=["online"]).text
    form = page[page.index('<form id="wish"') :]
    assert "\ncare</textarea>" in form
    assert 'value="Thionville"' in form
    assert 'value="90" checked' in form
    assert 'value="pupil" selected' in form
    assert 'value="online" checked' in form


def test_another_language_sends_the_same_answers_again(submit: Submit) -> None:
    page = submit("de", goal="care").text
    for language in ("fr", "en", "lb", "nl"):
        assert f'form="wish" formaction="/{language}/results"' in page


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_writes_comes_back_as_text_only(submit: Submit, product: FakeProduct, text: str) -> None:
    page = submit(goal=f"care {text}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "\x00" not in page.text
    assert "\x00" not in product.asked[0][0].goal
    assert " 49 " not in page.text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_portal_writes_is_shown_as_text_only(submit: Submit, product: FakeProduct, text: str) -> None:
    item = course(1, title=text, summary=text * 3, certificate=text, place=replace(ESCH, name=text))
    product.answer = RecommendationList(items=(recommended(item, *ACROSS),))
    page = submit(goal="care").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_course_that_says_next_to_nothing_is_still_a_card(submit: Submit, product: FakeProduct) -> None:
    bare = course(1, provider=None, place=None, mode=None, taught_in=(), summary="", text_language="it")
    product.answer = RecommendationList(items=(recommended(bare),))
    (offer,) = offers(submit(goal="care").text)
    assert offer.count("ask the provider</span>") == 4


def test_a_country_without_a_flag_is_shown_by_name(submit: Submit, product: FakeProduct) -> None:
    far = course(1, place=Place(name="Basel", country="CH"))
    product.answer = RecommendationList(items=(recommended(far),))
    (offer,) = offers(submit(goal="care").text)
    assert "Basel, Switzerland" in offer
    assert "flags/" not in offer


def test_the_fake_answer_is_dated_after_today() -> None:
    """Guards the test above about starts: the fake must hold one start on either side of today."""
    days = [session.starts_on for session in long_answer().items[1].course.sessions]
    assert [day > TODAY for day in days if day] == [False, True]
