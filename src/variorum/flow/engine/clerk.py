"""Takes calls of an archive from many tasks, makes them on one thread; what is to be written goes into few transactions.

A transaction is on disk before anything in it is acknowledged, which takes longer than all that is written in it. So what
comes while one is being written goes into the next one together.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from variorum.archive import ArchiveWriter

    Seeing = Callable[[], AbstractContextManager[None]]
    Writing = Callable[[], AbstractContextManager[ArchiveWriter]]

T = TypeVar("T")

#: So many calls are taken at once: an error costs those that were written together another try.
_MOST = 128


@dataclass(frozen=True, slots=True)
class _Call:
    """A function to be called, with a writer if it writes, and where its result is waited for."""

    function: Callable[..., Any]
    result: asyncio.Future[Any]
    writing: Writing | None = None
    seeing: Seeing | None = None


class Clerk:
    """One thread, started when it is first asked. Each call belongs to the event loop that it was made on."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._thread: Thread | None = None

    async def called(self, function: Callable[[], T], seeing: Seeing | None = None) -> T:
        """The result of a call; `seeing` lets calls that only read share what it costs to begin."""
        return await self._asked(function, None, seeing)

    async def written(self, function: Callable[[ArchiveWriter], T], writing: Writing) -> T:
        """The result of a function that writes, once that is kept; `writing` begins a transaction.

        The function may be called twice, the first time in a transaction that came to nothing.
        """
        return await self._asked(function, writing)

    def shutdown(self) -> None:
        """Makes the calls that somebody still waits for, then ends the thread."""
        if self._thread is not None:
            self._calls.put(None)
            self._thread.join()
            self._thread = None

    async def _asked(
        self, function: Callable[..., T], writing: Writing | None, seeing: Seeing | None = None
    ) -> T:
        if self._thread is None:
            self._thread = Thread(target=self._work, name="clerk", daemon=True)
            self._thread.start()
        result: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._calls.put(_Call(function, result, writing, seeing))
        return await result

    def _work(self) -> None:
        while True:
            calls = [self._calls.get()]
            with suppress(Empty):
                while len(calls) < _MOST:
                    calls.append(self._calls.get_nowait())
            wanted = [call for call in calls if call is not None and not call.result.cancelled()]
            _tell(_read([call for call in wanted if call.writing is None]))
            _tell(_written([call for call in wanted if call.writing is not None]))
            if None in calls:
                return


_Outcome = tuple[asyncio.Future[Any], Any, BaseException | None]


def _outcome(call: _Call) -> _Outcome:
    try:
        if call.writing is None:
            return call.result, call.function(), None
        with call.writing() as writer:
            value = call.function(writer)
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is waited for
        return call.result, None, error
    return call.result, value, None


def _read(calls: list[_Call]) -> list[_Outcome]:
    """What came of calls that read, all of one state where they say how to see one."""
    with ExitStack() as stack:
        if len(calls) > 1 and calls[0].seeing is not None:
            with suppress(Exception):
                stack.enter_context(calls[0].seeing())
        return [_outcome(call) for call in calls]


def _written(calls: list[_Call]) -> list[_Outcome]:
    """What came of calls that write: all in one transaction, or each in its own where one of them fails."""
    if len(calls) > 1 and calls[0].writing is not None:
        with suppress(Exception), calls[0].writing() as writer:
            values = [call.function(writer) for call in calls]
            return _kept(calls, values)
    return [_outcome(call) for call in calls]


def _kept(calls: list[_Call], values: list[Any]) -> list[_Outcome]:
    return [(call.result, value, None) for call, value in zip(calls, values, strict=True)]


def _tell(outcomes: Iterable[_Outcome]) -> None:
    """Hands results over to the loops that wait for them."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Outcome]] = {}
    for outcome in outcomes:
        by_loop.setdefault(outcome[0].get_loop(), []).append(outcome)
    for loop, of_loop in by_loop.items():
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            loop.call_soon_threadsafe(_deliver, of_loop)


def _deliver(outcomes: list[_Outcome]) -> None:
    for result, value, error in outcomes:
        if result.done():
            continue
        if error is None:
            result.set_result(value)
        else:
            result.set_exception(error)
