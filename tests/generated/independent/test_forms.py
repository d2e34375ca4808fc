"""Has forms of both generated clients read by a server library that knows only the document.

The library is openapi-core, its HTTP werkzeug's; what they read has to be what was given.
"""

import asyncio
import io
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from openapi_core import OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from werkzeug.wrappers import Request as WerkzeugRequest

from pictura_codegen.cli import main
from pictura_core import document
from pictura_core.source import Source

SPEC = """\
openapi: 3.1.0
info: {title: Forms, version: "1"}
servers: [{url: "https://forms.example/v1"}]
paths:
  /plain:
    post:
      operationId: plain
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [text]
              properties:
                text: {type: string}
                count: {type: integer}
                share: {type: number}
                yes: {type: boolean}
                many: {type: array, items: {type: string}}
      responses: {"204": {description: Done}}
  /styled:
    post:
      operationId: styled
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                piped: {type: array, items: {type: integer}}
                comma: {type: array, items: {type: integer}}
                deep: {type: object, properties: {a: {type: string}, b: {type: string}}}
            encoding:
              piped: {style: pipeDelimited, explode: false}
              comma: {style: form, explode: false}
              deep: {style: deepObject, explode: true}
      responses: {"204": {description: Done}}
  /parts:
    post:
      operationId: parts
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [text]
              properties:
                text: {type: string}
                count: {type: integer}
                yes: {type: boolean}
                many: {type: array, items: {type: string}}
                picture: {type: string, contentMediaType: image/png}
                pictures: {type: array, items: {type: string, contentMediaType: image/png}}
                deep:
                  type: object
                  properties: {a: {type: string}, b: {type: array, items: {type: integer}}}
            encoding:
              deep: {contentType: application/json}
      responses: {"204": {description: Done}}
"""
AWKWARD = 'a b+c/ü&=%d "e"; é漢'
PNG = b"\x89PNG\r\n\x1a\n\x00--x\r\n"
CASES: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("plain", {"text": AWKWARD, "count": 3, "share": 0.5, "yes": True, "many": ["x", AWKWARD]}),
    ("plain", {"text": "", "many": ["one"]}),
    ("plain", {"text": "null", "yes": False}),
    ("styled", {"piped": [1, 2, 3], "comma": [4, 5], "deep": {"a": AWKWARD, "b": "2"}}),
    ("parts", {"text": AWKWARD, "count": 3, "yes": True, "many": ["x", "y z"]}),
    ("parts", {"text": "", "count": -1, "yes": False}),
    ("parts", {"text": "two\r\nlines", "deep": {"a": AWKWARD, "b": [1, 2]}}),
    ("parts", {"text": "p", "picture": PNG, "pictures": [PNG, PNG + b"2"]}),
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The package of the document above."""
    folder = tmp_path_factory.mktemp("forms")
    (folder / "spec.yaml").write_text(SPEC, "utf-8")
    assert main(["api", str(folder / "spec.yaml"), "--out", str(folder / "read_forms")]) == 0
    sys.path.insert(0, str(folder))
    yield "read_forms"
    sys.path.remove(str(folder))
    for name in [one for one in sys.modules if one.partition(".")[0] == "read_forms"]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def server() -> OpenAPI:
    """The library, with the document alone, but for numbers in parts, which it gives as texts."""
    before, multipart, after = SPEC.partition("multipart/form-data:")
    after = after.replace("{type: boolean}", "{type: string}", 1)
    after = after.replace("count: {type: integer}", "count: {type: string}")
    value: Any = document.load(Source("spec.yaml", before + multipart + after)).value
    return OpenAPI.from_dict(value)


def _sent(package: str, operation: str, body: object, *, awaited: bool) -> httpx.Request:
    """Call an operation and give what the client hands to httpx."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        request.read()
        seen.append(request)
        return httpx.Response(204)

    async def answer_later(request: httpx.Request) -> httpx.Response:
        await request.aread()
        seen.append(request)
        return httpx.Response(204)

    async def ask() -> None:
        own = httpx.AsyncClient(transport=httpx.MockTransport(answer_later))
        made = import_module(f"{package}.async_client").AsyncReadFormsClient
        async with made("key", client=own) as client:
            await getattr(client, operation)(body)

    if awaited:
        asyncio.run(ask())
    else:
        own = httpx.Client(transport=httpx.MockTransport(answer))
        made = import_module(f"{package}.client").ReadFormsClient
        with made("key", client=own) as client:
            getattr(client, operation)(body)
    return seen[0]


def _received(request: httpx.Request) -> WerkzeugRequest:
    """Make of what was sent what a WSGI server would hand on."""
    url = urlsplit(str(request.url))
    return WerkzeugRequest(
        {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(url.path, "latin-1"),
            "QUERY_STRING": url.query,
            "SERVER_NAME": url.hostname,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": url.netloc,
            "CONTENT_LENGTH": str(len(request.content)),
            "CONTENT_TYPE": request.headers["content-type"],
            "wsgi.url_scheme": url.scheme,
            "wsgi.input": io.BytesIO(request.content),
            "wsgi.errors": sys.stderr,
        }
    )


def _as_part(value: object) -> object:
    """Write a value as the library reads a part: numbers as text, bytes as surrogates."""
    match value:
        case bytes():
            return value.decode("ascii", "surrogateescape")
        case list():
            return [_as_part(one) for one in value]
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case _:
            return value


@pytest.mark.parametrize("awaited", [False, True], ids=["waiting", "awaited"])
@pytest.mark.parametrize(("operation", "body"), CASES)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_server_reads_the_form_that_was_given(
    package: str, server: OpenAPI, operation: str, body: Mapping[str, object], awaited: bool
) -> None:
    """Texts, numbers, lists, objects and files of a form arrive as they were given."""
    request = _sent(package, operation, body, awaited=awaited)
    result = server.unmarshal_request(WerkzeugOpenAPIRequest(_received(request)))
    assert not result.errors, [str(error.__cause__) for error in result.errors]
    assert isinstance(result.body, dict)
    # Lists that were not sent are empty to the library.
    have = {name: value for name, value in result.body.items() if name in body or value != []}
    want = {name: _as_part(one) if operation == "parts" else one for name, one in body.items()}
    assert have == want
