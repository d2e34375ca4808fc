"""OpenAI's document: rules, prices, and that it says of models what the gateway's says."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from tests.spec.conftest import Specification, load
from tests.spec.test_answers import picture
from tests.spec.test_documents import operations

from ezlink.table import API as GATEWAY
from openai_images import OpenaiImagesClient
from openai_images.table import API
from pictura.emulator import serve
from pictura_core.batch_lines import batch_price_of, can_be_batched
from pictura_core.data import pointer
from pictura_core.errors import ApiError
from pictura_core.operation import price_of

FILES = {"UploadFileRequest": "files.yaml", "CreateBatchRequest": "batches.yaml"}
"""Where schemas of requests stand, but for those of pictures."""
RULES = [
    (schema, row)
    for schema, rows in load("tests/spec/openai_images.rules.yaml").items()
    for row in rows
]
SHARED = {
    "image-models.yaml": {
        "GptImageModel": "image-requests.yaml",
        "GptImageSize": "image-requests.yaml",
        "GptImage2Size": "image-requests.yaml",
    },
    "image-events.yaml": {
        "ImageGenerationCompleted": "image-events.yaml",
        "ImageEditCompleted": "image-events.yaml",
        "ImagesUsage": "images.yaml",
        "ImagesTokens": "images.yaml",
    },
}
"""Which schemas both documents have, and in which of the gateway's files."""


@pytest.fixture(scope="module")
def client() -> Iterator[OpenaiImagesClient]:
    """The generated client of an emulator."""
    with serve(API) as url, OpenaiImagesClient("key", base_url=url) as client:
        yield client


@pytest.mark.parametrize(("schema", "rule"), RULES, ids=[f"{a}: {b['says']}" for a, b in RULES])
def test_rule(schema: str, rule: Any, openai: Specification) -> None:
    """A request breaks exactly the rules that its row names, each with the sentence it names."""
    filling = {name: "x" * length for name, length in rule.get("long", {}).items()}
    request = {**rule.get("request", {}), **filling}
    file = FILES.get(schema, "image-requests.yaml")
    errors = list(openai.validator(f"{file}#/components/schemas/{schema}").iter_errors(request))
    found = Counter((pointer(tuple(error.absolute_path)), error.validator) for error in errors)
    wanted = Counter(
        (place, keyword)
        for place, keywords in rule.get("fails", {}).items()
        for keyword in ([keywords] if isinstance(keywords, str) else keywords)
    )
    assert found == wanted
    if "message" in rule:
        assert [error.schema.get("x-message") for error in errors] == [rule["message"]]


@pytest.mark.parametrize(("schema", "rule"), RULES, ids=[f"{a}: {b['says']}" for a, b in RULES])
def test_generated_validators_agree(schema: str, rule: Any) -> None:
    """The package takes and refuses what the document does."""
    filling = {name: "x" * length for name, length in rule.get("long", {}).items()}
    request = {**rule.get("request", {}), **filling}
    (validator,) = {
        body.validator
        for operation in API.operations.values()
        for body in operation.bodies
        if body.validator is not None and body.validator.is_valid.__name__ == _function(schema)
    }
    assert validator.is_valid(request) == ("fails" not in rule)


def _function(schema: str) -> str:
    return "is_" + re.sub(r"(?<!^)(?=[A-Z])", "_", schema).lower()


@pytest.mark.parametrize("file", SHARED)
def test_models_are_those_of_the_gateway(
    file: str, openai: Specification, specification: Specification
) -> None:
    """What both documents say of models, sizes, events and tokens is the same."""
    for name, theirs in SHARED[file].items():
        own = openai.files[file]["components"]["schemas"][name]
        other = specification.files[theirs]["components"]["schemas"][name]
        assert _bare(own) == _bare(other), name


def _bare(value: Any) -> Any:
    """Leave out how a schema is described, and in which file a reference leads."""
    if isinstance(value, dict):
        kept = {key: _bare(one) for key, one in value.items() if key != "description"}
        if "$ref" in kept:
            kept["$ref"] = kept["$ref"].rpartition("/")[2]
        return kept
    return [_bare(one) for one in value] if isinstance(value, list) else value


def test_prices_and_ends_are_those_of_the_gateway(
    openai: Specification, specification: Specification
) -> None:
    """The gateway's document quotes OpenAI's prices of OpenAI's models, and their last days."""
    own, other = (
        next(one for one, _ in operations(each) if one["operationId"] == "createImage")
        for each in (openai, specification)
    )
    quoted = [one for one in other["x-price"]["rows"] if re.match("dall-e|gpt", _model(one))]
    assert own["x-price"]["rows"] == quoted
    assert own["x-lifecycle"]["retires"] == other["x-lifecycle"]["retires"]


def _model(row: Any) -> str:
    return str(row["when"]["model"])


PRICES: list[tuple[str, dict[str, Any], float | None]] = [
    ("createImage", {"prompt": "a"}, 0.02),
    ("createImage", {"model": "gpt-image-1.5", "size": "1024x1024", "quality": "low"}, 0.009),
    ("createImage", {"model": "dall-e-2", "size": "512x512", "n": 3}, 0.054),
    ("createImage", {"model": "gpt-image-1.5", "quality": "low"}, None),
    ("createImage", {"model": "gpt-image-2", "size": "1024x1024", "quality": "low"}, None),
    ("createImageEdit", {"model": "dall-e-2", "size": "256x256"}, 0.016),
    ("createImageEdit", {"prompt": "a"}, None),
    ("createImageVariation", {}, 0.02),
]


@pytest.mark.parametrize(("operation", "request_", "usd"), PRICES)
def test_price(operation: str, request_: dict[str, Any], usd: float | None) -> None:
    """A request costs what the published list says; where it is silent, nobody knows."""
    told = price_of(API.operations[operation], request_)
    assert told == (None if usd is None else pytest.approx(usd))


def test_a_batch_costs_half() -> None:
    """A line costs half; dall-e-2's edits are none, for it takes no picture in JSON."""
    small = {"size": "1024x1024", "prompt": "a"}
    request = {"model": "gpt-image-1.5", "quality": "low", "n": 2, **small}
    create, edit = (API.operations[name] for name in ("createImage", "createImageEdit"))
    assert batch_price_of(create, request) == pytest.approx(0.009)
    assert batch_price_of(create, {**request, "stream": True}) is None
    assert can_be_batched(edit, {**request, "image": ["a.png", "b.png"], "mask": "c.png"})
    by_form = {"model": "dall-e-2", "image": "a.png", **small}
    assert price_of(edit, by_form) == 0.02
    assert not can_be_batched(edit, by_form)
    assert batch_price_of(edit, by_form) is None


def test_operations_have_the_gateways_names() -> None:
    """A recipe's operations have the same names, so it changes its API by one line."""
    makers = {one.id for one in API.operations.values() if one.images is not None}
    assert makers == {"createImage", "createImageEdit", "createImageVariation"}
    assert makers <= set(GATEWAY.operations)
    assert API.servers == ("https://api.openai.com/v1",)
    assert (API.key_variable, API.url_variable) == (
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
    )


def test_every_operation_is_answered(client: OpenaiImagesClient) -> None:
    """The generated client takes the emulator's answer of each operation."""
    drawn = client.create_image({"model": "gpt-image-2", "prompt": "An otter"})
    edited = client.create_image_edit(
        {"model": "gpt-image-2", "prompt": "By night", "image": picture()}
    )
    named = client.create_image_edit(
        {"prompt": "By night", "images": [{"file_id": "file-1"}]}, media_type="application/json"
    )
    varied = client.create_image_variation({"image": picture()})
    assert all(one["data"] for one in (drawn, edited, named, varied))
    body = {"model": "gpt-image-2", "prompt": "An otter"}
    line = {"custom_id": "a", "method": "POST", "url": "/v1/images/generations", "body": body}
    file = client.upload_file({"file": json.dumps(line).encode(), "purpose": "batch"})
    assert client.retrieve_file(file["id"])["id"]
    assert client.list_files(purpose="batch")["data"]
    batch = client.create_batch(
        {
            "input_file_id": file["id"],
            "endpoint": "/v1/images/generations",
            "completion_window": "24h",
        }
    )
    assert client.retrieve_batch(batch["id"])["status"]
    assert client.cancel_batch(batch["id"])["status"]
    assert client.list_batches(limit=1)["data"]
    assert client.delete_file(file["id"])["deleted"] is True
    with pytest.raises(ApiError) as nowhere:
        client.download_file("file-that-nobody-uploaded")
    assert nowhere.value.status == 404
