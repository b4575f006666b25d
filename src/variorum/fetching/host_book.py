"""Takes every request with its outcome, gives what is known of each host: its latency, its errors, whether it is on hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from variorum.fetching.headers import http_date
from variorum.fetching.strain import HARD, error_weight, is_dead, rest_after
from variorum.fetching.transport import Response
from variorum.model import Conduct, Failure, FailureKind
from variorum.text.urls import origin, registered_domain, web_url

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from random import Random

    from variorum.fetching.politeness import Politeness
    from variorum.model import Clock

_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_LONGEST_SECONDS = 9
_ROBOTS = "/robots.txt"
_OF_LATE = timedelta(minutes=30)
#: How much the latest answer counts for the smoothed latency.
_NEWEST = 0.25


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


@lru_cache(2_048)
def site_name(url: str) -> str:
    """Host and port of an address, whatever its scheme: what a Retry-After speaks for, and what a person calls a site.

    >>> site_name("https://a.example/x"), site_name("http://127.0.0.1:8901/x")
    ('a.example', '127.0.0.1:8901')
    """
    address = web_url(url)
    return url if address is None else address.host_port_subcomponent or url


class HostBook:
    """What requests taught about hosts; begins with what `conducts` tell. Belongs to one event loop."""

    def __init__(
        self, clock: Clock, politeness: Politeness, random: Random, conducts: Iterable[Conduct] = ()
    ) -> None:
        """`random` decides how much later than it must a host on hold is asked again."""
        self._clock = clock
        self._politeness = politeness
        self._random = random
        self._known = {
            known.origin: replace(known, requests=0, unmodified=0, failed=0, disallowed=0)
            for known in conducts
        }
        self._holds: dict[str, Conduct] = {}
        self._line_worked: datetime | None = None
        self._learnt: dict[str, None] = {}  # in the order in which it was learnt
        for known in self._known.values():
            self._note_hold(known)

    def learnt(self) -> tuple[Conduct, ...]:
        """The conduct towards every origin that was asked since this was last asked, with the counts since then."""
        learnt = tuple(self._known[name] for name in self._learnt)
        for known in learnt:
            self._known[known.origin] = replace(known, requests=0, unmodified=0, failed=0, disallowed=0)
        self._learnt.clear()
        return learnt

    def last_ends(self) -> dict[str, datetime]:
        """When the last request to each registered domain ended."""
        ends: dict[str, datetime] = {}
        for known in self._known.values():
            if known.last_asked is not None:
                name = registered_domain(known.origin)
                ends[name] = max(ends.get(name, known.last_asked), known.last_asked)
        return ends

    def latency(self, url: str) -> timedelta:
        """How long the origin of an address takes to answer, smoothed; zero while that is not known."""
        known = self._known.get(origin(url))
        return known.latency or timedelta(0) if known else timedelta(0)

    def held(self, url: str) -> Failure | None:
        """Why the host of `url` is not to be asked now, if it is to be left alone and the time is not over."""
        hold = self._holds.get(site_name(url))
        if hold is None or hold.held_until is None:
            return None
        if hold.held_until <= self._clock.now():
            del self._holds[site_name(url)]
            return None
        detail = f"{hold.held_because} and is to be left alone until {hold.held_until:%Y-%m-%d %H:%M:%S} UTC"
        kind = FailureKind.HTTP_STATUS if hold.held_status else FailureKind.UNREACHABLE
        return Failure(kind, url, detail, hold.held_status, until=hold.held_until)

    def trusts_validators(self, url: str) -> bool:
        """Whether a 304 of the origin of an address is believed."""
        known = self._known.get(origin(url))
        return known is None or known.distrusted_until is None or known.distrusted_until <= self._clock.now()

    def distrust(self, url: str, until: datetime) -> None:
        """Believes no 304 of the origin of an address until then."""
        self._keep(replace(self._of(url), distrusted_until=until))

    def disallowed(self, url: str) -> None:
        """Counts a request that was not made since robots.txt forbids it."""
        known = self._of(url)
        self._keep(replace(known, disallowed=known.disallowed + 1))

    def broken_off(self, url: str) -> None:
        """Notes a request that was given up by us and ends now: the gap after it holds like any other."""
        known = self._of(url)
        self._keep(replace(known, requests=known.requests + 1, last_asked=self._clock.now()))

    def asked(self, url: str, outcome: Response | Failure, *, began: datetime, gap: timedelta | None) -> None:
        """Notes a request that began at a moment, `gap` after the one before it, and ends now."""
        now = self._clock.now()
        known = self._of(url)
        latency, weight = known.latency, error_weight(outcome)
        if isinstance(outcome, Response):
            took = max(now - began, timedelta(0))
            latency = took if latency is None else latency + (took - latency) * _NEWEST
            self._line_worked = now
        elif weight == HARD and not self._line_works(now):
            weight = None
        if not weight and url == f"{known.origin}{_ROBOTS}":
            weight = None  # a file at rest says nothing of the pages: it is served while they fail
        errors = known.errors if weight is None else weight and known.errors + weight
        gaps = [one for one in (known.smallest_gap, gap) if one is not None]
        known = replace(
            known,
            requests=known.requests + 1,
            unmodified=known.unmodified + (_status(outcome) == HTTPStatus.NOT_MODIFIED),
            failed=known.failed + (isinstance(outcome, Failure) or bool(weight)),
            smallest_gap=min(gaps, default=None),
            latency=latency,
            last_asked=now,
            errors=errors,
        )
        self._keep(self._with_hold(known, outcome, weight, now))

    def _line_works(self, now: datetime) -> bool:
        """Whether anybody answered of late: where nobody is reached at all, it is our own line that is down."""
        return self._line_worked is not None and abs(now - self._line_worked) <= _OF_LATE

    def _with_hold(
        self, known: Conduct, outcome: Response | Failure, weight: float | None, now: datetime
    ) -> Conduct:
        """The conduct with the hold that an outcome brings: one that the host asked for, or the rest of a failing one."""
        if not weight:
            return known if weight is None else replace(known, held_until=None, held_because=None)
        name, status = site_name(known.origin), _status(outcome)
        asked_for, because = timedelta(0), f"{name} answered {status}"
        if isinstance(outcome, Response) and outcome.status in _BUSY:
            named = retry_after(outcome, now)
            if named is not None:
                # The host's own time does not run faster because ours does.
                asked_for = self._clock.shown(min(named, self._politeness.hold_limit))
            elif outcome.status == HTTPStatus.TOO_MANY_REQUESTS:
                asked_for = self._politeness.hold
        rest = rest_after(known.errors) or timedelta(0)
        if rest > asked_for:
            because = f"{name} {'has failed for days' if is_dead(known.errors) else 'keeps failing'}"
        length = max(rest, asked_for)
        if not length:
            return known
        # Whoever else was sent away at the same moment should not come back at the same moment.
        late = length * (self._politeness.jitter * self._random.random())
        return replace(known, held_until=now + length + late, held_because=because, held_status=status)

    def _of(self, url: str) -> Conduct:
        name = origin(url)
        return self._known.get(name) or Conduct(name, self._clock.now())

    def _keep(self, known: Conduct) -> None:
        self._known[known.origin] = known
        self._learnt[known.origin] = None
        self._note_hold(known)

    def _note_hold(self, known: Conduct) -> None:
        if known.held_until is not None and known.held_until > self._clock.now():
            self._holds[site_name(known.origin)] = known
        elif known.origin == getattr(self._holds.get(site_name(known.origin)), "origin", None):
            del self._holds[site_name(known.origin)]


def _status(outcome: Response | Failure) -> int | None:
    return outcome.status
