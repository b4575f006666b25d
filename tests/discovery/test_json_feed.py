"""JSON Feed 1.0 and 1.1: what is read from where."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from variorum.discovery import sightings
from variorum.model import Discovery, Failure, FailureKind, Sighting

WHERE = "https://example.org/feed.json"


def read(items: Any, version: str = "https://jsonfeed.org/version/1.1", **feed: Any) -> Discovery:
    body = json.dumps({"version": version, "items": items, **feed}).encode()
    found = sightings(body, WHERE)
    assert isinstance(found, Discovery), found
    return found


def test_a_json_feed_lists_its_items_with_all_their_fields() -> None:
    found = read(
        [
            {
                "id": "7",
                "url": "/ferry",
                "title": "Ferry &amp; pier",
                "content_html": "<p>After <b>nine</b> days.</p>",
                "date_published": "2026-01-05T15:30:00+01:00",
                "date_modified": "2026-01-05T15:00:00Z",
                "authors": [{"name": "Ann Quay"}, {"url": "https://example.org/bo"}, {"name": "Bo Reef"}],
            },
            {"id": 8, "url": "https://example.org/pier"},
        ],
        title="Gazette",
        authors=[{"name": "The desk"}],
    )
    assert found == Discovery(
        "Gazette",
        (
            Sighting(
                url="https://example.org/ferry",
                title="Ferry & pier",
                published=datetime(2026, 1, 5, 14, 30, tzinfo=UTC),
                updated=datetime(2026, 1, 5, 15, 0, tzinfo=UTC),
                authors=("Ann Quay", "Bo Reef"),
                summary="After nine days.",
                identifier="7",
            ),
            Sighting(url="https://example.org/pier", authors=("The desk",), identifier="8"),
        ),
        "json feed 1.1",
    )


@pytest.mark.parametrize(
    ("version", "form"),
    [
        ("https://jsonfeed.org/version/1", "json feed 1.0"),
        ("https://jsonfeed.org/version/1.1", "json feed 1.1"),
        ("https://www.jsonfeed.org/version/1.1", "json feed 1.1"),
    ],
)
def test_the_version_is_named(version: str, form: str) -> None:
    assert read([], version).format == form


def test_the_single_author_of_version_1_is_read() -> None:
    assert read([{"url": "/a", "author": {"name": "Ann Quay"}}]).sightings[0].authors == ("Ann Quay",)


def test_an_item_without_an_address_of_its_own_leads_to_what_it_speaks_of_or_to_its_id() -> None:
    found = read(
        [
            {"id": "https://example.org/1", "external_url": "https://other.example/a"},
            {"id": "https://example.org/2"},
        ]
    )
    assert [seen.url for seen in found.sightings] == ["https://other.example/a", "https://example.org/2"]


@pytest.mark.parametrize(
    "item", [{}, {"id": "7"}, {"url": 7}, {"url": None}, {"url": "data:,x"}, None, "x", []]
)
def test_an_item_without_an_address_is_skipped_and_counted(item: Any) -> None:
    found = read([item, {"url": "/b"}])
    assert ([seen.url for seen in found.sightings], found.skipped) == (["https://example.org/b"], 1)


@pytest.mark.parametrize("items", [None, {}, "x", 7, []])
def test_a_feed_without_items_is_a_discovery_without_sightings(items: Any) -> None:
    assert read(items).sightings == ()


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"version": 1}', b'[{"url": "https://example.org/a"}]'])
def test_json_that_is_no_json_feed_is_refused(body: bytes) -> None:
    found = sightings(body, WHERE)
    assert isinstance(found, Failure)
    assert found.kind is FailureKind.NOT_A_FEED
    assert found.sentence == f"{WHERE}: this is JSON, but not a JSON Feed"


def test_broken_json_is_malformed_and_tells_the_line() -> None:
    found = sightings(b'{"version": "https://jsonfeed.org/version/1",\n\n "items": [}', WHERE)
    assert isinstance(found, Failure)
    assert found.kind is FailureKind.MALFORMED
    assert "line 3" in found.detail


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"items":' * 100_000, b"[" + b"9" * 5_000 + b"]"])
def test_json_beyond_the_limits_is_refused(body: bytes) -> None:
    found = sightings(body, WHERE)
    assert isinstance(found, Failure)
    assert found.kind is FailureKind.TOO_LARGE
