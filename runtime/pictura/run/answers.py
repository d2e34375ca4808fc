"""Knows where an answer carries its pictures, by the operation's table. It fetches none."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeAlias, assert_never
from urllib.parse import unquote_to_bytes

from pictura_core.data import Path, find
from pictura_core.extensions import Picture, Stream, applies
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
    sources = _in_order(images.sources, images.defaults, request)
    prompts = {
        _element(path): here
        for path, here in (find(value, images.revised_prompt) if images.revised_prompt else ())
        if isinstance(here, str)
    }
    return _read_all(_candidates(sources, value), prompts, names)


def streamed(
    operation: Operation[object], request: Mapping[str, object], events: Sequence[object]
) -> tuple[Carried, ...]:
    """Find the pictures of an answer that came in events: those of the final ones alone.

    Args:
        operation: What was called; it has a `stream`.
        request: What it was asked.
        events: The data of each event, decoded.
    """
    stream, images = operation.stream, operation.images
    if stream is None or images is None:
        return ()
    sources = _in_order(stream.sources or images.sources, images.defaults, request)
    found = [
        _candidates(sources, event) for event in events if is_kind(stream, stream.final, event)
    ]
    if not stream.final:  # all are alike: each shows more than the one before it
        found = [one for one in found if one][-1:]
    ends = {(at, *path): here for at, one in enumerate(found) for path, here in one.items()}
    return _read_all(ends, {}, ())


def is_kind(stream: Stream, kinds: Sequence[str], event: object) -> bool:
    """Tell whether an event's data is of one of some kinds; any is if none are named."""
    names = [name for _, name in find(event, stream.kind) if isinstance(name, str)]
    return not kinds or any(fnmatchcase(name, kind) for name in names for kind in kinds)


def _in_order(
    sources: Sequence[Picture], defaults: Mapping[str, object], request: Mapping[str, object]
) -> list[Picture]:
    # The sources that the table expects for this request come first, but a picture that stands
    # where it should not is still one that was paid for.
    asked = {**defaults, **{k: v for k, v in request.items() if v is not None}}
    expected = [source for source in sources if applies(source.when, asked)]
    return expected + [source for source in sources if source not in expected]


_Found: TypeAlias = dict[tuple[int, ...], tuple[Picture, object]]


def _candidates(sources: Sequence[Picture], value: object) -> _Found:
    """Find what may be a picture, by which element of which arrays it is about.

    What a later source finds is often what an earlier one did: at the same element, under another
    name, or once more for those who look for one alone.
    """
    found: _Found = {}
    odd: _Found = {}
    for source in sources:
        before = {here for _, here in found.values()}
        for path, here in find(value, source.pointer):
            element = _element(path)
            if here in (None, "", b"") or any(other[: len(element)] == element for other in found):
                continue
            if not isinstance(here, bytes if source.kind == "body" else str):
                odd.setdefault(element, (source, here))
            elif here not in before:
                found[element] = (source, here)
    depths = {len(element) for element in found}
    for element, one in odd.items():
        if element not in found and (not depths or len(element) in depths):
            found[element] = one
    return found


def _read_all(
    found: _Found, prompts: Mapping[tuple[int, ...], str], names: Collection[str]
) -> tuple[Carried, ...]:
    is_plain = all(len(element) == 1 for element in found)
    read: list[Carried] = []
    for order, element in enumerate(sorted(found)):
        source, here = found[element]
        position = element[0] if is_plain else order
        prompt = prompts.get(element, "")
        if isinstance(here, str) and here in names:
            read.append(Named(position, here, prompt))
        else:
            read.append(_read(source, here, position, prompt))
    return tuple(read)


def _element(path: Path) -> tuple[int, ...]:
    """Reduce a path to the elements of arrays on its way: that is which picture it is about."""
    return tuple(step for step in path if isinstance(step, int))


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
