"""Knows which pictures a request asks for: how many, how large, in which format, with what on them.

What it knows of an operation stands in the table's `Images`. It must not know how one is drawn.
"""

import hashlib
import re
from collections.abc import Mapping

from pictura.emulator.calls import BadRequest, Call
from pictura.emulator.drawing.order import FORMATS, LONGEST, Order
from pictura_core.extensions import Images, Picture, applies
from pictura_core.operation import Operation, expected_count

_SIZE = re.compile(r"\s*(\d{1,5})\s*[xX*]\s*(\d{1,5})\s*")
_PLAIN_SIZE = (1024, 1024)
_MANY = 100


def with_defaults(images: Images, fields: Mapping[str, object]) -> dict[str, object]:
    """Give a request's fields, and what the API takes for those that it leaves out."""
    return {**images.defaults, **{key: one for key, one in fields.items() if one is not None}}


def source_of(images: Images, fields: Mapping[str, object]) -> Picture:
    """Give the way in which a request is answered: the first source that applies, else the last."""
    asked = with_defaults(images, fields)
    return next((one for one in images.sources if applies(one.when, asked)), images.sources[-1])


def orders(call: Call, images: Images, seed: int) -> tuple[Order, ...]:
    """Give an order for each picture that a request asks for.

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
    width, height = _size(images, fields)
    if not (1 <= width <= LONGEST and 1 <= height <= LONGEST):
        message = f"a picture of {width}x{height} pixels cannot be drawn"
        raise BadRequest(message)
    name = _format(images, fields)
    uploads = call.uploads()
    whole = hashlib.sha256(call.canonical() + b"\0" + str(seed).encode()).digest()
    prompt = fields.get(images.prompt, "")
    return tuple(
        Order(
            digest=hashlib.sha256(whole + index.to_bytes(4, "big")).digest(),
            width=width,
            height=height,
            format=name,
            prompt=prompt if isinstance(prompt, str) else "",
            marks=_marks(call.operation, images, fields),
            number=index,
            total=count,
            inputs=tuple(one.content for one in uploads[0][1]) if uploads else (),
            others=tuple(one.content for _, files in uploads[1:] for one in files),
        )
        for index in range(count)
    )


def _size(images: Images, fields: Mapping[str, object]) -> tuple[int, int]:
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
            return _PLAIN_SIZE


def _format(images: Images, fields: Mapping[str, object]) -> str:
    for value in (fields.get(images.format), images.defaults.get(images.format)):
        name = str(value).lower().rpartition("/")[2]
        if name in FORMATS:
            return name
    return "png"


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
