"""Takes a request for a feed, gives the changes of everything, a source, an article or a class as Atom, RSS or JSON Feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from starlette.responses import Response

from variorum.flow import feeds
from variorum.web.answers import TYPES, entity_tag, http_date_text, is_fresh
from variorum.web.archived import found_article, found_source
from variorum.web.queries import wanted

if TYPE_CHECKING:
    from starlette.requests import Request

    from variorum.web.site import Site

_WRITERS = {feeds.SUFFIXES[form]: write for form, write in feeds.FEED_FORMATS.items()}
#: A reader that asks once an hour misses nothing of an archive that changes 50 times an hour.
_ENTRIES = 50
_MAKER = version("variorum")


def everything(site: Site, request: Request, suffix: str) -> Response:
    """The feed of all changes, or of those of a class, of a source, since a moment."""
    asked = wanted(request, site.archive)
    return feed_answer(
        site, request, suffix, feeds.everything(asked.finding, asked.source, asked.since, asked.since_text)
    )


def of_source(site: Site, request: Request, suffix: str) -> Response:
    """The feed of the changes of a source's articles."""
    return feed_answer(site, request, suffix, feeds.of_source(found_source(site, request)))


def of_article(site: Site, request: Request, suffix: str) -> Response:
    """The feed of the changes of an article."""
    return feed_answer(site, request, suffix, feeds.of_article(found_article(site, request)))


def feed_answer(site: Site, request: Request, suffix: str, subject: feeds.FeedSubject) -> Response:
    """The latest entries; those that were superseded stay. What is unchanged is known before any entry is written."""
    changes = site.archive.changes(replace(subject.query, by_entry=True, superseded=True, limit=_ENTRIES))
    to = site.absolute(request)
    about = subject.about(to, suffix, changes)
    tag = entity_tag(repr((_MAKER, about, changes)).encode("utf-8", "backslashreplace"))
    headers = {"ETag": tag}
    # Within its own second, or in the future of the wall's clock, a time proves nothing (RFC 9110, section 8.8.2).
    settled = about.updated + timedelta(seconds=1) < datetime.now(UTC)
    if settled:
        headers["Last-Modified"] = http_date_text(about.updated)
    if is_fresh(request, tag, about.updated if settled else None):
        return Response(status_code=304, headers=headers)
    body = _WRITERS[suffix](feeds.feed_entries(site.archive, changes, to), about)
    return Response(body, headers=headers | {"Content-Type": f"{TYPES[suffix][1]}; charset=utf-8"})
