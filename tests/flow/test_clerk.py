"""The clerk: one thread for all calls, one transaction for what comes together, and an error costs whoever made it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, cast

import pytest

from variorum.flow.engine.clerk import Clerk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from variorum.archive import ArchiveWriter


class Book:
    """What was written, transaction by transaction."""

    def __init__(self) -> None:
        self.kept: list[list[str]] = []

    @contextmanager
    def writing(self) -> Iterator[ArchiveWriter]:
        lines: list[str] = []
        yield cast("ArchiveWriter", lines)
        self.kept.append(lines)


def note(line: str) -> Callable[[ArchiveWriter], str]:
    def write(writer: ArchiveWriter) -> str:
        cast("list[str]", writer).append(line)
        if line == "wrong":
            raise ValueError(line)
        return line.upper()

    return write


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    made = Clerk()
    yield made
    made.shutdown()


async def together(clerk: Clerk, book: Book, *lines: str) -> list[str | BaseException]:
    """Writes lines that come while the clerk is busy."""
    busy = Event()
    first = asyncio.create_task(clerk.called(lambda: busy.wait(5)))
    await asyncio.sleep(0)
    rest = [asyncio.create_task(clerk.written(note(line), book.writing)) for line in lines]
    await asyncio.sleep(0)
    busy.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


async def test_what_comes_together_is_written_in_one_transaction(clerk: Clerk) -> None:
    book = Book()
    assert await together(clerk, book, "a", "b", "c") == ["A", "B", "C"]
    assert book.kept == [["a", "b", "c"]]


async def test_an_error_costs_whoever_made_it_and_nobody_else(clerk: Clerk) -> None:
    book = Book()
    first, wrong, last = await together(clerk, book, "a", "wrong", "c")
    assert (first, last) == ("A", "C")
    assert isinstance(wrong, ValueError)
    assert book.kept == [["a"], ["c"]]


async def test_what_nobody_waits_for_any_more_is_not_begun(clerk: Clerk) -> None:
    book, busy = Book(), Event()
    first = asyncio.create_task(clerk.called(lambda: busy.wait(5)))
    await asyncio.sleep(0)
    given_up = asyncio.create_task(clerk.written(note("a"), book.writing))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    busy.set()
    await first
    await clerk.called(lambda: None)
    assert book.kept == []
