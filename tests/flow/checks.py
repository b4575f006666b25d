"""Checks of an article without the web: what was served is given, everything after it is real."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from variorum.flow.comparing import compared
from variorum.flow.decide import decide
from variorum.flow.keeping import Kept, carry_out, first_schedule
from variorum.flow.policy import Policy
from variorum.model import Article, Capture, Paragraph, Seen, Source, SourceKind, Unreadable
from variorum.model.identity import source_id
from variorum.text.fingerprint import fingerprint

if TYPE_CHECKING:
    from variorum.archive import Archive

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
URL = "http://paper.example/news/1"
PAPER = Source(
    source_id("paper.example/feed"), "http://paper.example/feed", SourceKind.FEED, "The Paper", START
)


def later(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def article(text: str, headline: str = "Fire at the mill") -> Article:
    return Article(headline, paragraphs=(Paragraph(text),))


def watched(archive: Archive, url: str = URL) -> str:
    """The id of an article that a feed listed."""
    with archive.writing() as writer:
        writer.add_source(PAPER, first_schedule(START, "new"))
        article_id, _ = writer.add_article(url, PAPER.id, START, first_schedule(START, "new"))
    return article_id


def checked(
    archive: Archive,
    article_id: str,
    served: Article | Unreadable | int,
    minutes: float,
    *,
    comparison_fails: bool = False,
) -> Kept:
    """Checks an article that is served as what was read of it, or as an answer with a status alone."""
    known = archive.known(article_id)
    assert known is not None
    if isinstance(served, int):
        seen = Seen(later(minutes), Capture(known.url, b"", later(minutes), status=served))
    else:
        capture = Capture(known.url, repr(served).encode(), later(minutes))
        text_hash = fingerprint(served) if isinstance(served, Article) else None
        seen = Seen(later(minutes), capture, served, text_hash)
    intents = decide(known, seen, later(minutes), Policy())
    revision = None
    if known.latest is not None and isinstance(served, Article) and not comparison_fails:
        revision = compared(known.latest, served, later(minutes))
    return carry_out(archive, known, intents, revision=revision, hosts=(), now=later(minutes))
