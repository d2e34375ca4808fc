"""Knows how requests are sent and answers awaited.

`Transport` and `AsyncTransport` differ in how they wait, and in nothing else. What is sent and what
an answer means is none of their business.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Self, TypeVar

import httpx

from pictura_core.operation import Requirement, Security
from pictura_core.streams import AsyncStream, Stream
from pictura_core.transport import road
from pictura_core.transport.carriage import passes_proxy, swift_client
from pictura_core.transport.express import Express
from pictura_core.transport.road import Timeouts
from pictura_core.wire import (
    NO_KEYS,
    Call,
    Encoded,
    Errand,
    Fetch,
    Flow,
    Guard,
    Head,
    Headers,
    Outgoing,
    Reply,
    Request,
    Route,
    Server,
    Sink,
    StreamRequest,
    chunks,
    credentials,
    decode,
    encode,
    without_key,
)

__all__ = ["BEARER", "MAXIMUM_ANSWER", "AsyncTransport", "Transport"]

T = TypeVar("T")

BEARER = (Security("bearer"),)

MAXIMUM_ANSWER = 1024 * 1024 * 1024
"""Bytes that an answer may have unless a caller says otherwise."""


class Transport:
    """Sends requests and waits for their answers.

    Args:
        base_url: The server, with or without a trailing slash; or where which operation is sent.
        key: For the API alone: downloads go without it. White space around it is dropped.
        security: In which ways keys are sent.
        keys: Where one is not enough: by the names of their schemes.
        client: Your own httpx client, which you close, and whose timeouts count.
        timeouts: Of our own client, in seconds; `total` also of yours.
    """

    def __init__(
        self,
        base_url: str | Route,
        key: str = "",
        security: Sequence[Requirement] = BEARER,
        *,
        keys: Mapping[str, str] = NO_KEYS,
        client: httpx.Client | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._server = Server(_route(base_url), credentials(key, keys), tuple(security))
        self._is_own = client is None
        self._total = (timeouts or Timeouts()).total if client is None or timeouts else None
        self._stall = (timeouts or Timeouts()).stall if client is None else None
        self._client = client or httpx.Client(timeout=road.seconds_of(timeouts), limits=road.LIMITS)

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

    def stream(self, request: StreamRequest[T], headers: Headers = ()) -> Stream[T]:
        """Give the events of an answer as they come; it is asked for when the first one is.

        Raises:
            InvalidRequest: The body cannot be written as its media type; nothing was sent.
        """
        flow = Flow(self._server, request, headers)
        return Stream(self._events(flow), flow)

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
        secrets = self._server.credentials.secrets
        return self._run(Fetch(url, sink, limit, allow, secrets=secrets))

    def _run(self, errand: Errand) -> Head:
        while True:
            clock = road.clock(errand.outgoing, self._total)
            with self._open(errand.outgoing) as response:
                take = errand.begin(road.head_of(response))
                if take is not None:
                    for piece in response.iter_bytes():
                        clock()
                        take(piece)
            result = errand.end()
            if isinstance(result, Head):
                return result
            errand = result

    def _events(self, flow: Flow[T]) -> Generator[T, None, None]:
        with self._open(flow.outgoing) as response:
            flow.begin(road.head_of(response))
            for piece in response.iter_bytes():
                yield from flow.take(piece)
                if flow.is_done:
                    return
        yield from flow.end()

    @contextmanager
    def _open(self, outgoing: Outgoing) -> Generator[httpx.Response]:
        with road.told(outgoing, self._server.credentials.secrets):
            request = road.request_of(self._client, outgoing, chunks(outgoing.content))
            auth = None if outgoing.is_bare else httpx.USE_CLIENT_DEFAULT
            with road.sane():
                response = self._client.send(
                    request, stream=True, auth=auth, follow_redirects=False
                )
            road.hurry(request, self._stall)
            try:
                yield response
            finally:
                response.close()

    def close(self) -> None:
        """Close the connections, but those of your own client."""
        if self._is_own:
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncTransport:
    """Sends requests while others wait for theirs; arguments and errors as of `Transport`.

    Args:
        resolve: Gives a host's IP addresses, which are then connected to and no others; it may
            block, and raises OSError if there are none. The system's way if left out. A proxy has
            its own.
    """

    def __init__(
        self,
        base_url: str | Route,
        key: str = "",
        security: Sequence[Requirement] = BEARER,
        *,
        keys: Mapping[str, str] = NO_KEYS,
        client: httpx.AsyncClient | None = None,
        timeouts: Timeouts | None = None,
        resolve: road.Resolve | None = None,
    ) -> None:
        self._server = Server(_route(base_url), credentials(key, keys), tuple(security))
        self._is_own = client is None
        self._total = (timeouts or Timeouts()).total if client is None or timeouts else None
        self._client = client or swift_client(timeouts, resolve)
        self._express = (
            Express(self._client, timeouts or Timeouts(), resolve)
            if client is None and not passes_proxy()
            else None
        )

    async def send(self, request: Request[T], headers: Headers = ()) -> T:
        """Send a request and read its answer."""
        body = bytearray()
        head = await self.exchange(encode(request), headers, body.extend)
        return decode(request.operation, _reply(self._server, head, body))

    def stream(self, request: StreamRequest[T], headers: Headers = ()) -> AsyncStream[T]:
        """Give the events of an answer as they come; it is asked for when the first one is."""
        flow = Flow(self._server, request, headers)
        return AsyncStream(self._events(flow), flow)

    async def ready(self) -> None:
        """Load what the first request would wait for, so that it leaves when it is sent."""
        if self._express is not None:
            await self._express.ready(self._server.route.base_url)

    async def exchange(
        self, encoded: Encoded, headers: Headers, sink: Sink, *, limit: int = MAXIMUM_ANSWER
    ) -> Head:
        """Send a request and hand the answer's body to a sink as it comes, whatever its status."""
        return await self._run(Call(self._server, encoded, headers, sink, limit))

    async def download(self, url: str, sink: Sink, *, limit: int, allow: Guard) -> Head:
        """Fetch a file without the key; the guard sees each url before it is asked for.

        It sees those of redirects in a thread, for it may look up their hosts.
        """
        secrets = self._server.credentials.secrets
        return await self._run(Fetch(url, sink, limit, allow, secrets=secrets))

    async def _run(self, errand: Errand) -> Head:
        while True:
            async with _in_time(errand.outgoing, self._total):
                await self._carry(errand)
            is_hop = isinstance(errand, Fetch) and errand.is_redirect
            # The guard may look the next host up, which blocks.
            result = await asyncio.to_thread(errand.end) if is_hop else errand.end()
            if isinstance(result, Head):
                return result
            errand = result

    async def _carry(self, errand: Errand) -> None:
        if self._express is not None and self._express.takes(errand.outgoing):
            with road.told(errand.outgoing, self._server.credentials.secrets):
                await self._express.carry(errand.outgoing, errand.begin)
            return
        async with self._open(errand.outgoing) as response:
            take = errand.begin(road.head_of(response))
            if take is not None:
                async for piece in response.aiter_bytes():
                    take(piece)

    async def _events(self, flow: Flow[T]) -> AsyncGenerator[T, None]:
        async with self._open(flow.outgoing) as response:
            flow.begin(road.head_of(response))
            async for piece in response.aiter_bytes():
                for event in flow.take(piece):
                    yield event
                if flow.is_done:
                    return
        for event in flow.end():
            yield event

    @asynccontextmanager
    async def _open(self, outgoing: Outgoing) -> AsyncGenerator[httpx.Response]:
        with road.told(outgoing, self._server.credentials.secrets):
            pieces = _waiting(chunks(outgoing.content))
            request = road.request_of(self._client, outgoing, pieces)
            auth = None if outgoing.is_bare else httpx.USE_CLIENT_DEFAULT
            with road.sane():
                response = await self._client.send(
                    request, stream=True, auth=auth, follow_redirects=False
                )
            try:
                yield response
            finally:
                await response.aclose()

    async def close(self) -> None:
        """Close the connections, but those of your own client."""
        if self._is_own:
            await self._client.aclose()
        if self._express is not None:
            await self._express.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


@asynccontextmanager
async def _in_time(outgoing: Outgoing, seconds: float | None) -> AsyncGenerator[None]:
    """Give up on an answer, pieces of which may still come, when it takes too long in all."""
    guard = asyncio.timeout(seconds)
    try:
        async with guard:
            yield
    except TimeoutError:
        if not guard.expired():
            raise
        raise road.late(outgoing, seconds) from None


def _reply(server: Server, head: Head, body: bytearray) -> Reply:
    reply = Reply(head.status, head.headers, bytes(body))
    return without_key(reply, *server.credentials.secrets)


def _route(base_url: str | Route) -> Route:
    return base_url if isinstance(base_url, Route) else Route(base_url.rstrip("/"))


async def _waiting(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
