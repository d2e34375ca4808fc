"""Every operation of the gateway, asked with its example, answers what the document promises."""

import base64
import inspect
import os
import re
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from tests.spec.conftest import ROOT, Specification
from tests.spec.test_documents import NAVIGATION
from tests.spec.test_families import TABLES, load

from ezlink import EzlinkClient
from ezlink.table import API
from pictura.emulator import serve
from pictura.pictures import recognise
from pictura_core.data import find
from pictura_core.inputs import InputField
from pictura_core.operation import Operation

SUBMITTERS = {
    name: operation
    for operation in reversed(tuple(API.operations.values()))
    if operation.task is not None
    for name in (operation.task.poll, operation.task.fetch)
    if name
} | {"fetchMidjourneySeed": API.operations["submitImagine"]}
"""The operations whose tasks another operation tells of, by that one's name."""
IMAGES = {
    "CreateImageEditRequest": {"image": "a.png", "prompt": "by night", "model": "gpt-image-1"},
    "CreateImageVariationRequest": {"image": "a.png"},
}
"""Examples of the requests whose tables have another form."""
SIZE = (512, 512)
SILENCE = (
    b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\4\0\0\0"
    + bytes(4)
)
"""A WAV file of two samples."""


@pytest.fixture(scope="module")
def client() -> Iterator[EzlinkClient]:
    """A generated client of an emulator whose tasks are done at once."""
    with serve(API, insistence=0.0) as url, EzlinkClient("key", base_url=url) as client:
        yield client


@pytest.fixture(scope="module")
def requests(specification: Specification) -> dict[str, Any]:
    """The example request of each operation: the document's own, else the one of its table."""
    tables = {name: group["valid"] for table in TABLES for name, group in load(table).items()}
    tables |= IMAGES
    found: dict[str, Any] = {}
    for written in specification.files["openapi.yaml"]["paths"].values():
        item, _ = specification.follow(written, "openapi.yaml")
        for operation in item.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                examples = [one["value"] for one in media.get("examples", {}).values()]
                name = media["schema"]["$ref"].rpartition("/")[2]
                found[operation["operationId"]] = examples[0] if examples else tables[name]
    return found


def picture(size: tuple[int, int] = SIZE) -> bytes:
    """Draw a picture to send."""
    out = BytesIO()
    Image.new("RGB", size, (80, 120, 160)).save(out, "PNG")
    return out.getvalue()


def with_files(operation: Operation[object], body: Any) -> Any:
    """Put files where an example names them."""
    (described,) = operation.bodies
    told = {one.path: one for one in described.inputs}
    given = deepcopy(body)
    for name in described.files:
        if name in given and (name,) not in told:
            told[(name,)] = InputField((name,), ("file",))
    for path, field in told.items():
        for place, old in find(given, path):
            sizes = [size for rule in field.rules for size in rule.sizes]
            width, _, height = (sizes[0] if sizes else "512x512").partition("x")
            content = picture((int(width), int(height)))
            if str(old).endswith((".mp3", ".wav")):
                content = SILENCE
            _put(given, place, _carried(field, content, old))
    return given


def _carried(field: InputField, content: bytes, old: object) -> object:
    if isinstance(old, list):
        return [_carried(field, content, one) for one in old]
    text = base64.b64encode(content).decode()
    match field.forms[0]:
        case "file":
            return content
        case "data-url":
            return f"data:image/png;base64,{text}"
        case "base64":
            return text
        case _:
            return old


def _put(value: Any, path: Any, new: object) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


def ask(client: EzlinkClient, operation: Operation[object], given: dict[str, Any]) -> Any:
    """Call an operation by its method, with a body and parameters by their names."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", "_", operation.id).lower()
    method = getattr(client, words)
    names = {
        name.rstrip("_").replace("_", ""): name for name in inspect.signature(method).parameters
    }
    return method(**{names[name.lower()]: one for name, one in given.items()})


def answer(client: EzlinkClient, operation: Operation[object], requests: dict[str, Any]) -> Any:
    """Ask for what an operation's example asks, of a task if it asks of one."""
    submitter = SUBMITTERS.get(operation.id)
    if submitter is not None and submitter.task is not None:
        started = answer(client, submitter, requests)
        name = next(found for step in [submitter.task.id] for _, found in find(started, step))
        polled = API.operations[submitter.task.poll]
        ask(client, polled, {submitter.task.parameter: name})
        return ask(client, operation, {submitter.task.parameter: name})
    given: dict[str, Any] = {}
    if operation.bodies:
        given["body"] = with_files(operation, requests[operation.id])
    if operation.id == "submitAction":
        # A button is one of a task that is there.
        grid = answer(client, API.operations["fetchMidjourneyTask"], requests)
        given["body"] = {"taskId": grid["id"], "customId": grid["buttons"][0]["customId"]}
    if operation.id == "retrieveModel":
        given["model"] = client.list_models()["data"][-1]["id"]
    if operation.id == "createFluxImage":
        given["model"] = "flux-pro-1.1"
    return ask(client, operation, given)


@pytest.mark.parametrize("name", API.operations)
def test_example_is_answered(name: str, client: EzlinkClient, requests: dict[str, Any]) -> None:
    """The generated client takes the example, and the answer of the emulator to it."""
    operation = API.operations[name]
    given = answer(client, operation, requests)
    images = operation.images
    if isinstance(given, bytes):
        kind, _, _ = recognise(given)
        assert kind
    elif images is not None and operation.task is None:
        pointers = [one.pointer for one in images.sources]
        assert any(find(given, one) for one in pointers)
    assert given is not None


@pytest.mark.parametrize("entry", NAVIGATION)
def test_navigation_is_documented(entry: str) -> None:
    """Each entry of the documentation's navigation is an operation with a row in docs/api.md."""
    with open(os.path.join(ROOT, "docs/api.md"), encoding="utf-8") as file:
        page = file.read()
    (operation,) = [
        one for one in API.operations.values() if (one.method, one.path) == NAVIGATION[entry]
    ]
    rows = [row for row in page.splitlines() if row.startswith(f"| `{operation.id}`<br>")]
    assert len(rows) == 1
    assert f"`{operation.method} {operation.path}`" in rows[0]
