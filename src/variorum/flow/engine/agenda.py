"""Takes a desk and room for checks, gives what is due by a clock that may be set while it runs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from variorum.flow.engine.docket import Docket

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.archive import ArchiveWriter
    from variorum.flow.clock import TempoClock
    from variorum.flow.engine.desk import Desk
    from variorum.flow.engine.docket import Room

#: A clock that is off by less was not set; of the wall's time.
_LEAP = timedelta(minutes=1)


class Leaps:
    """Tells by how much a clock was set since that was last asked."""

    def __init__(self, clock: TempoClock) -> None:
        self._clock = clock
        self._seen, self._passed = clock.now(), clock.passed()

    def latest(self) -> timedelta:
        """How much more time the clock shows than has passed; nothing while both agree to a minute."""
        now, passed = self._clock.now(), self._clock.passed()
        leap = (now - self._seen) - (passed - self._passed)
        if abs(leap) < self._clock.shown(_LEAP):
            return timedelta(0)
        self._seen, self._passed = now, passed
        return leap


class Agenda:
    """What is due. A clock that is set makes nothing due at once.

    When it is set forward, what was waiting goes on waiting as long as it had to; what is scheduled from then on goes by the new
    time. When it is set back, what was scheduled by the time before is brought over to the new one.
    """

    def __init__(self, desk: Desk, room: Room) -> None:
        self._desk = desk
        self._room = room
        self._dockets = [Docket(desk, room)]
        self._leaps = Leaps(desk.clock)
        self._is_settled = False

    async def fill(self) -> None:
        """Offers what is due, as far as there is room."""
        leap, now = self._leaps.latest(), self._desk.clock.now()
        if leap > timedelta(0):
            for docket in self._dockets:
                docket.put_behind(leap, now)
            self._dockets.append(Docket(self._desk, self._room, start=now))
        if leap < timedelta(0) or not self._is_settled:
            await self._settle()
        for docket in self._dockets:
            await docket.fill()
        self._dockets = [docket for docket in self._dockets if not docket.is_over]

    def begin_again(self) -> None:
        """Offers again what was offered and came to nothing."""
        for docket in self._dockets:
            docket.begin_again()

    @property
    def through(self) -> datetime | None:
        """Until when all that fell due was offered or passed over, if that is so."""
        return self._dockets[-1].through if len(self._dockets) == 1 else None

    async def _settle(self) -> None:
        """Brings what was checked in the future over to the present: the clock was set back since."""
        while await self._desk.written(_brought_over, self._desk.clock.now()):
            self._dockets = [Docket(self._desk, self._room)]
        self._is_settled = True


def _brought_over(writer: ArchiveWriter, now: datetime) -> int:
    return writer.bring_over(now)
