"""Takes jobs for many sites, runs them: one after the other for each site, the sites beside each other."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Job = Callable[[], Awaitable[None]]


class SiteQueues:
    """Jobs waiting per site, each known by a key that is queued once; at most `beside` sites at a time."""

    def __init__(self, beside: int = 64) -> None:
        self._waiting: defaultdict[str, deque[tuple[str, Job]]] = defaultdict(deque)
        self._keys: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(beside)

    def __len__(self) -> int:
        return len(self._keys)

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
                    async with self._places:
                        await job()
                finally:
                    self._keys.discard(key)
        finally:
            del self._tasks[site]
            if not self._waiting[site]:
                del self._waiting[site]

    async def settled(self) -> None:
        """Returns when nothing is queued or running; an error of a job is raised here."""
        while self._tasks:
            done, _ = await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()

    @property
    def tasks(self) -> tuple[asyncio.Task[None], ...]:
        """The tasks at work, one a site."""
        return tuple(self._tasks.values())

    async def abandon(self) -> None:
        """Ends what runs and forgets what waits."""
        for waiting in self._waiting.values():
            waiting.clear()
        self._keys.clear()
        tasks = self.tasks
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
