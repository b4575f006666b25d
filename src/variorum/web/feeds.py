"""Takes a request for a feed, gives the changes of everything, a source, an article or a class as Atom, RSS or JSON Feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from starlette.responses import Response

from variorum.archive import ChangeQuery
from variorum.flow.feeds import change_addresses, change_revision
from variorum.publication import (
    AUTHORITY,
    FeedAbout,
    atom,
    change_entry,
    json_feed,
    rss,
)
from variorum.web.addresses import Addresses
from variorum.web.answers import TYPES, entity_tag, http_date, is_fresh
from variorum.web.archived import found_article, found_source
from variorum.web.queries import wanted
from variorum.web.words import class_words

if TYPE_CHECKING:
    from starlette.requests import Request

    from variorum.web.site import Site

_WRITERS = {".atom": atom, ".rss": rss, ".jsonfeed": json_feed}
#: A reader that asks once an hour misses nothing of an archive that changes 50 times an hour.
_ENTRIES = 50
_BEFORE_ANYTHING = datetime(1970, 1, 1, tzinfo=UTC)
_MAKER = version("variorum")


def everything(site: Site, request: Request, suffix: str) -> Response:
    """The feed of all changes, or of those of a class, of a source, since a moment."""
    asked = wanted(request, site.archive)
    query = ChangeQuery(
        source_id=asked.source.id if asked.source else None, finding=asked.finding, since=asked.since
    )
    narrowed = [
        f": {class_words(asked.finding)}" if asked.finding else "",
        f" in {asked.source.title}" if asked.source else "",
        f" since {asked.since_text}" if asked.since else "",
    ]
    to = site.absolute(request)
    about = FeedAbout(
        id=f"tag:{AUTHORITY}:feed{Addresses().changes('', **asked.query) if asked.narrow else '/'}",
        title=f"What changed{''.join(narrowed)}",
        url=to.changes("", **asked.query),
        self_url=to.changes(suffix, **asked.query),
        updated=_BEFORE_ANYTHING,
        description="Changes of archived articles, each with the comparison of its versions.",
    )
    return _feed(site, request, suffix, about, query)


def of_source(site: Site, request: Request, suffix: str) -> Response:
    """The feed of the changes of a source's articles."""
    source = found_source(site, request)
    to = site.absolute(request)
    about = FeedAbout(
        id=f"tag:{AUTHORITY}:feed{Addresses().source(source.id)}",
        title=f"What changed: {source.title}",
        url=to.source(source.id),
        self_url=to.source(source.id, suffix),
        updated=source.added_at,
        description=f"Changes of the articles that {source.url} lists.",
    )
    return _feed(site, request, suffix, about, ChangeQuery(source_id=source.id))


def of_article(site: Site, request: Request, suffix: str) -> Response:
    """The feed of the changes of an article."""
    article = found_article(site, request)
    to = site.absolute(request)
    about = FeedAbout(
        id=f"tag:{AUTHORITY}:feed{Addresses().article(article.id)}",
        title=f"What changed: {article.headline}",
        url=to.article(article.id),
        self_url=to.article(article.id, suffix),
        updated=article.first_seen,
        description=f"Changes of the article at {article.url}.",
    )
    return _feed(site, request, suffix, about, ChangeQuery(article_id=article.id))


def _feed(site: Site, request: Request, suffix: str, about: FeedAbout, query: ChangeQuery) -> Response:
    """The latest entries; those that were superseded stay. What is unchanged is known before any entry is written."""
    changes = site.archive.changes(replace(query, by_entry=True, superseded=True, limit=_ENTRIES))
    if changes:
        about = replace(about, updated=changes[0].made_at)
    tag = entity_tag(repr((_MAKER, about, changes)).encode("utf-8", "backslashreplace"))
    headers = {"ETag": tag}
    # Within its own second, or in the future of the wall's clock, a time proves nothing (RFC 9110, section 8.8.2).
    settled = about.updated + timedelta(seconds=1) < datetime.now(UTC)
    if settled:
        headers["Last-Modified"] = http_date(about.updated)
    if is_fresh(request, tag, about.updated if settled else None):
        return Response(status_code=304, headers=headers)
    base_url = site.absolute(request).base
    entries = [
        change_entry(change, change_revision(site.archive, change), change_addresses(change, base_url))
        for change in changes
    ]
    body = _WRITERS[suffix](entries, about)
    return Response(body, headers=headers | {"Content-Type": f"{TYPES[suffix][1]}; charset=utf-8"})
