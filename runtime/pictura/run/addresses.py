"""Knows which urls a picture may be fetched from. It fetches nothing.

An answer is hostile until proven otherwise: its url must not make us ask services inside somebody's
network. Only a server that is itself there may send us there.
"""

import ipaddress
import socket
from collections.abc import Iterable
from time import monotonic
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


_FRESH = 60.0
"""Seconds for which a host's addresses are not looked up again."""


class Addresses:
    """What the pictures of one server may be fetched from, and where that is.

    What is connected to is what was checked: a name that leads elsewhere when it is looked up for
    the second time leads nowhere.

    Args:
        server: The API's base url.
    """

    __slots__ = ("_found", "_is_inside", "_own")

    def __init__(self, server: str) -> None:
        self._own = _plain(urlsplit(server).hostname or "")
        self._is_inside: bool | None = None
        self._found: dict[str, tuple[float, tuple[str, ...]]] = {}

    def knows(self, url: str) -> bool:
        """Tell whether `allow` will answer at once, because the host was looked up just now."""
        try:
            host = urlsplit(url).hostname
        except ValueError:
            return True
        name = _plain(host or "")
        at, _ = self._found.get(name, (float("-inf"), ()))
        is_decided = name == self._own or self._is_inside is not None
        return is_decided and monotonic() - at < _FRESH / 2

    def allow(self, url: str) -> None:
        """Make sure that a url may be fetched; looking up its host may block.

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
        name = _plain(host)
        if self._is_barred(name, self._look_up(name)):
            message = f"the picture's url leads into a private network ({host[:100]})"
            raise Forbidden(message)

    def resolve(self, host: str) -> tuple[str, ...]:
        """Give the addresses to connect to; may block.

        Raises:
            OSError: There are none, or they must not be connected to.
        """
        name = _plain(host)
        found = self._look_up(name)
        if self._is_barred(name, found):
            message = "the host is in a private network"
            raise OSError(message)
        if not found:
            message = "nobody knows the host"
            raise OSError(message)
        return found

    def _is_barred(self, host: str, found: tuple[str, ...]) -> bool:
        if host == self._own or not is_inner(found):
            return False
        if self._is_inside is None:
            self._is_inside = is_inner(self._look_up(self._own))
        return not self._is_inside

    def _look_up(self, host: str) -> tuple[str, ...]:
        at, found = self._found.get(host, (float("-inf"), ()))
        if monotonic() - at >= _FRESH:
            found = look_up(host)
            self._found[host] = (monotonic(), found)
        return found


def look_up(host: str) -> tuple[str, ...]:
    """Give a host's addresses; none if nobody knows it."""
    bare = host.partition("%")[0]
    try:
        return (str(ipaddress.ip_address(bare)),)
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


def is_inner(addresses: Iterable[str]) -> bool:
    """Tell whether one of some addresses is not of the internet at large."""
    return any(_is_inner(ipaddress.ip_address(one.partition("%")[0])) for one in addresses)


def _plain(host: str) -> str:
    """Write a host as it is looked up."""
    try:
        return host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return host.lower()


def _is_inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in network for network in _CARRIED):
            return True
    return not address.is_global or address.is_multicast
