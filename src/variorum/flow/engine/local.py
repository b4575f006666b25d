"""Takes a desk, runs checks over its archive on one machine: one pass, or on and on until told to stop."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Self

from variorum.archive import ArchiveBusy
from variorum.flow.engine.article_check import check_article
from variorum.flow.engine.desk import Desk, Progress, Report
from variorum.flow.engine.queues import SiteQueues
from variorum.flow.engine.source_check import check_source
from variorum.model import Failure, FailureKind
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from variorum.model import Due

#: The archive is asked what is due at least so often, in seconds of the wall: another process may have added something.
_LOOK_EVERY = 2.0
#: While checks are under way it is asked again so soon.
_LOOK_AGAIN = 0.2
#: So much is looked at in one go; a pass looks at everything.
_AHEAD = 2_000
_ALL = 10_000_000


class Engine:
    """Runs checks: concurrent over sites, reading in worker processes, one hand writing. Use as an async context."""

    def __init__(self, desk: Desk, *, listener: Callable[[Progress], None] = lambda _: None) -> None:
        self.report = Report()
        self._desk = desk
        self._listener = listener
        self._queues = SiteQueues()
        self._resting: dict[str, datetime] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._queues.abandon()
        self._desk.clerk.shutdown(wait=True)

    @property
    def waiting(self) -> int:
        """How many checks are queued or under way."""
        return len(self._queues)

    async def one_pass(self, *, everything: bool = False) -> Report:
        """Checks what is due, sources first, then articles, those just found included; each at most once.

        With `everything`, all that is still checked counts as due. Politeness is kept in any case.
        """
        due = await self._due(everything=everything, limit=_ALL)
        self._queue(item for item in due if item.is_source)
        await self._queues.settled()
        found = await self._due(everything=False, limit=_ALL)
        articles = {item.id: item for item in (*due, *found) if not item.is_source}
        self._queue(articles.values())
        await self._queues.settled()
        return self.report

    async def watch(self, stop: asyncio.Event) -> Report:
        """Checks whatever falls due until `stop` is set; a check that is under way then is dropped as a whole."""
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                with suppress(ArchiveBusy):
                    self._queue(await self._due(everything=False, limit=_AHEAD))
                await asyncio.wait({stopped}, timeout=await self._pause())
        finally:
            stopped.cancel()
            with suppress(asyncio.CancelledError):
                await stopped
            await self._queues.abandon()
        return self.report

    async def _due(self, *, everything: bool, limit: int) -> tuple[Due, ...]:
        now = self._desk.clock.now()
        return await self._desk.archived(self._desk.archive.due, now, everything=everything, limit=limit)

    async def _pause(self) -> float:
        """How long nothing new can fall due, in seconds of the wall, as far as is known."""
        if len(self._queues):
            return _LOOK_AGAIN
        with suppress(ArchiveBusy):
            next_due = await self._desk.archived(self._desk.archive.next_due)
            if next_due is not None:
                wait = self._desk.clock.real(next_due - self._desk.clock.now())
                return min(_LOOK_EVERY, max(_LOOK_AGAIN / 4, wait.total_seconds()))
        return _LOOK_EVERY

    def _queue(self, due: Iterable[Due]) -> None:
        for item in due:
            until = self._resting.get(item.id)
            if until is None or until <= self._desk.clock.now():
                self._queues.put(registered_domain(item.url), item.id, partial(self._guarded, item))

    async def _guarded(self, item: Due) -> None:
        """Runs a check and tells what came of it; whatever goes wrong costs this check and no other.

        What could not be kept rests for a while, so that its site is not asked again and again.
        """
        check = check_source if item.is_source else check_article
        try:
            progress = await check(self._desk, item.id, item.url)
            self._resting.pop(item.id, None)
        except ArchiveBusy as error:
            told = f"not kept, and checked again later: {error}"
            progress = self._rested(item, Failure(FailureKind.ARCHIVE_BUSY, item.url, told))
        except Exception as error:  # noqa: BLE001 - a watch of weeks outlives a mistake in one check
            told = f"the check broke down ({type(error).__name__}: {error})"
            progress = self._rested(item, Failure(FailureKind.CRASHED, item.url, told))
        self.report.add(progress)
        self._listener(progress)

    def _rested(self, item: Due, failure: Failure) -> Progress:
        self._resting[item.id] = self._desk.clock.now() + timedelta(minutes=10)
        return Progress(item.url, item.url, is_source=item.is_source, failure=failure)
