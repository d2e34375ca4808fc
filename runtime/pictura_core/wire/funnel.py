"""Knows that no answer may be endless: it counts the bytes that go to a sink. It does no I/O."""

from collections.abc import Callable

from pictura_core.errors import InvalidResponse


class Funnel:
    """Hands pieces of a body to a sink until there are too many.

    Attributes:
        limit: Bytes.
        taken: Bytes so far.
    """

    __slots__ = ("_operation", "_sink", "_status", "limit", "taken")

    def __init__(
        self, operation: str, status: int, sink: Callable[[bytes], object], limit: int
    ) -> None:
        self._operation = operation
        self._status = status
        self._sink = sink
        self.limit = limit
        self.taken = 0

    def take(self, piece: bytes) -> None:
        """Hand a piece on.

        Raises:
            InvalidResponse: The body is longer than the limit.
        """
        self.taken += len(piece)
        if self.taken > self.limit:
            reason = f"is longer than {self.limit} bytes"
            raise InvalidResponse(self._operation, self._status, reason)
        self._sink(piece)
