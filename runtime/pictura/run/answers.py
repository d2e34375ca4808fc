"""Knows where an answer carries its pictures, by the operation's table. It fetches none."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never
from urllib.parse import unquote_to_bytes

from pictura_core.data import Path, find
from pictura_core.extensions import Picture, applies
from pictura_core.operation import Operation

_DATA_URL = re.compile(r"data:[^,]{0,200}?(;base64)?,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inline:
    """A picture's bytes stood in the answer."""

    position: int
    data: bytes
    revised_prompt: str


@dataclass(frozen=True, slots=True)
class Address:
    """A picture is to be fetched from a url within some seconds; 0 if the table does not say."""

    position: int
    url: str
    expires: int
    revised_prompt: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a picture should be, something else is."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class Named:
    """A picture's bytes were cut out of the answer, and have a name now."""

    position: int
    name: str
    revised_prompt: str


Carried: TypeAlias = Inline | Named | Address | Broken


def carried(
    operation: Operation[object],
    request: Mapping[str, object],
    value: object,
    names: Collection[str] = (),
) -> tuple[Carried, ...]:
    """Find the pictures of an answer, by their positions.

    Args:
        operation: What was called.
        request: What it was asked.
        value: The decoded answer.
        names: Texts in it that stand for what was cut out.
    """
    images = operation.images
    if images is None:
        return ()
    asked = {**images.defaults, **{k: v for k, v in request.items() if v is not None}}
    # The sources that the table expects for this request come first, but a picture that stands
    # where it should not is still one that was paid for.
    expected = [source for source in images.sources if applies(source.when, asked)]
    sources = expected + [source for source in images.sources if source not in expected]
    found: dict[Path, tuple[Picture, object]] = {}
    for source in sources:
        for path, here in find(value, source.pointer):
            if here not in (None, "", b""):
                found.setdefault(_element(path), (source, here))
    prompts = {
        _element(path): here
        for path, here in (find(value, images.revised_prompt) if images.revised_prompt else ())
        if isinstance(here, str)
    }
    return tuple(
        Named(_position(element, order), here, prompts.get(element, ""))
        if isinstance(here, str) and here in names
        else _read(source, here, _position(element, order), prompts.get(element, ""))
        for order, (element, (source, here)) in enumerate(
            sorted(found.items(), key=lambda item: tuple(map(str, item[0])))
            if any(len(element) > 1 for element in found)
            else sorted(found.items(), key=lambda item: _position(item[0], 0))
        )
    )


def _element(path: Path) -> Path:
    """Reduce a path to the elements of arrays on its way: that is which picture it is about."""
    return tuple(step for step in path if isinstance(step, int))


def _position(element: Path, order: int) -> int:
    step = element[0] if len(element) == 1 else order
    return step if isinstance(step, int) else order


def _read(source: Picture, here: object, position: int, prompt: str) -> Carried:
    if source.kind == "body":
        if isinstance(here, bytes):
            return Inline(position, here, prompt)
        return Broken(position, "the answer is no picture")
    if not isinstance(here, str):
        return Broken(position, f"where a {source.kind} picture should stand, no text stands")
    if here.startswith("data:"):
        return _read_data_url(here, position, prompt)
    match source.kind:
        case "url":
            return Address(position, here, source.expires, prompt)
        case "base64":
            return _read_base64(here, position, prompt)
        case "data-url":
            return Broken(position, "the picture's data url does not begin with `data:`")
        case _:
            assert_never(source.kind)


def _read_data_url(text: str, position: int, prompt: str) -> Carried:
    head = _DATA_URL.match(text)
    if head is None:
        return Broken(position, "the picture's data url is broken")
    if head.group(1):
        return _read_base64(text[head.end() :], position, prompt)
    return Inline(position, unquote_to_bytes(text[head.end() :]), prompt)


def _read_base64(text: str, position: int, prompt: str) -> Carried:
    try:
        return Inline(position, b64decode(text, validate=True), prompt)
    except (Error, ValueError):
        pass
    # Some servers break lines or leave the padding out; anything else is broken.
    bare = "".join(text.split()).rstrip("=")
    try:
        return Inline(position, b64decode(bare + "=" * (-len(bare) % 4), validate=True), prompt)
    except (Error, ValueError):
        return Broken(position, "the picture's base64 is broken")
