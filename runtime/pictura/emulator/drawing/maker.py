"""Knows how an order of any medium becomes a file's bytes. It must not know why it was ordered."""

from io import BytesIO
from typing import assert_never

from PIL import Image

from pictura.emulator.drawing.film import film
from pictura.emulator.drawing.order import Order
from pictura.emulator.drawing.painter import draw, paint
from pictura.emulator.drawing.scaling import scale
from pictura.emulator.drawing.sound import sound

_FRAMES = 8
_FRAME_SECONDS = 0.25
_ZOOM = 0.12
"""How much of a picture's sides is out of sight when a film ends."""


def make(order: Order) -> bytes:
    """Make what is ordered.

    Raises:
        UnreadablePicture: An input is no picture that Pillow can read.
    """
    match order.media:
        case "image":
            return paint(order)
        case "video":
            return _film(order)
        case "audio":
            return sound(order)
        case _:
            assert_never(order.media)


def _film(order: Order) -> bytes:
    """Move slowly into a picture, two seconds long."""
    picture = draw(order)
    width, height = picture.size
    frames: list[bytes] = []
    for number in range(_FRAMES):
        cut = _ZOOM / 2 * number / (_FRAMES - 1)
        left, top = int(cut * width), int(cut * height)
        inner = picture.crop((left, top, width - left, height - top))
        frame = scale(inner, (width, height), Image.Resampling.BILINEAR)
        out = BytesIO()
        frame.save(out, "JPEG", quality=70)
        frames.append(out.getvalue())
    return film(frames, width, height, _FRAME_SECONDS)
