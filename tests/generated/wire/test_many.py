"""A document with a thousand operations, each with a server, keys and a stream of its own."""

from collections.abc import Callable
from importlib import import_module

import httpx

OPERATION = """\
  /things/{number}/{{id}}:
    servers: [{{url: "https://s{server}.example.com/{{v}}", variables: {{v: {{default: v1}}}}}}]
    post:
      operationId: thing{number}Make
      tags: [part {part}]
      security: [{{key-{part}: [], token: []}}, {{}}]
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      requestBody:
        content:
          application/json: {{schema: {{type: object, properties: {{stream: {{type: boolean}}}}}}}}
      responses:
        "200":
          description: Done.
          content:
            application/json: {{schema: {{type: object}}}}
            text/event-stream: {{schema: {{type: object, properties: {{y: {{type: integer}}}}}}}}
"""
KEY = "    key-{part}: {{type: apiKey, in: header, name: X-Key-{part}}}\n"
HEAD = """\
openapi: 3.1.0
info: {title: Many, version: "1"}
servers: [{url: "https://example.com"}]
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
"""


def test_a_thousand_operations(make: Callable[[str, str], str]) -> None:
    """Each of them is there, in both forms, and goes to its own server with its own keys."""
    keys = "".join(KEY.format(part=part) for part in range(40))
    operations = "".join(
        OPERATION.format(number=number, server=number % 7, part=number % 40)
        for number in range(1000)
    )
    package = make("made_many", f"{HEAD}{keys}paths:\n{operations}")
    assert len(import_module(f"{package}.table").API.operations) == 1000
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        head = {"content-type": "text/event-stream"}
        return httpx.Response(200, headers=head, content=b'data: {"y": 1}\n\n')

    made = import_module(f"{package}.client").MadeManyClient
    given = {"key-39": "k", "token": "t"}
    with made(keys=given, client=httpx.Client(transport=httpx.MockTransport(answer))) as client:
        assert list(client.thing_999_make_stream("a")) == [{"y": 1}]
    (request,) = seen
    assert str(request.url) == "https://s5.example.com/v1/things/999/a"
    assert (request.headers["x-key-39"], request.headers["authorization"]) == ("k", "Bearer t")
    assert request.content == b'{"stream":true}'
