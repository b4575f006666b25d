"""The pages in a real browser: no violations, keys that follow links, room at 320 pixels, contrast in light and dark."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from playwright.sync_api import sync_playwright
from tests.web.conftest import served
from tests.web.shelf import PAPER, Desk, text

from variorum.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.web.conftest import Reader
    from tests.web.shelf import Shelf

    from variorum.archive import Archive

pytestmark = pytest.mark.browser

_CHROMIUM = shutil.which("chromium")
# No screen, no sandbox as root, and no calls home: a closed network would answer each of them with an error.
_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
]
# The lowest ratio of contrast (WCAG 2.2, 1.4.3) of all text that is shown, with the words that have it.
_CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parsed = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const part = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parsed(getComputedStyle(one).backgroundColor);
      if (colour[3] === 255) return colour;
      if (colour[3] > 0) throw new Error("half-transparent background");
    }
    return parsed("Canvas");
  };
  let lowest = [99, "", 0];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    const [a, b] = [light(parsed(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    lowest = ratio < lowest[0] ? [ratio, node.data.trim(), lowest[2] + 1] : [lowest[0], lowest[1], lowest[2] + 1];
  }
  return lowest;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if _CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install -y chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def addresses(shelf: Shelf) -> dict[str, str]:
    """One address of every kind of page."""
    mill, comparison = f"/a/{shelf.mill}", between(shelf, 0, 3)
    history = shelf.archive.history(shelf.hostile)
    assert history is not None
    hostile = f"/a/{shelf.hostile}/{history.versions[0].id}..{history.versions[1].id}"
    views = {view: f"{comparison}?view={view}" for view in ("inline", "split", "changes", "list")}
    return views | {
        "front": "/",
        "newest": "/changes",
        "article": mill,
        "withdrawn": f"/a/{shelf.given_up}",
        "version": f"{mill}/v/{shelf.mill_versions[0].id}",
        "sources": "/sources",
        "source": f"/source/{shelf.archive.sources()[0].id}",
        "help": "/help",
        "lookup": "/lookup?url=other.example/" + "long" * 30,
        "nothing": "/nonesuch",
        "hostile": hostile,
        "hostile-split": f"{hostile}?view=split",
    }


def between(shelf: Shelf, before: int, after: int) -> str:
    versions = shelf.mill_versions
    return f"/a/{shelf.mill}/{versions[before].id}..{versions[after].id}"


@contextmanager
def opened(browser: Browser, reader: Reader, path: str, **options: Any) -> Iterator[Page]:
    """A page in a fresh profile; it may complain of nothing but an address that there is not."""
    complaints: list[str] = []
    context = browser.new_context(base_url=reader.origin, **options)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(path, wait_until="domcontentloaded")
        yield page
    finally:
        context.close()
    told = [line for line in complaints if "status of 404" not in line]
    assert not told


def test_every_page_keeps_the_policy_fits_320_pixels_and_has_contrast_in_light_and_dark(
    browser: Browser, reader: Reader, addresses: dict[str, str]
) -> None:
    papers = {"light": "rgb(251, 250, 246)", "dark": "rgb(22, 22, 26)"}
    with opened(browser, reader, "/", viewport={"width": 320, "height": 640}) as page:
        for name, path in addresses.items():
            page.goto(path, wait_until="domcontentloaded")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
            page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
            for scheme, paper in papers.items():
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == paper
                ratio, said, number = page.evaluate(_CONTRAST)
                assert number > 10
                assert ratio >= 4.5, f"{name}, {scheme}: {said}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_of_a_comparison_begins_early_and_its_facts_stand_beside_or_behind_it(
    browser: Browser, reader: Reader, shelf: Shelf, scheme: Any
) -> None:
    boxes = """() => [".comparison", ".sheet > .facts"].map((name) => document.querySelector(name).getBoundingClientRect())"""
    for width, height in ((380, 700), (1280, 900)):
        options = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
        with opened(browser, reader, between(shelf, 1, 2), **options) as page:
            compared, facts = page.evaluate(boxes)
            assert compared["top"] < height * 0.65
            if width < 640:
                assert facts["top"] >= compared["bottom"]
            else:
                assert facts["left"] >= compared["right"]
                assert abs(facts["top"] - compared["top"]) < 10


def test_an_endless_sentence_breaks_no_page(browser: Browser, archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    for number, told in enumerate(
        ("x" * 5_000, "Quote of A. Minister dropped: “" + "我们将继续努力" * 700 + "”.")
    ):
        article = desk.article(PAPER, f"http://paper.example/{number}")
        one = desk.version(article, Article(f"A{'b' * 3_000}", paragraphs=text("One.")), 1)
        two = desk.version(article, Article("Two", paragraphs=text("Two.")), 2, told=told)
        with (
            served(archive) as reader,
            opened(browser, reader, "/", viewport={"width": 380, "height": 800}) as page,
        ):
            comparison = f"/a/{article}/{one.id}..{two.id}"
            for path in (
                "/",
                "/changes",
                f"/a/{article}",
                comparison,
                f"{comparison}?view=split",
                f"{comparison}?view=list",
            ):
                page.goto(path, wait_until="domcontentloaded")
                assert told in page.content()
                assert page.evaluate("document.documentElement.scrollWidth") <= 380, path
            for suffix in ("atom", "rss"):
                titles = feedparser.parse(reader.get(f"/a/{article}.{suffix}").body).entries
                assert [entry.title for entry in titles] == [told]


def test_marks_differ_by_more_than_colour(browser: Browser, reader: Reader, shelf: Shelf) -> None:
    style = "(mark) => { const s = getComputedStyle(mark); return [s.textDecorationLine, s.backgroundColor] }"
    with opened(browser, reader, between(shelf, 0, 1)) as page:
        removed = page.locator(".comparison del").first.evaluate(style)
        added = page.locator(".comparison ins").first.evaluate(style)
        assert (removed[0], added[0]) == ("line-through", "underline")
        assert removed[1] != added[1]
        assert page.locator(".comparison .sign").first.is_visible()
        hidden = page.locator(".comparison .visually-hidden").first.bounding_box()
        assert hidden is not None
        assert hidden["width"] <= 1


def test_the_keys_follow_the_links_of_the_page(browser: Browser, reader: Reader, shelf: Shelf) -> None:
    with opened(browser, reader, between(shelf, 1, 2)) as page:

        def press(key: str, target: str) -> None:
            page.keyboard.press(key)
            page.wait_for_url(f"{reader.origin}{target}")

        press("ArrowRight", between(shelf, 2, 3))
        press("ArrowLeft", between(shelf, 1, 2))
        press("n", between(shelf, 1, 2) + "#change-1")
        press("n", between(shelf, 1, 2) + "#change-2")
        assert page.evaluate("document.activeElement.id") == "change-2"
        press("p", between(shelf, 1, 2) + "#change-1")
        press("p", between(shelf, 1, 2) + "#change-2")
        press("v", between(shelf, 1, 2) + "?view=split#change-2")
        press("v", between(shelf, 1, 2) + "?view=changes#change-2")
        press("u", f"/a/{shelf.mill}")
        press("u", f"/source/{shelf.archive.sources()[0].id}")
        press("u", "/sources")
        press("?", "/help")


def test_the_slash_leads_to_the_field_where_keys_are_letters(browser: Browser, reader: Reader) -> None:
    with opened(browser, reader, "/") as page:
        page.keyboard.press("/")
        page.keyboard.type("u?v/n")
        assert page.locator("#lookup").input_value() == "u?v/n"
        assert page.url == f"{reader.origin}/"
        page.locator("#lookup").fill("http://paper.example/news/1")
        page.keyboard.press("Enter")
        page.wait_for_url("**/a/*")
        assert page.locator("h1").inner_text() == "Blaze at the mill"


def test_keys_of_the_browser_stay_its_own(browser: Browser, reader: Reader, shelf: Shelf) -> None:
    with opened(browser, reader, between(shelf, 0, 1)) as page:
        for key in ("Control+n", "Alt+u", "Meta+v", "q", "Escape"):
            prevented = page.evaluate(
                """(key) => {
                  const [letter, ...held] = key.split("+").reverse();
                  const event = new KeyboardEvent("keydown", {
                    key: letter, bubbles: true, cancelable: true,
                    ctrlKey: held.includes("Control"), altKey: held.includes("Alt"), metaKey: held.includes("Meta"),
                  });
                  document.body.dispatchEvent(event);
                  return event.defaultPrevented;
                }""",
                key,
            )
            assert not prevented, key
        assert page.url == f"{reader.origin}{between(shelf, 0, 1)}"


def test_keys_can_be_turned_off(browser: Browser, reader: Reader) -> None:
    with opened(browser, reader, "/help") as page:
        page.get_by_role("button", name="Turn keys off").click()
        page.goto("/sources", wait_until="domcontentloaded")
        page.keyboard.press("?")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.tagName") == "BODY"
        assert page.url == f"{reader.origin}/sources"
        page.goto("/help", wait_until="domcontentloaded")
        page.get_by_role("button", name="Turn keys on").click()
        page.goto("/sources", wait_until="domcontentloaded")
        page.keyboard.press("?")
        page.wait_for_url(f"{reader.origin}/help")


def test_everything_is_there_without_scripts(
    browser: Browser, reader: Reader, addresses: dict[str, str]
) -> None:
    with opened(browser, reader, addresses["article"], java_script_enabled=False) as page:
        page.get_by_role("button", name="Compare").click()
        assert page.locator("h1").inner_text().startswith("Headline changed")
        page.get_by_role("link", name="Side by side").click()
        assert page.get_by_role("columnheader", name="Before").is_visible()
        page.get_by_role("link", name="change 2", exact=True).click()
        assert page.url.endswith("#change-2")
        page.goto(addresses["help"], wait_until="domcontentloaded")
        assert not page.locator("#keys-switch").is_visible()


def test_the_first_tab_leads_past_the_masthead(browser: Browser, reader: Reader) -> None:
    with opened(browser, reader, "/") as page:
        skip = page.locator(".skip")
        box = skip.bounding_box()
        assert box is not None
        assert box["y"] < 0
        page.keyboard.press("Tab")
        box = skip.bounding_box()
        assert box is not None
        assert box["y"] > 0
        assert skip.evaluate("(link) => getComputedStyle(link).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def test_the_sides_stand_beside_each_other_or_below_on_a_small_screen(
    browser: Browser, reader: Reader, addresses: dict[str, str]
) -> None:
    with opened(browser, reader, addresses["split"]) as page:
        row = page.locator("tbody.headline tr").nth(1)
        for width, beside in ((1200, True), (360, False)):
            page.set_viewport_size({"width": width, "height": 800})
            before, after = (row.locator(f"td.{side}").bounding_box() for side in ("before", "after"))
            assert before is not None
            assert after is not None
            assert (after["y"] == before["y"]) is beside
            assert (after["x"] > before["x"]) is beside


def test_print_has_the_marks_and_the_folds_but_no_controls(
    browser: Browser, reader: Reader, addresses: dict[str, str]
) -> None:
    with opened(browser, reader, addresses["changes"]) as page:
        page.emulate_media(media="print")
        for control in (".toolbar", ".steps", ".masthead form", ".masthead nav"):
            assert not page.locator(control).first.is_visible()
        assert page.locator(".comparison ins").first.is_visible()
        assert page.locator("details.unchanged p").first.is_visible()
        assert page.locator(".citation").is_visible()
