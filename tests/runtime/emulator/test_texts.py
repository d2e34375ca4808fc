"""Operations of the real API that answer with text, numbers or sound."""

import base64
import struct
import wave
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import openai
import pytest

from ezlink.table import API
from pictura.emulator import serve

SPEECH = "/v1/audio/speech"
EMBEDDINGS = "/v1/embeddings"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The base URL of an emulator."""
    with serve(API) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    """A client of it."""
    with httpx.Client(base_url=url, headers={"authorization": "Bearer any"}) as client:
        yield client


@pytest.fixture
def sdk(url: str) -> Iterator[openai.OpenAI]:
    """The official SDK's client of it."""
    with openai.OpenAI(base_url=f"{url}/v1", api_key="x", max_retries=0) as client:
        yield client


def test_vectors_are_as_long_as_asked_and_always_the_same(client: httpx.Client) -> None:
    """There is a vector for each text, of the length asked for, the same for the same text."""
    body: dict[str, Any] = {"model": "m", "input": ["an otter", "a boat"], "dimensions": 64}
    first, again = (client.post(EMBEDDINGS, json=body).json() for _ in range(2))
    assert first == again
    assert [one["index"] for one in first["data"]] == [0, 1]
    vectors = [one["embedding"] for one in first["data"]]
    assert [len(one) for one in vectors] == [64, 64]
    assert vectors[0] != vectors[1]
    assert abs(sum(one * one for one in vectors[0]) - 1) < 1e-9
    packed = client.post(EMBEDDINGS, json={**body, "encoding_format": "base64"}).json()
    content = base64.b64decode(packed["data"][0]["embedding"])
    assert struct.unpack("<64f", content) == pytest.approx(vectors[0], abs=1e-6)


def test_tokens_are_one_text(client: httpx.Client) -> None:
    """A list of numbers is one text, a list of such lists are several."""
    for sent, count in (([1, 2, 3], 1), ([[1, 2], [3]], 2)):
        answer = client.post(EMBEDDINGS, json={"model": "m", "input": sent})
        assert len(answer.json()["data"]) == count


def test_each_text_has_its_own_result(client: httpx.Client) -> None:
    """Several texts are answered for one by one, also where the results are not numbered."""
    answer = client.post("/v1/moderations", json={"input": ["a", "b", "c"]})
    assert len(answer.json()["results"]) == 3


@pytest.mark.parametrize(
    ("format_", "kind", "head"),
    [
        ("mp3", "audio/mpeg", b"\xff\xfb"),
        ("opus", "audio/ogg", b"OggS"),
        ("aac", "audio/aac", b"\xff\xf1"),
        ("flac", "audio/flac", b"fLaC"),
        ("wav", "audio/wav", b"RIFF"),
    ],
)
def test_speech_has_the_format_asked_for(
    client: httpx.Client, format_: str, kind: str, head: bytes
) -> None:
    """Each format begins as it should, and is told as the media type."""
    body = {"model": "m", "input": "The otter is asleep.", "voice": "v", "response_format": format_}
    answer = client.post(SPEECH, json=body)
    assert answer.headers["content-type"] == kind
    assert answer.content.startswith(head)


def test_speech_lasts_as_long_as_its_text(client: httpx.Client) -> None:
    """A WAV file can be read, is not silent, and a longer text takes longer."""
    lengths: list[float] = []
    for words in ("otter " * 5, "otter " * 10):
        body = {"model": "m", "input": words, "voice": "v", "response_format": "wav"}
        with wave.open(BytesIO(client.post(SPEECH, json=body).content)) as sound:
            lengths.append(sound.getnframes() / sound.getframerate())
            assert any(sound.readframes(1000))
    assert lengths == [pytest.approx(0.8), pytest.approx(1.6)]


@pytest.mark.parametrize(
    ("format_", "begin"), [("text", "The otter"), ("srt", "1\n00:"), ("vtt", "WEBVTT\n\n00:")]
)
def test_a_transcript_may_be_plain_text(client: httpx.Client, format_: str, begin: str) -> None:
    """A transcript comes as text, or with times, if the request names such a format."""
    files: dict[str, Any] = {
        "file": ("a.wav", b"RIFF"),
        "model": (None, "m"),
        "response_format": (None, format_),
    }
    answer = client.post("/v1/audio/transcriptions", files=files)
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith(begin)
    files["response_format"] = (None, "verbose_json")
    assert client.post("/v1/audio/transcriptions", files=files).json()["text"]


def test_the_sdk_talks_and_listens(sdk: openai.OpenAI) -> None:
    """The official SDK gets words, pieces of words, vectors, sound and transcripts."""
    said: Any = [{"role": "user", "content": "Name a river."}]
    whole = sdk.chat.completions.create(model="gpt-4o", messages=said)
    assert (whole.model, bool(whole.choices[0].message.content)) == ("gpt-4o", True)
    pieces = list(sdk.chat.completions.create(model="gpt-4o", messages=said, stream=True))
    assert "".join(one.choices[0].delta.content or "" for one in pieces)
    assert pieces[-1].choices[0].finish_reason == "stop"
    vectors = sdk.embeddings.create(model="m", input=["a", "b"], dimensions=8)
    assert [len(one.embedding) for one in vectors.data] == [8, 8]
    assert sdk.moderations.create(input="a").results[0].flagged is False
    with sdk.audio.speech.with_streaming_response.create(
        model="tts-1", voice="alloy", input="Hello"
    ) as speech:
        assert speech.read().startswith(b"\xff\xfb")
    written = sdk.audio.transcriptions.create(model="whisper-1", file=("a.wav", b"RIFF"))
    assert written.text
