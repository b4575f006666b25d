"""Takes a plain-text file, gives its article: a headline, a standfirst where there is one, paragraphs."""

from __future__ import annotations

import re

from variorum.extraction.dateline import dateline
from variorum.extraction.page import text_of
from variorum.model import Article, FieldSource, Paragraph, ParagraphKind, Unreadable, UnreadableReason

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_FULL_STOP = re.compile(r"[.!?。！？؟]['\"”’»)\]]*$")
_CAPTION = re.compile(
    r"\((?:[^()]{0,60}\b)?(?:credit|photo|image|picture|photograph|foto|bild|ap|afp|reuters|getty|epa|dpa|pa)\b[^()]{0,80}\)$",
    re.IGNORECASE,
)
_LONGEST_STANDFIRST = 40


def extract_text(text: bytes | str, url: str) -> Article | Unreadable:
    r"""The article in a text file: blocks between blank lines, or each line where there is no blank one. Never raises.

    The first block is the headline; the second is the standfirst if it has no closing full stop and fewer than
    40 words. A block that ends with a picture's credit is a caption.

    >>> extract_text("Bridge closed\n\nIt shut at noon.\n\nThe bridge at dusk. (Photo: A. Lee)", "file.txt").paragraphs[1].kind
    <ParagraphKind.CAPTION: 'caption'>
    """
    found = text_of(text, url)
    if isinstance(found, Unreadable):
        return found
    lines = found.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = (_BLANK_LINE if _BLANK_LINE.search(lines) else re.compile(r"\n")).split(lines)
    headline, *rest = [" ".join(part.split()) for part in parts if part.strip()]
    standfirst = rest.pop(0) if rest and _is_standfirst(rest[0], rest[1:]) else None
    if not rest:
        return Unreadable(url, UnreadableReason.NO_ARTICLE, "a text of one block holds no article")
    paragraphs = tuple(Paragraph(part, _kind(part)) for part in rest)
    opening = dateline(rest[0])
    sources = {"headline": headline, "standfirst": standfirst, "dateline": opening, "paragraphs": rest}
    return Article(
        headline=headline,
        standfirst=standfirst,
        dateline=opening,
        paragraphs=paragraphs,
        field_sources=tuple(FieldSource(field, "text") for field, value in sources.items() if value),
    )


def _is_standfirst(part: str, after: list[str]) -> bool:
    return (
        bool(after)
        and not _FULL_STOP.search(part)
        and len(part.split()) < _LONGEST_STANDFIRST
        and not _CAPTION.search(part)
    )


def _kind(part: str) -> ParagraphKind:
    return ParagraphKind.CAPTION if _CAPTION.search(part) else ParagraphKind.PARAGRAPH
