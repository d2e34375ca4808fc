"""Knows which urls a picture may be fetched from. It fetches nothing.

An answer is hostile until proven otherwise: its url must not make us ask services inside somebody's
network. Only a server that is itself there may send us there.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

_CARRIED = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "::/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "fec0::/10",
    )
)
"""Where an IPv4 address is carried inside of an IPv6 address, and what was private once."""


class Forbidden(Exception):  # noqa: N818 - the name says what the url is
    """A picture's url must not be fetched; the message says why and does not hold the url."""


class Addresses:
    """What the pictures of one server may be fetched from; each host is looked up once.

    Args:
        server: The API's base url.
    """

    __slots__ = ("_known", "_own")

    def __init__(self, server: str) -> None:
        self._own = urlsplit(server).hostname or ""
        self._known: dict[str, bool] = {}

    def allow(self, url: str) -> None:
        """Make sure that a url may be fetched.

        Raises:
            Forbidden: It must not.
        """
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError as error:
            message = "the picture's url is none"
            raise Forbidden(message) from error
        if parts.scheme not in ("http", "https") or not host:
            message = f"a picture's url begins with http: or https:, not {parts.scheme[:20]!r}"
            raise Forbidden(message)
        if host != self._own and self._is_inner(host) and not self._is_inner(self._own):
            message = f"the picture's url leads into a private network ({host[:100]})"
            raise Forbidden(message)

    def _is_inner(self, host: str) -> bool:
        known = self._known.get(host)
        if known is None:
            known = self._known[host] = is_inner(host)
        return known


def is_inner(host: str) -> bool:
    """Tell whether a host has an address that is not the internet's at large.

    A host that nobody knows has none: fetching from it will say so.
    """
    try:
        return _is_inner(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(_is_inner(ipaddress.ip_address(str(info[4][0]).partition("%")[0])) for info in found)


def _is_inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in network for network in _CARRIED):
            return True
    return not address.is_global or address.is_multicast
