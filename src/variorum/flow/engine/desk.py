"""What a check works with: archive, fetcher, clock, workers and policy; and what it reports."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import SystemRandom
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from variorum.archive import ArchiveBusy, ArchiveNotWritable
from variorum.flow.decide import NOTHING_LEARNT
from variorum.flow.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from variorum.archive import ArchivePort
    from variorum.fetching import Fetcher
    from variorum.flow.clock import TempoClock
    from variorum.flow.engine.workers import Workers
    from variorum.model import Conduct, Failure, Host, OutletRule, Outlook

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """What one check of a source or an article came to."""

    url: str
    source: str
    is_source: bool = False
    new_articles: int = 0
    new_version: bool = False
    changes: tuple[str, ...] = ()
    failure: Failure | None = None


@dataclass(slots=True)
class Report:
    """What a pass, or a watch so far, came to; `locked` says why a pass ended before all was checked.

    `sources` and `articles` count checks; the sets hold the addresses of what was checked, however often.
    """

    sources: int = 0
    articles: int = 0
    new_articles: int = 0
    versions: int = 0
    changes: int = 0
    failures: list[Failure] = field(default_factory=list)
    locked: str | None = None
    different_sources: set[str] = field(default_factory=set)
    different_articles: set[str] = field(default_factory=set)

    @property
    def checks(self) -> int:
        """How many checks of sources and articles there were, failures included."""
        return self.sources + self.articles

    def add(self, progress: Progress) -> None:
        """Counts what happened."""
        self.sources += progress.is_source
        self.articles += not progress.is_source
        (self.different_sources if progress.is_source else self.different_articles).add(progress.url)
        self.new_articles += progress.new_articles
        self.versions += progress.new_version
        self.changes += len(progress.changes)
        if progress.failure is not None:
            self.failures.append(progress.failure)


@dataclass(slots=True)
class Door:
    """Why the archive could not be written to when that was last tried; `None` while it can be."""

    shut: str | None = None


@dataclass(slots=True)
class Forecast:
    """What decisions go by, as it was last learnt; `weighed_at` is when the demands on sites were last weighed."""

    outlook: Outlook = NOTHING_LEARNT
    weighed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a check needs, the user's outlet rules included. One thread, the clerk, makes all calls of the archive, so that none blocks.

    Once the archive was found locked, or its disk full, every call fails at once, until `reopened`: each would wait as long as the first.
    """

    archive: ArchivePort
    fetcher: Fetcher
    clock: TempoClock
    workers: Workers
    policy: Policy = field(default_factory=Policy)
    rules: tuple[OutletRule, ...] = ()
    clerk: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="clerk")
    )

    door: Door = field(default_factory=Door)
    forecast: Forecast = field(default_factory=Forecast)
    chance: Callable[[], float] = SystemRandom().random
    _unkept: list[Host | Conduct] = field(default_factory=list)

    @contextmanager
    def learnt(self) -> Iterator[tuple[Host | Conduct, ...]]:
        """What was learnt of hosts, to be kept within this context; left to the next check where that fails.

        To be asked on the loop of the fetcher, which goes on learning while the clerk writes.
        """
        hosts = (*self._unkept, *self.fetcher.learnt())
        self._unkept.clear()
        try:
            yield hosts
        except BaseException:
            self._unkept.extend(hosts)
            raise

    async def archived(self, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """The result of an archive call, made by the clerk."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self.clerk, partial(self._called, partial(function, *arguments, **named))
        )

    def _called(self, function: Callable[[], T]) -> T:
        if self.door.shut is not None:
            raise ArchiveBusy(self.door.shut)
        try:
            return function()
        except (ArchiveBusy, ArchiveNotWritable) as error:
            # A full disk is met like a lock: what cannot be kept is not fetched, and what is kept stays as it is.
            self.door.shut = str(error)
            if isinstance(error, ArchiveBusy):
                raise
            raise ArchiveBusy(self.door.shut) from error

    async def reopened(self) -> bool:
        """Tries whether the archive can be written to, and lets calls through again when it can."""
        why, self.door.shut = self.door.shut, None
        try:
            await self.archived(self._try_to_write, why)
        except ArchiveBusy:
            return False
        return True

    def _try_to_write(self, why: str | None) -> None:
        """Begins to write; where that was refused before, something is written, since a full disk bears the beginning alone."""
        with self.archive.writing() as writer:
            if why is not None:
                writer.keep_setting("shut", why)
