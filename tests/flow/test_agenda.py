"""What is due comes in slices, as there is room, and no setting of the clock makes all of it due at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flow.checks import PAPER, START

from variorum.archive import open_archive
from variorum.flow.clock import TempoClock
from variorum.flow.engine import docket
from variorum.flow.engine.agenda import Agenda
from variorum.flow.engine.desk import Desk
from variorum.flow.engine.docket import Room
from variorum.flow.keeping import first_schedule
from variorum.model import Conduct, Due, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from variorum.archive import ArchiveReader
    from variorum.fetching import Fetcher
    from variorum.flow.engine.workers import Workers


class Wall:
    """A wall whose clock can be set while time passes."""

    def __init__(self) -> None:
        self.shown, self.seconds = START, 0.0

    def pass_(self, **span: float) -> None:
        self.shown += timedelta(**span)
        self.seconds += timedelta(**span).total_seconds()

    def set(self, **span: float) -> None:
        self.shown += timedelta(**span)


class Offers:
    """Takes what is offered, at most so many at a time."""

    def __init__(self, most: int = 1_000_000) -> None:
        self.taken: list[str] = []
        self.most = most
        self.refused: set[str] = set()

    def offer(self, item: Due) -> bool:
        if item.id in self.refused:
            return False
        self.taken.append(item.id)
        return True

    @property
    def room(self) -> Room:
        return Room(self.offer, lambda: len(self.taken) >= self.most)

    def take(self) -> list[str]:
        taken, self.taken = self.taken, []
        return taken


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def desk(tmp_path: Path, wall: Wall) -> Iterator[Desk]:
    clock = TempoClock(START, START, 1.0, wall=lambda: wall.shown, steady=lambda: wall.seconds)
    with open_archive(tmp_path / "archive", create=True) as archive:
        with archive.writing() as writer:
            writer.add_source(PAPER, first_schedule(START, "new", watched=False))
        made = Desk(archive, cast("Fetcher", None), clock, cast("Workers", None))
        yield made
        made.clerk.shutdown()


def schedule(desk: Desk, name: str, due_at: datetime | None, last_checked: datetime | None = None) -> str:
    """Sets when an article is due, and gives its id."""
    with desk.archive.writing() as writer:
        article_id, _ = writer.add_article(
            f"http://paper.example/{name}", PAPER.id, START, first_schedule(START, "new")
        )
        writer.set_schedule(article_id, Schedule(due_at, "so", START, last_checked=last_checked))
    return article_id


def next_check(archive: ArchiveReader, article_id: str) -> datetime | None:
    known = archive.known(article_id)
    assert known is not None
    return known.schedule.next_check


@given(minutes=st.lists(st.integers(-3, 1), max_size=12), most=st.integers(1, 5), everything=st.booleans())
@settings(max_examples=15, deadline=None)
def test_slices_of_any_size_hold_what_is_due_each_once_and_in_its_order(
    minutes: list[int], most: int, *, everything: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with open_archive(tmp_path_factory.mktemp("slices") / "a", create=True) as archive:
        with archive.writing() as writer:
            writer.add_source(PAPER, first_schedule(START - timedelta(hours=1), "new"))
            for number, minute in enumerate(minutes):
                at = START + timedelta(minutes=minute)
                writer.add_article(
                    f"http://paper.example/{number}", PAPER.id, START, first_schedule(at, "new")
                )
        whole = archive.due(START, everything=everything)
        found: list[Due] = []
        while piece := archive.due(
            START, everything=everything, limit=most, after=found[-1] if found else None
        ):
            assert len(piece) <= most
            found.extend(piece)
    assert tuple(found) == whole
    assert len(whole) == 1 + (len(minutes) if everything else sum(minute <= 0 for minute in minutes))
    assert [item.is_source for item in whole] == sorted((item.is_source for item in whole), reverse=True)


async def test_what_finds_no_room_is_offered_later_and_nothing_twice_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docket, "SLICE", 2)
    ids = [schedule(desk, str(number), START - timedelta(minutes=9 - number)) for number in range(5)]
    offers = Offers(most=3)
    agenda = Agenda(desk, offers.room)
    await agenda.fill()
    assert offers.take() == ids[:3]
    await agenda.fill()
    assert offers.take() == ids[3:]


async def test_what_a_full_site_could_not_take_is_met_again(desk: Desk, wall: Wall) -> None:
    ids = [schedule(desk, str(number), START - timedelta(minutes=9 - number)) for number in range(3)]
    offers = Offers()
    offers.refused = {ids[0]}
    agenda = Agenda(desk, offers.room)
    await agenda.fill()
    assert offers.take() == ids[1:]
    for item in ids[1:]:
        schedule(desk, str(ids.index(item)), START + timedelta(days=1))
    offers.refused.clear()
    wall.pass_(seconds=30)
    await agenda.fill()
    assert offers.take() == [ids[0]]


async def test_what_was_offered_and_dropped_is_offered_again(desk: Desk) -> None:
    dropped = schedule(desk, "1", START)
    offers = Offers()
    agenda = Agenda(desk, offers.room)
    for _ in range(2):
        await agenda.fill()
        assert offers.take() == [dropped]
        agenda.begin_again()


async def test_what_falls_due_while_time_passes_is_offered_then(desk: Desk, wall: Wall) -> None:
    soon = schedule(desk, "soon", START + timedelta(minutes=10))
    offers = Offers()
    agenda = Agenda(desk, offers.room)
    await agenda.fill()
    assert offers.take() == []
    wall.pass_(minutes=11)
    await agenda.fill()
    assert offers.take() == [soon]


async def test_a_clock_that_is_set_forward_leaves_what_waits_its_wait(desk: Desk, wall: Wall) -> None:
    ids = [schedule(desk, str(hours), START + timedelta(hours=hours)) for hours in (1, 2, 23)]
    offers = Offers()
    agenda = Agenda(desk, offers.room)
    await agenda.fill()
    wall.set(days=1)
    await agenda.fill()
    assert offers.take() == []
    # What is scheduled by the new time goes by it.
    new = schedule(desk, "new", wall.shown + timedelta(minutes=10))
    wall.pass_(minutes=11)
    await agenda.fill()
    assert offers.take() == [new]
    schedule(desk, "new", None)
    for item, hours in zip(ids, (1, 1, 21), strict=True):
        wall.pass_(hours=hours)
        await agenda.fill()
        assert offers.take() == [item]
        schedule(desk, str({0: 1, 1: 2, 2: 23}[ids.index(item)]), None)
    wall.pass_(hours=2)
    await agenda.fill()
    assert offers.take() == []


@pytest.mark.parametrize("while_it_runs", [True, False])
async def test_a_clock_that_is_set_back_holds_nothing_back(
    desk: Desk, wall: Wall, *, while_it_runs: bool
) -> None:
    agenda = Agenda(desk, Offers().room)
    await agenda.fill()
    checked = wall.shown + timedelta(hours=1)
    origin = "http://paper.example"
    with desk.archive.writing() as writer:
        writer.keep_hosts(
            [Conduct(origin, checked, 1, last_asked=checked, held_until=checked + timedelta(hours=2))]
        )
    waiting = schedule(desk, "1", checked + timedelta(minutes=30), checked)
    over = schedule(desk, "2", None, checked)
    wall.pass_(hours=1)
    wall.set(days=-300)
    if not while_it_runs:
        agenda = Agenda(desk, Offers().room)
    await agenda.fill()
    assert next_check(desk.archive, waiting) == wall.shown + timedelta(minutes=30)
    assert next_check(desk.archive, over) is None
    (conduct,) = desk.archive.conducts()
    assert conduct.last_asked == wall.shown
    assert conduct.held_until == wall.shown + timedelta(hours=2)


def test_hosts_are_told_whatever_stands_behind_them(desk: Desk) -> None:
    urls = ["http://a.example/1", "http://a.example/2?x=1", "http://a.example?q=2", "http://a.example:81/1"]
    urls += ["http://a.example-b.example/", "http://b.example", "http://b.example/x"]
    with desk.archive.writing() as writer:
        for url in urls:
            writer.add_article(url, PAPER.id, START, first_schedule(START, "new"))
    hosts = desk.archive.hosts_of_addresses()
    assert sorted(hosts) == ["a.example", "a.example-b.example", "a.example:81", "b.example"]
