"""Knows httpx, and is the only module that does: another library would change this file alone.

It decides nothing about requests, answers and errors; `pictura_core.wire` does. `Transport` and
`AsyncTransport` differ in how they wait, and in nothing else. `pictura_core.swift` carries many
requests at once below httpx's client: httpx's own pool looks at each connection for each request.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar
from urllib.request import getproxies

import httpx

from pictura_core.errors import TransportError
from pictura_core.operation import Security
from pictura_core.wire import (
    Call,
    Encoded,
    Errand,
    Fetch,
    Guard,
    Head,
    Headers,
    Outgoing,
    Reply,
    Request,
    Server,
    Sink,
    chunks,
    decode,
    encode,
    length,
    redact,
    without_key,
)

if TYPE_CHECKING:
    import ssl

    from pictura_core.swift import Answer, Carrier

__all__ = ["BEARER", "MAXIMUM_ANSWER", "AsyncTransport", "Head", "Sink", "Timeouts", "Transport"]

T = TypeVar("T")

BEARER = (Security("bearer"),)

MAXIMUM_ANSWER = 1024 * 1024 * 1024
"""Bytes that an answer may have unless a caller says otherwise."""


class Timeouts(NamedTuple):
    """Seconds to wait; a picture may be drawn for minutes before the first byte comes."""

    connect: float = 15.0
    read: float = 600.0
    write: float = 120.0
    pool: float = 600.0


class Transport:
    """Sends requests and waits for their answers.

    Args:
        base_url: The server, with or without a trailing slash.
        key: For the API alone: downloads go without it. White space around it is dropped.
        security: How the key is sent.
        client: Your own httpx client, which you close, and whose timeouts count.
        timeouts: Of our own client, in seconds.
    """

    def __init__(
        self,
        base_url: str,
        key: str = "",
        security: Sequence[Security] = BEARER,
        *,
        client: httpx.Client | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._server = Server(base_url.rstrip("/"), key.strip(), tuple(security))
        self._is_own = client is None
        self._client = client or httpx.Client(timeout=_timeout(timeouts), limits=_LIMITS)

    def send(self, request: Request[T], headers: Headers = ()) -> T:
        """Send a request and read its answer.

        Raises:
            InvalidRequest: The body cannot be written as its media type; nothing was sent.
            ApiError: The API said no.
            InvalidResponse: The answer is not what the specification promises.
            TransportError: No answer came, or half of one.
        """
        body = bytearray()
        head = self.exchange(encode(request), headers, body.extend)
        return decode(request.operation, _reply(self._server, head, body))

    def exchange(
        self, encoded: Encoded, headers: Headers, sink: Sink, *, limit: int = MAXIMUM_ANSWER
    ) -> Head:
        """Send a request and hand the answer's body to a sink as it comes, whatever its status.

        Raises:
            InvalidResponse: The body is longer than the limit.
            TransportError: No answer came, or half of one.
        """
        return self._run(Call(self._server, encoded, headers, sink, limit))

    def download(self, url: str, sink: Sink, *, limit: int, allow: Guard) -> Head:
        """Fetch a file without the key; the guard sees each url before it is asked for.

        Raises:
            ApiError: The host did not give it out.
            InvalidResponse: It is longer than the limit.
            TransportError: No answer came, or half of one, or too many redirects.
        """
        return self._run(Fetch(url, sink, limit, allow))

    def _run(self, errand: Errand) -> Head:
        while True:
            with _told(errand.outgoing, self._server.key):
                content = chunks(errand.outgoing.content)
                request = _request(self._client, errand.outgoing, content)
                auth = None if errand.outgoing.is_bare else httpx.USE_CLIENT_DEFAULT
                with _sane():
                    response = self._client.send(
                        request, stream=True, auth=auth, follow_redirects=False
                    )
                try:
                    take = errand.begin(_head(response))
                    if take is not None:
                        for piece in response.iter_bytes():
                            take(piece)
                finally:
                    response.close()
            result = errand.end()
            if isinstance(result, Head):
                return result
            errand = result

    def close(self) -> None:
        """Close the connections, but those of your own client."""
        if self._is_own:
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncTransport:
    """Sends requests while others wait for theirs; arguments and errors as of `Transport`."""

    def __init__(
        self,
        base_url: str,
        key: str = "",
        security: Sequence[Security] = BEARER,
        *,
        client: httpx.AsyncClient | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._server = Server(base_url.rstrip("/"), key.strip(), tuple(security))
        self._is_own = client is None
        self._client = client or _swift_client(timeouts)

    async def send(self, request: Request[T], headers: Headers = ()) -> T:
        """Send a request and read its answer."""
        body = bytearray()
        head = await self.exchange(encode(request), headers, body.extend)
        return decode(request.operation, _reply(self._server, head, body))

    async def exchange(
        self, encoded: Encoded, headers: Headers, sink: Sink, *, limit: int = MAXIMUM_ANSWER
    ) -> Head:
        """Send a request and hand the answer's body to a sink as it comes, whatever its status."""
        return await self._run(Call(self._server, encoded, headers, sink, limit))

    async def download(self, url: str, sink: Sink, *, limit: int, allow: Guard) -> Head:
        """Fetch a file without the key; the guard sees each url before it is asked for."""
        return await self._run(Fetch(url, sink, limit, allow))

    async def _run(self, errand: Errand) -> Head:
        while True:
            with _told(errand.outgoing, self._server.key):
                content = _waiting(chunks(errand.outgoing.content))
                request = _request(self._client, errand.outgoing, content)
                auth = None if errand.outgoing.is_bare else httpx.USE_CLIENT_DEFAULT
                with _sane():
                    response = await self._client.send(
                        request, stream=True, auth=auth, follow_redirects=False
                    )
                try:
                    take = errand.begin(_head(response))
                    if take is not None:
                        async for piece in response.aiter_bytes():
                            take(piece)
                finally:
                    await response.aclose()
            result = errand.end()
            if isinstance(result, Head):
                return result
            errand = result

    async def close(self) -> None:
        """Close the connections, but those of your own client."""
        if self._is_own:
            await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=64)

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
_COMPRESSED = 16 * 1024
_SAID: dict[str, type[httpx.TransportError]] = {
    "connect": httpx.ConnectError,
    "connect-timeout": httpx.ConnectTimeout,
    "read-timeout": httpx.ReadTimeout,
    "write-timeout": httpx.WriteTimeout,
    "address": httpx.UnsupportedProtocol,
    "protocol": httpx.RemoteProtocolError,
}
# A sink gets the body decompressed and whole, so these would no longer be true of it.
_TRAVEL = frozenset(("content-encoding", "content-length", "transfer-encoding", "connection"))


def _timeout(timeouts: Timeouts | None) -> httpx.Timeout:
    connect, read, write, pool = timeouts or Timeouts()
    return httpx.Timeout(connect=connect, read=read, write=write, pool=pool)


def _request(
    client: httpx.Client | httpx.AsyncClient,
    outgoing: Outgoing,
    pieces: Iterator[bytes] | AsyncIterator[bytes],
) -> httpx.Request:
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


def _head(response: httpx.Response) -> Head:
    if "," in response.headers.get("content-encoding", ""):
        message = "compressed twice, so that a few bytes may become gigabytes in one go"
        raise httpx.DecodingError(message)
    headers = {name: value for name, value in response.headers.items() if name not in _TRAVEL}
    return Head(response.status_code, headers)


def _reply(server: Server, head: Head, body: bytearray) -> Reply:
    return without_key(Reply(head.status, head.headers, bytes(body)), server.key)


@contextmanager
def _told(outgoing: Outgoing, key: str) -> Generator[None]:
    """Say what went wrong on the road in our own words; the key may stand in httpx's."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        words = redact(str(error), key).strip() or type(error).__name__
        reason, sent = _TROUBLES.get(type(error), ("the connection failed", True))
        raise TransportError(outgoing.operation, f"{reason} ({words[:300]})", sent=sent) from None


@contextmanager
def _sane() -> Generator[None]:
    """Catch what httpx says of a redirect's host, which it reads even if nobody follows."""
    try:
        yield
    except UnicodeError as error:
        raise httpx.RemoteProtocolError(str(error)) from None


def _swift_client(timeouts: Timeouts | None) -> httpx.AsyncClient:
    """Open a client for many requests at once."""
    if getproxies().keys() - {"no"}:
        # How a proxy is passed, and which hosts are reached without it, httpx knows.
        return httpx.AsyncClient(timeout=_timeout(timeouts), limits=_LIMITS)
    return httpx.AsyncClient(timeout=_timeout(timeouts), transport=_Swift())


class _Swift(httpx.AsyncBaseTransport):
    """Lets aiohttp carry httpx's requests; what goes wrong is said in httpx's exceptions."""

    def __init__(self) -> None:
        self._carrier: Carrier | None = None
        self._tls: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and wait for the head of its answer."""
        if self._carrier is None:
            # Who asks for one thing after the other does not wait for aiohttp's import.
            from pictura_core.swift import Carrier  # noqa: PLC0415

            self._carrier = Carrier()
        if request.url.scheme == "https" and self._tls is None:
            self._tls = httpx.create_ssl_context()
        stream = request.stream
        content = request.content if isinstance(stream, httpx.ByteStream) else stream
        assert isinstance(content, bytes | httpx.AsyncByteStream)  # noqa: S101 - `_request` makes no other
        limits: dict[str, float | None] = request.extensions["timeout"]
        headers = request.headers.multi_items()
        with _translated():
            answer = await self._carrier.ask(
                request.method, str(request.url), headers, content, limits, self._tls
            )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    async def aclose(self) -> None:
        """Close the connections."""
        if self._carrier is not None:
            await self._carrier.close()


class _Body(httpx.AsyncByteStream):
    """An answer's body, in pieces as large as they come."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._is_compressed = b"content-encoding" in {n.lower() for n, _ in answer.headers}

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            with _translated():
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
def _translated() -> Generator[None]:
    """Say what went wrong in httpx's words."""
    from pictura_core.swift import Breakdown  # noqa: PLC0415 - as above

    try:
        yield
    except Breakdown as trouble:
        raise _SAID[trouble.kind](str(trouble)) from None


async def _waiting(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
