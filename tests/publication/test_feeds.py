"""Feeds in three formats: what is written parses back, whatever the articles say."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from variorum.publication import FeedAbout, FeedEntry, atom, json_feed, revision_tag, rss
from variorum.text.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = {"atom": "http://www.w3.org/2005/Atom"}
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

ABOUT = FeedAbout(
    id="tag:variorum.example,2026:feed/changes",
    title="What changed",
    url="http://127.0.0.1:8000/changes",
    self_url="http://127.0.0.1:8000/changes.atom?class=figure&source=x",
    updated=NOON,
    description="Every change, newest first",
)
_HOSTILE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [
                "<b>",
                "</title>",
                "]]>",
                "&",
                "&#0;",
                "\u202e",
                "\x1b[31m",
                "\x00",
                "\uffff",
                "\ud800",
                "14 → 41",
            ]
        ),
        max_size=6,
    ).map("".join),
)
_IDS = st.integers(0, 2**40).map(lambda number: revision_tag(f"{number:016x}", "b" * 16))
_ENTRIES = st.lists(
    st.builds(
        FeedEntry,
        id=_IDS,
        title=_HOSTILE,
        url=st.integers(0, 99).map("http://127.0.0.1:8000/a/{}?x=1&y=2".format),
        published=st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - a bound
        content_html=_HOSTILE,
        source=_HOSTILE,
        categories=st.lists(_HOSTILE, max_size=2).map(tuple),
    ),
    max_size=5,
    unique_by=lambda entry: entry.id,
)


def entry(number: int, **values: Any) -> FeedEntry:
    given_values = {
        "id": revision_tag(f"{number:016x}", "b" * 16),
        "title": f"Headline changed; dead 14 → {number}.",
        "url": f"http://127.0.0.1:8000/a/x/{number}",
        "published": NOON + timedelta(minutes=number),
        "content_html": "<div><p>At least <del>14</del> <ins>41</ins> died.</p></div>",
        "source": "The Harbour Post",
        "categories": ("figure", "unannounced"),
    }
    return FeedEntry(**given_values | values)  # type: ignore[arg-type] # the values of a FeedEntry by name


def parsed(feed: bytes) -> Any:
    read = feedparser.parse(io.BytesIO(feed))
    assert not read.bozo
    return read


# ---- Laws


@settings(deadline=None, max_examples=60)
@given(_ENTRIES, _HOSTILE)
def test_every_feed_that_is_written_parses_back_to_the_same_ids(entries: list[FeedEntry], title: str) -> None:
    about = FeedAbout("tag:variorum.example,2026:feed/x", title, ABOUT.url, ABOUT.self_url, NOON, title)
    ids = [entry.id for entry in sorted(entries, key=lambda entry: entry.published, reverse=True)]
    in_atom = etree.fromstring(atom(entries, about))
    assert in_atom.xpath("/atom:feed/atom:entry/atom:id/text()", namespaces=NAMES) == ids
    assert etree.fromstring(rss(entries, about)).xpath("/rss/channel/item/guid/text()") == ids
    assert [item["id"] for item in json.loads(json_feed(entries, about))["items"]] == ids
    for feed in (atom(entries, about), rss(entries, about), json_feed(entries, about)):
        assert not COMMANDS.search(feed.decode())
        if feed.startswith(b"<"):
            assert [found.id for found in parsed(feed).entries] == ids


@settings(deadline=None, max_examples=60)
@given(_ENTRIES)
def test_titles_and_contents_read_as_they_were_given_in_every_format(entries: list[FeedEntry]) -> None:
    entries.sort(key=lambda entry: entry.published, reverse=True)
    titles = [one_line(entry.title) for entry in entries]
    contents = [printable(entry.content_html) for entry in entries]
    in_atom = etree.fromstring(atom(entries, ABOUT))
    in_rss = etree.fromstring(rss(entries, ABOUT))
    items = json.loads(json_feed(entries, ABOUT))["items"]
    assert [e.text or "" for e in in_atom.findall("atom:entry/atom:title", NAMES)] == titles
    assert [e.text or "" for e in in_rss.findall("channel/item/title")] == titles
    assert [item["title"] for item in items] == titles
    assert [e.text or "" for e in in_atom.findall("atom:entry/atom:content", NAMES)] == contents
    assert [e.text or "" for e in in_rss.findall("channel/item/description")] == contents
    assert [item["content_html"] for item in items] == contents


# ---- What readers see


@pytest.mark.parametrize("write", [atom, rss])
def test_a_reader_finds_ids_titles_links_and_times(write: Callable[..., bytes]) -> None:
    read = parsed(write([entry(1), entry(2)], ABOUT))
    assert (read.feed.title, read.feed.link) == (ABOUT.title, ABOUT.url)
    assert [found.id for found in read.entries] == [entry(2).id, entry(1).id]
    assert [found.title for found in read.entries] == [entry(2).title, entry(1).title]
    assert [found.link for found in read.entries] == [entry(2).url, entry(1).url]
    assert [found.published_parsed[:5] for found in read.entries] == [
        (2026, 3, 1, 12, 2),
        (2026, 3, 1, 12, 1),
    ]
    assert [tag.term for tag in read.entries[0].tags] == ["figure", "unannounced"]
    assert "<del>14</del> <ins>41</ins>" in read.entries[0].summary
    assert [link.href for link in read.feed.links if link.rel == "self"] == [ABOUT.self_url]


def test_atom_names_the_outlet_as_author_and_the_feed_has_one_of_its_own() -> None:
    feed = etree.fromstring(atom([entry(1), entry(2, source="")], ABOUT))
    assert feed.xpath("atom:author/atom:name/text()", namespaces=NAMES) == ["Variorum"]
    assert feed.xpath("atom:entry/atom:author/atom:name/text()", namespaces=NAMES) == ["The Harbour Post"]
    assert feed.xpath("atom:entry[1]/atom:content/@type", namespaces=NAMES) == ["html"]


def test_an_entry_was_updated_when_it_was_published_and_never_after() -> None:
    feed = etree.fromstring(atom([entry(1)], ABOUT))
    times = feed.xpath("atom:entry/atom:published/text() | atom:entry/atom:updated/text()", namespaces=NAMES)
    assert times == ["2026-03-01T12:01:00Z"] * 2


def test_rss_says_that_its_ids_are_no_addresses_and_names_no_creator() -> None:
    written = rss([entry(1)], ABOUT)
    item = etree.fromstring(written).find("channel/item")
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("pubDate").text == "Sun, 01 Mar 2026 12:01:00 GMT"
    assert b"creator" not in written


def test_times_of_other_zones_are_written_in_utc() -> None:
    berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    for write in (atom, rss, json_feed):
        assert write([entry(1, published=berlin)], ABOUT) == write([entry(1, published=NOON)], ABOUT)


def test_rss_describes_itself_even_without_a_description() -> None:
    about = FeedAbout("tag:variorum.example,2026:feed/x", "Fires", ABOUT.url, ABOUT.self_url, NOON)
    assert etree.fromstring(rss([], about)).findtext("channel/description") == "Fires"
    assert etree.fromstring(atom([], about)).find("atom:subtitle", NAMES) is None


def test_a_json_feed_has_what_its_format_asks_for() -> None:
    feed = json.loads(json_feed([entry(1)], ABOUT))
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": ABOUT.title,
        "home_page_url": ABOUT.url,
        "feed_url": ABOUT.self_url,
        "description": ABOUT.description,
        "items": [
            {
                "id": entry(1).id,
                "url": entry(1).url,
                "title": entry(1).title,
                "content_html": entry(1).content_html,
                "date_published": "2026-03-01T12:01:00Z",
                "authors": [{"name": "The Harbour Post"}],
                "tags": ["figure", "unannounced"],
            }
        ],
    }


def test_entries_of_one_moment_keep_the_order_that_they_came_in() -> None:
    same = [entry(number, published=NOON) for number in (3, 1, 2)]
    assert [item["id"] for item in json.loads(json_feed(same, ABOUT))["items"]] == [e.id for e in same]
