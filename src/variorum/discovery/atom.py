"""Takes the root element of an Atom feed, gives what it lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from variorum.discovery.elements import ATOM, Element, Fields, base, date, fields, namespace, text, wording
from variorum.discovery.limits import MOST_TAGS
from variorum.discovery.listing import address, first, listing
from variorum.discovery.wording import literal
from variorum.model import Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.model import Discovery

_ALTERNATE = frozenset({"alternate", "http://www.iana.org/assignments/relation/alternate"})


class _Feed(NamedTuple):
    """What all entries of a feed share: its namespace, the address that references are relative to, its authors."""

    own: str
    where: str
    authors: tuple[str, ...]


def atom(root: Element, where: str) -> Discovery:
    """The articles that `feed` lists: Atom 1.0 (RFC 4287), and 0.3 with its other names for dates."""
    own = namespace(root)
    found = fields(root, own, MOST_TAGS)
    form = "atom 1.0" if own == ATOM else "atom 0.3" if root.get("version") == "0.3" else "atom"
    feed = _Feed(own, base(root, where), _authors(found, own))
    return listing(wording(found["title"], markup=False), form, found["entry"], partial(_sighting, feed))


def _sighting(feed: _Feed, entry: Element) -> Sighting | None:
    found = fields(entry, feed.own)
    url = first(_addresses(found, base(entry, feed.where)))
    if url is None:
        return None
    return Sighting(
        url=url,
        title=wording(found["title"], markup=False),
        published=date(found, "published", "issued", "created", "dc:date"),
        updated=date(found, "updated", "modified"),
        authors=_authors(found, feed.own) or _source_authors(found, feed.own) or feed.authors,
        summary=wording(found["summary"] + found["content"], markup=False),
        identifier=first(literal(text(identifier)) for identifier in found["id"]),
    )


def _addresses(found: Fields, where: str) -> Iterator[str | None]:
    """What may be the article's address, likeliest first; an entry's id often is the address where no link is given."""
    for link in found["feedburner:origlink"]:
        yield address(where, text(link))
    alternate = [link for link in found["link"] if link.get("rel", "alternate").strip().lower() in _ALTERNATE]
    for link in sorted(alternate, key=lambda link: "html" not in link.get("type", "html")):
        yield address(base(link, where), link.get("href", ""))
    for identifier in found["id"]:
        yield address("", text(identifier))


def _authors(found: Fields, own: str) -> tuple[str, ...]:
    names = []
    for author in found["author"]:
        person = fields(author, own)
        name = literal(text((person["name"] or person["email"] or [author])[0]))
        if name and name not in names:
            names.append(name)
    return tuple(names)


def _source_authors(found: Fields, own: str) -> tuple[str, ...]:
    """The authors of the feed that an entry was taken over from, which stand for the entry's (section 4.2.1)."""
    return _authors(fields(found["source"][0], own), own) if found["source"] else ()
