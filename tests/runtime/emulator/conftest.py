"""An API that exists nowhere else, so that whatever the emulator knows, it knows from a table."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import pytest

from pictura.emulator import Settings, serve_settings
from pictura_core.checks import Violation
from pictura_core.data import Path
from pictura_core.extensions import ErrorPlace, Errors, Images, Picture, Price, PriceRow
from pictura_core.operation import (
    Api,
    Body,
    Example,
    Operation,
    Parameter,
    Response,
    Security,
    Validator,
)

PLAIN = Settings()
KEY = {"x-studio-key": "any"}


def record(required: tuple[str, ...], types: Mapping[str, tuple[type, ...]]) -> Validator:
    """Make the validator of an object with these members."""

    def check(value: object, path: Path = ()) -> Iterator[Violation]:
        if not isinstance(value, dict):
            yield Violation(path, "type", "#", "is no object")
            return
        for name in required:
            if name not in value:
                yield Violation(path, "required", "#", f"needs {name!r}")
        for name, item in value.items():
            allowed = types.get(name)
            if allowed is None:
                yield Violation((*path, name), "additionalProperties", "#", "is not known")
            elif name == "many" and type(item) is int and item > 9:
                yield Violation((*path, name), "maximum", "#", "is more than 9")
            elif not isinstance(item, allowed) or (isinstance(item, bool) and bool not in allowed):
                yield Violation((*path, name), "type", "#", "is of another type")

    return Validator(lambda value: not any(True for _ in check(value)), check)


def scalar(*allowed: type) -> Validator:
    """Make the validator of a scalar."""

    def check(value: object, path: Path = ()) -> Iterator[Violation]:
        if not isinstance(value, allowed):
            yield Violation(path, "type", "#", "is of another type")

    return Validator(lambda value: not any(True for _ in check(value)), check)


FIELDS: dict[str, tuple[type, ...]] = {
    "words": (str,),
    "brush": (str,),
    "many": (int,),
    "extent": (str,),
    "kind": (str,),
    "deliver": (str,),
    "live": (bool,),
    "across": (int,),
    "down": (int,),
}
ERRORS = Errors(
    places=(ErrorPlace(error=("fault",), message=("fault", "text"), code=("fault", "name")),),
    rules=(),
)
IMAGES = Images(
    sources=(
        Picture(("pictures", "*", "inline"), "base64", when={"deliver": "inline"}),
        Picture(("pictures", "*", "data"), "data-url", when={"deliver": "data"}),
        Picture((), "body", when={"deliver": "raw"}),
        Picture(("pictures", "*", "link"), "url", expires=60),
    ),
    number="many",
    size="extent",
    format="kind",
    prompt="words",
    revised_prompt=("pictures", "*", "meant"),
    defaults={"brush": "oil", "many": 1, "extent": "64x48", "kind": "png"},
    stream="live",
)
OK = (
    Response("200", "application/json", "json", None),
    Response("200", "text/event-stream", "events", None),
)


def _operation(name: str, method: str, path: str, **members: Any) -> Operation[object]:
    plain: dict[str, Any] = {
        "summary": "",
        "tags": (),
        "deprecated": "",
        "parameters": (),
        "bodies": (),
        "responses": OK,
        "errors": ERRORS,
    }
    return Operation(id=name, method=method, path=path, **{**plain, **members})


OPERATIONS = (
    _operation(
        "paint",
        "POST",
        "/studio/paint",
        bodies=(
            Body(
                "application/json", "json", True, record(("words",), FIELDS), fields=tuple(FIELDS)
            ),
            Body(
                "application/x-www-form-urlencoded",
                "urlencoded",
                True,
                record(("words",), FIELDS),
                fields=tuple(FIELDS),
            ),
        ),
        images=IMAGES,
        price=Price("image", (PriceRow({"brush": "oil"}, 0.5),), {}, "made up"),
    ),
    _operation(
        "alter",
        "POST",
        "/studio/alter",
        bodies=(
            Body(
                "multipart/form-data",
                "multipart",
                True,
                record(
                    ("words", "ground"),
                    {**FIELDS, "ground": (tuple, list), "hole": (tuple,)},
                ),
                files=("ground", "hole"),
                fields=(*FIELDS, "ground", "hole"),
            ),
        ),
        images=IMAGES,
    ),
    _operation(
        "measured",
        "POST",
        "/studio/measured",
        bodies=(
            Body(
                "application/json", "json", True, record(("words",), FIELDS), fields=tuple(FIELDS)
            ),
        ),
        images=Images(
            sources=(Picture(("picture",), "base64"),),
            width="across",
            height="down",
            prompt="words",
        ),
    ),
    _operation("list", "GET", "/studio/brushes"),
    _operation(
        "find",
        "GET",
        "/studio/brushes/{brush-name}",
        parameters=(
            Parameter("brush-name", "path", True, "simple", False, "", scalar(str)),
            Parameter("deep", "query", False, "form", True, "", scalar(int)),
        ),
    ),
    _operation(
        "never",
        "POST",
        "/studio/never",
        responses=(Response("501", "application/json", "json", None),),
    ),
)
API = Api(
    name="no_package_of_this_name",
    title="Studio",
    servers=("https://studio.example",),
    key_variable="STUDIO_API_KEY",
    url_variable="STUDIO_BASE_URL",
    security=(Security("header", "X-Studio-Key"),),
    operations={one.id: one for one in OPERATIONS},
    recipe=scalar(dict),
)


def _fault(name: str, text: str) -> dict[str, Any]:
    return {"fault": {"name": name, "text": text, "layer": "studio"}}


def _json(name: str, status: str, value: Any) -> Example:
    return Example(name, status, "application/json", value)


EXAMPLES = {
    "paint": (
        _json("error_in_200", "200", _fault("refused", "Refused, politely.")),
        _json("links", "200", {"made": 7, "pictures": [{"link": "https://x", "meant": "?"}]}),
        _json("inline", "200", {"extent": "1x1", "kind": "png", "pictures": [{"inline": "aGk="}]}),
        Example("event", "200", "text/event-stream", {"is": "done", "inline": "aGk=", "kind": "?"}),
        _json("invalid_request", "400", _fault("invalid", "Invalid.")),
        _json("policy", "400", _fault("policy", "Not this.")),
        _json("no_key", "401", _fault("no_key", "No key.")),
        _json("busy", "429", _fault("busy", "Busy.")),
    ),
    "list": (_json("brushes", "200", {"brushes": [{"name": "oil"}, {"name": "hair/fine"}]}),),
    "find": (
        _json("one", "200", {"name": "oil"}),
        _json("not_found", "404", _fault("unknown", "No such brush 'x'.")),
    ),
    "never": (_json("not_implemented", "501", _fault("never", "Never.")),),
}


@pytest.fixture(scope="session")
def studio() -> Api:
    """An API of a studio that paints."""
    return API


Start = Callable[..., AbstractContextManager[httpx.Client]]


@pytest.fixture(scope="session")
def start() -> Start:
    """A function that starts an emulator of the studio and gives a client for it."""

    @contextmanager
    def start(settings: Settings = PLAIN, api: Api = API) -> Iterator[httpx.Client]:
        with (
            serve_settings(api, settings, examples=EXAMPLES) as url,
            httpx.Client(base_url=url, headers=KEY, timeout=30) as client,
        ):
            yield client

    return start


@pytest.fixture(scope="session")
def client(start: Start) -> Iterator[httpx.Client]:
    """A client of one emulator that all tests share; its counts mean nothing."""
    with start() as client:
        yield client
