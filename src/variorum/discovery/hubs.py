"""Takes what was served for a feed, gives the hub that tells of its news: W3C WebSub, section 4 (discovery)."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from variorum.discovery.limits import LARGEST_PAGE
from variorum.model import Hub
from variorum.text.encodings import decoded
from variorum.text.urls import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINK_HEADER = re.compile(r"<([^<>]{1,4000})>([^<]{0,1000})")
_REL = re.compile(r""";\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))""", re.IGNORECASE)
_LINK = re.compile(r"<(?:[a-z][\w.-]{0,30}:)?link\b([^<>]{1,4000})>", re.IGNORECASE | re.ASCII)
_ATTRIBUTE = re.compile(r"""([a-z]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE | re.ASCII)
_FIRST_ITEM = re.compile(r"<(?:[a-z][\w.-]{0,30}:)?(?:item|entry)\b", re.IGNORECASE | re.ASCII)


def hub_of(body: bytes, where: str, content_type: str = "", link_headers: Iterable[str] = ()) -> Hub | None:
    """The first hub that a feed names, with the address by which the hub knows the feed; `None` where it names none.

    Headers go before the feed's own words. A feed that names no address of its own is known by the one that answered.

    >>> hub_of(b"", "https://a.example/feed", "", ['<https://hub.example/>; rel="hub", </self>; rel=self'])
    Hub(url='https://hub.example/', topic='https://a.example/self')
    >>> hub_of(b'<feed><link rel="hub" href="https://hub.example/"/></feed>', "https://a.example/feed").topic
    'https://a.example/feed'
    """
    hub = topic = None
    for relations, reference in (*_of_headers(link_headers), *_of_body(body, content_type)):
        address = joined(where, reference)
        hub = hub or (address if "hub" in relations else None)
        topic = topic or (address if "self" in relations else None)
    return None if hub is None else Hub(hub, topic or where)


def _of_headers(headers: Iterable[str]) -> Iterator[tuple[list[str], str]]:
    for header in headers:
        for reference, parameters in _LINK_HEADER.findall(header):
            found = _REL.search(parameters)
            if found:
                yield (found[1] or found[2] or "").lower().split(), reference.strip()


def _of_body(body: bytes, content_type: str) -> Iterator[tuple[list[str], str]]:
    text = decoded(body[:LARGEST_PAGE], content_type).text.lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        yield from _of_json(text)
        return
    first = _FIRST_ITEM.search(text)
    # Links of items are those of articles.
    for link in _LINK.finditer(text, 0, first.start() if first else len(text)):
        named = {name.lower(): double or single for name, double, single in _ATTRIBUTE.findall(link[1])}
        if "rel" in named and "href" in named:
            yield unescape(named["rel"]).lower().split(), unescape(named["href"]).strip()


def _of_json(text: str) -> Iterator[tuple[list[str], str]]:
    """The hubs of a JSON Feed (https://www.jsonfeed.org/version/1.1/#subscribing-to-real-time-notifications)."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(feed, dict):
        return
    hubs = feed.get("hubs")
    for hub in hubs[:10] if isinstance(hubs, list) else []:
        if (
            isinstance(hub, dict)
            and str(hub.get("type")).lower() == "websub"
            and isinstance(hub.get("url"), str)
        ):
            yield ["hub"], hub["url"]
    if isinstance(feed.get("feed_url"), str):
        yield ["self"], feed["feed_url"]
