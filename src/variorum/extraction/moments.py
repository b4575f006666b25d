"""Takes a date as pages write it, for machines or for readers, gives the moment it tells as aware UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from variorum.text.months import month_number

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_LONGEST = 60
_STAMP = re.compile(
    r"(?P<year>\d{4})(?P<dash>[-/.]?)(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})(?!\d)"
    r"(?:[T\s,]+(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]m)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.IGNORECASE | re.ASCII,
)
_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?", re.ASCII)
_YEAR = r"(?:19|20)\d\d"
_WRITTEN = tuple(
    re.compile(rf"(?<!\d){pattern}(?!\d)", re.IGNORECASE)
    for pattern in (
        rf"(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?\s+(?:de\s+)?(?P<month>[^\W\d_]{{3,10}})\.?,?\s+(?:de\s+)?(?P<year>{_YEAR})",
        rf"(?P<month>[^\W\d_]{{3,10}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>{_YEAR})",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>{_YEAR})",
        rf"(?P<year>{_YEAR})[-./年]\s?(?P<month>\d{{1,2}})[-./月]\s?(?P<day>\d{{1,2}})",
    )
)
_TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}(?:[:.]\d{2}(?::\d{2})?|[h時]\s?\d{0,2})(?!\d)", re.ASCII)


class Stamp(NamedTuple):
    """A moment as told: aware UTC, whether its time of day is told, and its zone where that is, such as `+02:00`."""

    moment: datetime
    timed: bool
    zone: str | None = None


def stamp(text: str) -> Stamp | None:
    """The moment that a machine-readable date tells: ISO 8601 and what is made of it, RFC 5322, seconds since 1970.

    What tells no zone is taken as UTC. Years before 1990 and after 2100 are no dates of articles.

    >>> stamp("2024-05-03T10:15:00+0200").moment.isoformat()
    '2024-05-03T08:15:00+00:00'
    >>> stamp("Fri, 03 May 2024 10:15:00 +0200").zone, stamp("2024-05-03").timed, stamp("soon")
    ('+02:00', False, None)
    """
    text = text.strip()[:_LONGEST]
    try:
        if found := _STAMP.match(text):
            return _from_parts(found)
        if found := _EPOCH.fullmatch(text):
            return Stamp(datetime.fromtimestamp(int(found[1]), UTC), timed=True, zone=_zone_text(UTC))
        told = parsedate_to_datetime(text)
        moment = told.replace(tzinfo=told.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return Stamp(moment, timed=True, zone=_zone_text(told.tzinfo) if told.tzinfo else None)


def _from_parts(found: re.Match[str]) -> Stamp | None:
    """The moment of a match of `_STAMP`; raises ValueError for what no calendar knows."""
    if not _FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR:
        return None
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    zone = _zone(found["zone"])
    day = datetime(int(found["year"]), int(found["month"]), int(found["day"]), tzinfo=zone)
    moment = day.replace(hour=hour, minute=minute, second=min(second, 59)).astimezone(UTC)
    return Stamp(moment, timed=found["hour"] is not None, zone=_zone_text(zone) if found["zone"] else None)


def _zone_text(zone: tzinfo) -> str:
    """A zone as ISO 8601 writes its distance from UTC."""
    minutes = int((zone.utcoffset(None) or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _zone(text: str | None) -> timezone:
    if text is None or text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if text[0] == "-" else offset)


def without_moments(text: str) -> str:
    """A text without the days that it names with their year, and without the times of day where it names one.

    >>> without_moments("Updated 3 May 2024, 10:15"), without_moments("It struck 10:15")
    ('Updated  ,  ', 'It struck 10:15')
    """
    rest = text
    for pattern in _WRITTEN:
        rest = pattern.sub(" ", rest)
    return text if rest == text else _TIME_OF_DAY.sub(" ", rest)


def written_day(text: str) -> datetime | None:
    """The midnight (UTC) of the first day that a text for readers names with its year.

    Understands months by name in English, German, French, Spanish, Italian, Dutch and Portuguese, `3.5.2024`,
    `2024-05-03` and `2024年5月3日`; not `3/5/2024`, which is two days.

    >>> written_day("Updated: May 3rd, 2024, 10:15").date().isoformat(), written_day("3/5/2024")
    ('2024-05-03', None)
    """
    for pattern in _WRITTEN:
        for found in pattern.finditer(text):
            name = found["month"]
            month = int(name) if name.isdecimal() else month_number(name)
            try:
                return datetime(int(found["year"]), month, int(found["day"]), tzinfo=UTC)
            except ValueError:
                continue
    return None
