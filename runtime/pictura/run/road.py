"""Knows what a run needs of whoever carries its bytes. It carries none.

`pictura_core.transport.AsyncTransport` is one such; another library would be another.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from pictura_core.wire import Encoded


class Head(Protocol):
    """An answer without its body: status, and headers by name in lower case."""

    @property
    def status(self) -> int:
        """Give the HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the headers."""
        ...


class Road(Protocol):
    """Carries requests and answers."""

    async def ready(self) -> None:
        """Do what the first request would wait for, so that it leaves at its moment."""
        ...

    async def exchange(
        self,
        encoded: Encoded,
        headers: Sequence[tuple[str, str]],
        sink: Callable[[bytes], object],
    ) -> Head:
        """Send a request and hand the answer's body to `sink` as it arrives.

        Raises:
            TransportError: No answer came, or half of one.
        """
        ...

    async def download(
        self,
        url: str,
        sink: Callable[[bytes], object],
        *,
        limit: int,
        allow: Callable[[str], object],
    ) -> Head:
        """Fetch a file, without the key; each url on the way is shown to `allow` first.

        Raises:
            ApiError: It is not given out.
            InvalidResponse: It has more bytes than `limit`.
            TransportError: It did not come, or half of it.
        """
        ...
