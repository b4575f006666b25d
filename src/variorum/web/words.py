"""Takes moments and classes, gives the words in which a reader is told of them."""

from __future__ import annotations

from datetime import UTC, datetime

from variorum.text.amounts import span
from variorum.text.printable import one_line

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LONGEST_QUOTE = 60
#: Classes that are told in other words than they are written in.
_CLASSES = {"editors-note": "editor’s note", "url-moved": "address moved"}


def moment_words(at: datetime) -> str:
    """A moment to the minute, in UTC.

    >>> moment_words(datetime(2026, 5, 4, 9, 30, tzinfo=UTC))
    '4 May 2026, 09:30 UTC'
    """
    at = at.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def later_words(before: datetime, after: datetime) -> str:
    """How long after one moment another one came.

    >>> from datetime import timedelta
    >>> noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    >>> later_words(noon, noon + timedelta(minutes=64)), later_words(noon, noon)
    ('64 minutes later', 'at the same moment')
    """
    if after == before:
        return "at the same moment"
    return f"{span(after - before)} {'later' if after > before else 'earlier'}"


def from_now_words(at: datetime, now: datetime) -> str:
    """How far from now a moment is.

    >>> from datetime import timedelta
    >>> noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    >>> from_now_words(noon, noon + timedelta(hours=3)), from_now_words(noon, noon - timedelta(minutes=5))
    ('3 hours ago', 'in 5 minutes')
    """
    words = span(at - now)
    return f"in {words}" if at > now else f"{words} ago"


def class_words(name: str) -> str:
    """A class of change as a label.

    >>> class_words("quote-dropped"), class_words("editors-note")
    ('quote dropped', 'editor’s note')
    """
    return _CLASSES.get(name, name.replace("-", " "))


def quoted(text: str) -> str:
    r"""What a reader asked for, repeated in our answer: on one line, cut where it is long.

    >>> quoted("rub\x00bish"), len(quoted("a" * 100))
    ('“rubbish”', 63)
    """
    line = one_line(text)
    return f"“{line}”" if len(line) <= _LONGEST_QUOTE else f"“{line[:_LONGEST_QUOTE]}…”"
