"""The feeds that a page points to: which are found, in which order, and what a hostile page costs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.discovery import FeedLink, feed_links
from variorum.discovery.limits import MOST_FEED_LINKS

WHERE = "https://example.org/news/today.html"


def urls(page: str, where: str = WHERE) -> list[str]:
    return [link.url for link in feed_links(page.encode(), where)]


def test_declared_feeds_come_first_then_links_then_comments() -> None:
    page = """<!doctype html><html><head><title>Gazette</title>
        <link rel="alternate" type="application/rss+xml" title="Gazette &raquo; Comments Feed" href="/comments/feed/">
        <link rel="stylesheet" type="text/css" href="/style.css"><link rel="canonical" href="/news/today.html">
        <link rel='alternate' type='application/atom+xml' title='Gazette' href='/feed.atom' />
        </head><body><p><a href="/about">About</a> <a class="icon" href="/rss/world"><img src="i.png"> World</a></p></body>"""
    assert feed_links(page.encode(), WHERE) == (
        FeedLink("https://example.org/feed.atom", "Gazette", comments=False),
        FeedLink("https://example.org/rss/world", "World", comments=False, declared=False),
        FeedLink("https://example.org/comments/feed/", "Gazette » Comments Feed", comments=True),
    )


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="alternate" type="application/rss+xml" href="/f">',
        '<LINK REL="Alternate" TYPE="Application/RSS+XML" HREF="/f">',
        "<link rel=alternate type=application/atom+xml href=/f>",
        "<link href='/f' type='application/feed+json' rel='alternate'/>",
        '<link rel="alternate" type="application/json" href="/f">',
        '<link rel="alternate" type="application/rdf+xml" href="/f">',
        '<link rel="alternate" type="application/rss+xml; charset=utf-8" href=" /f ">',
        '<link rel="feed" type="application/atom+xml" href="/f">',
        '<link rel="alternate home" type="application/rss+xml" title="5 > 4" href="/f">',
        '<link rel="alternate"\n type="application/rss+xml"\n href="/f"\n>',
        '<link rel="alternate" type="application/rss+xml" href="&#47;f" href="/other">',
        '<a rel="alternate" type="application/rss+xml" href="/f">Politics</a>',
    ],
)
def test_a_feed_is_found_however_it_is_declared(tag: str) -> None:
    assert urls(tag) == ["https://example.org/f"]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/feed/">Politics</a>',
        '<a href="/politics.rss">Politics</a>',
        '<a href="/rss.xml">Politics</a>',
        '<a href="/index.rdf">Politics</a>',
        '<a href="/?feed=rss2">Politics</a>',
        '<a href="/pb/politics/?resType=rss">Politics</a>',
        '<a href="https://feeds.example.org/politics">Politics</a>',
        '<a href="/f/1">RSS</a>',
        '<a href="/f/1"><b>Subscribe to our RSS feed</b></a>',
        '<a href="/f/1" title="RSS 2.0"><img src="/rss.png"></a>',
        '<a href="feed://example.org/f/1">Politics</a>'.replace("f/1", "feed"),
        '<a href="feed:https://example.org/feed">Politics</a>',
    ],
)
def test_a_link_that_looks_like_a_feed_is_a_second_choice(link: str) -> None:
    (found,) = feed_links(link.encode(), WHERE)
    assert not found.declared
    assert found.url.startswith("https://") or "feed://" in link


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="alternate" hreflang="de" href="/de/">',
        '<link rel="alternate stylesheet" type="text/css" href="/feed.css">',
        '<link rel="alternate" type="application/json" href="https://example.org/wp-json/wp/v2/posts/7">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">',
        '<link rel="alternate" type="text/xml" href="/today.xml">',
        '<link rel="meta" type="application/rdf+xml" href="/foaf.rdf">',
        '<link rel="alternate" type="application/rss+xml" href="">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:feed()">',
        '<a href="/politics/feedback">Feedback</a>',
        '<a href="/india/rss-chief-speaks">RSS chief speaks in Nagpur</a>',
        '<a href="/science/atom-smasher">Atom smasher restarts</a>',
        '<a href="/img/rss.png">Politics</a>',
        '<a href="/help/rss.html">RSS</a>',
        '<a href="https://reader.example/i/subscription/feed/https://example.org/feed">Follow</a>',
        '<a name="feed">RSS</a>',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->',
        "<script>x = '<link rel=alternate type=application/rss+xml href=/old>'</script>",
    ],
)
def test_what_is_no_feed_is_left_out(tag: str) -> None:
    assert urls(tag) == []


@pytest.mark.parametrize(
    ("title", "href", "comments"),
    [
        ("Gazette » Comments Feed", "/comments/feed/", True),
        ("Pier closed Comments Feed", "/2026/pier/feed/", True),
        ("Gazette » Kommentar-Feed", "/x/feed/", True),
        ("Gazette » Flux des commentaires", "/x/feed/", True),
        ("", "/comments/feed/", True),
        ("Comment is free", "/commentisfree/rss", False),
        ("Opinion and comment", "/comment/rss", False),
    ],
)
def test_feeds_of_comments_are_marked(title: str, href: str, comments: bool) -> None:
    (found,) = feed_links(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'.encode(), WHERE
    )
    assert found.comments is comments


def test_references_are_relative_to_the_base_of_the_page() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="feed">'
    assert urls(link) == ["https://example.org/news/feed"]
    assert urls(f'<base target="_top"><base href="/x/"><base href="/y/">{link}') == [
        "https://example.org/x/feed"
    ]
    assert urls(f'<base href="https://cdn.example/">{link}') == ["https://cdn.example/feed"]
    assert urls(f'<base href="javascript:x">{link}') == ["https://example.org/news/feed"]


def test_a_page_read_from_a_file_gives_its_absolute_feeds() -> None:
    page = """<link rel=alternate type=application/rss+xml href=/a>
        <link rel=alternate type=application/rss+xml href=https://example.org/b>"""
    assert urls(page, "saved/page.html") == ["https://example.org/b"]


def test_each_feed_is_listed_once_as_it_is_declared() -> None:
    page = """<a href="/feed">RSS</a><link rel=alternate type=application/rss+xml title=News href=/feed>
        <link rel=alternate type=application/rss+xml title=Again href=/feed>"""
    assert feed_links(page.encode(), WHERE) == (FeedLink("https://example.org/feed", "News", comments=False),)


def test_titles_are_read_in_the_page_s_encoding() -> None:
    page = '<meta charset="windows-1252"><link rel=alternate type=application/rss+xml title="Café" href=/f>'
    assert feed_links(page.encode("cp1252"), WHERE)[0].title == "Café"
    assert feed_links(page.encode(), WHERE, "text/html; charset=utf-8")[0].title == "Café"


def test_not_more_than_a_limited_number_of_feeds_is_listed() -> None:
    page = "".join(f"<link rel=alternate type=application/rss+xml href=/{number}>" for number in range(1_000))
    assert len(urls(page)) == MOST_FEED_LINKS


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 400_000,
        b"<a href=x>" * 200_000,
        b"<a href='" * 200_000,
        b'<a "' * 500_000,
        b"<a " + b" ".join(b"a%d=1" % number for number in range(200_000)) + b">",
        b"<link " + b"a" * 1_900_000 + b">",
        b"<link " + b"a " * 900_000 + b">",
        b"<link rel=alternate type=application/rss+xml href='" + b"a" * 1_900_000 + b"'>",
        b"<!--" * 500_000,
        b"<script>" * 250_000,
        b"<base href='"
        + b"x/" * 900_000
        + b"'>"
        + b"<link rel=alternate type=application/rss+xml href=a>" * 1_000,
        b"<a href=x>" + b"&amp" * 500_000,
        b"\xe9" * 2_000_000,
    ],
)
def test_no_page_makes_the_search_slow(page: bytes) -> None:
    start = time.process_time()
    feed_links(page, WHERE)
    assert time.process_time() - start < 2


@given(
    st.binary(max_size=500)
    | st.lists(
        st.sampled_from(
            [
                "<link ",
                "<a ",
                "<base ",
                "href=",
                "'",
                '"',
                ">",
                "</a>",
                "/feed",
                "rel=alternate ",
                "type=",
                "<!--",
                "-->",
                "&",
                "é",
            ]
        ),
        max_size=40,
    ).map(lambda pieces: "".join(pieces).encode("cp1252")),
    st.text(max_size=20) | st.just(WHERE),
)
def test_no_page_makes_the_search_fail(page: bytes, where: str) -> None:
    assert all(link.url.startswith("http") for link in feed_links(page, where))
