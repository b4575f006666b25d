"""Takes an element of a feed in XML, gives its children by the names that feeds know them by, and their text."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from variorum.discovery.dates import moment
from variorum.discovery.limits import MOST_REPEATS
from variorum.discovery.listing import address
from variorum.discovery.wording import TAG_AS_SEEN, literal, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

#: An element as lxml gives it, which ships no types.
Element = Any
#: Children by name: `title`, `dc:creator`, ...
Fields = defaultdict[str, list[Element]]

ATOM = "http://www.w3.org/2005/Atom"
NAMESPACES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {"http://purl.org/dc/elements/1.0/": "dc"}
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def namespace(element: Element) -> str:
    """The namespace of an element, empty if it has none."""
    return str(element.tag)[1:].partition("}")[0] if element.tag[0] == "{" else ""


def local_name(element: Element) -> str:
    """The name of an element without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


@lru_cache(maxsize=1_024)
def _name(tag: str, own: str) -> str | None:
    """The name of a tag among the children of a feed whose own namespace is `own`; `None` if it matters to no feed."""
    uri, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
    if uri in ("", own):
        return local.lower()
    prefix = _PREFIXES.get(uri)
    return None if prefix is None else f"{prefix}:{local.lower()}"


def fields(element: Element, own: str, most: int = MOST_REPEATS) -> Fields:
    """The children by name, in lower case, at most the first `most` of each name.

    Those in the feed's own namespace and in none have no prefix.
    """
    found: Fields = defaultdict(list)
    for child in element:
        name = _name(child.tag, own)
        if name is not None and len(found[name]) < most:
            found[name].append(child)
    return found


def base(element: Element, where: str) -> str:
    """The address that references in the element are relative to (XML Base), within one that is relative to `where`."""
    own = element.get(_BASE)
    return where if own is None else address(where, own) or where


def text(element: Element) -> str:
    """All text within the element, as it stands."""
    return (element.text or "") if not len(element) else "".join(element.itertext())


def wording(elements: list[Element], *, markup: bool) -> str | None:
    """The first text that the elements give; `markup` says how one without a type is read.

    RSS leaves open whether a text is HTML, Atom says it by type and means plain text otherwise (RFC 4287, section 3.1).
    """
    for element in elements:
        form = element.get("type") or ("html" if markup else "text")
        if len(element):
            found = literal("".join(_seen(element)))
        elif "html" in form:
            found = plain(element.text or "")
        else:
            found = literal(element.text or "")
        if found:
            return found
    return None


def _seen(element: Element) -> Iterator[str]:
    """The pieces of the text within an element whose tags are part of the feed's own XML."""
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        yield TAG_AS_SEEN.get(local_name(inner), "")
        if event == "start":
            yield inner.text or ""
        elif inner is not element:
            yield inner.tail or ""


def date(found: Fields, *names: str) -> datetime | None:
    """The first moment that the children of these names tell."""
    return next((told for name in names for child in found[name] if (told := moment(text(child)))), None)
