"""Knows how an answer becomes a value, or an error with a class. It waits for nothing.

An answer is an error by its status, or by what the table says of errors inside successful bodies.
"""

import json
from collections.abc import Mapping
from itertools import islice
from typing import Literal, TypeVar, assert_never, cast

from pictura_core.checks import sentence
from pictura_core.errors import ApiError, InvalidResponse
from pictura_core.operation import Operation, Response
from pictura_core.tuples import NamedTuple
from pictura_core.wire.errors import read_error
from pictura_core.wire.events import events
from pictura_core.wire.lines import lines
from pictura_core.wire.words import hide, hide_bytes, shorten

T = TypeVar("T")


class Reply(NamedTuple):
    """A whole answer.

    Attributes:
        status: The HTTP status.
        headers: By name, in lower case.
        body: As it arrived, decompressed.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def without_key(reply: Reply, *keys: str) -> Reply:
    """Take keys out of an answer that echoes them; for answers that go into messages."""
    if not any(keys):
        return reply
    body = hide_bytes(reply.body, *keys)
    headers = {name: hide(value, *keys) for name, value in reply.headers.items()}
    return reply._replace(body=body, headers=headers)


class _NotJson(NamedTuple):
    """What is wrong with a body that should be JSON."""

    reason: str


def decode(operation: Operation[T], reply: Reply) -> T:
    """Read an answer as the specification describes it.

    Server-sent events become the list of their data, each decoded if it is JSON; the mark `[DONE]`
    is left out.

    Raises:
        ApiError: The API said no, by the status or inside a successful answer.
        InvalidResponse: The answer is not what the specification promises.
    """
    value = _value(reply)
    error = _error(operation, reply, value)
    if error is not None:
        raise error
    response = _described(operation, reply)
    return cast("T", _decode(operation, reply, response, value))


def classify(operation: Operation[T], reply: Reply) -> ApiError | None:
    """Tell whether an answer is an error, and of which class."""
    return _error(operation, reply, _value(reply))


def _error(operation: Operation[T], reply: Reply, value: object) -> ApiError | None:
    known = reply.body if isinstance(value, _NotJson) else value
    # A stream may begin well and end with an event that says what went wrong.
    streamed = _stream(reply) if _essence(reply) == "text/event-stream" else []
    for body in (known, *streamed):
        error = read_error(operation.id, operation.errors, reply.status, reply.headers, body)
        if error is not None:
            return error
    return None


def _decode(
    operation: Operation[T], reply: Reply, response: Response | None, value: object
) -> object:
    form = response.form if response else _form(reply)
    match form:
        case "none":
            return None
        case "binary":
            return reply.body
        case "text":
            decoded: object = _text(reply)
        case "events":
            decoded = [
                _data(event.data) for event in events([reply.body]) if event.data != "[DONE]"
            ]
        case "lines":
            decoded = [_data(line.data) for line in lines(reply.body)]
        case "json":
            if isinstance(value, _NotJson):
                raise InvalidResponse(operation.id, reply.status, value.reason)
            decoded = value
        case _:
            assert_never(form)
    validator = response.validator if response and form not in ("events", "lines") else None
    if validator is not None and not validator.is_valid(decoded):
        found = [sentence(violation) for violation in islice(validator.check(decoded), 3)]
        reason = "is not what the specification promises: " + shorten("; ".join(found))
        raise InvalidResponse(operation.id, reply.status, reason)
    return decoded


def _value(reply: Reply) -> object:
    """Read a body as JSON unless its headers say that it is something else."""
    kind = _essence(reply)
    if kind.startswith(("image/", "audio/", "video/", "text/event-stream")):
        return _NotJson(f"is {kind}, not JSON")
    if not reply.body.strip():
        return _NotJson("is empty, where JSON was promised")
    try:
        return cast("object", json.loads(reply.body))
    except json.JSONDecodeError as error:
        begin = shorten(_text(reply), 60)
        if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string"):
            return _NotJson(f"breaks off in the middle of JSON: {begin}")
        return _NotJson(f"is no JSON, it begins with: {begin}")
    except (ValueError, RecursionError):
        return _NotJson("is no JSON that can be read")


def _described(operation: Operation[T], reply: Reply) -> Response | None:
    """Find what the specification says of an answer: by its status, then by its media type."""
    status = str(reply.status)
    for wanted in (status, status[0] + "XX", "default", "2"):
        found = [
            one
            for one in operation.responses
            if one.status.upper() == wanted.upper()
            # Gateways answer 201 for 200: better the nearest description than none.
            or (wanted == "2" and one.status.startswith("2"))
        ]
        if found:
            kind = _essence(reply)
            same = [one for one in found if _fits(one.media_type, kind)]
            return (same or found)[0]
    return None


def _fits(media_type: str, kind: str) -> bool:
    described = media_type.partition(";")[0].strip().lower()
    if described.endswith("/*"):
        return described == "*/*" or kind.startswith(described[:-1])
    return described == kind


def _form(reply: Reply) -> Literal["json", "text", "binary", "events", "none"]:
    """Guess the form of an answer that the specification does not describe."""
    kind = _essence(reply)
    if not reply.body:
        return "none"
    if kind == "application/json" or kind.endswith("+json"):
        return "json"
    if kind == "text/event-stream":
        return "events"
    return "text" if kind.startswith("text/") else "binary"


def _essence(reply: Reply) -> str:
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def _text(reply: Reply) -> str:
    _, _, charset = reply.headers.get("content-type", "").lower().partition("charset=")
    try:
        return reply.body.decode(charset.partition(";")[0].strip(' "') or "utf-8", "replace")
    except LookupError:
        return reply.body.decode("utf-8", "replace")


def _stream(reply: Reply) -> list[object]:
    return [_data(event.data) for event in events([reply.body]) if event.data != "[DONE]"]


def _data(text: str) -> object:
    try:
        return cast("object", json.loads(text))
    except ValueError:
        return text
