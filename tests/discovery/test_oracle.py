"""Generated feeds, read by our own reader and by feedparser: the same links, the same titles, the same moments."""

from __future__ import annotations

import calendar
import io
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.discovery import sightings
from variorum.model import Discovery
from variorum.text.urls import joined, url_key

if TYPE_CHECKING:
    from collections.abc import Callable

WHERE = "https://example.org/news/feed"
WORDS = st.text(alphabet="abcdefgXYZ0159éøßÑŁжשגह東京", min_size=1, max_size=8)
MARKS = st.sampled_from(["&", "<", ">", "–", "“so”", "'s", '"x"', "3 < 4", "50 %", "—", "…", "#1"])
TITLES = st.lists(WORDS | MARKS, min_size=1, max_size=6).map(" ".join)
SEGMENTS = st.text(alphabet="abcxyz019-_.~", min_size=1, max_size=8).filter(lambda text: text.strip("."))
LINKS = st.tuples(
    st.sampled_from(["https://example.org/", "http://other.example/", "/", "../", "", "//cdn.example/"]),
    st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join),
    st.sampled_from(["", "?id=7", "?a=1&b=2", "/"]),
).map("".join)
TIMES = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2060, 1, 1)).map(  # noqa: DTZ001 - hypothesis wants them naive
    lambda naive: naive.replace(microsecond=0, tzinfo=UTC)
)
ITEMS = st.lists(st.tuples(TITLES, LINKS, TIMES), max_size=6)


def rss_2(items: list[tuple[str, str, datetime]]) -> str:
    listed = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link><pubDate>{format_datetime(time)}</pubDate></item>"
        for title, link, time in items
    )
    return f'<rss version="2.0"><channel><title>Gazette</title>{listed}</channel></rss>'


def rss_1(items: list[tuple[str, str, datetime]]) -> str:
    listed = "".join(
        f"<item><title><![CDATA[{title}]]></title><link>{escape(link)}</link><dc:date>{time.isoformat()}</dc:date></item>"
        for title, link, time in items
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Gazette</title></channel>{listed}</rdf:RDF>'
    )


def atom(items: list[tuple[str, str, datetime]]) -> str:
    listed = "".join(
        f'<entry><title>{escape(title)}</title><link href="{escape(link)}"/><updated>{time.isoformat()}</updated></entry>'
        for title, link, time in items
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>{listed}</feed>'


@given(ITEMS, st.sampled_from([rss_2, rss_1, atom]), st.sampled_from(["utf-8", "utf-16"]))
@settings(max_examples=150)
def test_our_reader_and_feedparser_read_the_same(
    items: list[tuple[str, str, datetime]], write: Callable[[Any], str], encoding: str
) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?>{write(items)}'.encode(encoding)
    found = sightings(body, WHERE)
    oracle = feedparser.parse(io.BytesIO(body), response_headers={"content-location": WHERE})
    assert isinstance(found, Discovery)
    assert found.title == oracle.feed.title
    expected: dict[str, tuple[str, str, int]] = {}
    for entry in oracle.entries:
        url = joined(WHERE, entry.link) or ""
        parsed = entry.get("published_parsed") or entry.get("updated_parsed")
        expected.setdefault(url_key(url), (url, entry.title, calendar.timegm(parsed)))
    told = [seen.published or seen.updated for seen in found.sightings]
    assert [
        (seen.url, seen.title, time and int(time.timestamp()))
        for seen, time in zip(found.sightings, told, strict=True)
    ] == list(expected.values())
