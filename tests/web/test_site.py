"""The site as a whole: every link leads somewhere, every page is sound, every address is documented."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

import pytest
from tests.web.conftest import served, words
from tests.web.shelf import NOW

from variorum.archive import open_archive
from variorum.flow.clock import started_clock
from variorum.web import application

if TYPE_CHECKING:
    from tests.web.conftest import Answer, Reader
    from tests.web.shelf import Shelf

PAGES = Path(__file__).parent.parent.parent / "docs" / "reference" / "pages.md"
STYLE = Path(__file__).parent.parent.parent / "src" / "variorum" / "web" / "static" / "variorum.css"
FRAGMENTS = STYLE.parent.parent.parent / "publication" / "fragments.py"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Balance(HTMLParser):
    """Notes every tag that is closed without being open, or left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> within {self.open[-3:]}")


@pytest.fixture(scope="module")
def crawled(reader: Reader) -> dict[str, Answer]:
    """Every address that can be reached from the front page by links and forms, with its answer."""
    waiting, found = ["/", "/lookup", "/robots.txt", "/nonesuch", "/?class=rubbish"], {}
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found[address] = answer = reader.get(address)
        if answer.headers["content-type"].startswith("text/html"):
            tree = answer.tree
            links = [element.get("href") for element in tree.iter("a", "link")]
            links += [element.get("src") for element in tree.iter("script")]
            links += [form.get("action") for form in tree.iter("form") if "compare" not in form.get("action")]
            # The shortcuts to lately are the same for every class: those of one tell of all.
            many = [
                link for link in links if "since=" in link and "class=" in link and "class=figure" not in link
            ]
            waiting += [urldefrag(link).url for link in links if link.startswith("/") and link not in many]
    return found


def pages(crawled: dict[str, Answer]) -> dict[str, Answer]:
    return {
        address: answer
        for address, answer in crawled.items()
        if answer.headers["content-type"].startswith("text/html")
    }


def test_every_link_leads_somewhere(crawled: dict[str, Answer]) -> None:
    broken = {address for address, answer in crawled.items() if answer.status != 200}
    assert broken == {"/nonesuch", "/?class=rubbish"}
    assert len(crawled) > 100
    for address, answer in pages(crawled).items():
        for link in (element.get("href") for element in answer.tree.iter("a")):
            target, fragment = urldefrag(link)
            if fragment and (not target or target.startswith("/")):
                there = crawled[target or address].tree
                assert there.xpath("//*[@id=$id]", id=fragment), f"{address} → {link}"


def test_every_page_is_sound(crawled: dict[str, Answer]) -> None:
    for address, answer in pages(crawled).items():
        balance = Balance()
        balance.feed(answer.text)
        assert not balance.faults, address
        assert not balance.open, address
        tree = answer.tree
        ids = [element.get("id") for element in tree.xpath("//*[@id]")]
        assert len(ids) == len(set(ids)), address
        assert tree.get("lang") == "en", address
        assert answer.headers["content-type"] == "text/html; charset=utf-8", address


def test_headings_go_down_step_by_step_from_a_single_first_one(crawled: dict[str, Answer]) -> None:
    for address, answer in pages(crawled).items():
        headings = answer.tree.xpath("//*[self::h1 or self::h2 or self::h3 or self::h4]")
        levels = [int(heading.tag[1]) for heading in headings]
        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), address
        assert all(words(heading) for heading in headings), address


def test_every_page_has_landmarks_a_skip_link_a_title_and_labels(crawled: dict[str, Answer]) -> None:
    titles: dict[str, str] = {}
    for address, answer in pages(crawled).items():
        tree = answer.tree
        for landmark in ("header", "main", "footer", "nav"):
            assert tree.findall(f".//{landmark}"), address
        assert len(tree.findall(".//main")) == 1
        assert tree.find("body/a").get("href") == "#content"
        assert tree.get_element_by_id("content").tag == "main"
        assert all(nav.get("aria-label") for nav in tree.iter("nav")), address
        labelled = {label.get("for") for label in tree.iter("label")}
        assert {field.get("id") for field in tree.iter("input", "select")} <= labelled, address
        assert all(words(a) or a.get("aria-label") for a in tree.iter("a")), address
        titles[address] = words(tree.find(".//title"))
    assert all(title.endswith("· Variorum") for title in titles.values())


def test_nothing_on_a_page_needs_what_the_policy_forbids(crawled: dict[str, Answer]) -> None:
    for address, answer in pages(crawled).items():
        tree = answer.tree
        assert not list(tree.iter("style", "iframe", "object", "embed", "base")), address
        assert [script.get("src") for script in tree.iter("script")] == ["/static/keys.js"], address
        for element in tree.iter():
            names = {str(name) for name in element.attrib}
            assert "style" not in names, address
            assert not any(name.startswith("on") for name in names), address


def test_every_page_but_help_and_errors_names_its_twins(crawled: dict[str, Answer]) -> None:
    without = {
        address
        for address, answer in pages(crawled).items()
        if answer.tree.find(".//link[@rel='alternate'][@type='application/json']") is None
    }
    assert without == {"/help", "/lookup", "/search", "/nonesuch", "/?class=rubbish"}
    for answer in pages(crawled).values():
        heads = {link.get("href") for link in answer.tree.findall(".//link[@rel='alternate']")}
        feet = {a.get("href") for a in answer.tree.findall(".//footer//a")}
        assert heads == feet


def test_every_page_says_when_the_clock_is_faster_than_the_wall_s(
    tmp_path: Path, crawled: dict[str, Answer]
) -> None:
    said = "the clock of this archive runs 600 times as fast"
    with open_archive(tmp_path / "archive", create=True) as archive:
        started_clock(archive, 600.0)
        with served(archive) as reader:
            for address in ("/", "/sources", "/help", "/lookup?url=https://a.example/", "/nonesuch"):
                assert said in words(reader.get(address).tree), address
    assert not any("times as fast" in words(answer.tree) for answer in pages(crawled).values())


def test_every_address_is_documented() -> None:
    documented = PAGES.read_text()
    app = application(None, now=lambda: NOW)  # type: ignore[arg-type]
    paths = {route.path for route in app.routes}  # type: ignore[attr-defined]
    assert "/a/{article}/{before}..{after}.diff" in paths
    missing = {path for path in paths if f"`{path}`" not in documented}
    assert not missing


def test_every_class_of_a_comparison_is_styled_or_needs_no_style() -> None:
    """The classes that `variorum.publication.fragments` documents are those that the style sheet knows."""
    table = FRAGMENTS.read_text().split('"""')[1]
    emitted = {
        name
        for row in re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
        for name in re.findall(r"`([\w-]+)`", row)
    }
    style = STYLE.read_text()
    plain = {"passage", "body"}
    assert len(emitted) > 15
    assert {name for name in emitted if not re.search(rf"\.{name}\b", style)} <= plain


def test_the_furnished_archive_reaches_every_kind_of_page(crawled: dict[str, Answer], shelf: Shelf) -> None:
    kinds = {re.sub(r"\b[a-z2-7]{16}\b", "ID", address.partition("?")[0]) for address in crawled}
    assert {
        "/",
        "/changes",
        "/sources",
        "/source/ID",
        "/a/ID",
        "/a/ID/v/ID",
        "/a/ID/v/ID/capture",
        "/a/ID/ID..ID",
        "/help",
        "/lookup",
    } <= kinds
    assert shelf.mill
