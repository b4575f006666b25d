"""Takes pure functions, runs them in processes that are killed when they take too long."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Self, TypeVar, cast

from variorum.flow.engine.worker import HEADER
from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Callable

T = TypeVar("T")

#: What one page, feed or comparison may take, in seconds of the wall.
LIMIT = 20.0
#: The limit of the lenient feed parser, which hangs on what is hostile.
LENIENT_LIMIT = 5.0


class Workers:
    """A few worker processes, started when first needed; use as an async context.

    A worker that hangs, crashes or runs out of memory is replaced; what it worked on becomes a failure.
    """

    def __init__(self, number: int | None = None) -> None:
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

        Takes at most `limit` seconds of the wall once a worker is free. Where one has to be started, its interpreter
        and its imports count.
        """
        process = await self._idle.get()
        kept: Process | None = None
        try:
            if process is None or process.returncode is not None:
                process = await self._start()
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
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "variorum.flow.engine.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent, which ends its workers itself
        )
        self._processes.add(process)
        return process

    async def _end(self, process: Process) -> None:
        self._processes.discard(process)
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        await process.wait()
        # The transport of an ended process is closed at once, not when it is collected.
        transport = getattr(process, "_transport", None)
        if transport is not None:
            transport.close()


async def _exchange(process: Process, request: bytes) -> tuple[bool, object]:
    sending, receiving = process.stdin, process.stdout
    if sending is None or receiving is None:
        raise EOFError
    sending.write(HEADER.pack(len(request)) + request)
    await sending.drain()
    (length,) = HEADER.unpack(await receiving.readexactly(HEADER.size))
    done, value = pickle.loads(await receiving.readexactly(length))  # noqa: S301 - from our own child
    return bool(done), value
