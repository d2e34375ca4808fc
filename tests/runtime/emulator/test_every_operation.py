"""Every operation of the real APIs: its request examples go in, valid answers come out."""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from PIL import Image

import ezlink.table
import openai_images.table
from pictura.emulator import serve
from pictura.emulator.examples import load_examples
from pictura_core.data import find
from pictura_core.operation import Operation
from pictura_core.wire import Reply, decode

APIS = {"ezlink": ezlink.table.API, "openai_images": openai_images.table.API}
SPEC = Path(__file__).parents[3] / "spec"
DOCUMENTS = {
    "ezlink": SPEC / "ezlink" / "openapi.yaml",
    "openai_images": SPEC / "openai" / "openapi.yaml",
}
HEADERS = {"authorization": "Bearer any", "mj-api-secret": "any"}
WAV = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\xc0\x5d\0\0\x80\xbb\0\0\2\0\x10\0data\0\0\0\0"


@cache
def _loaded(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def _found(file: Path, node: Any) -> tuple[Path, Any]:
    """Follow references from file to file."""
    while isinstance(node, dict) and "$ref" in node:
        name, _, pointer = node["$ref"].partition("#")
        file = (file.parent / name).resolve() if name else file
        node = _loaded(file)
        for step in filter(None, pointer.split("/")):
            node = node[step.replace("~1", "/").replace("~0", "~")]
    return file, node


def _documented(api: str) -> Iterator[tuple[str, str, dict[str, Any], Any]]:
    """Give each operationId with the examples of its parameters, and of its body one by one."""
    document = DOCUMENTS[api]
    for item in _loaded(document)["paths"].values():
        file, methods = _found(document, item)
        for operation in methods.values():
            parameters = (_found(file, one)[1] for one in operation.get("parameters", ()))
            values = {one["name"]: one["example"] for one in parameters if "example" in one}
            where, body = _found(file, operation.get("requestBody", {}))
            bodies = [
                _found(where, example)[1]["value"]
                for media in body.get("content", {}).values()
                for example in media.get("examples", {}).values()
            ]
            for one in bodies or [None]:
                yield api, operation["operationId"], values, one


@cache
def _picture(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(out, "PNG")
    return out.getvalue()


_DATA_URL = f"data:image/png;base64,{base64.b64encode(_picture(512, 512)).decode()}"
_FORMS: dict[str, dict[str, Any]] = {
    "createImageEdit": {"prompt": "At night"},
    "createImageVariation": {},
    "generateUltra": {"prompt": "A lighthouse", "image": None},
    "generateSd3": {"prompt": "A lighthouse", "image": None},
    "outpaintImage": {"left": 64, "right": 64},
    "searchAndReplace": {"prompt": "a boat", "search_prompt": "the lighthouse"},
    "createTranscription": {"model": "whisper-1"},
    "createTranslation": {"model": "whisper-1"},
    "uploadFile": {"purpose": "fine-tune"},
    "eraseFromImage": {},
    "removeBackground": {},
    "startImageToVideo": {},
}
"""Fields of forms, for which OpenAPI has no examples; `None` leaves a file out."""
_PICTURES: dict[str, dict[str, Any]] = {
    "submitBlend": {"base64Array": [_DATA_URL, _DATA_URL]},
    "submitDescribe": {"base64": _DATA_URL},
    "submitFaceSwap": {"sourceBase64": _DATA_URL, "targetBase64": _DATA_URL},
}
CASES = [one for api in APIS for one in _documented(api)]


@pytest.fixture(scope="module")
def clients() -> Iterator[Mapping[str, httpx.Client]]:
    """Clients of emulators whose tasks are done at once, by the names of their APIs."""
    with ExitStack() as stack:
        clients: dict[str, httpx.Client] = {}
        for name, api in APIS.items():
            url = stack.enter_context(serve(api, insistence=0))
            client = httpx.Client(base_url=url, headers=HEADERS, timeout=60)
            clients[name] = stack.enter_context(client)
        yield clients


def _send(
    client: httpx.Client, operation: Operation[Any], values: dict[str, Any], body: Any, accept: str
) -> httpx.Response:
    path = operation.path
    query: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location == "path":
            value = values.get(parameter.name, "flux-dev")
            path = path.replace(f"{{{parameter.name}}}", str(value))
        elif parameter.location == "query" and parameter.name in values:
            query[parameter.name] = values[parameter.name]
    sent: dict[str, Any] = {}
    if operation.bodies and operation.bodies[0].form == "multipart":
        fields = dict(_FORMS.get(operation.id, {"prompt": "A lighthouse"}))
        name = operation.bodies[0].files[:1]
        size = (1024, 576) if "video" in operation.path else (512, 512)
        content = _picture(*size) if operation.images is not None else WAV
        files = {one: ("a.bin", content) for one in name if one not in fields}
        form = {key: (None, str(value)) for key, value in fields.items() if value is not None}
        sent["files"] = {**form, **files}
    elif operation.bodies:
        sent["json"] = body if body is not None else _PICTURES[operation.id]
    headers = {"accept": accept} if accept else {}
    return client.request(operation.method, path, params=query, headers=headers, **sent)


def _decoded(operation: Operation[Any], answer: httpx.Response) -> Any:
    """Decode an answer as a client does, which holds it against the document's schema."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return decode(operation, Reply(answer.status_code, headers, answer.content))


def _with_a_file(
    client: httpx.Client, api: str, name: str, values: dict[str, Any], body: Any
) -> tuple[dict[str, Any], Any]:
    """Put a file that is there where an example has the id of one that is not."""
    for one in APIS[api].operations.values():
        batch = one.batch
        if batch is None or name not in (batch.create.operation, batch.fetch.operation):
            continue
        uploader = APIS[api].operations[batch.upload.operation]
        form = {key: (None, str(value)) for key, value in batch.upload.arguments.items()}
        file = {batch.upload.file: ("requests.jsonl", b"{}")}
        told = client.post(uploader.path, files={**form, **file}).json()
        id_ = find(told, batch.upload.id)[0][1]
        if name == batch.create.operation:
            return values, {**body, batch.create.file: id_}
        return {**values, batch.fetch.parameter: id_}, body
    return values, body


@pytest.mark.parametrize(
    ("api", "name", "values", "body"),
    CASES,
    ids=[f"{one[0]}-{one[1]}-{n}" for n, one in enumerate(CASES)],
)
def test_examples_go_in_and_valid_answers_come_out(
    clients: Mapping[str, httpx.Client], api: str, name: str, values: dict[str, Any], body: Any
) -> None:
    """An operation's examples are answered as its document says, a task to its very end."""
    client = clients[api]
    values, body = _with_a_file(client, api, name, values, body)
    operation = APIS[api].operations[name]
    if name in ("fetchCreativeUpscale", "fetchImageToVideo", "downloadSoraVideo"):
        assert _send(client, operation, values, body, "").status_code == 404
        return
    for accept in ("", *operation.accept):
        answer = _send(client, operation, values, body, accept)
        assert answer.status_code == 200, answer.text
        value = _decoded(operation, answer)
        task = operation.task
        if task is None:
            continue
        id_ = find(value, task.id)[0][1]
        asked = {**task.arguments, task.parameter: id_}
        for follower in filter(None, (task.poll, task.fetch)):
            polled = APIS[api].operations[follower]
            for kind in ("", *polled.accept):
                state = _send(client, polled, asked, None, kind)
                assert state.status_code == 200, state.text
                told = _decoded(polled, state)
        if task.state and not task.fetch:
            assert find(told, task.state)[0][1] in task.done


def test_every_operation_is_tried() -> None:
    """The documents' operations are the tables'."""
    for name, api in APIS.items():
        assert {one[1] for one in CASES if one[0] == name} == set(api.operations)


def test_every_example_answer_is_valid() -> None:
    """Each example of an answer is what the schema of its answer accepts."""
    tried = 0
    known = [(api, *one) for api in APIS.values() for one in load_examples(api).items()]
    for api, name, examples in known:
        operation = api.operations[name]
        for example in examples:
            validators = [
                one.validator
                for one in operation.responses
                if (one.status, one.media_type) == (example.status, example.media_type)
            ]
            if example.media_type == "text/event-stream" and operation.events is not None:
                validators = [operation.events.validator]
            found = [one for one in validators if one is not None]
            assert found, (name, example.name)
            assert any(one.is_valid(example.value) for one in found), (name, example.name)
            tried += 1
    assert tried > 400


STREAMS = [
    (name, one.id) for name, api in APIS.items() for one in api.operations.values() if one.events
]


@pytest.mark.parametrize(("api", "name"), STREAMS)
def test_streams_hold_what_the_document_says(
    clients: Mapping[str, httpx.Client], api: str, name: str
) -> None:
    """Each event of a stream is what the document says, and a stream without kinds is ended."""
    client = clients[api]
    operation = APIS[api].operations[name]
    assert operation.events is not None
    assert operation.events.validator is not None
    if operation.bodies[0].form == "multipart":
        fields: dict[str, Any] = {"prompt": "a", "model": "gpt-image-1", "stream": "true"}
        parts = {key: (None, value) for key, value in fields.items()}
        answer = client.post(operation.path, files={**parts, "image": _picture(512, 512)})
    else:
        body = next(one[3] for one in CASES if one[:2] == (api, name))
        is_fit = str(body.get("model")).startswith("gpt-image-") or operation.images is None
        model = {} if is_fit else {"model": "gpt-image-1"}
        answer = client.post(operation.path, json={"prompt": "a", **body, **model, "stream": True})
    assert answer.headers["content-type"].startswith("text/event-stream")
    data = [line[6:] for line in answer.text.splitlines() if line.startswith("data: ")]
    assert operation.stream is not None
    if not operation.stream.kind:
        assert data.pop() == "[DONE]"
    events = [json.loads(one) for one in data]
    assert events
    assert all(operation.events.validator.is_valid(one) for one in events)
