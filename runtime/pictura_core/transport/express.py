"""Knows how errands are carried past httpx's client, where nothing of it is asked for.

With many requests at once the client would take longer than everything below it. Whatever is not
plain goes through httpx after all: an odd url is written by it, a compressed body is read by it,
and troubles are said in its words. It must not know what is asked.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

import httpx

from pictura_core.transport import road
from pictura_core.transport.carriage import Body, translated
from pictura_core.wire import Head, Outgoing, Sink

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from pictura_core.swift import Answer, Carrier

__all__ = ["Express"]

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?"
_CODED = r"%[0-9A-F]{2}"
# What httpx leaves as it is: no user, no odd host, no dots to be resolved, nothing to be quoted.
_PLAIN = re.compile(
    rf"https?://{_LABEL}(?:\.{_LABEL})*(?::[1-9][0-9]{{0,3}}|:[1-5][0-9]{{4}})?"
    rf"(?:/(?!\.{{0,2}}(?:[/?]|\Z))(?:[A-Za-z0-9._~!$&()*+,;=:@-]|{_CODED})+)+/?"
    rf"(?:\?(?:[A-Za-z0-9._~!$&()*+,;=:@/?-]|{_CODED})*)?"
)


class Express:
    """Connections for errands, as many as are needed. To be made and closed in one event loop.

    Args:
        client: Whose usual headers go with requests to the API.
        timeouts: In seconds.
        resolve: Gives a host's addresses; the system's way if left out.
    """

    def __init__(
        self, client: httpx.AsyncClient, timeouts: road.Timeouts, resolve: road.Resolve | None
    ) -> None:
        self._usual = {
            name: client.headers[name]
            for name in ("accept", "accept-encoding")
            if name in client.headers
        }
        self._seconds: Mapping[str, float | None] = client.timeout.as_dict()
        self._stall = timeouts.stall
        self._resolve = resolve
        self._carrier: Carrier | None = None
        self._tls: ssl.SSLContext | None = None

    def takes(self, outgoing: Outgoing) -> bool:
        """Tell whether an errand is plain enough."""
        is_short = outgoing.content is None or isinstance(outgoing.content, bytes)
        return is_short and _PLAIN.fullmatch(outgoing.url) is not None

    async def ready(self, url: str) -> None:
        """Load what requests to a server need; it takes a third of a second, once."""
        if self._carrier is None:
            await asyncio.to_thread(import_module, "pictura_core.swift")
            self._open(url)

    async def carry(self, outgoing: Outgoing, begin: Callable[[Head], Sink | None]) -> None:
        """Send a plain errand and hand over what comes back.

        Raises:
            httpx.HTTPError: What httpx would raise.
        """
        answer = await self._ask(outgoing)
        try:
            head = _plain_head(answer)
            if head is None:
                await _carry_odd(answer, begin)
                return
            take = begin(head)
            if take is not None:
                while piece := await _next(answer):
                    take(piece)
        finally:
            answer.release()

    async def close(self) -> None:
        """Close the connections."""
        if self._carrier is not None:
            await self._carrier.close()

    async def _ask(self, outgoing: Outgoing) -> Answer:
        carrier = self._open(outgoing.url)
        headers = list(outgoing.headers)
        if not outgoing.is_bare:
            named = {name.lower() for name, _ in headers}
            headers += [(name, text) for name, text in self._usual.items() if name not in named]
        content = outgoing.content
        assert content is None or isinstance(content, bytes)  # noqa: S101 - `takes` made sure
        with translated():
            return await carrier.ask(
                outgoing.method, outgoing.url, headers, content or b"", self._seconds, self._tls
            )

    def _open(self, url: str) -> Carrier:
        if self._carrier is None:
            # Who asks for one thing after the other does not wait for aiohttp's import.
            from pictura_core.swift import Carrier  # noqa: PLC0415

            self._carrier = Carrier(self._resolve, self._stall)
        if self._tls is None and url.startswith("https:"):
            self._tls = httpx.create_ssl_context()
        return self._carrier


async def _next(answer: Answer) -> bytes:
    with translated():
        return await answer.read()


def _plain_head(answer: Answer) -> Head | None:
    """Read the head of an answer; None if its body is not what it will be."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in answer.headers:
        name = raw_name.decode("latin-1").lower()
        if name == "content-encoding":
            return None
        if name in road.TRAVEL:
            continue
        try:
            value = raw_value.decode()
        except UnicodeDecodeError:
            value = raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Head(answer.status, headers)


async def _carry_odd(answer: Answer, begin: Callable[[Head], Sink | None]) -> None:
    response = httpx.Response(answer.status, headers=answer.headers, stream=Body(answer))
    take = begin(road.head_of(response))
    if take is not None:
        async for piece in response.aiter_bytes():
            take(piece)
