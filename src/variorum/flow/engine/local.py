"""Takes a desk, runs checks over its archive on one machine: one pass, or on and on until told to stop."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Self

from variorum.archive import ArchiveBusy, ArchiveError
from variorum.flow.engine.agenda import Agenda
from variorum.flow.engine.article_check import check_article
from variorum.flow.engine.desk import Desk, Progress, Report
from variorum.flow.engine.docket import SLICE, Room
from variorum.flow.engine.learning import learn
from variorum.flow.engine.queues import SiteQueues
from variorum.flow.engine.source_check import check_source
from variorum.model import Due, Failure, FailureKind
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

#: The archive is asked what is due at least so often, in seconds of the wall: another process may have added something.
_LOOK_EVERY = 2.0
#: While checks are under way it is asked again so soon.
_LOOK_AGAIN = 0.2
#: A locked archive is tried again so soon; each try waits a few seconds more for the other process.
_TRY_AGAIN = 10.0
#: So many checks hold what was served to them at once.
_AT_ONCE = 64
#: A watch goes on without what is learnt of its archive when that takes longer than so many seconds.
_LEARNING = 0.5
#: Checks under way when a watch is stopped have so many seconds to end.
_GRACE = 3.0
#: Behind it begin the articles.
_LAST_SOURCE = Due(datetime.max.replace(tzinfo=UTC), "~", "", is_source=True)


class Engine:
    """Runs checks: concurrent over sites, reading in worker processes, one hand writing. Use as an async context."""

    def __init__(self, desk: Desk, *, listener: Callable[[Progress], None] = lambda _: None) -> None:
        self.report = Report()
        self._desk = desk
        self._listener = listener
        self._queues = SiteQueues()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._agenda = Agenda(desk, Room(self._offered, lambda: self._queues.is_full))
        self._resting: dict[str, datetime] = {}
        self._locked = asyncio.Event()
        self._learning: asyncio.Task[None] | None = None
        #: The tasks whose checks are under way: everything else only waits.
        self._under_way: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._queues.abandon()
        if self._learning is not None:
            self._learning.cancel()
            await asyncio.gather(self._learning, return_exceptions=True)
        with suppress(ArchiveError):
            await self._desk.keep_learnt()
        self._desk.clerk.shutdown()
        self._desk.librarian.shutdown()

    @property
    def waiting(self) -> int:
        """How many checks are queued or under way."""
        return len(self._queues)

    @property
    def at_work(self) -> int:
        """At how many sites a check is under way."""
        return len(self._queues.tasks)

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
            await self._settled(self._queue_all(of_sources=True, everything=everything))
            await self._settled(self._queues.settled())
            # What was just found may be a new name of what is known: that is looked at first.
            for checked in (True, False) if everything else (None,):
                await self._settled(self._queue_all(everything=everything, checked=checked))
                await self._settled(self._queues.settled())
        if self._locked.is_set():
            await self._queues.abandon()
        self.report.locked = self._desk.door.shut
        return self.report

    async def _queue_all(
        self, *, everything: bool, of_sources: bool = False, checked: bool | None = None
    ) -> None:
        """Queues the sources, or the articles, that are due by now, slice after slice as there is room."""
        now, last = self._desk.clock.now(), None if of_sources else _LAST_SOURCE
        while True:
            found = await self._desk.archived(
                self._desk.archive.due,
                now,
                everything=everything,
                limit=SLICE,
                after=last,
                checked=checked,
            )
            for item in found:
                if item.is_source is of_sources:
                    await self._queues.room()
                    self._queue(item)
            if len(found) < SLICE or found[-1].is_source is not of_sources:
                return
            last = found[-1]

    async def _settled(self, work: Coroutine[None, None, None]) -> None:
        """Returns when the work is done; raises `ArchiveBusy` once the archive is locked."""
        if self._locked.is_set():
            work.close()
            raise ArchiveBusy(self._desk.door.shut)
        working = asyncio.create_task(work)
        locked = asyncio.create_task(self._locked.wait())
        try:
            await asyncio.wait({working, locked}, return_when=asyncio.FIRST_COMPLETED)
            if self._locked.is_set():
                raise ArchiveBusy(self._desk.door.shut)
            working.result()
        finally:
            for task in (working, locked):
                task.cancel()
            await asyncio.gather(working, locked, return_exceptions=True)

    async def watch(self, stop: asyncio.Event) -> Report:
        """Checks whatever falls due until `stop` is set; checks that are under way then have a moment to end.

        One that takes longer is dropped as a whole: it is due still. While another process keeps the archive locked
        nothing is fetched.
        """
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                if self._desk.door.shut is not None:
                    await self._wait_for_the_archive(stopped)
                    continue
                with suppress(ArchiveBusy):
                    await self._learn(stopped)
                    await self._agenda.fill()
                await asyncio.wait({stopped}, timeout=await self._pause())
        finally:
            stopped.cancel()
            with suppress(asyncio.CancelledError):
                await stopped
            await self._queues.end(self._under_way, _GRACE)
        return self.report

    async def _learn(self, stopped: asyncio.Task[bool]) -> None:
        """Begins to learn, if it is time, and waits for that only a moment: a large archive takes its time."""
        if self._learning is None or self._learning.done():
            if self._learning is not None and not self._learning.cancelled():
                self._learning.exception()  # seen to: an archive that was locked is tried again at the next look
            self._learning = asyncio.create_task(learn(self._desk))
            await asyncio.wait(
                {stopped, self._learning}, timeout=_LEARNING, return_when=asyncio.FIRST_COMPLETED
            )

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
                self._agenda.begin_again()  # what was dropped is due still
                return
            else:
                await asyncio.wait({stopped}, timeout=_TRY_AGAIN)

    async def _pause(self) -> float:
        """How long nothing new can fall due, in seconds of the wall, as far as is known."""
        if len(self._queues):
            return _LOOK_AGAIN
        with suppress(ArchiveBusy):
            next_due = await self._desk.archived(self._desk.archive.next_due, self._agenda.through)
            if next_due is not None:
                wait = self._desk.clock.real(next_due - self._desk.clock.now())
                return min(_LOOK_EVERY, max(_LOOK_AGAIN / 4, wait.total_seconds()))
        return _LOOK_EVERY

    def _offered(self, item: Due) -> bool:
        """Queues what is due unless it is queued already; gives whether its site had room for it."""
        if item.id in self._queues:
            return True
        if not self._queues.has_room(registered_domain(item.url)):
            return False
        self._queue(item)
        return True

    def _queue(self, item: Due) -> None:
        until = self._resting.get(item.id)
        if until is None or until <= self._desk.clock.now():
            self._queues.put(registered_domain(item.url), item.id, partial(self._guarded, item))

    async def _guarded(self, item: Due) -> None:
        """Runs a check and tells what came of it; whatever goes wrong costs this check and no other.

        What broke down rests for a while, so that its site is not asked again and again.
        """
        check = check_source if item.is_source else check_article
        try:
            # While a site's gap passes nothing is held that others could use.
            await self._desk.fetcher.ready(item.url)
            async with self._places:
                with self._seen_through():
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

    @contextmanager
    def _seen_through(self) -> Iterator[None]:
        """Marks the present task as one whose check is under way."""
        here = {task for task in (asyncio.current_task(),) if task is not None}
        self._under_way |= here
        try:
            yield
        finally:
            self._under_way -= here

    def _rested(self, item: Due, failure: Failure) -> Progress:
        self._resting[item.id] = self._desk.clock.now() + timedelta(minutes=10)
        return Progress(item.url, item.url, is_source=item.is_source, failure=failure)
