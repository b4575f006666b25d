"""What sources say of their articles pulls checks forward, as far as it proves true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from variorum.flow.decide import decide
from variorum.flow.hints import Relisted, pulled_forward
from variorum.flow.policy import Policy
from variorum.model import (
    Article,
    Capture,
    Known,
    Paragraph,
    Reschedule,
    Schedule,
    Seen,
    Sighting,
    Version,
)

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
URL = "https://paper.example/news/1"
POLICY = Policy()
LATER = Schedule(NOW + timedelta(hours=5), "later", NOW, last_checked=NOW - timedelta(hours=1))
LISTED = Sighting(URL, "Fire at the mill", updated=NOW - timedelta(hours=3))


def relisted(schedule: Schedule = LATER, **after: object) -> Relisted:
    return Relisted("a" * 16, LISTED, replace(LISTED, **after), schedule)  # type: ignore[arg-type]


def pulled(*listed: Relisted) -> list[Schedule]:
    return [schedule for _, schedule in pulled_forward(listed, NOW, POLICY)]


def test_a_later_time_of_updating_pulls_the_check_forward_and_says_so() -> None:
    (schedule,) = pulled(relisted(updated=NOW - timedelta(minutes=2)))
    assert (schedule.next_check, schedule.hinted) == (NOW, True)
    assert schedule.reason == (
        "its source says that it was updated at 2026-05-04 11:58 UTC, so it is checked again at once"
    )


def test_another_title_pulls_it_forward_and_the_same_listing_does_not() -> None:
    (schedule,) = pulled(relisted(title="Two killed in fire at the mill"))
    assert schedule.reason == "its source lists it under another title, so it is checked again at once"
    assert pulled(relisted()) == []


def test_an_earlier_time_or_none_at_all_says_nothing() -> None:
    assert pulled(relisted(updated=NOW - timedelta(days=1)), relisted(updated=None)) == []


def test_a_source_that_dates_everything_anew_is_not_believed() -> None:
    assert pulled(*[relisted(updated=NOW)] * 12) == []
    assert len(pulled(*[relisted(updated=NOW)] * 12, *[relisted()] * 12)) == 12


def test_what_was_given_up_is_taken_up_again_when_its_source_says_that_it_changed() -> None:
    given_up = replace(LATER, next_check=None, reason="no longer checked: unchanged for 40 days")
    (schedule,) = pulled(relisted(given_up, updated=NOW))
    assert (schedule.next_check, schedule.since) == (NOW, NOW)


def test_what_fails_or_is_missing_keeps_its_own_time() -> None:
    assert pulled(relisted(replace(LATER, failures=2), updated=NOW)) == []
    assert pulled(relisted(replace(LATER, missing_since=NOW), updated=NOW)) == []


def test_a_check_that_was_pulled_forward_for_nothing_is_counted() -> None:
    read = Article("Fire at the mill", paragraphs=(Paragraph("It burns."),))
    version = Version("v" * 16, "a" * 16, NOW, NOW, "1", read, "c" * 16, URL)
    known = Known("a" * 16, URL, replace(LATER, hinted=True, vain_hints=1), version)
    unchanged, changed = Seen(NOW, Capture(URL, b"", NOW, 304)), Seen(NOW, Capture(URL, b"", NOW), read, "2")
    counts = []
    for seen in (unchanged, changed):
        (told,) = [i.schedule for i in decide(known, seen, NOW, POLICY) if isinstance(i, Reschedule)]
        counts.append((told.vain_hints, told.hinted))
    assert counts == [(2, False), (0, False)]


def test_each_hint_in_vain_doubles_the_time_between_two() -> None:
    schedule = replace(LATER, last_checked=NOW)
    waits = []
    for vain in range(4):
        (hinted,) = pulled(relisted(replace(schedule, vain_hints=vain), updated=NOW))
        assert hinted.next_check is not None
        waits.append((hinted.next_check - NOW) / timedelta(minutes=1))
    assert waits == [10, 20, 40, 80]


@given(st.integers(0, 40), st.integers(0, 600), st.booleans())
def test_a_hint_never_puts_a_check_off(vain: int, minutes: int, given_up: bool) -> None:
    schedule = replace(
        LATER, next_check=None if given_up else NOW + timedelta(minutes=minutes), vain_hints=vain
    )
    for found in pulled(relisted(schedule, updated=NOW)):
        assert found.next_check is not None
        assert found.next_check >= NOW
        assert schedule.next_check is None or found.next_check < schedule.next_check
