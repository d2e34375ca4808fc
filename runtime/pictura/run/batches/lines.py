"""Knows what stands in the lines of a batch's files. It reads and writes no file."""

import json
from collections.abc import Iterable, Iterator

from pictura_core.batches import Batch, BatchLine
from pictura_core.data import find, put
from pictura_core.operation import Operation
from pictura_core.tuples import NamedTuple

_LONGEST_WORDS = 300
"""Characters of what a line says instead of an answer."""


class Result(NamedTuple):
    """What a line says of a request.

    Attributes:
        key: The request's idempotency key.
        status: The HTTP status, 0 if it was never answered.
        answer: The decoded body of the answer.
        error: Why it was never answered, in the API's words; empty if it was.
    """

    key: str
    status: int
    answer: object
    error: str


def write_line(operation: Operation[object], batch: Batch, key: str, body: bytes) -> bytes:
    """Write a request as a line.

    Args:
        operation: What is asked.
        batch: How it is handed in.
        key: The request's idempotency key.
        body: Its body, as JSON.
    """
    line: dict[str, object] = {}
    put(line, batch.line.key, key)
    put(line, batch.line.method, operation.method)
    put(line, batch.line.url, batch.endpoint)
    put(line, batch.line.body, json.loads(body))
    return json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def read_line(line: BatchLine, text: bytes) -> Result | None:
    """Read a line of a file with results; None if it makes no sense."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    key, status = _first(value, line.key), _first(value, line.status)
    if not isinstance(key, str) or not key:
        return None
    if isinstance(status, int) and not isinstance(status, bool) and status > 0:
        return Result(key, status, _first(value, line.answer), "")
    error = _first(value, line.error)
    words = error if isinstance(error, str) else json.dumps(error, ensure_ascii=False)
    return Result(key, 0, None, "no reason given" if error is None else words[:_LONGEST_WORDS])


def lines_of(pieces: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """Give a file's lines one after the other; ends at one that is longer than `longest` bytes.

    Args:
        pieces: The file's, in their order.
        longest: Bytes that a line may have.
    """
    begun: list[bytes] = []
    size = 0
    for piece in pieces:
        *whole, rest = piece.split(b"\n")
        for end in whole:
            if size + len(end) > longest:
                return
            line = b"".join((*begun, end))
            begun, size = [], 0
            if line.strip():
                yield line
        begun.append(rest)
        size += len(rest)
        if size > longest:
            return
    line = b"".join(begun)
    if line.strip():
        yield line


def _first(value: object, steps: tuple[str, ...]) -> object:
    return next((found for _, found in find(value, steps)), None)
