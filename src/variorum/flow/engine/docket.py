"""Takes an archive of any size and room for a few checks, gives what is due, a slice at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from variorum.flow.engine.desk import Desk
    from variorum.model import Due

#: The archive is asked for so many at a time.
SLICE = 1_000
#: What fell due so shortly before the last look is asked for again: somebody may have been about to write it then.
_OVERLAP = timedelta(seconds=20)
#: All that is due is gone through again after so long, for what was passed over and what somebody watches anew; seconds of the
#: wall, and more where it takes a larger share of the time.
_AGAIN, _SHARE = 5.0, 0.1


class Room(NamedTuple):
    """Room for checks.

    `offer` takes one thing that is due and gives whether there was room for it; `is_full` tells that there is none for anything.
    """

    offer: Callable[[Due], bool]
    is_full: Callable[[], bool]


class Docket:
    """Goes through what is due from the oldest on, stops where there is no room, and goes on from there.

    What a site has no room for is passed over, and met again when all is gone through anew. Behind the end only what fell due
    meanwhile is asked for. What fell due before `start` is none of its business; a docket that is put `behind` takes what
    falls due so much later, up to the moment at which the next one starts.
    """

    def __init__(self, desk: Desk, room: Room, start: datetime | None = None) -> None:
        """Begins with the oldest."""
        self._desk = desk
        self._room = room
        self._seconds = desk.clock.steady
        self._start = start
        self._end: datetime | None = None
        self._behind = timedelta(0)
        self._after: Due | None = None
        #: Until when everything was gone through; `None` while that is under way.
        self._through: datetime | None = None
        self._passed_over = False
        self._begun = self._seconds()
        self._spent = 0.0

    async def fill(self) -> None:
        """Offers what is due until there is no room, or nothing is due that was not offered."""
        if self._through is not None and self._is_time():
            self.begin_again()
        while not self._room.is_full():
            began, now = self._seconds(), self._now()
            found = await self._desk.archived(
                self._desk.archive.due, now, limit=SLICE, since=self._since(now), after=self._after
            )
            for item in found:
                if self._room.is_full():
                    return
                self._passed_over |= not self._room.offer(item)
                self._after = item
            self._spent += self._seconds() - began
            if len(found) < SLICE:
                self._after, self._through = None, now
                return

    def begin_again(self) -> None:
        """Goes through all of it anew."""
        self._after, self._through, self._passed_over = None, None, False
        self._begun, self._spent = self._seconds(), 0.0

    def put_behind(self, leap: timedelta, end: datetime) -> None:
        """Takes what is left of it as much later as the clock was set forward, up to the moment that it leapt to."""
        self._behind += leap
        self._end = self._end or end

    @property
    def through(self) -> datetime | None:
        """Until when all that fell due was offered or passed over."""
        return self._through

    @property
    def is_over(self) -> bool:
        """Whether nothing is left of it."""
        return self._through is not None and self._through == self._end and not self._passed_over

    def _now(self) -> datetime:
        now = self._desk.clock.now() - self._behind
        return now if self._end is None else min(now, self._end)

    def _since(self, now: datetime) -> datetime | None:
        """Where behind the end to begin; a clock that was set back makes it begin there."""
        if self._through is None:
            return self._start
        since = min(self._through, now) - self._desk.clock.shown(_OVERLAP)
        return since if self._start is None else max(since, self._start)

    def _is_time(self) -> bool:
        return self._seconds() - self._begun >= max(_AGAIN, self._spent / _SHARE)
