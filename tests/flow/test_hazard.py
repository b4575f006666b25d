"""What is learnt from checks, and how long articles wait for it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.flow.decide import decide
from variorum.flow.hazard import change_class, hours_until, learnt, stages, tallied
from variorum.flow.live import is_live
from variorum.flow.policy import Policy
from variorum.flow.spacing import Life, paces, step
from variorum.model import (
    LIVE,
    Article,
    ArticleKind,
    Capture,
    Gap,
    Hazard,
    Known,
    Outlook,
    Paragraph,
    RecordGap,
    Reschedule,
    Schedule,
    Seen,
    Version,
)

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
URL = "https://paper.example/news/1"
POLICY = Policy()

AGES = st.floats(0, 2_000, allow_nan=False)
GAPS = st.builds(
    lambda outlet, start, length, quiet, changes, changed, live: Gap(
        outlet, start, start + length, max(0.0, start - quiet) if changes else None, changes, changed, live
    ),
    st.sampled_from(["a.example", "b.example"]),
    AGES,
    st.floats(0.01, 500),
    st.floats(0, 500),
    st.integers(0, 12),
    st.booleans(),
    st.booleans(),
)


def crawl(hourly: float, outlet: str = "paper.example", times: int = 400) -> list[Gap]:
    """Gaps of an hour each in which every `1 / hourly`-th article changed."""
    every = round(1 / hourly)
    return [Gap(outlet, 1.0, 2.0, None, 0, number % every == 0) for number in range(times)]


def hazard(hourly: float = 0.1) -> Hazard:
    found = learnt(tallied(crawl(hourly)))
    assert found is not None
    return found


@given(AGES, st.floats(0, 500), st.none() | AGES, st.integers(0, LIVE))
def test_the_stages_of_a_time_fill_it_without_a_gap(
    start: float, length: float, last: float | None, changes: int
) -> None:
    last_change = None if last is None else min(last, start)
    found = list(stages(start, start + length, last_change, changes))
    assert math.isclose(sum(hours for _, hours in found), length, abs_tol=1e-6)
    assert all(hours > 0 and stage.changes == changes for stage, hours in found)
    assert [stage.age for stage, _ in found] == sorted(stage.age for stage, _ in found)


@given(st.lists(GAPS, max_size=12))
def test_tallies_lose_neither_time_nor_changes(gaps: list[Gap]) -> None:
    found = tallied(gaps)
    assert math.isclose(sum(t.hours for t in found), sum(gap.end - gap.start for gap in gaps), rel_tol=1e-6)
    assert math.isclose(sum(t.changes for t in found), sum(gap.changed for gap in gaps), abs_tol=1e-6)


@given(st.lists(GAPS, min_size=1, max_size=12))
def test_learning_gap_by_gap_comes_to_the_same_as_learning_all_at_once(gaps: list[Gap]) -> None:
    once = learnt(tallied(gaps))
    by_and_by = learnt([tally for gap in gaps for tally in tallied([gap])])
    if once is None or by_and_by is None:
        assert once is by_and_by
        return
    assert all(math.isclose(once.rates[stage], by_and_by.rates[stage], rel_tol=1e-6) for stage in once.rates)
    assert all(rate > 0 for rate in once.rates.values())
    assert all(factor > 0 for factor in once.outlets.values())


def test_where_nothing_changed_nothing_is_learnt() -> None:
    assert learnt([]) is None
    assert learnt(tallied([Gap("a.example", 1, 2, None, 0, changed=False)])) is None


def test_what_was_seen_often_is_learnt_as_it_was_seen() -> None:
    rates = {hourly: hours_until(hazard(hourly), "", 1.0, None, 0, expected=hourly) for hourly in (0.05, 0.2)}
    assert all(0.8 < hours < 1.25 for hours in rates.values())


def test_an_outlet_that_edits_more_has_a_factor_above_one_and_a_stranger_has_one() -> None:
    found = learnt(tallied([*crawl(0.02, "slow.example"), *crawl(0.25, "quick.example")]))
    assert found is not None
    assert found.outlets["quick.example"] > 1 > found.outlets["slow.example"]
    waits = [
        hours_until(found, outlet, 1.0, None, 0, expected=0.04)
        for outlet in ("quick.example", "new.example", "slow.example")
    ]
    assert waits == sorted(waits)


@given(st.lists(GAPS, min_size=3, max_size=12), AGES, st.floats(0.001, 1), st.floats(1, 10))
def test_more_changes_take_longer_to_expect(
    gaps: list[Gap], age: float, expected: float, times: float
) -> None:
    found = learnt(tallied(gaps))
    if found is not None:
        soon, late = (
            hours_until(found, "a.example", age, None, 0, expected=e) for e in (expected, expected * times)
        )
        assert 0 < soon <= late


def life(age: float = 1.0, *, live: bool = False) -> Life:
    return Life("paper.example", age, None, 0, live)


@given(st.floats(0.001, 5), AGES, st.floats(0, 39), st.booleans())
def test_a_wait_is_never_shorter_than_the_least_nor_reaches_over_a_floor(
    hourly: float, age: float, days: float, live: bool
) -> None:
    rates = Hazard(dict.fromkeys(hazard().rates, hourly / 10))
    quiet = timedelta(days=days)
    found = step(life(age, live=live), quiet, Outlook(rates), POLICY)
    assert found is not None
    ends = POLICY.floors[sum(quiet > floor * 1.05 for floor in POLICY.floors) + 1 :]
    assert found.length >= POLICY.least or found.ground.startswith(", at the latest")
    if ends:
        assert quiet + found.length <= ends[0]


def test_an_article_that_never_changes_is_checked_within_every_floor_and_given_up_at_the_horizon() -> None:
    still = Hazard(dict.fromkeys(hazard().rates, 1e-9))
    known, at, checks = known_article(), START, []
    while known.schedule.next_check is not None:
        at = known.schedule.next_check
        checks.append((at - START) / timedelta(days=1))
        known = replace(known, schedule=after(known, at, Outlook(still)))
    edges = [0.0, 1, 3, 7, 14, 30, 40]
    assert all(any(low < day <= high for day in checks) for low, high in pairwise(edges))
    assert checks[-1] == 40
    assert known.schedule.reason == "no longer checked: unchanged for 40 days"


def known_article(**known: object) -> Known:
    read = Article("Fire at the mill", paragraphs=(Paragraph("It burns."),))
    first = Version("v" * 16, "a" * 16, START, START, "1", read, "c" * 16, URL)
    schedule = Schedule(START, "new", START, last_checked=START)
    return replace(Known("a" * 16, URL, schedule, first, first_seen=START), **known)  # type: ignore[arg-type]


def after(known: Known, at: datetime, outlook: Outlook, chance: float = 0.5) -> Schedule:
    intents = decide(known, Seen(at, Capture(URL, b"", at, 304)), at, POLICY, outlook=outlook, chance=chance)
    return next(intent.schedule for intent in intents if isinstance(intent, Reschedule))


def test_the_reason_tells_the_wait_and_the_ground_that_it_really_has() -> None:
    at = START + timedelta(hours=1)
    found = after(known_article(), at, Outlook(hazard(0.1)))
    assert found.next_check is not None
    assert found.reason.startswith("unchanged for 1 hour, so it is checked again after ")
    assert found.reason.endswith("when about 1 in 25 like it has changed")
    assert found.interval == found.next_check - at
    assert found.expected == pytest.approx(0.04 / (found.interval / timedelta(days=1)))


@given(st.floats(0, 1), st.floats(0, 1))
def test_chance_spreads_checks_and_never_by_more_than_the_policy_says(one: float, other: float) -> None:
    at = START + timedelta(hours=1)
    for outlook in (Outlook(), Outlook(hazard(0.1))):
        waits = [after(known_article(), at, outlook, chance).next_check for chance in (0.5, one, other)]
        middle, *drawn = [(wait or at) - at for wait in waits]
        assert all(abs(wait - middle) <= middle * POLICY.jitter * 1.01 for wait in drawn)
        assert (drawn[0] <= drawn[1]) or (one > other)


def test_a_site_that_may_not_be_asked_so_often_gets_wider_gaps_and_the_reason_says_so() -> None:
    daily = {"paper.example": 1_000.0}
    wider = paces({"paper.example": 100.0}, daily, POLICY)
    assert wider == {"paper.example": 0.2}
    usual, slowed = (
        step(life(), timedelta(hours=1), Outlook(hazard(), pace), POLICY) for pace in ({}, wider)
    )
    assert usual is not None
    assert slowed is not None
    assert slowed.length > usual.length
    assert slowed.ground.endswith("more would ask too much of its site")


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1e6), max_size=6),
    st.floats(1, 1e5),
)
def test_what_a_site_is_asked_stays_within_its_share(demand: dict[str, float], daily: float) -> None:
    found = paces(demand, dict.fromkeys(demand, daily), POLICY)
    for site, changes in demand.items():
        requests = changes / found.get(site, POLICY.expected)
        assert requests <= POLICY.share * daily * 1.000001


def test_a_check_tells_of_the_time_since_the_last_one() -> None:
    at = START + timedelta(hours=2)
    known = known_article(published=START - timedelta(hours=1))
    intents = decide(known, Seen(at, Capture(URL, b"", at, 304)), at, POLICY)
    assert [intent.gap for intent in intents if isinstance(intent, RecordGap)] == [
        Gap("paper.example", 1.0, 3.0, None, 0, changed=False)
    ]
    failing = replace(known, schedule=replace(known.schedule, failures=1))
    intents = decide(failing, Seen(at, Capture(URL, b"", at, 304)), at, POLICY)
    assert not any(isinstance(intent, RecordGap) for intent in intents)


@pytest.mark.parametrize(
    ("url", "headline", "live"),
    [
        ("https://paper.example/news/live/2026/storm", "Storm", True),
        ("https://paper.example/2026/liveblog-sturm", "Sturm", True),
        ("https://paper.example/2026/1", "Election night: live updates", True),
        ("https://paper.example/2026/1", "LIVE: the count", True),
        ("https://paper.example/sport/liverpool-win", "Liverpool win at last", False),
        ("https://paper.example/2026/live-music-returns", "Where we live now", False),
    ],
)
def test_live_blogs_are_told_by_their_address_or_headline(url: str, headline: str, live: bool) -> None:
    assert is_live(url, Article(headline)) is live


def test_an_article_that_was_read_as_a_live_blog_is_one_whatever_it_is_called() -> None:
    assert is_live(URL, Article("Storm", kind=ArticleKind.LIVE))
    assert not is_live(URL, Article("Storm", kind=ArticleKind.VIDEO))


def test_a_live_blog_is_a_class_of_its_own_and_checked_often_while_it_goes_on() -> None:
    assert change_class(0, live=True) == change_class(20, live=True) == LIVE
    slow = Hazard(dict.fromkeys(hazard().rates, 1e-6))
    going, over = (
        step(life(5, live=True), timedelta(hours=hours), Outlook(slow), POLICY) for hours in (2, 30)
    )
    assert going is not None
    assert over is not None
    assert (going.length, going.ground) == (timedelta(minutes=10), ", as a live blog")
    assert over.length > timedelta(days=1)
