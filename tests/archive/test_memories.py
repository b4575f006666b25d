"""What is remembered of sites is kept in versions, bounded, and no count is lost."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.archive.conftest import Desk, later

from variorum.archive import Archive, open_archive
from variorum.archive.packing import packed, plain_document
from variorum.model import Article, Lesson, MemoryRecord, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOMAIN = "paper.example"


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """An archive on each kind of database: what follows is the contract of both."""
    directory = tmp_path / "archive"
    if request.param == "postgresql":
        directory.mkdir()
        (directory / "database.url").write_text(request.getfixturevalue("postgresql").database())
    with open_archive(directory, create=True) as opened:
        yield opened


def lesson(number: int) -> Lesson:
    own, shared = f"own{number}", "menu"
    return Lesson(DOMAIN, f"{DOMAIN}/news/{number}", (own,), (own, shared), ("main > p",), ("nav > a",))


def learnt(archive: Archive, *numbers: int) -> None:
    for number in numbers:
        with archive.writing() as writer:
            writer.keep_lesson(lesson(number), later(number))


def test_a_page_is_counted_once_and_each_version_says_from_how_many_pages_it_learnt(archive: Archive) -> None:
    assert archive.site_memory(DOMAIN).sites == ()
    learnt(archive, 1, 2, 2, 1)
    site = archive.site_memory(DOMAIN).site(DOMAIN)
    assert (site.version, site.addresses) == (2, (f"{DOMAIN}/news/1", f"{DOMAIN}/news/2"))
    assert {count.mark: count.pages for count in site.lines} == {"menu": 2, "own1": 1, "own2": 1}
    assert archive.site_memories(DOMAIN)[-1] == MemoryRecord(DOMAIN, 2, later(2), 2)
    assert archive.site_memory("other.example").sites == ()


def test_two_processes_that_count_at_once_lose_no_count(archive: Archive) -> None:
    with open_archive(archive.directory) as other:
        for number in range(0, 8, 2):
            known = other.site_memory(DOMAIN), archive.site_memory(DOMAIN)
            assert known[0] == known[1]
            learnt(archive, number)
            learnt(other, number + 1)
    lines = {count.mark: count.pages for count in archive.site_memory(DOMAIN).site(DOMAIN).lines}
    assert lines["menu"] == 8


def test_old_versions_are_kept_only_while_a_reading_refers_to_them(archive: Archive) -> None:
    learnt(archive, 1, 2, 3)
    desk = Desk(archive)
    read_with = archive.site_memory(DOMAIN)
    version = replace(desk.version("It burns.", 0), id="0" * 16, memory=read_with.site(DOMAIN).version)
    with archive.writing() as writer:
        name = writer.keep_reading(version.capture_id, "1", version.article)
        writer.keep_version(version, name)
    learnt(archive, *range(4, 60))
    assert archive.version(version.id) == version
    assert archive.site_memory(DOMAIN, version.memory) == read_with
    kept = archive.site_memories(DOMAIN)
    assert kept[0].version == version.memory
    assert len(kept) == 3
    # Each of the first twenty pages, then one in ten: not one version for each page.
    assert 30 < kept[-1].version < 36


def test_another_reading_of_a_capture_by_the_same_extractor_has_a_name_of_its_own(archive: Archive) -> None:
    version = Desk(archive).version("It burns.", 0)
    other = Article("Fire at the mill", paragraphs=(Paragraph("It burnt."),))
    with archive.writing() as writer:
        assert writer.keep_reading(version.capture_id, "1", version.article) == "1"
        assert writer.keep_reading(version.capture_id, "1", other) == "1~2"
        assert writer.keep_reading(version.capture_id, "1", other) == "1~2"
        again = replace(version, id="1" * 16, article=other, text_hash="0" * 64)
        writer.keep_version(again, "1~2")
        writer.supersede_version(version.id)
    assert archive.version(again.id) == again
    assert archive.version(version.id) == version
    history = archive.history(version.article_id)
    assert history is not None
    assert [one.id for one in history.versions] == [again.id]
    assert archive.version_at(version.capture_id) == again


def test_a_memory_of_an_older_schema_becomes_a_first_version(tmp_path: Path) -> None:
    open_archive(tmp_path, create=True).close()
    document = {
        "domain": DOMAIN,
        "addresses": [f"{DOMAIN}/a"],
        "slots": [],
        "lines": [["menu", 1]],
        "rules": [],
    }
    body = packed(plain_document({"format": 1, "sites": [document]}))
    database = sqlite3.connect(tmp_path / "variorum.db")
    database.executescript(
        "DROP TABLE site_memory; DROP TABLE site_draft; UPDATE alembic_version SET version_num = '0005';"
        "ALTER TABLE version DROP COLUMN memory; ALTER TABLE version DROP COLUMN superseded;"
        "ALTER TABLE event DROP COLUMN superseded;"
        "DROP TABLE forgotten_address; DROP TABLE tombstone; DROP TABLE copy; ALTER TABLE root DROP COLUMN stamp;"
        "CREATE TABLE site_memory (domain TEXT PRIMARY KEY NOT NULL, learnt_at VARCHAR(27) NOT NULL, document BLOB NOT NULL)"
    )
    database.execute("INSERT INTO site_memory VALUES (?, '2026-05-04T09:00:00.000000Z', ?)", (DOMAIN, body))
    database.commit()
    database.close()
    with open_archive(tmp_path) as archive:
        assert archive.site_memories(DOMAIN) == (MemoryRecord(DOMAIN, 1, later(0), 1),)
        site = archive.site_memory(DOMAIN).site(DOMAIN)
        assert (site.version, json.dumps(site.addresses)) == (1, json.dumps([f"{DOMAIN}/a"]))
        learnt(archive, 7)
        assert archive.site_memory(DOMAIN).site(DOMAIN).pages == 2
