"""Takes an address, finds what is to be watched behind it: a feed, the feeds of a page, or a single article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from variorum.discovery import FeedLink, feed_links, url_list
from variorum.fetching import Request
from variorum.flow.engine.listed import (
    is_sitemap,
    links_of_page,
    listed,
    taken,
)
from variorum.flow.engine.sighted import article_at, is_forgotten
from variorum.flow.engine.sitemaps import likely_sitemaps, with_sitemaps
from variorum.flow.files import file_bytes
from variorum.flow.keeping import first_schedule
from variorum.flow.policy import Policy
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
#: A page that links to so many articles is one that lists them.
_FRONT_PAGE = 8
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
    fetcher: Fetcher,
    workers: Workers,
    url: str,
    now: datetime,
    *,
    rules: Sequence[OutletRule] = (),
    as_page: bool = False,
) -> Behind | Failure:
    """What can be watched behind an address.

    That is the feed, sitemap or article that it is (read by the `rules` of its outlet); else the feeds that it names; else the
    news sitemap that its site's robots.txt names; else the articles that it links to. With `as_page` it is these in any case.
    """
    why = refusal(url)
    if why is not None:
        return Failure(FailureKind.BAD_ADDRESS, url, why)
    capture = await fetched(fetcher, url)
    if isinstance(capture, Failure):
        return capture.with_way_out
    if as_page:
        found = await _page(workers, url, capture)
        return found if isinstance(found, Failure) else Behind((found,))
    discovery = await _listing(fetcher, workers, capture, now)
    if isinstance(discovery, Discovery):
        kind = SourceKind.SITEMAP if is_sitemap(discovery) else SourceKind.FEED
        return Behind((Found(url, kind, discovery.title or url, discovery),))
    if discovery.kind is not FailureKind.NOT_A_FEED:
        return discovery
    return await _behind_page(fetcher, workers, capture, now, url=url, rules=rules)


async def _listing(
    fetcher: Fetcher, workers: Workers, capture: Capture, now: datetime
) -> Discovery | Failure:
    """What a feed or a sitemap lists; of a sitemap what would be watched of it."""
    found = await listed(workers, capture)
    if isinstance(found, Discovery):
        found = await with_sitemaps(fetcher, workers, found)
    return found if isinstance(found, Failure) else taken(found, (), now, Policy().horizon)


async def _page(workers: Workers, url: str, capture: Capture) -> Found | Failure:
    """The articles that a page links to, where there are any."""
    links = await links_of_page(workers, capture, ())
    if isinstance(links, Failure):
        return links
    if not links.sightings:
        return Failure(FailureKind.NOT_A_FEED, url, "the page links to nothing that looks like an article")
    return Found(url, SourceKind.PAGE, url, links)


async def file_sightings(workers: Workers, path: Path) -> Behind | Failure:
    """What a feed, a sitemap or a list of addresses in a file lists."""
    body = file_bytes(path)
    if isinstance(body, Failure):
        return body
    discovery = await listed(workers, Capture(str(path), body, NEVER))
    if isinstance(discovery, Failure):
        lines = await workers.run(str(path), url_list, body, str(path))
        if isinstance(lines, Failure):
            return discovery
        discovery = lines
    return Behind((Found(str(path), SourceKind.FEED, discovery.title or str(path), discovery),))


async def fetched(fetcher: Fetcher, url: str) -> Capture | Failure:
    """What is served at an address; a failure too where the answer is that nothing is there."""
    capture = await fetcher.get(Request(url))
    if isinstance(capture, Capture) and capture.is_gone:
        told = f"there is nothing there: it answered {capture.status}"
        return Failure(FailureKind.HTTP_STATUS, url, told, capture.status)
    return capture


async def _behind_page(
    fetcher: Fetcher,
    workers: Workers,
    capture: Capture,
    now: datetime,
    *,
    url: str,
    rules: Sequence[OutletRule],
) -> Behind | Failure:
    reading = await workers.run(url, read, capture, tuple(rules))
    article = None if isinstance(reading, Failure) else reading.article
    content_type = capture.header("content-type") or ""
    links = await workers.run(url, feed_links, capture.body, capture.address, content_type)
    named = [] if isinstance(links, Failure) else [link for link in links if not link.comments]
    feeds = _own_feeds(named, capture.address)
    if isinstance(article, Article) and _says_article(article, capture.address):
        return Behind((Found(url, SourceKind.ARTICLE, article.headline or url, article=article),))
    if not feeds:
        return await _behind_bare_page(fetcher, workers, capture, now, article)
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
    return failure or _nothing_found(url)


def _nothing_found(url: str) -> Failure:
    told = "no feed and no article was found there: give the address of a feed, or of one article"
    return Failure(FailureKind.NOT_A_FEED, url, told)


async def _behind_bare_page(
    fetcher: Fetcher, workers: Workers, capture: Capture, now: datetime, article: object
) -> Behind | Failure:
    """What can be watched of a page that names no feed: its site's sitemap, its links, or what is read of it.

    A page that links to many articles is none itself, whatever was read in it.
    """
    url = capture.url
    address = web_url(capture.address)
    if address is not None and address.path.strip("/") == "":
        named = (Sighting(place) for place in fetcher.sitemaps(capture.address))
        for link in likely_sitemaps(named):
            answer = await fetched(fetcher, link.url)
            found = answer if isinstance(answer, Failure) else await _listing(fetcher, workers, answer, now)
            if isinstance(found, Discovery) and found.format == "news sitemap" and found.sightings:
                return Behind((Found(link.url, SourceKind.SITEMAP, link.url, found),))
    page = await _page(workers, url, capture)
    many = isinstance(page, Found) and page.discovery and len(page.discovery.sightings) >= _FRONT_PAGE
    if isinstance(article, Article) and not many:
        return Behind((Found(url, SourceKind.ARTICLE, article.headline or url, article=article),))
    return Behind((page,)) if isinstance(page, Found) and many else _nothing_found(url)


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


def list_found(body: bytes, name: str) -> Found | Failure:
    """A list of addresses as a source of its own, known by its name; its articles are watched, the list is not."""
    found = url_list(body, name)
    return found if isinstance(found, Failure) else Found(name, SourceKind.LIST, name, found)


def add_found(
    archive: ArchivePort, found: Found, now: datetime, rules: Sequence[OutletRule] = ()
) -> tuple[Source, bool]:
    """Watches what was found; gives the source and whether that began now: it was new, not watched, or given up.

    An article is known by its plain address too, as the `rules` of its outlet make it.
    """
    source = Source(source_id(url_key(found.url)), found.url, found.kind, found.title, now)
    known = archive.source(source.id)
    begins = known is None or known.state is not SourceState.WATCHED
    due = first_schedule(now, "it was added: checked at once")
    with archive.writing() as writer:
        if found.kind is SourceKind.ARTICLE:
            writer.add_source(source, first_schedule(now, "its article is checked by itself", watched=False))
            article_id, _ = article_at(writer, found.url, source.id, now, due, rules=rules)
            # It may have come from a feed, or be given up: from now on it is watched for its own sake.
            writer.sight(source.id, article_id, Sighting(found.url, found.title), now)
            begins = writer.start_watching(article_id, due) or begins
        elif found.kind is SourceKind.LIST:
            writer.add_source(
                source, first_schedule(now, "its articles are checked by themselves", watched=False)
            )
            for sighting in found.discovery.sightings if found.discovery else ():
                if is_forgotten(writer, sighting.url, rules):
                    continue
                article_id, is_new = article_at(writer, sighting.url, source.id, now, due, rules=rules)
                writer.sight(source.id, article_id, sighting, now)
                begins = writer.start_watching(article_id, due) or is_new or begins
        else:
            writer.add_source(source, due)
    return source, begins
