"""Takes jobs for many sites, runs them: one after the other for each site, the sites beside each other."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    Job = Callable[[], Awaitable[None]]

#: So many jobs are queued in all, and for one site: what does not fit stays where it is until there is room.
_IN_ALL, _FOR_EACH = 8_192, 32


class SiteQueues:
    """Jobs waiting per site, each known by a key that is queued once. How many there may be is bounded."""

    def __init__(self, *, in_all: int = _IN_ALL, for_each: int = _FOR_EACH) -> None:
        self._in_all = in_all
        self._for_each = for_each
        self._waiting: defaultdict[str, deque[tuple[str, Job]]] = defaultdict(deque)
        self._keys: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._fewer = asyncio.Event()
        self._broken: BaseException | None = None

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    @property
    def is_full(self) -> bool:
        """Whether there is room for no job more."""
        return len(self._keys) >= self._in_all

    def has_room(self, site: str) -> bool:
        """Whether one more job of a site may be queued."""
        return not self.is_full and len(self._waiting.get(site, ())) < self._for_each

    def put(self, site: str, key: str, job: Job) -> bool:
        """Queues a job unless one of its key is queued or running; gives whether it was queued."""
        if key in self._keys:
            return False
        self._keys.add(key)
        self._waiting[site].append((key, job))
        if site not in self._tasks:
            self._tasks[site] = asyncio.create_task(self._drain(site))
        return True

    async def _drain(self, site: str) -> None:
        try:
            while self._waiting[site]:
                key, job = self._waiting[site].popleft()
                try:
                    await job()
                finally:
                    self._keys.discard(key)
                    self._fewer.set()
        except Exception as error:  # noqa: BLE001 - it is raised where all that is queued is waited for
            self._broken = error
        finally:
            del self._tasks[site]
            if not self._waiting[site]:
                del self._waiting[site]
            self._fewer.set()

    async def room(self, most: int | None = None) -> None:
        """Returns when fewer than `most` jobs are queued or running, or when there is room at all."""
        while len(self._keys) >= (self._in_all if most is None else most):
            self._fewer.clear()
            await self._fewer.wait()

    async def settled(self) -> None:
        """Returns when nothing is queued or running; an error of a job is raised here."""
        while self._tasks and self._broken is None:
            self._fewer.clear()
            await self._fewer.wait()
        if self._broken is not None:
            raise self._broken

    @property
    def tasks(self) -> tuple[asyncio.Task[None], ...]:
        """The tasks at work, one a site."""
        return tuple(self._tasks.values())

    async def end(self, under_way: Collection[asyncio.Task[None]], seconds: float) -> None:
        """Forgets what waits, gives the tasks that are `under_way` so many seconds to end, then ends the rest."""
        self._forget()
        left = set(under_way) & set(self._tasks.values())
        for task in self.tasks:
            if task not in left:
                task.cancel()
        if left:
            await asyncio.wait(left, timeout=seconds)
        await self.abandon()

    def _forget(self) -> None:
        for waiting in self._waiting.values():
            waiting.clear()
        self._keys.clear()

    async def abandon(self) -> None:
        """Ends what runs and forgets what waits."""
        self._forget()
        self._fewer.set()
        tasks = self.tasks
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
