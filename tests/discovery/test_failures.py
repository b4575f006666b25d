"""What is no feed, or a broken one, or too much of one: each is told apart in one clear sentence."""

from __future__ import annotations

import time

import pytest

from variorum.discovery import lenient_sightings, sightings
from variorum.discovery.limits import LARGEST_FEED, MOST_ITEMS, MOST_TAGS
from variorum.model import Discovery, Failure, FailureKind

WHERE = "https://example.org/feed"
BILLION_LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    + ']><rss version="2.0"><channel><title>&a9;</title></channel></rss>'
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><title>&a;</title></channel></rss>'


def failure(body: bytes) -> Failure:
    found = sightings(body, WHERE)
    assert isinstance(found, Failure), found
    assert found.subject == WHERE
    return found


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\x00\x00"])
def test_an_empty_body_is_a_failure(body: bytes) -> None:
    assert failure(body).kind is FailureKind.EMPTY


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><head><title>News</title></head></html>",
        b"\n<html><body>News</body></html>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html/>',
        "\ufeff<!doctype html><p>News".encode(),
        b"<meta charset=utf-8><title>News</title>",
        b"<!doctype html><pre>&lt;rss></pre><svg><rdf:RDF></rdf:RDF></svg><rss></rss>",
    ],
)
def test_a_web_page_is_told_to_be_one(body: bytes) -> None:
    found = failure(body)
    assert (found.kind, found.detail) == (FailureKind.NOT_A_FEED, "this is a web page, not a feed")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (
            b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
            "this is a sitemap, not a feed",
        ),
        (b"<sitemapindex><feed/></sitemapindex>", "this is a list of sitemaps, not a feed"),
        (b'<opml version="2.0"/>', "this is a list of feeds (OPML), not a feed"),
        (b"<note>Hello</note>", "this is a document that begins with <note>, not a feed"),
        (b"User-agent: *", "this is neither XML nor JSON, not a feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "this is neither XML nor JSON, not a feed"),
        (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><foaf/></rdf:RDF>',
            "this is RDF, but lists no channel of news",
        ),
    ],
)
def test_other_documents_are_named(body: bytes, detail: str) -> None:
    found = failure(body)
    assert (found.kind, found.detail) == (FailureKind.NOT_A_FEED, detail)


def test_broken_xml_is_malformed_and_tells_where_it_breaks() -> None:
    found = failure(b'<?xml version="1.0"?>\n\n<rss>\n<channel><title>R & D</channel>\n</rss>')
    assert found.kind is FailureKind.MALFORMED
    assert found.sentence.startswith(f"{WHERE}: the XML breaks at line 4, column ")
    assert found.sentence.endswith(": Opening and ending tag mismatch: title and channel")


@pytest.mark.parametrize("body", [BILLION_LAUGHS.encode(), OUTSIDE.encode()])
def test_feeds_that_declare_entities_are_refused(body: bytes) -> None:
    assert failure(body).kind is FailureKind.UNREADABLE
    lenient = lenient_sightings(body, WHERE)
    assert isinstance(lenient, Failure)
    assert lenient.kind is FailureKind.UNREADABLE


@pytest.mark.parametrize(
    "body",
    [
        ("<!-- <rss > -->" + BILLION_LAUGHS).encode(),
        b'<rss><!DOCTYPE rss [<!ENTITY a "b">]><channel><title>&a;</title></channel></rss>',
    ],
)
def test_no_place_for_a_document_type_gets_past_the_refusal(body: bytes) -> None:
    assert failure(body).kind is FailureKind.MALFORMED


@pytest.mark.parametrize("tag", [b"a", b"channel", b"item", b"title"])
def test_deep_nesting_is_refused_at_once(tag: bytes) -> None:
    start = time.process_time()
    found = failure(b"<rss><channel><item>" + b"<" + tag + b">" * 1 + (b"<" + tag + b">") * 200_000)
    assert found.kind is FailureKind.TOO_LARGE
    assert "nested too deep" in found.detail
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel><title>" + b"a" * LARGEST_FEED + b"</title></channel></rss>",
        b"<rss>" + b"<a/>" * MOST_TAGS + b"</rss>",
        b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"{}," * MOST_TAGS + b"]}",
    ],
)
def test_what_is_too_large_is_refused_before_it_is_read(body: bytes) -> None:
    assert failure(body).kind is FailureKind.TOO_LARGE


def test_of_too_many_items_the_first_are_listed_and_the_rest_is_counted() -> None:
    items = "".join(f"<item><link>/{number}</link></item>" for number in range(MOST_ITEMS + 7))
    found = sightings(f"<rss><channel>{items}</channel></rss>".encode(), WHERE)
    assert isinstance(found, Discovery)
    assert (len(found.sightings), found.skipped) == (MOST_ITEMS, 7)
    assert found.sightings[-1].url == f"https://example.org/{MOST_ITEMS - 1}"


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel><item>" + b"<link>x:y</link>" * 100_000 + b"</item></channel></rss>",
        b"<rss><item><link>/a</link>"
        + (b"<author>" + b"a" * 2_000 + b"@</author>") * 4_000
        + b"</item></rss>",
        b"<rss " + b" ".join(b"a%d=''" % number for number in range(200_000)) + b"/>",
        b"<rss>" + b"".join(b"<p%d:a/>" % number for number in range(100_000)) + b"</rss>",
        b"<rss><channel><title>" + b"<![CDATA[" * 100_000,
        b"<rss><channel><title>" + b"<!--" * 200_000,
        b"<rss><channel><title>" + b"&a" * 1_000_000,
        b"<rss><channel><title>" + b"\x01" * 2_000_000,
        b"<?" * 100_000 + b"<rss>",
        b"<!DOCTYPE " * 100_000 + b"<rss>",
    ],
)
def test_no_repetition_makes_reading_slow(body: bytes) -> None:
    start = time.process_time()
    sightings(body, WHERE)
    assert time.process_time() - start < 3
