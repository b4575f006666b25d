"""Takes the bytes of a feed that is broken XML, gives the sightings that feedparser can still make out.

feedparser reads what it is given and fetches nothing. It is slow and may hang: call this in a child that can be killed.
"""

from __future__ import annotations

import io
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import feedparser

from variorum.discovery.dates import moment
from variorum.discovery.json_feed import json_feed
from variorum.discovery.limits import MOST_REPEATS
from variorum.discovery.listing import address, first, listing
from variorum.discovery.markup import feed_start
from variorum.discovery.reading import feed_text
from variorum.discovery.wording import literal, plain
from variorum.model import Failure, FailureKind, Sighting

if TYPE_CHECKING:
    from variorum.model import Discovery

#: feedparser's names of formats: rss20, rss091u, atom10.
_FORMAT = re.compile(r"(rss|atom)(\d)(\d+)\w?")


def lenient_sightings(body: bytes, where: str, content_type: str = "") -> Discovery | Failure:
    """The articles that a feed lists whose XML is broken beyond what `sightings` mends.

    That is: end tags that are missing or do not match, attributes without quotes or values, a feed cut short, a bare
    `<` in a text. `where` is the feed's address; `content_type` is the header, of which only the encoding is used. The
    failures are those of `sightings`; `MALFORMED` means that no item could be made out. Never raises, but may take long:
    50 KB between `<author>` tags keep feedparser busy for 18 s.

    >>> broken = b'<rss version=2.0><channel><item><title>A</title><link>https://example.org/a</link><desc'
    >>> [seen.url for seen in lenient_sightings(broken, "https://example.org/feed").sightings]
    ['https://example.org/a']
    """
    source = feed_text(body, where, content_type)
    if isinstance(source, Failure):
        return source
    if source[:1] in ("{", "["):
        return json_feed(source, where)
    start = feed_start(source, where)
    if isinstance(start, Failure):
        return start
    read = _read(source[start.start() :])
    if read is None or (read["bozo"] and not read["entries"]):
        return Failure(FailureKind.MALFORMED, where, "the XML is broken, and no item could be made out in it")
    named = _FORMAT.fullmatch(read["version"] or "")
    form = f"{named[1]} {named[2]}.{named[3]}" if named else start[1].rpartition(":")[2].lower()
    sighting = partial(_sighting, where, form)
    return listing(_wording(read["feed"], "title", form), form, read["entries"], sighting)


def _read(source: str) -> Any:
    """What feedparser makes of the text, or `None` where it breaks itself.

    The bytes are passed as a file: given a string or bytes, feedparser would take them for an address or a path first. It
    learns the encoding from the header, and leaves out what costs it most, since `plain` does that work.
    """
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            io.BytesIO(source.encode("utf-8", "replace")),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception:  # noqa: BLE001 - its parser for soup asserts, recurses and indexes out of bounds on some bytes
        return None


def _sighting(where: str, form: str, entry: dict[str, Any]) -> Sighting | None:
    url = first(address(where, _text(entry, name)) for name in ("feedburner_origlink", "link"))
    if url is None:
        return None
    published = moment(_text(entry, "published")) or moment(_text(entry, "created"))
    updated = moment(_text(entry, "updated"))
    if published is None and not form.startswith("atom"):
        # RSS dates its items by Dublin Core, which feedparser calls `updated`.
        published, updated = updated, None
    return Sighting(
        url=url,
        title=_wording(entry, "title", form) or None,
        published=published,
        updated=updated,
        authors=_authors(entry),
        summary=_wording(entry, "summary", form) or None,
        identifier=literal(_text(entry, "id")) or None,
    )


def _text(values: dict[str, Any], name: str) -> str:
    """A value that feedparser read as text. Its own dictionary would answer for `updated` with `published`."""
    value = dict.get(values, name)
    return value if isinstance(value, str) else ""


def _wording(values: dict[str, Any], name: str, form: str) -> str:
    """A title or summary, read as plain text where Atom says that it is."""
    detail = dict.get(values, f"{name}_detail")
    is_plain = form.startswith("atom") and isinstance(detail, dict) and detail.get("type") == "text/plain"
    return literal(_text(values, name)) if is_plain else plain(_text(values, name))


def _authors(entry: dict[str, Any]) -> tuple[str, ...]:
    authors = [author for author in dict.get(entry, "authors") or [] if isinstance(author, dict)]
    names = (literal(_text(author, "name") or _text(author, "email")) for author in authors[:MOST_REPEATS])
    return tuple(dict.fromkeys(name for name in names if name))
