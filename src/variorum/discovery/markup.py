"""Takes the text of a feed in XML, gives its root element, or the failure that tells why there is none."""

from __future__ import annotations

import html
import re
import sys
from typing import Any, NamedTuple

from lxml import etree

from variorum.discovery.elements import NAMESPACES, Element
from variorum.discovery.limits import OPENING
from variorum.discovery.wording import TAG_AS_SEEN
from variorum.model import Failure, FailureKind
from variorum.text.printable import one_line

_FEED_ROOT = re.compile(r"<((?:[a-z_][\w.-]{0,60}:)?(?:rss|feed|rdf))(?=[\s>/])", re.IGNORECASE | re.ASCII)
_PAGE_ROOT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ANY_ROOT = re.compile(r"<([a-z_][\w.:-]{0,60})", re.IGNORECASE | re.ASCII)
_OTHER_ROOTS = {"urlset": "a sitemap", "sitemapindex": "a list of sitemaps", "opml": "a list of feeds (OPML)"}
_OWN_ENTITY = re.compile(r"<!ENTITY\s+[^%\s]")

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What runs to its end or to that of the text is matched once; a `&` inside CDATA or a comment is nothing but a letter.
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#(\d{1,7});|#[xX]([\da-fA-F]{1,6});|([a-zA-Z]\w{1,31});)?",
    re.DOTALL | re.ASCII,
)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PREFIX_USED = re.compile(
    r"</?([a-z_][\w.-]{0,60}):|\s([a-z_][\w.-]{0,60}):[\w.-]+\s*=\s*[\"']", re.IGNORECASE | re.ASCII
)
_PREFIX_DECLARED = re.compile(r"\sxmlns:([a-z_][\w.-]{0,60})\s*=", re.IGNORECASE | re.ASCII)
_PLACE_IN_MESSAGE = re.compile(r",? line \d+(?:, column \d+)?")


class _Break(NamedTuple):
    """Where and why XML could not be read; `too_much` says that a limit was reached."""

    line: int
    column: int
    reason: str
    too_much: bool


def root_element(text: str, where: str) -> Element | Failure:
    """Reads a feed in XML, strictly at first, then with the most common breakages mended (see `_mended`).

    Whatever stands before the root element is left out: the text is decoded already, and without a document type
    nothing can be expanded or loaded.
    """
    start = feed_start(text, where)
    if isinstance(start, Failure):
        return start
    feed = text[start.start() :]
    root = _parsed(feed)
    if isinstance(root, _Break) and not root.too_much:
        root = _parsed(_mended(feed, start[1]))
    if isinstance(root, _Break):
        return _failure(root, where, text.count("\n", 0, start.start()))
    return root


def feed_start(text: str, where: str) -> re.Match[str] | Failure:
    """The opening of a feed's root element, its name as group 1, unless the text is no feed or declares entities."""
    start = _FEED_ROOT.search(text, 0, OPENING)
    if start is None or _begins_otherwise(text, start):
        return _not_a_feed(text, where)
    if _OWN_ENTITY.search(text, 0, start.start()):
        reason = "the feed declares entities of its own, which are not read"
        return Failure(FailureKind.UNREADABLE, where, reason)
    return start


def _begins_otherwise(text: str, start: re.Match[str]) -> bool:
    """Whether a page or another kind of document begins before the feed does, which may stand inside it."""
    first = _ANY_ROOT.search(text, 0, start.end())
    other = first is not None and first[1].lower() in _OTHER_ROOTS
    return other or _PAGE_ROOT.search(text, 0, start.start()) is not None


def _not_a_feed(text: str, where: str) -> Failure:
    root = _ANY_ROOT.search(text, 0, OPENING)
    if root is None:
        kind = "neither XML nor JSON"
    elif _PAGE_ROOT.search(text, 0, OPENING) or root[1].lower() in TAG_AS_SEEN:
        kind = "a web page"
    else:
        kind = _OTHER_ROOTS.get(root[1].lower(), f"a document that begins with <{root[1]}>")
    return Failure(FailureKind.NOT_A_FEED, where, f"this is {kind}, not a feed")


def _parsed(text: str) -> Element | _Break:
    # Nothing outside the text is ever read, nothing is expanded, and libxml2 keeps its own limits.
    parser: Any = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = _PLACE_IN_MESSAGE.sub("", one_line(error.msg or ""))[:200]
        return _Break(line, column, reason, too_much=error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT)


def _failure(broken: _Break, where: str, lines_before: int) -> Failure:
    line = broken.line + lines_before
    if not broken.too_much:
        reason = f"the XML breaks at line {line}, column {broken.column}: {broken.reason}"
        return Failure(FailureKind.MALFORMED, where, reason)
    if broken.reason.startswith("Excessive depth"):
        return Failure(FailureKind.TOO_LARGE, where, f"the feed's tags are nested too deep (line {line})")
    return Failure(
        FailureKind.TOO_LARGE, where, f"the feed holds a tag or text that is too long (line {line})"
    )


def _mended(feed: str, root: str) -> str:
    """The feed without characters that XML forbids, references and prefixes made good, nothing behind its end.

    These are about a third of all breakages in the wild, and false encodings, which `feed_text` sees to, a sixth
    ("XML Errors in Feeds", Google Reader, December 2005). What is left (tags that do not match, attributes without
    quotes, feeds cut short) is for `lenient_sightings`.
    """
    feed = _NOT_XML.sub("", feed)
    before_end, end, _ = feed.rpartition(f"</{root}")
    feed = _AMPERSAND.sub(_reference, f"{before_end}{end}>" if end else feed)
    used = {name for pair in _PREFIX_USED.findall(feed) for name in pair if name}
    unknown = sorted(used - set(_PREFIX_DECLARED.findall(feed)) - {"xml", "xmlns"})
    declarations = "".join(f' xmlns:{name}="{NAMESPACES.get(name, "urn:" + name)}"' for name in unknown)
    return f"<{root}{declarations}{feed[len(root) + 1 :]}"


def _reference(found: re.Match[str]) -> str:
    """A character reference that XML allows, for one that HTML does or that is none."""
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        character = int(decimal) if decimal else int(hexadecimal, 16)
        allowed = character <= sys.maxunicode and not _NOT_XML.match(chr(character))
        return found[0] if allowed else ""
    if name is None:
        return "&amp;" if found[0] == "&" else found[0]
    return found[0] if name in _OF_XML else html.escape(html.unescape(found[0]), quote=True)
