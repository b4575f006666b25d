"""Takes the bytes of a page, gives its tree with what it declares of itself, or the reason why it cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree, html

from variorum.extraction.crowds import MOST_ATTRIBUTES_IN_ALL, uncrowded
from variorum.extraction.declarations import Declarations, declarations
from variorum.extraction.json_ld import Statements, statements
from variorum.extraction.mending import mend
from variorum.extraction.plain import legal
from variorum.model import Unreadable, UnreadableReason
from variorum.text.encodings import decoded
from variorum.text.urls import joined, web_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: A longer body is nobody's article.
LARGEST_BODY = 24 * 1024 * 1024
#: Each tag costs memory and time in every step that follows.
_MOST_TAGS = 500_000
#: Class names, ids and styles beyond this tell nothing and cost much wherever they are searched.
_LONGEST_MARK = 2_000

_MAGIC = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF")
#: More NULs than this in the first kilobyte are no slip of a content management system.
_MOST_NULS = 8
# References to what `legal` takes away.
_ILLEGAL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])(?![0-9a-fA-F]));?"
)
_MARKS = ("class", "id", "style")
_LONG_MARKS = etree.XPath("|".join(f"//@{name}[string-length() > {_LONGEST_MARK}]/.." for name in _MARKS))
# The classes of forms have more to them than is asked here, and lxml looks for them in Python, element by element.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=html.HtmlElement)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as parsed: its tree, its address, the address that its links start from, what it declares."""

    root: HtmlElement
    url: str
    base: str
    declared: Declarations
    stated: Statements

    def address(self, reference: str) -> str | None:
        """The absolute http or https address of a reference found on the page, or `None`."""
        found = joined(self.base, reference)
        if found is None and (known := web_url(reference)) is not None:
            return str(known.with_fragment(None))
        return found


def text_of(body: bytes | str, url: str, content_type: str = "") -> str | Unreadable:
    """The text of a body without what no text can hold; bidirectional marks stay. Never fails.

    Unreadable: larger than `LARGEST_BODY`, not text (a known binary format, NULs in its first kilobyte), empty.
    """
    if len(body) > LARGEST_BODY:
        return Unreadable(url, UnreadableReason.TOO_LARGE, f"larger than {LARGEST_BODY >> 20} MiB")
    if isinstance(body, bytes):
        if body.lstrip()[:8].startswith(_MAGIC):
            return Unreadable(url, UnreadableReason.NOT_TEXT, "a file of a binary format, not text")
        body = decoded(body, content_type).text
    if body.count("\0", 0, 1024) > _MOST_NULS:
        return Unreadable(url, UnreadableReason.NOT_TEXT, "binary data, not text")
    text = legal(body)
    if not text or text.isspace():
        return Unreadable(url, UnreadableReason.EMPTY, "the body is empty")
    return text


def parsed(body: bytes | str, url: str, content_type: str = "") -> Page | Unreadable:
    """The page of a body. Never fails; memory and time are bounded by the limits above and libxml2's depth of 256."""
    text = text_of(body, url, content_type)
    if isinstance(text, Unreadable):
        return text
    if text.count("<") > _MOST_TAGS:
        return Unreadable(url, UnreadableReason.TOO_LARGE, f"more than {_MOST_TAGS:,} tags")
    thinned = uncrowded(text)
    if thinned is None:
        return Unreadable(url, UnreadableReason.TOO_LARGE, f"more than {MOST_ATTRIBUTES_IN_ALL:,} attributes")
    text = _ILLEGAL_REFERENCE.sub("", thinned)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        root = html.document_fromstring(text.encode(), parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError, AssertionError):
        return Unreadable(url, UnreadableReason.PARSER_FAILED, "not HTML that can be parsed")
    _shorten_marks(root)
    mend(root)
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return Page(
        root=root,
        url=url,
        base=(joined(url, base) if base else None) or url,
        declared=declarations(root),
        stated=statements(root, url),
    )


def _shorten_marks(root: HtmlElement) -> None:
    """Takes overlong class names, ids and styles from a tree."""
    for element in _LONG_MARKS(root):
        for name in _MARKS:
            if len(element.get(name) or "") > _LONGEST_MARK:
                del element.attrib[name]
