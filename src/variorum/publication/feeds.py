"""Takes entries and what their feed is about, gives the feed as Atom (RFC 4287), RSS 2.0 or JSON Feed 1.1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING

from variorum.model.documents import time_text
from variorum.publication.markup import block, xml
from variorum.publication.tables import json_text
from variorum.text.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_ATOM = "http://www.w3.org/2005/Atom"
_MAKER = "Variorum"


@dataclass(frozen=True, slots=True)
class FeedAbout:
    """What a feed is about: its permanent id, its title, the page it belongs to, its own address and its last change.

    Times are aware UTC; addresses are absolute.
    """

    id: str
    title: str
    url: str
    self_url: str
    updated: datetime
    description: str = ""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed: its permanent id, its title, its page, when it was made and what it holds as HTML.

    `source` is the outlet's name, empty where there is none. An entry is made once and never updated.
    """

    id: str
    title: str
    url: str
    published: datetime
    content_html: str
    source: str = ""
    categories: tuple[str, ...] = ()


def atom(entries: Iterable[FeedEntry], about: FeedAbout) -> bytes:
    """The feed as Atom 1.0, newest entry first; the source of an entry is its author."""
    feed = block(
        _atom("feed"),
        block(_atom("id"), one_line(about.id)),
        block(_atom("title"), one_line(about.title)),
        block(_atom("subtitle"), one_line(about.description)) if about.description else None,
        block(_atom("updated"), time_text(about.updated)),
        block(_atom("link"), rel="self", type="application/atom+xml", href=one_line(about.self_url)),
        block(_atom("link"), rel="alternate", type="text/html", href=one_line(about.url)),
        block(_atom("author"), block(_atom("name"), _MAKER)),
        block(_atom("generator"), _MAKER),
        *(
            block(
                _atom("entry"),
                block(_atom("id"), one_line(entry.id)),
                block(_atom("title"), one_line(entry.title)),
                block(_atom("updated"), time_text(entry.published)),
                block(_atom("published"), time_text(entry.published)),
                block(_atom("link"), rel="alternate", type="text/html", href=one_line(entry.url)),
                block(_atom("author"), block(_atom("name"), one_line(entry.source)))
                if entry.source
                else None,
                *(block(_atom("category"), term=one_line(category)) for category in entry.categories),
                block(_atom("content"), entry.content_html, type="html"),
            )
            for entry in _newest_first(entries)
        ),
    )
    return xml(feed, {None: _ATOM})


def rss(entries: Iterable[FeedEntry], about: FeedAbout) -> bytes:
    """The feed as RSS 2.0, newest entry first."""
    channel = block(
        "channel",
        block("title", one_line(about.title)),
        block("link", one_line(about.url)),
        block("description", one_line(about.description or about.title)),
        block(_atom("link"), rel="self", type="application/rss+xml", href=one_line(about.self_url)),
        block("lastBuildDate", _mail_date(about.updated)),
        block("generator", _MAKER),
        *(
            block(
                "item",
                block("title", one_line(entry.title)),
                block("link", one_line(entry.url)),
                block("guid", one_line(entry.id), isPermaLink="false"),
                block("pubDate", _mail_date(entry.published)),
                *(block("category", one_line(category)) for category in entry.categories),
                block("description", entry.content_html),
            )
            for entry in _newest_first(entries)
        ),
    )
    return xml(block("rss", channel, version="2.0"), {"atom": _ATOM})


def json_feed(entries: Iterable[FeedEntry], about: FeedAbout) -> bytes:
    """The feed as JSON Feed 1.1 (jsonfeed.org/version/1.1), newest entry first."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(about.title),
        "home_page_url": one_line(about.url),
        "feed_url": one_line(about.self_url),
        "description": one_line(about.description),
        "items": [
            {
                "id": one_line(entry.id),
                "url": one_line(entry.url),
                "title": one_line(entry.title),
                "content_html": printable(entry.content_html),
                "date_published": time_text(entry.published),
                "authors": [{"name": one_line(entry.source)}] if entry.source else [],
                "tags": [one_line(category) for category in entry.categories],
            }
            for entry in _newest_first(entries)
        ],
    }
    return json_text(feed).encode()


def _atom(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _newest_first(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    return sorted(entries, key=lambda entry: entry.published, reverse=True)


def _mail_date(moment: datetime) -> str:
    """A moment as RFC 5322 writes it, which RSS asks for."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
