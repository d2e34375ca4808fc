"""Holds what clients make of answers against what was served."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from pictura_core.errors import ApiError, InvalidRequest, InvalidResponse

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (
            (200, "application/json", '{"text":"é","mood":null}'.encode()),
            {"text": "é", "mood": None},
        ),
        ((200, "application/json; charset=utf-8", b'{"text":"a"}'), {"text": "a"}),
        ((200, "text/plain; charset=iso-8859-1", "é".encode("latin-1")), "é"),
        ((200, "text/plain", b'{"text":"a"}'), '{"text":"a"}'),
        ((200, "image/png", PNG), PNG),
        ((204, "", b""), None),
    ],
)
def test_several_media_types(
    wire: Any, recorder: Any, answer: tuple[int, str, bytes], value: object
) -> None:
    """An answer is read as the media type it has, among those that are described."""
    recorder.answer = answer
    assert wire.ask("several_answers") == value
    assert recorder.seen[0].headers["accept"] == "application/json, text/plain, image/png"


@pytest.mark.parametrize("status", [400, 404, 499, 500, 503, 304])
def test_errors_by_range_and_default(wire: Any, recorder: Any, status: int) -> None:
    """A status that is an error is raised with the decoded body, wherever it is described."""
    content = b"" if status == 304 else b'{"reason":"no"}'
    recorder.answer = (status, "application/json", content)
    with pytest.raises(ApiError) as raised:
        wire.ask("several_answers")
    assert raised.value.status == status
    if content:
        assert raised.value.body == {"reason": "no"}


@pytest.mark.parametrize("value", [{"kind": "cat", "lives": 9}, {"kind": "dog", "name": "Rex"}])
def test_union(wire: Any, recorder: Any, value: dict[str, object]) -> None:
    """Each member of a union comes back as itself."""
    recorder.answer = (200, "application/json", json.dumps(value).encode())
    assert wire.ask("union_answer") == value


def test_a_broken_promise(wire: Any, recorder: Any) -> None:
    """An answer that none of a union's members describes is not handed on."""
    recorder.answer = (200, "application/json", b'{"kind":"cow"}')
    with pytest.raises(InvalidResponse):
        wire.ask("union_answer")


def test_bytes_and_text(wire: Any, recorder: Any) -> None:
    """Bytes come back as bytes, text as text, even if they look like JSON."""
    recorder.answer = (200, "application/octet-stream", b'{"a":1}\xff')
    assert wire.ask("binary_answer") == b'{"a":1}\xff'
    recorder.answer = (200, "text/plain", b"[1]")
    assert wire.ask("text_answer") == "[1]"


def test_events(wire: Any, recorder: Any) -> None:
    """Server-sent events come back in order, decoded, whatever their line ends."""
    stream = (
        b': hello\n\nid: 1\nevent: note\ndata: {"text":\ndata: "a"}\n\n'
        b'data: {"text": "b"}\r\n\r\nretry: 5\n\ndata: {"text": "c"}\n\ndata: [DONE]\n\n'
    )
    recorder.answer = (200, "text/event-stream", stream)
    assert wire.ask("events_answer") == [{"text": "a"}, {"text": "b"}, {"text": "c"}]


_KEYS = """\
openapi: 3.1.0
info: {{title: Keys, version: "1"}}
components: {{securitySchemes: {{key: {scheme}, other: {{type: http, scheme: bearer}}}}}}
security: [{{key: []}}]
paths:
  /own:
    get:
      operationId: own
      parameters: [{{name: q, in: query, schema: {{type: string}}}}]
      responses: {{"204": {{description: Done}}}}
  /free:
    get: {{operationId: free, security: [], responses: {{"204": {{description: Done}}}}}}
  /other:
    get: {{operationId: other, security: [other: []], responses: {{"204": {{description: Done}}}}}}
"""


@pytest.mark.parametrize(
    ("name", "scheme", "query", "headers"),
    [
        ("bearer", "{type: http, scheme: bearer}", "", {"authorization": "Bearer sesame:open"}),
        (
            "basic",
            "{type: http, scheme: basic}",
            "",
            {"authorization": "Basic c2VzYW1lOm9wZW4="},
        ),
        ("header", "{type: apiKey, in: header, name: X-Key}", "", {"x-key": "sesame:open"}),
        ("query", "{type: apiKey, in: query, name: api key}", "&api%20key=sesame%3Aopen", {}),
        ("cookie", "{type: apiKey, in: cookie, name: key}", "", {"cookie": "key=sesame%3Aopen"}),
        (
            "oauth",
            "{type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.b', scopes: {}}}}",
            "",
            {"authorization": "Bearer sesame:open"},
        ),
    ],
)
def test_keys(
    caller: Callable[[str, str], Any],
    name: str,
    scheme: str,
    query: str,
    headers: dict[str, str],
) -> None:
    """The key is sent where the document says, where an operation says otherwise, or nowhere."""
    client = caller(f"made_key_{name}", _KEYS.format(scheme=scheme))
    carriers = {"authorization", "x-key", "cookie"}

    def carried(seen: Any) -> dict[str, str]:
        return {one: text for one, text in seen.headers.items() if one in carriers}

    own = client.send("own", q="a")
    assert (own.query, carried(own)) == ("q=a" + query, headers)
    free = client.send("free")
    assert (free.query, carried(free)) == ("", {})
    other = client.send("other")
    assert (other.query, carried(other)) == ("", {"authorization": "Bearer sesame:open"})


def test_a_wrong_call_sends_nothing(wire: Any, recorder: Any) -> None:
    """What breaks the document is refused before anything leaves."""
    with pytest.raises(InvalidRequest):
        wire.ask("union_body", {"kind": "cow"})
    assert recorder.seen == []
