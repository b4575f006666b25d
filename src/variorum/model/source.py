"""Where articles come from: sources that are watched, the hosts that serve them, and sightings of articles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class SourceKind(StrEnum):
    """What a source's address serves."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"
    LIST = "list"
    ARTICLE = "article"
    FILES = "files"


class SourceState(StrEnum):
    """Whether a source is watched. What it brought in stays archived in every state."""

    WATCHED = "watched"
    PAUSED = "paused"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, a sitemap, a page of links, a list, a single article or imported files that Variorum was told to keep.

    `url` is exactly as given; `title` is the source's own name, or its address while it has none.
    """

    id: str
    url: str
    kind: SourceKind
    title: str
    added_at: datetime
    state: SourceState = SourceState.WATCHED


@dataclass(frozen=True, slots=True)
class Host:
    """An origin (scheme, host and port) as politeness sees it: its robots.txt as last fetched.

    `robots` is the text of the file, or `None` where none was served; `robots_denied` says that the file could not
    be read and everything counts as disallowed (RFC 9309, section 2.3.1.4).
    """

    origin: str
    robots: str | None
    robots_denied: bool
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article as a source lists it: an absolute address and what is said of it there. Times are aware UTC."""

    url: str
    title: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class ChildSitemap:
    """A sitemap that an index named, as it was last read: how the index dated it, and with which validators it was served.

    `passed_over` counts the checks of the index since a whole answer of it was read.
    """

    url: str
    updated: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the bytes of a source list: its own title and the sightings, first listed first.

    `skipped` counts the items that list no usable address, or stand beyond the limit. `sitemaps` are those that an index of
    sitemaps names, `children` those of them that were asked for, as they were served.
    """

    title: str | None
    sightings: tuple[Sighting, ...]
    format: str
    skipped: int = 0
    sitemaps: tuple[Sighting, ...] = ()
    children: tuple[ChildSitemap, ...] = ()
