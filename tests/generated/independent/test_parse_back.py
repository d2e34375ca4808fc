"""Has requests of generated clients read by a server library that knows only the document.

The library is openapi-core, its HTTP werkzeug's; what they read has to be what was given. And what
breaks a rule of the document is never sent. Both on published documents.
"""

import asyncio
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from openapi_core.unmarshalling.request.datatypes import RequestUnmarshalResult
from werkzeug.wrappers import Request as WerkzeugRequest

from pictura_codegen.cli import main
from pictura_core import document
from pictura_core.connection import connect, connect_async
from pictura_core.errors import InvalidRequest, PicturaError
from pictura_core.operation import Api, Operation
from pictura_core.wire import ABSENT, prepare
from pictura_core.wire.request import Request, key_of

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("PICTURA_CORPUS") or ROOT.parent / "shared" / "corpus")
WHOLE = os.environ.get("PICTURA_CORPUS_TYPES") == "all"
LARGEST = 10**9 if WHOLE else 1_000_000
"""How many bytes a document may have: `make corpus` takes all, `make test` has less time."""
DOCUMENTS = (
    sorted(
        path
        for path in FOLDER.iterdir()
        if path.suffix in {".json", ".yaml"} and path.stat().st_size <= LARGEST
    )
    if FOLDER.is_dir()
    else []
)
SAMPLE = 30
"""Operations of each document, spread over the whole of it."""
IGNORED = frozenset({"accept", "content-type", "authorization"})
"""Header parameters that the standard tells to ignore."""

HOST = "http://localhost"
"""Which server is meant is asked elsewhere."""

Record = Callable[[str, object], None]

_NOBODY: Any = None


class Case(NamedTuple):
    """An operation of a document, with arguments that fit.

    Attributes:
        operation: From the generated table.
        described: What the document says of each parameter, by its key.
        schema: The body's, None if there is none.
        given: By key.
        body: Or that there is none.
        is_readable: Whether the library reads all of it.
    """

    operation: Operation[object]
    described: Mapping[str, Any]
    schema: Any
    given: dict[str, Any]
    body: Any
    is_readable: bool


@pytest.fixture
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Any, Api]]:
    """A document as it is read, and the table that was generated from it."""
    path = request.param
    package = "independent_" + path.stem.replace("-", "_")
    sys.path.insert(0, str(tmp_path))
    assert main(["api", str(path), "--out", str(tmp_path / package)]) == 0
    yield (
        document.load(document.read_source(str(path))).value,
        import_module(f"{package}.table").API,
    )
    sys.path.remove(str(tmp_path))
    for name in [one for one in sys.modules if one.partition(".")[0] == package]:
        del sys.modules[name]


def _bare(node: Any, *, named: bool = False) -> Any:
    """Leave out what the library reads in its own way, and what is not asked here.

    That is hosts and keys; defaults and objects for texts, which it would put in; patterns and
    discriminators that it does not understand; of a 3.1 list of types all but the first; and that a
    path's parameter is read-only.
    """
    if isinstance(node, list):
        return [_bare(one) for one in node if not _is_ignored(one)]
    if not isinstance(node, dict):
        return node
    bare: dict[str, Any] = {}
    for key, value in node.items():
        is_list = isinstance(value, list)
        if named:
            bare[key] = _bare(value)
        elif key in ("example", "examples", "enum"):
            bare[key] = value
        elif key == "type" and is_list:
            bare[key] = next((one for one in value if one != "null"), "null")
        elif not (
            key in ("default", "discriminator", "readOnly")
            or (key in ("security", "servers") and is_list)
            or (key == "format" and isinstance(value, str))
            or (key == "pattern" and isinstance(value, str) and not _is_pattern(value))
        ):
            bare[key] = _bare(value, named=key in ("properties", "schemas"))
    return bare


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _is_ignored(node: Any) -> bool:
    """Tell whether a parameter is one that nobody reads: the standard, or the library."""
    if not isinstance(node, dict) or "in" not in node:
        return False
    if node["in"] == "header":
        return str(node.get("name")).lower() in IGNORED
    schema = node.get("schema")
    kind = schema.get("type") if isinstance(schema, dict) else None
    return node.get("style") == "deepObject" and not node.get("required") and kind != "object"


def _server(spec: Mapping[str, Any], api: Api) -> OpenAPI:
    """Make the library read every body that is JSON as JSON, whatever it is called."""
    kinds = {
        body.media_type
        for operation in api.operations.values()
        for body in operation.bodies
        if body.form == "json" and body.media_type != "application/json"
    }
    # Published documents bend the standard; whether they may is not asked here.
    config = Config(
        spec_validator_cls=_NOBODY,
        extra_media_type_deserializers=dict.fromkeys([*kinds, "*/*"], json.loads),
    )
    return OpenAPI.from_dict(_bare(spec), config=config)


def _case(sampler: Any, spec: Mapping[str, Any], operation: Operation[object]) -> Case:
    item = sampler.follow(spec, spec["paths"][operation.path])
    own = item[operation.method.lower()]
    found: dict[tuple[str, str], Any] = {}
    for one in (*item.get("parameters", ()), *own.get("parameters", ())):
        parameter = sampler.follow(spec, one)
        found[parameter["name"], parameter["in"]] = parameter
    described: dict[str, Any] = {}
    given: dict[str, Any] = {}
    all_readable = True
    for parameter in operation.parameters:
        key = key_of(parameter, operation.parameters)
        written = found[parameter.name, parameter.location]
        schema = _schema(written)
        value = sampler.sample(spec, schema)
        if "example" in written and isinstance(value, type(written["example"])):
            value = written["example"]
        value = _sendable(value, parameter.location)
        described[key] = schema
        is_readable = _is_readable(written, sampler.follow(spec, schema), value)
        if parameter.required or is_readable:
            given[key] = value
            all_readable = all_readable and is_readable
    schema, body = _body(sampler, spec, operation, own)
    is_readable = all_readable and (not operation.bodies or body is not ABSENT)
    return Case(operation, described, schema, given, body, is_readable)


def _schema(written: Mapping[str, Any]) -> Any:
    return written.get("schema") or next(iter(written["content"].values()))["schema"]


def _sendable(value: Any, location: str) -> Any:
    """Make a value that its location can hold, before a library that decodes it or does not."""
    if isinstance(value, dict):
        return {key: _sendable(one, location) for key, one in value.items()}
    if isinstance(value, list):
        return [_sendable(one, location) for one in value]
    if not isinstance(value, str):
        return value
    match location:
        case "header":
            return value.encode("ascii", "ignore").decode()
        case "cookie":
            # Werkzeug does not decode them.
            return value if value.isalnum() else "otter"
        case "path":
            return value.replace("/", "-") or "otter"  # WSGI decodes a path before it is split
        case _:
            return value


def _is_readable(written: Mapping[str, Any], schema: Any, value: Any) -> bool:
    """Tell whether the library reads what is written so; what may be left out is, if not."""
    style, is_list = written.get("style"), isinstance(value, list)
    if written["in"] == "cookie" and not re.fullmatch(r"[\w-]+", written["name"]):
        return False
    if value in ("", None, [], {}) or (isinstance(value, dict) and written["in"] == "cookie"):
        return False
    if style == "deepObject":
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    if is_list and (style in ("spaceDelimited", "pipeDelimited") or "" in value or None in value):
        return False
    # Which alternative a text is of, it does not ask.
    is_plain = isinstance(schema, dict) and not schema.keys() & {"oneOf", "anyOf", "allOf"}
    return "content" in written or (is_plain and (not isinstance(value, dict)))


def _body(
    sampler: Any, spec: Mapping[str, Any], operation: Operation[object], own: Mapping[str, Any]
) -> tuple[Any, Any]:
    if not operation.bodies:
        return None, ABSENT
    first = operation.bodies[0]
    content = sampler.follow(spec, own["requestBody"])["content"]
    media = content.get(first.media_type) or next(iter(content.values()))
    schema = media.get("schema", {})
    if first.form == "json":
        return schema, media["example"] if "example" in media else sampler.sample(spec, schema)
    made = sampler.sample(spec, schema)
    if first.form not in ("urlencoded", "multipart") or not isinstance(made, dict):
        return None, made if first.form == "text" and isinstance(made, str) else ABSENT
    # A part is a text to the library, whatever else the schema says, and bytes where it says more.
    properties = sampler.follow(spec, schema).get("properties", {})
    body = {
        name: one
        for name, one in made.items()
        if one and sampler.follow(spec, properties.get(name, {})).get("type") == "string"
    }
    needed = set(sampler.follow(spec, schema).get("required", ()))
    return None, body if body and needed <= body.keys() else ABSENT


def _received(request: httpx.Request) -> WerkzeugRequest:
    """Make of what was sent what a WSGI server would hand on."""
    url = urlsplit(str(request.url))
    body = request.content
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(url.path, "latin-1"),
        "QUERY_STRING": url.query,
        "SERVER_NAME": url.hostname,
        "SERVER_PORT": str(url.port or (443 if url.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": url.netloc,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    }
    for name, text in request.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = text
    return WerkzeugRequest(environ)


def _sent(api: Api, request: Request[Any]) -> tuple[httpx.Request, httpx.Request]:
    """Send a request by both transports, and give what either hands to httpx."""
    seen: list[httpx.Request] = []

    def answer(sent: httpx.Request) -> httpx.Response:
        sent.read()
        seen.append(sent)
        return httpx.Response(418)

    async def answer_later(sent: httpx.Request) -> httpx.Response:
        await sent.aread()
        seen.append(sent)
        return httpx.Response(418)

    async def ask() -> None:
        own = httpx.AsyncClient(transport=httpx.MockTransport(answer_later))
        async with own:
            await connect_async(api, "key", HOST, own).send(request)

    with httpx.Client(transport=httpx.MockTransport(answer)) as own, pytest.raises(PicturaError):
        connect(api, "key", HOST, own).send(request)
    with pytest.raises(PicturaError):
        asyncio.run(ask())
    return seen[0], seen[1]


def _is_unavailable(error: BaseException | None) -> bool:
    """Tell whether the library has no reader for some style; it says so of what is absent too."""
    while error is not None:
        if isinstance(error, ValueError) and str(error) == "not available":
            return True
        error = error.__cause__
    return False


def _differences(case: Case, result: RequestUnmarshalResult) -> Iterator[str]:
    """Tell what was not read as it was given."""
    operation = case.operation
    if result.errors:
        yield f"{operation.id}: {[str(one.__cause__ or one) for one in result.errors]}"
        return
    for parameter in operation.parameters:
        key = key_of(parameter, operation.parameters)
        if key not in case.given or (parameter.location == "header" and "_" in parameter.name):
            continue  # WSGI does not tell an underscore from a hyphen
        have = getattr(result.parameters, parameter.location).get(parameter.name)
        if have != case.given[key]:
            yield f"{operation.id}: {parameter.name} is {have!r}, was {case.given[key]!r}"
    if case.body is ABSENT:
        return
    have, want = result.body, json.loads(json.dumps(case.body))
    if operation.bodies[0].form != "json" and isinstance(have, dict):
        # Lists that were not sent are empty to the library.
        have = {name: one for name, one in have.items() if name in want or one != []}
    if have != want:
        yield f"{operation.id}: the body is {have!r}, was {want!r}"


def _unbroken(sampler: Any, spec: Mapping[str, Any], case: Case) -> tuple[int, list[str]]:
    """Break every rule of an operation's arguments once; count them, and tell what was not seen."""
    count = 0
    passed: list[str] = []

    def refuse(what: str, given: dict[str, Any], body: Any) -> None:
        nonlocal count
        count += 1
        try:
            prepare(case.operation, given, body)
        except InvalidRequest:
            return
        passed.append(f"{case.operation.id}: {what}")

    for parameter in case.operation.parameters:
        key = key_of(parameter, case.operation.parameters)
        if parameter.required:
            rest = {name: one for name, one in case.given.items() if name != key}
            refuse(f"{key} is required", rest, case.body)
        value = case.given.get(key, sampler.gone)
        for path, keyword, wrong in sampler.violations(
            spec, case.described[key], value, is_body=False
        ):
            changed = sampler.replaced(value, path, wrong)
            refuse(f"{key}{list(path)} {keyword}", {**case.given, key: changed}, case.body)
    if case.schema is not None and case.body is not ABSENT:
        for path, keyword, wrong in sampler.violations(spec, case.schema, case.body, is_body=True):
            changed = sampler.replaced(case.body, path, wrong)
            refuse(f"body{list(path)} {keyword}: {wrong!r}", case.given, changed)
    return count, passed


@pytest.mark.skipif(not DOCUMENTS, reason=f"no OpenAPI documents in {FOLDER}: set PICTURA_CORPUS")
@pytest.mark.parametrize("table", DOCUMENTS, indirect=True, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_server_reads_what_was_given(
    table: tuple[Any, Api], sampler: Any, record_property: Record
) -> None:
    """Parameters and bodies of a sample arrive as they were given, sent by either client.

    And for the same operations each rule of each parameter and each member of a JSON body is broken
    once: nothing of that is sent.
    """
    spec, api = table
    server = _server(spec, api)
    # Paths that differ by a fragment alone are one path to a server.
    operations = [one for one in api.operations.values() if "#" not in one.path]
    wrong: list[str] = []
    unmade = unread = read = broken = 0
    for operation in operations[:: max(1, len(operations) // SAMPLE)]:
        case = _case(sampler, spec, operation)
        try:
            request = prepare(operation, case.given, case.body)
        except InvalidRequest:
            unmade += 1  # our sampler is not clever enough for this schema
            continue
        count, passed = _unbroken(sampler, spec, case)
        broken += count
        wrong.extend(passed)
        if not case.is_readable:
            unread += 1
            continue
        for sent in _sent(api, request):
            result = server.unmarshal_request(WerkzeugOpenAPIRequest(_received(sent)))
            if any(_is_unavailable(error) for error in result.errors):
                unread += 1  # it does not know the style of some parameter, given or not
                break
            read += 1
            wrong.extend(_differences(case, result))
    record_property("summed", ("requests read back as they were given", read))
    record_property("summed", ("operations in a style that the library cannot read", unread))
    record_property("summed", ("operations for which no arguments were made up", unmade))
    record_property("summed", ("broken rules refused before anything was sent", broken))
    assert read + unread >= unmade or not operations
    assert not wrong, "\n".join(wrong)
