"""Sitemaps, indexes of them, lists of addresses: what they list, within limits, whatever bytes they are made of."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from variorum.discovery import sitemap, url_list
from variorum.discovery.limits import MOST_ENTRIES, MOST_LINES
from variorum.model import Discovery, Failure, FailureKind
from variorum.text.urls import web_url

WHERE = "https://example.org/sitemap.xml"
NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://example.org/ferry?a=1&amp;b=2</loc><lastmod>2026-05-04T10:00:00+02:00</lastmod>
  <news:news><news:publication><news:name>Gazette</news:name><news:language>en</news:language></news:publication>
  <news:publication_date>2026-05-04T07:30:00Z</news:publication_date><news:title>Ferry &amp; tide</news:title></news:news>
  <image:image><image:loc>https://example.org/ferry.jpg</image:loc><image:title>A ferry</image:title></image:image></url>
<!-- <url><loc>https://example.org/comment</loc></url> -->
<url><loc>/mill</loc></url><url><lastmod>2026-05-04</lastmod></url><url><loc>javascript:1</loc></url>
</urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://example.org/news.xml</loc><lastmod>2026-05-04</lastmod></sitemap>
<sitemap><loc>https://example.org/2019.xml.gz</loc></sitemap></sitemapindex>"""


def found(body: bytes, where: str = WHERE) -> Discovery:
    read = sitemap(body, where)
    assert isinstance(read, Discovery), read
    return read


def test_a_news_sitemap_tells_address_title_and_times() -> None:
    read = found(NEWS)
    first, second = read.sightings
    assert (first.url, first.title) == ("https://example.org/ferry?a=1&b=2", "Ferry & tide")
    assert first.published == datetime(2026, 5, 4, 7, 30, tzinfo=UTC)
    assert first.updated == datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    assert (second.url, second.title, second.updated) == ("https://example.org/mill", None, None)
    assert (read.format, read.skipped, read.sitemaps) == ("news sitemap", 2, ())


def test_an_index_lists_sitemaps_and_no_articles() -> None:
    read = found(INDEX)
    assert [seen.url for seen in read.sitemaps] == [
        "https://example.org/news.xml",
        "https://example.org/2019.xml.gz",
    ]
    assert (read.format, read.sightings) == ("sitemap index", ())


def test_a_gzipped_sitemap_is_the_same() -> None:
    assert found(gzip.compress(NEWS)) == found(NEWS)


def test_what_breaks_gives_what_stood_before() -> None:
    assert [seen.url for seen in found(NEWS[: NEWS.index(b"<!--")]).sightings] == [
        "https://example.org/ferry?a=1&b=2"
    ]
    entries = b"".join(b"<url><loc>https://example.org/%d</loc></url>" % number for number in range(3_000))
    packed = gzip.compress(b"<urlset>" + entries, mtime=0)
    assert isinstance(sitemap(packed[: len(packed) // 2], WHERE), Discovery | Failure)


def test_what_is_no_sitemap_says_so() -> None:
    kinds = {
        b" \n": FailureKind.EMPTY,
        b"<html><body>": FailureKind.NOT_A_FEED,
        b"<rss><channel/></rss>": FailureKind.NOT_A_FEED,
        b"<!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset><url><loc>&a;</loc></url></urlset>": FailureKind.UNREADABLE,
        gzip.compress(b"nothing"): FailureKind.NOT_A_FEED,
        b"\x1f\x8bbroken": FailureKind.NOT_A_FEED,
    }
    for body, kind in kinds.items():
        read = sitemap(body, WHERE)
        assert isinstance(read, Failure), body
        assert read.kind is kind, body


def test_an_endless_sitemap_is_read_to_the_limit_in_little_memory() -> None:
    entry = b"<url><loc>https://example.org/%08d</loc></url>"
    body = b"<urlset>" + b"".join(entry % number for number in range(MOST_ENTRIES + 5_000)) + b"</urlset>"
    read = found(body)
    assert len(read.sightings) == MOST_ENTRIES
    assert read.skipped >= 1


def test_a_bomb_unpacks_no_further_than_the_limit() -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write(b"<urlset><url><loc>https://example.org/a</loc></url>")
        for _ in range(200):
            file.write(b" " * 1_000_000)
    body = packed.getvalue()
    tracemalloc.start()
    read = found(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [seen.url for seen in read.sightings] == ["https://example.org/a"]
    assert peak < 20_000_000


def test_tags_without_end_cost_no_more_than_the_limit_allows() -> None:
    assert isinstance(sitemap(b"<urlset>" + b"<url>" * 1_200_000, WHERE), Discovery)


PIECES = st.sampled_from(
    [
        b"<url>",
        b"</url>",
        b"<loc>",
        b"</loc>",
        b"&",
        b"&#0;",
        b"<![CDATA[",
        b"<!--",
        b"\x00",
        b"\xff",
        b"<!ENTITY a 'b'>",
        b"<",
    ]
)


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """A sitemap with some stretches cut out, doubled or replaced."""
    body = draw(st.sampled_from([NEWS, INDEX, gzip.compress(NEWS, mtime=0)]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 40)))
        put = draw(st.sampled_from([b"", body[start:end] * 2]) | PIECES | st.binary(max_size=5))
        body = body[:start] + put + body[end:]
    return body


@given(mutilated() | st.binary(max_size=200))
def test_no_bytes_raise_and_every_address_can_be_used(body: bytes) -> None:
    for read in (sitemap(body, WHERE), url_list(body, "list.txt")):
        if isinstance(read, Failure):
            assert read.sentence
        else:
            assert all(web_url(seen.url) for seen in (*read.sightings, *read.sitemaps))


def test_a_list_of_addresses_is_read_line_by_line_each_address_once() -> None:
    body = "\ufeffhttps://example.org/a\r\n\n# note\nhttps://example.org/a?utm_source=x\nnothing\n".encode()
    read = url_list(body, "list.txt")
    assert isinstance(read, Discovery)
    assert ([seen.url for seen in read.sightings], read.skipped) == (["https://example.org/a"], 1)


def test_a_list_has_a_limit_and_one_without_an_address_says_so() -> None:
    long = url_list(b"\n".join(b"https://example.org/%d" % n for n in range(MOST_LINES + 7)), "list.txt")
    assert isinstance(long, Discovery)
    assert (len(long.sightings), long.skipped) == (MOST_LINES, 7)
    none = url_list(b"one\ntwo\n", "list.txt")
    assert isinstance(none, Failure)
    assert none.sentence == "list.txt: no line of it is an http or https address"
