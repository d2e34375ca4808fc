"""The official openai SDK, pointed at the emulator, as a user of the API would do it."""

import asyncio
import base64
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import openai
import pytest
from PIL import Image

from ezlink.table import API
from pictura import emulator
from pictura.emulator import serve


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The base URL of an emulator of the generated package."""
    with serve(API) as url:
        yield url


@pytest.fixture
def sdk(url: str) -> Iterator[openai.OpenAI]:
    """The SDK's synchronous client."""
    with openai.OpenAI(base_url=f"{url}/v1", api_key="x", max_retries=0) as client:
        yield client


def size_of(content: bytes) -> tuple[int, int]:
    """Tell a picture's size."""
    with Image.open(BytesIO(content)) as image:
        image.load()
        return image.size


def a_picture(mode: str = "RGB") -> BytesIO:
    """Make a picture to upload."""
    out = BytesIO()
    Image.new(mode, (256, 256), (90, 120, 150, 0)[: len(mode)]).save(out, "PNG")
    out.name = "picture.png"
    out.seek(0)
    return out


def test_generate_by_url(sdk: openai.OpenAI) -> None:
    """dall-e-3 answers with a url that serves the picture, and a revised prompt."""
    answer = sdk.images.generate(model="dall-e-3", prompt="A cute baby sea otter", size="1792x1024")
    assert answer.data is not None
    (one,) = answer.data
    assert one.url
    assert one.b64_json is None
    assert one.revised_prompt
    assert size_of(httpx.get(one.url).content) == (1792, 1024)


def test_generate_base64(sdk: openai.OpenAI) -> None:
    """dall-e-2 answers with several different pictures in base64 if asked."""
    answer = sdk.images.generate(
        model="dall-e-2", prompt="otters", n=3, size="256x256", response_format="b64_json"
    )
    assert answer.data is not None
    contents = [base64.b64decode(one.b64_json or "") for one in answer.data]
    assert {size_of(one) for one in contents} == {(256, 256)}
    assert len(set(contents)) == 3


def test_generate_with_a_gpt_image_model(sdk: openai.OpenAI) -> None:
    """A GPT image model answers with base64 in the format asked for."""
    answer = sdk.images.generate(
        model="gpt-image-1",
        prompt="A lighthouse",
        size="1536x1024",
        quality="low",
        output_format="webp",
    )
    assert answer.data is not None
    content = base64.b64decode(answer.data[0].b64_json or "")
    assert content[8:12] == b"WEBP"
    assert size_of(content) == (1536, 1024)


def test_edit_one_picture_with_a_mask(sdk: openai.OpenAI) -> None:
    """One picture and a mask are a multipart form; the answer has as many as were asked for."""
    answer = sdk.images.edit(
        model="dall-e-2",
        image=a_picture(),
        mask=a_picture("RGBA"),
        prompt="with a boat",
        n=2,
        size="512x512",
    )
    assert answer.data is not None
    assert [size_of(httpx.get(one.url or "").content) for one in answer.data] == [(512, 512)] * 2


def test_edit_several_pictures(sdk: openai.OpenAI) -> None:
    """Several pictures travel as `image[]`."""
    answer = sdk.images.edit(
        model="gpt-image-1", image=[a_picture(), a_picture()], prompt="together", size="1024x1024"
    )
    assert answer.data is not None
    assert size_of(base64.b64decode(answer.data[0].b64_json or "")) == (1024, 1024)


def test_async_client(url: str) -> None:
    """The asynchronous client generates and edits."""

    async def ask() -> tuple[str | None, str | None]:
        async with openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="x") as client:
            made, changed = await asyncio.gather(
                client.images.generate(model="dall-e-3", prompt="An otter"),
                client.images.edit(model="gpt-image-1", image=a_picture(), prompt="At night"),
            )
            assert made.data is not None
            assert changed.data is not None
            return made.data[0].url, changed.data[0].b64_json

    url_text, base64_text = asyncio.run(ask())
    assert url_text
    assert base64_text


def test_errors_are_the_sdks_own(sdk: openai.OpenAI, url: str) -> None:
    """A wrong request is the SDK's BadRequestError with our words, a missing key its 401."""
    with pytest.raises(openai.BadRequestError, match="nonsense"):
        sdk.images.generate(model="dall-e-3", prompt="a", extra_body={"nonsense": 1})
    with (
        openai.OpenAI(base_url=f"{url}/v1", api_key="x", max_retries=0) as nobody,
        pytest.raises(openai.AuthenticationError),
    ):
        nobody.images.generate(model="dall-e-3", prompt="a", extra_headers={"Authorization": ""})
    with pytest.raises(openai.NotFoundError, match="Invalid URL"):
        sdk.post("/nowhere", cast_to=object)


def test_faults_are_retried_by_the_sdk() -> None:
    """The SDK gets over a busy server by itself."""
    with (
        serve(API, faults={"429": 0.4}, seed=1) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key="x", max_retries=5) as client,
    ):
        for _ in range(3):
            client.images.generate(model="dall-e-2", prompt="a", size="256x256")
        stats = httpx.get(f"{url}/_pictura/stats").json()
    assert stats["billed"] == 3
    assert stats["faults"]["429"] == stats["requests"] - 3 > 0


def test_models(sdk: openai.OpenAI) -> None:
    """Models can be listed, and each of them retrieved."""
    names = [one.id for one in sdk.models.list()]
    assert len(names) > 1
    assert [sdk.models.retrieve(name).id for name in names] == names


def test_stream(sdk: openai.OpenAI) -> None:
    """A stream of a GPT image model ends with the finished picture."""
    events = list(
        sdk.images.generate(
            model="gpt-image-1", prompt="An otter", size="1024x1024", quality="low", stream=True
        )
    )
    last = events[-1]
    assert last.type == "image_generation.completed"
    assert size_of(base64.b64decode(last.b64_json)) == (1024, 1024)


def test_the_emulator_names_nothing_of_the_api() -> None:
    """No operation and no path of the generated package stands in the emulator's code."""
    folder = Path(emulator.__file__).parent
    source = "\n".join(file.read_text("utf-8") for file in folder.rglob("*.py"))
    assert len(source) > 50_000
    for one in API.operations.values():
        assert one.id not in source
        assert one.path not in source
    assert API.name not in source.lower()
