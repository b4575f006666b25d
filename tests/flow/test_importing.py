"""Files come in as captures, each kept, and as versions at their place in time."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import pytest
from tests.flow.checks import START, URL, article, checked, later, watched

from variorum.archive import Archive, ChangeQuery, open_archive
from variorum.flow.engine.workers import Workers
from variorum.flow.importing import Imported, import_file
from variorum.flow.reading import read
from variorum.model import Capture, FailureKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from variorum.model import Failure

T = TypeVar("T")

PAGE = """<!doctype html><html><head><link rel="canonical" href="{url}"><title>Fire at the mill</title>
<meta property="og:image" content="/mill.jpg"></head><body><article><h1>Fire at the mill</h1>
<p>At least {dead} people died in a fire at the old mill in Harbourton on Monday, the police said.</p>
<p>Crews had been called before dawn, as <a href="/news/2">an earlier report of this paper</a> told, and stayed.</p>
<p>The mill was built in 1871 and had stood empty for seven years when the fire broke out there.</p>
</article></body></html>"""


class BrokenWorkers(Workers):
    """Workers whose process dies over everything that it is given."""

    async def run(
        self, subject: str, function: Callable[..., T], *arguments: object, limit: float = 20.0
    ) -> T | Failure:
        del function, arguments
        return await super().run(subject, os._exit, 3, limit=limit)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive", create=True) as opened:
        yield opened


def imported(
    archive: Archive,
    *files: Path,
    url: str | None = URL,
    at: datetime | None = START,
    workers: type[Workers] = Workers,
) -> list[Imported]:
    """Imports files one after another."""

    async def importing() -> list[Imported]:
        async with workers(1) as running:
            return [
                await import_file(archive, running, file, now=lambda: later(60), url=url, captured_at=at)
                for file in files
            ]

    return asyncio.run(importing())


def page(tmp_path: Path, name: str, dead: int = 14, more: str = "") -> Path:
    file = tmp_path / name
    file.write_text(PAGE.format(url=URL, dead=dead) + more, "utf-8")
    return file


def captures(archive: Archive) -> list[bytes]:
    """The bodies of all captures, in the order of time."""
    database = sqlite3.connect(archive.directory / "variorum.db")
    try:
        rows = database.execute("SELECT id FROM capture ORDER BY captured_at, id").fetchall()
    finally:
        database.close()
    kept = [archive.capture(row[0]) for row in rows]
    return [capture.body for capture in kept if capture]


def test_every_capture_is_kept_also_where_its_text_makes_no_version(archive: Archive, tmp_path: Path) -> None:
    first, same_text = page(tmp_path, "a.html"), page(tmp_path, "b.html", more="<!-- served later -->")
    (one,) = imported(archive, first)
    (two,) = imported(archive, same_text, at=later(30))
    assert one.version is not None
    assert (two.version, two.failure) == (None, None)
    assert captures(archive) == [first.read_bytes(), same_text.read_bytes()]
    imported(archive, first)
    imported(archive, same_text, at=later(30))
    assert len(captures(archive)) == 2
    assert archive.counts()["versions"] == 1


def test_texts_of_one_moment_stand_in_one_order_and_none_is_kept_twice(
    archive: Archive, tmp_path: Path
) -> None:
    files = [page(tmp_path, f"{dead}.html", dead) for dead in (14, 16, 41)]
    done = imported(archive, *files, *files)
    assert [one.failure for one in done] == [None] * 6
    assert [one.version is not None for one in done] == [True] * 3 + [False] * 3
    assert len(captures(archive)) == 3
    history = archive.history(done[0].version.article_id) if done[0].version else None
    assert history is not None
    ids = [version.id for version in history.versions]
    assert ids == sorted(ids)
    pairs = {(change.before_version, change.after_version) for change in history.changes}
    assert pairs == set(pairwise(ids))
    known = archive.known(history.article.id)
    assert known is not None
    assert known.latest == history.versions[-1]


def test_a_page_without_an_address_is_read_as_if_it_had_been_fetched_from_the_one_it_claims(
    archive: Archive, tmp_path: Path
) -> None:
    file = page(tmp_path, "saved.html")
    (done,) = imported(archive, file, url=None)
    assert done.version is not None
    fetched = read(Capture(URL, file.read_bytes(), START, headers=(("content-type", "text/html"),))).article
    assert done.version.article == fetched
    assert [link.url for link in done.version.article.links] == ["http://paper.example/news/2"]
    assert done.version.article.lead_image == "http://paper.example/mill.jpg"
    assert done.version.claimed


def test_bytes_are_kept_where_the_reader_breaks_down_and_read_when_they_come_again(
    archive: Archive, tmp_path: Path
) -> None:
    file = page(tmp_path, "a.html")
    for _ in range(2):
        (broken,) = imported(archive, file, workers=BrokenWorkers, at=None)
        assert broken.failure is not None
        assert broken.failure.kind is FailureKind.CRASHED
        assert captures(archive) == [file.read_bytes()]
    (done,) = imported(archive, file, at=None)
    assert done.version is not None
    assert archive.version(done.version.id) == done.version
    assert captures(archive) == [file.read_bytes()]


def test_bytes_that_say_no_article_are_kept_under_the_address_that_was_given(
    archive: Archive, tmp_path: Path
) -> None:
    stub = tmp_path / "stub.html"
    stub.write_bytes(b"<p>Nothing.</p>")
    (done,) = imported(archive, stub)
    assert done.failure is not None
    assert done.failure.kind is FailureKind.UNREADABLE
    assert captures(archive) == [b"<p>Nothing.</p>"]
    assert archive.article_id(URL) is not None


def test_an_import_whose_comparison_fails_is_listed_as_changed(archive: Archive, tmp_path: Path) -> None:
    article_id = watched(archive)
    checked(archive, article_id, article("At least 14 people died."), 0)

    class ReadsOnly(Workers):
        """Workers that break down over comparisons."""

        async def run(
            self, subject: str, function: Callable[..., T], *arguments: object, limit: float = 20.0
        ) -> T | Failure:
            if function.__name__ == "compared":
                return await super().run(subject, os._exit, 3, limit=limit)
            return await super().run(subject, function, *arguments, limit=limit)

    (done,) = imported(archive, page(tmp_path, "a.html"), at=later(10), workers=ReadsOnly)
    assert done.version is not None
    (change,) = archive.changes(ChangeQuery())
    assert change.sentence == "Changed; what changed could not be compared."
    assert change.after_version == done.version.id
