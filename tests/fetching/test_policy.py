"""Which addresses are connected to, however they are written, and what the command line's texts mean."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fetching.conftest import LOOPBACK, MovedClock, Server, answer

from variorum.fetching import AiohttpTransport, Limits, NetworkPolicy, parse_network, parse_resolve
from variorum.fetching.addresses import is_public, parsed_address
from variorum.fetching.policy import Refusal
from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - asked for, not bound to
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "9.9.9.9",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "198.17.0.1",
    "223.255.255.255",
    "2606:4700::1",
    "2a00:1450::1",
    "64:ff9b::9.9.9.9",
    "2002:909:909::1",
    "::ffff:9.9.9.9",
]


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_addresses_of_networks_that_are_nobodys_web_are_refused(text: str) -> None:
    refusal = NetworkPolicy().refusal(text, 80)
    assert refusal is not None
    assert "not public" in refusal.why


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_connected_to_on_the_ports_of_the_web_only(text: str) -> None:
    assert NetworkPolicy().refusal(text, 80) is None
    assert NetworkPolicy().refusal(text, 443) is None
    for port in (0, 22, 25, 6379, 8080, 65535):
        assert "port" in str(NetworkPolicy().refusal(text, port))


def test_what_is_let_in_may_be_asked_on_any_port_and_nothing_beside_it() -> None:
    policy = NetworkPolicy(allow_net=(parse_network("127.0.0.0/8"), parse_network("fd00::/8")))
    assert policy.refusal("127.9.9.9", 8080) is None
    assert policy.refusal("::ffff:127.0.0.1", 8080) is None
    assert policy.refusal("fd00::1", 22) is None
    assert policy.refusal("::1", 80) is not None
    assert policy.refusal("64:ff9b::127.0.0.1", 80) is not None
    assert policy.refusal("9.9.9.9", 8080) is not None


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_never_makes_it_public(address: Any) -> None:
    for wrapped in (
        f"::ffff:{address}",
        f"64:ff9b::{address}",
        f"2002:{int(address) >> 16:x}:{int(address) & 0xFFFF:x}::1",
    ):
        assert is_public(parsed_address(wrapped)) == is_public(address)


@given(st.text(), st.integers(0, 65535))
def test_what_is_no_address_is_refused(text: str, port: int) -> None:
    assert isinstance(NetworkPolicy().refusal(text + "x", port), Refusal)


SPELLINGS = (
    "127.0.0.1",
    "127.1",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "127.0.0.1.",
    "①②⑦.0.0.1",
    "0",
    "0.0.0.0",  # noqa: S104 - asked for, not bound to
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[fe80::1%25lo]",
    "user:password@127.0.0.1",
    "localhost",
    "LOCALHOST.",
    "news.localhost",
)


@pytest.mark.parametrize("host", SPELLINGS)
async def test_loopback_is_refused_in_every_spelling(host: str, server: Server, clock: MovedClock) -> None:
    async with AiohttpTransport(NetworkPolicy(), clock) as transport:
        outcome = await transport.get(f"http://{host}:{server.port}/", {}, Limits())
    assert isinstance(outcome, Failure)
    assert outcome.kind in {FailureKind.ADDRESS_REFUSED, FailureKind.BAD_ADDRESS}
    assert server.connections == 0


def _names_lead_to(*addresses: str) -> Callable[..., Any]:
    async def look_up(_host: str, port: int, **_: Any) -> list[Any]:
        await asyncio.sleep(0)
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in address], socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return look_up


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("::1", "127.0.0.1"), ("10.0.0.1", "::ffff:10.0.0.1")])
async def test_a_name_that_leads_inside_is_refused(
    addresses: tuple[str, ...], server: Server, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", _names_lead_to(*addresses))
    async with AiohttpTransport(NetworkPolicy(), clock) as transport:
        outcome = await transport.get(f"http://rebound.example:{server.port}/", {}, Limits())
    assert isinstance(outcome, Failure)
    assert outcome.kind is FailureKind.ADDRESS_REFUSED
    assert server.connections == 0


async def test_of_several_addresses_only_those_let_in_are_tried(
    server: Server, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", _names_lead_to("10.0.0.1", "127.0.0.1"))
    server.pages["/"] = answer(200, b"here")
    async with AiohttpTransport(NetworkPolicy(allow_net=(LOOPBACK,)), clock) as transport:
        outcome = await transport.get(f"http://two.example:{server.port}/", {}, Limits())
    assert not isinstance(outcome, Failure)
    assert outcome.body == b"here"


async def test_names_under_localhost_lead_to_loopback_once_it_is_let_in(
    server: Server, clock: MovedClock
) -> None:
    server.pages["/"] = answer(200, b"here")
    async with AiohttpTransport(NetworkPolicy(allow_net=(LOOPBACK,)), clock) as transport:
        outcome = await transport.get(f"http://news1.localhost:{server.port}/", {}, Limits())
    assert not isinstance(outcome, Failure)
    assert server.log[0].host == f"news1.localhost:{server.port}"


async def test_a_host_given_by_hand_is_asked_there_under_its_own_name(
    server: Server, clock: MovedClock
) -> None:
    server.pages["/"] = answer(200, b"here")
    resolution = parse_resolve(f"News.Example=127.0.0.1:{server.port}")
    async with AiohttpTransport(NetworkPolicy((LOOPBACK,), (resolution,)), clock) as transport:
        outcome = await transport.get("http://news.example/", {}, Limits())
    assert not isinstance(outcome, Failure)
    assert server.log[0].host == "news.example"


def test_a_host_given_by_hand_must_lead_to_what_is_let_in() -> None:
    resolution = parse_resolve("news.example=127.0.0.1:8901")
    with pytest.raises(ValueError, match=r"news\.example=127\.0\.0\.1:8901 .*--allow-net 127\.0\.0\.1"):
        NetworkPolicy(resolve=(resolution,))


async def test_a_policy_covers_an_address_when_all_its_host_stands_for_is_let_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    policy = NetworkPolicy((LOOPBACK,), (parse_resolve("news.example=127.0.0.1:8901"),))
    for url in ("http://127.0.0.1:8901/x", "http://a.localhost/", "https://news.example/x", "http://0x7f.1/"):
        assert await policy.covers(url)
    for url in (
        "http://9.9.9.9/",
        "http://[::1]/",
        "no address",
        "file:///etc/passwd",
        "http://a..b/",
    ):
        assert not await policy.covers(url)
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", _names_lead_to("127.0.0.1", "9.9.9.9"))
    assert not await policy.covers("http://half.example/")
    assert not await NetworkPolicy().covers("http://127.0.0.1/")


@pytest.mark.parametrize("text", ["127.0.0.1/8", "127.0.0.1/33", "loopback", "", "1.2.3.4/8/8"])
def test_what_is_no_network_is_told_with_the_way_to_write_one(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"is no network; (did you mean 127\.0\.0\.0/8\?|write it like 127\.0\.0\.0/8)"
    ):
        parse_network(text)


@pytest.mark.parametrize(
    "text",
    ["news.example", "news.example=127.0.0.1", "=127.0.0.1:80", "a b=127.0.0.1:80", "a/b=127.0.0.1:80", "a=b:80", "a=127.0.0.1:0",
     "a=127.0.0.1:65536", "a=127.0.0.1:8o", "a@b=127.0.0.1:80", "a:1=127.0.0.1:80", "a=127.0.0.1:" + "9" * 5000, "a=::1"],
)  # fmt: skip
def test_what_is_no_resolution_is_told_with_the_way_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it like news\.example=127\.0\.0\.1:8901"):
        parse_resolve(text)


def test_texts_of_networks_and_resolutions_read_back_as_they_print() -> None:
    for text in ("news.example=127.0.0.1:8901", "news.example=[fd00::1]:80"):
        assert str(parse_resolve(text)) == text
    assert str(parse_network(" 192.168.1.20 ")) == "192.168.1.20/32"


@given(st.text())
def test_no_text_breaks_the_readers_of_the_command_line(text: str) -> None:
    for reader in (parse_network, parse_resolve):
        with suppress(ValueError):
            reader(text)
