"""Knows how aiohttp carries the requests of httpx's client, through `pictura_core.swift`.

It must not know what is asked. httpx's own pool looks at each connection for each request, which
many requests at once cannot afford.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import getproxies

import httpx

from pictura_core.transport.road import LIMITS, Resolve, Timeouts, seconds_of

if TYPE_CHECKING:
    import ssl

    from pictura_core.swift import Answer, Carrier

__all__ = ["Body", "passes_proxy", "swift_client", "translated"]

_COMPRESSED = 16 * 1024
_SAID: dict[str, type[httpx.TransportError]] = {
    "connect": httpx.ConnectError,
    "connect-timeout": httpx.ConnectTimeout,
    "read-timeout": httpx.ReadTimeout,
    "write-timeout": httpx.WriteTimeout,
    "address": httpx.UnsupportedProtocol,
    "protocol": httpx.RemoteProtocolError,
}


def swift_client(timeouts: Timeouts | None, resolve: Resolve | None = None) -> httpx.AsyncClient:
    """Open a client for many requests at once.

    Args:
        timeouts: In seconds; ours if left out.
        resolve: Gives a host's addresses; the system's way if left out. A proxy has its own.
    """
    if passes_proxy():
        # How a proxy is passed, and which hosts are reached without it, httpx knows.
        return httpx.AsyncClient(timeout=seconds_of(timeouts), limits=LIMITS)
    return httpx.AsyncClient(
        timeout=seconds_of(timeouts), transport=_Swift(timeouts or Timeouts(), resolve)
    )


def passes_proxy() -> bool:
    """Tell whether the environment names a proxy."""
    return bool(getproxies().keys() - {"no"})


class _Swift(httpx.AsyncBaseTransport):
    """Lets aiohttp carry httpx's requests; what goes wrong is said in httpx's exceptions."""

    def __init__(self, timeouts: Timeouts, resolve: Resolve | None) -> None:
        self._stall = timeouts.stall
        self._resolve = resolve
        self._carrier: Carrier | None = None
        self._tls: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and wait for the head of its answer."""
        if self._carrier is None:
            # Who asks for one thing after the other does not wait for aiohttp's import.
            from pictura_core.swift import Carrier  # noqa: PLC0415

            self._carrier = Carrier(self._resolve, self._stall)
        if request.url.scheme == "https" and self._tls is None:
            self._tls = httpx.create_ssl_context()
        stream = request.stream
        content = request.content if isinstance(stream, httpx.ByteStream) else stream
        assert isinstance(content, bytes | httpx.AsyncByteStream)  # noqa: S101 - `request` makes no other
        limits: dict[str, float | None] = request.extensions["timeout"]
        headers = request.headers.multi_items()
        with translated():
            answer = await self._carrier.ask(
                request.method, str(request.url), headers, content, limits, self._tls
            )
        return httpx.Response(answer.status, headers=answer.headers, stream=Body(answer))

    async def aclose(self) -> None:
        """Close the connections."""
        if self._carrier is not None:
            await self._carrier.close()


class Body(httpx.AsyncByteStream):
    """An answer's body, in pieces as large as they come."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._is_compressed = b"content-encoding" in {n.lower() for n, _ in answer.headers}

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            with translated():
                piece = await self._answer.read()
            if not piece:
                return
            # What is compressed may become a thousand times as long, in one go for each piece.
            size = _COMPRESSED if self._is_compressed else len(piece)
            for start in range(0, len(piece), size):
                yield piece[start : start + size]

    async def aclose(self) -> None:
        """Let go of the connection, which is closed unless the body was read to its end."""
        self._answer.release()


@contextmanager
def translated() -> Generator[None]:
    """Say what went wrong in httpx's words."""
    from pictura_core.swift import Breakdown  # noqa: PLC0415 - as above

    try:
        yield
    except Breakdown as trouble:
        raise _SAID[trouble.kind](str(trouble)) from None
