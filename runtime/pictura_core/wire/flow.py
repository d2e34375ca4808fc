"""Knows how an answer that comes in events becomes values, each as soon as it is there.

It does no I/O: whoever reads a connection hands over head and pieces, and asks for the end.
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Generic, TypeVar, cast

from pictura_core.checks import sentence
from pictura_core.data import is_object
from pictura_core.errors import InvalidResponse
from pictura_core.wire.answers import Reply, classify, without_key
from pictura_core.wire.encoding import encode
from pictura_core.wire.errands import MAXIMUM_REFUSAL, Call, Head, Headers, Server, Sink
from pictura_core.wire.errors import read_error, tell_error
from pictura_core.wire.events import Event, EventParser
from pictura_core.wire.lines import LineParser
from pictura_core.wire.request import StreamRequest
from pictura_core.wire.words import shorten

T = TypeVar("T")

MAXIMUM_EVENT = 256 * 1024 * 1024
"""Bytes that one event may have; a picture may come in one."""

_END = "[DONE]"


class Flow(Generic[T]):
    """One answer on its way.

    Attributes:
        outgoing: What is sent.
        is_done: Whether the API said that nothing else comes.
        event: The last server-sent event.

    Raises:
        InvalidRequest: The body cannot be written as its media type.
        TransportError: A header, such as the key's, holds what no header can hold.
    """

    def __init__(self, server: Server, request: StreamRequest[T], headers: Headers) -> None:
        self._operation = request.request.operation
        self._events = request.events
        self._secrets = server.credentials.secrets
        encoded = encode(request.request, accept=request.events.media_type)
        self._refused = bytearray()
        self._call = Call(server, encoded, headers, self._refused.extend, MAXIMUM_REFUSAL)
        self.outgoing = self._call.outgoing
        self.is_done = False
        self.event: Event | None = None
        self._head = Head(0, {})
        self._refuse: Sink = self._refused.extend
        self._is_stream = False
        self._parser = EventParser() if self._events.form == "events" else LineParser()
        self._pending = 0

    def begin(self, head: Head) -> None:
        """Take the head of the answer."""
        self._head = head
        self._refuse = self._call.begin(head)
        kind = head.headers.get("content-type", "").partition(";")[0].strip().lower()
        is_json = kind == "application/json" or kind.endswith("+json")
        is_whole = self._events.form == "events" and (is_json or kind == "text/html")
        self._is_stream = 200 <= head.status < 300 and not is_whole

    def take(self, piece: bytes) -> Iterator[T]:
        """Take some bytes and give what they complete.

        Raises:
            ApiError: An event says that something went wrong.
            InvalidResponse: An event is not what the specification promises, or endless.
        """
        if not self._is_stream:
            self._refuse(piece)
            return
        self._pending += len(piece)
        for event in self._parser.feed(piece):
            self._pending = 0
            yield from self._read(event)
            if self.is_done:
                return
        if self._pending > MAXIMUM_EVENT:
            reason = f"has an event of more than {MAXIMUM_EVENT} bytes"
            raise self._broken(reason)

    def end(self) -> Iterator[T]:
        """Give what the end completes.

        Raises:
            ApiError: The API said no.
            InvalidResponse: The answer is no stream of events.
        """
        if self._is_stream:
            for event in self._parser.end():
                yield from self._read(event)
            return
        reply = Reply(self._head.status, self._head.headers, bytes(self._refused))
        error = classify(self._operation, without_key(reply, *self._secrets))
        if error is not None:
            raise error
        kind = shorten(self._head.headers.get("content-type", ""), 60)
        reason = f"is {kind}, not a stream of events"
        raise self._broken(reason)

    def _read(self, event: Event) -> Iterator[T]:
        if event.data.strip() == _END:
            self.is_done = True
            return
        self.event = event
        self._refuse_errors(event)
        if self._events.validator is None and self._events.form == "events":
            yield cast("T", event)
        elif event.data.strip():
            yield cast("T", self._value(event))

    def _refuse_errors(self, event: Event) -> None:
        if event.name != "error" and '"' not in event.data:
            return
        safe = without_key(Reply(200, {}, event.data.encode()), *self._secrets).body.decode()
        data = _decoded(safe)
        known = safe.encode() if isinstance(data, str) else data
        told = (self._operation.id, self._operation.errors, self._head.status, self._head.headers)
        error = read_error(*told, known)
        if error is None and (event.name == "error" or self._is_undocumented_error(data, event)):
            error = tell_error(*told, known)
        if error is not None:
            raise error

    def _is_undocumented_error(self, data: object, event: Event) -> bool:
        """Tell whether data has an `error` of which the specification says nothing."""
        if not (is_object(data) and data.get("error")):
            return False
        validator = self._events.validator
        return validator is None or not any(
            validator.is_valid(one) for one in self._candidates(event)
        )

    def _value(self, event: Event) -> object:
        validator = self._events.validator
        candidates = list(self._candidates(event))
        for candidate in candidates:
            if validator is None or validator.is_valid(candidate):
                return candidate
        if not candidates or validator is None:
            reason = f"has a line that is no JSON: {shorten(event.data, 60)}"
            raise self._broken(reason)
        found = [sentence(violation) for violation in islice(validator.check(candidates[0]), 3)]
        reason = "has an event that is not what the specification promises: "
        raise self._broken(reason + shorten("; ".join(found)))

    def _candidates(self, event: Event) -> Iterator[object]:
        """Give what an event may stand for: its data as JSON or as text, alone or in its frame."""
        decoded = _decoded(event.data)
        texts: list[object] = [event.data] if self._events.form == "events" else []
        is_text = decoded is event.data
        for data in texts if is_text else [decoded, *texts]:
            yield self._framed(event, data) if self._events.frame else data

    def _framed(self, event: Event, data: object) -> object:
        members: dict[str, object] = {"data": data}
        if event.name != "message":
            members["event"] = event.name
        if event.id:
            members["id"] = event.id
        if event.retry is not None:
            members["retry"] = round(event.retry * 1000)
        return {name: members[name] for name in self._events.frame if name in members}

    def _broken(self, reason: str) -> InvalidResponse:
        return InvalidResponse(self._operation.id, self._head.status, reason)


def _decoded(text: str) -> object:
    """Read JSON; what is none stays a text."""
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError):
        return text
