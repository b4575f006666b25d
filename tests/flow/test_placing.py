"""Imported captures are read as watching would have read them, and the order of imports tells nothing."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.flow.checks import START, URL, checked, later, watched
from tests.flow.test_redesigns import TEXT, edited, hashed, plain, sectioned, with_aside, with_letter

from variorum.archive import Archive, open_archive
from variorum.archive.port import ChangeQuery
from variorum.extraction import extract
from variorum.flow.engine.workers import Workers
from variorum.flow.importing import import_file, in_order
from variorum.model import Article
from variorum.model.held import HeldCapture
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from variorum.model import Failure

T = TypeVar("T")


class AtOnce(Workers):
    """Workers that read here and now: nothing in these pages hangs."""

    async def run(
        self, subject: str, function: Callable[..., T], *arguments: object, limit: float = 20.0
    ) -> T | Failure:
        del subject, limit
        return function(*arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def imported(
    archive: Archive, folder: Path, pages: Sequence[str], order: Sequence[int], url: str = URL
) -> None:
    """Imports pages that were served one after another, an hour apart, in another order."""

    async def importing() -> None:
        for number in order:
            file = folder / f"{number}.html"
            file.write_text(pages[number], "utf-8")
            done = await import_file(
                archive,
                AtOnce(1),
                file,
                now=lambda: later(6000),
                url=url,
                captured_at=START + timedelta(hours=number),
            )
            assert done.failure is None

    asyncio.run(importing())


def told_in_order(archive: Archive, url: str) -> object:
    """What `told` tells, by times and texts instead of ids: those of two articles are never the same."""
    article_id = archive.article_id(url)
    history = archive.history(article_id) if article_id else None
    assert history is not None
    rule = archive.reading_rule(history.article.id)
    versions = [(version.captured_at, version.text_hash) for version in history.versions]
    changes = [
        (str(change.kind), change.sentence, change.captured_before, change.captured_after)
        for change in history.changes
    ]
    assert {version.id for version in history.versions}.issuperset(
        one for change in history.changes for one in (change.before_version, change.after_version) if one
    )
    return versions, sorted(changes, key=str), rule.kept if rule else None


def told(archive: Archive) -> tuple[list[tuple[str, int]], list[tuple[str, str, str | None, str | None]]]:
    """The versions of the article, and what is told of it, oldest first."""
    article_id = archive.article_id(URL)
    history = archive.history(article_id) if article_id else None
    assert history is not None
    versions = [(version.id, len(version.article.paragraphs)) for version in history.versions]
    changes = [
        (str(change.kind), change.sentence, change.before_version, change.after_version)
        for change in history.changes
    ]
    return versions, sorted(changes, key=str)


def histories(folder: Path, pages: Sequence[str], orders: Sequence[Sequence[int]]) -> Iterator[object]:
    with open_archive(folder / "archive", create=True) as archive:
        for place, order in enumerate(orders):
            url = f"http://paper{place}.example/news/1"
            imported(archive, folder, pages, order, url)
            yield told_in_order(archive, url)


def returned(archive: Archive, url: str) -> object:
    """The versions of an article and what is listed of it, by times; an event's sentence may name what was known then."""
    article_id = archive.article_id(url) or ""
    history, known = archive.history(article_id), archive.known(article_id)
    assert history is not None
    assert known is not None
    listed = archive.changes(ChangeQuery(article_id=article_id, superseded=False))
    changes = [
        (change.classes, change.captured_after)
        if change.kind == "event"
        else (change.sentence, change.captured_before, change.captured_after)
        for change in listed
    ]
    last = known.latest.text_hash if known.latest else None
    return [(one.captured_at, one.text_hash) for one in history.versions], sorted(changes, key=str), last


ALTERED = edited(TEXT)
LATER = (*ALTERED[:2], ALTERED[2].replace("Wednesday", "Thursday"), *ALTERED[3:])


def test_imported_versions_are_read_as_watched_ones_are(folder: Path) -> None:
    pages = [with_letter(TEXT), sectioned(TEXT), sectioned(ALTERED)]
    with open_archive(folder / "archive", create=True) as archive:
        imported(archive, folder, pages, range(3))
        _, changes = told(archive)
        assert [(kind, sentence) for kind, sentence, *_ in changes] == [
            ("event", "The layout of the page changed; what it alone changed is no edit."),
            ("revision", "People 61 → 64; no correction notice."),
        ]
        memory = archive.site_memory(registered_domain(URL))
        assert memory.sites[0].pages == 1
        history = archive.history(archive.article_id(URL) or "")
        assert history is not None
        assert [version.memory for version in history.versions] == [0, 1, 1]
        assert archive.reading_rule(archive.article_id(URL) or "") is not None


@pytest.mark.parametrize(
    "pages",
    [
        [plain(TEXT), plain(ALTERED), plain(LATER)],
        [with_aside(TEXT), plain(TEXT), plain(ALTERED)],
        [with_letter(TEXT), sectioned(TEXT), sectioned(ALTERED)],
        [hashed(TEXT), hashed(ALTERED, "q"), plain(TEXT)],
        [plain(TEXT), plain(ALTERED), plain(TEXT)],
        [plain(TEXT), with_aside(TEXT), with_aside(ALTERED)],
    ],
    ids=["edits", "an aside", "a template", "hashes", "to and fro", "into an aside"],
)
def test_importing_out_of_order_gives_the_same_history(folder: Path, pages: Sequence[str]) -> None:
    first, *others = histories(folder, pages, list(permutations(range(3))))
    for order, other in zip(list(permutations(range(3)))[1:], others, strict=True):
        assert other == first, order


@st.composite
def texts_in_an_order(draw: st.DrawFn) -> tuple[str, list[int]]:
    texts = draw(st.text("ABC", min_size=3, max_size=5))
    return texts, draw(st.permutations(range(len(texts))))


@settings(max_examples=3, deadline=None)
@given(texts_in_an_order())
@example(("ABABC", [0, 1, 2, 4, 3]))
@example(("BABC", [0, 1, 3, 2]))
@example(("BCBAA", [0, 1, 2, 4, 3]))
def test_importing_texts_that_come_back_tells_what_watching_would(
    tmp_path_factory: pytest.TempPathFactory, served: tuple[str, list[int]]
) -> None:
    texts, order = served
    pages = [plain({"A": TEXT, "B": ALTERED, "C": LATER}[name]) for name in texts]
    with open_archive(tmp_path_factory.mktemp("returns") / "archive", create=True) as archive:
        article_id = watched(archive)
        for number, page in enumerate(pages):
            article = extract(page, URL)
            assert isinstance(article, Article)
            checked(archive, article_id, article, 60 * number)
        urls = ("http://order.example/1", "http://other.example/1")
        for url, numbers in zip(urls, (range(len(texts)), order), strict=True):
            imported(archive, tmp_path_factory.getbasetemp(), pages, numbers, url)
        seen = [returned(archive, url) for url in (URL, *urls)]
        assert seen[0] == seen[1] == seen[2]


def test_what_an_earlier_import_makes_out_of_date_stays_under_its_id(folder: Path) -> None:
    pages = [with_aside(TEXT), plain(TEXT), plain(ALTERED)]
    with open_archive(folder / "archive", create=True) as archive:
        imported(archive, folder, pages, [1, 2])
        versions, changes = told(archive)
        imported(archive, folder, pages, [0])
        assert all(archive.version(version) is not None for version, _ in versions)
        for _, _, before, after in changes:
            assert before is not None
            assert after is not None
            assert archive.revision(before, after) is not None


def test_what_stands_after_let_go_bytes_stays_as_it_was_read(folder: Path) -> None:
    pages = [plain(TEXT), plain(ALTERED), plain(LATER)]
    with open_archive(folder / "archive", create=True) as archive:
        imported(archive, folder, pages, [1, 2])
        (_, old), _ = told(archive)
        archive.let_go_captures(later(9000), "keep_captures = 1", later(9001))
        imported(archive, folder, pages, [0])
        versions, changes = told(archive)
        assert [key for key, _ in versions][2] == old[0]
        assert [(before, after) for _, _, before, after in changes if before] != []
        assert len([one for one in changes if one[0] == "revision"]) == 2
        held = list(archive.held(archive.article_id(URL) or ""))
        assert [one.is_let_go for one in held if isinstance(one, HeldCapture)] == [False, True, True]


def test_files_are_read_in_the_order_in_which_they_were_written(folder: Path) -> None:
    files = []
    for number, name in enumerate(("c", "a", "b")):
        file = folder / f"{name}.html"
        file.write_text("x")
        moment = START.timestamp() + 60 * number
        os.utime(file, (moment, moment))
        files.append(file)
    assert in_order(sorted(files)) == files
