"""Knows how a request becomes bytes and an answer becomes a value. It sends nothing.

Building a request and sending it are two things: `prepare` checks a call against the generated
table and gives a `Request`, `encode` says what it is on the wire, `decode` reads the answer. Which
library carries the bytes is `pictura_core.transport`'s affair alone.
"""

from collections.abc import Mapping
from os import PathLike
from typing import IO, Generic, NamedTuple, TypeAlias, TypeVar

from pictura_core.operation import Operation

T = TypeVar("T")

File: TypeAlias = (
    bytes | PathLike[str] | IO[bytes] | tuple[str, bytes | PathLike[str] | IO[bytes], str]
)
"""What a file field takes: bytes, a path, an open binary file, or (name, content, media type)."""


class Absent:
    """The type of `ABSENT`: no body, where null would be a body."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class Request(NamedTuple, Generic[T]):
    """A checked call of an operation, not yet sent; `T` is what its answer decodes to."""

    operation: Operation[T]
    parameters: Mapping[str, object]
    body: object = ABSENT
    media_type: str = ""
