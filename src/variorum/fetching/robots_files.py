"""Takes the address of a page, gives the rules of its site's robots.txt, fetched when they are unknown or old."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from variorum.fetching.redirects import REDIRECTS, redirect_target
from variorum.fetching.robots import Rules, robots_text
from variorum.fetching.transport import answered
from variorum.model import Failure, FailureKind, Host
from variorum.text.urls import origin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping
    from datetime import datetime

    from variorum.fetching.politeness import Politeness
    from variorum.fetching.turns import Turns
    from variorum.model import Clock

#: RFC 9309 section 2.3.1.2: at least five are followed; a file that needs more counts as missing.
_MOST_REDIRECTS = 5
#: The file is small; with this and the page's own deadline a check ends within a minute, whatever the server does.
_DEADLINE = timedelta(seconds=15)
#: From so many sites on, those whose file is to be fetched again anyway are dropped.
_REMEMBERED = 1_000
#: Failures that say that no server answered. No file is at stake then: they are the page's own failure.
_NO_SERVER = frozenset(
    {
        FailureKind.UNREACHABLE,
        FailureKind.ADDRESS_REFUSED,
        FailureKind.TIMEOUT,
        FailureKind.TLS,
        FailureKind.BAD_ADDRESS,
    }
)


@dataclass(slots=True)
class _Site:
    """What is known of one origin: its rules, or why there are none, since `read_at`."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    read_at: datetime | None = None
    robots: str | None = None
    rules: Rules | None = None
    failure: Failure | None = None


class RobotsFiles:
    """The robots.txt of every origin, fetched through `turns` under the name in `headers`; belongs to one event loop."""

    def __init__(
        self,
        turns: Turns,
        clock: Clock,
        politeness: Politeness,
        headers: Mapping[str, str],
        hosts: Iterable[Host] = (),
    ) -> None:
        """Begins with what `hosts` tell."""
        self._turns = turns
        self._clock = clock
        self._politeness = politeness
        self._headers = headers
        self._sites = {host.origin: _remembered(host) for host in hosts}
        self._learnt: dict[str, Host] = {}

    def learnt(self) -> tuple[Host, ...]:
        """The files that were fetched since this was last asked."""
        learnt = tuple(self._learnt.values())
        self._learnt.clear()
        return learnt

    def text(self, url: str) -> str:
        """The robots.txt of the site of `url`, empty where it has none or it was not asked for yet."""
        site = self._sites.get(origin(url))
        return "" if site is None else site.robots or ""

    def delay(self, url: str) -> timedelta:
        """The crawl delay that the site of `url` asks for, zero where it names none or nothing is known of it."""
        site = self._sites.get(origin(url))
        if site is None or not site.robots:
            return timedelta(0)
        if site.rules is None:
            site.rules = Rules(site.robots)
        return site.rules.delay

    async def rules(self, url: str) -> Rules | Failure:
        """The rules for the site of `url`; a failure means that nothing may be asked there (RFC 9309 section 2.3.1.4)."""
        known = self._sites.get(origin(url))
        if (
            known is not None
            and known.rules is not None
            and known.failure is None
            and self._is_current(known)
        ):
            return known.rules
        async with self._site(origin(url)) as site:
            if not self._is_current(site):
                await self._read(origin(url), site)
            if site.failure is not None:
                return replace(site.failure, subject=url)
            if site.rules is None:
                site.rules = Rules(site.robots or "")
            return site.rules

    def _is_current(self, site: _Site) -> bool:
        if site.read_at is None:
            return False
        kept = self._politeness.robots_kept if site.failure is None else self._politeness.robots_retry
        # What was read in the future was read before the clock was set back.
        return timedelta(0) <= self._clock.now() - site.read_at < kept

    async def _read(self, name: str, site: _Site) -> None:
        delay = site.rules.delay if site.rules is not None else timedelta(0)
        found = await self._found(name, delay)
        site.read_at = self._clock.now()
        site.rules = None
        if isinstance(found, Failure):
            site.robots, site.failure = None, found
        else:
            site.robots, site.failure = found, None
        # That nobody answered is not kept for the next process: it may just have been our own line.
        if site.failure is None or site.failure.kind is FailureKind.ROBOTS_UNAVAILABLE:
            self._learnt[name] = Host(name, site.robots, site.failure is not None, site.read_at)

    async def _found(self, name: str, delay: timedelta) -> str | Failure | None:
        """The text of the file, `None` where the site has none, or the failure that closes the site to us."""
        url = first = f"{name}/robots.txt"
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self._turns.get(url, self._headers, delay, _DEADLINE)
            if isinstance(answer, Failure):
                if answer.kind in _NO_SERVER and url == first:
                    return answer
                return replace(_unavailable(name, answer.detail, answer.status), until=answer.until)
            if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
                return robots_text(answer.body)
            if answer.status in REDIRECTS:
                target = redirect_target(answer, url)
                if target is None:
                    return _unavailable(name, "it redirects to what is no web address")
                url = target
            elif HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                return None
            else:
                return _unavailable(name, answered(answer.status), answer.status)
        return None

    @asynccontextmanager
    async def _site(self, name: str) -> AsyncIterator[_Site]:
        if name not in self._sites and len(self._sites) >= _REMEMBERED:
            self._sites = {
                known: site for known, site in self._sites.items() if site.users or self._is_current(site)
            }
        site = self._sites.setdefault(name, _Site())
        site.users += 1
        try:
            async with site.lock:
                yield site
        finally:
            site.users -= 1


def _remembered(host: Host) -> _Site:
    failure = _unavailable(host.origin, "it was tried a short while ago") if host.robots_denied else None
    return _Site(read_at=host.fetched_at, robots=host.robots, failure=failure)


def _unavailable(name: str, why: str, status: int | None = None) -> Failure:
    host = name.partition("://")[2]
    detail = f"robots.txt of {host} could not be read ({why}), so nothing there is asked for"
    return Failure(FailureKind.ROBOTS_UNAVAILABLE, name, detail, status)
