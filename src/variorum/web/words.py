"""Takes moments, spans, numbers and classes, gives the words in which a reader is told of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MONTH, _YEAR = timedelta(days=30.44), timedelta(days=365.25)
_LONGEST_QUOTE = 60
#: Classes that are told in other words than they are written in.
_CLASSES = {"editors-note": "editor’s note", "url-moved": "address moved"}
#: From so many of a unit on, spans are told in it; below that the smaller one tells more.
_STEPS = ((_YEAR, 2.0, "year"), (_MONTH, 2.0, "month"), (_DAY, 2.0, "day"), (_HOUR, 0.92, "hour"))


def moment_words(at: datetime) -> str:
    """A moment to the minute, in UTC.

    >>> moment_words(datetime(2026, 5, 4, 9, 30, tzinfo=UTC))
    '4 May 2026, 09:30 UTC'
    """
    at = at.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def span_words(length: timedelta) -> str:
    """A length of time in its largest unit, "about" where it was rounded by more than a twentieth of one.

    >>> span_words(timedelta(minutes=37)), span_words(timedelta(minutes=64)), span_words(timedelta(days=2))
    ('37 minutes', 'about 1 hour', '2 days')
    >>> span_words(timedelta(seconds=20)), span_words(timedelta(days=100)), span_words(-timedelta(hours=1))
    ('20 seconds', 'about 3 months', '1 hour')
    """
    length = abs(length)
    for unit, threshold, name in _STEPS:
        if length >= unit * threshold:
            number = max(1, round(length / unit))
            exact = abs(length - unit * number) <= unit / 20
            return f"{'' if exact else 'about '}{counted(number, name)}"
    if length >= _MINUTE:
        return counted(round(length / _MINUTE), "minute")
    return counted(int(length.total_seconds()), "second")


def later_words(before: datetime, after: datetime) -> str:
    """How long after one moment another one came.

    >>> noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    >>> later_words(noon, noon + timedelta(minutes=64)), later_words(noon, noon)
    ('about 1 hour later', 'at the same moment')
    """
    if after == before:
        return "at the same moment"
    return f"{span_words(after - before)} {'later' if after > before else 'earlier'}"


def from_now_words(at: datetime, now: datetime) -> str:
    """How far from now a moment is.

    >>> noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    >>> from_now_words(noon, noon + timedelta(hours=3)), from_now_words(noon, noon - timedelta(minutes=5))
    ('3 hours ago', 'in 5 minutes')
    """
    words = span_words(at - now)
    return f"in {words}" if at > now else f"{words} ago"


def counted(number: int, name: str) -> str:
    """A number with what it counts.

    >>> counted(1, "version"), counted(1200, "version")
    ('1 version', '1,200 versions')
    """
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


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
