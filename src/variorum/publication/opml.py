"""Takes sources, gives them as OPML 2.0, which feed readers import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from variorum.model import SourceKind
from variorum.text.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from variorum.model import Source

#: Under this category an outline names the kind of a source that is no feed (OPML 2.0, "category").
CATEGORY = "/variorum/"


def opml(sources: Iterable[Source], *, made_at: datetime) -> bytes:
    """An outline of each source: feeds as `rss` with their `xmlUrl`, others as `link` with their kind as category."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Sources of a Variorum archive"
    etree.SubElement(head, "dateCreated").text = made_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    body = etree.SubElement(root, "body")
    for source in sources:
        title = one_line(source.title) or source.url
        told = {"text": title, "title": title}
        if source.kind is SourceKind.FEED:
            told |= {"type": "rss", "xmlUrl": one_line(source.url)}
        else:
            told |= {"type": "link", "url": one_line(source.url), "category": f"{CATEGORY}{source.kind}"}
        etree.SubElement(body, "outline", told)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written
