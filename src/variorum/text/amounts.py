"""Takes numbers and lengths of time, gives the words in which a person is told them."""

from __future__ import annotations

from datetime import timedelta

_UNITS = (
    (timedelta(days=365.25), "year"),
    (timedelta(days=30.44), "month"),
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)
_ENOUGH, _NEARLY = 1.95, 0.05


def counted(number: int, name: str) -> str:
    """A number with the name of what it counts.

    >>> counted(1, "version"), counted(0, "version"), counted(1200, "version")
    ('1 version', '0 versions', '1,200 versions')
    """
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


def span(length: timedelta) -> str:
    """A length of time, whatever its sign, in the largest unit of which it holds two, or one and nothing else.

    Between one and two of a unit the smaller one tells more. "About" stands where more than a twentieth was rounded off.

    >>> span(timedelta(minutes=37)), span(timedelta(minutes=64)), span(timedelta(hours=33)), span(timedelta(hours=1))
    ('37 minutes', '64 minutes', '33 hours', '1 hour')
    >>> span(timedelta(seconds=20)), span(timedelta(days=40)), span(timedelta(days=100)), span(-timedelta(hours=2.4))
    ('20 seconds', '40 days', 'about 3 months', 'about 2 hours')
    """
    length = abs(length)
    for unit, name in _UNITS:
        number = length / unit
        if number >= _ENOUGH or abs(number - 1) < _NEARLY:
            whole = round(number)
            exact = abs(number - whole) <= number * _NEARLY
            return f"{'' if exact else 'about '}{counted(whole, name)}"
    return counted(round(length.total_seconds()), "second")
