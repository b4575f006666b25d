"""Hostile pages: whatever the bytes, a value comes back, in bounded time, and nothing that no text can hold is in it."""

from __future__ import annotations

import json
import time
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extraction.hostile_pages import hostile_addresses, hostile_pages
from tests.extraction.templates import ENGLISH, STORIES, TEMPLATES

from variorum.extraction import extract
from variorum.extraction.page import parsed
from variorum.extraction.reading import _article
from variorum.extraction.trace import Trace
from variorum.model import Article, OutletRule, Selection, Unreadable, UnreadableReason
from variorum.model.documents import article_document, article_from_document

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "https://www.harbour-courier.example/news/1"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
PAGE = f"<html><body><article><h1>Mill Bridge closed</h1>{{}}{TEXT}{{}}</article></body></html>"
SECONDS = 10.0
RULES = (
    OutletRule(
        "Paper",
        ("paper.example",),
        body=("article", "div"),
        keep=("aside p", "time"),
        drop=("div > div", "[onclick]", "b"),
        fields=(
            Selection("headline", "h2"),
            Selection("authors", "span"),
            Selection("published", "time", "datetime"),
            Selection("lead_image", "[src]", "src"),
            Selection("captions", "figcaption"),
        ),
    ),
)


def attributes(number: int, value: str) -> str:
    return "<p " + " ".join(f'a{n}="{value}"' for n in range(number)) + ">Hello</p>"


def linked(value: str) -> str:
    return f'<script type="application/ld+json">{value}</script>'


HOSTILE = {
    "nested divisions": "<div>" * 100_000,
    "nested inline": "<b>" * 100_000,
    "nested paragraphs": "<div><p>a " * 50_000,
    "nested lists": "<ul><li>x" * 5_000,
    "nested tables": "<table><tr><td>x" * 5_000,
    "a million attributes": attributes(1_000_000, "x"),
    "a million attributes with signs": attributes(100_000, ">"),
    "many full tags": attributes(200, "x") * 300,
    "a long class": f'<div class="{"ab " * 200_000}">Hello</div>' * 3,
    "comments": "<!--" * 200_000,
    "references to controls": "&#0;&#1;&#x1f;&#xD800;&#xFFFE;&#x110000;" * 10_000,
    "controls": "\x01\x08\x0b\x0c\x1b[31m\x7f" * 1_000,
    "huge json": linked(
        json.dumps([{"@type": "NewsArticle", "url": f"https://a.example/{n}"} for n in range(20_000)])
    ),
    "deep json": linked("[" * 100_000),
    "deep closed json": linked('[{"a":' * 20_000 + "1" + "}]" * 20_000),
    "huge numbers": linked('{"@type": "NewsArticle", "author": ' + "9" * 50_000 + "}"),
    "many metas": '<meta property="og:title og:url author" content="By A. Lind and B. Ek">' * 20_000,
    "many headings": "<h1>Mill Bridge</h1>" * 10_000,
    "separators": f"<title>{' - a | b' * 100_000}</title>",
    "brackets": "<p>" + "A (" * 100_000,
    "bases": '<base href="javascript:alert(1)"><base href="//evil.example/">' * 100,
    "an endless word": "<p>" + "x" * 1_000_000,
    "many links": '<p>and <a href="/x">so on and on</a> it went for ever and ever, says the page' * 3_000,
    "many elements": "<p>It went on and on for ever.</p>" * 25_000,
    "many updates and times": "<div>" + "Update: 3 May 2024<br><time>10:15</time>" * 20_000 + "</div>",
    "unclosed quotes": '<p class="' * 20_000,
    "scripts in every attribute": "".join(
        f"<p {name}=\"javascript:alert('{name}')\" on{name}='<script>x()</script>'>Hello</p>"
        for name in (
            "class",
            "id",
            "style",
            "href",
            "src",
            "datetime",
            "content",
            "itemprop",
            "rel",
            "role",
            "lang",
        )
    )
    * 1_500,
    "scripts as addresses": "".join(
        f'<a href="{scheme}">on and on it went</a><img src="{scheme}"><base href="{scheme}"><link rel=canonical href="{scheme}">'
        for scheme in (
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<p>",
            "vbscript:x",
            "\x01javascript:x",
        )
    )
    * 1_000,
    "NULs": "<p>So\x00 it\x00\x00 went</p>\x00<\x00p>" * 20_000,
    "bytes of other encodings": "<p>\udc80\udcff \xff\xfe \ufeff \u2028</p>" * 10_000,
    "cards": '<article><h3><a href="/n">So it went</a></h3><p>on and on</p></article>' * 12_000,
    "cards in cards": '<div><h3><a href="/n">So it went</a></h3>' * 4_000,
    "posts": '<div class="post"><time datetime="2026-05-04T10:00Z">10:00</time><h2>So</h2><p>It went on</p></div>'
    * 12_000,
    "posts in posts": '<div class="post"><time>10:00</time><p>It went on</p>' * 8_000,
    "pictures": "<figure><img src=/1.jpg><figcaption>So it went on and on</figcaption></figure>" * 12_000,
    "requests": "<p>Subscribe to continue reading. We and our 9 partners use cookies. Page not found.</p>"
    * 12_000,
    "buttons": "<a>Accept all</a><button>Accept all</button><noscript>Enable JavaScript</noscript>" * 20_000,
    "an endless request": "<p>"
    + "subscribe to continue we and our partners the page you requested " * 20_000,
}
#: The same on pages that say that they are live, a video or a gallery, without a word that they are articles.
HEADS = (
    "<title>Live: the storm</title>",
    '<meta property="og:type" content="video.other"><title>404</title>',
    '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Mill Bridge closed"}</script>',
)
#: What once took the square of a page's length.
SQUARES = {
    "captions apart": "<div><p class=caption>words here of it</p></div>" * 9_000,
    "captions together": f"<div>{'<p class=caption>words here of it</p>' * 9_000}{'<i></i>' * 100_000}</div>",
    "bylines in bylines": f"{'<span class=author>' * 150}{'<i>a</i>' * 18_000}{'</span>' * 150}",
}


@pytest.mark.parametrize("name", SQUARES)
def test_no_kind_of_element_takes_the_square_of_the_page(name: str) -> None:
    start = time.process_time()
    assert isinstance(extract(PAGE.format(SQUARES[name], ""), URL), Article)
    assert time.process_time() - start < SECONDS / 2


@pytest.fixture(params=HOSTILE, ids=lambda name: name.replace(" ", "-"))
def hostile(request: pytest.FixtureRequest) -> Iterator[str]:
    return iter([PAGE.format(HOSTILE[request.param], ""), PAGE.format("", HOSTILE[request.param])])


def test_a_hostile_page_is_read_or_refused_in_time(hostile: Iterator[str]) -> None:
    for page in hostile:
        start = time.process_time()
        found = extract(page, URL)
        assert time.process_time() - start < SECONDS
        assert not isinstance(found, Unreadable) or found.reason is not UnreadableReason.PARSER_FAILED
        check(found)


@pytest.mark.parametrize("head", HEADS, ids=["live", "video", "declared-live"])
@pytest.mark.parametrize(
    "name", ["cards", "cards in cards", "posts", "posts in posts", "pictures", "requests", "buttons"]
)
def test_a_hostile_page_of_a_state_is_read_or_refused_in_time(name: str, head: str) -> None:
    page = f"<html><head>{head}</head><body><h1>Mill Bridge closed</h1>{HOSTILE[name]}"
    start = time.process_time()
    found = extract(page, "https://paper.example/live/photos/1")
    assert time.process_time() - start < SECONDS
    assert not isinstance(found, Unreadable) or found.reason is not UnreadableReason.PARSER_FAILED
    check(found)


LARGE = {
    "one text": "It went on and on for ever. " * 740_000,
    "paragraphs": f"<p>{'It went on and on for ever. ' * 200}</p>" * 3_600,
    "scripts": f"<script>{'x = 1;' * 20_000}</script>" * 160,
    "comments": f"<!-- {'It went on. ' * 1_000} -->" * 1_650,
    "data": f'<img src="data:image/png;base64,{"A" * 100_000}">' * 200,
    "blanks": " \n" * 10_000_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_a_page_of_20_megabytes_is_read_or_refused_in_time_and_memory(name: str) -> None:
    page = PAGE.format("", LARGE[name]).encode()
    assert len(page) >= 19_000_000
    start = time.process_time()
    found = extract(page, URL)
    assert time.process_time() - start < 2 * SECONDS
    assert not isinstance(found, Unreadable) or found.reason is not UnreadableReason.PARSER_FAILED
    check(found)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037", "iso2022_jp", "big5", "hz"]
)
@pytest.mark.parametrize(
    "declared", ["utf-8", "utf-16", "iso-2022-jp", "x-user-defined", "no-such-encoding", "utf-7"]
)
def test_a_wrong_declaration_of_the_encoding_breaks_nothing(encoding: str, declared: str) -> None:
    page = PAGE.format(f'<meta charset="{declared}">', "").encode(encoding, "replace")
    for body in (
        page,
        page[1:],
        page[:-1],
        page.replace(b"a", b"\xff\x00"),
        b"\xef\xbb\xbf" + page,
        b"\xff\xfe" + page,
    ):
        check(extract(body, URL, content_type=f"text/html; charset={declared}"))


@pytest.mark.parametrize(
    "base",
    [
        "javascript:alert(1)//",
        "data:text/html,",
        "https://user:secret@evil.example/",
        "//evil.example\\@good.example/",
        "https://[::1",
        "file:///etc/",
        " ",
        "..//..//",
        "https://evil.example/" + "a" * 9_000,
    ],
)
def test_a_base_makes_no_link_that_leads_anywhere_but_to_the_web(base: str) -> None:
    inside = '<p>See <a href="x">what was said of it</a> on Monday, and <a href="javascript:x()">what was not</a>.</p>'
    article = extract(
        f'<base href="{base}"><base href="https://late.example/">' + PAGE.format("", inside), URL
    )
    assert isinstance(article, Article)
    assert all(link.url.startswith(("http://", "https://")) for link in article.links)
    assert not any("javascript" in link.url or "secret" in link.url for link in article.links)


def test_what_follows_the_article_does_not_hide_it() -> None:
    for name in (
        "nested divisions",
        "many full tags",
        "a long class",
        "deep json",
        "many links",
        "many metas",
    ):
        found = extract(PAGE.format("", HOSTILE[name]), URL)
        assert isinstance(found, Article), name
        assert [paragraph.text for paragraph in found.paragraphs][: len(ENGLISH.paragraphs)] == list(
            ENGLISH.paragraphs
        ), name


def test_more_tags_than_any_article_has_are_refused() -> None:
    found = extract("<a>" * 600_000, URL)
    assert isinstance(found, Unreadable)
    assert found.reason is UnreadableReason.TOO_LARGE


def test_more_attributes_than_memory_should_hold_are_refused() -> None:
    tag = "<p " + " ".join(f"a{n}" for n in range(199)) + ">"
    found = extract(tag * 6_000, URL)
    assert isinstance(found, Unreadable)
    assert found.detail == "more than 1,000,000 attributes"


def test_at_most_500_links_are_kept() -> None:
    many = "".join(f'<p>And {"so it went " * 9}<a href="/x/{n}">on and on</a>.</p>' for n in range(900))
    found = extract(PAGE.format("", many), URL)
    assert isinstance(found, Article)
    assert len(found.links) == 500


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def check(found: Article | Unreadable) -> None:
    """What holds of everything that is read."""
    for text in strings(found):
        text.encode("utf-8")
        assert not any(ord(char) < 32 or char == "\x7f" for char in text)
    if isinstance(found, Article):
        assert found.paragraphs
        assert all(paragraph.text for paragraph in found.paragraphs)
        assert all(link.url.startswith(("http://", "https://")) for link in found.links)
        for moment in (found.published, found.modified, *(entry.at for entry in found.entries)):
            assert moment is None or moment.tzinfo is not None
        assert all(0 <= entry.start < entry.end <= len(found.paragraphs) for entry in found.entries)
        again = article_from_document(article_document(found))
        assert (again, again.kind, again.entries, again.doubts) == (
            found,
            found.kind,
            found.entries,
            found.doubts,
        )


PIECES = st.sampled_from(
    [
        *(
            f"<{tag}>"
            for tag in [
                "p",
                "div",
                "article",
                "h1",
                "h2",
                "ul",
                "li",
                "blockquote",
                "figure",
                "figcaption",
                "table",
                "tr",
                "td",
                "br",
                "a",
                "b",
                "script",
                "style",
            ]
        ),
        *(
            f"</{tag}>"
            for tag in [
                "p",
                "div",
                "article",
                "h1",
                "ul",
                "blockquote",
                "table",
                "a",
                "script",
                "style",
                "title",
                "body",
                "html",
            ]
        ),
        '<a href="http://[x">',
        '<a href="?a=%zz">',
        '<base href="//">',
        '<time datetime="2026-99-99T99:99">',
        '<meta name=author content="By ,">',
        '<meta property="og:url" content="http://a:99999/">',
        '<script type="application/ld+json">',
        '{"@type":"NewsArticle",',
        '"author":[null,{"name":7}]}',
        '"datePublished":"20260504"',
        "<!--",
        "-->",
        "<![CDATA[",
        "<?xml",
        "&#0;",
        "&#xD800;",
        "\x00",
        "\x0c",
        "\ud800",
        "\u202e",
        "]]>",
        "<p class='",
        "The bridge was closed to all traffic on Monday after inspectors found a crack in its deck, and nobody knows for how long. "
        * 2,
        "Correction: it was Tuesday.",
        "By Ada Lind and Bo Ek",
        "GENEVA (Reuters) — ",
        "【",
        "（",
        "4 May 2026",
    ]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=40).map("".join))
@settings(max_examples=50)
def test_no_text_breaks_the_reader(page: str) -> None:
    parsed_page = parsed(page, URL)
    check(parsed_page if isinstance(parsed_page, Unreadable) else _article(parsed_page, (), None, Trace()))


@given(hostile_pages, hostile_addresses)
@settings(max_examples=70)
def test_no_structured_page_breaks_the_reader(page: str, url: str) -> None:
    parsed_page = parsed(page, url)
    check(parsed_page if isinstance(parsed_page, Unreadable) else _article(parsed_page, RULES, None, Trace()))


@given(st.binary(max_size=500), st.text(max_size=40), st.text(max_size=60))
@settings(max_examples=50)
def test_no_bytes_address_or_header_break_the_reader(body: bytes, url: str, content_type: str) -> None:
    check_parse = parsed(body, url, content_type)
    if not isinstance(check_parse, Unreadable):
        _article(check_parse, (), None, Trace())
    assert isinstance(extract(body, url, content_type=content_type), Article | Unreadable)


@given(st.data())
@settings(max_examples=25)
def test_a_mutilated_page_is_read_or_refused(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(TEMPLATES))(data.draw(st.sampled_from(STORIES))).encode()
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, len(page)))
    cut = page[:start] + data.draw(st.binary(max_size=8)) + page[end:]
    parsed_page = parsed(cut, URL)
    check(parsed_page if isinstance(parsed_page, Unreadable) else _article(parsed_page, (), None, Trace()))


@pytest.mark.parametrize("address", ["http://xn--a/", "http://xn--/", "https://ann:secret@paper.example/"])
def test_an_address_that_cannot_be_followed_costs_nothing_but_itself(address: str) -> None:
    told = json.dumps(
        {"@type": "NewsArticle", "headline": "Mill Bridge closed", "url": address, "image": address}
    )
    inside = f'<p>See <a href="{address}">what was said of it</a> on Monday, and <a href="/2">what was not</a>.</p>'
    article = extract(linked(told) + PAGE.format("", inside), URL)
    assert isinstance(article, Article)
    assert [link.url for link in article.links] == ["https://www.harbour-courier.example/2"]
    assert "secret" not in repr(article)
