"""Takes a moment, gives the words in which reasons tell it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def moment(at: datetime) -> str:
    """A moment to the minute, in UTC.

    >>> from datetime import datetime
    >>> moment(datetime(2026, 5, 4, 9, 30, tzinfo=UTC))
    '2026-05-04 09:30 UTC'
    """
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
