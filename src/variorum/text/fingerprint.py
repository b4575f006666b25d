"""Takes an article, gives the fingerprint that makes a version: what readers read, glyphs and spaces aside."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from variorum.model import Article, Version


def fingerprint(article: Article) -> str:
    """SHA-256 (hexadecimal) of the normalised headline, standfirst, byline, captions and body, notes included.

    Where the surfaces of the headline were read, each counts, and which of them is the headline does not; so do corrections
    that only the metadata state.

    Typographic quotes, white space, paragraph breaks, the time stamps and pictures take no part in it.

    >>> from variorum.model import Article, Paragraph
    >>> one = Article("It’s over", paragraphs=(Paragraph("He said  so."),))
    >>> other = Article("It's over", paragraphs=(Paragraph("He said so."),))
    >>> fingerprint(one) == fingerprint(other)
    True
    """
    parts: list[str | list[str]] = [
        normalise(
            "" if article.headline and article.headline in article.surfaces else article.headline or ""
        ),
        normalise(article.standfirst or ""),
        normalise(article.byline),
        [normalise(caption) for caption in article.captions],
        normalise(" ".join(paragraph.text for paragraph in article.paragraphs)),
    ]
    if any(article.surfaces):
        parts.append([normalise(text or "") for text in (*article.surfaces, *article.corrections)])
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def says_the_same(version: Version, article: Article, text_hash: str) -> bool:
    """Whether an article with this fingerprint says what a version says, as far as both were read.

    Of a version that was read before the surfaces of the headline were, what only they tell is not known.
    """
    if version.text_hash == text_hash or any(version.article.surfaces):
        return version.text_hash == text_hash
    bare = replace(article, headline_json_ld=None, headline_og_title=None, headline_h1=None, corrections=())
    return version.text_hash == fingerprint(bare)
