"""Takes the bytes of a feed of any format, gives the sightings it lists, or the failure that tells why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.discovery.atom import atom
from variorum.discovery.elements import local_name
from variorum.discovery.json_feed import json_feed
from variorum.discovery.markup import root_element
from variorum.discovery.reading import feed_text
from variorum.discovery.rss import rss
from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from variorum.model import Discovery


def sightings(body: bytes, where: str, content_type: str = "") -> Discovery | Failure:
    """The articles that a feed lists: RSS 0.90 to 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

    `body` is what was served at the address `where`, or read from the file `where`; `content_type` is the header, of
    which only the encoding is used, since feeds are served under any type. Never raises. A feed without items gives a
    `Discovery` without sightings. A `Failure` is `EMPTY` (no bytes), `NOT_A_FEED`, `TOO_LARGE`, `UNREADABLE` (it
    declares entities) or `MALFORMED`; only the last is worth a try of `lenient_sightings`.

    >>> sightings(b'<rss version="2.0"><channel><item><link>/a</link></item></channel></rss>', "https://example.org/feed")
    Discovery(title=None, sightings=(Sighting(url='https://example.org/a', ...),), format='rss 2.0', skipped=0, ...)
    >>> sightings(b"<!doctype html><title>News</title>", "https://example.org/").sentence
    'https://example.org/: this is a web page, not a feed'
    """
    source = feed_text(body, where, content_type)
    if isinstance(source, Failure):
        return source
    if source[:1] in ("{", "["):
        return json_feed(source, where)
    root = root_element(source, where)
    if isinstance(root, Failure):
        return root
    if local_name(root) == "feed":
        return atom(root, where)
    return rss(root, where) or Failure(
        FailureKind.NOT_A_FEED, where, "this is RDF, but lists no channel of news"
    )
