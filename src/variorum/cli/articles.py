"""Takes an article as read, gives the lines that show it on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.flow.words import moment
from variorum.model import Article, ArticleKind, Paragraph, ParagraphKind
from variorum.model.beside import BETWEEN_CELLS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from variorum.model import Explanation, Unreadable

#: So many letters tell which block is meant.
_BEGINNING = 60

_NAMES = {
    "headline_json_ld": "headline in JSON-LD",
    "headline_og_title": "headline in og:title",
    "headline_h1": "headline in h1",
}
_SIGNS = {
    ParagraphKind.SUBHEAD: "## ",
    ParagraphKind.QUOTE: "> ",
    ParagraphKind.LIST: "- ",
    ParagraphKind.CAPTION: "[caption] ",
    ParagraphKind.NOTE: "[note] ",
}


def article_lines(article: Article, *, explain: bool) -> Iterator[str]:
    """The fields, each with where it was read if that is to be explained, then the paragraphs and what stands beside them."""
    where = {source.field: source.source for source in article.field_sources}
    values = {
        "headline": article.headline,
        **(_surfaces(article) if explain else {}),
        "standfirst": article.standfirst,
        "authors": article.byline or None,
        "houses": ", ".join(article.houses) or None,
        "dateline": article.dateline,
        "published": _told(article.published, article.published_zone),
        "modified": _told(article.modified, article.modified_zone),
        "section": article.section,
        "language": article.language,
        "language_detected": article.language_detected if explain else None,
        "free_to_read": {True: "yes", False: "no", None: None}[article.free_to_read],
        "canonical_url": article.canonical_url,
        "lead_image": article.lead_image,
        "kind": None if article.kind is ArticleKind.TEXT else str(article.kind),
    }
    for name, value in values.items():
        if value is not None:
            source = f"  [{where[name]}]" if explain and name in where else ""
            yield f"{_NAMES.get(name, name.replace('_', ' '))}: {value}{source}"
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
    for correction in article.corrections:
        yield ""
        yield f"[correction, in the metadata] {correction}"
    for caption in article.captions:
        yield ""
        yield f"[caption] {caption}"
    yield from _beside_lines(article)


def _beside_lines(article: Article) -> Iterator[str]:
    """The zones beside the paragraphs."""
    for table in article.tables:
        yield ""
        yield f"[table] {table.caption or ''}".rstrip()
        yield from (BETWEEN_CELLS.join(row) for row in table.rows)
    for embed in article.embeds:
        yield ""
        yield f"[embed] {embed.line}"
    for note in article.author_notes:
        yield ""
        yield f"[author note] {note}"


def _surfaces(article: Article) -> dict[str, str | None]:
    """What the surfaces of the headline say, as far as that differs from it."""
    names = ("headline_json_ld", "headline_og_title", "headline_h1")
    return {
        name: text
        for name, text in zip(names, article.surfaces, strict=True)
        if text and text != article.headline
    }


def _told(time: datetime | None, zone: str | None) -> str | None:
    """A moment, with the zone in which the page tells it where that is another."""
    if time is None:
        return None
    return moment(time) + (f" (told at {zone})" if zone and zone != "+00:00" else "")


def _line(paragraph: Paragraph, *, explain: bool) -> str:
    return (f"[{paragraph.kind}] " if explain else _SIGNS.get(paragraph.kind, "")) + paragraph.text


def block_lines(explanation: Explanation) -> Iterator[str]:
    """Each block of the page, in its order: whether it was taken, zone, votes, reason, slot, and how it begins."""
    yield ""
    yield f"{len(explanation.blocks)} blocks, layout {explanation.reading.layout}"
    for block in explanation.blocks:
        votes = ",".join(map(str, block.votes)) or "no vote"
        text = block.text if len(block.text) <= _BEGINNING else f"{block.text[:_BEGINNING]}…"
        yield f"{'+' if block.is_taken else ' '} {block.zone} | {votes} | {block.reason} | {block.slot} | {text}"


def evidence_lines(unreadable: Unreadable) -> Iterator[str]:
    """What was seen on a page without an article, and where."""
    for sign in unreadable.evidence:
        yield f"{unreadable.reason}: {sign.seen} [{sign.where}]"
