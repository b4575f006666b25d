"""One request to one server that is broken, slow, huge or rude: an answer or a failure, in bounded time and memory."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import subprocess
import time
import tracemalloc
from datetime import timedelta
from shutil import which
from typing import TYPE_CHECKING

import brotli  # ships no types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fetching.conftest import (
    LOOPBACK,
    START,
    MovedClock,
    Server,
    answer,
    no_name_service,
    policy_for,
    redirect,
)

from variorum.fetching import AiohttpTransport, Limits, NetworkPolicy, Response
from variorum.fetching.headers import header_pairs, http_date, validator
from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from pathlib import Path

QUICK = Limits(deadline=timedelta(seconds=0.4), connect=timedelta(seconds=0.3))
SMALL = Limits(received=2**20)


async def failure(transport: AiohttpTransport, url: str, limits: Limits | None = None) -> Failure:
    outcome = await transport.get(url, {}, limits or Limits())
    assert isinstance(outcome, Failure), outcome
    assert outcome.subject == url
    return outcome


async def response(transport: AiohttpTransport, url: str, limits: Limits | None = None) -> Response:
    outcome = await transport.get(url, {}, limits or Limits())
    assert isinstance(outcome, Response), outcome
    return outcome


async def test_an_answer_keeps_its_headers_in_order_and_its_moment(
    server: Server, transport: AiohttpTransport
) -> None:
    server.pages["/"] = answer(200, b"news", 'ETag: "a"', "X-One: 1", "x-one: \xc2\x9b31m2", "X-Name: Zo\xeb")
    server.takes = timedelta(seconds=3)
    found = await response(transport, server.url("/"))
    assert found.headers == (
        ("content-length", "4"),
        ("etag", '"a"'),
        ("x-one", "1"),
        ("x-one", "31m2"),
        ("x-name", "Zoë"),
    )
    assert (found.status, found.body, found.arrived) == (200, b"news", START + timedelta(seconds=3))


async def test_a_chunked_body_and_one_that_ends_with_its_connection_are_whole(
    server: Server, transport: AiohttpTransport
) -> None:
    server.pages["/chunked"] = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnews\r\n2\r\n!!\r\n0\r\n\r\n"
    )
    server.pages["/closed"] = b"HTTP/1.0 200 OK\r\n\r\nnews"
    assert (await response(transport, server.url("/chunked"))).body == b"news!!"
    assert (await response(transport, server.url("/closed"))).body == b"news"


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_body_longer_than_its_length_says_is_not_taken_for_whole(
    at_once: bool, server: Server, transport: AiohttpTransport
) -> None:
    head, body = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", b"<p>" + b"news " * 1_000

    async def in_two_parts(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await writer.drain()
        for _ in range(50):  # lets the client read the head
            await asyncio.sleep(0)
        writer.write(body)
        await writer.drain()

    server.pages["/"] = head + body if at_once else in_two_parts
    assert (await failure(transport, server.url("/"))).kind is FailureKind.BAD_RESPONSE


async def test_a_redirect_is_handed_back_and_not_followed(
    server: Server, transport: AiohttpTransport
) -> None:
    server.pages["/"] = redirect("/elsewhere")
    found = await response(transport, server.url("/"))
    assert (found.status, found.header("location")) == (302, "/elsewhere")
    assert server.paths == ["/"]


async def test_cookies_are_not_kept(server: Server, transport: AiohttpTransport) -> None:
    server.pages["/"] = answer(200, b"", "Set-Cookie: reader=1; Path=/")
    for _ in range(2):
        await response(transport, "http://www.example.org/")
    assert "cookie" not in server.log[1].headers


async def test_settings_of_the_environment_are_not_used(
    server: Server, transport: AiohttpTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    server.pages["/"] = answer(200, b"direct")
    assert (await response(transport, server.url("/"))).body == b"direct"


# Without the hour of the day in it, so that every worker collects a test of the same name.
_PACKED = gzip.compress(b"news" * 99, mtime=0)


@pytest.mark.parametrize(
    "served",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 404 Gone\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnews\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + _PACKED[:-9],
    ],
)
async def test_an_answer_that_was_cut_is_never_taken_for_whole(
    served: bytes, server: Server, transport: AiohttpTransport
) -> None:
    server.pages["/"] = served
    found = await failure(transport, server.url("/"))
    assert (found.kind, found.detail) == (FailureKind.TRUNCATED, "the answer is truncated")


@pytest.mark.parametrize(
    "served",
    [
        b"<html>no headers</html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmuch more than four",
        b"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nnews",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nnews!",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nnews",
        b"HTTP/1.1 200 OK\r\nbroken header\r\n\r\n",
        b"HTTP/9 whatever\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnews\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: compress\r\nContent-Length: 4\r\n\r\nnews",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnews",
    ],
)
async def test_an_answer_that_breaks_the_rules_is_a_failure(
    served: bytes, server: Server, transport: AiohttpTransport
) -> None:
    server.pages["/"] = served
    assert (await failure(transport, server.url("/"))).kind is FailureKind.BAD_RESPONSE


async def test_a_body_of_a_hundred_megabytes_is_left_where_it_is(
    server: Server, transport: AiohttpTransport
) -> None:
    async def unending(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"y" * 2**16)
            await writer.drain()

    async def unannounced(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.0 200 OK\r\n\r\n")
        await unending(writer)

    async def chunked(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"400\r\n" + b"y" * 1024 + b"\r\n")
            await writer.drain()

    announced = b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n"
    server.pages = {"/announced": announced, "/unannounced": unannounced, "/chunked": chunked}
    for path in server.pages:
        tracemalloc.start()
        try:
            found = await failure(transport, server.url(path), SMALL)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert (found.kind, found.detail) == (FailureKind.TOO_LARGE, "the body is larger than 1 MiB")
        assert peak < 5 * SMALL.received


async def test_the_bounds_of_an_answer_are_those_of_the_manual() -> None:
    limits = Limits()
    assert (limits.received, limits.unpacked, limits.headers) == (8 * 2**20, 24 * 2**20, 64 * 2**10)
    assert (limits.deadline, limits.connect) == (timedelta(seconds=45), timedelta(seconds=10))


@pytest.mark.parametrize("coding", ["gzip", "br"])
async def test_a_bomb_is_told_before_it_fills_the_memory(
    coding: str, server: Server, transport: AiohttpTransport
) -> None:
    zeros = bytes(2**25)
    packed = gzip.compress(zeros) if coding == "gzip" else brotli.compress(zeros, quality=1)
    server.pages["/"] = answer(200, packed, f"Content-Encoding: {coding}")
    del zeros
    tracemalloc.start()
    try:
        found = await failure(transport, server.url("/"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.kind is FailureKind.TOO_LARGE
    assert peak < 2 * Limits().unpacked


async def test_a_packed_page_arrives_unpacked(server: Server, transport: AiohttpTransport) -> None:
    server.pages["/"] = answer(200, gzip.compress(b"news"), "Content-Encoding: gzip")
    assert (await response(transport, server.url("/"))).body == b"news"


@pytest.mark.parametrize(
    "headers",
    [
        "".join(f"X-{n}: {'a' * 500}\r\n" for n in range(4_000)),
        "".join(f"X-{n}: {'a' * 700}\r\n" for n in range(100)),
        f"X: {'a' * 70_000}\r\n",
        f"{'X' * 70_000}: a\r\n",
    ],
)
async def test_a_flood_of_headers_is_too_large(
    headers: str, server: Server, transport: AiohttpTransport
) -> None:
    server.pages["/"] = f"HTTP/1.1 200 OK\r\n{headers}Content-Length: 0\r\n\r\n".encode()
    found = await failure(transport, server.url("/"))
    assert found.kind is FailureKind.TOO_LARGE
    assert "headers" in found.detail


async def test_headers_are_counted_before_they_fill_the_memory(
    server: Server, transport: AiohttpTransport
) -> None:
    server.pages["/"] = answer(200, b"", *(f"X-{number}: a" for number in range(200)))
    assert (await failure(transport, server.url("/"))).detail == "there are more than 128 headers"


async def test_one_long_header_as_security_policies_are_is_read(
    server: Server, transport: AiohttpTransport
) -> None:
    server.pages["/"] = answer(200, b"news", "Content-Security-Policy: " + "a" * 30_000)
    assert (await response(transport, server.url("/"))).body == b"news"


async def _dripped(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Drip: a\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


async def _dripped_body(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.0 200 OK\r\n\r\n")
    while True:
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(0.05)


async def _silent(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.8)
    await writer.drain()


@pytest.mark.parametrize("serving", [_dripped, _dripped_body, _silent])
async def test_the_deadline_holds_however_the_bytes_drip(
    serving: object, server: Server, transport: AiohttpTransport
) -> None:
    server.pages["/"] = serving  # type: ignore[assignment] # one of the three above
    began = time.monotonic()
    found = await failure(transport, server.url("/"), QUICK)
    assert (found.kind, found.detail) == (FailureKind.TIMEOUT, "no complete answer within 0.4 s")
    assert time.monotonic() - began < 1.5


async def test_a_host_that_takes_no_connection_is_given_up(
    clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.sleep(5)

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", never)
    async with AiohttpTransport(NetworkPolicy((LOOPBACK,)), clock) as transport:
        found = await failure(transport, "http://127.0.0.1:9/", QUICK)
    assert (found.kind, found.detail) == (FailureKind.TIMEOUT, "no connection within 0.3 s")


async def test_a_closed_or_reset_connection_is_told_and_the_request_not_repeated(
    server: Server, transport: AiohttpTransport
) -> None:
    async def closed(writer: asyncio.StreamWriter) -> None:
        writer.close()
        await writer.wait_closed()

    async def reset(writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        await asyncio.sleep(0)

    server.pages = {"/closed": closed, "/reset": reset}
    found = await failure(transport, server.url("/closed"))
    assert (found.kind, found.detail) == (
        FailureKind.UNREACHABLE,
        "the connection was closed without an answer",
    )
    found = await failure(transport, server.url("/reset"))
    assert (found.kind, found.detail) == (FailureKind.UNREACHABLE, "the connection was reset")
    assert server.paths == ["/closed", "/reset"]


async def test_a_refused_connection_is_told(server: Server, clock: MovedClock) -> None:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    listening.close()
    await listening.wait_closed()
    async with AiohttpTransport(NetworkPolicy((LOOPBACK,)), clock) as transport:
        found = await failure(transport, f"http://127.0.0.1:{port}/")
    assert (found.kind, found.detail) == (FailureKind.UNREACHABLE, "the connection was refused")


@pytest.mark.parametrize("host", ["nowhere.example", "a..b", "a" * 64 + ".example"])
async def test_a_name_without_an_address_is_told(
    host: str, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    if host == "nowhere.example":
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", no_name_service)
    async with AiohttpTransport(NetworkPolicy(), clock) as transport:
        found = await failure(transport, f"http://{host}/")
    assert (found.kind, found.detail) == (FailureKind.UNREACHABLE, "the host name can't be resolved")


async def test_a_server_without_tls_is_told(clock: MovedClock) -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        async with AiohttpTransport(NetworkPolicy((LOOPBACK,)), clock) as transport:
            found = await failure(transport, f"https://127.0.0.1:{port}/")
    assert (found.kind, found.detail) == (FailureKind.TLS, "no secure connection could be agreed on")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that nobody vouches for, with its key."""
    program = which("openssl")
    if program is None:
        pytest.skip("makes a certificate with openssl: apt-get install openssl")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    made = subprocess.run(
        [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=www.example.org", "-keyout", "-", "-out", "-"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(made.stdout)
    return path


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    certificate: Path, server: Server, clock: MovedClock
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        async with AiohttpTransport(policy_for(server), clock) as transport:
            found = await failure(transport, "https://www.example.org/")
    assert found.kind is FailureKind.TLS
    assert found.detail.startswith("its certificate is not accepted: self")
    assert server.paths == []


async def test_a_cancelled_request_stays_cancelled(server: Server, transport: AiohttpTransport) -> None:
    begun = asyncio.Event()

    async def silent(_: asyncio.StreamWriter) -> None:
        begun.set()
        await asyncio.sleep(0.5)

    server.pages["/"] = silent
    asking = asyncio.create_task(transport.get(server.url("/"), {}, Limits()))
    await begun.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_a_transport_that_is_not_open_says_so(clock: MovedClock) -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await AiohttpTransport(NetworkPolicy(), clock).get("http://a.example/", {}, Limits())


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(
        [b"", b"HTTP/1.1 ", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]
    ),
    st.binary(max_size=200),
)
def test_no_bytes_of_a_server_break_the_transport(head: bytes, rest: bytes) -> None:
    async def asked() -> Response | Failure:
        server = Server(MovedClock())
        server.pages["/"] = head + rest or b" "
        async with await asyncio.start_server(server.serve, "127.0.0.1", 0) as listening:
            server.port = listening.sockets[0].getsockname()[1]
            async with AiohttpTransport(policy_for(server), server.clock) as transport:
                return await transport.get(server.url("/"), {}, QUICK)

    assert isinstance(asyncio.run(asked()), Response | Failure)


@given(st.lists(st.tuples(st.binary(max_size=30), st.binary(max_size=60))))
def test_headers_become_safe_text_whatever_their_bytes(raw: list[tuple[bytes, bytes]]) -> None:
    pairs = header_pairs(raw)
    assert len(pairs) == len(raw)
    for name, value in pairs:
        assert name == name.lower()
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in name + value)


@given(st.text())
def test_dates_and_validators_are_read_or_left(text: str) -> None:
    assert validator(text) in {text, None}
    moment = http_date(text)
    assert moment is None or moment.tzinfo is not None


def test_a_validator_that_no_header_can_carry_is_left_out() -> None:
    assert validator('W/"abc"') == 'W/"abc"'
    for text in (None, "", '"a"\r\nX: 1', '"\x00"', '"ë"', "a" * 1_001):
        assert validator(text) is None


def test_dates_are_read_in_all_forms_of_the_standard() -> None:
    for text in (
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ):
        moment = http_date(text)
        assert moment is not None
        assert moment.isoformat() == "1994-11-06T08:49:37+00:00"
