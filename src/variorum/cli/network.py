"""The options of every command that fetches, and the desk that they furnish."""

from __future__ import annotations

import functools
import math
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from variorum.fetching import (
    AiohttpTransport,
    BrowserTransport,
    Fetcher,
    NetworkPolicy,
    Politeness,
    parse_network,
    parse_resolve,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from variorum.model import Clock, Conduct, Host


#: A day, in seconds: whoever wants to be slower can pause.
_LONGEST_GAP = 86_400.0


class FiniteRange(click.FloatRange):
    """A number within limits; not-a-number, which is neither below nor above any limit, is refused too."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Reads a number."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no number that can be counted with", param, ctx)
        return number


@dataclass(frozen=True, slots=True)
class Network:
    """How a command fetches."""

    policy: NetworkPolicy
    politeness: Politeness
    drawn: tuple[str, ...] = ()

    @asynccontextmanager
    async def fetcher(self, clock: Clock, hosts: Iterable[Host | Conduct] = ()) -> AsyncIterator[Fetcher]:
        """A fetcher with its transport, closed at the end."""
        async with AiohttpTransport(self.policy, clock) as transport:
            if not self.drawn:
                yield Fetcher(transport, clock, self.politeness, hosts)
                return
            async with BrowserTransport(transport, self.policy, self.drawn) as browser:
                yield Fetcher(browser, clock, self.politeness, hosts)

    async def outside(self, urls: Iterable[str]) -> str | None:
        """The first address that does not lie inside the networks of --allow-net, or `None`."""
        seen: set[str] = set()
        for url in urls:
            host = url.partition("://")[2].partition("/")[0]
            if host not in seen:
                seen.add(host)
                if not await self.policy.covers(url):
                    return url
        return None


def network_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of fetching; handed over as `network`."""

    @click.option(
        "--allow-net",
        multiple=True,
        metavar="CIDR",
        envvar="VARIORUM_ALLOW_NET",
        help="Let in addresses of a private network, such as 127.0.0.0/8, on any port. Repeatable.",
    )
    @click.option(
        "--resolve",
        multiple=True,
        metavar="HOST=ADDR:PORT",
        envvar="VARIORUM_RESOLVE",
        help="Connect to ADDR:PORT for HOST; ADDR must lie inside --allow-net. Repeatable.",
    )
    @click.option(
        "--contact",
        envvar="VARIORUM_CONTACT",
        help="An e-mail address or URL that requests name, so that a publisher can reach you.",
    )
    @click.option(
        "--gap",
        type=FiniteRange(min=0.1, max=_LONGEST_GAP),
        default=5.0,
        show_default=True,
        envvar="VARIORUM_GAP",
        help="Seconds that lie at least between two requests to one registered domain.",
    )
    @click.option(
        "--browser",
        multiple=True,
        metavar="HOST",
        envvar="VARIORUM_BROWSER",
        help="Draw the pages of HOST with Chromium before they are read (needs the extra `browser`). Repeatable.",
    )
    @functools.wraps(command)
    def wrapped(
        *arguments: Any,
        allow_net: tuple[str, ...],
        resolve: tuple[str, ...],
        contact: str | None,
        gap: float,
        browser: tuple[str, ...],
        **named: Any,
    ) -> Any:
        try:
            policy = NetworkPolicy(tuple(map(parse_network, allow_net)), tuple(map(parse_resolve, resolve)))
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        politeness = Politeness(gap=timedelta(seconds=gap), contact=contact)
        if browser and find_spec("playwright") is None:
            raise click.UsageError("--browser needs the extra: `pip install 'variorum[browser]'`")
        return command(*arguments, network=Network(policy, politeness, browser), **named)

    return wrapped


def tempo_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that makes the schedule's clock faster."""
    return click.option(
        "--tempo",
        type=FiniteRange(min=1.0, max=100_000.0),
        default=1.0,
        show_default=True,
        metavar="N",
        help="Run the schedule's clock and the gaps N times faster; only when every target lies inside --allow-net.",
    )(command)
