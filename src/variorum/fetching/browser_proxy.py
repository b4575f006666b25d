"""Takes the connections of a browser, opens each only where the user lets it: every address is judged before it is connected to."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

from variorum.fetching.addresses import parsed_address

if TYPE_CHECKING:
    from variorum.fetching.policy import NetworkPolicy

_REQUEST_LINE = re.compile(rb"([A-Z]{3,10}) (\S{1,8000}) HTTP/1\.[01]\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d{1,9})\s*\r\n", re.IGNORECASE)
_HOP = re.compile(
    rb"\r\n(?:proxy-)?(?:connection|keep-alive|proxy-authorization)(?=:)[^\r\n]*", re.IGNORECASE
)
_HEADERS = 64 * 2**10
_PIECE = 64 * 2**10
#: Seconds for one connection to open, and bytes that may come through one.
_CONNECT, _MOST = 10.0, 24 * 2**20
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_NOWHERE = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class _Wanted(NamedTuple):
    """Where a browser wants to be connected to, and what is sent there first; a tunnel sends nothing by itself."""

    host: str
    port: int
    head: bytes | None
    body: int = 0


class BrowserProxy:
    """A proxy on loopback for one browser, which has no other way out; open between `async with` and its end.

    Names are looked up here, once for each connection, so that a name cannot mean one thing when it is judged and another
    when it is connected to. `refused` counts what was not let through.
    """

    def __init__(self, policy: NetworkPolicy) -> None:
        """Nothing is opened yet."""
        self._policy = policy
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.refused = 0

    async def __aenter__(self) -> Self:
        """Listens on a free port."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=_HEADERS)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Ends all connections."""
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        if self._server is None:
            raise RuntimeError("open the proxy with `async with` before naming it")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        try:
            await self._served(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ValueError):
            pass  # the browser sees a connection that ended
        finally:
            writer.close()

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wanted = _wanted(await reader.readuntil(b"\r\n\r\n"))
        if wanted is None:
            writer.write(_REFUSED)
            return
        opened = await self._connection(wanted.host, wanted.port)
        if opened is None:
            writer.write(_NOWHERE)
            return
        there, to_there = opened
        try:
            if wanted.head is None:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await _relayed(reader, writer, there, to_there)
            else:
                # One request for each connection: the next one may be for another host.
                to_there.write(wanted.head + (await reader.readexactly(wanted.body)))
                await _copied(there, writer)
        finally:
            to_there.close()

    async def _connection(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection to the first address of a host that may be connected to and answers."""
        for endpoint in await self._policy.endpoints(host, port):
            address = str(parsed_address(endpoint.address))
            if self._policy.refusal(address, endpoint.port) is not None:
                self.refused += 1
                continue
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(_CONNECT):
                    return await asyncio.open_connection(address, endpoint.port)
        return None


def _wanted(head: bytes) -> _Wanted | None:
    """What the head of a request to a proxy asks for (RFC 9112, section 3.2); `None` where that is nothing to be done."""
    line = _REQUEST_LINE.match(head)
    if line is None:
        return None
    method, target = line[1], line[2].decode("ascii")
    if method == b"CONNECT":
        parts = urlsplit(f"//{target}")
        return _Wanted(parts.hostname, parts.port, None) if parts.hostname and parts.port else None
    parts = urlsplit(target)
    if parts.scheme != "http" or not parts.hostname:
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    rest = _HOP.sub(b"", b"\r\n" + head[line.end() :])
    length = _LENGTH.search(rest)
    sent = b"%s %s HTTP/1.1\r\nConnection: close%s" % (method, path.encode("ascii"), rest)
    return _Wanted(parts.hostname, parts.port or 80, sent, int(length[1]) if length else 0)


async def _relayed(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    there: asyncio.StreamReader,
    to_there: asyncio.StreamWriter,
) -> None:
    """Carries both directions of a tunnel until one of them ends."""
    ways = [asyncio.create_task(_copied(reader, to_there)), asyncio.create_task(_copied(there, writer))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    copied = 0
    while copied < _MOST and (piece := await reader.read(_PIECE)):
        copied += len(piece)
        writer.write(piece)
        await writer.drain()
