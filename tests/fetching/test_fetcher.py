"""A request becomes a capture or a failure: redirects, validators, statuses, and the name we go by."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.fetching.conftest import (
    LOOPBACK,
    START,
    MovedClock,
    Server,
    another_run,
    answer,
    no_name_service,
    policy_for,
    redirect,
)

from variorum.fetching import (
    AiohttpTransport,
    Fetcher,
    NetworkPolicy,
    Politeness,
    Request,
    Response,
    user_agent,
)
from variorum.fetching.redirects import redirect_target
from variorum.model import Capture, Circumstances, Failure, FailureKind
from variorum.text.urls import web_url

PAGE = "http://www.example.org/news/1"


async def captured(fetcher: Fetcher, url: str = PAGE, **validators: str) -> Capture:
    found = await fetcher.get(Request(url, **validators))
    assert isinstance(found, Capture), found
    return found


async def failed(fetcher: Fetcher, url: str = PAGE) -> Failure:
    found = await fetcher.get(Request(url))
    assert isinstance(found, Failure), found
    assert found.subject == url
    return found


async def test_a_page_becomes_a_capture(server: Server, fetcher: Fetcher) -> None:
    server.pages["/news/1"] = answer(200, b"<p>news", 'ETag: "7"', "Content-Type: text/html")
    server.takes = timedelta(seconds=1)
    found = await captured(fetcher)
    assert replace(found, circumstances=Circumstances()) == Capture(
        url=PAGE,
        body=b"<p>news",
        captured_at=START + timedelta(seconds=7),
        status=200,
        headers=(("content-length", "7"), ("etag", '"7"'), ("content-type", "text/html")),
        final_url=PAGE,
    )


async def test_a_capture_tells_who_answered_what_was_sent_and_what_captured(
    server: Server, fetcher: Fetcher
) -> None:
    server.pages["/news/1"] = answer(200, b"<p>news")
    under = (await captured(fetcher)).circumstances
    sent = dict(under.request_headers)
    assert sent["host"] == "www.example.org"
    assert sent["user-agent"].startswith(under.tool)
    assert under.tool.startswith("Variorum/")
    assert under.peer == server.url("").removeprefix("http://").rstrip("/")
    assert under.tls_subject == ""


async def test_the_address_is_kept_as_it_was_given_and_asked_for_without_its_fragment(
    server: Server, fetcher: Fetcher
) -> None:
    url = "HTTP://WWW.Example.org/news/1?id=7&utm_source=x&q=a%20b#top"
    server.pages["/news/1?id=7&utm_source=x&q=a%20b"] = answer(200, b"news")
    assert (await captured(fetcher, url)).url == url


@pytest.mark.parametrize(
    "url",
    ["", "news", "ftp://a.example/", "file:///etc/passwd", "http://", "http://[bad", "javascript:alert(1)"],
)
async def test_what_is_no_web_address_is_a_failure(url: str, fetcher: Fetcher) -> None:
    assert (await failed(fetcher, url)).kind is FailureKind.BAD_ADDRESS


async def test_every_request_names_us_and_what_we_read(server: Server, fetcher: Fetcher) -> None:
    await captured(fetcher)
    for asked in server.log:
        assert asked.headers["user-agent"] == user_agent()
        assert asked.headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert len(server.log) == 2


async def test_a_configured_contact_is_named(server: Server) -> None:
    async with another_run(server, Politeness(contact="desk@paper.example")) as fetcher:
        await captured(fetcher)
    assert server.log[0].headers["user-agent"] == f"Variorum/{version('variorum')} (+desk@paper.example)"


@pytest.mark.parametrize("contact", [None, "", "\r\n", "()", "ü"])
def test_without_a_contact_the_projects_page_is_named(contact: str | None) -> None:
    assert user_agent(contact) == f"Variorum/{version('variorum')} (+https://variorum.example/)"


@given(st.text())
def test_no_contact_breaks_the_header_it_stands_in(contact: str) -> None:
    name = user_agent(contact)
    assert name.isascii()
    assert name.isprintable()
    assert len(name) < 300
    assert name.endswith(")")
    assert name.count("(") == name.count(")") == 1


@pytest.mark.parametrize("status", [200, 203, 204, 299, 404, 410])
async def test_a_complete_answer_is_a_capture(status: int, server: Server, fetcher: Fetcher) -> None:
    server.pages["/news/1"] = answer(status, b"" if status == 204 else b"words")
    found = await captured(fetcher)
    assert (found.status, found.body) == (status, b"" if status == 204 else b"words")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "401 (Unauthorized)"),
        (403, "403 (Forbidden)"),
        (451, "451 (Unavailable For Legal Reasons)"),
        (400, "400 (Bad Request)"),
        (418, "418"),
        (500, "500 (Internal Server Error)"),
        (503, "503 (Service Unavailable)"),
        (529, "529"),
        (300, "300 (Multiple Choices)"),
        (101, "101"),
    ],
)
async def test_every_other_status_is_a_failure_that_names_it(
    status: int, words: str, server: Server, fetcher: Fetcher
) -> None:
    server.pages["/news/1"] = answer(status, b"words")
    found = await failed(fetcher)
    assert (found.kind, found.status) == (FailureKind.HTTP_STATUS, status)
    assert found.detail.startswith(f"the server answered {words}")


async def test_a_part_of_a_page_is_no_page(server: Server, fetcher: Fetcher) -> None:
    server.pages["/news/1"] = answer(206, b"wor", "Content-Range: bytes 0-2/5")
    assert (await failed(fetcher)).kind is FailureKind.BAD_RESPONSE


async def test_validators_are_sent_and_a_page_that_has_not_changed_is_an_empty_capture(
    server: Server, fetcher: Fetcher
) -> None:
    server.pages["/news/1"] = answer(304, b"", 'ETag: "7"')
    date = "Sun, 06 Nov 1994 08:49:37 GMT"
    found = await captured(fetcher, etag='"7"', last_modified=date)
    assert (found.status, found.body, found.header("etag")) == (304, b"", '"7"')
    assert server.log[1].headers["if-none-match"] == '"7"'
    assert server.log[1].headers["if-modified-since"] == date
    assert "if-none-match" not in server.log[0].headers


async def test_nothing_changed_is_no_answer_to_a_request_without_validators(
    server: Server, fetcher: Fetcher
) -> None:
    server.pages["/news/1"] = answer(304)
    found = await failed(fetcher)
    assert (found.kind, found.status) == (FailureKind.BAD_RESPONSE, 304)


async def test_validators_that_no_header_can_carry_are_not_sent(server: Server, fetcher: Fetcher) -> None:
    server.pages["/news/1"] = answer(200, b"news")
    await captured(fetcher, etag='"7"\r\nX-Smuggled: 1', last_modified="é")
    assert not {"if-none-match", "if-modified-since", "x-smuggled"} & server.log[1].headers.keys()


async def test_validators_go_only_to_the_address_they_belong_to(server: Server, fetcher: Fetcher) -> None:
    server.pages = {"/news/1": redirect("/moved"), "/moved": answer(200, b"news")}
    await captured(fetcher, etag='"7"')
    assert "if-none-match" in server.log[1].headers
    assert "if-none-match" not in server.log[2].headers


async def test_redirects_are_followed_and_listed(server: Server, fetcher: Fetcher, clock: MovedClock) -> None:
    server.pages["www.example.org/news/1"] = redirect("../moved?id=7#top", 301)
    server.pages["www.example.org/moved?id=7"] = redirect("//example.net/here", 302)
    server.pages["example.net/here"] = answer(200, b"news")
    found = await captured(fetcher)
    assert (found.url, found.final_url, found.body) == (PAGE, "http://example.net/here", b"news")
    assert found.redirects == ("http://www.example.org/moved?id=7", "http://example.net/here")
    assert [(asked.host, asked.path) for asked in server.log] == [
        ("www.example.org", "/robots.txt"),
        ("www.example.org", "/news/1"),
        ("www.example.org", "/moved?id=7"),
        ("example.net", "/robots.txt"),
        ("example.net", "/here"),
    ]
    assert clock.waits == [timedelta(seconds=5)] * 3


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [((301,), True), ((308, 301), True), ((302,), False), ((303,), False), ((307,), False), ((301, 302), False), ((302, 301), False), ((), False)],
)  # fmt: skip
async def test_a_move_is_permanent_when_every_redirect_says_so(
    statuses: tuple[int, ...], permanent: bool, server: Server, fetcher: Fetcher
) -> None:
    addresses = ["/news/1", *(f"/moved{number}" for number in range(len(statuses)))]
    for status, here, there in zip(statuses, addresses, addresses[1:], strict=False):
        server.pages[here] = redirect(there, status)
    server.pages[addresses[-1]] = answer(200, b"news")
    assert (await captured(fetcher)).permanent is permanent


async def test_eight_redirects_are_followed_and_no_more(server: Server, fetcher: Fetcher) -> None:
    for number in range(9):
        server.pages[f"/{number}"] = redirect(f"/{number + 1}", 301)
    server.pages["/9"] = answer(200, b"news")
    assert len((await captured(fetcher, "http://www.example.org/1")).redirects) == 8
    found = await failed(fetcher, "http://www.example.org/0")
    assert (found.kind, found.status) == (FailureKind.REDIRECT, 301)
    assert found.detail == "after a redirect to http://www.example.org/8: it redirects more than 8 times"


@pytest.mark.parametrize("length", [1, 2, 3])
async def test_redirects_in_a_circle_are_told(length: int, server: Server, fetcher: Fetcher) -> None:
    for number in range(length):
        server.pages[f"/{number}"] = redirect(f"/{(number + 1) % length}")
    found = await failed(fetcher, "http://www.example.org/0")
    assert found.kind is FailureKind.REDIRECT
    assert found.detail.endswith("its redirects go round in a circle")
    assert len(server.log) == length + 1


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://a.example/", "data:text/html,x", "http://[bad", "http://h:99999/", " "],
)
async def test_a_redirect_off_the_web_is_not_followed(
    location: str, server: Server, fetcher: Fetcher
) -> None:
    server.pages["/news/1"] = redirect(location)
    found = await failed(fetcher)
    assert (found.kind, found.detail) == (FailureKind.REDIRECT, "it redirects to what is no web address")


async def test_a_redirect_without_location_is_told(server: Server, fetcher: Fetcher) -> None:
    server.pages["/news/1"] = answer(302)
    assert (await failed(fetcher)).kind is FailureKind.REDIRECT


@pytest.mark.parametrize(
    "location",
    ["http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://10.0.0.1/", "http://9.9.9.9:6379/"],
)
async def test_a_redirect_to_an_address_that_is_not_let_in_is_refused(
    location: str, server: Server, fetcher: Fetcher
) -> None:
    server.pages["/news/1"] = redirect(location)
    found = await failed(fetcher)
    assert found.kind is FailureKind.ADDRESS_REFUSED
    assert found.detail.startswith(f"after a redirect to {location}: ")


async def test_a_redirect_obeys_the_robots_txt_of_where_it_leads(server: Server, fetcher: Fetcher) -> None:
    server.pages["/news/1"] = redirect("http://example.net/private")
    server.pages["example.net/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /private")
    found = await failed(fetcher)
    assert (found.kind, found.detail) == (
        FailureKind.ROBOTS_DENIED,
        "after a redirect to http://example.net/private: robots.txt of example.net disallows it",
    )
    assert "/private" not in server.paths


async def test_the_body_of_a_redirect_or_an_error_is_not_waited_for(server: Server, fetcher: Fetcher) -> None:
    server.pages = {
        "/news/1": b"HTTP/1.1 302 Found\r\nLocation: /news/2\r\nContent-Length: 999999999\r\n\r\n",
        "/news/2": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 999999999\r\n\r\n",
    }
    assert (await failed(fetcher)).status == 403


async def test_a_failure_on_the_way_is_told_with_the_address_asked_for(
    server: Server, fetcher: Fetcher
) -> None:
    server.pages["/news/1"] = b"no answer"
    found = await failed(fetcher)
    assert found.sentence == f"{PAGE}: the answer is not proper HTTP"


async def test_a_fetcher_without_leave_asks_nobody_at_home(server: Server, clock: MovedClock) -> None:
    async with AiohttpTransport(NetworkPolicy(), clock) as transport:
        found = await failed(Fetcher(transport, clock), server.url("/news/1"))
    assert found.kind is FailureKind.ADDRESS_REFUSED
    assert found.way_out == "--allow-net 127.0.0.1 lets it in"
    async with AiohttpTransport(NetworkPolicy((LOOPBACK,)), clock) as transport:
        server.pages["/news/1"] = answer(200, b"news")
        assert (await captured(Fetcher(transport, clock), server.url("/news/1"))).body == b"news"


@given(
    st.text(max_size=80),
    st.sampled_from(["http://a.example/news/1", "https://[2001:db8::1]:8080/?x", "http://u:p@a.example"]),
)
@example("//", "http://a.example/")
@example("http://a.example\\@b.example/", "http://a.example/")
@example("?" * 9_000, "http://a.example/")
def test_no_location_leads_off_the_web(location: str, url: str) -> None:
    found = redirect_target(
        Response(302, (("location", location),), b"", datetime(2026, 1, 1, tzinfo=UTC)), url
    )
    assert found is None or web_url(found) is not None


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=60).filter(lambda text: not {b"\r"[0], b"\n"[0]} & set(text)))
def test_no_location_on_the_wire_breaks_the_fetcher(location: bytes) -> None:
    async def asked() -> Capture | Failure:
        asyncio.get_running_loop().getaddrinfo = no_name_service  # type: ignore[method-assign] # nobody out there is asked
        server = Server(MovedClock())
        server.pages["/"] = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
        async with await asyncio.start_server(server.serve, "127.0.0.1", 0) as listening:
            server.port = listening.sockets[0].getsockname()[1]
            async with AiohttpTransport(policy_for(server), server.clock) as transport:
                return await Fetcher(transport, server.clock).get(Request(server.url("/")))

    assert isinstance(asyncio.run(asked()), Capture | Failure)
