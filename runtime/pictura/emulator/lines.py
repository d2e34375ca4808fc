"""Knows the lines of a batch's files: requests as they come, results as they go.

What stands where in a line, the table says (`x-batch.line`). It must not know who answers.
"""

import base64
import json
from collections.abc import Iterator
from typing import BinaryIO

from pictura.emulator.delivery import Answer
from pictura.emulator.values import put_along
from pictura_core.batches import Batch, BatchLine
from pictura_core.data import find, is_object
from pictura_core.operation import Operation
from pictura_core.tuples import NamedTuple

_REASONS = 20
"""How many mistakes of a file are told."""
_WORDS = 80


class Span(NamedTuple):
    """Where a line lies in its file, in bytes."""

    start: int
    length: int


class Contents(NamedTuple):
    """What is in a file of requests.

    Attributes:
        lines: Where they are.
        reasons: Why it cannot be a batch; none if it can.
    """

    lines: tuple[Span, ...]
    reasons: tuple[str, ...]


class Request(NamedTuple):
    """A line of a file of requests.

    Attributes:
        key: The caller's name for it.
        body: JSON.
    """

    key: str
    body: bytes


def check_file(path: str, size: int, operation: Operation[object], batch: Batch) -> Contents:
    """Look through a file of requests before any of them is asked.

    A line without anything in it is no line.

    Args:
        path: Where the file lies.
        size: How many bytes it has.
        operation: What its requests ask.
        batch: How they are written.
    """
    if size > batch.bytes:
        return Contents((), (f"the file has {size} bytes, and a batch {batch.bytes} at most",))
    spans: list[Span] = []
    reasons: list[str] = []
    keys: set[str] = set()
    with open(path, "rb") as file:
        for number, span, text in _numbered(file):
            spans.append(span)
            if len(spans) > batch.requests:
                reasons.append(f"the file has more than {batch.requests} requests")
                break
            wrong = _mistake(text, operation, batch, keys)
            if wrong:
                reasons.append(f"line {number}: {wrong}")
            if len(reasons) >= _REASONS:
                break
    if not spans:
        reasons.append("the file has no requests")
    return Contents(tuple(spans), tuple(reasons))


def read_request(path: str, span: Span, line: BatchLine) -> Request:
    """Read a line of a file that has been looked through."""
    with open(path, "rb") as file:
        file.seek(span.start)
        value: object = json.loads(file.read(span.length))
    return Request(str(_first(value, line.key)), json.dumps(_first(value, line.body)).encode())


def write_result(line: BatchLine, key: str, answer: Answer) -> bytes:
    """Write a line of a file of results."""
    value: object = put_along({}, line.key, key)
    value = put_along(value, line.status, answer.status)
    value = put_along(value, line.answer, _decoded(answer))
    return _line(put_along(value, line.error, None))


def write_unanswered(line: BatchLine, key: str, reason: str) -> bytes:
    """Write the line of a request that was never answered."""
    return _line(put_along(put_along({}, line.key, key), line.error, {"message": reason}))


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _decoded(answer: Answer) -> object:
    """Give an answer's value; what should be JSON and is not is told as a text."""
    if not answer.content:
        return None
    if "json" not in answer.media_type:
        return base64.b64encode(answer.content).decode()
    try:
        value: object = json.loads(answer.content)
    except ValueError:
        return answer.content.decode("utf-8", "replace")
    return value


def _numbered(file: BinaryIO) -> Iterator[tuple[int, Span, bytes]]:
    start = 0
    for number, text in enumerate(file, 1):
        if text.strip():
            yield number, Span(start, len(text)), text
        start += len(text)


def _mistake(text: bytes, operation: Operation[object], batch: Batch, keys: set[str]) -> str:
    """Say what is wrong with a line, and remember its key; empty if it is right."""
    line = batch.line
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return "this is not JSON"
    key = _first(value, line.key)
    if not isinstance(key, str) or not key:
        return f"{_named(line.key)} has to be a text"
    if key in keys:
        return f"{_named(line.key)} {key[:_WORDS]!r} was there before"
    keys.add(key)
    for steps, expected in ((line.method, operation.method), (line.url, batch.endpoint)):
        if _first(value, steps) != expected:
            return f"{_named(steps)} has to be {expected!r} in this batch"
    return "" if is_object(_first(value, line.body)) else f"{_named(line.body)} has to be an object"


def _named(steps: tuple[str, ...]) -> str:
    return "/" + "/".join(steps)


def _first(value: object, steps: tuple[str, ...]) -> object:
    return next((found for _, found in find(value, steps)), None)
