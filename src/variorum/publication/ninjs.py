"""Takes the history of an article, gives each version as a news object of ninjs 3.0 (IPTC, News in JSON)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model.documents import Document, time_text
from variorum.publication.entries import AUTHORITY
from variorum.text.printable import printable

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model import Change, History, Version

_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}


def ninjs_items(history: History, *, since: datetime | None = None) -> list[Document]:
    """The versions of an article, oldest first, or those captured since a moment, each a complete object.

    `uri` is that of the article, the same for all its versions, `version` tells them apart; `edNote` says what changed.
    """
    changes = {change.after_version: change for change in history.changes if change.after_version}
    first = history.versions[0].captured_at if history.versions else None
    return [
        _item(history, version, changes.get(version.id), first or version.captured_at)
        for version in history.versions
        if since is None or version.captured_at >= since
    ]


def _item(history: History, version: Version, change: Change | None, first: datetime) -> Document:
    article = version.article
    body = "\n\n".join(paragraph.text for paragraph in article.paragraphs)
    told: Document = {
        "uri": f"tag:{AUTHORITY}:article/{version.article_id}",
        "standard": _STANDARD,
        "type": "text",
        "representationType": "full",
        "version": version.id,
        "firstCreated": time_text(first),
        "versionCreated": time_text(version.captured_at),
        "contentCreated": None if article.published is None else time_text(article.published),
        "language": article.language or article.language_detected,
        "title": article.headline or version.url,
        "by": article.byline,
        "located": article.dateline,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": article.headline}]
        if article.headline
        else [],
        "descriptions": [{"role": "standfirst", "contentType": "text/plain", "value": article.standfirst}]
        if article.standfirst
        else [],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/plain",
                "charCount": len(printable(body)),
                "wordCount": len(body.split()),
                "value": body,
            }
        ],
        "organisations": [{"name": name, "rel": "contributor"} for name in article.houses],
        "infoSources": [{"name": history.article.source, "role": "source"}],
        "altIds": [{"role": "url", "value": version.url}, {"role": "capture", "value": version.capture_id}],
        "edNote": None if change is None else change.sentence,
    }
    return {name: _printed(value) for name, value in told.items() if value not in (None, "", [])}


def _printed(value: object) -> object:
    """A value without what commands a terminal, whatever holds it."""
    match value:
        case str():
            return printable(value)
        case list():
            return [_printed(one) for one in value]
        case dict():
            return {name: _printed(one) for name, one in value.items()}
    return value
