"""Takes the benchmark's pages, gives them to Variorum's own extraction: `--extractors extractors:Variorum`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from variorum.extraction import extract
from variorum.model import Article


class Variorum:
    """The extractor as the development benchmark calls it: to it whoever signs is an author, and a guess is a claim."""

    def __call__(self, html: str, url: str) -> dict[str, Any]:
        """The fields that the benchmark scores; empty where no article was found."""
        article = extract(html, url)
        if not isinstance(article, Article):
            return {"title": None, "authors": [], "date": None, "paragraphs": [], "standfirst": None}
        return {
            "title": article.headline,
            "authors": [*article.authors, *article.houses],
            "date": _day(article),
            "paragraphs": [paragraph.text for paragraph in article.paragraphs],
            "standfirst": article.standfirst,
        }


def _day(article: Article) -> str | None:
    """The moment of publication on the clock of the page; nothing where it is only guessed."""
    sources = {found.field: found.source for found in article.field_sources}
    if article.published is None or sources["published"].startswith("guessed"):
        return None
    zone = datetime.strptime(article.published_zone, "%z").tzinfo if article.published_zone else UTC
    return article.published.astimezone(zone).isoformat()
