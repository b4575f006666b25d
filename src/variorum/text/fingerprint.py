"""Takes an article, gives the fingerprint that makes a version: what readers read, glyphs and spaces aside."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from variorum.model import Article


def fingerprint(article: Article) -> str:
    """SHA-256 (hexadecimal) of the normalised headline, standfirst, byline, captions and body, notes included.

    Typographic quotes, white space, paragraph breaks, the time stamps and pictures take no part in it.

    >>> from variorum.model import Article, Paragraph
    >>> one = Article("It’s over", paragraphs=(Paragraph("He said  so."),))
    >>> other = Article("It's over", paragraphs=(Paragraph("He said so."),))
    >>> fingerprint(one) == fingerprint(other)
    True
    """
    parts = [
        normalise(article.headline or ""),
        normalise(article.standfirst or ""),
        normalise(article.byline),
        [normalise(caption) for caption in article.captions],
        normalise(" ".join(paragraph.text for paragraph in article.paragraphs)),
    ]
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()
