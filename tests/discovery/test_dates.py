"""Dates as feeds write them, and the moments they tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.discovery.dates import moment

HALF_PAST_TWO = datetime(2026, 1, 5, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 05 Jan 2026 14:30:00 GMT",
        "Mon, 05 Jan 2026 14:30:00 -0000",
        "Fri, 05 Jan 2026 14:30:00 GMT",
        "Mon,05 Jan 2026 14:30:00 Z",
        "Mon, 5 Jan 2026 14:30 UT",
        "05 Jan 26 14:30 GMT",
        "Mon, 05 Jan 2026 09:30:00 EST",
        "Mon, 05 Jan 2026 06:30 PST",
        "Mon, 05 Jan 2026 15:30:00 CET",
        "Mon, 05 Jan 2026 20:00:00 +0530",
        "Mon, 05 Jan 2026 15:30:00 +01:00",
        "Mon, 05 Jan 2026 15:30:00 +0100 (CET)",
        "Mon, 05 Jan 2026 15:30:00 GMT+1",
        "Monday, January 5, 2026 9:30 AM EST",
        "Jan 5th, 2026, 2:30 p.m. GMT",
        "Mon Jan  5 14:30:00 2026",
        "Mon Jan  5 09:30:00 EST 2026",
        "5-Jan-2026 14:30:00",
        "Mon, 05 January 2026 14:30:00",
        "Mo, 05. Januar 2026 15:30:00 +0100",
        "lun., 05 janv. 2026 15:30:00 +0100",
        "2026-01-05T14:30:00Z",
        "2026-01-05t14:30:00z",
        "2026-01-05T14:30Z",
        "2026-01-05T14:30:00.999Z",
        "2026-01-05T14:30:00,5Z",
        "2026-01-05T09:30:00-05:00",
        "2026-01-05T09:30:00-0500",
        "2026-01-05T09:30:00-05",
        "2026-01-05 14:30:00 UTC",
        "2026-01-05 14:30:00",
        "2026/01/05 14:30",
        "20260105T143000Z",
        " \n 2026-01-05T14:30:00Z\t",
    ],
)
def test_one_moment_is_told_in_many_ways(text: str) -> None:
    assert moment(text) == HALF_PAST_TWO


@pytest.mark.parametrize("text", ["2026-01-05", "20260105", "5 Jan 2026", "January 5, 2026"])
def test_a_day_begins_at_midnight(text: str) -> None:
    assert moment(text) == datetime(2026, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-01-05T24:00:00Z", datetime(2026, 1, 6, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("5 Jan 2026 12:15 AM", datetime(2026, 1, 5, 0, 15, tzinfo=UTC)),
        ("5 Jan 2026 12:15 PM", datetime(2026, 1, 5, 12, 15, tzinfo=UTC)),
        ("5 Jan 49 10:00 GMT", datetime(2049, 1, 5, 10, tzinfo=UTC)),
        ("5 Jan 99 10:00 GMT", datetime(1999, 1, 5, 10, tzinfo=UTC)),
        ("Sun, 5 Jan 1902 10:00 GMT", datetime(1902, 1, 5, 10, tzinfo=UTC)),
    ],
)
def test_the_edges_of_clock_and_calendar_are_read(text: str, told: datetime) -> None:
    assert moment(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "14:30",
        "2026",
        "2026-01",
        "05/01/2026",
        "1767623400",
        "31 Feb 2026 10:00 GMT",
        "5 Foo 2026 10:00 GMT",
        "2026-13-01T00:00:00Z",
        "0000-00-00 00:00:00",
        "Mon, 05 Jan 2026 25:30:00 GMT",
        "Mon, 05 Jan 2026 14:60:00 GMT",
        "5 Jan 2026 13:00 PM",
        "Mon, 05 Jan 2026 14:30:00 IST",
        "Mon, 05 Jan 2026 14:30:00 +9900",
        "Mon, 05 Jan 2026 14:30:00 +0075",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "2026-01-05T14:30:00." + "0" * 100 + "Z",
    ],
)
def test_what_cannot_be_told_is_none(text: str) -> None:
    assert moment(text) is None


@given(
    st.datetimes(min_value=datetime(1972, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001 - hypothesis wants them naive
    st.integers(-12 * 60, 14 * 60),
)
def test_what_is_written_by_the_standards_is_read_exactly(naive: datetime, minutes: int) -> None:
    there = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert moment(there.isoformat()) == there
    assert moment(format_datetime(there)) == there
    assert moment(format_datetime(there.astimezone(UTC), usegmt=True)) == there


@given(st.text(max_size=120) | st.text(alphabet="0123456789 :,-+/TZtzJanMoPM.()", max_size=60))
def test_no_text_makes_the_reading_of_dates_fail(text: str) -> None:
    told = moment(text)
    assert told is None or told.utcoffset() == timedelta(0)
