"""Takes the benchmark's pages, gives them to Variorum's own extraction: `--extractors extractors:Variorum`."""

from __future__ import annotations

from typing import Any

from variorum.extraction import extract
from variorum.model import Article


class Variorum:
    """The extractor as the development benchmark calls it."""

    def __call__(self, html: str, url: str) -> dict[str, Any]:
        """The fields that the benchmark scores; empty where no article was found."""
        article = extract(html, url)
        if not isinstance(article, Article):
            return {"title": None, "authors": [], "date": None, "paragraphs": [], "standfirst": None}
        return {
            "title": article.headline,
            "authors": list(article.authors),
            "date": article.published.isoformat() if article.published else None,
            "paragraphs": [paragraph.text for paragraph in article.paragraphs],
            "standfirst": article.standfirst,
        }
