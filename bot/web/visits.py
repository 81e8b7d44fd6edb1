"""So many visits an address and minute: whoever tries codes one after another is asked to wait."""

from datetime import datetime
from ipaddress import IPv6Address, ip_address
from typing import Final

A_MINUTE: Final = 60
#: So many addresses are told apart within a minute; further ones wait for the next.
MOST_ADDRESSES: Final = 10_000


class Visits:
    """Counts within each minute of the clock, and forgets all of it with the next.

    An IPv6 address counts as its /64, which is what one subscriber has. Behind a reverse proxy that is not named in
    `web.trusted_proxies` everybody comes from the proxy's address: there the limit holds for all together.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute = 0
        self._counts: dict[str, int] = {}

    def must_wait(self, address: str, now: datetime) -> int:
        """Counts this visit: 0 where it may come in, else for how many seconds not."""
        second = int(now.timestamp())
        if second // A_MINUTE != self._minute:
            self._minute = second // A_MINUTE
            self._counts.clear()
        whose = _subscriber(address)
        count = self._counts.get(whose, 0) + 1
        if count > self._most or (count == 1 and len(self._counts) >= MOST_ADDRESSES):
            return A_MINUTE - second % A_MINUTE
        self._counts[whose] = count
        return 0


def _subscriber(address: str) -> str:
    """
    >>> _subscriber("2001:db8:1:2:3:4:5:6"), _subscriber("192.0.2.7"), _subscriber("::ffff:192.0.2.7"), _subscriber("")
    ('2001:db8:1:2::', '192.0.2.7', '192.0.2.7', '')
    """
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    return str(IPv6Address(int(read) >> 64 << 64))
