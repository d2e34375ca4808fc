"""Knows what can be asked of the painter. It draws nothing and needs no Pillow."""

from typing import NamedTuple

FORMATS = {"png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg", "webp": "image/webp"}
"""The names of formats, each with its media type."""
LONGEST = 8192
"""The longest side of a picture, in pixels."""


class Order(NamedTuple):
    """One picture to draw; the same order gives the same bytes.

    Attributes:
        digest: 32 bytes that decide everything that chance would.
        width: In pixels.
        height: In pixels.
        format: One of `FORMATS`.
        prompt: To be read on the picture; may be empty.
        marks: Small words beside it.
        number: Which picture of the answer, from 0.
        total: How many the answer has.
        inputs: Files of pictures to be changed; the first is the ground.
        others: Further files; one with transparent places says where to change the ground.
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


class UnreadablePicture(ValueError):  # noqa: N818 - says what it is: an input
    """An input file is no picture that Pillow can read; the message is a sentence."""
