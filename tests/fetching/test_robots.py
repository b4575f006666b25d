"""What a site's robots.txt allows, denies and wants, and what is assumed when there is none to read."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.fetching.conftest import START, MovedClock, Server, another_run, answer, redirect

from variorum.fetching import Fetcher, NetworkPolicy, Politeness, Request
from variorum.fetching.aiohttp_transport import AiohttpTransport
from variorum.fetching.robots import LONGEST, Rules, robots_text
from variorum.model import Capture, Conduct, Failure, FailureKind, Host

PAGE = "http://www.example.org/news/1"
DENY_ALL = b"User-agent: *\nDisallow: /\n"


async def outcome(fetcher: Fetcher, url: str = PAGE) -> Capture | Failure:
    return await fetcher.get(Request(url))


async def refused(fetcher: Fetcher, url: str = PAGE) -> Failure:
    found = await outcome(fetcher, url)
    assert isinstance(found, Failure), found
    assert found.subject == url
    return found


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /",
        "User-agent: Variorum\nDisallow: /",
        "user-agent: VARIORUM/1.0 # us\ndisallow: /x",
        "User-agent: other\nUser-agent: variorum\nDisallow: /",
        "User-agent: *\nAllow: /\n\nUser-agent: variorum\nDisallow: /",
        "\ufeffUser-agent: *\r\nDisallow: /*.html$\r\nDisallow: /x",
    ],
)
def test_a_site_can_keep_us_out(text: str) -> None:
    assert not Rules(robots_text(text.encode())).allows("http://a.example/x")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!doctype html><title>Not found</title>",
        "User-agent: Googlebot\nDisallow: /",
        "User-agent: variorumbot\nDisallow: /",
        "User-agent: vario\nDisallow: /",
        "User-agent: others\nDisallow: /",
        "User-agent: https\nDisallow: /",
        "User-agent: *\nDisallow: /\n\nUser-agent: variorum\nAllow: /",
        "User-agent: *\nDisallow: /\nAllow: /x",
        "Disallow: /",
    ],
)
def test_what_is_meant_for_others_does_not_concern_us(text: str) -> None:
    assert Rules(text).allows("http://a.example/x")


@pytest.mark.parametrize(
    ("line", "seconds"), [("10", 10), ("0.5", 0.5), ("-3", 0), ("soon", 0), ("nan", 0), ("1e300", 86_400)]
)
def test_a_crawl_delay_is_read_within_reason(line: str, seconds: float) -> None:
    assert Rules(f"User-agent: *\nCrawl-delay: {line}").delay == timedelta(seconds=seconds)


def test_only_so_much_of_a_file_is_read() -> None:
    padding = b"#" * LONGEST + b"\n"
    assert Rules(robots_text(DENY_ALL + padding)).allows(PAGE) is False
    assert Rules(robots_text(padding + DENY_ALL)).allows(PAGE)


def test_a_file_with_many_crawlers_and_rules_takes_neither_time_nor_memory() -> None:
    agents = "".join(f"User-agent: crawler{n}\n" for n in range(10_000))
    rules = "".join(f"Disallow: /{n}\n" for n in range(10_000))
    began = time.monotonic()
    tracemalloc.start()
    try:
        read = Rules(f"{agents}User-agent: *\n{rules}")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert not read.allows("http://a.example/77")
    assert peak < 32 * 2**20
    assert time.monotonic() - began < 3


_LINES = st.lists(
    st.tuples(
        st.sampled_from(["User-agent: *", "user agent variorum", "Disallow: ", "Allow: ", "Crawl-delay: ", "Sitemap: ", ""]),
        st.text(max_size=30),
    ).map("".join)
).map("\n".join)  # fmt: skip


@given(
    st.one_of(st.binary(max_size=400), _LINES.map(lambda text: text.encode("utf-8", "surrogatepass"))),
    st.text(max_size=60),
)
@example(b"User-agent: *\nDisallow: http://[", "http://[bad/")
@example(b"User-agent: *\nVisit-time: 9999-9999\nRequest-rate: 1/" + b"9" * 5000, "http://a.example/")
def test_no_bytes_break_the_reading_of_rules(body: bytes, path: str) -> None:
    rules = Rules(robots_text(body))
    assert rules.allows(f"http://a.example/{path}") in {True, False}
    assert timedelta(0) <= rules.delay <= timedelta(days=1)


async def test_a_page_that_robots_txt_disallows_is_not_asked_for(server: Server, fetcher: Fetcher) -> None:
    server.pages["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /news/")
    found = await refused(fetcher)
    assert (found.kind, found.detail) == (
        FailureKind.ROBOTS_DENIED,
        "robots.txt of www.example.org disallows it",
    )
    assert server.paths == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_a_site_without_robots_txt_allows_everything(
    status: int, server: Server, fetcher: Fetcher
) -> None:
    server.pages = {"/robots.txt": answer(status, DENY_ALL), "/news/1": answer(200, b"news")}
    assert isinstance(await outcome(fetcher), Capture)
    assert server.paths == ["/robots.txt", "/news/1"]


@pytest.mark.parametrize("status", [500, 502, 503, 304, 300, 101, 429])
async def test_a_robots_txt_that_fails_closes_the_site(status: int, server: Server, fetcher: Fetcher) -> None:
    server.pages = {"/robots.txt": answer(status), "/news/1": answer(200, b"news")}
    found = await refused(fetcher)
    assert found.kind is FailureKind.ROBOTS_UNAVAILABLE
    assert found.detail.startswith("robots.txt of www.example.org could not be read (")
    assert server.paths == ["/robots.txt"]


async def test_a_robots_txt_that_is_no_answer_closes_the_site(server: Server, fetcher: Fetcher) -> None:
    server.pages["/robots.txt"] = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *"
    found = await refused(fetcher)
    assert found.kind is FailureKind.ROBOTS_UNAVAILABLE
    assert found.detail == (
        "robots.txt of www.example.org could not be read (the answer is truncated), so nothing there is asked for"
    )


async def test_where_no_server_answers_the_page_has_that_failure(server: Server, fetcher: Fetcher) -> None:
    free = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = free.sockets[0].getsockname()[1]
    free.close()
    await free.wait_closed()
    found = await refused(fetcher, f"http://127.0.0.1:{port}/news/1")
    assert (found.kind, found.detail) == (FailureKind.UNREACHABLE, "the connection was refused")
    # That nobody answers is no robots.txt; and it may just have been our own line.
    (learnt,) = fetcher.learnt()
    assert isinstance(learnt, Conduct)
    assert (learnt.requests, learnt.failed, learnt.errors) == (1, 1, 0.0)


async def test_where_no_server_answers_it_is_not_tried_again_at_once(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    async def closed(writer: asyncio.StreamWriter) -> None:
        writer.close()
        await writer.wait_closed()

    server.pages = {"/robots.txt": closed, "/news/1": answer(200, b"news")}
    for _ in range(3):
        assert (await refused(fetcher)).kind is FailureKind.UNREACHABLE
    assert server.connections == 1
    server.pages["/robots.txt"] = answer(404)
    clock.move(minutes=10)
    assert isinstance(await outcome(fetcher), Capture)


async def test_robots_txt_is_asked_for_once_a_day_for_each_origin(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    server.pages["/robots.txt"] = answer(200, b"")
    for url in (PAGE, PAGE, "http://feeds.example.org/rss", "http://www.example.org:8080/x"):
        await outcome(fetcher, url)
    asked = [entry.host for entry in server.log if entry.path == "/robots.txt"]
    assert asked == ["www.example.org", "feeds.example.org", "www.example.org:8080"]
    clock.move(hours=23)
    await outcome(fetcher)
    assert server.paths.count("/robots.txt") == 3
    server.pages["/robots.txt"] = answer(200, DENY_ALL)
    clock.move(hours=1)
    assert (await refused(fetcher)).kind is FailureKind.ROBOTS_DENIED


async def test_many_requests_at_once_fetch_robots_txt_once(server: Server, fetcher: Fetcher) -> None:
    server.pages = {"/robots.txt": answer(404), "/news/1": answer(200, b"news")}
    found = await asyncio.gather(*(outcome(fetcher) for _ in range(4)))
    assert all(isinstance(one, Capture) for one in found)
    assert server.paths == ["/robots.txt", *["/news/1"] * 4]


def files(learnt: tuple[Host | Conduct, ...]) -> tuple[Host, ...]:
    return tuple(one for one in learnt if isinstance(one, Host))


async def test_what_was_learnt_serves_the_next_run(
    server: Server, fetcher: Fetcher, clock: MovedClock
) -> None:
    server.pages = {
        "/robots.txt": answer(404),
        "www.example.org/robots.txt": answer(200, b"User-agent: *\nDisallow: /news/"),
        "example.net/robots.txt": answer(500),
    }
    for url in (PAGE, "http://www.example.com/", "http://example.net/"):
        await outcome(fetcher, url)
    told = fetcher.learnt()
    learnt = files(told)
    assert [(host.origin, host.robots, host.robots_denied) for host in learnt] == [
        ("http://www.example.org", "User-agent: *\nDisallow: /news/", False),
        ("http://www.example.com", None, False),
        ("http://example.net", None, True),
    ]
    assert all(START <= host.fetched_at <= clock.now() for host in learnt)
    assert fetcher.learnt() == ()
    server.log.clear()
    async with another_run(server, hosts=told) as later:
        assert (await refused(later)).kind is FailureKind.ROBOTS_DENIED
        assert isinstance(await outcome(later, "http://www.example.com/"), Capture)
        assert (await refused(later, "http://example.net/")).kind is FailureKind.ROBOTS_UNAVAILABLE
        assert server.paths == ["/"]
        assert files(later.learnt()) == ()
        clock.move(minutes=10)
        server.pages["example.net/robots.txt"] = answer(404)
        assert isinstance(await outcome(later, "http://example.net/"), Capture)
        again = files(later.learnt())
    assert [(host.origin, host.robots_denied) for host in again] == [("http://example.net", False)]


async def test_what_was_read_in_the_future_is_read_again(server: Server) -> None:
    server.pages = {"/robots.txt": answer(200, DENY_ALL), "/news/1": answer(200, b"news")}
    ahead = Host("http://www.example.org", None, robots_denied=False, fetched_at=START + timedelta(days=9))
    async with another_run(server, hosts=[ahead]) as fetcher:
        assert (await refused(fetcher)).kind is FailureKind.ROBOTS_DENIED


async def test_redirects_of_robots_txt_are_followed_and_its_rules_are_the_first_sites(
    server: Server, fetcher: Fetcher
) -> None:
    server.pages["www.example.org/robots.txt"] = redirect("http://example.net/rules", 301)
    server.pages["example.net/rules"] = answer(200, b"User-agent: *\nDisallow: /news/")
    assert (await refused(fetcher)).detail == "robots.txt of www.example.org disallows it"
    assert server.paths == ["/robots.txt", "/rules"]


async def test_a_robots_txt_that_redirects_without_end_counts_as_missing(
    server: Server, fetcher: Fetcher
) -> None:
    server.pages = {"/robots.txt": redirect("/robots.txt"), "/news/1": answer(200, b"news")}
    assert isinstance(await outcome(fetcher), Capture)
    assert server.paths == ["/robots.txt"] * 6 + ["/news/1"]


@pytest.mark.parametrize("location", ["http://169.254.169.254/", "file:///etc/passwd", "http://[bad"])
async def test_a_robots_txt_that_redirects_to_where_nobody_goes_closes_the_site(
    location: str, server: Server, fetcher: Fetcher
) -> None:
    server.pages["/robots.txt"] = redirect(location)
    assert (await refused(fetcher)).kind is FailureKind.ROBOTS_UNAVAILABLE


async def test_a_refused_address_is_the_failure_and_no_robots_txt_is_asked_for(
    server: Server, clock: MovedClock
) -> None:
    async with AiohttpTransport(NetworkPolicy(), clock) as transport:
        found = await refused(Fetcher(transport, clock), server.url("/news/1"))
    assert found.kind is FailureKind.ADDRESS_REFUSED
    assert server.connections == 0


async def test_a_crawl_delay_is_kept_up_to_the_limit(server: Server, clock: MovedClock) -> None:
    server.pages["/robots.txt"] = answer(200, b"User-agent: *\nCrawl-delay: 10")
    server.pages["example.net/robots.txt"] = answer(200, b"User-agent: *\nCrawl-delay: 900")
    async with another_run(server, Politeness(gap=timedelta(seconds=2))) as fetcher:
        for _ in range(2):
            await outcome(fetcher)
        assert clock.waits == [timedelta(seconds=10)] * 2
        clock.waits.clear()
        await outcome(fetcher, "http://example.net/")
        assert clock.waits == [timedelta(seconds=60)]


async def test_a_crawl_delay_holds_for_the_next_robots_txt_too(server: Server, clock: MovedClock) -> None:
    server.pages["/robots.txt"] = answer(200, b"User-agent: *\nCrawl-delay: 10")
    async with another_run(server, Politeness(robots_kept=timedelta(seconds=5))) as fetcher:
        await outcome(fetcher)
        clock.waits.clear()
        clock.move(seconds=6)
        await outcome(fetcher)
    assert clock.waits == [timedelta(seconds=4), timedelta(seconds=10)]
    assert server.paths == ["/robots.txt", "/news/1"] * 2


async def test_very_many_sites_are_not_all_remembered(fetcher: Fetcher, clock: MovedClock) -> None:
    files = fetcher._robots
    await outcome(fetcher)
    for number in range(1_200):
        async with files._site(f"http://site{number}.example"):
            pass
    assert len(files._sites) <= 1_001
    assert files._is_current(files._sites["http://www.example.org"])
    clock.move(days=2)
    async with files._site("http://another.example"), files._site("http://third.example"):
        assert len(files._sites) < 250
