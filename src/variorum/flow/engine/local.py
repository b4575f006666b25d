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
from variorum.model import Due, Failure, FailureKind
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

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
        self._queue(item for item in due if item.source is not None)
        await self._queues.settled()
        found = await self._due(everything=False, limit=_ALL)
        articles = {item.article.article_id: item for item in (*due, *found) if item.article is not None}
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
            if item.source is not None and item.source_schedule is not None:
                check = partial(check_source, self._desk, item.source, item.source_schedule)
                self._put(item.source.id, item.source.url, check, is_source=True)
            elif item.article is not None:
                check = partial(check_article, self._desk, item.article)
                self._put(item.article.article_id, item.article.url, check, is_source=False)

    def _put(self, key: str, url: str, check: Callable[[], Awaitable[Progress]], *, is_source: bool) -> None:
        until = self._resting.get(key)
        if until is None or until <= self._desk.clock.now():
            job = partial(self._guarded, key, url, check, is_source=is_source)
            self._queues.put(registered_domain(url), key, job)

    async def _guarded(
        self, key: str, url: str, check: Callable[[], Awaitable[Progress]], *, is_source: bool
    ) -> None:
        """Runs a check and tells what came of it; whatever goes wrong costs this check and no other.

        What could not be kept rests for a while, so that its site is not asked again and again.
        """
        try:
            progress = await check()
            self._resting.pop(key, None)
        except ArchiveBusy as error:
            failure = Failure(FailureKind.ARCHIVE_BUSY, url, f"not kept, and checked again later: {error}")
            progress = self._rested(key, url, failure, is_source=is_source)
        except Exception as error:  # noqa: BLE001 - a watch of weeks outlives a mistake in one check
            failure = Failure(
                FailureKind.CRASHED, url, f"the check broke down ({type(error).__name__}: {error})"
            )
            progress = self._rested(key, url, failure, is_source=is_source)
        self.report.add(progress)
        self._listener(progress)

    def _rested(self, key: str, url: str, failure: Failure, *, is_source: bool) -> Progress:
        self._resting[key] = self._desk.clock.now() + timedelta(minutes=10)
        return Progress(url, url, is_source=is_source, failure=failure)
