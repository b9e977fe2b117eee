"""An advisor's whole way in a real browser: from the door to a shortlist, wide and narrow, JavaScript or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.desk_stage import PASSWORD, DeskStage, open_desk
from tests.service.fakes import ESCH, FakePlaces
from tests.service.support_samples import TRIER, ReasoningProduct
from tests.service.test_browser import ARGUMENTS, CHROMIUM, DESK, PHONE, Visit, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.slow

MOST_CLICKS = 12


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright_api.Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    with playwright_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskStage]:
    product = ReasoningProduct(places=FakePlaces(known=(TRIER, ESCH)))
    stage = open_desk(Path(tmp_path_factory.mktemp("desk")), product)
    yield stage
    stage.store.close()


class Clicks:
    """Clicks on a page, and how many there were."""

    def __init__(self, page: playwright_api.Page) -> None:
        self.page = page
        self.count = 0

    def on(self, selector: str, place: int = 0) -> None:
        self.count += 1
        self.page.locator(selector).nth(place).click()

    def through(self, selector: str) -> None:
        """A click that leads to another page."""
        with self.page.expect_navigation():
            self.on(selector)


@pytest.mark.parametrize(
    ("size", "language", "javascript"),
    [(DESK, "de", True), (DESK, "fr", False), (PHONE, "de", True), (PHONE, "fr", False)],
)
def test_an_advisor_keeps_a_shortlist_in_few_clicks(
    chromium: playwright_api.Browser, desk: DeskStage, size: tuple[int, int], language: str, javascript: bool
) -> None:
    with served(desk.app) as address:
        visit = Visit(chromium, size, javascript)
        page, click = visit.page, Clicks(visit.page)

        def looked_at(title: str) -> None:
            visit.picture(f"desk-{title}")
            assert not visit.is_wider_than_its_window(), title

        page.goto(f"{address}/{language}/advisor/")
        page.fill("[name=name]", "berta")
        page.fill("[name=password]", PASSWORD)
        click.through("main form button[type=submit]:visible")
        assert page.url == f"{address}/{language}/advisor/"
        looked_at("profile")
        page.fill("#goal", "care")
        page.fill("#home", "Trier")
        page.fill("#age", "22")
        page.select_option("#situation", "unemployed")
        click.through("#wish .btn-send")
        assert page.locator(".desk-offer").count() == 2
        looked_at("results")
        click.on("input[name=chosen]", 0)
        click.on("input[name=chosen]", 1)
        click.through("button[formaction$='/compare']")
        assert page.locator(".compare thead th").count() == 2
        looked_at("compare")
        click.through("form#wish button:not([hidden])")
        assert page.locator("input[name=chosen]:checked").count() == 2
        pseudonym = page.input_value("#pseudonym")
        click.through(".chosen .btn-send")
        assert page.locator(".pseudonym").inner_text() == pseudonym
        looked_at("shortlist")
        assert click.count <= MOST_CLICKS

        click.through("a[href$='/print']")
        looked_at("print")
        assert bool(page.locator("[data-print]").is_visible()) is javascript
        page.go_back()
        click.through("a[href$='/results'] >> text=/./")
        looked_at("again")
        # The Enter key searches, whatever other buttons there are.
        with page.expect_navigation():
            page.press("#f_provider", "Enter")
        assert page.url == f"{address}/{language}/advisor/results"
        page.goto(f"{address}/{language}/advisor/shortlists")
        looked_at("shortlists")
        click.through("a[href$='/delete']")
        looked_at("delete")
        click.through(".btn-alarm")
        assert page.get_by_text(pseudonym).count() == 0
        assert visit.complaints == []
        assert [url for url in visit.loaded if not url.startswith((address, "data:"))] == []
        visit.context.close()


def test_a_printout_in_two_languages_has_no_buttons_on_paper(chromium: playwright_api.Browser, desk: DeskStage) -> None:
    with served(desk.app) as address:
        visit = Visit(chromium, DESK)
        page = visit.page
        page.goto(f"{address}/de/login?next=/de/advisor/")
        page.fill("[name=name]", "berta")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.fill("#goal", "care")
        page.select_option("#client", "fr")
        Clicks(page).through("#wish .btn-send")
        Clicks(page).through("button[formaction$='/print']")
        page.emulate_media(media="print")
        for selector in (".site-header", ".site-footer", ".desk-bar", ".no-print"):
            assert not page.locator(selector).first.is_visible(), selector
        left, right = (page.locator(f".side-{side}").first.bounding_box() for side in (1, 2))
        assert left["y"] == right["y"]
        assert left["x"] < right["x"]
        assert len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) <= 2
        visit.picture("desk-printed")
        visit.context.close()
