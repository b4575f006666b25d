"""Every trick to have a connection opened where none should be, with each attempt to connect counted: there is none."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fetching.conftest import MovedClock, Server, redirect

from variorum.fetching import AiohttpTransport, Fetcher, Limits, NetworkPolicy, Request, parse_network
from variorum.fetching.addresses import is_public, parsed_address
from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Callable

#: Hosts as they can be written in an address; names lead to what `NAMES` says.
TRICKS = (
    "127.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "017700000001", "127.0.0.1.",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "0", "0.0.0.0", "10.0.0.1",  # noqa: S104 - asked for, not bound to
    "10.1", "0xa000001", "167772161", "012.0.0.1", "172.16.0.1",
    "192.168.0.1", "192.168.257", "100.64.0.1", "169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376",
    "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1",
    "[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]", "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b::a00:1]", "[64:ff9b:1::a00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]",
    "[2002:c0a8:1::1]", "[2001:0:7f00:1::1]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
    "[fec0::1]", "[100::1]", "[2001:db8::1]",
    "localhost", "LOCALHOST", "localhost.", "news.localhost", "localtest.example", "mixed.example", "mapped.example",
    "nat64.example", "metadata.example", "multicast.example", "user:password@127.0.0.1", "9.9.9.9@127.0.0.1", "127.0.0.1%00.example",
    "127.0.0.1\\@9.9.9.9", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
)  # fmt: skip
NAMES = {
    "localtest.example": ("127.0.0.1",),
    "mixed.example": ("10.0.0.1", "::1", "fe80::1"),
    "mapped.example": ("::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    "nat64.example": ("64:ff9b::7f00:1",),
    "metadata.example": ("169.254.169.254",),
    "multicast.example": ("224.0.0.1", "ff02::1"),
}


class Counter:
    """The loop's name service and its way to connect, both replaced: names lead where they are told to, nothing is reached."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.asked: list[str] = []
        self.names: dict[str, list[tuple[str, ...]]] = {name: [to] for name, to in NAMES.items()}

    async def getaddrinfo(self, host: str, port: int, **_: Any) -> list[Any]:
        await asyncio.sleep(0)
        self.asked.append(host)
        turns = self.names.get(host)
        if turns is None:
            # Literal addresses in every spelling that the system itself understands; no name service is asked.
            numeric = socket.AI_NUMERICHOST
            return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=numeric)
        addresses = turns.pop(0) if len(turns) > 1 else turns[0]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in to], socket.SOCK_STREAM, 6, "", (to, port)) for to in addresses]

    async def sock_connect(self, _: socket.socket, address: tuple[Any, ...]) -> None:
        await asyncio.sleep(0)
        self.reached.append(str(address[0]))
        raise ConnectionRefusedError

    def installed(self) -> Counter:
        loop = asyncio.get_running_loop()
        loop.getaddrinfo = self.getaddrinfo  # type: ignore[method-assign,assignment] # nothing out there is asked or reached
        loop.sock_connect = self.sock_connect  # type: ignore[method-assign,assignment]
        return self


async def outcome(url: str, policy: NetworkPolicy | None = None) -> Any:
    async with AiohttpTransport(policy or NetworkPolicy(), MovedClock()) as transport:
        return await transport.get(url, {}, Limits())


@pytest.mark.parametrize("host", TRICKS)
async def test_no_spelling_has_a_connection_opened(host: str) -> None:
    counter = Counter().installed()
    for scheme in ("http", "https"):
        found = await outcome(f"{scheme}://{host}/latest/meta-data/")
        assert isinstance(found, Failure)
    assert counter.reached == []


async def test_a_public_address_is_connected_to_so_the_counter_counts() -> None:
    counter = Counter().installed()
    counter.names["paper.example"] = [("9.9.9.9", "10.0.0.1", "2606:4700::1")]
    found = await outcome("http://paper.example/")
    assert found.kind is FailureKind.UNREACHABLE
    assert set(counter.reached) == {"9.9.9.9", "2606:4700::1"}


async def test_a_name_that_leads_elsewhere_the_second_time_is_looked_up_once(clock: MovedClock) -> None:
    counter = Counter().installed()
    counter.names["rebound.example"] = [("9.9.9.9",), ("127.0.0.1",)]
    assert isinstance(await outcome("http://rebound.example/"), Failure)
    assert (counter.asked, counter.reached) == (["rebound.example"], ["9.9.9.9"])
    # The next request is judged by what the name stands for then.
    found = await outcome("http://rebound.example/")
    assert found.kind is FailureKind.ADDRESS_REFUSED
    assert counter.reached == ["9.9.9.9"]
    assert clock.waits == []


@pytest.mark.parametrize("port", [0, 1, 22, 25, 81, 6379, 8080, 65535])
async def test_no_port_but_those_of_the_web_is_connected_to(port: int) -> None:
    counter = Counter().installed()
    assert isinstance(await outcome(f"http://9.9.9.9:{port}/"), Failure)
    assert counter.reached == []


@pytest.mark.parametrize("scheme", ["file", "ftp", "gopher", "ws", "dict", "unix", "data", "javascript"])
async def test_no_other_scheme_is_asked_for(scheme: str, clock: MovedClock) -> None:
    counter = Counter().installed()
    async with AiohttpTransport(NetworkPolicy(), clock) as transport:
        found = await Fetcher(transport, clock).get(Request(f"{scheme}://9.9.9.9/etc/passwd"))
    assert isinstance(found, Failure)
    assert counter.reached == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.ip_addresses().map(str),
    st.sampled_from(["{}", "::ffff:{}", "64:ff9b::{}"]),
    st.booleans(),
)
def test_whatever_a_name_leads_to_only_what_is_public_is_connected_to(
    address: str, form: str, secure: bool
) -> None:
    text = form.format(address) if ":" not in address else address

    async def asked() -> list[str]:
        counter = Counter().installed()
        counter.names["any.example"] = [(text,)]
        await outcome(f"{'https' if secure else 'http'}://any.example/")
        return counter.reached

    reached = asyncio.run(asked())
    assert bool(reached) == is_public(parsed_address(text))


LOCATIONS = [f"http://{host}/" for host in TRICKS if "\\" not in host] + [
    "//127.0.0.1/", "file:///etc/passwd", "ftp://10.0.0.1/", "http://9.9.9.9:22/", "https://127.0.0.1:443/",
]  # fmt: skip


async def test_no_redirect_leads_to_where_no_connection_may_be_opened(
    clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(clock)
    listening = await asyncio.start_server(server.serve, "127.0.0.77", 0)
    server.port = listening.sockets[0].getsockname()[1]
    counter, loop = Counter(), asyncio.get_running_loop()
    connect: Callable[..., Any] = loop.sock_connect

    async def counted(sock: socket.socket, address: tuple[Any, ...]) -> None:
        counter.reached.append(str(address[0]))
        await connect(sock, address)

    monkeypatch.setattr(loop, "getaddrinfo", counter.getaddrinfo)
    monkeypatch.setattr(loop, "sock_connect", counted)
    policy = NetworkPolicy((parse_network("127.0.0.77/32"),))
    async with listening, AiohttpTransport(policy, clock) as transport:
        fetcher = Fetcher(transport, clock)
        for number, location in enumerate(LOCATIONS):
            server.pages[f"/{number}"] = redirect(location.encode().decode("latin-1"))
            found = await fetcher.get(Request(f"http://127.0.0.77:{server.port}/{number}"))
            assert isinstance(found, Failure), location
    assert set(counter.reached) == {"127.0.0.77"}
    assert len(server.log) == len(LOCATIONS) + 1
