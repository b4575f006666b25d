"""Takes pure functions, runs them in processes that are killed when they take too long."""

from __future__ import annotations

import asyncio
import os
import pickle
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar, cast

from variorum.flow.engine.nursery import NURSERY, Nursery
from variorum.flow.engine.worker import HEADER
from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Callable

T = TypeVar("T")

#: What one page, feed or comparison may take, in seconds of the wall.
LIMIT = 20.0
#: The limit of the lenient feed parser, which hangs on what is hostile.
LENIENT_LIMIT = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Process:
    """A worker process as its parent sees it."""

    number: int
    answers: StreamReader
    requests: StreamWriter


class Workers:
    """A few worker processes, started when first needed; use as an async context.

    A worker that hangs, crashes or runs out of memory is replaced; what it worked on becomes a failure.
    """

    def __init__(self, number: int | None = None, nursery: Nursery = NURSERY) -> None:
        self._nursery = nursery
        self._number = number or max(1, min(4, os.cpu_count() or 1))
        self._idle: asyncio.LifoQueue[Process | None] = asyncio.LifoQueue()
        for _ in range(self._number):
            self._idle.put_nowait(None)
        self._processes: set[Process] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in tuple(self._processes):
            await self._end(process)

    async def run(
        self, subject: str, function: Callable[..., T], *arguments: object, limit: float = LIMIT
    ) -> T | Failure:
        """The result of a module-level function, or a failure that names `subject`.

        Takes at most `limit` seconds of the wall once there is a worker that is free.
        """
        process = await self._idle.get()
        kept: Process | None = None
        try:
            if process is not None and process.answers.at_eof():
                await self._end(process)
                process = None
            process = process or await self._start()
            request = pickle.dumps((function.__module__, function.__qualname__, arguments))
            async with asyncio.timeout(limit):
                done, value = await _exchange(process, request)
            kept = process
        except TimeoutError:
            return Failure(FailureKind.TOOK_TOO_LONG, subject, f"it could not be read within {limit:g} s")
        except (OSError, EOFError, asyncio.IncompleteReadError):
            return Failure(FailureKind.CRASHED, subject, "the process that read it broke down")
        finally:
            if kept is None and process is not None:
                await self._end(process)
            self._idle.put_nowait(kept)
        if not done:
            return Failure(FailureKind.CRASHED, subject, f"it could not be read ({value})")
        return cast("T", value)

    async def _start(self) -> Process:
        number, ours = await asyncio.to_thread(self._nursery.begin)
        ours.setblocking(False)  # noqa: FBT003 - the socket's form
        process = Process(number, *await asyncio.open_unix_connection(sock=ours))
        self._processes.add(process)
        return process

    async def _end(self, process: Process) -> None:
        self._processes.discard(process)
        process.requests.close()
        await asyncio.to_thread(self._nursery.end, process.number)
        with suppress(OSError):
            await process.requests.wait_closed()


async def _exchange(process: Process, request: bytes) -> tuple[bool, object]:
    process.requests.write(HEADER.pack(len(request)) + request)
    await process.requests.drain()
    (length,) = HEADER.unpack(await process.answers.readexactly(HEADER.size))
    done, value = pickle.loads(await process.answers.readexactly(length))  # noqa: S301 - from our own child
    return bool(done), value
