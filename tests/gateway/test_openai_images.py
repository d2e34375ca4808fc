"""The official openai SDK against the emulator of OpenAI's document: pictures, files, batches."""

from collections.abc import Iterator

import openai
import pytest
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


def test_batches(sdk: openai.OpenAI) -> None:
    """A batch is made, told of, listed and cancelled, in the SDK's own shapes."""
    sent = sdk.files.create(file=("requests.jsonl", b"{}\n"), purpose="batch")
    made = sdk.batches.create(
        input_file_id=sent.id,
        endpoint="/v1/images/generations",
        completion_window="24h",
        metadata={"recipe": "otters"},
    )
    assert (made.object, made.endpoint) == ("batch", "/v1/images/generations")
    assert sdk.batches.retrieve(made.id).request_counts is not None
    assert [one.object for one in sdk.batches.list(limit=5)] == ["batch"]
    assert sdk.batches.cancel(made.id).status == "cancelling"


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
