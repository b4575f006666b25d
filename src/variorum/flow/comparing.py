"""Takes two versions, gives their revision with its times. Run in a worker process."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.comparison import compare
from variorum.model import Article, KeepVersion, Revision, Times, Version

if TYPE_CHECKING:
    from datetime import datetime

#: Up to so many letters of both sides together an entry of a feed holds the whole comparison; a longer one tells its sentence.
LARGEST_TOLD = 400_000


def letters(article: Article) -> int:
    """How many letters of an article are compared: what a comparison costs grows with them."""
    fields = (article.headline, article.standfirst, article.byline, article.dateline, article.lead_image)
    links = (part for link in article.links for part in (link.text, link.url))
    paragraphs = (paragraph.text for paragraph in article.paragraphs)
    beside = article.beside.texts if article.beside else ()
    return sum(len(text) for text in (*fields, *links, *article.captions, *beside, *paragraphs) if text)


def sides(latest: Version, new: KeepVersion) -> tuple[Version, Article]:
    """What is compared of a version and the one after it: as both read today, after a redesign both by one rule."""
    if new.layout is not None:
        # What only the old rule took, or only the new one, is no edit.
        return replace(latest, article=new.layout.before), new.layout.after
    return (latest if new.before is None else replace(latest, article=new.before)), new.article


def compared(before: Version, after: Article, captured_at: datetime) -> Revision:
    """The revision from a version to an article that was captured later."""
    published = after.published or before.article.published
    return compare(before.article, after, times=Times(published, before.captured_at, captured_at))
