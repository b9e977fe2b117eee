"""Every page in every state and language against WCAG 2.2 A and AA, in a real browser."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.service.desk_stage import PASSWORD, DeskStage
from tests.service.every_page import API_PAGE, PAGES, PERSON, Page, open_site
from tests.service.test_browser import ARGUMENTS, CHROMIUM, DESK, PHONE, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.slow

LANGUAGES = ("de", "fr", "en", "lb", "nl")
# The rules of axe-core for the success criteria of WCAG 2.2, levels A and AA, and what it calls good practice beside.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Reflow (1.4.10) is asked for at 320 pixels, which is what 400 % leaves of 1280; 200 % leaves 640.
MAGNIFIED = {"400 %": (320, 256), "a small phone": (320, 640), "200 %": (640, 450)}
# The pages that the keyboard walks through: one of each kind.
KEYBOARD_PAGES = (
    "form with an ambiguous place",
    "results",
    "cv, what was found",
    "measures",
    "sheet of a right",
    "login",
)

# Sends a form as the page's own would be sent, with its token.
SEND = """([action, answers]) => {
    const form = Object.assign(document.createElement("form"), {method: "post", action});
    const token = document.querySelector("[name=csrf_token]").value;
    for (const [name, value] of Object.entries({csrf_token: token, ...answers}))
        form.append(Object.assign(document.createElement("input"), {name, value}));
    document.body.append(form);
    form.submit();
}"""
OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
VIOLATIONS = """async tags => (await axe.run({runOnly: tags, resultTypes: ["violations"]})).violations.flatMap(
    one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")} ${node.failureSummary.split("\\n")[1]}`)
)"""
LARGE_LETTERS = """() => {
    const root = document.documentElement;
    root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
}"""
IS_WIDER = "document.documentElement.scrollWidth > window.innerWidth"
# Numbers what the Tab key has to reach: of the radio buttons of a group one is enough.
NUMBER_STOPS = """() => {
    const groups = new Set();
    const usable = one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0;
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter(usable).filter(one => one.type !== "radio" || !groups.has(one.name) && groups.add(one.name));
    stops.forEach((one, number) => { one.dataset.stop = one.type === "radio" ? one.name : number; });
    for (const one of document.querySelectorAll("[type=radio]")) one.dataset.stop = one.name;
    return stops.map(one => one.dataset.stop);
}"""
# Which stop has the focus, and whether one can see that it has: a frame in a colour of its own, inside the window.
FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const drawn = one.matches(".btn-check") ? one.nextElementSibling : one;
    const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
    const framed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return {stop: one.dataset.stop, name: one.outerHTML.slice(0, 120), seen: framed && inside && box.width > 0};
}"""
# Controls that in forced colours have neither a frame nor the underline of a link.
UNFRAMED = """() => [...document.querySelectorAll("main button, main .btn, input, select, textarea")]
    .filter(one => one.checkVisibility({visibilityProperty: true}))
    .filter(one => one.type !== "hidden" && !one.matches(".btn-check"))
    .filter(one => {
        const style = getComputedStyle(one);
        const framed = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) > 0;
        return !framed && !style.textDecorationLine.includes("underline")
            && !(style.appearance !== "none" && one.matches("[type=checkbox], [type=radio], [type=file]"));
    }).map(one => one.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
    const style = getComputedStyle(one);
    const lasts = times => times.split(",").some(time => parseFloat(time) > 0.001);
    return lasts(style.transitionDuration) || style.animationName !== "none" || style.scrollBehavior === "smooth";
}).map(one => one.outerHTML.slice(0, 120))"""
# Text nodes that hold one of the texts, each with the language that stands nearest to it.
LANGUAGES_OF_TEXTS = """texts => {
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (nodes.nextNode()) {
        const text = texts.find(text => nodes.currentNode.textContent.includes(text));
        if (text) found.push([text, nodes.currentNode.parentElement.closest("[lang]").lang]);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright_api.Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    with playwright_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskStage]:
    found = open_site(Path(tmp_path_factory.mktemp("pages")))
    yield found
    found.store.close()


@pytest.fixture(scope="module")
def site(stage: DeskStage) -> Iterator[str]:
    with served(stage.app) as address:
        yield address


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker itself, which its Python package carries."""
    package = importlib.util.find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        pytest.skip("axe-playwright-python is not installed")
    return Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8")


class Visitor:
    """A browser window that comes to any page in any state."""

    def __init__(self, browser: playwright_api.Browser, site: str, size: tuple[int, int], **options: Any) -> None:
        self.site = site
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        self.page = self.context.new_page()
        self.user = ""

    def open(self, page: Page, language: str = "en") -> playwright_api.Page:
        """Come to ``page`` and unfold everything on it."""
        self.be(page.user)
        address = f"{self.site}/{language}/"
        if page.answers is None:
            self.page.goto(address + page.path)
        else:
            # The token of a session is the same on all of its pages.
            if self.page.locator("[name=csrf_token]").count() == 0:
                self.page.goto(address + page.form_path)
            with self.page.expect_navigation():
                self.page.evaluate(SEND, [address + page.path, page.answers])
        self.page.evaluate(OPEN_ALL)
        return self.page

    def be(self, user: str) -> None:
        """Sign in as ``user``, or be nobody."""
        if user == self.user:
            return
        self.context.clear_cookies()
        self.user = user
        if user:
            self.page.goto(f"{self.site}/en/login")
            self.page.fill("#name", user)
            self.page.fill("#password", PASSWORD)
            with self.page.expect_navigation():
                self.page.press("#password", "Enter")


@contextmanager
def visitor(
    browser: playwright_api.Browser, site: str, size: tuple[int, int] = DESK, **options: Any
) -> Iterator[Visitor]:
    found = Visitor(browser, site, size, **options)
    yield found
    found.context.close()


@pytest.mark.parametrize(("language", "size"), [*((language, PHONE) for language in LANGUAGES), ("de", (1280, 800))])
def test_no_page_has_a_barrier_that_axe_knows(
    chromium: playwright_api.Browser, site: str, axe: str, language: str, size: tuple[int, int]
) -> None:
    barriers: dict[str, list[str]] = {}
    with visitor(chromium, site, size) as somebody:
        for name, page in PAGES.items():
            somebody.open(page, language).evaluate(axe)
            barriers[name] = somebody.page.evaluate(VIOLATIONS, TAGS)
    assert {name: found for name, found in barriers.items() if found} == {}


def test_the_page_of_the_api_has_no_barrier(chromium: playwright_api.Browser, site: str, axe: str) -> None:
    with visitor(chromium, site, PHONE) as somebody:
        somebody.page.goto(site + API_PAGE)
        somebody.page.evaluate(OPEN_ALL)
        assert not somebody.page.evaluate(IS_WIDER)
        somebody.page.evaluate(axe)
        assert somebody.page.evaluate(VIOLATIONS, TAGS) == []


@pytest.mark.parametrize("name", KEYBOARD_PAGES)
def test_the_keyboard_alone_reaches_every_control_and_shows_where_it_is(
    chromium: playwright_api.Browser, site: str, name: str
) -> None:
    # Without motion: what the focus scrolls to is there at once.
    with visitor(chromium, site, reduced_motion="reduce") as somebody:
        page = somebody.open(PAGES[name])
        wanted = page.evaluate(NUMBER_STOPS)
        # From the top, wherever the page itself has put the focus.
        page.locator("[data-stop='0']").focus()
        reached = ["0"]
        unseen: list[str] = []
        for _ in range(len(wanted) + 5):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused is None:
                break
            reached.append(focused["stop"])
            # A date has several stops inside, each drawn by the browser; the frame of the field shows at the first.
            if focused["stop"] != reached[-2] and not focused["seen"]:
                unseen.append(focused["name"])
        assert set(wanted) - set(reached) == set()
        # In the order of the page, and out at its end again: nothing holds the focus.
        assert list(dict.fromkeys(reached)) == wanted
        assert unseen == []


def test_the_skip_link_leads_past_the_header_on_every_page(chromium: playwright_api.Browser, site: str) -> None:
    with visitor(chromium, site) as somebody:
        for name in ("results", "measures", "login", "no such page"):
            page = somebody.open(PAGES[name])
            page.locator(".skip-link").focus()
            assert page.locator(".skip-link").bounding_box()["x"] >= 0, name
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('main') !== null"), name


@pytest.fixture(scope="module")
def faults(chromium: playwright_api.Browser, site: str) -> dict[str, dict[str, list[str]]]:
    """What is wrong with each page at which magnification, and in forced colours: each page is opened once."""
    found: dict[str, dict[str, list[str]]] = {}
    with visitor(chromium, site) as somebody:
        for name, one in PAGES.items():
            page = somebody.open(one, "de")
            wide: list[str] = []
            for how, (width, height) in MAGNIFIED.items():
                page.set_viewport_size({"width": width, "height": height})
                if page.evaluate(IS_WIDER):
                    wide.append(how)
            page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
            page.evaluate(LARGE_LETTERS)
            if page.evaluate(IS_WIDER):
                wide.append("letters of 200 %")
            page.evaluate("document.documentElement.style.fontSize = ''")
            page.emulate_media(forced_colors="active")
            found[name] = {"wide": wide, "unframed": page.evaluate(UNFRAMED)}
            page.emulate_media(forced_colors="none")
    return found


def test_zoomed_in_no_page_scrolls_sideways(faults: dict[str, dict[str, list[str]]]) -> None:
    assert {name: fault["wide"] for name, fault in faults.items() if fault["wide"]} == {}


def test_in_forced_colours_every_control_is_drawn(faults: dict[str, dict[str, list[str]]]) -> None:
    assert {name: fault["unframed"] for name, fault in faults.items() if fault["unframed"]} == {}


def test_in_forced_colours_what_is_chosen_looks_chosen(chromium: playwright_api.Browser, site: str) -> None:
    with visitor(chromium, site, forced_colors="active") as somebody:
        page = somebody.open(PAGES["form"])
        page.locator("label[for=journey-2]").click()

        def ground(selector: str) -> str:
            return str(page.locator(selector).first.evaluate("one => getComputedStyle(one).backgroundColor"))

        assert ground("label[for=journey-1]") != ground("label[for=journey-2]")
        assert ground(".languages a:not([aria-current])") != ground(".languages [aria-current]")


def test_who_wants_no_motion_gets_none(chromium: playwright_api.Browser, site: str) -> None:
    with visitor(chromium, site, reduced_motion="reduce") as somebody:
        moving = {name: somebody.open(PAGES[name]).evaluate(MOVING) for name in ("form", "results", "login")}
        assert moving == {"form": [], "results": [], "login": []}


@pytest.mark.parametrize("language", ["de", "lb"])
def test_what_is_told_in_another_language_says_so_to_screen_readers(
    chromium: playwright_api.Browser, site: str, language: str
) -> None:
    told = {
        "Pflegekurs": "fr",
        "Cours de soins": "fr",
        "Infirmier": "fr",
        "Aide-soignant en alternance": "fr",
        "Apprendre un métier": "fr",
        "Pflegehelfer/in": "de",
        "Grundlagen der Pflege": "de",
        "Zertifikat Pflegehilfe": "de",
        "Name DE-VOUCHER": "de",
    }
    with visitor(chromium, site) as somebody:
        page = somebody.open(Page("results", {**PERSON, "show": "adviser"}), language)
        found = page.evaluate(LANGUAGES_OF_TEXTS, list(told))
    assert {text for text, _ in found} == set(told)
    assert [(text, tag) for text, tag in found if tag != told[text]] == []
