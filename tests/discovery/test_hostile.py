"""Arbitrary and mutilated bytes: neither reader of feeds ever raises, and every sighting is usable."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.discovery import lenient_sightings, sightings
from variorum.model import Discovery, Failure
from variorum.text.urls import web_url

WHOLE = tuple(
    feed.encode()
    for feed in (
        """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
        <title>Gazette</title><item><title><![CDATA[Ferry <i>again</i>]]></title><link>https://example.org/a?x=1&amp;y=é</link>
        <pubDate>Mon, 05 Jan 2026 14:30:00 GMT</pubDate><dc:creator>Ann Quay</dc:creator><author>a@example.org (Ann)</author>
        <guid isPermaLink="false">7</guid><description>&lt;p&gt;Nine&amp;nbsp;days&lt;/p&gt;</description></item></channel></rss>""",
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x/"><title type="html">Gazette</title><entry><title type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml">A <b>b</b></div></title><link href="a"/><id>urn:1</id><author><name>Ann</name>
        </author><updated>2026-01-05T14:30:00Z</updated><content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>""",
        """{"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": [{"id": "1", "url": "/a", "title": "é",
        "date_published": "2026-01-05T14:30:00Z", "authors": [{"name": "Ann"}], "content_html": "<p>x</p>"}]}""",
    )
)
PIECES = st.sampled_from(
    [
        b"<",
        b">",
        b"&",
        b"&amp;",
        b"&#0;",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"<!DOCTYPE x [",
        b"<!ENTITY a 'b'>",
        b"\x00",
        b"\xff",
        b"</rss>",
        b"<item>",
        b"</item>",
        b"<x:y>",
        b"xmlns:x='u'",
        b"'",
        b'"',
        b"{",
        b"[",
        b"]",
        b"}",
        b",",
        b"http://[",
        b"\xed\xa0\x80",
        b"99999999999",
    ]
)


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """A whole feed with some stretches cut out, doubled or replaced."""
    body = draw(st.sampled_from(WHOLE))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 40)))
        put = draw(st.sampled_from([b"", body[start:end] * 2]) | PIECES | st.binary(max_size=5))
        body = body[:start] + put + body[end:]
    return body


def check(found: Discovery | Failure) -> None:
    if isinstance(found, Failure):
        assert found.sentence
        assert len(found.sentence.splitlines()) <= 1
        return
    for seen in found.sightings:
        assert web_url(seen.url) is not None
        assert seen.title is None or seen.title.strip()
        for told in (seen.published, seen.updated):
            assert told is None or told.utcoffset() == timedelta(0)


@given(
    mutilated() | st.binary(max_size=400),
    st.sampled_from(["https://example.org/feed", "feed.xml", ""]),
    st.text(max_size=30),
)
@settings(max_examples=300)
def test_no_bytes_make_the_strict_reader_fail(body: bytes, where: str, content_type: str) -> None:
    check(sightings(body, where, content_type))


@given(mutilated() | st.binary(max_size=400), st.sampled_from(["https://example.org/feed", "feed.xml", ""]))
@settings(max_examples=200)
def test_no_bytes_make_the_lenient_reader_fail(body: bytes, where: str) -> None:
    check(lenient_sightings(body, where))
