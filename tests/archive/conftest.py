"""Archives on disk, and the values that go into them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.archive.server import Server, missing, running

from variorum.archive import Archive, open_archive
from variorum.comparison import COMPARER, compare
from variorum.model import Article, Capture, Paragraph, Schedule, Source, SourceKind, Version
from variorum.model.identity import source_id, version_id
from variorum.text.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
FEED = Source(
    source_id("paper.example/feed"), "http://paper.example/feed", SourceKind.FEED, "The Paper", START
)
URL = "http://paper.example/news/1"


def later(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def first_schedule(at: datetime = START) -> Schedule:
    return Schedule(next_check=at, reason="new", since=at)


class Desk:
    """Puts articles into an archive as the flow does, without the web."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        with archive.writing() as writer:
            writer.add_source(FEED, first_schedule())
            self.article_id, _ = writer.add_article(URL, FEED.id, START, first_schedule())

    def version(self, text: str, minutes: int, *, headline: str = "Fire at the mill") -> Version:
        article = Article(headline=headline, paragraphs=(Paragraph(text),))
        capture = Capture(URL, f"<p>{text}".encode("utf-8", "surrogatepass"), later(minutes))
        text_hash = fingerprint(article)
        before, after = self.archive.around(self.article_id, capture.captured_at)
        with self.archive.writing() as writer:
            capture_id = writer.keep_capture(self.article_id, capture, later(minutes))
            writer.keep_reading(capture_id, "1", article)
            new = Version(
                id=version_id(self.article_id, capture.captured_at, text_hash),
                article_id=self.article_id,
                captured_at=capture.captured_at,
                stored_at=later(minutes),
                text_hash=text_hash,
                article=article,
                capture_id=capture_id,
                url=URL,
            )
            writer.keep_version(new, "1")
            for old, young in ((before, new), (new, after)):
                if old is not None and young is not None:
                    revision = compare(old.article, young.article)
                    writer.keep_revision(old, young, revision, comparer=COMPARER, made_at=later(minutes))
        return new


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server that lives as long as the tests that need it."""
    pytest.importorskip("psycopg", reason="an archive in PostgreSQL needs the extra `postgresql`")
    why = missing()
    if why is not None:
        pytest.skip(why)
    with running() as server:
        yield server


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive", create=True) as opened:
        yield opened


@pytest.fixture
def desk(archive: Archive) -> Desk:
    return Desk(archive)
