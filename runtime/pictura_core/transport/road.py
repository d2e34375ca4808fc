"""Knows how requests and answers are said in httpx's words, and its troubles in ours.

It must not know who waits for whom.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TypeAlias

import httpx

from pictura_core.errors import TransportError
from pictura_core.tuples import NamedTuple
from pictura_core.wire import Head, Outgoing, length, redact

__all__ = [
    "LIMITS",
    "TRAVEL",
    "Resolve",
    "Timeouts",
    "clock",
    "head_of",
    "hurry",
    "late",
    "request_of",
    "sane",
    "seconds_of",
    "told",
]


class Timeouts(NamedTuple):
    """Seconds to wait; a picture may be drawn for minutes before the first byte comes.

    Attributes:
        connect: For a connection.
        read: For the first byte of an answer, and between any two.
        write: For each piece of a request to be taken.
        pool: For a connection that others use.
        stall: Between two pieces of an answer's body, where that is less than `read`.
        total: From the request to the last byte of its answer; a stream of events has no end.
    """

    connect: float = 15.0
    read: float = 600.0
    write: float = 120.0
    pool: float = 600.0
    stall: float = 120.0
    total: float = 1800.0


Resolve: TypeAlias = Callable[[str], Sequence[str]]
"""Gives a host's IP addresses; it may block. Raises OSError if there are none."""

LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=64)

_BROKEN = "the connection broke off before the answer was whole"
_NOWHERE = "the server's address is no http or https address"
# What happened, and whether a byte of the request may have left, so that it may have been billed.
_TROUBLES: dict[type[Exception], tuple[str, bool]] = {
    httpx.ConnectError: ("the server cannot be reached", False),
    httpx.ConnectTimeout: ("the server did not take the connection in time", False),
    httpx.InvalidURL: (_NOWHERE, False),
    httpx.PoolTimeout: ("no connection became free in time", False),
    httpx.ProxyError: ("the proxy cannot be passed", False),
    httpx.UnsupportedProtocol: (_NOWHERE, False),
    httpx.DecodingError: ("the answer is not compressed as it says", True),
    httpx.ReadError: (_BROKEN, True),
    httpx.ReadTimeout: ("the answer did not come in time", True),
    httpx.RemoteProtocolError: (_BROKEN, True),
    httpx.WriteError: ("the connection broke off while the request was sent", True),
    httpx.WriteTimeout: ("the request could not be sent in time", True),
}
# A sink gets the body decompressed and whole, so these would no longer be true of it.
TRAVEL = frozenset(("content-encoding", "content-length", "transfer-encoding", "connection"))


def seconds_of(timeouts: Timeouts | None) -> httpx.Timeout:
    """Write timeouts, ours if there are none."""
    connect, read, write, pool, *_ = timeouts or Timeouts()
    return httpx.Timeout(connect=connect, read=read, write=write, pool=pool)


def request_of(
    client: httpx.Client | httpx.AsyncClient,
    outgoing: Outgoing,
    pieces: Iterator[bytes] | AsyncIterator[bytes],
) -> httpx.Request:
    """Write what is sent, with what a person's own client adds to its requests.

    Raises:
        httpx.InvalidURL: It leads nowhere.
    """
    headers = list(outgoing.headers)
    url = _address(outgoing.url)
    if outgoing.is_bare:
        extensions = {"timeout": client.timeout.as_dict()}
        return httpx.Request(outgoing.method, url, headers=headers, extensions=extensions)
    content = outgoing.content
    if content is None or isinstance(content, bytes):
        return client.build_request(outgoing.method, url, headers=headers, content=content)
    size = length(content)
    if size is not None:
        headers.append(("Content-Length", str(size)))
    return client.build_request(outgoing.method, url, headers=headers, content=pieces)


def _address(url: str) -> httpx.URL:
    """Refuse at once what would break somewhere below httpx, each layer in its own way."""
    address = httpx.URL(url)
    try:
        address.host.encode("idna")
    except UnicodeError as error:
        raise httpx.InvalidURL(str(error)) from None
    if not 0 <= (address.port or 0) <= 65535:
        message = f"the port {address.port} is none"
        raise httpx.InvalidURL(message)
    return address


def head_of(response: httpx.Response) -> Head:
    """Read the head of an answer.

    Raises:
        httpx.DecodingError: Its body could be endless.
    """
    if "," in response.headers.get("content-encoding", ""):
        message = "compressed twice, so that a few bytes may become gigabytes in one go"
        raise httpx.DecodingError(message)
    headers = {name: value for name, value in response.headers.items() if name not in TRAVEL}
    return Head(response.status_code, headers)


@contextmanager
def told(outgoing: Outgoing, keys: Sequence[str]) -> Generator[None]:
    """Say what went wrong on the road in our own words; a key may stand in httpx's."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        words = redact(str(error), *keys).strip() or type(error).__name__
        reason, sent = _TROUBLES.get(type(error), ("the connection failed", True))
        raise TransportError(outgoing.operation, f"{reason} ({words[:300]})", sent=sent) from None


def late(outgoing: Outgoing, seconds: float | None) -> TransportError:
    """Say that an answer, bytes of which may still come, takes too long in all."""
    reason = f"the answer was not whole after {seconds or 0:g} s"
    return TransportError(outgoing.operation, reason, sent=True)


def clock(outgoing: Outgoing, seconds: float | None) -> Callable[[], None]:
    """Start a clock; to look at it after its time raises TransportError."""
    end = float("inf") if seconds is None else monotonic() + seconds

    def look() -> None:
        if monotonic() > end:
            raise late(outgoing, seconds)

    return look


def hurry(request: httpx.Request, stall: float | None) -> None:
    """Let an answer that has begun go on: its body is waited for less than its first byte."""
    if stall is not None:
        # httpcore looks here again when it begins to read the body.
        timeout: dict[str, float | None] = request.extensions["timeout"]
        read = timeout.get("read")
        timeout["read"] = stall if read is None else min(read, stall)


@contextmanager
def sane() -> Generator[None]:
    """Catch what httpx says of a redirect's host, which it reads even if nobody follows."""
    try:
        yield
    except UnicodeError as error:
        raise httpx.RemoteProtocolError(str(error)) from None
