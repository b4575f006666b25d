"""What a comparison costs: a large one is made once and alone, one beyond all measure not at all, and nobody waits for ever."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import served
from tests.web.shelf import PAPER, Desk, text

import variorum.web.made as made_module
from variorum.archive import ChangeQuery
from variorum.flow.comparing import compared
from variorum.model import Article
from variorum.web.made import LARGEST_MADE
from variorum.web.pages import comparison

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from variorum.archive import Archive
    from variorum.model import Revision, Version


class Counting:
    """Compares as ever, but counts it, and stops for as long as the test wants."""

    def __init__(self) -> None:
        self.calls = 0
        self.at_once = 0
        self.most_at_once = 0
        self.go = threading.Event()
        self.begun = threading.Semaphore(0)
        self.inner = compared

    def __call__(self, before: Version, after: Article, captured_at: datetime) -> Revision:
        self.calls += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.release()
        assert self.go.wait(20)
        self.at_once -= 1
        return self.inner(before, after, captured_at)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    counted = Counting()
    monkeypatch.setattr(made_module, "compared", counted)
    yield counted
    counted.go.set()


def stocked(archive: Archive, letters: int, states: int = 3) -> list[str]:
    """The addresses of comparisons that nobody stored: of every version with the one after the next."""
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1")
    kept = text(*(f"The ferry called at island {n} before noon." for n in range(letters // 43)))
    versions = [
        desk.version(article, Article(f"Ferry in its {n}th hour", paragraphs=kept), n) for n in range(states)
    ]
    return [f"/a/{article}/{one.id}..{two.id}" for one, two in zip(versions, versions[2:], strict=False)]


def test_a_comparison_is_made_once_and_remembered(archive: Archive, counting: Counting) -> None:
    counting.go.set()
    (path,) = stocked(archive, 500)
    with served(archive) as reader:
        pages = [reader.get(path) for _ in range(3)]
        assert [page.status for page in pages] == [200] * 3
        assert pages[0].body == pages[2].body
        assert counting.calls == 1
        assert reader.get(f"{path}.json").json["sentence"] in pages[0].text
        reader.get(f"{path}.json")
        assert counting.calls == 2


def test_large_comparisons_are_made_one_after_the_other_and_the_same_one_once(
    archive: Archive, counting: Counting
) -> None:
    paths = stocked(archive, 20_000, states=4)
    with served(archive) as reader, ThreadPoolExecutor(6) as readers:
        asked = [readers.submit(reader.get, path) for path in paths * 3]
        assert counting.begun.acquire(timeout=20)
        counting.go.set()
        assert [answer.result().status for answer in asked] == [200] * 6
    assert counting.calls == 2
    assert counting.most_at_once == 1


def test_whoever_finds_the_waiting_room_full_is_told_so_and_other_pages_are_served(
    archive: Archive, counting: Counting
) -> None:
    paths = stocked(archive, 20_000, states=14)
    with served(archive) as reader, ThreadPoolExecutor(12) as readers:
        asked = [readers.submit(reader.get, path) for path in paths]
        refused = [answer.result() for answer in islice(as_completed(asked, timeout=20), 4)]
        assert [answer.status for answer in refused] == [503] * 4
        assert refused[0].headers["retry-after"] == "10"
        assert "try again in a moment" in refused[0].text
        assert reader.get("/").status == 200
        counting.go.set()
        assert sorted(answer.result().status for answer in asked) == [200] * 8 + [503] * 4


def test_two_versions_beyond_all_measure_get_a_page_that_names_both(
    archive: Archive, counting: Counting
) -> None:
    (path,) = stocked(archive, LARGEST_MADE // 2 + 1_000)
    with served(archive) as reader:
        page = reader.get(path)
        assert page.status == 200
        assert "A comparison of more than 400,000 letters is not made for a page." in page.words
        versions = [a.get("href") for a in page.tree.findall(".//dl//a")]
        assert [reader.get(version).status for version in versions] == [200, 200]
        ids = path.rpartition("/")[2]
        assert f"variorum diff {path.split('/')[2]} {ids}" in page.words
        assert reader.get(f"{path}.diff").status == 404
        assert "too large" in reader.get(f"{path}.json").json["error"]
    assert counting.calls == 0


def test_what_was_compared_when_it_came_is_shown_as_it_was_stored_however_large(
    archive: Archive, counting: Counting
) -> None:
    (path,) = stocked(archive, LARGEST_MADE // 2 + 1_000)
    article = path.split("/")[2]
    with served(archive) as reader:
        page = reader.get(reader.get(f"/a/{article}/1..2").headers["location"])
        assert "Headline changed" in page.words
        # An entry that holds so much would make every reader of the feed wait.
        feed = reader.get(f"/a/{article}.atom")
        assert "Headline changed" in feed.text
        assert 'class="changes"' not in feed.text
    assert counting.calls == 0


def test_there_is_an_end_to_what_is_shown(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    # Two million letters take half a minute to compare when they come; fewer end in the same way.
    for module in (made_module, comparison):
        monkeypatch.setattr(module, "LARGEST_SHOWN", 40_000)
    stocked(archive, 21_000, states=2)
    (change,) = archive.changes(ChangeQuery())
    with served(archive) as reader:
        page = reader.get(reader.get(f"/a/{change.article_id}/1..2").headers["location"])
        assert "A comparison of more than 40,000 letters is not made for a page." in page.words
