"""Takes what checks came to, gives the few lines that tell what is going on: rates, newest changes, hosts that fail."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from variorum.fetching.host_book import site_name
from variorum.text.amounts import counted, span
from variorum.text.printable import one_line, without_sequences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from variorum.flow.engine.desk import Progress

_MINUTE = 60.0
_CHANGES, _HOSTS = 3, 3
#: Letters of the address behind a change: the change matters more.
_LONGEST_URL = 60


class State(NamedTuple):
    """How things stand at a moment of the schedule's clock: what is due, queued and under way, and when the next check is."""

    now: datetime
    next_due: datetime | None
    due: int
    queued: int
    in_flight: int


class Board:
    """Remembers what the last minute brought; `elapsed` gives seconds of a clock that is never set. Of many threads."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._checks: deque[float] = deque()
        self._changed: deque[float] = deque()
        self._newest: deque[str] = deque(maxlen=_CHANGES)
        self._failing: dict[str, str] = {}
        self._totals = [0, 0, 0]
        self._lock = Lock()

    def add(self, progress: Progress) -> None:
        """Counts what a check came to; a host fails from one failed check to the next good one."""
        at = self._elapsed()
        with self._lock:
            if progress.url:
                self._checks.append(at)
                self._totals[0] += 1
                host = site_name(progress.url)
                self._failing.pop(host, None)
                if progress.failure is not None:
                    self._failing[host] = progress.failure.detail
            self._totals[2] += progress.failure is not None
            for change in progress.changes:
                self._changed.append(at)
                self._totals[1] += 1
                self._newest.appendleft(f"{change} {progress.url[:_LONGEST_URL]}")

    def lines(self, state: State) -> Iterator[str]:
        """The lines as they stand now, safe for a terminal."""
        with self._lock:
            since = self._elapsed() - _MINUTE
            for moments in (self._checks, self._changed):
                while moments and moments[0] < since:
                    moments.popleft()
            checks, changes = len(self._checks), len(self._changed)
            newest, failing = list(self._newest), list(self._failing.items())
            totals = tuple(self._totals)
        yield (
            f"{state.due:,} due · {state.in_flight:,} in flight · {state.queued:,} queued · "
            f"{counted(checks, 'check')} and {counted(changes, 'change')} in the last minute · {_wait(state)}"
        )
        yield from (f"  {_safe(change)}" for change in newest)
        for host, why in failing[-_HOSTS:]:
            yield f"  ! {_safe(f'{host}: {why}')}"
        if len(failing) > _HOSTS:
            yield f"  ! and {counted(len(failing) - _HOSTS, 'more host')}"
        yield (
            f"{counted(totals[0], 'check')} · {counted(totals[1], 'change')} · {counted(totals[2], 'failure')} · "
            "Ctrl-C stops"
        )


def _wait(state: State) -> str:
    if state.next_due is None:
        return "nothing more to check"
    if state.next_due <= state.now:
        return "checking"
    return f"next check in {span(state.next_due - state.now)}"


def _safe(text: str) -> str:
    return one_line(without_sequences(text))
