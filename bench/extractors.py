"""Takes the benchmark's pages, gives them to Variorum's own extraction: `--extractors extractors:Variorum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from variorum.extraction import learn, read, remembered
from variorum.model import Article, SiteMemory

if TYPE_CHECKING:
    from collections.abc import Iterable


class Variorum:
    """The extractor as the development benchmark calls it; what one reading tells the next goes through a `SiteMemory`."""

    def __init__(self) -> None:
        self._memory = SiteMemory()

    def reset(self) -> None:
        """Forgets everything."""
        self._memory = SiteMemory()

    def learn(self, pages: Iterable[tuple[str, str]]) -> None:
        """Learns what the pages of each site have in common."""
        self._memory = learn(self._memory, pages)

    def __call__(self, html: str, url: str) -> dict[str, Any]:
        """The fields that the benchmark scores; empty where no article was found."""
        reading = read(html, url, memory=self._memory)
        self._memory = remembered(self._memory, url, reading)
        article = reading.article
        if not isinstance(article, Article):
            return {"title": None, "authors": [], "date": None, "paragraphs": [], "standfirst": None}
        return {
            "title": article.headline,
            "authors": list(article.authors),
            "date": article.published.isoformat() if article.published else None,
            "paragraphs": [paragraph.text for paragraph in article.paragraphs],
            "standfirst": article.standfirst,
        }
