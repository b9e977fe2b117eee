"""A young person's way on a phone: what she taps from the front door to paper, and fields completed as she types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.answer import RecommendationList
from service.app import create_app
from tests.service.fakes import ACROSS, ESCH, TODAY, FakeProduct, course, recommended
from tests.service.test_browser import ARGUMENTS, CHROMIUM, PHONE, Visit, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.slow

MOST_TAPS = 8
TALLEST_CARD = 700
ON_A_MAP = replace(ESCH, latitude=49.5, longitude=5.98)


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright_api.Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    with playwright_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def front() -> Iterator[str]:
    offers = tuple(recommended(course(number, place=ON_A_MAP), *ACROSS) for number in range(1, 8))
    product = FakeProduct(answer=RecommendationList(items=offers))
    with served(create_app(product, secret_key="only for tests", testing=True, today=lambda: TODAY)) as address:
        yield address


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_front_door_to_paper_in_few_taps(
    chromium: playwright_api.Browser, front: str, javascript: bool
) -> None:
    visit, taps = Visit(chromium, PHONE, javascript), 0
    page = visit.page
    page.goto(f"{front}/")
    page.click("#goal")
    page.keyboard.type("Menschen helfen")
    page.click("#home")
    page.keyboard.type("57100")
    page.click("#age")
    page.keyboard.type("19")
    page.locator(".send button").click()
    taps += 4
    assert page.url.endswith("/de/results")
    assert not visit.is_wider_than_its_window()
    heights = [card.bounding_box()["height"] for card in page.locator(".offer:visible").all()]
    assert len(heights) == 5
    assert max(heights) <= TALLEST_CARD
    if javascript:
        page.evaluate("window.print = () => { document.title = 'printing'; }")
        page.locator(".take-along [data-print]").click()
        taps += 1
        assert page.title() == "printing"
    assert taps <= MOST_TAPS
    page.emulate_media(media="print")
    for selector in (".site-header", ".more-offers", ".take-along", "#wish", ".quick", ".change"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator(".offer:visible").count() == 5
    assert page.locator(".on-paper").is_visible()
    assert page.locator(".side-card").is_visible()
    visit.picture("young-printed")
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) <= 3
    assert visit.complaints == []
    visit.context.close()


def test_a_place_is_completed_by_keyboard_and_by_tap(chromium: playwright_api.Browser, front: str) -> None:
    visit = Visit(chromium, PHONE)
    page = visit.page
    page.goto(f"{front}/en/")
    home = page.get_by_role("combobox", name="Where do you live?")
    home.press_sequentially("Neun")
    page.wait_for_selector("#home-list [role=option]")
    assert home.get_attribute("aria-expanded") == "true"
    visit.picture("young-completed")
    home.press("ArrowDown")
    home.press("ArrowDown")
    assert home.get_attribute("aria-activedescendant") == "home-list-1"
    # The Enter key takes the place and does not send the form.
    home.press("Enter")
    assert (home.input_value(), home.get_attribute("aria-expanded")) == ("54550 Neunkirchen (DE)", "false")
    assert page.url.endswith("/en/")
    home.fill("")
    home.press_sequentially("Neun")
    page.locator("#home-list [role=option]").first.click()
    assert home.input_value() == "66538 Neunkirchen (DE)"
    home.press_sequentially("x")
    home.press("Escape")
    assert not page.locator("#home-list").is_visible()
    assert visit.complaints == []
    visit.context.close()


def test_skills_are_completed_one_after_the_other(chromium: playwright_api.Browser, front: str) -> None:
    visit = Visit(chromium, PHONE)
    page = visit.page
    page.goto(f"{front}/en/")
    page.locator(".more-details > summary").first.click()
    skills = page.locator("#abilities")
    skills.press_sequentially("cooking, soigner des p")
    page.locator("#abilities-list [role=option]").first.click()
    assert skills.input_value() == "cooking, dress wounds, "
    visit.context.close()


def test_a_form_without_javascript_has_plain_fields(chromium: playwright_api.Browser, front: str) -> None:
    visit = Visit(chromium, PHONE, javascript=False)
    visit.page.goto(f"{front}/en/")
    assert visit.page.locator("[role=combobox]").count() == 0
    visit.page.fill("#goal", "care")
    visit.page.fill("#home", "Thionville")
    visit.page.locator(".send button").click()
    assert visit.page.locator(".offer:visible").count() == 5
    visit.context.close()


def test_everything_is_forgotten(chromium: playwright_api.Browser, front: str) -> None:
    visit = Visit(chromium, PHONE)
    page = visit.page
    page.goto(f"{front}/en/")
    page.fill("#goal", "my secret wish")
    page.locator(".send button").click()
    page.locator(".forget button").click()
    page.wait_for_url("**/en/")
    assert page.input_value("#goal") == ""
    assert "secret" not in page.content()
    visit.context.close()
