"""Takes requests from all sides, gives each its turn: one at a time for each domain, a gap between two, none on hold."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from variorum.fetching.transport import Response
from variorum.model import Failure
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from variorum.fetching.host_book import HostBook
    from variorum.fetching.politeness import Politeness
    from variorum.fetching.transport import Limits, Transport
    from variorum.model import Clock

#: From so many on, what is known of domains that may be asked again at once is dropped.
_REMEMBERED = 1_000
#: So many requests are under way at once, whatever the number of domains.
_AT_ONCE = 64


@dataclass(slots=True)
class _Domain:
    """The queue before one domain; asyncio's lock lets waiters in as they came.

    `ended` is when the last request did, `last_passed` the same by the time that has passed, which no setting of a clock moves.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    ended: datetime | None = None
    last_passed: timedelta = timedelta(0)


class Turns:
    """Asks through `transport` when it is a request's turn. Keeps the state of every domain; belongs to one event loop."""

    def __init__(
        self, transport: Transport, clock: Clock, politeness: Politeness, limits: Limits, book: HostBook
    ) -> None:
        """What earlier runs did counts: a gap holds from one process to the next."""
        self._transport = transport
        self._clock = clock
        self._politeness = politeness
        self._limits = limits
        self._book = book
        now, passed = clock.now(), clock.passed()
        self._domains = {
            # What ended in the future ended before the clock was set back.
            name: _Domain(ended=ended, last_passed=passed - max(now - ended, timedelta(0)))
            for name, ended in book.last_ends().items()
        }
        self._lines = asyncio.Semaphore(_AT_ONCE)

    async def free(self, url: str, delay: timedelta) -> None:
        """Returns when the gap since the last request to the domain of an address is over, as far as nobody else asks there."""
        domain = self._domains.get(registered_domain(url))
        if domain is not None and not domain.lock.locked():
            await self._gap_over(domain, self._politeness.between(delay, self._book.latency(url)))

    async def _gap_over(self, domain: _Domain, gap: timedelta) -> None:
        if domain.ended is not None:
            left = domain.last_passed + gap - self._clock.passed()
            if left > timedelta(0):
                await self._clock.wait(left)

    async def get(
        self,
        url: str,
        headers: Mapping[str, str],
        delay: timedelta,
        within: timedelta | None = None,
        form: bytes | None = None,
    ) -> Response | Failure:
        """The answer to one request, asked for when its domain is free and the gap since the last one's end is over.

        `delay` is what the site's robots.txt wants between two; `within` shortens the deadline; a `form` is posted. A host that is to be left alone is not asked; that is a
        failure that tells until when.
        """
        limits = self._limits
        if within is not None and within < limits.deadline:
            limits = replace(limits, deadline=within, connect=min(within, limits.connect))
        async with self._turn(registered_domain(url)) as domain:
            held = self._book.held(url)
            if held is not None:
                return held
            await self._gap_over(domain, self._politeness.between(delay, self._book.latency(url)))
            before = domain.ended
            async with self._lines:
                began = self._clock.now()
                try:
                    answer = await self._transport.get(url, headers, limits, form)
                except asyncio.CancelledError:
                    self._book.broken_off(url)
                    raise
                finally:
                    domain.ended, domain.last_passed = self._clock.now(), self._clock.passed()
            if isinstance(answer, Response) and answer.begun is not None:
                began = answer.begun
            gap_kept = None if before is None else max(began - before, timedelta(0))
            self._book.asked(url, answer, began=began, gap=gap_kept)
            held = self._book.held(url)
            if isinstance(answer, Failure):
                return answer if held is None else replace(answer, until=held.until)
            return held or answer

    @asynccontextmanager
    async def _turn(self, name: str) -> AsyncIterator[_Domain]:
        if name not in self._domains and len(self._domains) >= _REMEMBERED:
            self._forget_idle()
        domain = self._domains.setdefault(name, _Domain())
        domain.users += 1
        try:
            async with domain.lock:
                yield domain
        finally:
            domain.users -= 1

    def _forget_idle(self) -> None:
        """Drops the domains that nobody waits for and whose longest possible gap is over."""
        longest = max(self._politeness.gap, self._politeness.crawl_delay_limit)
        over = self._clock.passed() - longest
        self._domains = {
            name: domain
            for name, domain in self._domains.items()
            if domain.users or (domain.ended is not None and domain.last_passed > over)
        }
