"""Takes an IP address, gives the one that traffic to it ends at and whether that is a public one."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA IPv4 Special-Purpose Address Registry, and multicast (RFC 5771). Written out, since what `ipaddress` counts as
# private differs between the Python versions that we support.
_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared behind carriers' address translation
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
#: All that is assigned as global unicast (RFC 4291, section 2.4); what lies outside is not asked for.
_GLOBAL_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")


def parsed_address(text: str) -> IPv4Address | IPv6Address:
    """The address of a text; an IPv4 address mapped into IPv6 is the IPv4 address that a connection to it reaches.

    Raises ValueError when it is none.

    >>> parsed_address("::ffff:127.0.0.1")
    IPv4Address('127.0.0.1')
    """
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet, also where it only wraps an IPv4 address (NAT64, 6to4).

    Source: IANA special-purpose address registries; RFC 6052 (NAT64), RFC 3056 (6to4).

    >>> [is_public(parsed_address(text)) for text in ("9.9.9.9", "10.1.2.3", "64:ff9b::10.1.2.3", "2002:a01:203::1")]
    [True, False, False, False]
    """
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if address.sixtofour is not None:
        return is_public(address.sixtofour)
    return address in _GLOBAL_6 and not any(address in network for network in _NOT_PUBLIC_6)
