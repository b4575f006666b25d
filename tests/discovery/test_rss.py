"""RSS of every version: what is read from where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from variorum.discovery import sightings
from variorum.model import Discovery, Sighting

WHERE = "https://example.org/news/feed.xml"


def read(body: str, where: str = WHERE) -> Discovery:
    found = sightings(body.encode(), where)
    assert isinstance(found, Discovery), found
    return found


def item(content: str, root: str = 'rss version="2.0"') -> Sighting:
    (found,) = read(
        f"<{root}><channel><item>{content}</item></channel></{root.split(maxsplit=1)[0]}>"
    ).sightings
    return found


def test_rss_2_lists_its_items_with_all_their_fields() -> None:
    found = read("""<?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
        <channel><title>The Harbour &amp; Coast Gazette</title><link>https://example.org/</link>
        <item><title>Ferry runs again</title><link>https://example.org/ferry</link>
          <description>&lt;p&gt;After &lt;b&gt;nine&lt;/b&gt; days.&lt;/p&gt;</description><dc:creator>Ann Quay</dc:creator>
          <pubDate>Mon, 05 Jan 2026 14:30:00 GMT</pubDate><atom:updated>2026-01-05T15:00:00Z</atom:updated>
          <guid isPermaLink="false">ferry-7</guid></item>
        <item><title>Pier closed</title><link>https://example.org/pier</link></item>
        </channel></rss>""")
    assert found == Discovery(
        title="The Harbour & Coast Gazette",
        sightings=(
            Sighting(
                url="https://example.org/ferry",
                title="Ferry runs again",
                published=datetime(2026, 1, 5, 14, 30, tzinfo=UTC),
                updated=datetime(2026, 1, 5, 15, 0, tzinfo=UTC),
                authors=("Ann Quay",),
                summary="After nine days.",
                identifier="ferry-7",
            ),
            Sighting(url="https://example.org/pier", title="Pier closed"),
        ),
        format="rss 2.0",
    )


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "2.0", "2.0.1"])
def test_each_version_that_rss_declares_is_named(version: str) -> None:
    assert read(f'<rss version="{version}"><channel/></rss>').format == f"rss {version}"


def test_a_version_that_is_no_number_is_not_repeated() -> None:
    assert read('<rss version="&lt;script>"><channel/></rss>').format == "rss"


@pytest.mark.parametrize(
    ("namespace", "form"),
    [("http://purl.org/rss/1.0/", "rss 1.0"), ("http://my.netscape.com/rdf/simple/0.9/", "rss 0.90")],
)
def test_rdf_lists_its_items_beside_the_channel(namespace: str, form: str) -> None:
    found = read(f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{namespace}"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/"><title>Gazette</title>
        <items><rdf:Seq><rdf:li resource="https://example.org/a"/></rdf:Seq></items></channel>
        <item rdf:about="https://example.org/a"><title>A</title><link>https://example.org/a</link>
        <dc:date>2026-01-05T15:30+01:00</dc:date></item></rdf:RDF>""")
    assert (found.title, found.format) == ("Gazette", form)
    assert found.sightings == (
        Sighting(
            url="https://example.org/a",
            title="A",
            published=datetime(2026, 1, 5, 14, 30, tzinfo=UTC),
            identifier="https://example.org/a",
        ),
    )


def test_rss_091_with_the_document_type_of_netscape_keeps_its_letters() -> None:
    found = read("""<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
        "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Caf&eacute;</title>
        <item><title>Cr&egrave;me br&ucirc;l&eacute;e</title><link>/a</link></item></channel></rss>""")
    assert (found.title, found.sightings[0].title) == ("Café", "Crème brûlée")


def test_a_feed_without_items_is_a_discovery_without_sightings() -> None:
    assert read('<rss version="2.0"><channel><title>Quiet</title></channel></rss>') == Discovery(
        "Quiet", (), "rss 2.0"
    )


@pytest.mark.parametrize(
    ("content", "url"),
    [
        ("<link>https://example.org/a</link>", "https://example.org/a"),
        ("<link>\n  https://example.org/a\n </link>", "https://example.org/a"),
        ("<link><![CDATA[https://example.org/a?x=1&y=2]]></link>", "https://example.org/a?x=1&y=2"),
        ("<link>https://example.org/a?x=1&amp;amp;y=2</link>", "https://example.org/a?x=1&y=2"),
        ("<link>../a</link>", "https://example.org/a"),
        ("<link>//other.example/a</link>", "https://other.example/a"),
        ("<link>https://example.org/a#comments</link>", "https://example.org/a"),
        ("<link/><guid>https://example.org/a</guid>", "https://example.org/a"),
        ("<link>mailto:desk@example.org</link><guid>https://example.org/a</guid>", "https://example.org/a"),
        ('<guid isPermaLink="true">https://example.org/a</guid>', "https://example.org/a"),
        ('<link href="https://example.org/a"/>', "https://example.org/a"),
        (
            '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="/a"/><guid>7</guid>',
            "https://example.org/a",
        ),
        (
            """<link>https://feeds.example/1</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">
            https://example.org/a</f:origLink>""",
            "https://example.org/a",
        ),
        (
            """<m:content xmlns:m="http://search.yahoo.com/mrss/" url="https://x.example/1"><m:title>no</m:title>
            <m:link>https://x.example/2</m:link></m:content><link>/a</link>""",
            "https://example.org/a",
        ),
    ],
)
def test_the_address_is_found_where_feeds_put_it(content: str, url: str) -> None:
    found = item(content)
    assert (found.url, found.title) == (url, None)


@pytest.mark.parametrize(
    "content",
    [
        "<title>No link</title>",
        "<link> </link>",
        "<link>javascript:alert(1)</link>",
        "<link>http://</link>",
        '<guid isPermaLink="false">https://example.org/a</guid>',
        "<guid>example-7</guid>",
        '<enclosure url="https://example.org/a.mp3"/>',
        '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="self" href="https://example.org/feed"/>',
    ],
)
def test_an_item_without_an_address_is_skipped_and_counted(content: str) -> None:
    found = read(
        f'<rss version="2.0"><channel><item>{content}</item><item><link>/b</link></item></channel></rss>'
    )
    assert ([seen.url for seen in found.sightings], found.skipped) == (["https://example.org/b"], 1)


def test_references_are_relative_to_the_base_of_the_feed_or_item() -> None:
    found = read("""<rss version="2.0" xml:base="https://cdn.example/x/"><channel xml:base="y/"><item><link>a</link></item>
        <item xml:base="/z/"><link>b</link></item></channel></rss>""")
    assert [seen.url for seen in found.sightings] == ["https://cdn.example/x/y/a", "https://cdn.example/z/b"]


def test_a_feed_read_from_a_file_lists_its_absolute_links() -> None:
    found = read(
        "<rss><channel><item><link>https://example.org/a</link></item><item><link>/b</link></item></channel></rss>",
        where="saved/feed.xml",
    )
    assert ([seen.url for seen in found.sightings], found.skipped) == (["https://example.org/a"], 1)


def test_an_article_is_listed_once_where_it_stands_first() -> None:
    found = read("""<rss><channel><item><title>One</title><link>https://example.org/a?utm_source=rss</link></item>
        <item><title>Two</title><link>https://example.org/b</link></item>
        <item><title>Three</title><link>https://example.org/a</link></item></channel></rss>""")
    assert [(seen.title, seen.url) for seen in found.sightings] == [
        ("One", "https://example.org/a?utm_source=rss"),
        ("Two", "https://example.org/b"),
    ]
    assert found.skipped == 0


@pytest.mark.parametrize(
    ("content", "authors"),
    [
        ("<author>quay@example.org (Ann Quay)</author>", ("Ann Quay",)),
        ("<author>Ann Quay &lt;quay@example.org&gt;</author>", ("Ann Quay",)),
        ("<author>desk@example.org</author>", ("desk@example.org",)),
        ("<author>Ann Quay (Reuters)</author>", ("Ann Quay (Reuters)",)),
        (
            """<d:creator xmlns:d="http://purl.org/dc/elements/1.1/">Ann Quay</d:creator>
            <d:creator xmlns:d="http://purl.org/dc/elements/1.1/">Bo Reef</d:creator><author>desk@example.org</author>""",
            ("Ann Quay", "Bo Reef"),
        ),
        ("<author/>", ()),
    ],
)
def test_authors_are_names(content: str, authors: tuple[str, ...]) -> None:
    assert item(f"<link>/a</link>{content}").authors == authors


@pytest.mark.parametrize(
    ("content", "summary"),
    [
        ("<description>Plain words</description>", "Plain words"),
        ("<description><![CDATA[<img src='x' alt='a > b'>Words]]></description>", "Words"),
        ("<description><p>Not <i>escaped</i></p><p>at all</p></description>", "Not escaped at all"),
        (
            '<description/><c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">Full text</c:encoded>',
            "Full text",
        ),
    ],
)
def test_the_summary_is_plain_text(content: str, summary: str) -> None:
    assert item(f"<link>/a</link>{content}").summary == summary


def test_a_feed_without_dates_still_lists_its_items() -> None:
    found = item("<title>A</title><link>/a</link><pubDate>some day</pubDate>")
    assert (found.published, found.updated) == (None, None)


def test_names_are_read_in_any_case_and_in_the_namespace_of_the_root() -> None:
    found = read(
        '<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><item><Title>A</Title><LINK>/a</LINK>'
        "<pubdate>5 Jan 2026 10:00 Z</pubdate></item></channel></rss>"
    )
    assert found.sightings == (
        Sighting("https://example.org/a", "A", published=datetime(2026, 1, 5, 10, tzinfo=UTC)),
    )
