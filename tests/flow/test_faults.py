"""An article that was read before, under everything that goes wrong on a server: no false version, and no stall."""

from __future__ import annotations

import asyncio
import gzip
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import brotli  # ships no types
import pytest
from tests.newsweb import Story

from variorum.archive import open_archive
from variorum.fetching import AiohttpTransport, Fetcher, Limits, NetworkPolicy, Politeness, parse_network
from variorum.flow.clock import TempoClock, wall_time
from variorum.flow.engine.article_check import check_article
from variorum.flow.engine.desk import Desk
from variorum.flow.engine.workers import Workers
from variorum.flow.keeping import first_schedule
from variorum.model import Outcome, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
PATH = "/news/1"
#: Enough for an answer that comes, little for one that never ends.
IMPATIENT = Limits(deadline=timedelta(seconds=1.5), received=2**20)
PAGE = Story("Ferry runs aground off Lorn").page("/news/1")


def head(*lines: str, status: int = 200) -> bytes:
    return "\r\n".join(
        (f"HTTP/1.1 {status} X", "Content-Type: text/html; charset=utf-8", *lines, "", "")
    ).encode()


def whole(body: bytes, *lines: str, status: int = 200) -> bytes:
    return head(f"Content-Length: {len(body)}", *lines, status=status) + body


def html(text: str) -> bytes:
    return whole(f"<!doctype html><html>{text}</html>".encode())


FAULTS: dict[str, bytes] = {
    "304": whole(b"", 'ETag: "x"', status=304),
    "404": whole(b"<h1>error</h1>", status=404),
    "410": whole(b"<h1>error</h1>", status=410),
    "429": whole(b"slow down", "Retry-After: 3", status=429),
    "503": whole(b"later", "Retry-After: 5", status=503),
    "500": whole(b"<h1>error</h1>", status=500),
    "403": whole(b"<h1>error</h1>", status=403),
    "206": whole(PAGE[:800], "Content-Range: bytes 0-799/9999", status=206),
    "gzip bomb": whole(gzip.compress(bytes(2**26)), "Content-Encoding: gzip"),
    "brotli bomb": whole(brotli.compress(bytes(2**26), quality=1), "Content-Encoding: br"),
    "deep xml": whole(b"<?xml version='1.0'?>" + b"<a>" * 50_000),
    "xml bomb": whole(
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
    ),
    "external entity": whole(
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><rss><channel><title>&e;</title></channel></rss>'
    ),
    "redirect loop": whole(b"", f"Location: {PATH}", status=302),
    "redirect inside": whole(b"", "Location: http://169.254.169.254/latest/meta-data/", status=302),
    "redirect to a file": whole(b"", "Location: file:///etc/passwd", status=302),
    "truncated": head(f"Content-Length: {len(PAGE)}") + PAGE[: len(PAGE) // 2],
    "truncated to nothing": head(f"Content-Length: {len(PAGE)}"),
    "chunk cut": head("Transfer-Encoding: chunked") + b"%x\r\n" % len(PAGE) + PAGE[: len(PAGE) // 2],
    "last chunk missing": head("Transfer-Encoding: chunked") + b"%x\r\n%s\r\n" % (len(PAGE) // 2, PAGE[: len(PAGE) // 2]),
    "gzip cut": head("Content-Encoding: gzip", "Connection: close") + gzip.compress(PAGE)[:-40],
    "length too small": head(f"Content-Length: {len(PAGE) // 2}") + PAGE,
    "two lengths": head("Content-Length: 100", f"Content-Length: {len(PAGE)}") + PAGE,
    "no headers": PAGE,
    "bad gzip": whole(b"\x1f\x8b\x08\0garbage" + b"zz" * 500, "Content-Encoding: gzip"),
    "a coding not asked for": whole(PAGE, "Content-Encoding: rot13"),
    "empty": whole(b""),
    "soft 404": html("<title>Page not found</title><h1>Sorry, we could not find that page</h1>"),
    "paywall": html("<h1>Head</h1><p>First paragraph.</p><div class=paywall>Subscribe to continue reading</div>"),
    "consent": html("<title>Before you continue</title><form action=/consent><button>Accept all cookies</button></form>"),
    "script only": html("<div id=root></div><script src=/app.js></script>"),
    "header flood": head(*(f"X-{number}: {'a' * 500}" for number in range(1_000)), "Content-Length: 0"),
    "reset": b"",
    "endless": head("Transfer-Encoding: chunked") + b"400\r\n" + b"x" * 1_024 + b"\r\n",
    "headers that drip": b"HTTP/1.1 200 OK\r\nX-1: a\r\n",
    "silence": b"",
}  # fmt: skip
#: After these the server says nothing more, and does not close.
OPEN = frozenset({"endless", "headers that drip", "silence"})


class Paper:
    """Serves the article at its path until a fault is set; counts what it was asked."""

    def __init__(self) -> None:
        self.fault: str | None = None
        self.port = 0
        self.asked = 0
        self.over = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
            self.asked += path == PATH
            if path != PATH:
                writer.write(whole(b"", status=404))
            else:
                writer.write(whole(PAGE) if self.fault is None else FAULTS[self.fault])
            await writer.drain()
            if path == PATH and self.fault in OPEN:
                await self.over.wait()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def paper() -> AsyncIterator[Paper]:
    served = Paper()
    listening = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    served.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield served
        served.over.set()


async def test_no_fault_makes_a_version_of_what_was_not_served_or_holds_a_check_up(
    paper: Paper, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clock = TempoClock(wall_time(), START, 1_000.0)
    policy = NetworkPolicy((parse_network("127.0.0.0/8"),))
    source = Source("s" * 16, "http://paper.localhost/", SourceKind.FEED, "The Paper", START)
    url = f"http://paper.localhost:{paper.port}{PATH}"
    directory = tmp_path_factory.mktemp("faults") / "archive"
    with open_archive(directory, create=True) as archive:
        with archive.writing() as writer:
            writer.add_source(source, first_schedule(START, "new", watched=False))
            article_id, _ = writer.add_article(url, source.id, START, first_schedule(START, "new"))
        async with AiohttpTransport(policy, clock) as transport, Workers(1) as workers:
            for fault in (None, *FAULTS):
                # Each fault meets a fetcher of its own, which knows of no other.
                fetcher = Fetcher(transport, clock, Politeness(jitter=0), limits=IMPATIENT)
                desk = Desk(archive, fetcher, clock, workers)
                paper.fault, paper.asked, began = fault, 0, time.monotonic()
                await check_article(desk, article_id, url)
                desk.clerk.shutdown()
                assert paper.asked == 1, fault
                assert time.monotonic() - began < 20, fault
                assert archive.counts()["versions"] == 1, fault
        tallies = {tally.outcome: tally.times for tally in archive.outcomes(of=article_id)}
    assert tallies[Outcome.TRUNCATED] == 5
    assert tallies[Outcome.LEFT_ALONE] == 2
    assert Outcome.UNCHANGED not in tallies
    assert sum(tallies.values()) == len(FAULTS) + 1
