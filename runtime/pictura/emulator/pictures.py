"""Knows which media a request asks for: how many, how large, in which format, with what on them.

What it knows of an operation stands in the table's `Images`. It must not know how one is drawn.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image

from pictura.emulator.calls import BadRequest, Call
from pictura.emulator.drawing.order import FORMATS, LONGEST, Order
from pictura.emulator.uploads import Sent
from pictura_core.extensions import Images, Media, Picture, applies
from pictura_core.operation import Operation, expected_count

_SIZE = re.compile(r"\s*(\d{1,5})\s*[xX*]\s*(\d{1,5})\s*")
_PLAIN_SIZES: Mapping[Media, tuple[int, int]] = {
    "image": (1024, 1024),
    "video": (640, 360),
    "audio": (1, 1),
}
_LONGEST_FILM = 1280
"""The longest side of a film for which nobody asked a size, in pixels."""
_MANY = 100


def with_defaults(images: Images, fields: Mapping[str, object]) -> dict[str, object]:
    """Give a request's fields, and what the API takes for those that it leaves out."""
    return {**images.defaults, **{key: one for key, one in fields.items() if one is not None}}


def sources_of(images: Images, fields: Mapping[str, object]) -> list[Picture]:
    """Give the ways in which a request may be answered, the likeliest first; never none."""
    asked = with_defaults(images, fields)
    return [one for one in images.sources if applies(one.when, asked)] or [images.sources[-1]]


def orders(
    call: Call, images: Images, seed: int, files: Sequence[Sent] = (), prompt: str = ""
) -> tuple[Order, ...]:
    """Give an order for each picture, film or piece of sound that a request asks for.

    Args:
        call: What is asked.
        images: How the operation asks for pictures.
        seed: Another seed gives others.
        files: What the request brings along; those under the first name are the ground.
        prompt: What to draw if the request itself does not say.

    Raises:
        BadRequest: It asks for pictures that cannot be drawn.
    """
    fields = {key: one for key, one in call.fields().items() if one is not None}
    asked = fields.get(images.number)
    if isinstance(asked, str) and asked.isdecimal():  # a form's text that the table does not type
        fields[images.number] = int(asked)
    count = expected_count(call.operation, fields)
    if not 1 <= count <= _MANY:
        message = f"{images.number}: {count} pictures cannot be drawn at once"
        raise BadRequest(message)
    media = sources_of(images, fields)[0].media
    width, height = _size(images, fields) or _size_of(files, media)
    if not (1 <= width <= LONGEST and 1 <= height <= LONGEST):
        message = f"a picture of {width}x{height} pixels cannot be drawn"
        raise BadRequest(message)
    name = _format(images, fields, media)
    ground = [one.content for one in files if one.path[0] == files[0].path[0]]
    whole = hashlib.sha256(call.canonical() + b"\0" + str(seed).encode()).digest()
    words = fields.get(images.prompt) or prompt
    return tuple(
        Order(
            digest=hashlib.sha256(whole + index.to_bytes(4, "big")).digest(),
            width=width,
            height=height,
            format=name,
            prompt=words if isinstance(words, str) else "",
            marks=_marks(call.operation, images, fields),
            number=index,
            total=count,
            inputs=tuple(ground),
            others=tuple(one.content for one in files[len(ground) :]),
            media=media,
        )
        for index in range(count)
    )


def _size(images: Images, fields: Mapping[str, object]) -> tuple[int, int] | None:
    """Tell the size that a request asks for; None if it does not say, nor the API for it."""
    for value in (fields.get(images.size), images.defaults.get(images.size)):
        match = _SIZE.fullmatch(value) if isinstance(value, str) else None
        if match is not None:
            return int(match[1]), int(match[2])
    asked = with_defaults(images, fields)
    width, height = asked.get(images.width), asked.get(images.height)
    match width, height:
        case int(), int():
            return width, height
        case int(), _:
            return width, width
        case _, int():
            return height, height
        case _:
            return None


def _size_of(files: Sequence[Sent], media: Media) -> tuple[int, int]:
    """Tell the size of the picture that is to be changed; if there is none, a usual size."""
    try:
        with Image.open(BytesIO(files[0].content)) as image:
            width, height = image.size
    except Exception:  # noqa: BLE001 - no file, or one that Pillow's readers fail on in any way
        return _PLAIN_SIZES[media]  # painting tells what is wrong with the bytes
    if media == "video":
        share = min(1.0, _LONGEST_FILM / max(width, height))
        return max(1, int(width * share)), max(1, int(height * share))
    return width, height


def _format(images: Images, fields: Mapping[str, object], media: Media) -> str:
    for value in (fields.get(images.format), images.defaults.get(images.format)):
        name = str(value).lower().rpartition("/")[2]
        if name in FORMATS[media]:
            return name
    return next(iter(FORMATS[media]))


def _marks(
    operation: Operation[object], images: Images, fields: Mapping[str, object]
) -> tuple[str, ...]:
    """Name what decides the price or the way of answering: usually the model and the quality."""
    rows = [row.when for row in operation.price.rows] if operation.price is not None else []
    deciding = dict.fromkeys(name for when in rows for name in when) or dict.fromkeys(
        name for source in images.sources for name in source.when
    )
    asked = with_defaults(images, fields)
    return tuple(
        value
        for name in deciding
        if name not in (images.size, images.width, images.height, images.prompt)
        and isinstance(value := asked.get(name), str)
        and value
    )
