"""Takes an article as read, gives the lines that show it on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.flow.words import moment
from variorum.model import Article, ArticleKind, Paragraph, ParagraphKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.model import Unreadable

_SIGNS = {
    ParagraphKind.SUBHEAD: "## ",
    ParagraphKind.QUOTE: "> ",
    ParagraphKind.LIST: "- ",
    ParagraphKind.CAPTION: "[caption] ",
    ParagraphKind.NOTE: "[note] ",
}


def article_lines(article: Article, *, explain: bool) -> Iterator[str]:
    """The fields, each with where it was read if that is to be explained, then the paragraphs and captions."""
    where = {source.field: source.source for source in article.field_sources}
    values = {
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": article.byline or None,
        "dateline": article.dateline,
        "published": moment(article.published) if article.published else None,
        "modified": moment(article.modified) if article.modified else None,
        "language": article.language,
        "canonical_url": article.canonical_url,
        "lead_image": article.lead_image,
        "kind": None if article.kind is ArticleKind.TEXT else str(article.kind),
    }
    for name, value in values.items():
        if value is not None:
            source = f"  [{where.get(name, 'unknown')}]" if explain else ""
            yield f"{name.replace('_', ' ')}: {value}{source}"
    for doubt in article.doubts:
        yield f"doubtful: {doubt.seen}" + (f"  [{doubt.where}]" if explain else "")
    if explain:
        yield f"paragraphs: {len(article.paragraphs)}  [{where.get('paragraphs', 'unknown')}]"
    begins = {entry.start: entry for entry in article.entries}
    for number, paragraph in enumerate(article.paragraphs):
        yield ""
        entry = begins.get(number)
        if entry is not None:
            yield f"— {moment(entry.at)}" if entry.at else "—"
        yield _line(paragraph, explain=explain)
    for caption in article.captions:
        yield ""
        yield f"[caption] {caption}"


def _line(paragraph: Paragraph, *, explain: bool) -> str:
    return (f"[{paragraph.kind}] " if explain else _SIGNS.get(paragraph.kind, "")) + paragraph.text


def evidence_lines(unreadable: Unreadable) -> Iterator[str]:
    """What was seen on a page without an article, and where."""
    for sign in unreadable.evidence:
        yield f"{unreadable.reason}: {sign.seen} [{sign.where}]"
