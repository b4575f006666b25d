"""What a check brought is kept and told, whatever became of the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.flow.checks import article, checked, later, watched

from variorum.archive import Archive, ChangeQuery, open_archive
from variorum.flow.feeds import feed_entries
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
