"""Takes a date as a feed writes it, gives the moment in UTC, or `None` where the text does not tell it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from variorum.text.months import month_number
from variorum.text.zones import zone_offset

_LONGEST = 100
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?:\s*(?P<half>[ap])\.?m\b\.?)?"
_ZONE = r"(?P<zone>(?:gmt|utc?|z)?\s*[+-]\s*\d{1,2}(?::?\d\d)?|[a-z]+)(?:\s*\([^()]*\))?"
_WEEKDAY = r"(?:[^\W\d_]+(?:\.?\s*,\s*|\.?\s+))?"
_MONTH = r"(?P<month>[^\W\d_]{3,})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_CLOCK = rf"(?:\s*,?\s+(?:at\s+)?{_TIME}(?:\s*{_ZONE})?)?"
_BASIC_TIME = r"(?P<hour>\d\d)(?P<minute>\d\d)?(?P<second>\d\d)?(?P<half>)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # The dates of RFC 822 and RFC 5322, with what is missing or too much in the wild.
        rf"{_WEEKDAY}{_DAY}[\s-]*{_MONTH}[\s,-]*(?P<year>\d{{2,4}}){_CLOCK}",
        # American dates: the month comes first.
        rf"{_WEEKDAY}{_MONTH}\s*{_DAY}\s*,?\s+(?P<year>\d{{4}}){_CLOCK}",
        # The dates of asctime and date: the year comes last.
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_TIME}(?:\s+{_ZONE})?\s+(?P<year>\d{{4}})",
        # RFC 3339 and ISO 8601 in its extended and its basic form, down to the day.
        rf"(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})(?:(?:t|\s+){_TIME}(?:\s*{_ZONE})?)?",
        rf"(?P<year>\d{{4}})-?(?P<month>\d\d)-?(?P<day>\d\d)(?:t{_BASIC_TIME}(?:\s*{_ZONE})?)?",
    )
)
#: What software writes where it knows no date: the first moment of its own calendar.
_UNSET = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_GREGORIAN_YEAR = 1583


def _month(word: str) -> int:
    """The number of a month given as digits or a word; 0, which no date has, for any other word."""
    return int(word) if word.isdecimal() else month_number(word)


def _year(digits: str) -> int:
    """The year; two or three digits as RFC 5322 section 4.3 reads them."""
    year = int(digits)
    if len(digits) == 4:  # noqa: PLR2004 - a year in full
        return year
    return year + 2000 if len(digits) == 2 and year < 50 else year + 1900  # noqa: PLR2004 - the RFC's border


def _time_of_day(found: re.Match[str]) -> timedelta | None:
    """The time since midnight, which may be 24:00 or hold a leap second; `None` if no clock shows it."""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - as on a clock face
            return None
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    span = timedelta(hours=hour, minutes=minute, seconds=second)
    return span if minute < 60 and second <= 60 and span <= timedelta(days=1) else None  # noqa: PLR2004 - as on a clock


def moment(text: str) -> datetime | None:
    """The moment that a feed's date tells, aware UTC, in whole seconds.

    Read are RFC 822 and its successors, RFC 3339, ISO 8601 down to the day, asctime and American dates, in spite of
    a wrong weekday, missing seconds, two-digit years and words of other languages. Without a zone the time is taken
    as UTC and without a time the day begins at midnight, as feed readers do. `None` for a zone that is unknown or
    ambiguous, for a month or year alone, for days that do not exist, and for year 1 and 1970's first second.

    >>> moment("Mon, 5 Jan 26 9:30 EST").isoformat(), moment("2026-01-05T14:30Z").isoformat()
    ('2026-01-05T14:30:00+00:00', '2026-01-05T14:30:00+00:00')
    >>> moment("05/01/2026"), moment("yesterday")
    (None, None)
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    text = " ".join(text.lower().split())
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    time, year = _time_of_day(found), _year(found["year"])
    if time is None or year < _FIRST_GREGORIAN_YEAR:
        return None
    try:
        local = datetime(year, _month(found["month"]), int(found["day"]), tzinfo=UTC) + time
        offset = zone_offset(found["zone"], local.replace(tzinfo=None)) if found["zone"] else timedelta(0)
        if offset is None:
            return None
        told = local - offset
    except (ValueError, OverflowError):
        return None
    return None if told == _UNSET else told
