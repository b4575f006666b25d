"""Takes a text and the place where it names a day, gives the time of day that stands beside it and its zone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

_MORNING, _AFTERNOON = "午前|上午|오전", "午後|下午|오후"
_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_HOURS = r"(?:uhr|hrs?|hours?|h|heures?|horas?|[時时點点시])"
# Between a day and its time stand a weekday, "at" or "à", hardly more; a sign before digits is a zone.
_BETWEEN = r"(?:[^\d+−-]|[+−-](?!\d)){0,24}?"
_CLOCK = re.compile(
    rf"(?P<before>{_MORNING}|{_AFTERNOON})?\s?(?<!\d)"
    r"(?:(?P<hour>\d{1,2})(?:\s?[:h時时點点시]\s?|\.)(?P<minute>\d{2})(?!\d)(?:[:.m分분]\s?(?P<second>\d{2})(?!\d)(?:[.,]\d+)?)?"
    rf"|(?P<full>\d{{1,2}})(?=\s?(?:{_HALF.replace('?P<half>', '?:')}|{_HOURS}(?!\w))))"
    rf"(?:\s?[分분秒초])*\s*(?:{_HALF})?",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"{_BETWEEN}{_CLOCK.pattern}", re.IGNORECASE)
_AMERICAN = "eastern|central|mountain|pacific"
_ZONE = re.compile(
    rf"\s*(?:{_HOURS}(?!\w))?+[\s,]*[(\[]?(?:"
    r"(?P<offset>(?:gmt|utc?|z)?\s?[+−-]\s?\d{1,2}(?::?\d\d)?(?!\d))"
    rf"|(?P<long>(?:{_AMERICAN}|(?:central|eastern) european|british|greenwich)(?: standard| daylight| summer| mean)? time)\b"
    r"|(?P<region>(?-i:[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+)+|(?:[A-Z][a-z]+ ){1,4}Time|[A-Z]{2,}\d\w*))\b"
    # "At Moscow time", "Beijing time", "by the clocks of Greenwich".
    r"|(?P<told>(?:по|за)\s\w{3,20}\s(?:времени|часом)|[^\W\d_]{2,4}\s?(?:時間|时间|시간)(?!\w)|بتوقيت)"
    r"|(?P<short>[^\W\d_]{1,5})(?![\w/]))",
    re.IGNORECASE,
)
_NOON = 12


class Clock(NamedTuple):
    """A time of day since midnight, and its zone as it is written, `None` where none is; "?" is one that no table knows."""

    time: timedelta
    zone: str | None


def clock_beside(text: str, start: int, end: int) -> Clock | None:
    """The time of day behind a day that stands from `start` to `end`, else the last before it.

    Raises ValueError for a time that no clock shows.

    >>> clock_beside("3 May 2026 at 2.30 p.m. EDT", 0, 10)
    Clock(time=datetime.timedelta(seconds=52200), zone='EDT')
    >>> clock_beside("8:05 PM, 3 May 2026 (GMT+8)", 9, 19).zone
    'GMT+8'
    >>> clock_beside("3 May 2026", 0, 10) is None
    True
    """
    found = _BEHIND.match(text, end)
    if found is not None:
        return Clock(_time(found), _zone(text, found.end()))
    found = next(reversed(list(_CLOCK.finditer(text, 0, start))), None)
    if found is None:
        return None
    zone = _zone(text, found.end())
    behind = _zone(text, end) if zone is None else None
    # A word in small letters behind a day is hardly ever a zone.
    return Clock(_time(found), behind if behind and behind == behind.upper() else zone)


def _time(found: re.Match[str]) -> timedelta:
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    hour = int(found["full"] or hour)
    before, half = found["before"] or "", (found["half"] or "").lower()
    if hour <= _NOON and (before or half):
        hour = hour % _NOON + (_NOON if half == "p" or (before and before in _AFTERNOON) else 0)
    time = timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    if minute > 59 or time > timedelta(days=1):  # noqa: PLR2004 - as on a clock
        raise ValueError(f"no clock shows {hour}:{minute}")
    return time


def _zone(text: str, place: int) -> str | None:
    """The zone as written at a place; an abbreviation in capitals of any script is one, in small letters only at the very end."""
    found = _ZONE.match(text, place)
    if found is None:
        return None
    if found["offset"]:
        return found["offset"]
    if found["long"]:
        return "".join(word[0] for word in found["long"].split())
    if found["region"] or found["told"]:
        return "?"
    short = found["short"]
    is_last = short.isascii() and found.end() == len(text)
    is_zone = short.isupper() or is_last or short.lower() in {"z", "utc", "gmt", "мск"}
    return short if is_zone else None
