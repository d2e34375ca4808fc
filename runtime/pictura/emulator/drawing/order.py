"""Knows what can be asked of the painter. It draws nothing and needs no Pillow."""

from collections.abc import Mapping

from pictura_core.extensions import Media
from pictura_core.tuples import NamedTuple

FORMATS: Mapping[Media, Mapping[str, str]] = {
    "image": {
        "png": "image/png",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "webp": "image/webp",
    },
    "video": {"mp4": "video/mp4"},
    "audio": {
        "wav": "audio/wav",
        "mp3": "audio/mpeg",
        "opus": "audio/ogg",
        "aac": "audio/aac",
        "flac": "audio/flac",
        "pcm": "audio/pcm",
    },
}
"""The names of formats, each with its media type; the first is what is made if none is asked."""
LONGEST = 8192
"""The longest side of a picture, in pixels."""


class Order(NamedTuple):
    """One picture to draw; the same order gives the same bytes.

    Attributes:
        digest: 32 bytes that decide everything that chance would.
        width: In pixels.
        height: In pixels.
        format: One of `FORMATS` of its medium.
        prompt: To be read on the picture; may be empty.
        marks: Small words beside it.
        number: Which picture of the answer, from 0.
        total: How many the answer has.
        inputs: Files of pictures to be changed; the first is the ground.
        others: Further files; one with transparent places says where to change the ground.
        media: A picture, a film of a few of them, or sound; then width and height mean nothing.
    """

    digest: bytes
    width: int
    height: int
    format: str
    prompt: str
    marks: tuple[str, ...]
    number: int
    total: int
    inputs: tuple[bytes, ...] = ()
    others: tuple[bytes, ...] = ()
    media: Media = "image"

    @property
    def media_type(self) -> str:
        """What travels as the Content-Type."""
        return FORMATS[self.media][self.format]


class UnreadablePicture(ValueError):  # noqa: N818 - says what it is: an input
    """An input file is no picture that Pillow can read; the message is a sentence."""
