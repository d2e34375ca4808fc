"""Knows aiohttp, and is the only module that does: it carries bytes for `pictura_core.transport`.

It knows neither httpx nor what is asked. What goes wrong is a `Breakdown` whose kind keeps apart
what happened before a request left from what happened after.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal, TypeAlias

import aiohttp
import aiohttp.abc
from yarl import URL

__all__ = ["Answer", "Breakdown", "Carrier", "Kind"]

Kind: TypeAlias = Literal[
    "connect", "connect-timeout", "read-timeout", "write-timeout", "address", "protocol"
]
"""Nothing has left with `connect`, `connect-timeout` and `address`; else something may have."""

_AT_ONCE = 64 * 1024
"""Bytes of a body that are handed to a socket in one go."""


class Breakdown(Exception):  # noqa: N818 - the name says what it is
    """A request was not answered.

    Attributes:
        kind: What happened.
    """

    def __init__(self, words: str, kind: Kind) -> None:
        super().__init__(words)
        self.kind = kind


class Answer:
    """The head of an answer, and its body as it comes."""

    def __init__(self, response: aiohttp.ClientResponse, stall: float) -> None:
        self._response = response
        self._stall = stall
        self.status = response.status
        self.headers = response.raw_headers

    async def read(self) -> bytes:
        """Give the next bytes, as they travelled; none at the end.

        Raises:
            Breakdown: The rest does not come.
        """
        content = self._response.content
        with _told():
            piece = content.read_nowait()
            if piece or content.at_eof():
                return piece
            guard = asyncio.timeout(self._stall)
            try:
                async with guard:
                    return await content.readany()
            except TimeoutError:
                if not guard.expired():
                    raise
        message = f"no byte came for {self._stall:g} s"
        raise Breakdown(message, "read-timeout")

    def release(self) -> None:
        """Let go of the connection, which is closed unless the body was read to its end."""
        self._response.release()


class Carrier:
    """Connections that are kept, as many as are needed. To be made and closed in one event loop.

    Args:
        resolve: Gives a host's addresses; the system's way if left out.
        stall: Seconds between two pieces of an answer's body.
    """

    def __init__(
        self, resolve: Callable[[str], Sequence[str]] | None = None, stall: float = 120.0
    ) -> None:
        self._stall = stall
        resolver = _Resolver(resolve) if resolve is not None else None
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, resolver=resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )

    async def ask(
        self,
        method: str,
        url: str,
        headers: Sequence[tuple[str, str]],
        content: bytes | AsyncIterable[bytes],
        seconds: Mapping[str, float | None],
        tls: ssl.SSLContext | None,
    ) -> Answer:
        """Send a request and wait for the head of its answer.

        Args:
            method: In capitals.
            url: Whole, and as it is to travel.
            headers: All of them.
            content: The body; without a Content-Length it travels in chunks.
            seconds: How long `connect`, `read`, `write` and `pool` may take.
            tls: How https is trusted.

        Raises:
            Breakdown: No answer came.
        """
        # Whether a body travels in chunks, aiohttp says itself.
        named = [(name, value) for name, value in headers if name != "transfer-encoding"]
        limits = aiohttp.ClientTimeout(
            connect=seconds["pool"], sock_connect=seconds["connect"], sock_read=seconds["read"]
        )
        with _told():
            async with asyncio.timeout(None) as guard:
                response = await self._session.request(
                    method,
                    URL(url, encoded=True),
                    headers=named,
                    data=_data(content, guard, seconds["write"]),
                    allow_redirects=False,
                    ssl=tls or True,
                    timeout=limits,
                )
        return Answer(response, self._stall)

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()


class _Resolver(aiohttp.abc.AbstractResolver):
    """Connects to the addresses that somebody else looked up, and to no others."""

    def __init__(self, resolve: Callable[[str], Sequence[str]]) -> None:
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[aiohttp.abc.ResolveResult]:
        """Give a host's addresses."""
        found = await asyncio.to_thread(self._resolve, host)
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            }
            for address in found
            if family == socket.AF_UNSPEC or (family == socket.AF_INET6) == (":" in address)
        ]

    async def close(self) -> None:
        """Do nothing: nothing is open."""


def _data(
    content: bytes | AsyncIterable[bytes], guard: asyncio.Timeout, seconds: float | None
) -> AsyncIterator[bytes] | bytes | None:
    if not isinstance(content, bytes):
        return _watched(content, guard, seconds)
    if len(content) <= _AT_ONCE:
        return content or None
    return _watched(_pieces(content), guard, seconds)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(content), _AT_ONCE):
        yield content[at : at + _AT_ONCE]


async def _watched(
    pieces: AsyncIterable[bytes], guard: asyncio.Timeout, seconds: float | None
) -> AsyncIterator[bytes]:
    """Give up when a piece is not taken in time: aiohttp minds the time of answers alone."""
    now = asyncio.get_running_loop().time
    async for piece in pieces:
        guard.reschedule(None if seconds is None else now() + seconds)
        yield piece
    guard.reschedule(None)


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except aiohttp.ConnectionTimeoutError as error:
        raise Breakdown(str(error), "connect-timeout") from None
    except aiohttp.ServerTimeoutError as error:
        raise Breakdown(str(error), "read-timeout") from None
    except TimeoutError as error:
        raise Breakdown(str(error), "write-timeout") from None
    except (aiohttp.ClientConnectorError, aiohttp.ServerFingerprintMismatch) as error:
        raise Breakdown(str(error), "connect") from None
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
        raise Breakdown(str(error), "address") from None
    except (aiohttp.ClientError, ConnectionError) as error:
        raise Breakdown(str(error) or "the server hung up", "protocol") from None
