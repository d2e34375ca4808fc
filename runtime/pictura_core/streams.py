"""Knows how the events of an answer are handed out one by one, and the connection let go of.

It must not know how they come; a transport does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from pictura_core.wire import Event, Flow

__all__ = ["AsyncStream", "Stream"]

T = TypeVar("T")


class Stream(Generic[T]):
    """Events as they come; the request is sent when the first one is asked for.

    Read it to its end, or leave a `with` block, or call `close`: the connection is let go of. What
    goes wrong is raised where the next event would have been given.

    Raises:
        ApiError: The API said no, at once or in the middle of the stream.
        InvalidResponse: An event is not what the specification promises.
        TransportError: No answer came, or it broke off.
    """

    def __init__(self, events: Generator[T, None, None], flow: Flow[T]) -> None:
        self._events = events
        self._flow = flow

    @property
    def event(self) -> Event | None:
        """The server-sent event that was given last, with its name and id."""
        return self._flow.event

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        return next(self._events)

    def close(self) -> None:
        """Let go of the connection; no event comes any more."""
        self._events.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStream(Generic[T]):
    """Events as they come, each awaited; raises as `Stream` does."""

    def __init__(self, events: AsyncGenerator[T, None], flow: Flow[T]) -> None:
        self._events = events
        self._flow = flow

    @property
    def event(self) -> Event | None:
        """The server-sent event that was given last, with its name and id."""
        return self._flow.event

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        return await anext(self._events)

    async def aclose(self) -> None:
        """Let go of the connection; no event comes any more."""
        await self._events.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
