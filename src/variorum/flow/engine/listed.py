"""Takes what a source served, gives what it lists: a feed, a sitemap, or a page of links."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from variorum.discovery import article_links, article_shapes, lenient_sightings, sightings, sitemap
from variorum.discovery.shapes import is_article
from variorum.flow.engine.workers import LENIENT_LIMIT
from variorum.model import Capture, Discovery, Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from variorum.flow.engine.workers import Workers

_REPAIRABLE = frozenset({FailureKind.MALFORMED})
_PERHAPS_SITEMAP = frozenset({FailureKind.NOT_A_FEED, FailureKind.MALFORMED, FailureKind.TOO_LARGE})
#: A sitemap of a whole site: as many of its articles as a feed may list, those that were dated last.
_MOST_TAKEN = 2_000
_NEVER = datetime.min.replace(tzinfo=UTC)


async def listed(workers: Workers, capture: Capture) -> Discovery | Failure:
    """The sightings in a capture: by the strict reader, by the lenient one where a feed is broken, or as a sitemap's."""
    content_type = capture.header("content-type") or ""
    strict = await workers.run(capture.url, sightings, capture.body, capture.address, content_type)
    if isinstance(strict, Failure) and strict.kind in _PERHAPS_SITEMAP:
        found = await workers.run(capture.url, sitemap, capture.body, capture.address)
        if isinstance(found, Discovery):
            return found
    if isinstance(strict, Failure) and strict.kind in _REPAIRABLE:
        lenient = await workers.run(
            capture.url, lenient_sightings, capture.body, capture.address, content_type, limit=LENIENT_LIMIT
        )
        if isinstance(lenient, Discovery) and lenient.sightings:
            return lenient
    return strict


def is_sitemap(found: Discovery) -> bool:
    """Whether what was read is a sitemap of any kind."""
    return "sitemap" in found.format


def _seconds(moment: datetime | None) -> float:
    return (moment or _NEVER).timestamp()


def taken(found: Discovery, shapes: Collection[str], now: datetime, horizon: timedelta) -> Discovery:
    """What of a sitemap is watched: articles that were published or updated within the horizon, the last 2,000 of them.

    The entries of a news sitemap are articles; of any other those whose addresses look so. An entry without a date counts
    as recent, as far as there is room.
    """
    if not is_sitemap(found):
        return found
    every_one = found.format == "news sitemap"
    recent = [
        seen
        for seen in found.sightings
        if now
        - (max(seen.updated or _NEVER, seen.published or _NEVER) if seen.updated or seen.published else now)
        <= horizon
        and (every_one or is_article(seen.url, shapes))
    ]
    newest = sorted(recent, key=lambda seen: -_seconds(seen.updated or seen.published))[:_MOST_TAKEN]
    skipped = found.skipped + len(found.sightings) - len(newest)
    return replace(found, sightings=tuple(newest), skipped=skipped)


async def links_of_page(workers: Workers, capture: Capture, known: Collection[str]) -> Discovery | Failure:
    """The articles that a page links to, by the addresses of known articles of its outlet."""
    content_type = capture.header("content-type") or ""
    shapes = article_shapes(known)
    return await workers.run(capture.url, article_links, capture.body, capture.address, content_type, shapes)
