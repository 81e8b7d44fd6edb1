"""Whose visit it is: who connects or, behind a reverse proxy that we trust, whom that proxy has seen."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from aiohttp import web

_FORWARDED: Final = "X-Forwarded-For"


class Visitors:
    """`trusted` are addresses or networks of our own proxies: from nobody else is X-Forwarded-For believed."""

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        self._trusted = [ip_network(each) for each in trusted]

    def address_of(self, request: web.Request) -> str:
        return self.seen(request.remote or "", request.headers.getall(_FORWARDED, []))

    def seen(self, remote: str, forwarded: Iterable[str]) -> str:
        """The nearest of the way that is no proxy of ours; what stands before it, anybody may have written.

        >>> Visitors(["127.0.0.1"]).seen("127.0.0.1", ["6.6.6.6, 203.0.113.7"])
        '203.0.113.7'
        """
        nearest = remote
        for written in reversed([each.strip() for line in forwarded for each in line.split(",")]):
            if not self._is_ours(nearest):
                break
            address = _address(written)
            if address is None:
                break
            nearest = str(address)
        return nearest

    def _is_ours(self, written: str) -> bool:
        address = _address(written)
        return address is not None and any(address in network for network in self._trusted)


def _address(written: str) -> IPv4Address | IPv6Address | None:
    """Some proxies write a port behind it.

    >>> [str(_address(each)) for each in ("192.0.2.7:4711", "[2001:db8::1]:4711", "::ffff:192.0.2.7", "unknown")]
    ['192.0.2.7', '2001:db8::1', '192.0.2.7', 'None']
    """
    host = written.partition("%")[0]
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


#: Nobody stands between: who connects is who visits.
UNPROXIED: Final = Visitors()
