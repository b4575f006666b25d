"""A clock that is moved by waiting for it, and servers on loopback that serve what a test tells them to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import pytest

from variorum.fetching import AiohttpTransport, Fetcher, NetworkPolicy, Politeness, Resolution, parse_network
from variorum.fetching.addresses import parsed_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from variorum.fetching import Limits
    from variorum.model import Conduct, Host

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
#: Without jitter, so that moments can be told.
EXACT = Politeness(jitter=0)
LOOPBACK = parse_network("127.0.0.0/8")
#: Names that stand for the test's server; the first three belong to one registered domain.
NAMES = ("www.example.org", "feeds.example.org", "example.org", "www.example.com", "example.net")


class MovedClock:
    """Waiting moves it on at once, so that a test of long gaps takes no time."""

    def __init__(self) -> None:
        self.moment = START
        self.waits: list[timedelta] = []
        self.tempo = 1.0
        self.set_back = timedelta(0)

    def now(self) -> datetime:
        return self.moment

    async def wait(self, span: timedelta) -> None:
        self.waits.append(span)
        self.moment += span
        await asyncio.sleep(0)

    def passed(self) -> timedelta:
        return self.moment - START + self.set_back

    def shown(self, span: timedelta) -> timedelta:
        return span * self.tempo

    def move(self, **span: float) -> None:
        """Lets time pass, or sets the clock back."""
        self.moment += timedelta(**span)
        self.set_back -= min(timedelta(**span), timedelta(0))

    def leap(self, **span: float) -> None:
        """Sets the clock without any time having passed."""
        self.moment += timedelta(**span)
        self.set_back -= timedelta(**span)


class Asked(NamedTuple):
    """A request as the server met it; times are the test's clock."""

    path: str
    headers: dict[str, str]
    began: datetime
    ended: datetime

    @property
    def host(self) -> str:
        return self.headers["host"]


Serving = Callable[[asyncio.StreamWriter], Awaitable[None]]


def answer(status: int = 200, body: bytes = b"", *headers: str) -> bytes:
    """A complete answer as it goes over the wire."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: int = 302) -> bytes:
    return answer(status, b"", f"Location: {location}")


class Server:
    """Serves `pages` by path, or by host and path, and 404 for the rest; keeps a log of what it was asked."""

    def __init__(self, clock: MovedClock) -> None:
        self.clock = clock
        self.pages: dict[str, bytes | Serving] = {}
        self.log: list[Asked] = []
        self.connections = 0
        self.under_way: dict[str, int] = {}
        self.most_under_way = 0
        self.port = 0
        #: How long an answer takes by the test's clock.
        self.takes = timedelta(0)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            headers = {
                name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
            }
            await self._answer(path, headers, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client has gone, as it should when it has enough
        finally:
            writer.close()

    async def _answer(self, path: str, headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        domain = headers["host"].removeprefix("www.").removeprefix("feeds.")
        self.under_way[domain] = self.under_way.get(domain, 0) + 1
        self.most_under_way = max(self.most_under_way, self.under_way[domain])
        began = self.clock.now()
        page = self.pages.get(headers["host"] + path) or self.pages.get(path) or answer(404, b"gone")
        try:
            for _ in range(3):  # lets others come in between, if they would
                await asyncio.sleep(0)
            self.clock.moment += self.takes
            self.log.append(Asked(path, headers, began, self.clock.now()))
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                await page(writer)
        finally:
            self.under_way[domain] -= 1


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
async def server(clock: MovedClock) -> AsyncIterator[Server]:
    served = Server(clock)
    listening = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    served.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield served


async def no_name_service(*_: object, **__: object) -> NoReturn:
    """Stands in for the loop's `getaddrinfo` where a test must not ask the network's name service."""
    await asyncio.sleep(0)
    raise socket.gaierror(socket.EAI_NONAME, "no such name")


def policy_for(server: Server) -> NetworkPolicy:
    """Lets loopback in, where `NAMES` stand for the server."""
    address = parsed_address("127.0.0.1")
    return NetworkPolicy(
        allow_net=(LOOPBACK,), resolve=tuple(Resolution(name, address, server.port) for name in NAMES)
    )


@pytest.fixture
async def transport(server: Server, clock: MovedClock) -> AsyncIterator[AiohttpTransport]:
    async with AiohttpTransport(policy_for(server), clock) as opened:
        yield opened


@pytest.fixture
def fetcher(transport: AiohttpTransport, clock: MovedClock) -> Fetcher:
    return Fetcher(transport, clock, EXACT)


@asynccontextmanager
async def another_run(
    server: Server,
    politeness: Politeness | None = None,
    hosts: Iterable[Host | Conduct] = (),
    limits: Limits | None = None,
) -> AsyncIterator[Fetcher]:
    """A fetcher of its own, as a new process would have."""
    async with AiohttpTransport(policy_for(server), server.clock) as opened:
        yield Fetcher(opened, server.clock, politeness, hosts, limits=limits)
