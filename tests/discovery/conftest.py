"""What the tests of discovery share: libraries warmed before the audit hook watches, the real feed, small feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from variorum.discovery import feed_links, lenient_sightings, sightings
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """Codecs, the detection of encodings, the parsers of feedparser and the list of public suffixes are loaded when needed."""
    registered_domain("https://example.org/")
    false = ("<rss><channel><title>" + "é “quoted” " * 100 + "</title></channel></rss>").encode("cp1252")
    for reader in (sightings, lenient_sightings, feed_links):
        reader(false, "https://example.org/")
    lenient_sightings(b"<rss version=2.0><channel><item><title>A", "https://example.org/")


@pytest.fixture(scope="session", params=["1", "2"])
def real_feed(shared: Path, request: pytest.FixtureRequest) -> bytes:
    """One of the two states of the real feed."""
    body: bytes = (shared / f"data/feeds/washingtonpost-national-{request.param}.xml").read_bytes()
    return body
