"""What a check brought is kept and told, whatever became of the comparison."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.flow.checks import article, checked, later, watched

from variorum.archive import Archive, ChangeQuery, open_archive
from variorum.flow.feeds import feed_entries
from variorum.model import ArticleKind, Entry, FailureKind, Sign, Unreadable, UnreadableReason
from variorum.publication import Addresses, revision_tag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOLD = "Changed; what changed could not be compared."


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive", create=True) as opened:
        yield opened


def test_a_change_that_could_not_be_compared_is_told_and_listed(archive: Archive) -> None:
    article_id = watched(archive)
    first = checked(archive, article_id, article("One thing."), 0).version
    kept = checked(archive, article_id, article("Another matter."), 10, comparison_fails=True)
    assert first is not None
    assert kept.version is not None
    assert kept.changes == (TOLD,)
    (change,) = archive.changes(ChangeQuery())
    assert (change.sentence, change.classes) == (TOLD, ())
    assert (change.before_version, change.after_version) == (first.id, kept.version.id)
    assert archive.revision(first.id, kept.version.id) is None
    record = archive.article(article_id)
    assert record is not None
    assert (record.changes, record.last_changed) == (1, later(10))


def test_the_next_comparison_goes_on_from_a_version_that_could_not_be_compared(archive: Archive) -> None:
    article_id = watched(archive)
    checked(archive, article_id, article("At least 14 people died."), 0)
    checked(archive, article_id, article("At least 16 people died."), 10, comparison_fails=True)
    checked(archive, article_id, article("At least 41 people died."), 20)
    told = [change.sentence for change in archive.changes(ChangeQuery())]
    assert told == ["People died 16 → 41; no correction notice.", TOLD]


def test_the_entry_of_a_change_that_could_not_be_compared_has_its_permanent_id_and_both_versions(
    archive: Archive,
) -> None:
    article_id = watched(archive)
    first = checked(archive, article_id, article("One thing."), 0).version
    second = checked(archive, article_id, article("Another matter."), 10, comparison_fails=True).version
    assert first is not None
    assert second is not None
    (entry,) = feed_entries(archive, archive.changes(ChangeQuery()), Addresses("http://a.example"))
    assert (entry.id, entry.title) == (revision_tag(first.id, second.id), TOLD)
    assert TOLD in entry.content_html
    for version in (first, second):
        assert Addresses("http://a.example").version(article_id, version.id) in entry.content_html


def test_an_entry_keeps_its_content_when_the_headline_changes_later(archive: Archive) -> None:
    article_id = watched(archive)
    to = Addresses("http://a.example")
    checked(archive, article_id, article("At least 14 people died."), 0)
    checked(archive, article_id, article("At least 16 people died."), 10)
    checked(archive, article_id, article("At least 19 people died."), 20, comparison_fails=True)
    checked(archive, article_id, 410, 30)
    checked(archive, article_id, 410, 100)
    published = feed_entries(archive, archive.changes(ChangeQuery()), to)
    assert len(published) == 3
    checked(archive, article_id, article("At least 41 people died.", headline="Blaze at the mill"), 110)
    entries = feed_entries(archive, archive.changes(ChangeQuery()), to)
    assert set(published) < set(entries)
    assert all("Fire at the mill" in entry.content_html for entry in published)
    later_ones = set(entries) - set(published)
    assert all("Blaze at the mill" in entry.content_html for entry in later_ones)


WALL = Unreadable(
    "http://paper.example/news/1",
    UnreadableReason.CONSENT_WALL,
    "a request for consent stands in the article's place",
)


def test_a_wall_is_one_event_until_the_article_can_be_read_again(archive: Archive) -> None:
    article_id = watched(archive)
    checked(archive, article_id, article("One thing."), 0)
    told = [checked(archive, article_id, WALL, minutes).changes for minutes in (10, 30, 70, 150, 310)]
    assert told == [
        (),
        (),
        ("The article is walled off: a request for consent stands in the article's place.",),
        (),
        (),
    ]
    known = archive.known(article_id)
    assert known is not None
    assert (known.walled_since, known.wall_is_told) == (later(10), True)
    checked(archive, article_id, article("One thing."), 600)
    known = archive.known(article_id)
    assert known is not None
    assert (known.walled_since, known.wall_is_told) == (None, False)
    again = [checked(archive, article_id, WALL, minutes).changes for minutes in (700, 800)]
    assert [len(changes) for changes in again] == [0, 1]
    assert [change.classes for change in archive.changes(ChangeQuery())] == [("walled",), ("walled",)]
    history = archive.history(article_id)
    assert history is not None
    assert len(history.versions) == 1


def test_what_a_live_blog_and_a_doubtful_reading_are_made_of_is_kept(archive: Archive) -> None:
    article_id = watched(archive)
    live = replace(article("One thing."), kind=ArticleKind.LIVE, entries=(Entry(0, 1, later(-5), "One"),))
    version = checked(archive, article_id, live, 0).version
    assert version is not None
    stored = archive.version(version.id)
    assert stored is not None
    assert (stored.article.kind, stored.article.entries) == (live.kind, live.entries)
    doubtful = replace(article("Another."), doubts=(Sign("no headline", "dom"),))
    kept = checked(archive, article_id, doubtful, 10)
    assert (kept.version, kept.changes) == (None, ())
    assert kept.failure is not None
    assert kept.failure.kind is FailureKind.DOUBTFUL
