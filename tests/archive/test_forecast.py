"""What the archive keeps for the scheduler: gaps, tallies, demands, and how sources listed articles before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.archive.conftest import FEED, START, URL, first_schedule, later

from variorum.model import Gap, Sighting, Stage, Tally

if TYPE_CHECKING:
    from tests.archive.conftest import Desk

GAPS = (
    Gap("paper.example", 1.0, 2.5, None, 0, changed=False),
    Gap("paper.example", 2.5, 3.5, 2.0, 1, changed=True, live=True),
)


def test_gaps_are_taken_once_in_the_order_in_which_they_came(desk: Desk) -> None:
    with desk.archive.writing() as writer:
        for gap in GAPS:
            writer.record_gap(gap)
    with desk.archive.writing() as writer:
        assert writer.take_gaps(1) == GAPS[:1]
        assert writer.take_gaps(10) == GAPS[1:]
        assert writer.take_gaps(10) == ()


def test_tallies_add_up(desk: Desk) -> None:
    one = Tally("paper.example", Stage(1, 0, 0), 2.0, 0.5)
    other = Tally("paper.example", Stage(1, 2, 1), 1.0, 0.0)
    with desk.archive.writing() as writer:
        writer.add_tallies([one, other])
        writer.add_tallies([one])
    assert set(desk.archive.tallies()) == {one._replace(hours=4.0, changes=1.0), other}


def test_the_demand_of_a_source_is_that_of_what_is_still_checked(desk: Desk) -> None:
    with desk.archive.writing() as writer:
        second, _ = writer.add_article(
            "http://paper.example/2", FEED.id, START, replace(first_schedule(), expected=0.5)
        )
        writer.set_schedule(desk.article_id, replace(first_schedule(), expected=1.5))
    assert desk.archive.demand() == ((URL, 2.0),) or desk.archive.demand() == (
        ("http://paper.example/2", 2.0),
    )
    with desk.archive.writing() as writer:
        writer.set_schedule(second, replace(first_schedule(), next_check=None))
    assert desk.archive.demand() == ((URL, 1.5),)


def test_how_a_source_listed_an_article_is_known_until_it_lists_it_otherwise(desk: Desk) -> None:
    listed = Sighting(URL, "Fire", updated=later(3))
    schedule = replace(first_schedule(), hinted=True, vain_hints=3, expected=0.25)
    with desk.archive.writing() as writer:
        assert writer.listed_before(FEED.id, desk.article_id) is None
        writer.sight(FEED.id, desk.article_id, listed, START)
        writer.set_schedule(desk.article_id, schedule)
        assert writer.listed_before(FEED.id, desk.article_id) == (listed, schedule)


def test_the_changes_of_an_article_are_known_before_it_is_checked(desk: Desk) -> None:
    for minute, text in enumerate(("It burns.", "It burnt.", "It is out.")):
        desk.version(text, minute)
    known = desk.archive.known(desk.article_id)
    assert known is not None
    assert (known.changes, known.first_seen) == (2, START)
