"""Runs generated clients of odd documents against the emulator."""

import asyncio
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from pictura.emulator import serve
from pictura_codegen.cli import main
from pictura_core.errors import ApiError

SPEC = """\
openapi: 3.1.0
info: {title: Stage, version: "1"}
servers: [{url: "https://stage.example/v1"}]
components:
  securitySchemes:
    id: {type: apiKey, in: header, name: X-Id}
    secret: {type: apiKey, in: query, name: secret}
security: [{id: [], secret: []}]
paths:
  /files/{name}:
    servers: [{url: "https://files.stage.example"}]
    get:
      operationId: readFile
      security: []
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: It., content: {application/json: {example: {name: a}}}}
  /keyed:
    get:
      operationId: keyed
      responses: {"204": {description: Done.}}
  /talk:
    post:
      operationId: talk
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, properties: {stream: {type: [boolean, "null"]}}}
      responses:
        "200":
          description: Words.
          content:
            application/json: {example: {text: whole}}
            text/event-stream:
              schema: {type: object, properties: {event: {type: string}, data: {type: object}}}
              example: {event: word, data: {text: piece}}
  /rows:
    get:
      operationId: rows
      responses:
        "200":
          description: Rows.
          content:
            application/jsonl:
              schema: {type: object, properties: {row: {type: integer}}}
              example: {row: 1}
"""
KEYS = {"id": "i", "secret": "s"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The package of the document above, and where the emulator plays it."""
    folder = tmp_path_factory.mktemp("stage")
    (folder / "spec.yaml").write_text(SPEC, "utf-8")
    assert main(["api", str(folder / "spec.yaml"), "--out", str(folder / "stage_made")]) == 0
    sys.path.insert(0, str(folder))
    with serve(import_module("stage_made.table").API) as url:
        yield "stage_made", url
    sys.path.remove(str(folder))
    for name in [one for one in sys.modules if one.partition(".")[0] == "stage_made"]:
        del sys.modules[name]


def test_the_emulator_stands_for_every_server(stage: tuple[str, str]) -> None:
    """Operations with servers of their own are asked of the emulator too, by path."""
    package, url = stage
    made: Any = import_module(f"{package}.client").StageMadeClient
    with made(keys=KEYS, base_url=url) as client:
        assert client.read_file("a") == {"name": "a"}
        assert client.keyed() is None


def test_the_emulator_asks_for_all_keys_of_a_way(stage: tuple[str, str]) -> None:
    """One of two keys that go together is too little; where none is wanted, none is needed."""
    package, url = stage
    made: Any = import_module(f"{package}.client").StageMadeClient
    with made(keys={"id": "i"}, base_url=url) as client:
        assert client.read_file("a") == {"name": "a"}
        with pytest.raises(ApiError) as raised:
            client.keyed()
    assert raised.value.status == 401


def test_the_emulator_streams(stage: tuple[str, str]) -> None:
    """Whoever asks for a stream gets the document's events, whoever does not the whole."""
    package, url = stage
    made: Any = import_module(f"{package}.client").StageMadeClient
    with made(keys=KEYS, base_url=url) as client:
        assert client.talk({}) == {"text": "whole"}
        assert list(client.talk_stream({})) == [{"event": "word", "data": {"text": "piece"}}]
        assert list(client.rows()) == [{"row": 1}]

    async def ask() -> list[object]:
        later: Any = import_module(f"{package}.async_client").AsyncStageMadeClient
        async with later(keys=KEYS, base_url=url) as client, client.talk_stream({}) as events:
            return [event async for event in events]

    assert json.dumps(asyncio.run(ask())) == '[{"event": "word", "data": {"text": "piece"}}]'
