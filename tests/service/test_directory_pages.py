"""The directories as pages: lists with filters, one sheet a record, in five languages."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from data.knowledge import KnowledgeBase
from engine.measures import Force, Measure
from service import messages
from service.app import create_app
from service.contracts import LANGUAGES
from service.directory import Shelf
from tests.service.fakes import TODAY, FakeProduct
from tests.service.knowledge_samples import BASE, FACTS, LEAD, REFORM, RULE

LEADS_WORDS = re.compile("ghost|geister", re.IGNORECASE)
# What a careless or hostile address may hold.
STRANGE = ["😀", "<script>alert(1)</script>", "x" * 10_000, "' OR 1=1 --", "\x00\x1b", "%", "{{ 7*7 }}", "ー ー"]


def ids_on(page: str) -> list[str]:
    """The records that a list leads to, in order."""
    return re.findall(r'class="entry-name"><a href="/\w\w/measures/([^"]+)"', page)


def client_over(*measures: Measure) -> FlaskClient:
    """A client of an app that knows these records only."""
    product = FakeProduct(knowledge=KnowledgeBase(measures=measures, facts=FACTS))
    return create_app(product, secret_key="only for tests", testing=True, today=lambda: TODAY).test_client()


def one_line(page: str) -> str:
    return re.sub(r"\s+", " ", page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("shelf", "ids"),
    [
        ("measures", {"RLP-QS", "FR-E2C"}),
        ("institutions", {"LU-ADEM"}),
        ("rights", {"LU-CIF", "EU-883-65", "EU-883-REV"}),
    ],
)
def test_each_directory_lists_its_kinds_in_every_language(
    client: FlaskClient, language: str, shelf: str, ids: set[str]
) -> None:
    page = client.get(f"/{language}/{shelf}/")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert set(ids_on(page.text)) == ids


@pytest.mark.parametrize("shelf", Shelf)
def test_the_short_address_leads_to_the_readers_language_and_keeps_the_filters(client: FlaskClient, shelf: str) -> None:
    answer = client.get(f"/{shelf}/?region=lorraine&q=congé", headers={"Accept-Language": "fr,en;q=0.5"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/fr/{shelf}/?region=lorraine&q=cong%C3%A9")
    assert "Accept-Language" in answer.headers["Vary"]


def test_no_parameter_bends_the_way_of_the_short_address(client: FlaskClient) -> None:
    answer = client.get("/measures/?_scheme=javascript&_external=1&_anchor=x&lang=xx&shelf=rights")
    assert answer.headers["Location"].startswith("/de/measures/?")


def test_a_sheet_has_a_short_address_and_one_spelling(client: FlaskClient) -> None:
    assert client.get("/measures/LU-CIF").headers["Location"] == "/de/measures/LU-CIF"
    assert client.get("/fr/measures/lu-cif").headers["Location"] == "/fr/measures/LU-CIF"


def test_filters_and_words_work_as_links(client: FlaskClient) -> None:
    assert ids_on(client.get("/en/measures/?region=lorraine").text) == ["FR-E2C"]
    assert ids_on(client.get("/en/measures/?group=single-parent").text) == ["RLP-QS"]
    assert ids_on(client.get("/en/measures/?kind=funding").text) == ["RLP-QS"]
    assert ids_on(client.get("/en/rights/?q=conge").text) == ["LU-CIF"]
    assert ids_on(client.get("/en/rights/?q=conge&region=lorraine").text) == []


def test_the_form_shows_what_was_asked_and_how_much_was_found(client: FlaskClient) -> None:
    page = client.get("/en/measures/?q=second+chance&region=lorraine&kind=measure").text
    assert 'value="second chance"' in page
    assert '<option value="lorraine" selected>' in page
    assert '<option value="measure" selected>' in page
    assert "1 entry" in page
    assert 'method="get"' in page


def test_another_language_keeps_the_filters_and_the_sheet(client: FlaskClient) -> None:
    page = client.get("/en/measures/?q=chance&group=neet").text
    assert 'href="/fr/measures/?q=chance&amp;group=neet" lang="fr"' in page
    assert 'href="/nl/measures/LU-CIF" lang="nl"' in client.get("/en/measures/LU-CIF").text


def test_what_the_other_directories_have_is_said(client: FlaskClient) -> None:
    page = client.get("/en/measures/?q=Bildungsurlaub").text
    assert ids_on(page) == []
    assert '<a href="/en/rights/?q=Bildungsurlaub">Rights and recognition (1)</a>' in page


def test_the_whole_list_is_ordered_by_country_with_ways_to_jump(client: FlaskClient) -> None:
    page = client.get("/en/rights/").text
    assert re.findall(r'class="section-title" id="(\w+)">([^<]+)<', page) == [
        ("lu", "Luxembourg"),
        ("across", "Across the borders"),
    ]
    assert '<a href="#across">Across the borders (2)</a>' in page


def test_a_doubt_and_an_uncertain_state_are_said_in_the_list(client: FlaskClient) -> None:
    page = client.get("/en/measures/").text
    assert "We could check only a part of this." in page
    assert "Uncertain whether it still runs" in page


@pytest.mark.parametrize(
    ("parameter", "note"),
    [
        ("region=atlantis", "We do not know the region in this address."),
        ("group=wizards", "We do not know the group in this address."),
        ("kind=right", "This kind is not in this list."),
        ("kind=nonsense", "This kind is not in this list."),
    ],
)
def test_an_unknown_filter_is_said_and_the_list_is_there(client: FlaskClient, parameter: str, note: str) -> None:
    page = client.get(f"/en/measures/?{parameter}")
    assert page.status_code == 422
    assert note in page.text
    assert set(ids_on(page.text)) == {"RLP-QS", "FR-E2C"}


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("name", ["q", "region", "group", "kind", "other"])
def test_nothing_that_an_address_can_hold_breaks_a_list(client: FlaskClient, name: str, text: str) -> None:
    page = client.get(f"/lb/measures/?{name}={quote(text)}")
    assert page.status_code == (422 if name in {"region", "group", "kind"} else 200)
    assert "<script>alert" not in page.text
    assert len(page.text) < 20_000


@pytest.mark.parametrize("text", [*STRANGE, "XX-NONE", "SL-GHOST", "sl-ghost"])
def test_a_sheet_that_is_not_there_is_a_friendly_404(client: FlaskClient, text: str) -> None:
    page = client.get(f"/de/measures/{quote(text)}")
    assert page.status_code == 404
    assert "<h1>" in page.text
    assert "<script>alert" not in page.text


def test_a_search_that_finds_nothing_helps_on(client: FlaskClient) -> None:
    page = client.get("/en/measures/?q=qwrtzpsdf&region=saarland").text
    assert "We found nothing that fits" in page
    assert "Choose fewer filters." in page
    assert '<a href="/en/measures/">Show the whole list</a>' in page


def test_a_sheet_says_what_is_known_and_where_it_was_read(client: FlaskClient) -> None:
    page = one_line(client.get("/en/measures/LU-CIF").text)
    for text in (
        '<h1 lang="fr">Congé individuel de formation</h1>',
        '<span lang="de">Individueller Bildungsurlaub</span>',
        "Paid days for a course (en)",
        "<dt>What there is</dt><dd>80 days (en)</dd>",
        "<dt>By when</dt><dd>two months before (en)</dd>",
        "<dt>May the course be in another country?</dt><dd>Yes.</dd>",
        "<dt>Is there a right to it?</dt><dd>Yes, whoever meets the conditions.</dd>",
        "<dt>Made for</dt><dd>people who have a job</dd>",
        "<dt>Valid</dt><dd>since January 1, 2008</dd>",
        'Age: 16 to 25 years</span> <span class="basis basis-read">read in a source</span>',
        '<span class="basis basis-inferred">assumed, not read in a source</span>',
        '<span class="basis basis-unknown">the source does not say: ask</span>',
        '<a href="https://office.example" rel="noopener noreferrer">Service de la formation</a>',
        '<a href="tel:+35224788888">+352 247-88888</a>',
        "Law: Code du travail (LU)",
        "page of May 2024, read on November 22, 2026",
        "Text of the law",
        "Press",
        "This is information, not a decision.",
        "In force",
    ):
        assert text in page, text


def test_what_is_not_known_is_said_to_be_unknown_and_never_no(client: FlaskClient) -> None:
    page = one_line(client.get("/en/measures/RLP-QS").text)
    assert "<dt>May the course be in another country?</dt><dd>Not known: ask.</dd>" in page
    assert "<dt>Is there a right to it?</dt><dd>No, it is decided case by case.</dd>" in page
    assert "We could check only a part of this. Ask before you rely on it." in page
    assert "<dt>By when</dt>" not in page


def test_an_office_is_not_asked_what_it_decides(client: FlaskClient) -> None:
    page = client.get("/en/measures/LU-ADEM").text
    assert "Is there a right to it?" not in page
    assert "another country" not in page


def test_the_way_of_a_rule_through_time_can_be_followed(client: FlaskClient) -> None:
    rule, reform = (one_line(client.get(f"/en/measures/{one.id}").text) for one in (RULE, REFORM))
    assert 'A change is coming: <a href="/en/measures/EU-883-REV">' in rule
    assert "Announced, not yet law" in reform
    assert 'Until this is law, this one holds: <a href="/en/measures/EU-883-65">' in reform


def test_what_was_replaced_says_by_what() -> None:
    replaced = replace(RULE, force=Force.SUPERSEDED)
    product = FakeProduct(
        knowledge=KnowledgeBase(measures=(replaced, replace(REFORM, force=Force.IN_FORCE)), facts=FACTS)
    )
    client = create_app(product, secret_key="only for tests", testing=True, today=lambda: TODAY).test_client()
    old, new = (one_line(client.get(f"/en/measures/{one.id}").text) for one in (RULE, REFORM))
    assert "No longer in force" in old
    assert 'Replaced by: <a href="/en/measures/EU-883-REV">' in old
    assert 'It comes after this one: <a href="/en/measures/EU-883-65">' in new


def test_a_link_that_is_no_web_address_is_only_text() -> None:
    source = replace(RULE.sources[0], url="javascript:alert(1)")
    contact = replace(BASE.get("LU-CIF").contacts[0], url="javascript:alert(2)", phone="12 or 0681 9440 or 0261 4040")
    measure = replace(RULE, sources=(source,), contacts=(contact,), homepage="javascript:alert(3)")
    client = client_over(measure)
    page = client.get("/en/measures/EU-883-65").text
    assert 'href="javascript' not in page
    assert "tel:" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_and_no_search_shows_anything_of_a_lead(client: FlaskClient, language: str) -> None:
    addresses = [f"/{language}/{shelf}/" for shelf in Shelf]
    addresses += [f"/{language}/measures/?region=saarland", f"/{language}/measures/?group=homeless"]
    addresses += [f"/{language}/measures/{measure.id}" for measure in BASE.public]
    for address in addresses:
        assert not LEADS_WORDS.search(client.get(address).text), address
    for q in (LEAD.id, "Geisterscheck", "Geistergeld"):
        page = client.get(f"/{language}/measures/?q={q}").text
        assert LEAD.id not in ids_on(page)
        # What was asked for stands in its field and in the links that keep it, but nowhere else.
        asked = rf'value="{q}"|[?&;]q={q}'
        assert not LEADS_WORDS.search(re.sub(asked, "", page))
    assert client.get(f"/{language}/measures/{LEAD.id}").status_code == 404
    assert "homeless" not in re.findall(r'<option value="([^"]+)"', client.get(f"/{language}/measures/").text)


def test_pages_hold_no_inline_script_or_style_and_load_from_here_only(client: FlaskClient) -> None:
    for page in (client.get("/de/measures/").text, client.get("/de/measures/LU-CIF").text):
        assert re.findall(r"\sstyle=|\son[a-z]+=|<style", page) == []
        loaded = re.findall(r'<(?:link|script|img|use)[^>]*?(?:href|src)="([^"]+)"', page)
        assert loaded
        assert [address for address in loaded if not address.startswith("/")] == []
        used = set(re.findall(r"icons\.svg#([a-z]+)", page))
        assert used <= set(re.findall(r'<symbol id="([a-z]+)"', client.get("/static/icons.svg").text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_leads_to_the_directories(client: FlaskClient, language: str) -> None:
    page = client.get(f"/{language}/").text
    assert [shelf for shelf in Shelf if f'href="/{language}/{shelf}/"' in page] == list(Shelf)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_record_has_a_sheet_with_source_and_date_and_no_lead_has(language: str) -> None:
    base = KnowledgeBase.shipped()
    product = FakeProduct(knowledge=base)
    client = create_app(product, secret_key="only for tests", testing=True, today=lambda: TODAY).test_client()
    leads = {measure.id for measure in base.measures if not measure.public}
    listed = {one for shelf in Shelf for one in ids_on(client.get(f"/{language}/{shelf}/").text)}
    assert listed == {measure.id for measure in base.public}
    for measure in base.public:
        page = client.get(f"/{language}/measures/{measure.id}")
        assert page.status_code == 200
        assert str(escape(measure.summary[language])) in page.text
        for source in measure.sources:
            assert f'href="{escape(source.url)}"' in page.text
        assert messages.date_text(measure.sources[0].read_on, language) in page.text
        assert not set(re.findall(r'href="/\w\w/measures/([^"/?]+)"', page.text)) & leads
    for lead in leads:
        assert client.get(f"/{language}/measures/{lead}").status_code == 404
        assert client.get(f"/api/v1/measures/{lead}?language={language}").status_code == 404
