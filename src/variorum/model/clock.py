"""The time, as an argument: what every stage that needs a clock is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class Clock(Protocol):
    """Tells the time of the schedule, which may run faster than the wall's (`--tempo`), and waits in it."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        ...

    def passed(self) -> timedelta:
        """The time of this clock that has passed since some moment: it goes on evenly when the clock is set."""
        ...

    async def wait(self, span: timedelta) -> None:
        """Returns after `span` of this clock's time."""
        ...

    def shown(self, span: timedelta) -> timedelta:
        """How long a span of the wall's time lasts on this clock."""
        ...
