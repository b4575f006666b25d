"""What a check works with: archive, fetcher, clock, workers and policy; and what it reports."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import SystemRandom
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from variorum.archive import ArchiveBusy, ArchiveNotWritable
from variorum.flow.decide import NOTHING_LEARNT
from variorum.flow.engine.clerk import Clerk
from variorum.flow.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from variorum.archive import ArchivePort, ArchiveWriter
    from variorum.fetching import Fetcher
    from variorum.flow.clock import TempoClock
    from variorum.flow.engine.hubs import Hubs
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
    """Everything that a check needs, the user's outlet rules included. One thread, the clerk, makes all calls of the archive, so that none blocks; only what takes long is the librarian's.

    Once the archive was found locked, or its disk full, every call fails at once, until `reopened`: each would wait as long as the first.
    """

    archive: ArchivePort
    fetcher: Fetcher
    clock: TempoClock
    workers: Workers
    policy: Policy = field(default_factory=Policy)
    rules: tuple[OutletRule, ...] = ()
    clerk: Clerk = field(default_factory=Clerk)
    librarian: Clerk = field(default_factory=Clerk)
    door: Door = field(default_factory=Door)
    forecast: Forecast = field(default_factory=Forecast)
    chance: Callable[[], float] = SystemRandom().random
    #: Where hubs tell of news, if that is asked for.
    hubs: Hubs | None = None
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
        return await self.clerk.called(
            partial(self._called, partial(function, *arguments, **named)), self.archive.seeing
        )

    async def looked_up(self, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """The result of archive calls that take long, made beside those of the clerk."""
        return await self.librarian.called(partial(self._called, partial(function, *arguments, **named)))

    async def written(
        self, function: Callable[Concatenate[ArchiveWriter, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        """The result of what is to be written, once it is kept; what others have written meanwhile is kept together with it.

        `function` may be called twice, the first time for nothing.
        """
        return await self.clerk.written(lambda writer: function(writer, *arguments, **named), self._writing)

    async def keep_learnt(self) -> None:
        """Keeps what was learnt of hosts since anything was kept: when each was asked last, and how long it is to be left alone."""
        with self.learnt() as hosts:
            if hosts:
                await self.written(lambda writer: writer.keep_hosts(hosts))

    @contextmanager
    def _writing(self) -> Iterator[ArchiveWriter]:
        with self._minded_door(), self.archive.writing() as writer:
            yield writer

    def _called(self, function: Callable[[], T]) -> T:
        with self._minded_door():
            return function()

    @contextmanager
    def _minded_door(self) -> Iterator[None]:
        """Lets nothing in while the archive is locked, and notes when it is found so."""
        if self.door.shut is not None:
            raise ArchiveBusy(self.door.shut)
        try:
            yield
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
