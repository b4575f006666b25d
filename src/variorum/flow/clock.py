"""The schedule's clock: the wall's, or one that runs N times faster and is continued by the next process."""

from __future__ import annotations

import asyncio
import json
import math
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from variorum.archive import ArchiveDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.archive import ArchivePort, ArchiveReader

_KEY = "clock"


def wall_time() -> datetime:
    """The time on the wall, aware UTC."""
    return datetime.now(UTC)


def steady_seconds() -> float:
    """Seconds that have passed, whatever the wall is set to; the time for which a machine slept counts where it can tell."""
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


@dataclass(frozen=True, slots=True)
class TempoClock:
    """A clock that showed `start` when the wall showed `origin`, and has run `tempo` times as fast since.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    >>> clock = TempoClock(noon, noon, 60.0, wall=lambda: noon + timedelta(minutes=1))
    >>> clock.now().isoformat()
    '2026-05-04T13:00:00+00:00'
    """

    origin: datetime
    start: datetime
    tempo: float = 1.0
    wall: Callable[[], datetime] = wall_time
    steady: Callable[[], float] = steady_seconds

    @classmethod
    def on_the_wall(cls, wall: Callable[[], datetime] = wall_time) -> Self:
        """A clock that shows what the wall shows."""
        now = wall()
        return cls(now, now, 1.0, wall)

    def now(self) -> datetime:
        """The present moment of this clock."""
        return self.start + (self.wall() - self.origin) * self.tempo

    def passed(self) -> timedelta:
        """How long this clock has run since some moment, whatever it was set to meanwhile."""
        return timedelta(seconds=self.steady() * self.tempo)

    def real(self, length: timedelta) -> timedelta:
        """How long a span of this clock lasts on the wall."""
        return length / self.tempo

    def shown(self, span: timedelta) -> timedelta:
        """How long a span of the wall lasts on this clock."""
        return span * self.tempo

    async def wait(self, length: timedelta) -> None:
        """Returns after `length` of this clock's time."""
        await asyncio.sleep(max(0.0, self.real(length).total_seconds()))

    def at_tempo(self, tempo: float) -> TempoClock:
        """A clock that goes on from here at another tempo."""
        return replace(self, origin=self.wall(), start=self.now(), tempo=tempo)


def archive_clock(archive: ArchiveReader, wall: Callable[[], datetime] = wall_time) -> TempoClock:
    """The clock of an archive: the wall's, unless the archive was watched at a tempo; then its clock goes on.

    Raises `ArchiveDamaged` when what is kept of the clock tells no time.
    """
    kept = archive.setting(_KEY)
    if kept is None:
        return TempoClock.on_the_wall(wall)
    clock = _kept_clock(kept, wall)
    if clock is None:
        raise ArchiveDamaged(
            "the clock that the archive keeps (its table `meta`, key `clock`) tells no time: restore the archive from a copy, "
            "or delete that row to go on with the wall's time"
        )
    return clock


def _kept_clock(kept: str, wall: Callable[[], datetime]) -> TempoClock | None:
    """The clock as it was kept, or `None` where it runs at no speed or shows no time, as when the calendar has run out."""
    try:
        line = json.loads(kept)
        origin, shown = (datetime.fromisoformat(line[name]) for name in ("origin", "shown"))
        clock = TempoClock(origin, shown, float(line["tempo"]), wall)
        clock.now()
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    return clock if math.isfinite(clock.tempo) and clock.tempo > 0 else None


def started_clock(archive: ArchivePort, tempo: float, wall: Callable[[], datetime] = wall_time) -> TempoClock:
    """The archive's clock, from now on at `tempo`; kept in the archive, so that other processes show the same time."""
    clock = archive_clock(archive, wall)
    if tempo != clock.tempo:
        clock = clock.at_tempo(tempo)
        line = {"origin": clock.origin.isoformat(), "shown": clock.start.isoformat(), "tempo": tempo}
        with archive.writing() as writer:
            writer.keep_setting(_KEY, json.dumps(line))
    return clock
