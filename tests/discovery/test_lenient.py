"""The fallback by feedparser: what only it repairs, and that it reads nothing but what it is given."""

from __future__ import annotations

import pytest

from variorum.discovery import lenient_sightings, sightings
from variorum.model import Discovery, Failure, FailureKind

WHERE = "https://example.org/news/feed"
ITEM = "<item><title>{0}</title><link>https://example.org/{0}</link><pubDate>Mon, 05 Jan 2026 14:30 GMT</pubDate></item>"
TWO = ITEM.format("a") + ITEM.format("b")


def read(body: str) -> Discovery:
    found = lenient_sightings(body.encode(), WHERE)
    assert isinstance(found, Discovery), found
    return found


@pytest.mark.parametrize(
    "body",
    [
        f"<rss version=2.0><channel>{TWO}</channel></rss>",
        f"<rss version='2.0'><channel>{TWO}<item><title>cut sho",
        f"<rss version='2.0'><channel>{TWO}</channel>",
        f"<rss version='2.0'><channel><title>3 < 4</title>{TWO}</channel></rss>",
        f"<rss version='2.0'><channel>{TWO.replace('</item>', '</b></item>')}</channel></rss>",
        f"<rss version='2.0'><channel>{TWO.replace('<item>', '<item hidden>')}</channel></rss>",
        f"<rss version='2.0' version='2.0'><channel>{TWO}</channel></rss>",
        f"<rss version='2.0'><channel><br>{TWO}</channel></rss>",
    ],
)
def test_only_the_lenient_reader_repairs_what_is_no_xml(body: str) -> None:
    strict = sightings(body.encode(), WHERE)
    assert isinstance(strict, Failure)
    assert strict.kind is FailureKind.MALFORMED
    found = read(body)
    assert [(seen.title, seen.url) for seen in found.sightings[:2]] == [
        ("a", "https://example.org/a"),
        ("b", "https://example.org/b"),
    ]
    assert all(seen.published for seen in found.sightings[:2])


@pytest.mark.parametrize(
    "body",
    [
        f"<rss version='2.0'><channel><title>Gazette &amp; Co</title>{TWO}</channel></rss>",
        """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Gazette</title><item>
        <title>Tom &amp;amp; Jerry</title><link>../a?x=1&amp;y=2</link><guid isPermaLink="false">7</guid>
        <dc:creator>Ann Quay</dc:creator><dc:creator>Bo Reef</dc:creator><dc:date>2026-01-05T14:30Z</dc:date>
        <description>&lt;p&gt;After &lt;b&gt;nine&lt;/b&gt; days&lt;/p&gt;</description></item>
        <item><title>No link</title></item></channel></rss>""",
        """<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><entry><title>A &lt;b&gt;</title><id>urn:1</id>
        <link href="https://example.org/a"/><updated>2026-01-05T14:30:00Z</updated><author><name>Ann Quay</name></author>
        <summary type="html">&lt;p&gt;After nine days&lt;/p&gt;</summary></entry></feed>""",
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel><title>Gazette</title></channel><item rdf:about="https://example.org/a"><title>A</title>
        <link>https://example.org/a</link></item></rdf:RDF>""",
        "<rss version='0.91'><channel><title>Quiet</title></channel></rss>",
    ],
)
def test_both_readers_agree_on_what_is_whole(body: str) -> None:
    assert read(body) == sightings(body.encode(), WHERE)


def test_the_encoding_that_the_header_names_is_believed() -> None:
    body = TWO.replace("<title>a", "<title>Пожар в порту")
    served = f"<rss version=2.0><channel><title>Новости</title>{body}</channel></rss>".encode("koi8-r")
    found = lenient_sightings(served, WHERE, "text/xml; charset=koi8-r")
    assert isinstance(found, Discovery)
    assert (found.title, found.sightings[0].title) == ("Новости", "Пожар в порту")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FailureKind.EMPTY),
        (b"<!doctype html><p>News", FailureKind.NOT_A_FEED),
        (b"/etc/hostname", FailureKind.NOT_A_FEED),
        (b"https://example.org/other", FailureKind.NOT_A_FEED),
        (b"<rss><chan", FailureKind.MALFORMED),
        (b'{"version": "https://jsonfeed.org/version/1", ', FailureKind.MALFORMED),
        (b"<rss>" + b"<a>" * 600_000, FailureKind.TOO_LARGE),
    ],
)
def test_failures_are_those_of_the_strict_reader(body: bytes, kind: FailureKind) -> None:
    found = lenient_sightings(body, WHERE)
    assert isinstance(found, Failure)
    assert (found.kind, found.subject) == (kind, WHERE)


def test_nothing_outside_is_fetched_for_a_feed() -> None:
    """The audit hook around this test refuses every file and socket."""
    read(f"""<rss version=2.0 xml:base="file:///etc/"><channel><link>file:///etc/hostname</link>{TWO}
        <x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/></channel></rss>""")
