"""Takes what the user lets in, gives a judgement on every address and port before a connection is opened."""

from __future__ import annotations

import asyncio
import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import NamedTuple

from variorum.fetching.addresses import is_public, parsed_address
from variorum.text.printable import one_line
from variorum.text.urls import web_url

_WEB_PORTS = frozenset({80, 443})
_RESOLUTION = re.compile(
    r"(?P<host>[\w.-]+)=(?P<address>[0-9.]+|\[[0-9a-f:.]+\]):(?P<port>[0-9]{1,5})", re.IGNORECASE
)


class Resolution(NamedTuple):
    """A host name and the address and port that stand for it, whatever the name service says."""

    host: str
    address: IPv4Address | IPv6Address
    port: int

    def __str__(self) -> str:
        """As it is written on the command line."""
        address = f"[{self.address}]" if self.address.version == 6 else self.address  # noqa: PLR2004 - IP version 6
        return f"{self.host}={address}:{self.port}"


class Endpoint(NamedTuple):
    """What a connection is opened to: an IP address in text form and a port."""

    address: str
    port: int


class Refusal(NamedTuple):
    """Why no connection is opened, as one clause, and what would let it be."""

    why: str
    way_out: str | None = None


def parse_network(text: str) -> IPv4Network | IPv6Network:
    """The network that `--allow-net` names. Raises ValueError with a sentence that tells how to write one.

    >>> parse_network("127.0.0.0/8")
    IPv4Network('127.0.0.0/8')
    """
    text = text.strip()
    try:
        return ip_network(text)
    except ValueError:
        pass
    try:
        meant = f"did you mean {ip_network(text, strict=False)}?"
    except ValueError:
        meant = "write it like 127.0.0.0/8, 192.168.1.20 or fd00::/8."
    raise ValueError(f"{one_line(text)!r} is no network; {meant}")


def parse_resolve(text: str) -> Resolution:
    """The host and what stands for it that `--resolve` names. Raises ValueError with a sentence that tells how to write one.

    >>> parse_resolve("news.example=127.0.0.1:8901")
    Resolution(host='news.example', address=IPv4Address('127.0.0.1'), port=8901)
    """
    parts = _RESOLUTION.fullmatch(text.strip())
    known = web_url(f"http://{parts['host']}:{parts['port']}/") if parts else None
    if parts and known and known.raw_host and known.port:
        try:
            return Resolution(
                _plain(known.raw_host), parsed_address(parts["address"].strip("[]")), known.port
            )
        except ValueError:
            pass
    raise ValueError(
        f"{one_line(text)!r} is no host with its address and port; "
        "write it like news.example=127.0.0.1:8901 or news.example=[::1]:8901."
    )


def _plain(host: str) -> str:
    return host.lower().rstrip(".")


@dataclass(frozen=True, slots=True)
class NetworkPolicy:
    """Which addresses and ports may be connected to.

    Public addresses on the web's own ports, 80 and 443, may; other addresses only inside `allow_net`, on any port.
    `resolve` gives the address of a host by hand and must stay inside `allow_net`, otherwise ValueError. A policy that is
    `confined` refuses public addresses too: what is hurried must be one's own.

    >>> NetworkPolicy().refusal("10.0.0.1", 80)
    Refusal(why='the address 10.0.0.1 is not public', way_out='--allow-net 10.0.0.1 lets it in')
    >>> NetworkPolicy(allow_net=(parse_network("10.0.0.0/8"),)).refusal("10.0.0.1", 8080) is None
    True
    """

    allow_net: tuple[IPv4Network | IPv6Network, ...] = ()
    resolve: tuple[Resolution, ...] = ()
    confined: bool = False

    def __post_init__(self) -> None:
        """Refuses a resolution that would lead out of `allow_net`."""
        for resolution in self.resolve:
            if not self.allows(resolution.address):
                raise ValueError(
                    f"{resolution} is refused, since its address is not let in; "
                    f"add --allow-net {resolution.address} if it is yours."
                )

    def allows(self, address: IPv4Address | IPv6Address) -> bool:
        """Whether an address lies inside `allow_net`."""
        return any(address in network for network in self.allow_net)

    def refusal(self, address: str, port: int) -> Refusal | None:
        """Why no connection is opened to an address and port, or `None` when it may be."""
        try:
            found = parsed_address(address)
        except ValueError:
            return Refusal(f"{one_line(address)} is no address")
        if self.allows(found):
            return None
        if self.confined:
            why = f"the address {found} lies outside --allow-net, and only what lies inside may be hurried"
            return Refusal(why)
        way_out = f"--allow-net {str(found).partition('%')[0]} lets it in"
        if not is_public(found):
            return Refusal(f"the address {found} is not public", way_out)
        if port not in _WEB_PORTS:
            return Refusal(f"port {port} is not one of the web's, 80 and 443", way_out)
        return None

    async def endpoints(self, host: str, port: int) -> tuple[Endpoint, ...]:
        """What a host and port stand for: as `resolve` says, loopback for `.localhost` (RFC 6761), else by name service.

        Nothing is judged here. Raises OSError when the name can't be resolved.
        """
        name = _plain(host)
        for resolution in self.resolve:
            if resolution.host == name:
                return (Endpoint(str(resolution.address), resolution.port),)
        if name == "localhost" or name.endswith(".localhost"):
            return (Endpoint("127.0.0.1", port),)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
            )
        except UnicodeError as error:  # a label that is empty or too long for the name service
            raise OSError(f"{host} is no host name") from error
        return tuple(dict.fromkeys(Endpoint(str(entry[4][0]), port) for entry in found))

    async def covers(self, url: str) -> bool:
        """Whether every address that the host of `url` stands for lies inside `allow_net`."""
        address = web_url(url)
        if address is None or address.raw_host is None or address.port is None:
            return False
        try:
            endpoints = await self.endpoints(address.raw_host, address.port)
            return bool(endpoints) and all(self.allows(parsed_address(found.address)) for found in endpoints)
        except (OSError, ValueError):
            return False
