"""The official openai SDK, in both ways, against the emulator: all but its pictures' details.

What pictures look like is held by the emulator's own tests.
"""

import asyncio
import base64
import wave
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from io import BytesIO
from typing import Any

import openai
import pytest
from openai.types import FileObject
from PIL import Image

from ezlink.table import API
from pictura.emulator import serve

CHAT: Any = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hello"}]}

# The SDK calls translations deprecated; the gateway serves them.
OUTDATED = pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The base URL that the SDK is given."""
    with serve(API) as url:
        yield f"{url}/v1"


@pytest.fixture
def sdk(url: str) -> Iterator[openai.OpenAI]:
    """The synchronous client."""
    with openai.OpenAI(base_url=url, api_key="x", max_retries=0) as client:
        yield client


def call(url: str, use: Callable[[openai.AsyncOpenAI], Awaitable[None]]) -> None:
    """Use the asynchronous client."""

    async def main() -> None:
        async with openai.AsyncOpenAI(base_url=url, api_key="x", max_retries=0) as client:
            await use(client)

    asyncio.run(main())


def a_sound() -> tuple[str, bytes]:
    """Make a file with a moment of silence."""
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return "said.wav", out.getvalue()


def a_picture() -> tuple[str, bytes]:
    """Make a picture to upload."""
    out = BytesIO()
    Image.new("RGB", (256, 256), (90, 120, 150)).save(out, "PNG")
    return "picture.png", out.getvalue()


def holds_picture(text: str | None) -> bool:
    """Tell whether a text is a picture in base64."""
    with Image.open(BytesIO(base64.b64decode(text or ""))) as image:
        image.load()
        return image.width > 0


def uploaded(answer: FileObject) -> Any:
    """Give what the gateway says of a file, in words that the SDK does not know."""
    assert answer.model_extra is not None
    return answer.model_extra["file"]


def test_images(sdk: openai.OpenAI) -> None:
    """Pictures are made and changed."""
    made = sdk.images.generate(model="gpt-image-1", prompt="An otter", size="1024x1024")
    assert holds_picture((made.data or [])[0].b64_json)
    changed = sdk.images.edit(model="gpt-image-1", image=a_picture(), prompt="By night")
    assert holds_picture((changed.data or [])[0].b64_json)


def test_chat(sdk: openai.OpenAI) -> None:
    """A conversation goes on, in one piece."""
    answer = sdk.chat.completions.create(**CHAT)
    assert answer.object == "chat.completion"
    assert answer.choices[0].message.role == "assistant"
    assert answer.choices[0].message.content


def test_chat_in_pieces(sdk: openai.OpenAI) -> None:
    """Asked for a stream, it comes in chunks, the last of which says why it ends."""
    with sdk.chat.completions.create(stream=True, **CHAT) as stream:
        chunks = list(stream)
    assert {one.object for one in chunks} == {"chat.completion.chunk"}
    told = [one.choices[0] for one in chunks if one.choices]
    assert "".join(one.delta.content or "" for one in told)
    assert told[-1].finish_reason == "stop"


def test_chat_with_the_sdks_own_reader(sdk: openai.OpenAI) -> None:
    """The SDK's helper for streams puts the chunks together."""
    with sdk.chat.completions.stream(**CHAT) as stream:
        whole = stream.get_final_completion()
    assert whole.choices[0].message.content


def test_completion(sdk: openai.OpenAI) -> None:
    """A text goes on, in one piece and in several."""
    answer = sdk.completions.create(model="gpt-3.5-turbo-instruct", prompt="Once")
    assert answer.choices[0].text
    pieces = sdk.completions.create(model="gpt-3.5-turbo-instruct", prompt="Once", stream=True)
    assert "".join(one.choices[0].text for one in pieces if one.choices)


def test_embeddings(sdk: openai.OpenAI) -> None:
    """A text becomes a vector; the SDK asks for base64 unless it is told otherwise."""
    forms: Any = ({}, {"encoding_format": "float"}, {"encoding_format": "base64"})
    for form in forms:
        answer = sdk.embeddings.create(model="text-embedding-3-small", input="an otter", **form)
        assert answer.object == "list"
        assert answer.data[0].embedding


def test_speech(sdk: openai.OpenAI) -> None:
    """A text is spoken: the answer is a sound of the format that is asked for."""
    spoken = sdk.audio.speech.create(
        model="tts-1", voice="nova", input="Good evening", response_format="wav"
    )
    with wave.open(BytesIO(spoken.content)) as sound:
        assert sound.getnframes() > 0
    as_mp3 = sdk.audio.speech.create(model="tts-1", voice="nova", input="Good evening")
    assert as_mp3.content[:3] == b"ID3" or as_mp3.content[0] == 0xFF


@OUTDATED
def test_listening(sdk: openai.OpenAI) -> None:
    """What is said is written down, in its language and in English."""
    heard = sdk.audio.transcriptions.create(model="whisper-1", file=a_sound())
    assert heard.text
    assert sdk.audio.translations.create(model="whisper-1", file=a_sound()).text


def test_models(sdk: openai.OpenAI) -> None:
    """Models are listed, and each is told by itself."""
    names = [one.id for one in sdk.models.list()]
    assert names
    assert sdk.models.retrieve(names[0]).id == names[0]


def test_moderations(sdk: openai.OpenAI) -> None:
    """A text is judged."""
    answer = sdk.moderations.create(input="I like otters")
    assert answer.results[0].categories is not None
    assert answer.results[0].category_scores is not None


def test_files(sdk: openai.OpenAI) -> None:
    """A file is uploaded; the gateway answers in words of its own, which the SDK hands on."""
    sent = sdk.files.create(file=("lines.jsonl", b'{"a": 1}\n'), purpose="batch")
    assert uploaded(sent)["file_name"]


@OUTDATED
def test_all_of_it_asynchronously(url: str) -> None:
    """The asynchronous client does the same."""

    async def use(sdk: openai.AsyncOpenAI) -> None:
        made = await sdk.images.generate(model="gpt-image-1", prompt="An otter")
        assert holds_picture((made.data or [])[0].b64_json)
        changed = await sdk.images.edit(model="gpt-image-1", image=a_picture(), prompt="By night")
        assert holds_picture((changed.data or [])[0].b64_json)
        assert (await sdk.chat.completions.create(**CHAT)).choices[0].message.content
        chunks: AsyncIterator[Any] = await sdk.chat.completions.create(stream=True, **CHAT)
        words = [one.choices[0].delta.content or "" async for one in chunks if one.choices]
        assert "".join(words)
        vectors = await sdk.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
        assert vectors.data[0].embedding
        spoken = await sdk.audio.speech.create(model="tts-1", voice="nova", input="Good evening")
        assert spoken.content
        heard = await sdk.audio.transcriptions.create(model="whisper-1", file=a_sound())
        assert heard.text
        assert (await sdk.audio.translations.create(model="whisper-1", file=a_sound())).text
        names = [one.id async for one in sdk.models.list()]
        assert (await sdk.models.retrieve(names[-1])).id == names[-1]
        assert (await sdk.moderations.create(input="I like otters")).results
        sent = await sdk.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")
        assert uploaded(sent)["file_name"]

    call(url, use)


def test_wrong_requests_are_the_sdks_own_errors(sdk: openai.OpenAI) -> None:
    """What the document forbids is refused as the API refuses it."""
    with pytest.raises(openai.BadRequestError):
        sdk.chat.completions.create(model="gpt-4o-mini", messages=[])
    with pytest.raises(openai.BadRequestError):
        sdk.audio.speech.create(model="tts-1", voice="nobody", input="Good evening")
    with pytest.raises(openai.AuthenticationError):
        sdk.models.list(extra_headers={"Authorization": "none"})
