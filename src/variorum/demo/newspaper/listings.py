"""Takes an outlet and what stands in it, gives what it offers machines: its feed, its sitemap and its robots.txt."""

from __future__ import annotations

import json
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from variorum.demo.newspaper.values import Outlet, Report

_ATOM = "http://www.w3.org/2005/Atom"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SUMMARY_LETTERS = 240

#: The media type of each feed format.
FEED_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


def feed(outlet: Outlet, reports: Sequence[Report], root: str, updated: datetime) -> bytes:
    """The outlet's feed (RSS 2.0, Atom 1.0 or JSON Feed 1.1, RFC 4287 for Atom) of `reports`, newest first.

    `root` is the outlet's own address without a last slash; `updated` is when it last changed anything.
    """
    write = {"rss": _rss, "atom": _atom, "json": _json_feed}[outlet.feed_format]
    return write(outlet, reports, root, updated)


def sitemap(reports: Sequence[Report], root: str) -> bytes:
    """The outlet's sitemap (sitemaps.org 0.9)."""
    top = ET.Element("urlset", xmlns=_SITEMAP)
    for report in reports:
        entry = ET.SubElement(top, "url")
        _add(entry, "loc", root + report.draft.path)
        _add(entry, "lastmod", report.modified.isoformat(timespec="seconds"))
    return _serialised(top)


def robots(outlet: Outlet, root: str) -> bytes:
    """The outlet's robots.txt (RFC 9309)."""
    return (outlet.robots.strip().replace("{root}", root) + "\n").encode()


def _link(outlet: Outlet, report: Report, root: str) -> str:
    return root + report.draft.path + (f"?{outlet.feed_query}" if outlet.feed_query else "")


def _summary(report: Report) -> str:
    text = report.draft.standfirst or report.draft.blocks[0].text
    return text if len(text) <= _SUMMARY_LETTERS else text[:_SUMMARY_LETTERS].rsplit(" ", 1)[0] + " …"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def _serialised(top: ET.Element) -> bytes:
    ET.indent(top)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(top, encoding="unicode")}\n'.encode()


def _rss(outlet: Outlet, reports: Sequence[Report], root: str, updated: datetime) -> bytes:
    top = ET.Element("rss", {"version": "2.0", "xmlns:dc": _DUBLIN_CORE, "xmlns:atom": _ATOM})
    channel = _add(top, "channel")
    _add(channel, "title", outlet.name)
    _add(channel, "link", f"{root}/")
    _add(channel, "atom:link", rel="self", type=FEED_TYPES["rss"], href=root + outlet.feed_path)
    _add(channel, "description", outlet.tagline)
    _add(channel, "language", outlet.language)
    _add(channel, "lastBuildDate", format_datetime(updated))
    for report in reports:
        item = _add(channel, "item")
        _add(item, "title", report.draft.headline)
        _add(item, "link", _link(outlet, report, root))
        _add(item, "guid", f"{outlet.slug}-{report.id}", isPermaLink="false")
        _add(item, "description", _summary(report))
        _add(item, "category", report.section)
        for name in report.draft.byline:
            _add(item, "dc:creator", name)
        _add(item, "pubDate", format_datetime(report.published))
    return _serialised(top)


def _atom(outlet: Outlet, reports: Sequence[Report], root: str, updated: datetime) -> bytes:
    top = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": outlet.language})
    _add(top, "title", outlet.name)
    _add(top, "subtitle", outlet.tagline)
    _add(top, "id", f"{root}/")
    _add(top, "link", rel="self", type=FEED_TYPES["atom"], href=root + outlet.feed_path)
    _add(top, "link", rel="alternate", type="text/html", href=f"{root}/")
    _add(top, "updated", updated.isoformat(timespec="seconds"))
    for report in reports:
        entry = _add(top, "entry")
        _add(entry, "title", report.draft.headline)
        # RFC 4287, section 4.2.6: the id stays when the article moves to another address.
        _add(entry, "id", f"{root}/entry/{report.id}")
        _add(entry, "link", rel="alternate", type="text/html", href=_link(outlet, report, root))
        _add(entry, "published", report.published.isoformat(timespec="seconds"))
        _add(entry, "updated", report.modified.isoformat(timespec="seconds"))
        for name in report.draft.byline or (outlet.name,):
            _add(_add(entry, "author"), "name", name)
        _add(entry, "category", term=report.section)
        _add(entry, "summary", _summary(report))
    return _serialised(top)


def _json_feed(outlet: Outlet, reports: Sequence[Report], root: str, updated: datetime) -> bytes:
    del updated  # JSON Feed has no such value for the whole
    items = [
        {
            "id": f"{outlet.slug}:{report.id}",
            "url": _link(outlet, report, root),
            "title": report.draft.headline,
            "summary": _summary(report),
            "content_text": _summary(report),
            "date_published": report.published.isoformat(timespec="seconds"),
            "date_modified": report.modified.isoformat(timespec="seconds"),
            "authors": [{"name": name} for name in report.draft.byline],
            "language": outlet.language,
            "tags": [report.section],
        }
        for report in reports
    ]
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.tagline,
        "home_page_url": f"{root}/",
        "feed_url": root + outlet.feed_path,
        "language": outlet.language,
        "items": items,
    }
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
