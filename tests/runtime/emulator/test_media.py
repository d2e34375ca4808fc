"""Films, sound and uploads: what is made is well-formed, what is sent is held to its rules."""

import base64
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ezlink.table import API
from pictura.emulator.calls import BadRequest, Call
from pictura.emulator.drawing.maker import make
from pictura.emulator.drawing.order import Order
from pictura.emulator.forms import Upload
from pictura.emulator.negotiation import chosen
from pictura.emulator.uploads import sent_files
from pictura_core.extensions import Media

EDIT = API.operations["createImageEdit"]
FFPROBE, FFMPEG = (shutil.which(one) or "" for one in ("ffprobe", "ffmpeg"))
FILM = API.operations["startImageToVideo"]


def a_picture(width: int, height: int, format_: str = "PNG") -> bytes:
    """Make a picture to upload."""
    out = BytesIO()
    Image.new("RGB", (width, height)).save(out, format_)
    return out.getvalue()


@pytest.mark.skipif(not (FFPROBE and FFMPEG), reason="ffmpeg is not on this machine")
@pytest.mark.parametrize(
    ("media", "format_", "codec"),
    [
        ("video", "mp4", "mjpeg"),
        ("audio", "wav", "pcm_s16le"),
        ("audio", "mp3", "mp3"),
        ("audio", "aac", "aac"),
        ("audio", "opus", "opus"),
        ("audio", "flac", "flac"),
    ],
)
def test_a_reference_decoder_takes_it(
    media: Media, format_: str, codec: str, tmp_path: Path
) -> None:
    """What is made is decoded to its end without a complaint."""
    order = Order(b"7" * 32, 320, 180, format_, "An otter asleep on the sea", (), 0, 1, media=media)
    file = tmp_path / f"it.{format_}"
    file.write_bytes(make(order))
    asked = ["-show_entries", "stream=codec_name", "-of", "csv=p=0", str(file)]
    told = subprocess.run(
        [FFPROBE, "-v", "error", *asked], capture_output=True, text=True, check=True
    )
    assert (told.stdout.strip(), told.stderr) == (codec, "")
    decoded = subprocess.run(
        [FFMPEG, "-v", "error", "-i", str(file), "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert decoded.stderr == ""


def test_a_film_begins_as_mp4_with_its_size() -> None:
    """A film's track has the size that was ordered, and the same order gives the same bytes."""
    order = Order(b"7" * 32, 320, 180, "mp4", "Waves", (), 0, 1, media="video")
    film = make(order)
    assert film[4:12] == b"ftypisom"
    track = film.index(b"tkhd")
    assert film[track + 80 : track + 88] == (320 << 16).to_bytes(4) + (180 << 16).to_bytes(4)
    assert make(order) == film


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (a_picture(1024, 576), ""),
        (a_picture(1024, 577), "/image: is 1024x577, not 1024x576"),
        (a_picture(1024, 576, "BMP"), "/image: is bmp, not"),
        (b"no picture", "/image: is of an unknown format"),
    ],
)
def test_an_upload_is_held_to_its_rules(content: bytes, complaint: str) -> None:
    """A file's format and size are checked against the document, and told with the field."""
    body = {"image": Upload("a", content, "image/png")}
    call = Call(FILM, {}, body, "multipart/form-data")
    if not complaint:
        assert [one.content for one in sent_files(call)] == [content]
        return
    with pytest.raises(BadRequest, match=complaint):
        sent_files(call)


def test_a_mask_is_as_large_as_its_picture() -> None:
    """A file may have to be as large as another."""
    body = {
        "prompt": "a",
        "image": Upload("a", a_picture(256, 256), "image/png"),
        "mask": Upload("b", a_picture(128, 128), "image/png"),
    }
    with pytest.raises(BadRequest, match="/mask: is 128x128, but has to be as large as image"):
        sent_files(Call(EDIT, {}, body, "multipart/form-data"))


@pytest.mark.parametrize("sent", ["data:image/png;base64,?", "data:image/png,abc", "nothing"])
def test_a_file_in_json_is_a_data_url(sent: str) -> None:
    """What should be a data URL and is none is told."""
    describe = API.operations["submitDescribe"]
    with pytest.raises(BadRequest, match="/base64: is"):
        sent_files(Call(describe, {}, {"base64": sent}, "application/json"))
    good = f"data:image/png;base64,{base64.b64encode(a_picture(64, 64)).decode()}"
    assert sent_files(Call(describe, {}, {"base64": good}, "application/json"))


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "binary"),
        ("*/*", "binary"),
        ("image/*", "binary"),
        ("image/webp", "binary"),
        ("application/json", "json"),
        ("image/*;q=0.5, application/json", "json"),
        ("application/json;q=0.2, */*;q=0.9", "binary"),
        ("text/html", "binary"),
        ("application/json;q=x", "binary"),
    ],
)
def test_accept_chooses(accept: str, form: str) -> None:
    """The header chooses between bytes and JSON; what fits neither counts as nothing said."""
    response = chosen(API.operations["generateCore"], accept)
    assert response is not None
    assert response.form == form
