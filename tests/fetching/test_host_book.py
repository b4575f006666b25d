"""What is learnt of hosts: how slow they are, whether they fail, how long they are left alone, across restarts."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fetching.conftest import EXACT, START, MovedClock, Server, another_run, answer

from variorum.fetching import Fetcher, Politeness, Request, Response
from variorum.fetching.host_book import HostBook
from variorum.fetching.strain import error_weight, is_dead, rest_after
from variorum.model import Capture, Conduct, Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Host

PAGE = "http://www.example.org/1"
OTHER = "http://feeds.example.org/1"


def conduct(learnt: Sequence[Host | Conduct], origin: str = "http://www.example.org") -> Conduct:
    (found,) = [one for one in learnt if isinstance(one, Conduct) and one.origin == origin]
    return found


def failed(outcome: Capture | Failure) -> Failure:
    assert isinstance(outcome, Failure), outcome
    return outcome


async def test_a_slow_host_is_given_four_times_as_long_as_it_takes(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    server.pages = {"/1": answer(200, b"news")}
    server.takes = timedelta(seconds=3)
    await fetcher.get(Request(PAGE))
    assert clock.waits == [timedelta(seconds=12)]
    server.takes = timedelta(seconds=7)
    await fetcher.get(Request(PAGE))
    assert clock.waits[1:] == [timedelta(seconds=12)]
    await fetcher.get(Request(PAGE))
    assert clock.waits[2:] == [timedelta(seconds=16)]
    server.pages["/1"] = b"no answer"
    server.takes = timedelta(seconds=50)
    await fetcher.get(Request(PAGE))
    server.pages["/1"] = answer(200, b"news")
    await fetcher.get(Request(PAGE))
    # How long it took to fail says nothing of how long answers take.
    assert clock.waits[4:] == [clock.waits[3]]


async def test_no_slowness_makes_a_gap_longer_than_a_crawl_delay_may(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    server.pages = {"/1": answer(200, b"news")}
    server.takes = timedelta(seconds=40)
    await fetcher.get(Request(PAGE))
    assert clock.waits == [timedelta(seconds=60)]


async def test_the_gap_holds_from_one_process_to_the_next(server: Server, clock: MovedClock) -> None:
    server.pages = {"/1": answer(200, b"news")}
    async with another_run(server, EXACT) as first:
        await first.get(Request(PAGE))
        learnt = first.learnt()
    clock.move(seconds=1)
    clock.waits.clear()
    async with another_run(server, EXACT, learnt) as second:
        await second.get(Request("http://feeds.example.org/1"))
    assert clock.waits == [timedelta(seconds=4), timedelta(seconds=5)]


@pytest.mark.parametrize("header", ["Retry-After: 7200", "Retry-After: Mon, 04 May 2026 11:00:05 GMT"])
async def test_a_host_that_wants_to_be_left_alone_is_left_alone_by_the_next_process_too(
    header: str, server: Server, clock: MovedClock
) -> None:
    server.pages = {"/1": answer(429, b"slow down", header)}
    async with another_run(server, EXACT) as first:
        await first.get(Request(PAGE))
        learnt = first.learnt()
    server.pages["/1"] = answer(200, b"news")
    asked = len(server.log)
    async with another_run(server, EXACT, learnt) as second:
        clock.move(hours=1, minutes=59)
        held = failed(await second.get(Request(PAGE)))
        assert (held.status, held.until) == (429, START + timedelta(hours=2, seconds=5))
        assert len(server.log) == asked
        clock.move(minutes=2)
        assert isinstance(await second.get(Request(PAGE)), Capture)
        assert conduct(second.learnt()).held_until is None


@given(st.integers(0, 2**32), st.integers(1, 200_000))
def test_jitter_makes_a_hold_longer_never_shorter_and_by_a_tenth_at_most(seed: int, seconds: int) -> None:
    clock = MovedClock()
    book = HostBook(clock, Politeness(), Random(seed))
    busy = Response(503, (("retry-after", str(seconds)),), b"", START)
    book.asked(PAGE, busy, began=START, gap=None)
    held = book.held(PAGE)
    assert held is not None
    assert held.until is not None
    asked_for = timedelta(seconds=min(seconds, 86_400))
    assert START + asked_for <= held.until <= START + asked_for * 1.1


@pytest.mark.parametrize(
    ("outcome", "weight"),
    [
        (Failure(FailureKind.UNREACHABLE, PAGE, ""), 1),
        (Failure(FailureKind.TLS, PAGE, ""), 1),
        (Failure(FailureKind.BAD_RESPONSE, PAGE, ""), 0.5),
        (Response(500, (), b"", START), 0.5),
        (Response(403, (), b"", START), 0.5),
        (Failure(FailureKind.TIMEOUT, PAGE, ""), 0.25),
        (Failure(FailureKind.TRUNCATED, PAGE, ""), 0.25),
        (Response(429, (), b"", START), 0.25),
        (Response(503, (), b"", START), 0.25),
        (Response(200, (), b"", START), 0),
        (Response(304, (), b"", START), 0),
        (Response(404, (), b"", START), 0),
        (Failure(FailureKind.TOO_LARGE, PAGE, ""), None),
        (Failure(FailureKind.ADDRESS_REFUSED, PAGE, ""), None),
    ],
)
def test_errors_weigh_by_what_they_say_of_the_host(outcome: Response | Failure, weight: float | None) -> None:
    assert error_weight(outcome) == weight


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_the_more_errors_the_longer_the_rest(one: float, other: float) -> None:
    less, more = (rest_after(weight) or timedelta(0) for weight in sorted((one, other)))
    assert less <= more <= timedelta(days=7)


async def test_a_host_that_fails_on_and_on_rests_ever_longer_and_is_then_probed_once_a_week(
    server: Server, clock: MovedClock
) -> None:
    server.pages = {"/robots.txt": answer(200, b""), "/1": answer(500, b"broken")}
    begun = clock.now()
    rests: list[timedelta] = []
    async with another_run(server, EXACT) as fetcher:
        for _ in range(40):
            outcome = failed(await fetcher.get(Request(PAGE)))
            if outcome.until is not None:
                rests.append(outcome.until - clock.now())
                before = len(server.log)
                assert failed(await fetcher.get(Request(PAGE))).until == outcome.until
                assert len(server.log) == before
                clock.moment = outcome.until
        assert rests[:6:2] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
        assert rests[-1] == timedelta(days=7)
        assert sum(rests[: rests.index(timedelta(days=7))], timedelta(0)) > timedelta(days=2)
        learnt = conduct(fetcher.learnt())
        assert is_dead(learnt.errors)
        assert begun < (learnt.last_asked or begun)
        server.pages["/1"] = answer(200, b"news")
        assert isinstance(await fetcher.get(Request(PAGE)), Capture)
        assert conduct(fetcher.learnt()).errors == 0


async def test_where_nobody_at_all_is_reached_no_host_is_held_to_have_failed(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    async def closed(writer: asyncio.StreamWriter) -> None:
        writer.close()
        await writer.wait_closed()

    server.pages = {"/robots.txt": closed, "/1": closed}
    for _ in range(20):
        assert failed(await fetcher.get(Request(PAGE))).until is None
        clock.move(minutes=11)
    assert conduct(fetcher.learnt()).errors == 0
    server.pages["example.net/1"] = answer(200, b"news")
    server.pages["example.net/robots.txt"] = answer(404)
    held: Failure | None = None
    for _ in range(20):
        assert isinstance(await fetcher.get(Request("http://example.net/1")), Capture)
        held = failed(await fetcher.get(Request(PAGE)))
        clock.move(minutes=11)
    assert held is not None
    assert held.until is not None
    assert held.detail.startswith("www.example.org keeps failing and is to be left alone until")


async def test_one_bad_page_among_good_ones_lays_no_host_to_rest(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    server.pages = {"/1": answer(500), "/2": answer(200, b"news")}
    for _ in range(20):
        assert failed(await fetcher.get(Request(PAGE))).until is None
        assert isinstance(await fetcher.get(Request("http://www.example.org/2")), Capture)
    assert clock.now() < START + timedelta(hours=1)


async def test_conduct_counts_what_a_publisher_would(server: Server, fetcher: Fetcher) -> None:
    server.pages = {
        "/robots.txt": answer(200, b"User-agent: *\nDisallow: /private"),
        "/1": answer(304, b""),
        "/2": answer(500),
    }
    await fetcher.get(Request(PAGE, etag='"1"'))
    await fetcher.get(Request("http://www.example.org/2"))
    await fetcher.get(Request("http://www.example.org/private"))
    learnt = conduct(fetcher.learnt())
    assert (learnt.requests, learnt.unmodified, learnt.failed, learnt.disallowed) == (3, 1, 1, 1)
    assert (learnt.since, learnt.smallest_gap) == (START, timedelta(seconds=5))
    assert fetcher.learnt() == ()
    await fetcher.get(Request(PAGE, etag='"1"'))
    again = conduct(fetcher.learnt())
    assert (again.requests, again.unmodified, again.failed) == (1, 1, 0)


async def test_the_smallest_gap_is_that_of_the_registered_domain(server: Server, fetcher: Fetcher) -> None:
    server.pages = {"/1": answer(200, b"news")}
    await fetcher.get(Request(PAGE))
    await fetcher.get(Request(OTHER))
    assert conduct(fetcher.learnt(), "http://feeds.example.org").smallest_gap == timedelta(seconds=5)


async def test_a_host_whose_304s_are_untrue_is_sent_no_validators_for_a_while(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    server.pages = {"/1": answer(200, b"news")}
    fetcher.distrust(PAGE, START + timedelta(days=30))
    await fetcher.get(Request(PAGE, etag='"1"', last_modified="x"))
    assert not {"if-none-match", "if-modified-since"} & server.log[-1].headers.keys()
    await fetcher.get(Request("http://www.example.com/1", etag='"1"'))
    assert server.log[-1].headers["if-none-match"] == '"1"'
    learnt = fetcher.learnt()
    clock.move(days=29)
    async with another_run(server, EXACT, learnt) as later:
        await later.get(Request(PAGE, etag='"1"'))
        assert "if-none-match" not in server.log[-1].headers
        clock.move(days=1)
        await later.get(Request(PAGE, etag='"1"'))
        assert server.log[-1].headers["if-none-match"] == '"1"'


async def test_at_most_eight_requests_are_under_way_to_one_address_whatever_the_names(
    server: Server, clock: MovedClock
) -> None:
    under_way, most, enough = 0, 0, asyncio.Event()

    async def slow(writer: asyncio.StreamWriter) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 8:
            enough.set()
        await asyncio.wait_for(enough.wait(), 5)
        for _ in range(20):  # whoever could come too would come now
            await asyncio.sleep(0)
        under_way -= 1
        writer.write(answer(200, b"news"))
        await writer.drain()

    server.pages = {"/1": slow}
    async with another_run(server, Politeness(gap=timedelta(0), slowness=0)) as fetcher:
        names = [server.url("/1")]
        names += [f"http://paper{number}.localhost:{server.port}/1" for number in range(23)]
        found = await asyncio.wait_for(asyncio.gather(*(fetcher.get(Request(url)) for url in names)), 20)
    assert all(isinstance(one, Capture) for one in found)
    assert most == 8
    assert clock.waits == []
