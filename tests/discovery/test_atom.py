"""Atom 1.0 and 0.3: what is read from where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from variorum.discovery import sightings
from variorum.model import Discovery, Sighting

WHERE = "https://example.org/news/feed.atom"
ATOM = "http://www.w3.org/2005/Atom"


def read(content: str) -> Discovery:
    found = sightings(f'<feed xmlns="{ATOM}">{content}</feed>'.encode(), WHERE)
    assert isinstance(found, Discovery), found
    return found


def entry(content: str) -> Sighting:
    (found,) = read(f"<entry>{content}</entry>").sightings
    return found


def test_atom_1_lists_its_entries_with_all_their_fields() -> None:
    found = read("""<title>Gazette</title><id>urn:feed</id><entry><title>Ferry runs again</title>
        <link href="ferry"/><id>tag:example.org,2026:ferry</id><published>2026-01-05T15:30:00+01:00</published>
        <updated>2026-01-05T15:00:00Z</updated><author><name>Ann Quay</name><email>quay@example.org</email></author>
        <author><name>Bo Reef</name></author><summary>After nine days.</summary></entry>""")
    assert found == Discovery(
        "Gazette",
        (
            Sighting(
                url="https://example.org/news/ferry",
                title="Ferry runs again",
                published=datetime(2026, 1, 5, 14, 30, tzinfo=UTC),
                updated=datetime(2026, 1, 5, 15, 0, tzinfo=UTC),
                authors=("Ann Quay", "Bo Reef"),
                summary="After nine days.",
                identifier="tag:example.org,2026:ferry",
            ),
        ),
        "atom 1.0",
    )


def test_atom_03_is_read_under_its_own_names() -> None:
    found = sightings(
        b"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Gazette</title><entry><title mode="escaped"
        type="text/html">A &amp;amp; B</title><link rel="alternate" type="text/html" href="/a"/><id>urn:1</id>
        <issued>2026-01-05T14:30:00Z</issued><modified>2026-01-05T15:00:00Z</modified></entry></feed>""",
        WHERE,
    )
    assert found == Discovery(
        "Gazette",
        (
            Sighting(
                "https://example.org/a",
                "A & B",
                published=datetime(2026, 1, 5, 14, 30, tzinfo=UTC),
                updated=datetime(2026, 1, 5, 15, 0, tzinfo=UTC),
                identifier="urn:1",
            ),
        ),
        "atom 0.3",
    )


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("<title>Tags like &lt;b&gt; are text</title>", "Tags like <b> are text"),
        ('<title type="text">3 &lt; 4</title>', "3 < 4"),
        ('<title type="html">A &lt;i&gt;new&lt;/i&gt; pier &amp;amp; quay</title>', "A new pier & quay"),
        ("<title>Tom &amp;amp; Jerry</title>", "Tom & Jerry"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>new</em> pier &amp; quay</div></title>',
            "A new pier & quay",
        ),
        (
            '<title type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml">A <x:em>new</x:em> pier</x:div></title>',
            "A new pier",
        ),
    ],
)
def test_titles_are_read_by_their_type(title: str, text: str) -> None:
    assert entry(f'<link href="/a"/>{title}').title == text


@pytest.mark.parametrize(
    ("content", "url"),
    [
        ('<link rel="self" href="/self"/><link rel="alternate" href="/a"/>', "https://example.org/a"),
        (
            '<link type="application/pdf" href="/pdf"/><link type="text/html" href="/a"/>',
            "https://example.org/a",
        ),
        (
            '<link rel="http://www.iana.org/assignments/relation/alternate" href="/a"/>',
            "https://example.org/a",
        ),
        (
            f'<link xmlns="{ATOM}" xml:base="https://cdn.example/x/" href="a"/>',
            "https://cdn.example/x/a",
        ),
        ("<id>https://example.org/a</id>", "https://example.org/a"),
        (
            """<link href="https://feeds.example/1"/><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">
            https://example.org/a</f:origLink>""",
            "https://example.org/a",
        ),
    ],
)
def test_the_address_is_found_where_feeds_put_it(content: str, url: str) -> None:
    assert entry(content).url == url


def test_an_entry_without_an_address_is_skipped_and_counted() -> None:
    found = read(
        '<entry><id>urn:1</id><link rel="enclosure" href="/a.mp3"/></entry><entry><link href="/b"/></entry>'
    )
    assert ([seen.url for seen in found.sightings], found.skipped) == (["https://example.org/b"], 1)


def test_authors_are_those_of_the_entry_then_of_its_source_then_of_the_feed() -> None:
    found = read("""<author><name>The desk</name></author>
        <entry><link href="/a"/><author><name>Ann Quay</name></author></entry>
        <entry><link href="/b"/><source><author><name>Bo Reef</name></author></source></entry>
        <entry><link href="/c"/></entry>""")
    assert [seen.authors for seen in found.sightings] == [("Ann Quay",), ("Bo Reef",), ("The desk",)]


def test_bases_are_nested() -> None:
    found = sightings(
        f"""<feed xmlns="{ATOM}" xml:base="https://cdn.example/x/"><entry xml:base="y/"><link href="a"/></entry>
        <entry><link href="b"/></entry></feed>""".encode(),
        WHERE,
    )
    assert isinstance(found, Discovery)
    assert [seen.url for seen in found.sightings] == ["https://cdn.example/x/y/a", "https://cdn.example/x/b"]


def test_the_content_stands_in_for_a_missing_summary() -> None:
    assert (
        entry('<link href="/a"/><content type="html">&lt;p&gt;Words&lt;/p&gt;</content>').summary == "Words"
    )
