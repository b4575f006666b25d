"""Takes moments and spans, gives the words in which reasons tell them."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))
_TWO, _NEARLY = 1.95, 0.05


def span(length: timedelta) -> str:
    """A length of time in its largest unit, rounded: what a person would say.

    >>> span(timedelta(minutes=37)), span(timedelta(hours=33)), span(timedelta(seconds=20)), span(timedelta(days=40))
    ('37 minutes', '33 hours', '20 seconds', '40 days')
    """
    for unit, name in _UNITS:
        number = length / unit
        # Between one and two of a unit the smaller unit tells more: 90 minutes.
        if number >= _TWO or abs(number - 1) < _NEARLY:
            return _counted(round(number), name)
    return _counted(max(0, round(length.total_seconds())), "second")


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def moment(at: datetime) -> str:
    """A moment to the minute, in UTC.

    >>> from datetime import datetime
    >>> moment(datetime(2026, 5, 4, 9, 30, tzinfo=UTC))
    '2026-05-04 09:30 UTC'
    """
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
