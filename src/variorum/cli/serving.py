"""Takes an archive and an address, serves its pages there until told to stop."""

from __future__ import annotations

import asyncio
import re
import socket
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from variorum.cli.exits import FAILURE, leave
from variorum.cli.measuring import Process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator
    from datetime import datetime

    from variorum.archive import Archive
    from variorum.flow.engine.desk import Desk


_PORT = re.compile(r"[0-9]{1,5}")


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


class AddressType(click.ParamType[Address]):
    """HOST:PORT, :PORT or PORT; the host is 127.0.0.1 unless it is named."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Address:
        """Reads an address."""
        if isinstance(value, Address):
            return value
        host, _, port = str(value).rpartition(":")
        if ":" in host and not host.endswith("]"):
            # An IPv6 address by itself: its last group is no port.
            port = ""
        if not _PORT.fullmatch(port) or int(port) > 65_535:  # noqa: PLR2004 - the highest port
            self.fail(f"{value!r} is no address: {_meant(str(value))}", param, ctx)
        return Address(host.strip("[]") or "127.0.0.1", int(port))


def _meant(text: str) -> str:
    """How an address should have been written."""
    if text.count(":") == 1 or not text:
        return "write it like 127.0.0.1:8000"
    host = f"[{text.strip('[]')}]" if ":" in text else text
    return f"its port is missing; write it like {host}:8000"


ADDRESS = AddressType()


@asynccontextmanager
async def serving(
    archive: Archive,
    now: Callable[[], datetime],
    address: Address,
    base_url: str | None = None,
    *,
    process: Process | None = None,
    desk: Desk | None = None,
) -> AsyncIterator[str]:
    """Serves the pages of an archive while the context lasts; gives their address. Port 0 takes a free one.

    `base_url` is where readers find the pages, when that is elsewhere, as behind a proxy; `process` tells the figures of this one.
    Hubs reach the `desk` of a watch there, if it has subscriptions.
    """
    try:
        from variorum.web import application, receiver  # noqa: PLC0415 - the extra may be missing
    except ModuleNotFoundError as error:
        leave(f"pages need {error.name}: install the extra with `pip install 'variorum[web]'`", FAILURE)
    of_process = (process or Process()).measures
    more = [receiver(desk.hubs, desk)] if desk is not None and desk.hubs is not None else []
    made = application(archive, now=now, base_url=base_url, of_process=of_process, more=more)
    async with serving_application(made, address) as url:
        yield url


@asynccontextmanager
async def serving_application(application: Any, address: Address) -> AsyncIterator[str]:
    """Serves an ASGI application while the context lasts; gives its address."""
    import uvicorn  # noqa: PLC0415 - of the same extra

    listener = _listener(address)
    port = listener.getsockname()[1]
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
        server_header=False,
    )

    class QuietServer(uvicorn.Server):
        """Leaves signals to the command."""

        @contextmanager
        def capture_signals(self) -> Generator[None, None, None]:
            """Takes no signal over."""
            yield

    server = QuietServer(config)
    task = asyncio.create_task(server.serve([listener]))
    try:
        shown = f"[{address.host}]" if ":" in address.host else address.host
        yield f"http://{shown}:{port}/"
    finally:
        server.should_exit = True
        await task
        listener.close()


def _listener(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
    except OSError as error:
        listener.close()
        leave(
            f"{address.host}:{address.port} cannot be listened on ({error.strerror}); choose another port",
            FAILURE,
        )
    listener.listen(128)
    return listener
