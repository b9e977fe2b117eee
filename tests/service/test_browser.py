"""The whole way in a real browser, at the width of a phone and of a desk, with and without JavaScript."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from engine.answer import RecommendationList
from engine.domain import Cefr
from service.app import create_app
from tests.service.fakes import ESCH, NEUNKIRCHEN_SAAR, TODAY, FakePlaces, FakeProduct
from tests.service.support_samples import TRIER, ReasoningProduct

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.slow

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
PHONE, DESK = (360, 740), (1440, 900)
# What a browser reports about our own honest error statuses.
EXPECTED_COMPLAINT = "Failed to load resource"


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright_api.Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which ``app`` answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as found:
        yield found


class Visit:
    """One person's browser window; collects what the browser complains about and what it loads."""

    def __init__(self, browser: playwright_api.Browser, size: tuple[int, int], javascript: bool = True) -> None:
        self.name = f"{size[0]}{'' if javascript else '-nojs'}"
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=javascript, locale="de-DE"
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.loaded: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.loaded.append(request.url))

    def _note(self, message: playwright_api.ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED_COMPLAINT not in message.text:
            self.complaints.append(message.text)

    def picture(self, title: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{title}-{self.name}.png", full_page=True)

    def is_wider_than_its_window(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (PHONE, False), (DESK, True), (DESK, False)])
def test_a_young_person_finds_offers(
    browser: playwright_api.Browser, address: str, product: FakeProduct, size: tuple[int, int], javascript: bool
) -> None:
    product.state = replace(product.state, sample_only=True)
    visit = Visit(browser, size, javascript)
    page = visit.page
    page.goto(f"{address}/en/")
    visit.picture("form")
    page.fill("#goal", "I want to help people, perhaps in care")
    page.fill("#home", "Neunkirchen")
    page.fill("#age", "nineteen")
    page.select_option("#speaks_de", "A2")
    page.select_option("#speaks_fr", "C2")
    page.get_by_text("60 minutes", exact=True).click()
    page.get_by_role("button", name="Show me what fits").click()

    visit.picture("questions")
    assert page.locator(".error-summary a").count() == 2
    assert page.input_value("#goal") == "I want to help people, perhaps in care"
    page.fill("#age", "19")
    page.check("#home-choice-1")
    page.get_by_role("button", name="Show me what fits").click()

    profile = product.asked[0][0]
    assert (profile.home, profile.age, profile.max_travel_minutes) == (NEUNKIRCHEN_SAAR, 19, 60)
    assert profile.speaks == {"de": Cefr.A2, "fr": Cefr.C2}
    assert page.url == f"{address}/en/results"
    assert page.locator(".offer:visible").count() == 5
    visit.picture("results")
    page.locator(".more-offers > summary").click()
    assert page.locator(".offer:visible").count() == 7
    page.locator(".about > summary").first.click()
    assert page.locator(".why table:visible").count() == 1
    page.locator(".change > summary").click()
    assert page.input_value("#home") == "66538 Neunkirchen (DE)"
    visit.picture("results-open")
    assert visit.complaints == []
    assert [url for url in visit.loaded if not url.startswith((address, "data:"))] == []
    visit.context.close()


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("language", ["de", "fr", "en", "lb", "nl"])
def test_no_page_is_wider_than_its_window(
    browser: playwright_api.Browser, address: str, size: tuple[int, int], language: str
) -> None:
    visit = Visit(browser, size)
    visit.page.goto(f"{address}/{language}/")
    assert not visit.is_wider_than_its_window()
    visit.picture(f"form-{language}")
    visit.page.fill("#goal", "Donaudampfschifffahrtsgesellschaftskapitän" * 4)
    visit.page.locator(".send button").click()
    assert visit.page.locator(".offer").count() == 7
    assert not visit.is_wider_than_its_window()
    visit.picture(f"results-{language}")
    visit.page.goto(f"{address}/{language}/nowhere")
    assert not visit.is_wider_than_its_window()
    visit.context.close()


def test_another_language_keeps_the_answers(
    browser: playwright_api.Browser, address: str, product: FakeProduct
) -> None:
    visit = Visit(browser, DESK, javascript=False)
    page = visit.page
    page.goto(f"{address}/en/")
    page.fill("#goal", "metal work")
    page.get_by_role("button", name="Show me what fits").click()
    page.locator(".languages button[lang=fr]").click()
    assert page.url == f"{address}/fr/results"
    assert [(profile.goal, language) for profile, _, language in product.asked] == [
        ("metal work", "en"),
        ("metal work", "fr"),
    ]
    visit.context.close()


def test_an_example_writes_itself_into_the_wish(browser: playwright_api.Browser, address: str) -> None:
    visit = Visit(browser, PHONE)
    visit.page.goto(f"{address}/en/")
    visit.page.locator(".example").nth(1).click()
    assert visit.page.input_value("#goal") == "I want to repair cars or machines."
    visit.context.close()


def test_the_keyboard_reaches_the_content_and_the_errors_first(browser: playwright_api.Browser, address: str) -> None:
    visit = Visit(browser, DESK)
    page = visit.page
    page.goto(f"{address}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "goal"
    page.get_by_role("button", name="Show me what fits").click()
    # The browser moves the focus once the page is drawn, which need not be at once on a busy machine.
    page.wait_for_function("document.activeElement.className === 'error-summary'", timeout=5_000)
    visit.context.close()


def test_an_empty_answer_is_a_friendly_page(
    browser: playwright_api.Browser, address: str, product: FakeProduct
) -> None:
    product.answer = RecommendationList(items=())
    for size in (PHONE, DESK):
        visit = Visit(browser, size)
        visit.page.goto(f"{address}/en/")
        visit.page.fill("#goal", "underwater basket weaving")
        visit.page.locator(".send button").click()
        assert visit.page.locator(".nothing li").count() == 2
        visit.picture("nothing")
        visit.context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_one_answer_changes_what_is_said_of_an_offer(browser: playwright_api.Browser, javascript: bool) -> None:
    product = ReasoningProduct(places=FakePlaces(known=(TRIER, ESCH)))
    app = create_app(product, secret_key="only for tests", testing=True, today=lambda: TODAY)
    with served(app) as address:
        visit = Visit(browser, PHONE, javascript)
        page = visit.page
        page.goto(f"{address}/en/")
        page.fill("#goal", "care")
        page.fill("#home", "Trier")
        page.fill("#age", "22")
        page.select_option("#situation", "unemployed")
        # The Enter key sends the form, and nothing else.
        page.press("#age", "Enter")

        voucher = page.locator(".offer").first.locator(".support-line", has_text="DE-VOUCHER")
        assert voucher.locator(".sign").inner_text() == "Perhaps"
        page.locator(".whole-way > summary").click()
        visit.picture("support")
        assert not visit.is_wider_than_its_window()
        page.locator(".quick").get_by_role("button", name="Yes").first.click()
        assert voucher.locator(".sign").inner_text() == "Possible"

        page.get_by_role("button", name="take back").click()
        assert voucher.locator(".sign").inner_text() == "Perhaps"
        page.get_by_role("button", name="For advisers").click()
        page.locator(".checked > summary").first.click()
        visit.picture("support-adviser")
        assert page.locator(".checked").last.get_by_text("Needed, but not so:").count() >= 1
        assert not visit.is_wider_than_its_window()
        # Still the reader's language, whatever the keyboard presses on this page.
        page.locator(".change > summary").click()
        page.press("#age", "Enter")
        assert page.url == f"{address}/en/results"
        assert visit.complaints == []
        visit.context.close()


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("language", ["de", "fr", "en", "lb", "nl"])
def test_no_directory_is_wider_than_its_window(
    browser: playwright_api.Browser, address: str, size: tuple[int, int], language: str
) -> None:
    visit = Visit(browser, size)
    for path in ("measures/", "institutions/", "rights/", "rights/?q=urlaub+qqqq&region=x", "measures/LU-CIF"):
        visit.page.goto(f"{address}/{language}/{path}")
        assert not visit.is_wider_than_its_window(), path
    visit.picture(f"sheet-{language}")
    assert visit.complaints == []
    assert [url for url in visit.loaded if not url.startswith((address, "data:"))] == []
    visit.context.close()


def test_a_directory_is_searched_and_a_sheet_read_without_javascript(
    browser: playwright_api.Browser, address: str
) -> None:
    visit = Visit(browser, PHONE, javascript=False)
    page = visit.page
    page.goto(f"{address}/rights/")
    assert page.url == f"{address}/de/rights/"
    page.fill("#q", "conge")
    page.select_option("#region", "luxembourg")
    page.locator(".finder button").click()
    assert page.locator(".entry").count() == 1
    visit.picture("directory")
    page.locator(".languages a[lang=en]").click()
    assert page.input_value("#q") == "conge"
    page.locator(".entry-name a").click()
    assert page.url == f"{address}/en/measures/LU-CIF"
    assert not page.locator(".print-button").is_visible()
    visit.context.close()


def test_a_sheet_is_printed_on_one_page(browser: playwright_api.Browser, address: str) -> None:
    visit = Visit(browser, DESK)
    page = visit.page
    page.goto(f"{address}/en/measures/LU-CIF")
    assert page.locator(".print-button").is_visible()
    page.evaluate("window.print = () => { document.title = 'printing'; }")
    page.locator(".print-button").click()
    assert page.title() == "printing"
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    for selector in (".site-header", ".site-footer", ".print-button", ".sheet-way"):
        assert not page.locator(selector).is_visible(), selector
    visit.picture("printed")
    visit.context.close()
