"""Takes a text, gives the day that it names first with its year, and where it stands."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from variorum.text.months import month_number

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?P<month>[^\W\d_][^\s\d.,;:/()|–—-]{1,13})"
_JOINED = r"(?:\s+(?:(?:de|del|of|di)\s+)?|-)"
_FORMS = tuple(
    re.compile(rf"(?<!\d){form}(?!\d)", re.IGNORECASE)
    for form in (
        rf"(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?{_JOINED}{_MONTH}\.?,?{_JOINED}{_YEAR}",
        rf"{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
        rf"{_YEAR}\s?[-./年년]\s?(?P<month>\d{{1,2}})\s?[-./月월]\s?(?P<day>\d{{1,2}})",
        rf"{_YEAR}\.?\s{_MONTH}\.?\s(?P<day>\d{{1,2}})",
    )
)
_STROKES = re.compile(rf"(?<![\d/-])(\d{{1,2}})([/-])(\d{{1,2}})\2{_YEAR}(?![\d/-])")
_MONTHS = 12


class NamedDay(NamedTuple):
    """A day and the place in the text, from `start` to `end`, where it is named."""

    day: date
    start: int
    end: int


def named_day(text: str) -> NamedDay | None:
    """The first day that a text for readers names with its year: by the name of its month in some thirty languages, or in figures.

    Not `3/5/2024`, which is two days; `13/5/2024` is one.

    >>> [str(named_day(text).day) for text in ("Updated: May 3rd, 2024", "3 de mayo de 2024", "2024年5月3日", "13/5/2024")]
    ['2024-05-03', '2024-05-03', '2024-05-03', '2024-05-13']
    >>> named_day("3/5/2024"), named_day("31.02.2024")
    (None, None)
    """
    found = [
        NamedDay(day, match.start(), match.end())
        for form in _FORMS
        for match in form.finditer(text)
        if (day := _day(match["year"], match["month"], match["day"]))
    ]
    found += [
        NamedDay(day, match.start(), match.end())
        for match in _STROKES.finditer(text)
        if (day := _without_doubt(match["year"], match[1], match[3]))
    ]
    return min(found, key=lambda named: named.start, default=None)


def without_days(text: str) -> str:
    """A text with a blank for each day that it names with its year."""
    rest = text
    for form in _FORMS:
        rest = form.sub(" ", rest)
    return rest


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else month_number(month)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _without_doubt(year: str, one: str, other: str) -> date | None:
    """The day of two numbers of which only one can be a month, or that are the same."""
    if int(one) > _MONTHS or one == other:
        return _day(year, other, one)
    return _day(year, one, other) if int(other) > _MONTHS else None
