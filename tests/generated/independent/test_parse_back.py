"""Has requests of generated clients read by a server library that knows only the document.

The library is openapi-core, its HTTP werkzeug's; what they read has to be what was given.
"""

import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from werkzeug.wrappers import Request as WerkzeugRequest

from pictura_codegen.cli import main
from pictura_core import document
from pictura_core.errors import InvalidRequest
from pictura_core.operation import Operation
from pictura_core.wire import ABSENT, chunks, encode, prepare
from pictura_core.wire.request import key_of

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("PICTURA_CORPUS") or ROOT.parent / "shared" / "corpus")
NAMES = (
    "museum.yaml",
    "swagger-petstore.yaml",
    "ory-keto.json",
    "resend.yaml",
    "figma.yaml",
    "openai-2024-01.yaml",
    "qdrant.json",
    "box.json",
    "together.yaml",
)
SAMPLE = 30
"""Operations of each document, spread over the whole of it."""


_NOBODY: Any = None
_UNCHECKED = Config(
    # Published documents bend the standard; whether they may is not asked here.
    spec_validator_cls=_NOBODY,
    extra_media_type_deserializers={"application/json-patch+json": json.loads},
)


@pytest.fixture
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Any, Any]]:
    """A document as it is read, and the table that was generated from it."""
    path = FOLDER / request.param
    if not path.is_file():
        pytest.skip(f"{request.param} is not there: the published documents lie beside a checkout")
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
    """Leave out what makes the server ask for keys, add members, or give objects for texts."""
    if isinstance(node, list):
        return [_bare(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: value
        if key in ("example", "examples", "enum") and not named
        else _bare(value, named=key in ("properties", "schemas") and not named)
        for key, value in node.items()
        if named
        or not (
            key == "default"
            or (key == "security" and isinstance(value, list))
            or (key == "format" and isinstance(value, str))
        )
    }


def _written(
    sampler: Any, spec: Mapping[str, Any], operation: Operation[object]
) -> tuple[Any, Any]:
    item = sampler.follow(spec, spec["paths"][operation.path])
    return item, item[operation.method.lower()]


def _arguments(
    sampler: Any, spec: Mapping[str, Any], operation: Operation[object]
) -> dict[str, Any]:
    item, own = _written(sampler, spec, operation)
    described: dict[tuple[str, str], Any] = {}
    for one in (*item.get("parameters", ()), *own.get("parameters", ())):
        parameter = sampler.follow(spec, one)
        described[parameter["name"], parameter["in"]] = parameter
    made: dict[str, Any] = {}
    for parameter in operation.parameters:
        written = described[parameter.name, parameter.location]
        schema = written.get("schema") or next(iter(written["content"].values()))["schema"]
        value = written["example"] if "example" in written else sampler.sample(spec, schema)
        if parameter.location == "header" and isinstance(value, str):
            value = value.encode("ascii", "ignore").decode()
        if parameter.location == "path" and isinstance(value, str):
            value = value.replace("/", "-")  # WSGI decodes a path before anybody splits it
        made[key_of(parameter, operation.parameters)] = value
    return made


def _body(sampler: Any, spec: Mapping[str, Any], operation: Operation[object]) -> object:
    if not operation.bodies or operation.bodies[0].form != "json":
        return ABSENT
    _, own = _written(sampler, spec, operation)
    media = sampler.follow(spec, own["requestBody"])["content"][operation.bodies[0].media_type]
    return media["example"] if "example" in media else sampler.sample(spec, media.get("schema", {}))


def _received(server: str, encoded: Any) -> WerkzeugRequest:
    """Make of what would be sent what a WSGI server would hand on."""
    body = b"".join(chunks(encoded.content))
    url = urlsplit(server + encoded.target)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": encoded.method,
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
    for name, text in encoded.headers:
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = text
    return WerkzeugRequest(environ)


@pytest.mark.parametrize("table", NAMES, indirect=True)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_server_reads_what_was_given(
    table: tuple[Any, Any], sampler: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Parameters and JSON bodies of a sample of operations arrive as they were given."""
    spec, api = table
    server = OpenAPI.from_dict(_bare(spec), config=_UNCHECKED)
    base = api.servers[0] if api.servers else "http://localhost"
    # Paths that differ by a fragment alone are one path to a server.
    operations = [one for one in api.operations.values() if "#" not in one.path]
    wrong: list[str] = []
    unmade = read = 0
    for operation in operations[:: max(1, len(operations) // SAMPLE)]:
        given, body = _arguments(sampler, spec, operation), _body(sampler, spec, operation)
        try:
            request = prepare(operation, given, body)
        except InvalidRequest:
            unmade += 1  # our sampler is not clever enough for this schema
            continue
        item, own = _written(sampler, spec, operation)
        # What a request says is looked at here, not which host it is sent to.
        hosts = own.get("servers") or item.get("servers") or [{"url": base}]
        received = _received(hosts[0]["url"], encode(request))
        result = server.unmarshal_request(WerkzeugOpenAPIRequest(received))
        read += 1
        if result.errors:
            wrong.append(f"{operation.id}: {result.errors!r}")
            continue
        for parameter in operation.parameters:
            if parameter.location == "header" and "_" in parameter.name:
                continue  # WSGI does not tell an underscore from a hyphen
            have = getattr(result.parameters, parameter.location).get(parameter.name)
            want = given[key_of(parameter, operation.parameters)]
            if have != want:
                wrong.append(f"{operation.id}: {parameter.name} is {have!r}, was {want!r}")
        if body is not ABSENT and result.body != json.loads(json.dumps(body)):
            wrong.append(f"{operation.id}: the body is {result.body!r}, was {body!r}")
    with capsys.disabled():
        print(f"\n{api.title}: {read - len(wrong)} of {read} read back, {unmade} not made")  # noqa: T201 - the count is asked for
    assert read > unmade
    assert not wrong
