"""Takes a version that was found, gives it as a row of plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model.documents import Document, time_text

if TYPE_CHECKING:
    from variorum.model import SearchHit

#: The fields of what is found, in the order of docs/reference/search.md.
HIT_FIELDS = (
    "version_id",
    "article_id",
    "url",
    "source",
    "source_id",
    "headline",
    "captured_at",
    "before_version",
    "sentence",
    "snippet",
)


def hit_row(hit: SearchHit, snippet: str) -> Document:
    """A version that was found, with the words around what was asked for."""
    return {
        "version_id": hit.version_id,
        "article_id": hit.article_id,
        "url": hit.url,
        "source": hit.source,
        "source_id": hit.source_id,
        "headline": hit.headline,
        "captured_at": time_text(hit.captured_at),
        "before_version": hit.before_version,
        "sentence": hit.sentence,
        "snippet": snippet,
    }
