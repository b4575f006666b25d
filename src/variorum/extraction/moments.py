"""Takes a date as pages write it, for machines or for readers, gives the moment it tells as aware UTC."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.clocks import clock_beside
from variorum.extraction.days import named_day, without_days
from variorum.text.zones import zone_offset

if TYPE_CHECKING:
    from datetime import date

#: The web is younger than the one; two digits of a year reach to the other (POSIX, strptime), and what lies behind, such
#: as 2099 or 9999, is what software writes where no date is.
_FIRST_YEAR, _LAST_YEAR = 1990, 2068
_LONGEST = 100
_EPOCH = re.compile(r"(1\d{9})(?:\d{3}){0,3}(?:\.\d+)?")
# Forms without separators, and those with the year behind the time or cut to two digits, are written out.
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?!\d))?)?(?!\d)", re.IGNORECASE)
_BASIC_TIME = re.compile(r"(?<=\dT)(\d\d)(\d\d)(\d\d)?(?!\d)", re.IGNORECASE)
_YEAR_LAST = re.compile(
    r"([a-z]{3} +\d{1,2}) +(\d\d?:\d\d(?::\d\d)?) +(?:([a-z]{1,5}|[+-]\d{4}) +)?(\d{4})(?!\d)", re.IGNORECASE
)
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2}[ -][a-z]{3}[ -])(\d\d)(?= \d{1,2}:\d\d)", re.IGNORECASE)
_PIVOT = 69
_PLAIN = {"：": ":", "−": "-", "‐": "-"}
_ARABIC_HALF = re.compile(r"(?<=\d)\s?([صم])(?!\w)")
_TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}(?:[:.]\d{2}(?::\d{2})?|[h時]\s?\d{0,2})(?!\d)", re.ASCII)


class Stamp(NamedTuple):
    """A moment as told: aware UTC, whether its time of day is told, and its zone where that is, such as `+02:00`."""

    moment: datetime
    timed: bool
    zone: str | None = None


def stamp(text: str) -> Stamp | None:
    """The moment that a date tells: ISO 8601 and what is made of it, RFC 5322, seconds since 1970, or as readers are told it.

    What tells no zone is taken as UTC. A time in a zone that is unknown or means several tells its day alone. Years before
    1990 and after 2068 are no dates of articles. Digits of any script are read.

    >>> stamp("2024-05-03T10:15:00+0200").moment.isoformat()
    '2024-05-03T08:15:00+00:00'
    >>> stamp("Fri, 03 May 2024 10:15:00 CEST").zone, stamp("3. Mai 2024, 10:15 Uhr").zone
    ('+02:00', None)
    >>> stamp("2024-05-03").timed, stamp("May 3, 2024 10:15 IST").timed, stamp("soon")
    (False, False, None)
    """
    text = _written_out(text)
    try:
        if found := _EPOCH.fullmatch(text):
            return _in_bounds(Stamp(datetime.fromtimestamp(int(found[1]), UTC), timed=True, zone="+00:00"))
        named = named_day(text)
        return None if named is None else _in_bounds(_beside(text, named.day, named.start, named.end))
    except (ValueError, OverflowError):
        return None


def _written_out(text: str) -> str:
    """A date with ASCII digits, single spaces and nothing invisible, in a form that `named_day` and `clock_beside` read."""
    text = " ".join(text[: 2 * _LONGEST].split())[:_LONGEST]
    if not text.isascii():
        text = "".join(
            str(unicodedata.decimal(char)) if char.isdecimal() else _PLAIN.get(char, char)
            for char in text
            if unicodedata.category(char) != "Cf"
        )
        text = _ARABIC_HALF.sub(lambda found: " am" if found[1] == "ص" else " pm", text)
    if compact := _COMPACT.match(text):
        year, month, day, hour, minute, second = compact.groups()
        clock = f" {hour}:{minute}:{second or '00'}" if hour else ""
        return f"{year}-{month}-{day}{clock}{text[compact.end() :]}"
    text = _BASIC_TIME.sub(lambda found: ":".join(filter(None, found.groups())), text)
    text = _YEAR_LAST.sub(lambda found: f"{found[1]} {found[4]} {found[2]} {found[3] or ''}", text)
    return _SHORT_YEAR.sub(lambda found: f"{found[1]}{19 if int(found[2]) >= _PIVOT else 20}{found[2]}", text)


def _beside(text: str, day: date, start: int, end: int) -> Stamp:
    """The moment of a day that a text names from `start` to `end`; raises ValueError for times that nobody's clock shows."""
    midnight = datetime.combine(day, time(), UTC)
    clock = clock_beside(text, start, end)
    if clock is None:
        return Stamp(midnight, timed=False)
    moment = midnight + clock.time
    # RFC 3339 and RFC 5322: by these a time tells that its zone is not known.
    if clock.zone is None or clock.zone in {"-0000", "-00:00"}:
        return Stamp(moment, timed=True)
    ahead = zone_offset(clock.zone, moment.replace(tzinfo=None))
    if ahead is None:
        if clock.zone[-1].isdigit():
            raise ValueError(f"no zone is {clock.zone} from UTC")
        return Stamp(midnight, timed=False)
    return Stamp(moment - ahead, timed=True, zone=_zone_text(ahead))


def _in_bounds(told: Stamp) -> Stamp | None:
    return told if _FIRST_YEAR <= told.moment.year <= _LAST_YEAR else None


def _zone_text(ahead: timedelta) -> str:
    """A zone as ISO 8601 writes its distance from UTC."""
    minutes = round(ahead.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def without_moments(text: str) -> str:
    """A text without the days that it names with their year, and without the times of day where it names one.

    >>> without_moments("Updated 3 May 2024, 10:15"), without_moments("It struck 10:15")
    ('Updated  ,  ', 'It struck 10:15')
    """
    rest = without_days(text)
    return text if rest == text else _TIME_OF_DAY.sub(" ", rest)


def written_day(text: str) -> datetime | None:
    """The midnight (UTC) of the first day that a text for readers names with its year, as `named_day` reads it.

    >>> written_day("Updated: May 3rd, 2024, 10:15").date().isoformat(), written_day("3/5/2024")
    ('2024-05-03', None)
    """
    named = named_day(text)
    return None if named is None else datetime.combine(named.day, time(), UTC)
