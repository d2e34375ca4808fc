"""The official openai SDK against the emulator of OpenAI's document: pictures, files, batches."""

import json
import time
from collections.abc import Iterator

import openai
import pytest
from openai.types import Batch
from tests.gateway.test_openai import a_picture, call, holds_picture

from openai_images.table import API
from pictura.emulator import serve


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The base URL that the SDK is given; the document's own ends in /v1 too."""
    with serve(API) as url:
        yield url


@pytest.fixture
def sdk(url: str) -> Iterator[openai.OpenAI]:
    """The synchronous client."""
    with openai.OpenAI(base_url=url, api_key="x", max_retries=0) as client:
        yield client


def test_pictures(sdk: openai.OpenAI) -> None:
    """Pictures are made and changed, one or several, and as many as are asked for."""
    made = sdk.images.generate(model="gpt-image-2", prompt="An otter", size="1536x864", n=2)
    assert [holds_picture(one.b64_json) for one in made.data or []] == [True, True]
    changed = sdk.images.edit(model="gpt-image-2", image=a_picture(), prompt="By night")
    assert holds_picture((changed.data or [])[0].b64_json)
    both = sdk.images.edit(image=[a_picture(), a_picture()], prompt="Side by side")
    assert holds_picture((both.data or [])[0].b64_json)


def test_pictures_as_they_are_drawn(sdk: openai.OpenAI) -> None:
    """Asked for a stream, what is unfinished comes before what is finished."""
    stream = sdk.images.generate(
        model="gpt-image-2", prompt="An otter", stream=True, partial_images=1
    )
    told = [one.type for one in stream]
    assert told[-1] == "image_generation.completed"
    edits = sdk.images.edit(model="gpt-image-2", image=a_picture(), prompt="By night", stream=True)
    last = list(edits)[-1]
    assert last.type == "image_edit.completed"
    assert holds_picture(last.b64_json)


def test_files(sdk: openai.OpenAI) -> None:
    """A file is uploaded, told of, listed, and deleted, in the SDK's own shapes."""
    sent = sdk.files.create(
        file=("requests.jsonl", b"{}\n"),
        purpose="batch",
        expires_after={"anchor": "created_at", "seconds": 3600},
    )
    assert sent.object == "file"
    assert sdk.files.retrieve(sent.id).purpose == "batch"
    assert [one.object for one in sdk.files.list(purpose="batch")] == ["file"]
    assert sdk.files.delete(sent.id).deleted
    with pytest.raises(openai.NotFoundError):
        sdk.files.content("file-that-nobody-uploaded")


def _requests(count: int) -> bytes:
    lines = [
        {
            "custom_id": f"otter-{number}",
            "method": "POST",
            "url": "/v1/images/generations",
            "body": {"model": "gpt-image-2", "prompt": f"Otter {number}", "size": "1024x1024"},
        }
        for number in range(count)
    ]
    return b"".join(json.dumps(one).encode() + b"\n" for one in lines)


def _ended(sdk: openai.OpenAI, id_: str) -> Batch:
    """Wait until a batch is over."""
    for _ in range(600):
        batch = sdk.batches.retrieve(id_)
        if batch.status in ("completed", "failed", "expired", "cancelled"):
            return batch
        time.sleep(0.1)
    raise TimeoutError(id_)


def test_a_batch_to_its_end(sdk: openai.OpenAI) -> None:
    """A file of requests becomes a batch, and a file of their pictures, in the SDK's own shapes."""
    sent = sdk.files.create(file=("requests.jsonl", _requests(2)), purpose="batch")
    assert (sent.filename, sent.bytes) == ("requests.jsonl", len(_requests(2)))
    assert sdk.files.content(sent.id).read() == _requests(2)
    made = sdk.batches.create(
        input_file_id=sent.id,
        endpoint="/v1/images/generations",
        completion_window="24h",
        metadata={"recipe": "otters"},
    )
    assert (made.object, made.status) == ("batch", "validating")
    assert (made.input_file_id, made.metadata) == (sent.id, {"recipe": "otters"})
    done = _ended(sdk, made.id)
    assert (done.status, done.error_file_id, done.metadata) == ("completed", None, made.metadata)
    assert done.request_counts is not None
    assert done.request_counts.to_dict() == {"total": 2, "completed": 2, "failed": 0}
    assert done.output_file_id is not None
    results = [json.loads(one) for one in sdk.files.content(done.output_file_id).iter_lines()]
    assert {one["custom_id"] for one in results} == {"otter-0", "otter-1"}
    assert all(holds_picture(one["response"]["body"]["data"][0]["b64_json"]) for one in results)
    assert made.id in [one.id for one in sdk.batches.list(limit=1)]


def test_a_batch_that_is_given_up(sdk: openai.OpenAI) -> None:
    """A batch that is given up says so until it has ended, and then it is over."""
    sent = sdk.files.create(file=("requests.jsonl", _requests(40)), purpose="batch")
    made = sdk.batches.create(
        input_file_id=sent.id, endpoint="/v1/images/generations", completion_window="24h"
    )
    assert sdk.batches.cancel(made.id).status == "cancelling"
    assert _ended(sdk, made.id).status == "cancelled"
    with pytest.raises(openai.BadRequestError):
        sdk.batches.cancel(made.id)


def test_asynchronously(url: str) -> None:
    """The asynchronous client does the same."""

    async def use(sdk: openai.AsyncOpenAI) -> None:
        made = await sdk.images.generate(model="gpt-image-2", prompt="An otter")
        assert holds_picture((made.data or [])[0].b64_json)
        sent = await sdk.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")
        batch = await sdk.batches.create(
            input_file_id=sent.id, endpoint="/v1/images/edits", completion_window="24h"
        )
        assert (await sdk.batches.retrieve(batch.id)).id

    call(url, use)


def test_wrong_requests_are_the_sdks_own_errors(sdk: openai.OpenAI) -> None:
    """What the document forbids is refused as the API refuses it."""
    with pytest.raises(openai.BadRequestError):
        sdk.images.generate(model="gpt-image-2", prompt="An otter", style="vivid")
    with pytest.raises(openai.BadRequestError):
        sdk.images.edit(model="dall-e-3", image=a_picture(), prompt="By night")
    with pytest.raises(openai.AuthenticationError):
        sdk.files.list(extra_headers={"Authorization": "none"})
