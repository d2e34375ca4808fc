"""Answers that come in events, through both generated clients."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from pictura_core.errors import ApiError, InvalidRequest, InvalidResponse, TransportError
from pictura_core.wire import Event

SPEC = """\
openapi: 3.1.0
info: {title: Streams, version: "1"}
paths:
  /chat:
    post:
      operationId: chat
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Ask"}}}
      responses:
        "200":
          description: Whole or piece by piece.
          content:
            application/json: {schema: {$ref: "#/components/schemas/Answer"}}
            text/event-stream: {schema: {$ref: "#/components/schemas/Chunk"}}
  /chat/again:
    post:
      operationId: chatStream
      responses: {"204": {description: A name that is taken.}}
  /framed:
    get:
      operationId: framed
      responses:
        "200":
          description: Events as wholes.
          content:
            text/event-stream:
              schema:
                type: object
                additionalProperties: false
                required: [event, data]
                properties:
                  event: {enum: [delta, done]}
                  data: {$ref: "#/components/schemas/Chunk"}
  /raw:
    get:
      operationId: raw
      responses: {"200": {description: Any., content: {text/event-stream: {}}}}
  /rows:
    get:
      operationId: rows
      responses:
        "200":
          description: Rows.
          content:
            application/x-ndjson:
              schema: {type: array, items: {$ref: "#/components/schemas/Chunk"}}
components:
  schemas:
    Ask:
      type: object
      additionalProperties: false
      required: [text]
      properties: {text: {type: string}, stream: {type: boolean}}
    Answer: {type: object, required: [text], properties: {text: {type: string}}}
    Chunk: {type: object, required: [delta], properties: {delta: {type: string}}}
"""
SSE = "text/event-stream; charset=utf-8"


@pytest.fixture
def wire(caller: Callable[[str, str], Any]) -> Any:
    """Both clients of the document above."""
    return caller("made_streams", SPEC)


def test_one_operation_two_methods(wire: Any, recorder: Any) -> None:
    """The first method asks for the whole, the second for a stream, each by field and header."""
    recorder.answer = (200, "application/json", b'{"text": "whole"}')
    assert wire.ask("chat", {"text": "hi"}) == {"text": "whole"}
    seen = recorder.seen[-1]
    assert (seen.body, seen.headers["accept"]) == (b'{"text":"hi"}', "application/json")
    recorder.answer = (
        200,
        SSE,
        b'data: {"delta": "a"}\n\ndata: {"delta": "b"}\n\ndata: [DONE]\n\ndata: not read',
    )
    assert wire.ask("chat_stream_2", {"text": "hi"}) == [{"delta": "a"}, {"delta": "b"}]
    seen = recorder.seen[-1]
    assert (seen.body, seen.headers["accept"]) == (
        b'{"text":"hi","stream":true}',
        "text/event-stream",
    )
    recorder.answer = (204, "", b"")
    assert wire.ask("chat_stream") is None


def test_events_as_wholes(wire: Any, recorder: Any) -> None:
    """Where the schema is that of the event and not of its data, the event is given."""
    recorder.answer = (200, SSE, b'id: 7\nevent: delta\ndata: {"delta": "a"}\n\n: ping\n\n')
    assert wire.ask("framed") == [{"event": "delta", "data": {"delta": "a"}}]


def test_events_of_which_nothing_is_said(wire: Any, recorder: Any) -> None:
    """Without a schema, events come as they are, with name, id and text."""
    recorder.answer = (200, SSE, b"id: 7\nevent: note\ndata: one\ndata: two\n\n")
    assert wire.ask("raw") == [Event("one\ntwo", "note", "7")]


def test_json_line_by_line(wire: Any, recorder: Any) -> None:
    """Lines are read one by one, the last also without its end; empty ones are none."""
    body = b'{"delta": "a"}\n\n\x1e{"delta": "b"}\r\n{"delta": "c"}'
    recorder.answer = (200, "application/x-ndjson", body)
    assert wire.ask("rows") == [{"delta": one} for one in "abc"]
    recorder.answer = (200, "application/x-ndjson", b'{"delta": "a"}\n{"delta":')
    with pytest.raises(InvalidResponse, match="no JSON"):
        wire.ask("rows")


@pytest.mark.parametrize(
    ("answer", "raised", "said"),
    [
        ((429, "application/json", b'{"error": {"message": "slow down"}}'), ApiError, "slow down"),
        ((200, SSE, b'data: {"error": {"message": "late"}}\n\n'), ApiError, "late"),
        ((200, SSE, b'event: error\ndata: {"message": "named"}\n\n'), ApiError, "named"),
        ((200, SSE, b"event: error\ndata: in plain words\n\n"), ApiError, "in plain words"),
        ((200, SSE, b'data: {"delta": 1}\n\n'), InvalidResponse, "not what the specification"),
        ((200, SSE, b"data: nonsense\n\n"), InvalidResponse, "not what the specification"),
        ((200, "application/json", b'{"text": "whole"}'), InvalidResponse, "not a stream"),
        ((200, "text/html", b"<title>Gateway</title>"), InvalidResponse, "not a stream"),
        ((200, SSE, b'data: {"error": "sesame:open"}\n\n'), ApiError, r"\[redacted\]"),
    ],
)
def test_errors(
    wire: Any, recorder: Any, answer: tuple[int, str, bytes], raised: type[Exception], said: str
) -> None:
    """What goes wrong before, in or instead of a stream is raised, without the key."""
    recorder.answer = answer
    with pytest.raises(raised, match=said):
        wire.ask("chat_stream_2", {"text": "hi"})


def test_a_wrong_call_sends_nothing(wire: Any, recorder: Any) -> None:
    """A stream that may not be asked for is refused before anything is sent."""
    with pytest.raises(InvalidRequest):
        wire.ask("chat_stream_2", {"text": 1})
    assert recorder.seen == []


class Slow:
    """Sends one event, and the next when it is told to; sees when the other side goes away."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.go_on = threading.Event()
        self.has_gone = threading.Event()
        self.cuts = False
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(20)
                while not connection.recv(65536).endswith(b"}"):
                    pass
                head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                connection.sendall(head + b"transfer-encoding: chunked\r\n\r\n")
                connection.sendall(_chunk(b'data: {"delta": "a"}\n\ndata: {"del'))
                if self.cuts:
                    continue
                if self.go_on.wait(0.5):
                    connection.sendall(_chunk(b'ta": "b"}\n\n') + b"0\r\n\r\n")
                    continue
                try:
                    self.has_gone.set() if connection.recv(1) == b"" else None
                except OSError:
                    self.has_gone.set()

    def close(self) -> None:
        """Stop."""
        self._listener.close()


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


@pytest.fixture
def slow() -> Iterator[Slow]:
    """A server of this test alone."""
    running = Slow()
    yield running
    running.close()


def test_an_event_is_given_before_the_next_is_there(wire: Any, slow: Slow) -> None:
    """Events come one by one, however their bytes are cut."""
    del wire
    made = import_module("made_streams.client")
    with made.MadeStreamsClient(base_url=slow.url) as client:
        stream = client.chat_stream_2({"text": "hi"})
        assert next(stream) == {"delta": "a"}
        assert stream.event == Event('{"delta": "a"}')
        slow.go_on.set()
        assert list(stream) == [{"delta": "b"}]


def test_an_awaited_event_is_given_before_the_next_is_there(wire: Any, slow: Slow) -> None:
    """The client whose events are awaited does the same."""
    del wire
    made = import_module("made_streams.async_client")

    async def ask() -> None:
        async with made.AsyncMadeStreamsClient(base_url=slow.url) as client:
            stream = client.chat_stream_2({"text": "hi"})
            assert await anext(stream) == {"delta": "a"}
            slow.go_on.set()
            assert [event async for event in stream] == [{"delta": "b"}]

    asyncio.run(ask())


def test_leaving_a_stream_lets_the_connection_go(wire: Any, slow: Slow) -> None:
    """Whoever leaves the block before the end leaves no connection open."""
    del wire
    made = import_module("made_streams.client")
    with made.MadeStreamsClient(base_url=slow.url) as client:
        with client.chat_stream_2({"text": "hi"}) as stream:
            next(stream)
        assert slow.has_gone.wait(10)
        assert list(stream) == []


def test_leaving_an_awaited_stream_lets_the_connection_go(wire: Any, slow: Slow) -> None:
    """So does the client whose events are awaited."""
    del wire
    made = import_module("made_streams.async_client")

    async def ask() -> None:
        async with made.AsyncMadeStreamsClient(base_url=slow.url) as client:
            async with client.chat_stream_2({"text": "hi"}) as stream:
                await anext(stream)
            assert await asyncio.to_thread(slow.has_gone.wait, 10)
            assert [event async for event in stream] == []

    asyncio.run(ask())


def test_a_stream_that_breaks_off_is_told(wire: Any, slow: Slow) -> None:
    """A connection that ends in the middle of a stream is an error, after its events."""
    del wire
    made = import_module("made_streams.client")
    slow.cuts = True
    with made.MadeStreamsClient(base_url=slow.url) as client:
        stream = client.chat_stream_2({"text": "hi"})
        assert next(stream) == {"delta": "a"}
        with pytest.raises(TransportError):
            next(stream)
