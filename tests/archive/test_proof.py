"""What an archive keeps is proved by a chain, and whatever is altered in it is found."""

from __future__ import annotations

import random
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from tests.archive.conftest import START, URL, Desk, later

from variorum.archive import Archive, ArchiveError, ChangeQuery, Place, open_archive
from variorum.archive.packing import packed
from variorum.model import Capture, Event, EventKind

if TYPE_CHECKING:
    from pathlib import Path


def broken(archive: Archive) -> list[str]:
    *_, last = archive.verify(Place())
    return [f"{one.number} {one.sentence}" for one in last.broken]


def shelf(desk: Desk) -> Desk:
    """An archive with a little of everything."""
    for number in range(20):
        desk.version(
            f"At least {14 + number} people died. " + "The mayor spoke of the harbour. " * 9, number * 10
        )
    gone = Event("e" * 16, desk.article_id, EventKind.WITHDRAWN, later(400), later(490), "Withdrawn.")
    with desk.archive.writing() as writer:
        writer.keep_capture(desk.article_id, Capture(URL, b"gone", later(400), status=404), later(400))
        writer.record_event(gone, weight=0.9, made_at=later(490))
    return desk


def altered(desk: Desk, statement: str, *values: object) -> None:
    database = sqlite3.connect(desk.archive.directory / "variorum.db")
    database.execute(statement, values)
    database.commit()
    database.close()


def test_a_sound_archive_is_found_sound_and_every_link_is_counted(desk: Desk) -> None:
    shelf(desk)
    *_, last = desk.archive.verify(Place())
    assert (last.number, last.broken) == (20 + 20 + 19 + 1 + 1, ())


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE revision SET sentence = 'Nothing changed.' WHERE entry = 8", "8 the revision"),
        ("UPDATE capture SET captured_at = 0 WHERE entry = 6", "6 the capture"),
        ("UPDATE version SET stored_at = 1577836800000000 WHERE entry = 7", "7 the version"),
        ("UPDATE event SET weight = 0.1", "61 the event"),
        ("UPDATE capture SET url = 'http://other.example/' WHERE entry = 6", "6 the capture"),
        ("DELETE FROM revision WHERE entry = 8", "8 the revision"),
        ("UPDATE chain SET salt = zeroblob(16) WHERE number = 9", "9 the capture"),
        ("UPDATE chain SET salt = NULL WHERE number = 9", "9 the link"),
        ("UPDATE chain SET link = zeroblob(32) WHERE number = 9", "9 the capture"),
        ("DELETE FROM chain WHERE number = 9", "10 the links before number 10 are missing"),
        ("DELETE FROM chain WHERE number > 58", "0 the capture"),
    ],
)
def test_what_is_altered_is_named_by_the_first_broken_link(desk: Desk, statement: str, found: str) -> None:
    shelf(desk)
    altered(desk, statement)
    assert broken(desk.archive)[0].startswith(found)


def test_a_text_that_was_replaced_by_another_one_is_found_by_its_hash(desk: Desk) -> None:
    shelf(desk)
    altered(desk, "UPDATE blob SET data = ?, base = NULL WHERE number = 1", packed(b"forgery"))
    assert "1 the capture" in broken(desk.archive)[0]
    assert "not what was kept" in broken(desk.archive)[0]


def test_a_chain_that_was_forged_from_some_link_on_does_not_fit_its_roots(desk: Desk) -> None:
    shelf(desk)
    with desk.archive.writing() as writer:
        assert writer.seal(later(500)) == 1
    altered(desk, "UPDATE root SET hash = zeroblob(32)")
    assert broken(desk.archive) == ["61 the root over the links 1 to 61 is not theirs"]


def test_what_comes_behind_a_root_but_is_missing_is_noticed(desk: Desk) -> None:
    shelf(desk)
    with desk.archive.writing() as writer:
        writer.seal(later(500))
    altered(desk, "DELETE FROM event")
    altered(desk, "DELETE FROM chain WHERE number = 61")
    assert any("covers links that are missing" in one for one in broken(desk.archive))


def test_roots_are_made_by_themselves_when_there_are_enough_links(desk: Desk) -> None:
    for number in range(100):
        desk.version(f"At least {14 + number} people died.", number)
    database = sqlite3.connect(desk.archive.directory / "variorum.db")
    roots = database.execute("SELECT first, last FROM root").fetchall()
    database.close()
    assert roots == [(1, 256)]
    assert broken(desk.archive) == []


def test_a_key_that_cannot_be_used_keeps_nothing_from_being_kept(desk: Desk) -> None:
    key = desk.archive.directory / "signing.key"
    key.write_text("no key at all")
    key.chmod(0o644)
    for number in range(90):
        desk.version(f"At least {14 + number} people died.", number)
    assert broken(desk.archive) == []
    with pytest.raises(ArchiveError, match="chmod 600"), desk.archive.writing() as writer:
        writer.seal(later(100))


def test_a_check_goes_on_where_an_earlier_one_stopped(desk: Desk) -> None:
    for number in range(100):
        desk.version(f"At least {14 + number} people died.", number)
    places = list(desk.archive.verify(Place()))
    assert [place.number for place in places] == [200, 299, 299]
    again = list(desk.archive.verify(places[0]))
    assert [place.number for place in again] == [299, 299]
    assert again[-1].broken == ()


def test_a_check_of_what_came_lately_looks_at_no_earlier_link(desk: Desk) -> None:
    shelf(desk)
    altered(desk, "UPDATE revision SET sentence = 'Nothing changed.' WHERE entry = 8")
    start = desk.archive.start_since(later(100))
    assert start.number > 6
    *_, last = desk.archive.verify(start)
    assert (last.number, last.broken) == (61, ())
    assert desk.archive.start_since(later(10_000)).number == 61
    assert desk.archive.start_since(START).number == 0


def contents(directory: Path) -> object:
    """Everything of an archive that is content, as a reader sees it."""
    with open_archive(directory) as archive:
        history = [archive.history(record.id) for record in archive.articles()]
        rows = sqlite3.connect(directory / "variorum.db")
        try:
            ids = [
                row[0] for row in rows.execute("SELECT subject FROM chain WHERE kind = 'c' ORDER BY number")
            ]
        finally:
            rows.close()
        return (
            [(one.versions, one.changes) for one in history if one is not None],
            [archive.capture(key) for key in ids],
            [
                archive.revision(change.before_version, change.after_version)
                for change in archive.changes(ChangeQuery(limit=1000))
                if change.before_version is not None and change.after_version is not None
            ],
        )


def flipped_bits_that_nobody_finds(directory: Path, work: Path, flips: int, seed: int) -> list[int]:
    """Flips one bit at random places of an archive, each in a fresh copy; the places where content changed unnoticed."""
    chance = random.Random(seed)
    before = contents(directory)
    data = (directory / "variorum.db").read_bytes()
    unnoticed = []
    for _ in range(flips):
        place = chance.randrange(len(data) * 8)
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        (work / "variorum.db").write_bytes(flipped)
        try:
            with open_archive(work) as archive:
                if broken(archive):
                    continue
            if contents(work) != before:
                unnoticed.append(place)
        except (ArchiveError, sqlite3.DatabaseError, ValueError, KeyError, TypeError):
            continue
    return unnoticed


def test_a_flipped_bit_that_touches_content_is_found(desk: Desk, tmp_path: Path) -> None:
    shelf(desk)
    desk.archive.close()
    assert flipped_bits_that_nobody_finds(desk.archive.directory, tmp_path / "copy", 24, seed=11) == []
