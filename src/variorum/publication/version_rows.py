"""Takes the history of an article, gives a row for each version: its text, its standing facts and what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model.documents import Document, time_text

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model import Change, History

#: The fields of the row of a version, in the order of docs/reference/exchange.md.
VERSION_FIELDS = (
    "id",
    "article_id",
    "number",
    "url",
    "source",
    "source_id",
    "captured_at",
    "stored_at",
    "claimed",
    "headline",
    "standfirst",
    "authors",
    "published",
    "modified",
    "section",
    "language",
    "text",
    "before_version",
    "sentence",
    "classes",
    "weight",
    "capture_id",
    "text_hash",
)


def version_rows(history: History, *, since: datetime | None = None) -> list[Document]:
    """The rows of the versions of an article, oldest first; those captured since a moment, if one is given."""
    changes: dict[str, Change] = {
        change.after_version: change for change in history.changes if change.after_version
    }
    rows = []
    for number, version in enumerate(history.versions, 1):
        if since is not None and version.captured_at < since:
            continue
        article, change = version.article, changes.get(version.id)
        rows.append(
            {
                "id": version.id,
                "article_id": version.article_id,
                "number": number,
                "url": version.url,
                "source": history.article.source,
                "source_id": history.article.source_id,
                "captured_at": time_text(version.captured_at),
                "stored_at": time_text(version.stored_at),
                "claimed": version.claimed,
                "headline": article.headline,
                "standfirst": article.standfirst,
                "authors": ", ".join(article.authors),
                "published": None if article.published is None else time_text(article.published),
                "modified": None if article.modified is None else time_text(article.modified),
                "section": article.section,
                "language": article.language or article.language_detected,
                "text": "\n\n".join(paragraph.text for paragraph in article.paragraphs),
                "before_version": None if change is None else change.before_version,
                "sentence": None if change is None else change.sentence,
                "classes": [] if change is None else list(change.classes),
                "weight": None if change is None else change.weight,
                "capture_id": version.capture_id,
                "text_hash": version.text_hash,
            }
        )
    return rows
