"""Knows YAML 1.2 core and JSON texts as values in which everything has a place.

It must not know what the values mean: recipes and specifications begin with the same `Document`.
"""

import os
import stat
from typing import NoReturn, Protocol

from pictura_core import yaml_text
from pictura_core.data import Path
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.source import Lines, Source, Span

__all__ = ["MAXIMUM_BYTES", "Document", "load", "read_source"]

MAXIMUM_BYTES = 64 * 1024 * 1024
"""How long a file may be that a person is said to have written."""


class _Places(Protocol):
    def value(self, path: Path) -> tuple[int, int]: ...
    def key(self, path: Path) -> tuple[int, int]: ...
    def forget(self) -> None: ...


class Document:
    """A text that was read: plain values, and the place of each.

    Attributes:
        source: The text.
        value: Dicts with text keys, lists, texts, numbers, booleans and None, no two of them the
            same object.
    """

    __slots__ = ("_lines", "_places", "source", "value")

    def __init__(self, lines: Lines, value: object, places: _Places) -> None:
        self.source = lines.source
        self.value = value
        self._lines = lines
        self._places = places

    def span(self, path: Path = ()) -> Span:
        """Tell where the value at a path stands; of a path that leads too far, where it ends."""
        return self._lines.span(*self._places.value(path))

    def key_span(self, path: Path) -> Span:
        """Tell where the key of the value at a path stands; of an element, where it stands."""
        return self._lines.span(*self._places.key(path))

    def forget_places(self) -> None:
        """Give back the memory that places take; asking for one reads the text again."""
        self._places.forget()


def load(source: Source) -> Document:
    """Read a text: JSON if its name ends with `.json` or its text is JSON, else YAML 1.2.

    Raises:
        Rejected: With everything that is wrong with it.
    """
    text = source.text
    if text.startswith("\ufeff"):
        source = Source(source.name, text[1:])
        text = source.text
    lines = Lines(source)
    if not text.strip():
        message = "the file is empty"
        raise Rejected([Diagnostic("empty-file", message, lines.span(0, 0))])
    if "\0" in text:
        at = text.index("\0")
        raise Rejected([_binary(lines.span(at, at + 1))])
    if source.name.endswith(".json") or text.lstrip().startswith(("{", "[")):
        return _load_json(lines)
    return Document(lines, *yaml_text.parse(lines))


def _load_json(lines: Lines) -> Document:
    from pictura_core import json_text  # noqa: PLC0415 - recipes are YAML, and a cold start counts

    if not lines.source.name.endswith(".json"):
        # JSON is read a hundred times faster, and says some things that libyaml does not take.
        try:
            return Document(lines, *json_text.parse(lines))
        except Rejected as rejected:
            if not rejected.diagnostics[0].code.startswith(("syntax", "number")):
                raise
        return Document(lines, *yaml_text.parse(lines))
    return Document(lines, *json_text.parse(lines))


def read_source(path: str) -> Source:
    """Read a file of UTF-8 text, with or without a byte order mark.

    Raises:
        Rejected: There is no such file, or it holds no text.
    """
    try:
        content = None if stat.S_ISDIR(os.stat(path).st_mode) else _read(path)
    except FileNotFoundError:
        _reject("file-not-found", f"there is no file {path}", path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"{path} cannot be read: {reason.lower()}"
        _reject("unreadable-file", message, path)
    if content is None:
        _reject("not-a-file", f"{path} is a folder, not a file", path)
    if len(content) > MAXIMUM_BYTES:
        message = f"{path} is longer than {MAXIMUM_BYTES // (1024 * 1024)} MiB"
        _reject("file-too-large", message, path)
    return Source(path, _decode(path, content))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(MAXIMUM_BYTES + 1)


def _decode(path: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        _reject("not-utf-8", f"{path} is UTF-16; save it as UTF-8", path)
    if b"\0" in content:
        before = content[: content.index(b"\0")].decode("utf-8", "replace")
        end = Lines(Source(path, before + "\0"))
        raise Rejected([_binary(end.span(len(before), len(before) + 1))])
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        text = before + content[error.start :].decode("utf-8", "replace")
        span = Lines(Source(path, text)).span(len(before), len(before) + 1)
        message = f"the byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise Rejected([Diagnostic("not-utf-8", message, span)]) from None


def _binary(span: Span) -> Diagnostic:
    return Diagnostic("binary-file", "the file is binary, not text", span)


def _reject(code: str, message: str, path: str) -> NoReturn:
    raise Rejected([Diagnostic(code, message, None, file=path)]) from None
