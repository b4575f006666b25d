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
from variorum.flow.engine.learning import learn
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
#: A locked archive is tried again so soon; each try waits a few seconds more for the other process.
_TRY_AGAIN = 10.0
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
        self._locked = asyncio.Event()

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

        With `everything`, all that is still checked counts as due. Politeness is kept in any case. A pass during which
        another process locks the archive ends there, and its report says so; raises `ArchiveBusy` when nothing could be
        kept from the start, before anything is fetched.
        """
        if not await self._desk.reopened():
            raise ArchiveBusy(self._desk.door.shut)
        with suppress(ArchiveBusy):
            await learn(self._desk)
            due = await self._due(everything=everything, limit=_ALL)
            await self._all_checked(item for item in due if item.is_source)
            found = await self._due(everything=False, limit=_ALL)
            articles = {item.id: item for item in (*due, *found) if not item.is_source}
            await self._all_checked(articles.values())
        self.report.locked = self._desk.door.shut
        return self.report

    async def _all_checked(self, due: Iterable[Due]) -> None:
        """Returns when all that is due was checked; what could not be kept, once the archive is locked, is dropped."""
        self._queue(due)
        settled = asyncio.create_task(self._queues.settled())
        locked = asyncio.create_task(self._locked.wait())
        try:
            await asyncio.wait({settled, locked}, return_when=asyncio.FIRST_COMPLETED)
            if self._locked.is_set():
                await self._queues.abandon()
            else:
                settled.result()
        finally:
            for task in (settled, locked):
                task.cancel()
            await asyncio.gather(settled, locked, return_exceptions=True)

    async def watch(self, stop: asyncio.Event) -> Report:
        """Checks whatever falls due until `stop` is set; a check that is under way then is dropped as a whole.

        While another process keeps the archive locked nothing is fetched.
        """
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                if self._desk.door.shut is not None:
                    await self._wait_for_the_archive(stopped)
                    continue
                with suppress(ArchiveBusy):
                    await learn(self._desk)
                    self._queue(await self._due(everything=False, limit=_AHEAD))
                await asyncio.wait({stopped}, timeout=await self._pause())
        finally:
            stopped.cancel()
            with suppress(asyncio.CancelledError):
                await stopped
            await self._queues.abandon()
        return self.report

    async def _wait_for_the_archive(self, stopped: asyncio.Task[bool]) -> None:
        """Says once why the archive cannot be written, drops what cannot be kept, and returns when it can or all is to stop."""
        await self._queues.abandon()
        why = f"{self._desk.door.shut}; nothing is fetched until it can be written"
        told = Failure(FailureKind.ARCHIVE_BUSY, "paused", why)
        self._listener(Progress("", "", failure=told))
        while not stopped.done():
            trying = asyncio.create_task(self._desk.reopened())
            await asyncio.wait({stopped, trying}, return_when=asyncio.FIRST_COMPLETED)
            if not trying.done():
                trying.cancel()
                await asyncio.gather(trying, return_exceptions=True)
            elif trying.result():
                self._locked.clear()
                return
            else:
                await asyncio.wait({stopped}, timeout=_TRY_AGAIN)

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

        What broke down rests for a while, so that its site is not asked again and again.
        """
        check = check_source if item.is_source else check_article
        try:
            progress = await check(self._desk, item.id, item.url)
            self._resting.pop(item.id, None)
        except ArchiveBusy:
            # It is due still; that nothing can be kept is told once for all.
            self._locked.set()
            return
        except Exception as error:  # noqa: BLE001 - a watch of weeks outlives a mistake in one check
            told = f"the check broke down ({type(error).__name__}: {error})"
            progress = self._rested(item, Failure(FailureKind.CRASHED, item.url, told))
        self.report.add(progress)
        self._listener(progress)

    def _rested(self, item: Due, failure: Failure) -> Progress:
        self._resting[item.id] = self._desk.clock.now() + timedelta(minutes=10)
        return Progress(item.url, item.url, is_source=item.is_source, failure=failure)
