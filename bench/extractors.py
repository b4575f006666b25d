"""Takes the benchmark's pages, gives them to Variorum's own extraction: `--extractors extractors:Variorum`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from variorum.extraction import learn, read, remembered
from variorum.model import Article, SiteMemory

if TYPE_CHECKING:
    from collections.abc import Iterable


class Variorum:
    """The extractor as the development benchmark calls it: to it whoever signs is an author, and a guess is a claim.

    What one reading tells the next goes through a `SiteMemory`.
    """

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
