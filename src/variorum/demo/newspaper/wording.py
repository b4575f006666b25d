"""Takes moments, gives the words in which an outlet's language tells them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple


class _Calendar(NamedTuple):
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    dayparts: tuple[str, ...]
    date: str
    stamp: str


_CALENDARS = {
    "en": _Calendar(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        (
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        ("night", "morning", "afternoon", "evening"),
        "{day} {month}",
        "{weekday} {day} {month} {year}, {clock}",
    ),
    "de": _Calendar(
        ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        (
            *("Januar", "Februar", "März", "April", "Mai", "Juni"),
            *("Juli", "August", "September", "Oktober", "November", "Dezember"),
        ),
        ("nacht", "morgen", "nachmittag", "abend"),
        "{day}. {month}",
        "{weekday}, {day}. {month} {year}, {clock} Uhr",
    ),
}
#: The languages that an outlet may print in.
LANGUAGES = frozenset(_CALENDARS)
#: A moment in an article's text, such as `{weekday -130}`: a word and minutes from the start of the demonstration.
_MOMENT = re.compile(r"\{(weekday|date|daypart|clock) ([+-]?\d{1,5})\}")


def _words(moment: datetime, language: str) -> dict[str, str]:
    calendar = _CALENDARS[language]
    hour = moment.hour
    daypart = 1 if 5 <= hour < 12 else 2 if 12 <= hour < 17 else 3 if 17 <= hour < 22 else 0  # noqa: PLR2004 - hours of a day
    words = {
        "weekday": calendar.weekdays[moment.weekday()],
        "daypart": calendar.dayparts[daypart],
        "clock": f"{moment:%H:%M}",
        "day": str(moment.day),
        "month": calendar.months[moment.month - 1],
        "year": str(moment.year),
    }
    return words | {"date": calendar.date.format_map(words)}


def stamp(moment: datetime, language: str) -> str:
    """A moment as a page's time line gives it.

    >>> from datetime import UTC
    >>> stamp(datetime(2031, 3, 4, 7, 40, tzinfo=UTC), "de")
    'Dienstag, 4. März 2031, 07:40 Uhr'
    """
    return _CALENDARS[language].stamp.format_map(_words(moment, language))


def told(text: str, start: datetime, language: str) -> str:
    """A text with its moments told in words; a clock is told to five minutes, as witnesses do.

    >>> from datetime import UTC
    >>> told("It hit at {clock -130} on {weekday -130}.", datetime(2031, 3, 4, 9, 53, tzinfo=UTC), "en")
    'It hit at 07:40 on Tuesday.'
    """

    def tell(match: re.Match[str]) -> str:
        moment = start + timedelta(minutes=int(match[2]))
        return _words(moment - timedelta(minutes=moment.minute % 5), language)[match[1]]

    return _MOMENT.sub(tell, text)


def untold(text: str) -> str | None:
    """The first brace of a text that opens no moment, with what follows it, or `None`: for checking what was written.

    >>> untold("{clock -130} {wekday -130}"), untold("{clock -130}")
    ('{wekday -130}', None)
    """
    rest = _MOMENT.sub("", text)
    return rest[rest.index("{") :][:40] if "{" in rest else None
