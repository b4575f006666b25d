"""Both states of a real feed: everything in it is listed, with its links and titles."""

from __future__ import annotations

import re

from variorum.discovery import lenient_sightings, sightings
from variorum.model import Discovery

WHERE = "http://feeds.example.org/national"


def test_a_real_feed_lists_all_its_items(real_feed: bytes) -> None:
    found = sightings(real_feed, WHERE)
    assert isinstance(found, Discovery)
    assert found.format == "rss 2.0"
    assert found.skipped == 0
    links = re.findall(r"<item>.*?<link>(.*?)</link>", real_feed.decode(), re.DOTALL)
    assert [seen.url for seen in found.sightings] == links
    assert len(links) in (20, 24)
    for seen in found.sightings:
        assert seen.title
        assert seen.title == " ".join(seen.title.split())
        assert "&" not in seen.title or "& " in seen.title
        assert seen.identifier == seen.url
        assert seen.authors
        # This feed dates nothing, and no date is made up.
        assert (seen.published, seen.updated) == (None, None)


def test_both_readers_agree_on_a_real_feed(real_feed: bytes) -> None:
    assert lenient_sightings(real_feed, WHERE) == sightings(real_feed, WHERE)


def test_a_real_feed_that_is_broken_is_mended_whole(real_feed: bytes) -> None:
    broken = real_feed.replace(b"<title>", b"<title>R & D&nbsp;\x07").replace(b"xmlns:dc=", b"xmlns:other=")
    found, whole = sightings(broken, WHERE), sightings(real_feed, WHERE)
    assert isinstance(found, Discovery)
    assert isinstance(whole, Discovery)
    assert [seen.url for seen in found.sightings] == [seen.url for seen in whole.sightings]
    assert [seen.authors for seen in found.sightings] == [seen.authors for seen in whole.sightings]
    assert all((seen.title or "").startswith("R & D ") for seen in found.sightings)
