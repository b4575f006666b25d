"""One request at a time for each domain, a gap between two, and none to a host that wants to be left alone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.fetching.conftest import START, MovedClock, Server, another_run, answer

from variorum.fetching import Fetcher, Politeness, Request, Response
from variorum.fetching.host_book import retry_after
from variorum.model import Capture, Conduct, Failure, FailureKind

PAGES = [f"http://www.example.org/{number}" for number in range(5)]


def serving(server: Server) -> None:
    server.pages = {f"/{number}": answer(200, b"news") for number in range(5)}


async def test_a_gap_lies_between_the_end_of_one_request_and_the_start_of_the_next(
    server: Server, fetcher: Fetcher
) -> None:
    serving(server)
    server.takes = timedelta(seconds=1)
    await asyncio.gather(*(fetcher.get(Request(url)) for url in PAGES))
    gaps = [after.began - before.ended for before, after in zip(server.log, server.log[1:], strict=False)]
    assert gaps == [timedelta(seconds=5)] * 5


async def test_robots_txt_counts_as_a_request(server: Server, fetcher: Fetcher) -> None:
    serving(server)
    await fetcher.get(Request(PAGES[0]))
    assert [(asked.path, asked.began - START) for asked in server.log] == [
        ("/robots.txt", timedelta(0)),
        ("/0", timedelta(seconds=5)),
    ]


async def test_hosts_of_one_registered_domain_are_asked_one_at_a_time(
    server: Server, fetcher: Fetcher
) -> None:
    serving(server)
    hosts = ("www.example.org", "feeds.example.org", "example.org")
    await asyncio.gather(
        *(fetcher.get(Request(f"http://{host}/{number}")) for host in hosts for number in range(2))
    )
    assert server.most_under_way == 1
    gaps = [after.began - before.ended for before, after in zip(server.log, server.log[1:], strict=False)]
    assert gaps == [timedelta(seconds=5)] * 8


async def test_different_domains_do_not_wait_for_each_other(server: Server, clock: MovedClock) -> None:
    both = asyncio.Barrier(2)

    async def together(writer: asyncio.StreamWriter) -> None:
        await both.wait()
        writer.write(answer(200, b"news"))
        await writer.drain()

    server.pages["/0"] = together
    async with another_run(server, Politeness(gap=timedelta(0))) as fetcher:
        found = await asyncio.wait_for(
            asyncio.gather(*(fetcher.get(Request(f"http://www.example.{end}/0")) for end in ("org", "com"))),
            5,
        )
    assert all(isinstance(one, Capture) for one in found)
    assert clock.waits == []


async def test_who_comes_first_is_served_first(server: Server, fetcher: Fetcher) -> None:
    serving(server)
    await asyncio.gather(*(fetcher.get(Request(url)) for url in PAGES))
    assert server.paths == ["/robots.txt", "/0", "/1", "/2", "/3", "/4"]


async def test_no_gap_is_waited_for_when_it_has_passed_already(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    serving(server)
    await fetcher.get(Request(PAGES[0]))
    clock.waits.clear()
    clock.move(seconds=0.5)
    await fetcher.get(Request(PAGES[1]))
    assert clock.waits == [timedelta(seconds=4.5)]
    clock.move(seconds=5)
    await fetcher.get(Request(PAGES[2]))
    assert len(clock.waits) == 1


async def test_a_clock_that_is_set_back_makes_no_wait_longer_than_the_gap(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    serving(server)
    await fetcher.get(Request(PAGES[0]))
    clock.waits.clear()
    clock.move(hours=-3)
    await fetcher.get(Request(PAGES[1]))
    assert max(clock.waits) == timedelta(seconds=5)


async def test_a_clock_that_is_set_forward_shortens_no_gap(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    serving(server)
    await fetcher.get(Request(PAGES[0]))
    clock.waits.clear()
    clock.leap(hours=3)
    await fetcher.get(Request(PAGES[1]))
    assert clock.waits == [timedelta(seconds=5)]


async def test_what_is_ready_is_asked_for_at_once(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    serving(server)
    await fetcher.ready(PAGES[0])
    assert server.paths == ["/robots.txt"]
    clock.waits.clear()
    await fetcher.get(Request(PAGES[0]))
    assert (server.paths, clock.waits) == (["/robots.txt", "/0"], [])


async def test_the_gap_holds_after_a_request_that_failed(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    serving(server)
    server.pages["/0"] = b"no answer"
    for url in PAGES[:2]:
        await fetcher.get(Request(url))
    assert clock.waits == [timedelta(seconds=5)] * 2


async def test_a_cancelled_request_gives_its_turn_to_the_next(server: Server, fetcher: Fetcher) -> None:
    serving(server)
    begun, never = asyncio.Event(), asyncio.Event()

    async def silent(_: asyncio.StreamWriter) -> None:
        begun.set()
        await asyncio.wait_for(never.wait(), 5)

    server.pages["/0"] = silent
    first, second, third = (asyncio.create_task(fetcher.get(Request(url))) for url in PAGES[:3])
    await begun.wait()
    second.cancel()
    first.cancel()
    found = await asyncio.wait_for(third, 5)
    assert isinstance(found, Capture)
    never.set()
    assert server.paths == ["/robots.txt", "/0", "/2"]
    assert [task.cancelled() for task in await _ended(first, second)] == [True, True]
    (conduct,) = (one for one in fetcher.learnt() if isinstance(one, Conduct))
    assert conduct.requests == 3, "what was broken off was asked all the same"


async def _ended(*tasks: asyncio.Task[Capture | Failure]) -> tuple[asyncio.Task[Capture | Failure], ...]:
    await asyncio.wait(tasks)
    return tasks


@pytest.mark.parametrize(
    ("status", "header", "span"),
    [
        (429, "Retry-After: 120", timedelta(minutes=2)),
        (503, "Retry-After: 120", timedelta(minutes=2)),
        (503, "Retry-After: Mon, 04 May 2026 09:30:00 GMT", timedelta(minutes=29, seconds=55)),
        (503, "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:59:37 GMT", timedelta(minutes=10)),
        (503, "Retry-After: 99999999999999", timedelta(days=1)),
        (429, "X: no word of when", timedelta(minutes=1)),
    ],
)  # fmt: skip
async def test_a_host_that_wants_to_be_left_alone_is_until_then(
    status: int, header: str, span: timedelta, server: Server, fetcher: Fetcher
) -> None:
    clock = server.clock
    serving(server)
    server.pages["/0"] = answer(status, b"busy", header)
    found = await fetcher.get(Request(PAGES[0]))
    until = clock.now() + span
    assert found == Failure(
        FailureKind.HTTP_STATUS,
        PAGES[0],
        f"www.example.org answered {status} and is to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC",
        status,
        until=until,
    )
    asked = len(server.log)
    clock.move(seconds=span.total_seconds() - 1)
    held = await fetcher.get(Request(PAGES[1]))
    assert isinstance(held, Failure)
    assert (held.kind, held.status, held.subject) == (FailureKind.HTTP_STATUS, status, PAGES[1])
    assert len(server.log) == asked
    clock.move(seconds=1)
    assert isinstance(await fetcher.get(Request(PAGES[1])), Capture)


async def test_a_host_is_left_alone_by_its_own_time_however_fast_the_clock_runs(
    server: Server, fetcher: Fetcher
) -> None:
    serving(server)
    server.clock.tempo = 60
    server.pages["/0"] = answer(429, b"busy", "Retry-After: 120")
    found = await fetcher.get(Request(PAGES[0]))
    assert isinstance(found, Failure)
    assert found.until == server.clock.now() + timedelta(hours=2)


async def test_requests_that_wait_their_turn_are_not_made_once_the_host_wants_to_be_left_alone(
    server: Server, fetcher: Fetcher
) -> None:
    serving(server)
    server.pages["/1"] = answer(503, b"busy", "Retry-After: 60")
    found = await asyncio.gather(*(fetcher.get(Request(url)) for url in PAGES))
    assert [isinstance(one, Capture) for one in found] == [True, False, False, False, False]
    assert server.paths == ["/robots.txt", "/0", "/1"]


async def test_other_hosts_of_the_domain_are_still_asked(server: Server, fetcher: Fetcher) -> None:
    serving(server)
    server.pages["www.example.org/0"] = answer(503, b"busy", "Retry-After: 60")
    await fetcher.get(Request(PAGES[0]))
    assert isinstance(await fetcher.get(Request("http://feeds.example.org/0")), Capture)


@pytest.mark.parametrize(
    "header", ["Retry-After: 0", "Retry-After: soon", "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", "X: y"]
)
async def test_a_busy_host_that_names_no_time_ahead_is_a_failure_and_no_more(
    header: str, server: Server, fetcher: Fetcher
) -> None:
    serving(server)
    server.pages["/0"] = answer(503, b"busy", header)
    found = await fetcher.get(Request(PAGES[0]))
    assert isinstance(found, Failure)
    assert (found.kind, found.status, found.detail) == (
        FailureKind.HTTP_STATUS,
        503,
        "the server answered 503 (Service Unavailable)",
    )
    assert isinstance(await fetcher.get(Request(PAGES[1])), Capture)


@given(st.one_of(st.text(), st.integers().map(str), st.datetimes().map(str)), st.text())
@example("Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 +2359")
@example("²", "")
def test_no_retry_after_breaks_anything(value: str, date: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    span = retry_after(Response(503, (("retry-after", value), ("date", date)), b"", now), now)
    assert span is None or span >= timedelta(0)


async def test_very_many_domains_are_not_all_remembered(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    turns = fetcher._turns
    for number in range(1_200):
        async with turns._turn(f"site{number}.example") as domain:
            domain.ended = clock.now()
    async with turns._turn("site7.example"):
        clock.move(minutes=2)
        async with turns._turn("another.example"):
            assert list(turns._domains) == ["site7.example", "another.example"]
    assert server.connections == 0
