"""Takes an index of sitemaps, gives what the sitemaps list that it names: those asked for that may list something new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from variorum.fetching import Request
from variorum.flow.engine.listed import listed
from variorum.model import Capture, ChildSitemap, Discovery, Failure, Sighting
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from variorum.fetching import Fetcher
    from variorum.flow.engine.workers import Workers

#: So many sitemaps of an index are fetched at a check, one after the other; an index within an index counts as one more level.
_MOST_SITEMAPS = 5
_DEEPEST = 2
#: One check in so many asks for a sitemap as a whole, whatever its index and its validators say of it.
_AUDIT_EVERY = 10
_NOT_MODIFIED = 304
_NEVER = datetime.min.replace(tzinfo=UTC)
_NOTHING = Discovery(None, (), "sitemap")


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens sitemaps, and how they were served before, by address."""

    fetcher: Fetcher
    workers: Workers
    known: Mapping[str, ChildSitemap]


async def with_sitemaps(
    fetcher: Fetcher, workers: Workers, found: Discovery, known: Iterable[ChildSitemap] = ()
) -> Discovery | Failure:
    """What an index of sitemaps leads to, as one listing; anything else as it is. A failure where none could be read.

    `known` is how its sitemaps were served before. One that the index still dates as it did then is not asked for, any
    other with the validators that it had.
    """
    return await _opened(Opener(fetcher, workers, {child.url: child for child in known}), found, 1)


async def _opened(opener: Opener, found: Discovery, depth: int) -> Discovery | Failure:
    if not found.sitemaps:
        return found
    read: list[Discovery] = []
    failure: Failure | None = None
    for link in likely_sitemaps(found.sitemaps):
        inner = await _child(opener, link)
        if isinstance(inner, Discovery) and inner.sitemaps and depth < _DEEPEST:
            inner = await _opened(opener, inner, depth + 1)
        if isinstance(inner, Failure):
            failure = inner
        else:
            read.append(inner)
    if not read and failure is not None:
        return failure
    skipped = found.skipped + sum(one.skipped for one in read) + len(found.sitemaps) - len(read)
    together = {url_key(seen.url): seen for one in read for seen in one.sightings}
    forms = {one.format for one in read if one.sightings}
    return replace(
        found,
        sightings=tuple(together.values()),
        format="news sitemap" if forms == {"news sitemap"} else "sitemap",
        skipped=skipped,
        sitemaps=(),
        children=(*found.children, *(child for one in read for child in one.children)),
    )


async def _child(opener: Opener, link: Sighting) -> Discovery | Failure:
    """What one sitemap lists: nothing where it is as it was."""
    known = opener.known.get(link.url)
    whole = known is None or known.passed_over >= _AUDIT_EVERY - 1
    if known is not None and not whole and link.updated is not None and link.updated == known.updated:
        return replace(_NOTHING, children=(replace(known, passed_over=known.passed_over + 1),))
    request = (
        Request(link.url) if known is None or whole else Request(link.url, known.etag, known.last_modified)
    )
    answer = await opener.fetcher.get(request)
    if isinstance(answer, Failure):
        return answer
    if answer.status == _NOT_MODIFIED and known is not None:
        child = replace(known, updated=link.updated, passed_over=known.passed_over + 1)
        return replace(_NOTHING, children=(child,))
    inner = await listed(opener.workers, answer)
    if isinstance(inner, Failure):
        return inner
    # An index within an index is asked for again each time: it may stay as it is while what it names changes.
    return inner if inner.sitemaps else replace(inner, children=(_served(link, answer),))


def _served(link: Sighting, answer: Capture) -> ChildSitemap:
    return ChildSitemap(link.url, link.updated, answer.header("etag"), answer.header("last-modified"))


def likely_sitemaps(sitemaps: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """The sitemaps of an index that most likely list what is new: those of news, then those that changed last.

    >>> [seen.url[-6:] for seen in likely_sitemaps([Sighting(f"https://example.org/{n}.xml") for n in ("2019", "news")])]
    ['ws.xml', '19.xml']
    """
    ranked = sorted(
        enumerate(sitemaps),
        key=lambda one: ("news" not in one[1].url.lower(), -_seconds(one[1].updated), -one[0]),
    )
    return tuple(seen for _, seen in ranked[:_MOST_SITEMAPS])


def _seconds(moment: datetime | None) -> float:
    return (moment or _NEVER).timestamp()
