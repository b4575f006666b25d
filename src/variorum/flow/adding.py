"""Takes an address, finds what is to be watched behind it: a feed, the feeds of a page, or a single article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from variorum.discovery import FeedLink, feed_links
from variorum.fetching import Request
from variorum.flow.engine.source_check import listed
from variorum.flow.files import file_bytes
from variorum.flow.keeping import first_schedule
from variorum.flow.reading import read
from variorum.model import (
    Article,
    Capture,
    Discovery,
    Failure,
    FailureKind,
    Sighting,
    Source,
    SourceKind,
    SourceState,
)
from variorum.model.identity import source_id
from variorum.text.urls import refusal, registered_domain, url_key, web_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from variorum.archive import ArchivePort
    from variorum.fetching import Fetcher
    from variorum.flow.engine.workers import Workers
    from variorum.model import OutletRule

#: Sources of a date that speak of the whole page, not of one of its teasers.
_DECLARED = ("json-ld", "meta")
#: Each is fetched in turn, with a gap between; a page that names more leaves the choice to its reader.
MOST_FEEDS = 10
#: Bytes that are only looked at were served at no time that matters.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Found:
    """What stands behind an address: a feed with what it lists, or an article."""

    url: str
    kind: SourceKind
    title: str
    discovery: Discovery | None = None
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """All that stands behind an address, and the addresses of feeds named there that were not looked at."""

    found: tuple[Found, ...]
    left_out: tuple[str, ...] = ()


async def look(
    fetcher: Fetcher, workers: Workers, url: str, rules: Sequence[OutletRule] = ()
) -> Behind | Failure:
    """What can be watched behind an address: the feed that it is, the article that it is, or the feeds that it names."""
    why = refusal(url)
    if why is not None:
        return Failure(FailureKind.BAD_ADDRESS, url, why)
    capture = await fetched(fetcher, url)
    if isinstance(capture, Failure):
        return capture.with_way_out
    discovery = await listed(workers, capture)
    if isinstance(discovery, Discovery):
        return Behind((Found(url, SourceKind.FEED, discovery.title or url, discovery),))
    if discovery.kind is not FailureKind.NOT_A_FEED:
        return discovery
    return await _behind_page(fetcher, workers, capture, url=url, rules=rules)


async def file_sightings(workers: Workers, path: Path) -> Behind | Failure:
    """What a feed in a file lists."""
    body = file_bytes(path)
    if isinstance(body, Failure):
        return body
    discovery = await listed(workers, Capture(str(path), body, NEVER))
    if isinstance(discovery, Failure):
        return discovery
    return Behind((Found(str(path), SourceKind.FEED, discovery.title or str(path), discovery),))


async def fetched(fetcher: Fetcher, url: str) -> Capture | Failure:
    """What is served at an address; a failure too where the answer is that nothing is there."""
    capture = await fetcher.get(Request(url))
    if isinstance(capture, Capture) and capture.is_gone:
        told = f"there is nothing there: it answered {capture.status}"
        return Failure(FailureKind.HTTP_STATUS, url, told, capture.status)
    return capture


async def _behind_page(
    fetcher: Fetcher, workers: Workers, capture: Capture, *, url: str, rules: Sequence[OutletRule]
) -> Behind | Failure:
    reading = await workers.run(url, read, capture, tuple(rules))
    article = None if isinstance(reading, Failure) else reading.article
    content_type = capture.header("content-type") or ""
    links = await workers.run(url, feed_links, capture.body, capture.address, content_type)
    named = [] if isinstance(links, Failure) else [link for link in links if not link.comments]
    feeds = _own_feeds(named, capture.address)
    if isinstance(article, Article) and (_says_article(article, capture.address) or not feeds):
        return Behind((Found(url, SourceKind.ARTICLE, article.headline or url, article=article),))
    found: list[Found] = []
    failure: Failure | None = None
    for link in feeds:
        discovery = await _feed_behind(fetcher, workers, link)
        if isinstance(discovery, Failure):
            failure = discovery
        else:
            title = discovery.title or link.title or link.url
            found.append(Found(link.url, SourceKind.FEED, title, discovery))
    if found:
        return Behind(tuple(found), tuple(link.url for link in named if link not in feeds))
    told = "no feed and no article was found there: give the address of a feed, or of one article"
    return failure or Failure(FailureKind.NOT_A_FEED, url, told)


def _own_feeds(links: Sequence[FeedLink], page: str) -> tuple[FeedLink, ...]:
    """The feeds that a page declares; where it declares none, the links to feeds of its own registered domain."""
    site = registered_domain(page)
    declared = [link for link in links if link.declared]
    own = [link for link in links if registered_domain(link.url) == site]
    return tuple((declared or own)[:MOST_FEEDS])


def _says_article(article: Article, url: str) -> bool:
    """Whether a page calls itself an article: a front page has paragraphs too, but declares no date of publication."""
    address = web_url(url)
    declared = any(s.field == "published" and s.source.startswith(_DECLARED) for s in article.field_sources)
    return declared and address is not None and address.path.strip("/") != ""


async def _feed_behind(fetcher: Fetcher, workers: Workers, link: FeedLink) -> Discovery | Failure:
    capture = await fetched(fetcher, link.url)
    return capture if isinstance(capture, Failure) else await listed(workers, capture)


def add_found(archive: ArchivePort, found: Found, now: datetime) -> tuple[Source, bool]:
    """Watches what was found; gives the source and whether that began now: it was new, not watched, or given up."""
    source = Source(source_id(url_key(found.url)), found.url, found.kind, found.title, now)
    known = archive.source(source.id)
    begins = known is None or known.state is not SourceState.WATCHED
    due = first_schedule(now, "it was added: checked at once")
    with archive.writing() as writer:
        if found.kind is SourceKind.ARTICLE:
            writer.add_source(source, first_schedule(now, "its article is checked by itself", watched=False))
            article_id, _ = writer.add_article(found.url, source.id, now, due)
            # It may have come from a feed, or be given up: from now on it is watched for its own sake.
            writer.sight(source.id, article_id, Sighting(found.url, found.title), now)
            begins = writer.start_watching(article_id, due) or begins
        else:
            writer.add_source(source, due)
    return source, begins
