"""Takes the root element of an RSS feed of any version, gives what it lists."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from variorum.discovery.elements import (
    Element,
    Fields,
    base,
    date,
    fields,
    local_name,
    namespace,
    text,
    wording,
)
from variorum.discovery.limits import MOST_TAGS
from variorum.discovery.listing import address, first, listing
from variorum.discovery.wording import literal
from variorum.model import Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.model import Discovery

_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RDF_VERSIONS = {
    "http://purl.org/rss/1.0/": "rss 1.0",
    "http://my.netscape.com/rdf/simple/0.9/": "rss 0.90",
    "http://channel.netscape.com/rdf/simple/0.9/": "rss 0.90",
}
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,3}){0,2}")
_ABSOLUTE = re.compile(r"\s*https?://", re.IGNORECASE)
_MAIL_ADDRESS = re.compile(r"(?<![^\s@<>()])[^\s@<>()]+@[^\s@<>()]+")


def rss(root: Element, where: str) -> Discovery | None:
    """The articles that `rss` or `rdf:RDF` lists; `None` for RDF that describes something else.

    Items stand in the channel, or beside it (RSS 0.90 and 1.0).
    """
    own, version = namespace(root), _VERSION.fullmatch((root.get("version") or "").strip())
    form = f"rss {version[0]}" if version else "rss"
    if local_name(root) == "rdf":
        channel = next((child for child in root if local_name(child) == "channel"), None)
        if channel is None:
            return None
        own = namespace(channel)
        form = _RDF_VERSIONS.get(own, "rss")
    outer = fields(root, own, MOST_TAGS)
    where = base(root, where)
    listed = [(item, where) for item in outer["item"]]
    title = None
    for channel in outer["channel"]:
        inner = fields(channel, own, MOST_TAGS)
        title = title or wording(inner["title"], markup=True)
        listed += [(item, base(channel, where)) for item in inner["item"]]
    return listing(title, form, listed, partial(_sighting, own))


def _sighting(own: str, listed: tuple[Element, str]) -> Sighting | None:
    item, where = listed[0], base(*listed)
    found = fields(item, own)
    url = first(_addresses(item, found, where))
    if url is None:
        return None
    return Sighting(
        url=url,
        title=wording(found["title"] + found["dc:title"], markup=True),
        published=date(found, "pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published"),
        updated=date(found, "atom:updated", "dcterms:modified"),
        authors=_authors(found),
        summary=wording(found["description"] + found["content:encoded"] + found["atom:summary"], markup=True),
        identifier=first(literal(text(guid)) for guid in found["guid"])
        or literal(item.get(_RDF_ABOUT, ""))
        or None,
    )


def _addresses(item: Element, found: Fields, where: str) -> Iterator[str | None]:
    """What may be the article's address, likeliest first: FeedBurner's `link` only leads to FeedBurner."""
    for link in found["feedburner:origlink"] + found["link"]:
        yield address(base(link, where), text(link) or link.get("href", ""))
    for link in found["atom:link"]:
        if link.get("rel", "alternate") == "alternate":
            yield address(base(link, where), link.get("href", ""))
    for guid in found["guid"]:
        # Its default is "true" (RSS 2.0), but it is no address unless it looks like one.
        if guid.get("isPermaLink", "true").strip().lower() != "false" and _ABSOLUTE.match(text(guid)):
            yield address(where, text(guid))
    yield address(where, item.get(_RDF_ABOUT, ""))


def _authors(found: Fields) -> tuple[str, ...]:
    names = (
        _name(literal(text(author)))
        for author in found["dc:creator"] or found["author"] or found["atom:author"]
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _name(author: str) -> str:
    """The name of an author: RSS 2.0 wants an address of mail here, with the name in brackets behind it."""
    name = _MAIL_ADDRESS.sub("", author).strip(" <>,;")
    name = name[1:-1] if name.startswith("(") and name.endswith(")") else name
    return name.strip() or author
