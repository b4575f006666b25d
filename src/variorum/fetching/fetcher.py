"""Takes a request, gives the capture of what was served, or the failure; redirects followed, robots.txt and gaps kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from variorum.fetching.agent import TOOL, user_agent
from variorum.fetching.clock_offset import clock_offset
from variorum.fetching.codings import ACCEPTED
from variorum.fetching.headers import validator
from variorum.fetching.host_book import HostBook, site_name
from variorum.fetching.politeness import Politeness
from variorum.fetching.redirects import PERMANENT, REDIRECTS, redirect_target
from variorum.fetching.robots import sitemap_lines
from variorum.fetching.robots_files import RobotsFiles
from variorum.fetching.transport import Limits, Response, answered, keeps_body
from variorum.fetching.turns import Turns
from variorum.model import Capture, Circumstances, Conduct, Failure, FailureKind, Host
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from variorum.fetching.transport import Transport
    from variorum.model import Clock

_MOST_REDIRECTS = 8
_MOST_FORM_REDIRECTS = 3
#: Redirects after which the same form is posted elsewhere (RFC 9110, sections 15.4.8 and 15.4.9).
_KEEP_METHOD = frozenset({307, 308})
_LONGEST_SHOWN = 200
_WANTED = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.8"


@dataclass(frozen=True, slots=True)
class Request:
    """An address to ask for, with the validators of the answer that is already known (RFC 9110 section 13.1)."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


class Fetcher:
    """Asks for pages as a good guest does; belongs to one event loop and may be asked from many tasks.

    `hosts` is what earlier runs learnt of hosts: their robots.txt files, and how they were asked. Waits go by `clock`;
    `limits` by the wall's. `random` is where jitter comes from.
    """

    def __init__(
        self,
        transport: Transport,
        clock: Clock,
        politeness: Politeness | None = None,
        hosts: Iterable[Host | Conduct] = (),
        *,
        limits: Limits | None = None,
        random: Random | None = None,
    ) -> None:
        """`transport` must be open, and stays its opener's to close."""
        politeness = politeness or Politeness()
        self._headers: Mapping[str, str] = {
            "User-Agent": user_agent(politeness.contact),
            "Accept": _WANTED,
            "Accept-Encoding": ACCEPTED,
        }
        self._politeness = politeness
        known = tuple(hosts)
        conducts = [one for one in known if isinstance(one, Conduct)]
        self._book = HostBook(clock, politeness, random or Random(), conducts)  # noqa: S311 - a share of a wait, no secret
        self._limits = limits or Limits()
        self._turns = Turns(transport, clock, politeness, self._limits, self._book)
        files = [one for one in known if isinstance(one, Host)]
        self._robots = RobotsFiles(self._turns, clock, politeness, self._headers, files)

    def learnt(self) -> tuple[Host | Conduct, ...]:
        """What was learnt of hosts since this was last asked, to be given to the next run's fetcher."""
        return (*self._robots.learnt(), *self._book.learnt())

    def distrust(self, url: str, until: datetime) -> None:
        """Sends no validators to the origin of an address until then: a 304 of it was found to be untrue."""
        self._book.distrust(url, until)

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of the site of an address names, once anything was asked for there."""
        return sitemap_lines(self._robots.text(url), url)

    def gap(self, url: str) -> timedelta:
        """The time that lies between two requests to the site of an address, as far as its robots.txt and its speed are known."""
        return self._politeness.between(self._robots.delay(url), self._book.latency(url))

    async def ready(self, url: str) -> None:
        """Returns when an address could be asked for at once: its site's robots.txt is read, and the gap since is over.

        To be awaited before anything scarce is taken hold of. Where nothing is to be asked there is nothing to wait for.
        """
        if web_url(url) is None or self._book.held(url) is not None:
            return
        rules = await self._robots.rules(url)
        if not isinstance(rules, Failure):
            await self._turns.free(url, rules.delay)

    async def get(self, request: Request) -> Capture | Failure:
        """What is served for a request. Raises nothing but `asyncio.CancelledError`.

        A capture has a status of 200 to 299, 304 (not modified since the validators, without a body), 404 or 410; its
        `redirects` are the addresses that redirects led to, the last of them its `final_url`. Every other outcome is a
        failure about the request's address.
        """
        address = web_url(request.url)
        if address is None:
            return Failure(FailureKind.BAD_ADDRESS, request.url, "this is no http or https address")
        trail = [str(address.with_fragment(None))]
        outcome = await self._followed(request, trail)
        return outcome if isinstance(outcome, Capture) else _told(request, trail, outcome)

    async def post(self, url: str, form: Mapping[str, str]) -> Response | Failure:
        """The answer to a form that is posted in its domain's turn, redirects that keep the form followed (307, 308).

        It is for interfaces that a site names for programs; robots.txt speaks of pages.
        """
        body = urlencode(form).encode("ascii")
        headers = {**self._headers, "Content-Type": "application/x-www-form-urlencoded"}
        for _ in range(_MOST_FORM_REDIRECTS + 1):
            held = self._book.held(url)
            answer = held or await self._turns.get(url, headers, timedelta(0), form=body)
            if isinstance(answer, Failure) or answer.status not in _KEEP_METHOD:
                return answer
            following = redirect_target(answer, url)
            if following is None:
                return Failure(
                    FailureKind.REDIRECT, url, "it redirects to what is no web address", answer.status
                )
            url = following
        return Failure(FailureKind.REDIRECT, url, f"it redirects more than {_MOST_FORM_REDIRECTS} times")

    async def _followed(self, request: Request, trail: list[str]) -> Capture | Failure:
        """The outcome at the end of all redirects; `trail` grows by every address that they lead to."""
        headers = self._conditional(request)
        permanent = True
        left = self._limits.deadline
        while True:
            answer = await self._asked(trail[-1], headers, left)
            if isinstance(answer, Failure):
                return answer
            left -= answer.took
            if answer.status not in REDIRECTS:
                return _outcome(
                    request,
                    trail,
                    answer,
                    permanent=permanent and len(trail) > 1,
                    conditional=headers is not self._headers,
                )
            following = _next_address(answer, trail)
            if isinstance(following, Failure):
                return following
            trail.append(following)
            if left <= timedelta(0):
                detail = f"no complete answer within {self._limits.deadline.total_seconds():g} s, redirects included"
                return Failure(FailureKind.TIMEOUT, following, detail)
            permanent = permanent and answer.status in PERMANENT
            # Validators speak of the address asked for; another page might happen to have the same.
            headers = self._headers

    def _conditional(self, request: Request) -> Mapping[str, str]:
        etag, last_modified = validator(request.etag), validator(request.last_modified)
        if (etag is None and last_modified is None) or not self._book.trusts_validators(request.url):
            return self._headers
        named = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return {**self._headers, **{name: value for name, value in named.items() if value is not None}}

    async def _asked(self, url: str, headers: Mapping[str, str], within: timedelta) -> Response | Failure:
        """One hop: asked if the host is not on hold and its robots.txt allows it, in its domain's turn."""
        held = self._book.held(url)
        if held is not None:
            return held
        rules = await self._robots.rules(url)
        if isinstance(rules, Failure):
            return rules
        if not rules.allows(url):
            self._book.disallowed(url)
            host = site_name(url)
            return Failure(FailureKind.ROBOTS_DENIED, url, f"robots.txt of {host} disallows it")
        return await self._turns.get(url, headers, rules.delay, within)


def _next_address(answer: Response, trail: list[str]) -> str | Failure:
    target = redirect_target(answer, trail[-1])
    if target is None:
        detail = "it redirects to what is no web address"
    elif target in trail:
        detail = "its redirects go round in a circle"
    elif len(trail) > _MOST_REDIRECTS:
        detail = f"it redirects more than {_MOST_REDIRECTS} times"
    else:
        return target
    return Failure(FailureKind.REDIRECT, trail[-1], detail, answer.status)


def _outcome(
    request: Request, trail: list[str], answer: Response, *, permanent: bool, conditional: bool
) -> Capture | Failure:
    url = trail[-1]
    if answer.status == HTTPStatus.NOT_MODIFIED and not conditional:
        detail = "the server answered that nothing has changed, though it was not asked that"
        return Failure(FailureKind.BAD_RESPONSE, url, detail, answer.status)
    if answer.status == HTTPStatus.PARTIAL_CONTENT:
        return Failure(FailureKind.BAD_RESPONSE, url, "only a part of the page was served", answer.status)
    if answer.status != HTTPStatus.NOT_MODIFIED and not keeps_body(answer.status):
        return Failure(FailureKind.HTTP_STATUS, url, answered(answer.status), answer.status)
    return Capture(
        url=request.url,
        body=answer.body,
        captured_at=answer.arrived,
        status=answer.status,
        headers=answer.headers,
        final_url=url if len(trail) > 1 else request.url,
        redirects=tuple(trail[1:]),
        permanent=permanent,
        circumstances=Circumstances(
            request_headers=answer.request_headers,
            peer=answer.peer,
            tls_subject=answer.tls_subject,
            clock_offset=clock_offset(answer.arrived),
            tool=f"{TOOL}, drawn by {answer.drawn_by}" if answer.drawn_by else TOOL,
        ),
    )


def _told(request: Request, trail: list[str], failure: Failure) -> Failure:
    """The failure as one of the request's own address; where a redirect led to it, it says so."""
    where = f"after a redirect to {trail[-1][:_LONGEST_SHOWN]}: " if len(trail) > 1 else ""
    # Nobody named the address that a redirect leads to.
    way_out = None if where else failure.way_out
    detail = where + failure.detail
    return replace(failure, subject=request.url, detail=detail, way_out=way_out)
