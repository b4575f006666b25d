"""Takes requests from all sides, gives each its turn: one at a time for each domain, a gap between two, none on hold."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from variorum.fetching.headers import http_date
from variorum.model import Failure, FailureKind
from variorum.text.urls import registered_domain, web_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from variorum.fetching.politeness import Politeness
    from variorum.fetching.transport import Limits, Response, Transport
    from variorum.model import Clock

_TOO_MANY_REQUESTS = 429
_BUSY = frozenset({_TOO_MANY_REQUESTS, 503})
_LONGEST_SECONDS = 9
#: From so many on, what is known of domains and hosts that may be asked again at once is dropped.
_REMEMBERED = 1_000


def retry_after(response: Response, now: datetime) -> timedelta | None:
    """How long a server asks to be left alone (RFC 9110 section 10.2.3), `None` when it does not say.

    A date counts from the answer's own Date, so that neither a wrong clock over there nor a fast one here matters.

    >>> from datetime import UTC, datetime
    >>> from variorum.fetching.transport import Response
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> retry_after(Response(503, (("retry-after", "120"),), b"", now), now)
    datetime.timedelta(seconds=120)
    """
    value = response.header("retry-after") or ""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=int(value[:_LONGEST_SECONDS]))
    until = http_date(value)
    if until is None:
        return None
    return max(until - (http_date(response.header("date")) or now), timedelta(0))


@dataclass(slots=True)
class _Domain:
    """The queue before one domain; asyncio's lock lets waiters in as they came."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Hold:
    until: datetime
    status: int


class Turns:
    """Asks through `transport` when it is a request's turn. Keeps the state of every domain; belongs to one event loop."""

    def __init__(self, transport: Transport, clock: Clock, politeness: Politeness, limits: Limits) -> None:
        """Nothing is known of any domain yet."""
        self._transport = transport
        self._clock = clock
        self._politeness = politeness
        self._limits = limits
        self._domains: dict[str, _Domain] = {}
        self._holds: dict[str, _Hold] = {}

    async def get(self, url: str, headers: Mapping[str, str], gap: timedelta) -> Response | Failure:
        """The answer to one request, asked for when its domain is free and `gap` has passed since the last one's end.

        A host that asked to be left alone is not asked; that is a failure of kind HTTP_STATUS with the status it gave.
        """
        async with self._turn(registered_domain(url)) as domain:
            held = self.held(url)
            if held is not None:
                return held
            if domain.ended is not None:
                left = domain.ended + gap - self._clock.now()
                if left > timedelta(0):
                    # A clock that was set back must not make the wait longer than the gap.
                    await self._clock.wait(min(left, gap))
            try:
                answer = await self._transport.get(url, headers, self._limits)
            finally:
                domain.ended = self._clock.now()
            if isinstance(answer, Failure) or answer.status not in _BUSY:
                return answer
            self._hold(url, answer)
            return self.held(url) or answer

    def held(self, url: str) -> Failure | None:
        """Why the host of `url` is not to be asked now, if it asked to be left alone and the time is not over."""
        host = site_name(url)
        hold = self._holds.get(host)
        if hold is None:
            return None
        if hold.until <= self._clock.now():
            del self._holds[host]
            return None
        return Failure(
            FailureKind.HTTP_STATUS,
            url,
            f"{host} answered {hold.status} and is to be left alone until {hold.until:%Y-%m-%d %H:%M:%S} UTC",
            hold.status,
        )

    def _hold(self, url: str, answer: Response) -> None:
        now = self._clock.now()
        span = retry_after(answer, now)
        if span is None and answer.status == _TOO_MANY_REQUESTS:
            span = self._politeness.hold
        if span:
            if len(self._holds) >= _REMEMBERED:
                self._holds = {host: hold for host, hold in self._holds.items() if hold.until > now}
            until = now + min(span, self._politeness.hold_limit)
            self._holds[site_name(url)] = _Hold(until, answer.status)

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
        over = self._clock.now() - longest
        self._domains = {
            name: domain
            for name, domain in self._domains.items()
            if domain.users or (domain.ended is not None and domain.ended > over)
        }


def site_name(url: str) -> str:
    """Host and port of an address, whatever its scheme: what a Retry-After speaks for, and what a person calls a site.

    >>> site_name("https://a.example/x"), site_name("http://127.0.0.1:8901/x")
    ('a.example', '127.0.0.1:8901')
    """
    address = web_url(url)
    return url if address is None else address.host_port_subcomponent or url
