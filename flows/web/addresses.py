"""Which network addresses may be dialled; the address that was checked is the one that is dialled."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult

from flows.web.policy import FetchPolicy

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_PLATFORM_ADDRESSES = frozenset((ipaddress.ip_address("168.63.129.16"),))
"""Global by number but answered by a cloud's own metadata service."""
_SPECIAL_NAMES = """0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24
    203.0.113.0/24 240.0.0.0/4 64:ff9b:1::/48 100::/64 2001:db8::/32 2001:2::/48 2001:10::/28 3fff::/20 5f00::/16"""
_SPECIAL = tuple(ipaddress.ip_network(name) for name in _SPECIAL_NAMES.split())
"""IANA special-purpose blocks that some supported Python versions still call global."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IPV4_COMPATIBLE = ipaddress.ip_network("::/96")


class AddressNotPublicError(OSError):
    """A host leads to an address that is not public and is not allow-listed by name."""


def literal_address(host: str) -> IPAddress | None:
    """The address that ``host`` is, in any form a system resolver takes: 127.1, 2130706433, 0x7f.1, [::1]."""
    bare = host.strip("[]").partition("%")[0]
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    if not bare or not (bare[0].isdigit()):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


def is_public(address: IPAddress) -> bool:
    """Whether ``address``, and any IPv4 address inside it, is reachable by everybody and nobody's own."""
    if isinstance(address, ipaddress.IPv6Address):
        embedded = _embedded_ipv4(address)
        if embedded is not None and not is_public(embedded):
            return False
    if any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not address.is_multicast and address not in _PLATFORM_ADDRESSES


def _embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or address in _IPV4_COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


class CheckedResolver(AbstractResolver):
    """Resolves names, refuses those with any non-public address, and hands aiohttp numbers only."""

    def __init__(self, policy: FetchPolicy) -> None:
        self._policy = policy

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Addresses to dial for ``host``; AddressNotPublicError when one of them may not be."""
        instead = self._policy.dialled_instead(host, port)
        asked, asked_port = instead or (host, port)
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(asked, asked_port, type=socket.SOCK_STREAM, family=family)
        numbers = [(kind, str(address[0]), protocol) for kind, _, protocol, _, address in found]
        if instead is None and not self._policy.is_own_host(host, port):
            for _, number, _ in numbers:
                parsed = literal_address(number)
                if parsed is None or not is_public(parsed):
                    raise AddressNotPublicError(f"{host} leads to {number}")
        return [
            ResolveResult(
                hostname=host,
                host=number,
                port=asked_port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, number, protocol in numbers
        ]

    async def close(self) -> None:
        """Nothing is held open."""


async def leads_inside(host: str, port: int, policy: FetchPolicy) -> bool:
    """Whether ``host`` resolves to an address that may not be dialled; False when it does not resolve."""
    try:
        await CheckedResolver(policy).resolve(host, port)
    except AddressNotPublicError:
        return True
    except OSError:
        return False
    return False
