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
    that only the metadata state, the cells of tables, and which embeds there are: by their addresses, by their words where they have none.

    Typographic quotes, white space, paragraph breaks, the time stamps, pictures and notes about authors take no part in it.

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
    if article.tables or article.embeds:
        parts.append([normalise(line) for table in article.tables for line in table.lines])
        parts.append([embed.url or normalise(embed.text) for embed in article.embeds])
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def says_the_same(version: Version, article: Article, text_hash: str) -> bool:
    """Whether an article with this fingerprint says what a version says, as far as both were read.

    Of a version that was read before the surfaces of the headline were, or the zones beside the text, what only they tell is not
    known.
    """
    bare = article
    if not any(version.article.surfaces):
        bare = replace(bare, headline_json_ld=None, headline_og_title=None, headline_h1=None, corrections=())
    if version.article.beside is None:
        bare = replace(bare, beside=None)
    return version.text_hash in {text_hash, text_hash if bare is article else fingerprint(bare)}
