"""What goes into an archive comes out of it, in order, for ever."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from tests.archive.conftest import FEED, START, URL, Desk, first_schedule, later

from variorum.archive import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ChangeQuery,
    NotAnArchive,
    Place,
    open_archive,
)
from variorum.archive.database import Database
from variorum.archive.packing import packed
from variorum.archive.schema import blob
from variorum.archive.store import Archive
from variorum.model import (
    Capture,
    Conduct,
    Event,
    EventKind,
    Failure,
    FailureKind,
    Host,
    Sighting,
    SourceState,
    Unreadable,
    UnreadableReason,
)
from variorum.model.held import HeldRevision, HeldVersion
from variorum.model.held_documents import held_document, held_from_document
from variorum.model.identity import event_id
from variorum.text.queries import parsed_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """An archive on each kind of database: what follows is the contract of both."""
    directory = tmp_path / "archive"
    if request.param == "postgresql":
        directory.mkdir()
        (directory / "database.url").write_text(request.getfixturevalue("postgresql").database())
    with open_archive(directory, create=True) as opened:
        yield opened


def test_a_version_reads_back_as_it_was_put_in(desk: Desk) -> None:
    version = desk.version("“Straight” – or not?\u00a0Zażółć 東京 \udc80", 0)
    assert desk.archive.version(version.id) == version


def test_a_capture_reads_back_byte_for_byte(desk: Desk) -> None:
    capture = Capture(
        URL,
        bytes(range(256)) * 40,
        later(3),
        headers=(("set-cookie", "a"), ("set-cookie", "b")),
        final_url="http://paper.example/final",
        redirects=("http://paper.example/hop",),
        permanent=True,
    )
    with desk.archive.writing() as writer:
        key = writer.keep_capture(desk.article_id, capture, later(4))
    assert desk.archive.capture(key) == capture


@pytest.mark.parametrize("name", ["what?mode=ro", "50%20x", "a%", "a#b", "file:x", "a b&c=d", ":memory:"])
def test_an_archive_lies_in_the_directory_of_its_name_whatever_is_in_that_name(
    tmp_path: Path, name: str
) -> None:
    with open_archive(tmp_path / name, create=True) as archive, archive.writing() as writer:
        writer.keep_setting("a", "b")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name / "variorum.db").is_file()
    with open_archive(tmp_path / name) as again:
        assert again.setting("a") == "b"


def test_identical_bytes_are_kept_once_and_captures_all(desk: Desk) -> None:
    with desk.archive.writing() as writer:
        for minute in range(3):
            writer.keep_capture(desk.article_id, Capture(URL, b"same", later(minute)), later(minute))
    with desk.archive._database.reading() as connection:
        counted = [
            connection.exec_driver_sql(query).scalar()
            for query in ("SELECT count(*) FROM capture", "SELECT count(*) FROM blob")
        ]
    assert counted == [3, 2], "one body, and the circumstances that all three share"


def test_an_altered_body_is_noticed_when_it_is_read(desk: Desk) -> None:
    with desk.archive.writing() as writer:
        key = writer.keep_capture(desk.article_id, Capture(URL, b"evidence", later(0)), later(0))
    with desk.archive._database.writing() as connection:
        connection.execute(blob.update().values(data=packed(b"forgery")))
    with pytest.raises(ArchiveDamaged, match="not what was kept"):
        desk.archive.capture(key)


def test_a_revision_reads_back_as_it_was_made(desk: Desk) -> None:
    first, second = desk.version("At least 14 people died.", 0), desk.version("At least 41 people died.", 10)
    revision = desk.archive.revision(first.id, second.id)
    assert revision is not None
    assert revision.sentence == "People died 14 → 41; no correction notice."
    assert revision.before == first.article
    assert desk.archive.revision(second.id, first.id) is None


def test_changes_are_listed_newest_first_with_what_pages_need(desk: Desk) -> None:
    versions = [
        desk.version(f"At least {dead} people died.", minute)
        for minute, dead in ((0, 14), (10, 16), (30, 41))
    ]
    newest, oldest = desk.archive.changes(ChangeQuery())
    assert (newest.before_version, newest.after_version) == (versions[1].id, versions[2].id)
    assert (oldest.captured_before, oldest.captured_after) == (later(0), later(10))
    assert newest.classes == ("figure", "unannounced")
    assert (newest.url, newest.source, newest.headline) == (URL, "The Paper", "Fire at the mill")
    assert desk.archive.change(newest.id) == newest


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (ChangeQuery(finding="figure"), 1),
        (ChangeQuery(finding="head"), 0),
        (ChangeQuery(finding="%"), 0),
        (ChangeQuery(finding="withdrawn"), 1),
        (ChangeQuery(kind="event"), 1),
        (ChangeQuery(since=later(11)), 2),
        (ChangeQuery(source_id="another"), 0),
        (ChangeQuery(limit=1), 1),
        (ChangeQuery(offset=2), 1),
        (ChangeQuery(ranked=True), 3),
    ],
)
def test_changes_are_asked_for_by_class_kind_source_and_time(
    desk: Desk, query: ChangeQuery, found: int
) -> None:
    desk.version("At least 14 people died.", 0)
    desk.version("At least 41 people died.", 10)
    desk.version("At least 41 people died. The mayor resigned.", 20)
    gone = Event(
        "e" * 16,
        desk.article_id,
        EventKind.WITHDRAWN,
        later(30),
        later(90),
        "Withdrawn.",
    )
    with desk.archive.writing() as writer:
        writer.record_event(gone, weight=0.9, made_at=later(90))
    assert len(desk.archive.changes(query)) == found


def test_ranked_changes_put_weight_before_time(desk: Desk) -> None:
    desk.version("At least 14 people died.", 0)
    desk.version("At least 41 people died.", 10)
    desk.version("At least 41 people died. Rain fell.", 20)
    assert [change.weight for change in desk.archive.changes(ChangeQuery(ranked=True))] == [0.8, 0.3]


def test_a_version_that_is_imported_late_finds_its_place_and_removes_nothing(desk: Desk) -> None:
    first, third = desk.version("At least 14 people died.", 0), desk.version("At least 41 people died.", 60)
    old = desk.archive.changes(ChangeQuery())
    second = desk.version("At least 16 people died.", 30)
    history = desk.archive.history(desk.article_id)
    assert history is not None
    assert [version.id for version in history.versions] == [first.id, second.id, third.id]
    assert [history.number(version.id) for version in (first, second, third)] == [1, 2, 3]
    assert history.article.changes == 2
    everything = desk.archive.changes(ChangeQuery())
    assert {change.id for change in old} < {change.id for change in everything}
    assert [change.superseded for change in everything if change.id == old[0].id] == [True]
    assert desk.archive.revision(first.id, third.id) is not None


def test_the_order_of_arrival_makes_no_difference_to_the_history(tmp_path: Path) -> None:
    states = [
        ("At least 14 people died.", 0),
        ("At least 16 people died.", 30),
        ("At least 41 people died.", 60),
    ]
    histories = []
    for number, order in enumerate(((0, 1, 2), (2, 0, 1), (1, 2, 0))):
        with open_archive(tmp_path / str(number), create=True) as archive:
            desk = Desk(archive)
            for place in order:
                desk.version(*states[place])
            history = archive.history(desk.article_id)
            assert history is not None
            histories.append(
                (
                    [v.id for v in history.versions],
                    [(c.id, c.sentence) for c in history.changes],
                    history.article.headline,
                )
            )
    assert histories[0] == histories[1] == histories[2]


def test_what_is_due_comes_sources_first_and_only_when_watched(desk: Desk) -> None:
    desk.version("Text.", 0)
    due = desk.archive.due(START)
    assert [(item.id, item.url, item.is_source) for item in due] == [
        (FEED.id, FEED.url, True),
        (desk.article_id, URL, False),
    ]
    assert desk.archive.next_due() == START
    assert desk.archive.due(START - timedelta(minutes=1)) == ()
    with desk.archive.writing() as writer:
        writer.set_source_state(FEED.id, SourceState.PAUSED)
    assert desk.archive.due(START) == ()
    assert desk.archive.next_due() is None


def test_adding_a_paused_source_again_watches_it_and_loses_nothing(desk: Desk) -> None:
    with desk.archive.writing() as writer:
        writer.set_source_state(FEED.id, SourceState.REMOVED)
    with desk.archive.writing() as writer:
        assert writer.add_source(FEED, first_schedule(later(60))) is False
    (source,) = desk.archive.sources()
    assert source.state is SourceState.WATCHED
    assert desk.archive.article(desk.article_id) is not None


def test_an_article_is_found_by_every_address_it_had(desk: Desk) -> None:
    with desk.archive.writing() as writer:
        writer.record_address(desk.article_id, "https://paper.example/moved", later(1))
    assert desk.archive.article_id("http://paper.example/moved?utm_source=x") == desk.article_id
    assert desk.archive.article_id(URL) == desk.article_id
    assert desk.archive.article_id("http://paper.example/other") is None


def test_a_transaction_that_fails_leaves_nothing(desk: Desk) -> None:
    def fail() -> None:
        with desk.archive.writing() as writer:
            writer.add_article("http://paper.example/2", FEED.id, START, first_schedule())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert desk.archive.article_id("http://paper.example/2") is None


def test_events_and_failures_and_hosts_are_kept(desk: Desk) -> None:
    gone = Event(
        "e" * 16,
        desk.article_id,
        EventKind.WITHDRAWN,
        later(30),
        later(95),
        "Withdrawn.",
    )
    failed = Failure(FailureKind.TIMEOUT, URL, "no answer within 45 s")
    host = Host("http://paper.example", "User-agent: *", robots_denied=False, fetched_at=START)
    unread = Unreadable(URL, UnreadableReason.EMPTY, "the page is empty")
    with desk.archive.writing() as writer:
        writer.record_event(gone, weight=0.9, made_at=later(95))
        writer.record_failure(desk.article_id, failed, later(5))
        writer.keep_hosts([host])
        writer.keep_hosts([host])
        writer.sight(FEED.id, desk.article_id, Sighting(URL, "Fire"), START)
        key = writer.keep_capture(desk.article_id, Capture(URL, b"", later(1)), later(1))
        writer.keep_reading(key, "1", unread)
    record = desk.archive.article(desk.article_id)
    assert record is not None
    assert record.withdrawn_since == later(30)
    assert [recorded.failure for recorded in desk.archive.failures(desk.article_id)] == [failed]
    assert desk.archive.hosts() == (host,)
    assert desk.archive.counts()["changes"] == 1


def test_opening_twice_and_from_several_processes_is_harmless(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True) as first, open_archive(tmp_path) as second:
        Desk(first)
        assert [source.title for source in second.sources()] == ["The Paper"]


def test_a_directory_that_is_no_archive_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive, match=r"there is no archive in .*variorum add"):
        open_archive(tmp_path / "absent")
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(NotAnArchive, match="holds other files and no archive"):
        open_archive(tmp_path, create=True)
    with pytest.raises(NotAnArchive, match="is a file"):
        open_archive(tmp_path / "thesis.txt", create=True)


def test_a_file_that_is_no_database_is_called_damaged_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "variorum.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(ArchiveDamaged, match="damaged or no archive"):
        open_archive(tmp_path)
    assert (tmp_path / "variorum.db").read_bytes().startswith(b"not a database")


def test_an_archive_of_a_newer_variorum_is_refused(tmp_path: Path) -> None:
    open_archive(tmp_path, create=True).close()
    database = sqlite3.connect(tmp_path / "variorum.db")
    database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.commit()
    database.close()
    with pytest.raises(ArchiveDamaged, match="newer Variorum"):
        open_archive(tmp_path)


def test_a_locked_archive_says_so_and_goes_on_when_it_is_free(tmp_path: Path) -> None:
    open_archive(tmp_path, create=True).close()
    other = sqlite3.connect(tmp_path / "variorum.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Archive(Database(tmp_path / "variorum.db", patience=50)) as archive:
        with pytest.raises(ArchiveBusy, match="locked by another process"), archive.writing() as writer:
            writer.keep_setting("a", "b")
        assert archive.setting("a") is None
        other.execute("ROLLBACK")
        other.close()
        with archive.writing() as writer:
            writer.keep_setting("a", "b")
        assert archive.setting("a") == "b"


def test_everything_is_linked_and_verifies_on_every_database(desk: Desk) -> None:
    for number in range(20):
        desk.version(f"At least {14 + number} people died. " + "The mayor spoke. " * 9, number)
    with desk.archive.writing() as writer:
        writer.seal(later(60))
    *_, last = desk.archive.verify(Place())
    assert (last.number, last.broken) == (59, ())
    with desk.archive._database.writing() as connection:
        connection.exec_driver_sql("UPDATE revision SET sentence = 'Nothing changed.' WHERE entry = 8")
    *_, last = desk.archive.verify(Place())
    assert [one.number for one in last.broken] == [8]


def test_texts_stand_on_one_another_at_most_fifteen_deep(desk: Desk) -> None:
    text = "The mayor spoke of the harbour and of the fire. " * 20
    versions = [desk.version(f"At least {14 + number} people died. {text}", number) for number in range(40)]
    with desk.archive._database.reading() as connection:
        depths = connection.execute(select(blob.c.depth)).scalars().all()
    assert max(depths) == 15
    assert [desk.archive.version(version.id) for version in versions] == versions


def test_two_writers_take_turns_and_each_sees_what_the_other_wrote(desk: Desk) -> None:
    with open_archive(desk.archive.directory) as other:
        for number in range(6):
            archive = (desk.archive, other)[number % 2]
            with archive.writing() as writer:
                writer.keep_capture(
                    desk.article_id, Capture(URL, b"%d" % number, later(number)), later(number)
                )
        *_, last = other.verify(Place())
    assert (last.number, last.broken) == (6, ())


@pytest.mark.parametrize("address", ["mysql://a@b/c", "nonsense", "", "postgresql://127.0.0.1:1/none"])
def test_an_address_of_no_archive_is_refused_with_a_sentence(tmp_path: Path, address: str) -> None:
    (tmp_path / "database.url").write_text(address)
    with pytest.raises(ArchiveError):
        open_archive(tmp_path)


def test_the_conduct_of_several_processes_is_added_up_and_its_state_is_the_latest(desk: Desk) -> None:
    first = Conduct(
        "http://paper.example",
        START,
        requests=3,
        unmodified=1,
        failed=1,
        smallest_gap=timedelta(seconds=5.5),
        latency=timedelta(seconds=0.25),
        last_asked=later(1),
        errors=1.25,
        held_until=later(60),
        held_because="paper.example answered 429",
        held_status=429,
    )
    second = Conduct(
        "http://paper.example",
        later(5),
        requests=2,
        disallowed=1,
        smallest_gap=timedelta(seconds=6),
        last_asked=later(9),
    )
    other = Conduct("http://other.example", START)
    with desk.archive.writing() as writer:
        writer.keep_hosts([first])
    assert desk.archive.conducts() == (first,)
    with desk.archive.writing() as writer:
        writer.keep_hosts([second, other])
    assert desk.archive.conducts(["http://paper.example"]) == (
        Conduct(
            "http://paper.example",
            START,
            requests=5,
            unmodified=1,
            failed=1,
            disallowed=1,
            smallest_gap=timedelta(seconds=5.5),
            last_asked=later(9),
        ),
    )
    assert {conduct.origin for conduct in desk.archive.conducts()} == {
        "http://paper.example",
        "http://other.example",
    }
    assert desk.archive.origins(FEED.id) == ("http://paper.example",)


def found(desk: Desk, query: str) -> list[str]:
    """The ids of the versions in which something is found, those captured first first."""
    hits = desk.archive.search(parsed_query(query), ranked=False)
    return [hit.version_id for hit in reversed(hits)]


def test_what_any_version_said_is_found_and_what_each_revision_added_or_removed(desk: Desk) -> None:
    text = "The mayor of Müllheim came at noon. {} The mill was built in 1871."
    first = desk.version(text.format("At least 14 people died."), 0).id
    second = desk.version(text.format("At least 41 people died."), 10, headline="Blaze at the mill").id
    third = desk.version(
        text.format("At least 41 people died. 東京 sent help."), 20, headline="Blaze at the mill"
    ).id
    last = desk.version("The mill was built in 1871.", 30, headline="Blaze at the mill").id
    for query, versions in {
        "mullheim": [first],
        '"14 people"': [first],
        "41": [second],
        '"people died"': [first, second],
        "headline:blaze": [second],
        "headline:mayor": [],
        "built AND": [],
        "FIRE -mayor": [],
        "blaze OR fire": [first, second],
        "mayo*": [first],
        "東京": [third],
        'added:"41 people"': [second],
        'added:"people died"': [],
        "added:sent": [third],
        'removed:"14 people"': [second],
        'removed:"41 people"': [last],
        "removed:mayor": [last],
        "added:blaze removed:fire": [second],
        "mill since:2026-05-04T09:05Z": [second],
        "mill until:2026-05-03": [],
    }.items():
        assert found(desk, query) == versions, query
    (hit,) = desk.archive.search(parsed_query('removed:"14 people"'))
    assert (hit.before_version, hit.headline, hit.source) == (first, "Blaze at the mill", FEED.title)
    assert hit.sentence


def test_a_version_between_two_others_is_found_and_so_are_they(desk: Desk) -> None:
    late = desk.version("At least 41 people died.", 60).id
    early = desk.version("At least 12 people died.", 0).id
    middle = desk.version("At least 14 people died.", 30).id
    assert found(desk, "died") == [early, middle, late]
    assert found(desk, 'added:"41 people"') == [late]
    assert found(desk, 'removed:"14 people"') == [late]
    assert found(desk, 'removed:"12 people"') == [middle]
    assert desk.archive.unsearched() == 0


def test_all_that_is_held_of_an_article_is_told_in_an_order_in_which_it_can_be_taken_in(desk: Desk) -> None:
    versions = [desk.version(f"At least {number} people died.", number) for number in (0, 10, 20)]
    at = Event(
        event_id(desk.article_id, EventKind.WITHDRAWN, later(30)),
        desk.article_id,
        EventKind.WITHDRAWN,
        later(30),
        later(30),
        "It was withdrawn.",
    )
    with desk.archive.writing() as writer:
        writer.record_event(at, weight=0.9, made_at=later(31))
    held = list(desk.archive.held(desk.article_id))
    kinds = [type(one).__name__.removeprefix("Held").lower() for one in held]
    assert kinds == ["article", *["capture", "reading"] * 3, *["version"] * 3, *["revision"] * 2, "event"]
    assert [held_from_document(json.loads(json.dumps(held_document(one)))) for one in held] == held
    part = list(desk.archive.held(desk.article_id, later(20)))
    assert [one.id for one in part if isinstance(one, HeldVersion)] == [one.id for one in versions[1:]]
    assert [one.before_version for one in part if isinstance(one, HeldRevision)] == [versions[1].id]
    assert desk.archive.held_ids() == (desk.article_id,)
    assert desk.archive.held_ids(source_id=FEED.id, since=later(30)) == (desk.article_id,)
    assert desk.archive.held_ids(since=later(31)) == desk.archive.held_ids(desk.article_id) == ()
    assert [capture.captured_at for capture in desk.archive.captured(URL, limit=2)] == [later(20), later(10)]
    assert [capture.captured_at for capture in desk.archive.captured(URL, later(10))] == [later(10)]
    assert desk.archive.is_read(versions[0].capture_id)
    assert not desk.archive.is_read("a" * 16)
