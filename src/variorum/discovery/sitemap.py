"""Takes the bytes of a sitemap or an index of sitemaps, gives the articles or the sitemaps it lists, read as a stream.

The forms are those of https://www.sitemaps.org/protocol.html and of news sitemaps
(https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

from lxml import etree

from variorum.discovery.dates import moment
from variorum.discovery.elements import Element, local_name, text
from variorum.discovery.limits import LARGEST_SITEMAP, MOST_ENTRIES, MOST_SITEMAP_TAGS, OPENING
from variorum.discovery.listing import address
from variorum.discovery.wording import literal
from variorum.model import Discovery, Failure, FailureKind, Sighting
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterator

_GZIP = b"\x1f\x8b"
_CHUNK = 65_536
_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[a-z_][\w.-]{0,60}:)?(urlset|sitemapindex)(?=[\s>/])", re.IGNORECASE)


def sitemap(body: bytes, where: str) -> Discovery | Failure:
    """What a sitemap at the address `where` lists: its articles, or further sitemaps where it is an index of them.

    `body` may be gzipped. Entries without a usable address, and those beyond a limit, are skipped; a sitemap that breaks
    gives what stood before the break. Never raises. A `Failure` is `EMPTY`, `NOT_A_FEED`, or `UNREADABLE` (it declares
    entities).

    >>> entry = b"<url><loc>https://example.org/a</loc><lastmod>2026-05-04</lastmod></url>"
    >>> [(seen.url, seen.updated.day) for seen in sitemap(b"<urlset>" + entry + b"</urlset>", "").sightings]
    [('https://example.org/a', 4)]
    """
    if not body.strip(b"\x00 \t\r\n"):
        return Failure(FailureKind.EMPTY, where, "nothing was served here: the sitemap is empty")
    chunks = _unpacked(body)
    opening = next(chunks, b"").lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    root = _ROOT.search(opening, 0, OPENING)
    if root is None:
        return Failure(FailureKind.NOT_A_FEED, where, "this is no sitemap")
    if _ENTITY.search(opening, 0, root.start()):
        reason = "the sitemap declares entities of its own, which are not read"
        return Failure(FailureKind.UNREADABLE, where, reason)
    kind = root[1].decode("ascii").lower()
    found: dict[str, Sighting] = {}
    skipped = 0
    for entry in _entries(opening[root.start() :], chunks, _ROOTS[kind]):
        if len(found) + skipped >= MOST_ENTRIES:
            skipped += 1
            break
        seen = _sighting(entry, where)
        if seen is None:
            skipped += 1
        else:
            found.setdefault(url_key(seen.url), seen)
    listed = tuple(found.values())
    if kind == "sitemapindex":
        return Discovery(None, (), "sitemap index", skipped, sitemaps=listed)
    is_news = any(seen.published or seen.title for seen in listed)
    return Discovery(None, listed, "news sitemap" if is_news else "sitemap", skipped)


def _unpacked(body: bytes) -> Iterator[bytes]:
    """The bytes in chunks, unpacked where they are gzipped, up to the limit; what is damaged ends them."""
    left = LARGEST_SITEMAP
    if not body.startswith(_GZIP):
        for start in range(0, min(len(body), left), _CHUNK):
            yield body[start : start + _CHUNK]
        return
    unpacker = zlib.decompressobj(31)
    waiting = body
    while left > 0 and waiting and not unpacker.eof:
        try:
            chunk = unpacker.decompress(waiting, min(_CHUNK, left))
        except zlib.error:
            return
        waiting = unpacker.unconsumed_tail
        left -= len(chunk)
        if chunk:
            yield chunk


def _entries(opening: bytes, chunks: Iterator[bytes], wanted: str) -> Iterator[Element]:
    """The entries as they are read; each is dropped once it was looked at, so that a long sitemap takes little memory."""
    parser: Any = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
    )
    tags = 0
    chunk: bytes | None = opening
    while chunk is not None and tags <= MOST_SITEMAP_TAGS:
        tags += chunk.count(b"<")
        try:
            parser.feed(chunk)
        except etree.XMLSyntaxError:
            return
        for _, element in parser.read_events():
            if isinstance(element.tag, str) and local_name(element) == wanted:
                yield element
                parent = element.getparent()
                element.clear()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        chunk = next(chunks, None)


def _sighting(entry: Element, where: str) -> Sighting | None:
    """An entry; the fields of news sitemaps stand in a `news` element within it."""
    said: dict[str, str] = {}
    for element in entry.iter():
        if isinstance(element.tag, str):
            name = local_name(element)
            # `image:loc` and `video:publication_date` speak of something else.
            if name in {"loc", "lastmod"} and element.getparent() is not entry:
                continue
            if name in {"title", "publication_date"} and local_name(element.getparent()) != "news":
                continue
            said.setdefault(name, text(element))
    url = address(where, said.get("loc", ""))
    if url is None:
        return None
    return Sighting(
        url=url,
        title=literal(said.get("title", "")) or None,
        published=moment(said.get("publication_date", "")),
        updated=moment(said.get("lastmod", "")),
    )
