"""Knows multipart bodies (RFC 7578): what parts a value has, and their bytes.

It must not know how the bytes travel: they are given piece by piece, as often as asked.
"""

import json
import mimetypes
import os
from collections.abc import Iterator
from os import PathLike
from typing import IO, TypeAlias, assert_never, cast

from pictura_core.data import is_array
from pictura_core.operation import Body, Part
from pictura_core.tuples import NamedTuple
from pictura_core.wire.parameters import text_of

_PIECE = 256 * 1024

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"\xff\xd8\xff", 0, "jpeg"),
    (b"GIF8", 0, "gif"),
    (b"WEBP", 8, "webp"),
)


class OpenFile(NamedTuple):
    """An open file and where in it the content begins, so that it can be sent once more."""

    stream: IO[bytes]
    start: int | None


Content: TypeAlias = bytes | str | OpenFile
"""Bytes, the path of a file, or an open file."""


class FormPart(NamedTuple):
    """One part of a multipart body.

    Attributes:
        name: The field's name.
        content: What it holds.
        filename: Empty if the part is no file.
        content_type: Empty if it is plain text.
    """

    name: str
    content: Content
    filename: str = ""
    content_type: str = ""


def parts_of(body: Body, value: "dict[str, object]") -> tuple[FormPart, ...]:
    """Tell which parts a value has: one for each element of a list, none for null."""
    special = {part.name: part for part in body.parts}
    found: list[FormPart] = []
    for name, item in value.items():
        part = special.get(name, Part(name))
        for element in item if is_array(item) else [item]:
            if element is None:
                continue
            if name in body.files and not isinstance(element, str):
                found.append(_file(part, element))
            else:
                found.append(_field(part, element))
    return tuple(found)


def _field(part: Part, value: object) -> FormPart:
    kind = _one_type(part.content_type)
    if isinstance(value, dict | list) or kind == "application/json" or kind.endswith("+json"):
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        kind = kind or "application/json"
    else:
        text = text_of(value)
    return FormPart(part.name, text.encode("utf-8", "surrogatepass"), "", kind)


def _file(part: Part, value: object) -> FormPart:
    if isinstance(value, tuple):
        name, inner, kind = cast("tuple[str, object, str]", value)
        if not (kind.isascii() and kind.isprintable()):
            message = "a media type holds printable ASCII characters only"
            raise ValueError(message)
        return FormPart(part.name, content_of(inner), name, kind)
    content = content_of(value)
    format_ = _recognise(content)
    named = _filename(content)
    default = _one_type(part.content_type) or "application/octet-stream"
    kind = f"image/{format_}" if format_ else _guess(named) or default
    return FormPart(part.name, content, named or f"{part.name}.{format_ or 'bin'}", kind)


def content_of(value: object) -> Content:
    """Take what a file field takes, without name and media type.

    Raises:
        TypeError: It is something else.
    """
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    if isinstance(value, PathLike):
        return os.fspath(cast("PathLike[str]", value))
    if hasattr(value, "read"):
        stream = cast("IO[bytes]", value)
        return OpenFile(stream, stream.tell() if stream.seekable() else None)
    message = f"a file is bytes, a path or an open binary file, not {type(value).__name__}"
    raise TypeError(message)


def pieces_of(content: Content) -> Iterator[bytes]:
    """Give a content piece by piece, from its beginning each time.

    Raises:
        OSError: The file cannot be read.
    """
    match content:
        case bytes():
            yield content
        case str():
            with open(content, "rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        case OpenFile(stream, start):
            if start is not None:
                stream.seek(start)
            while piece := stream.read(_PIECE):
                yield piece
        case _:
            assert_never(content)


def size_of(content: Content) -> int | None:
    """Tell how many bytes a content has, None if that shows only at its end.

    Raises:
        OSError: The file cannot be read.
    """
    match content:
        case bytes():
            return len(content)
        case str():
            return os.stat(content).st_size
        case OpenFile(stream, start):
            return None if start is None else stream.seek(0, os.SEEK_END) - start
        case _:
            assert_never(content)


def head_of(part: FormPart) -> bytes:
    """Write a part's headers, with the names quoted as browsers do (HTML Standard, 4.10.21.8)."""
    disposition = f'form-data; name="{_quote(part.name)}"'
    if part.filename:
        disposition += f'; filename="{_quote(part.filename)}"'
    head = f"Content-Disposition: {disposition}\r\n"
    if part.content_type:
        head += f"Content-Type: {part.content_type}\r\n"
    return (head + "\r\n").encode("utf-8", "surrogateescape")


def _quote(name: str) -> str:
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _one_type(media_types: str) -> str:
    """Give a media type that stands alone, not one of a choice."""
    alone = "," not in media_types and "*" not in media_types
    return media_types.strip() if alone else ""


def _recognise(content: Content) -> str:
    """Tell a picture's format by its first bytes, empty if it is none that is known.

    Image APIs refuse a picture whose part does not say what it is.
    """
    match content:
        case bytes():
            head = content[:16]
        case str():
            with open(content, "rb") as file:
                head = file.read(16)
        case OpenFile(stream, start):
            if start is None:
                return ""
            head = stream.read(16)
            stream.seek(start)
        case _:
            assert_never(content)
    return next((name for mark, at, name in _SIGNATURES if head[at:].startswith(mark)), "")


def _filename(content: Content) -> str:
    match content:
        case bytes():
            return ""
        case str():
            return os.path.basename(content)
        case OpenFile(stream, _):
            name = getattr(stream, "name", "")
            return os.path.basename(name) if isinstance(name, str) else ""
        case _:
            assert_never(content)


def _guess(filename: str) -> str:
    return mimetypes.guess_type(filename)[0] or ""
