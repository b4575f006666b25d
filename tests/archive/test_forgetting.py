"""What is forgotten is gone from every table and from the files; everything else stays, and is proved as before."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from tests.archive.conftest import FEED, START, URL, Desk, first_schedule, later

from variorum.archive import Archive, ForgottenArticle, Place, blobs, open_archive
from variorum.archive.prepared import Prepared
from variorum.archive.removing import let_go, remove
from variorum.archive.schema import blob, capture, metadata
from variorum.archive.statements import CAPTURE, VERSION
from variorum.model import (
    AliasKind,
    Capture,
    Copy,
    CopyKind,
    Event,
    EventKind,
    Failure,
    FailureKind,
    Lesson,
    Sighting,
    Source,
    SourceKind,
)
from variorum.model.identity import source_id
from variorum.model.tombstone import stretches
from variorum.text.queries import parsed_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from variorum.model import SearchHit

SECRET = "Quintessa Vandermolen"
ALONE = Source(source_id("paper.example/news/1"), URL, SourceKind.ARTICLE, f"{SECRET} resigns", START)
OTHER = "http://paper.example/news/2"


def words(number: int, name: str = "The mayor") -> str:
    return f"{name} said at least {14 + number} people died. " + "She spoke of the harbour. " * 9


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    directory = tmp_path / "archive"
    if request.param == "postgresql":
        directory.mkdir()
        (directory / "database.url").write_text(request.getfixturevalue("postgresql").database())
    with open_archive(directory, create=True) as opened:
        yield opened


def broken(archive: Archive) -> list[str]:
    *_, last = archive.verify(Place())
    return [f"{one.number} {one.sentence}" for one in last.broken]


def second(desk: Desk) -> Desk:
    """Another article of the same archive."""
    other = object.__new__(Desk)
    other.archive = desk.archive
    with desk.archive.writing() as writer:
        other.article_id, _ = writer.add_article(OTHER, FEED.id, START, first_schedule())
    return other


def everything(desk: Desk) -> Desk:
    """An article whose words stand wherever they can, and another one that shares bytes with it."""
    archive, other = desk.archive, second(desk)
    for number in range(2):
        desk.version(words(number, SECRET), number * 10, headline=f"{SECRET} resigns")
        other.version(words(number), number * 10 + 1)
    shared = Capture(URL, words(9, SECRET).encode(), later(50), final_url=f"{URL}/vandermolen")
    with archive.writing() as writer:
        writer.keep_capture(desk.article_id, shared, later(50))
        # What comes next at the other address is a patch of bytes that both served.
        writer.keep_capture(other.article_id, replace(shared, url=OTHER, final_url=OTHER), later(51))
        served = Capture(OTHER, words(10, SECRET).encode(), later(52))
        writer.keep_capture(other.article_id, served, later(52))
        writer.record_address(desk.article_id, f"{URL}/vandermolen", later(50))
        writer.record_alias(desk.article_id, AliasKind.AMP, f"{URL}/vandermolen/amp", later(50))
        writer.add_source(ALONE, first_schedule())
        for source in (FEED, ALONE):
            writer.sight(source.id, desk.article_id, Sighting(URL, f"{SECRET} resigns"), later(0))
        writer.record_failure(desk.article_id, Failure(FailureKind.TIMEOUT, URL, SECRET), later(5))
        gone = Event("e" * 16, desk.article_id, EventKind.WITHDRAWN, later(60), later(70), SECRET)
        writer.record_event(gone, weight=0.9, made_at=later(70))
        for number, lines in ((1, ("3f", "4a")), (7, ("5b", "4a"))):
            address = f"paper.example/news/{number}"
            writer.keep_lesson(Lesson("paper.example", address, lines[:1], lines, ("div > p",), ()), START)
        writer.record_copy(Copy(CopyKind.PACK, "/srv/evidence.zip", later(80), desk.article_id))
        writer.record_copy(Copy(CopyKind.BACKUP, "/srv/backup.db", later(81)))
        writer.seal(later(90))
    return other


def searched(archive: Archive) -> tuple[SearchHit, ...]:
    return archive.search(parsed_query("harbour OR added:15 people"))


def test_nothing_of_a_forgotten_article_is_left_and_everything_else_verifies(desk: Desk) -> None:
    other = everything(desk)
    archive = desk.archive
    before = archive.history(other.article_id)
    assert {hit.article_id for hit in searched(archive)} == {desk.article_id, other.article_id}
    found = archive.forget(desk.article_id, "court order 12 O 34/26", later(100))
    assert found is not None
    assert (found.versions, found.captures, found.is_scrubbed) == (2, 3, True)
    assert [copy.path for copy in found.copies] == ["/srv/evidence.zip", "/srv/backup.db"]
    assert found.shared == (other.article_id,)
    assert broken(archive) == []
    assert {hit.article_id for hit in searched(archive)} == {other.article_id}
    assert archive.search(parsed_query("vandermolen")) == ()
    assert archive.article(desk.article_id) is None
    assert archive.article_id(URL) is None
    after = archive.history(other.article_id)
    assert before is not None
    assert after is not None
    assert (after.versions, after.changes) == (before.versions, before.changes)
    assert [source.id for source in archive.sources()] == [FEED.id]
    tombstone = archive.tombstone_at(f"{URL}/vandermolen")
    assert tombstone is not None
    assert tombstone == archive.tombstone_of(desk.article_id) == found.tombstone
    assert (tombstone.reason, tombstone.count) == ("court order 12 O 34/26", 2 + 2 + 1 + 1 + 1)
    assert archive.forget(desk.article_id, "again", later(101)) is None
    (site,) = archive.site_memory("paper.example").sites
    assert site.addresses == (desk.article_id, "paper.example/news/7")
    assert [line.mark for line in site.lines] == ["4a"]
    # The other article served the same bytes: they are there until it is forgotten too, then none are.
    assert archive.forget(other.article_id, "the same", later(102)) is not None
    assert broken(archive) == []
    with archive._database.reading() as connection:
        for table in ("blob", "capture", "reading", "version", "revision", "event", "article", "address"):
            assert connection.execute(select(metadata.tables[table])).all() == []
        told = " ".join(
            str(row) for table in metadata.tables.values() for row in connection.execute(select(table))
        )
    assert not {SECRET, "vandermolen", "/news/1", "/news/2"} & {
        word for word in (SECRET, "vandermolen", "/news/1", "/news/2") if word in told
    }


def test_the_words_are_in_none_of_the_files(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a", create=True) as archive:
        desk = Desk(archive)
        everything(desk)
        stored = [row for row in _rows(archive, "SELECT data FROM blob") if row]
        files = list((tmp_path / "a").iterdir())
        held = b"".join(file.read_bytes() for file in files)
        assert SECRET.encode() in held
        for key in (desk.article_id, archive.article_id(OTHER) or ""):
            archive.forget(key, "asked for", later(100))
        held = b"".join(file.read_bytes() for file in (tmp_path / "a").iterdir())
        for word in (SECRET, "Vandermolen", "vandermolen", "harbour"):
            assert word.encode() not in held
        assert not [data for data in stored if data in held]


def _rows(archive: Archive, query: str) -> list[bytes]:
    database = sqlite3.connect(archive.directory / "variorum.db")
    try:
        return [row[0] for row in database.execute(query)]
    finally:
        database.close()


def test_a_reader_of_the_file_keeps_it_from_being_scrubbed_and_that_is_said(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a", create=True) as archive:
        desk = Desk(archive)
        desk.version(words(0, SECRET), 0)
        other = sqlite3.connect(tmp_path / "a" / "variorum.db", isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM blob").fetchone()
        with archive._database._engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA busy_timeout = 50")  # type: ignore[union-attr]
        found = archive.forget(desk.article_id, "asked for", later(10))
        assert found is not None
        assert (found.is_scrubbed, archive.is_scrubbed()) == (False, False)
        other.close()
        assert archive.scrub()
        assert archive.is_scrubbed()


@pytest.mark.parametrize("archive", ["sqlite"], indirect=True)
def test_a_forgotten_article_does_not_come_back(desk: Desk) -> None:
    desk.version(words(0), 0)
    assert desk.archive.forget(desk.article_id, "asked for", later(10)) is not None
    with pytest.raises(ForgottenArticle, match="asked for"), desk.archive.writing() as writer:
        writer.add_article(f"{URL}?utm_source=x", FEED.id, later(11), first_schedule())
    with desk.archive.writing() as writer:
        assert writer.is_forgotten(URL)
        assert not writer.is_there(desk.article_id)
        assert not writer.is_forgotten(OTHER)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM tombstone", "1 the link of the capture has lost its salt, and no tombstone says why"),
        ("UPDATE tombstone SET links = '[[1, 1]]'", "2 the link of the version has lost its salt"),
        ("UPDATE tombstone SET reason = 'none'", "3 the tombstone"),
        ("UPDATE chain SET leaf = zeroblob(32) WHERE number = 1", "1 the link of the forgotten capture"),
    ],
)
def test_a_tombstone_that_was_altered_or_taken_away_is_found(
    tmp_path: Path, statement: str, found: str
) -> None:
    with open_archive(tmp_path / "a", create=True) as archive:
        desk = Desk(archive)
        desk.version(words(0), 0)
        archive.forget(desk.article_id, "asked for", later(10))
        database = sqlite3.connect(tmp_path / "a" / "variorum.db")
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("DELETE FROM forgotten_address")
        database.execute(statement)
        database.commit()
        database.close()
        assert any(one.startswith(found) for one in broken(archive)), broken(archive)


@pytest.mark.parametrize("archive", ["sqlite"], indirect=True)
def test_what_was_forgotten_can_be_proved_no_more_and_what_was_sealed_with_it_can(desk: Desk) -> None:
    other = second(desk)
    gone, stays = desk.version(words(0), 0), other.version(words(1), 1)
    with desk.archive.writing() as writer:
        writer.seal(later(5))
    proof = desk.archive.proof(VERSION, stays.id)
    desk.archive.forget(desk.article_id, "asked for", later(10))
    assert desk.archive.proof(VERSION, gone.id) is None
    assert desk.archive.proof(CAPTURE, gone.capture_id) is None
    assert desk.archive.proof(VERSION, stays.id) == proof


def test_captures_are_let_go_by_a_setting_and_what_was_read_in_them_stays(desk: Desk) -> None:
    versions = [desk.version(words(number), number * 60) for number in range(6)]
    archive = desk.archive
    gone = archive.let_go_captures(later(180), "keep_captures = 30", later(2000))
    assert gone.captures == 3
    assert gone.freed > 0
    assert broken(archive) == []
    assert [archive.version(one.id) for one in versions] == versions
    kept = [archive.capture(one.capture_id) for one in versions]
    assert [one is None for one in kept] == [True] * 3 + [False] * 3
    (tombstone,) = archive.tombstones()
    assert (tombstone.reason, tombstone.count) == ("keep_captures = 30", 3)
    assert archive.let_go_captures(later(180), "keep_captures = 30", later(2001)).captures == 0
    # The same bytes, served once more, are kept once more.
    again = Capture(URL, f"<p>{words(0)}".encode(), later(2002), final_url=URL)
    with archive.writing() as writer:
        key = writer.keep_capture(desk.article_id, again, later(2002))
    assert archive.capture(key) == again
    assert broken(archive) == []
    with archive._database.writing() as connection:
        number = select(capture.c.body).where(capture.c.id == versions[4].capture_id)
        let_go(connection, {connection.execute(number).scalar_one()})
    assert any("its bytes are gone, and no tombstone says why" in one for one in broken(archive))


@settings(max_examples=25)
@given(st.data())
def test_whatever_texts_are_taken_out_the_others_read_back(data: st.DataObject) -> None:
    texts = [words(number).encode() for number in range(data.draw(st.integers(1, 12)))]
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection, tables=[blob])
        numbers: list[int] = []
        for text in texts:
            below = data.draw(st.sampled_from([None, *numbers]))
            query = Prepared(select(blob.c.number, blob.c.hash, blob.c.depth).where(blob.c.number == below))
            like = None if below is None else blobs.like_of(connection, query, {})
            numbers.append(blobs.keep(connection, text, like))
        going = data.draw(st.sets(st.sampled_from(numbers)))
        data.draw(st.sampled_from([remove, let_go]))(connection, set(going))
        # What a connection remembers must not stand in for what is stored.
        connection.info.clear()
        for number, text in zip(numbers, texts, strict=True):
            if number not in going:
                assert blobs.read(connection, number) == text
        above = blob.alias()
        pairs = select(blob.c.depth, above.c.depth).join(above, above.c.number == blob.c.base)
        assert all(depth == below + 1 for depth, below in connection.execute(pairs))
    engine.dispose()


@given(st.lists(st.integers(1, 30), max_size=12))
def test_stretches_name_the_numbers_and_no_others(numbers: list[int]) -> None:
    made = stretches(numbers)
    assert [n for first, last in made for n in range(first, last + 1)] == sorted(set(numbers))
    assert all(one[1] + 1 < other[0] for one, other in pairwise(made))
