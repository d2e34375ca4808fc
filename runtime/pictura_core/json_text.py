"""Knows JSON texts: their values by the standard library, and places only when one is asked for.

It must not know where a text came from, nor what its values mean.
"""

import json
import re
from collections.abc import Iterator
from typing import NoReturn, TypeAlias

from pictura_core.data import Json, Path
from pictura_core.diagnostics import Diagnostic, Note, Rejected
from pictura_core.source import Lines
from pictura_core.tuples import NamedTuple
from pictura_core.yaml_nodes import MAXIMUM_DEPTH
from pictura_core.yaml_text import MAXIMUM_DIGITS

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+')

_SENTENCES = {
    "Expecting value": "a value is expected here",
    "Expecting property name enclosed in double quotes": "a key in double quotes is expected here, "
    "and no comma before the closing brace",
    "Expecting ':' delimiter": "a colon is expected here",
    "Expecting ',' delimiter": "a comma or a closing bracket is expected here",
    "Illegal trailing comma before end of object": "a comma cannot stand before the closing brace",
    "Illegal trailing comma before end of array": "a comma cannot stand before the closing bracket",
    "Extra data": "nothing can stand here, after the end of the value",
    "Unterminated string starting at": "this text is quoted and the quotes are never closed",
    "Invalid control character at": "a control character stands here; escape it",
    "Invalid \\escape": "no such escape; a backslash is written \\\\",
    "Invalid \\uXXXX escape": "this escape misses hexadecimal digits",
}


class _Place(NamedTuple):
    """Where a value stands, and its members with the places of their keys."""

    start: int
    end: int
    members: "dict[str, tuple[_Key, _Place]]"
    items: "list[_Place]"
    repeated: "list[tuple[str, _Key, _Key]]"


_Key: TypeAlias = tuple[int, int]


class Offsets:
    """The places of a JSON text's values; it is scanned when the first one is asked for."""

    __slots__ = ("_root", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: _Place | None = None

    def value(self, path: Path) -> tuple[int, int]:
        """Tell from which offset to which the value at a path goes, or its deepest ancestor."""
        return self._walk(path)[1][:2]

    def key(self, path: Path) -> tuple[int, int]:
        """Tell the same of the value's key; of the value where there is none."""
        key, place = self._walk(path)
        return key or place[:2]

    def forget(self) -> None:
        """Give the memory back; the text is scanned again if need be."""
        self._root = None

    def repeated(self) -> Iterator[tuple[str, _Key, _Key]]:
        """Give each key that stands twice in an object: its name, the first place, the second."""
        waiting = [self._scanned()]
        while waiting:
            place = waiting.pop()
            yield from place.repeated
            waiting.extend(place.items)
            waiting.extend(member for _, member in place.members.values())

    def _walk(self, path: Path) -> tuple[_Key | None, _Place]:
        key: _Key | None = None
        place = self._scanned()
        for step in path:
            if isinstance(step, int) and 0 <= step < len(place.items):
                key, place = None, place.items[step]
            elif str(step) in place.members:
                key, place = place.members[str(step)]
            else:
                break
        return key, place

    def _scanned(self) -> _Place:
        if self._root is None:
            tokens = _TOKEN.finditer(self._text)
            self._root = _scan(next(tokens), tokens)
        return self._root


def parse(lines: Lines) -> tuple[object, Offsets]:
    """Read a JSON text into plain values.

    Raises:
        Rejected: The text is no JSON, or holds what YAML files may not hold either.
    """
    text = lines.source.text
    twice = False

    def gather(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal twice
        members = dict(pairs)
        twice = twice or len(members) != len(pairs)
        return members

    findings: list[Diagnostic] = []
    offsets = Offsets(text)
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=gather,
            parse_int=_integer,
            parse_float=_real,
            parse_constant=_no,
        )
    except json.JSONDecodeError as error:
        message = _SENTENCES.get(error.msg, error.msg.lower())
        raise Rejected([_finding(lines, "syntax", message, error.pos, error.pos + 1)]) from None
    except RecursionError:
        value = None
        findings.append(_too_deep(lines))
    except _NumberError as error:
        found = (t.span() for t in _TOKEN.finditer(text) if t[0].startswith(error.text))
        raise Rejected([_finding(lines, error.code, str(error), *next(found, (0, 0)))]) from None
    if _is_deep(value):
        findings.append(_too_deep(lines))
    elif twice:
        for name, before, again in offsets.repeated():
            note = Note("it stands here first", lines.span(*before))
            message = f"the key {name[:60]!r} stands here twice"
            findings.append(
                _finding(lines, "duplicate-key", message, *again)._replace(notes=(note,))
            )
    findings.extend(_half_characters(lines))
    if findings:
        raise Rejected(findings)
    return value, offsets


class _NumberError(Exception):
    """A number that is none, or none that can be kept."""

    def __init__(self, text: str, code: str, message: str) -> None:
        self.text = text
        self.code = code
        super().__init__(message)


def _refuse(text: str, code: str, message: str) -> NoReturn:
    raise _NumberError(text, code, message)


def _integer(text: str) -> int:
    if len(text) > MAXIMUM_DIGITS:
        message = f"this number has {len(text)} digits; quote it if it is text"
        _refuse(text, "number-too-long", message)
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        _refuse(text, "number-too-large", f"the number {text[:60]} is too large")
    return value


def _no(text: str) -> object:
    _refuse(text, "syntax", f"JSON has no {text}")


def _is_deep(value: Json) -> bool:
    """Tell, level by level, whether a value is deeper than what walks it later can bear."""
    level = _collections([value])
    for _ in range(MAXIMUM_DEPTH - 1):
        level = [child for parent in level for child in _collections(parent)]
        if not level:
            return False
    return any(level)


def _collections(parent: Json) -> list[Json]:
    match parent:
        case dict():
            return [child for child in parent.values() if isinstance(child, dict | list)]
        case list():
            return [child for child in parent if isinstance(child, dict | list)]
        case _:
            return []


def _too_deep(lines: Lines) -> Diagnostic:
    depth = 0
    offset = 0
    for token in _TOKEN.finditer(lines.source.text):
        if depth == MAXIMUM_DEPTH and token.group() not in "]},:":
            offset = token.start()
            break
        depth += (token.group() in "[{") - (token.group() in "]}")
    message = f"values lie more than {MAXIMUM_DEPTH} levels deep in each other here"
    return _finding(lines, "nested-too-deep", message, offset, offset + 1)


def _half_characters(lines: Lines) -> Iterator[Diagnostic]:
    text = lines.source.text
    if "\\ud" not in text and "\\uD" not in text:
        return
    for token in _TOKEN.finditer(text):
        if not token.group().startswith('"'):
            continue
        try:
            json.loads(token.group()).encode()
        except UnicodeEncodeError:
            message = "this text escapes half of a surrogate pair, which is no character"
            yield _finding(lines, "lone-surrogate", message, token.start(), token.end())


def _finding(lines: Lines, code: str, message: str, start: int, end: int) -> Diagnostic:
    return Diagnostic(code, message, lines.span(start, end))


def _scan(token: re.Match[str], tokens: "Iterator[re.Match[str]]") -> _Place:
    """Find the places in a value that the standard library has found to be well formed."""
    members: dict[str, tuple[_Key, _Place]] = {}
    items: list[_Place] = []
    repeated: list[tuple[str, _Key, _Key]] = []
    last = token
    match token.group():
        case "{":
            while (last := next(tokens)).group() != "}":
                if last.group() == ",":
                    continue
                name: str = json.loads(last.group())
                if name in members:
                    repeated.append((name, members[name][0], last.span()))
                next(tokens)
                members[name] = (last.span(), _scan(next(tokens), tokens))
        case "[":
            while (last := next(tokens)).group() != "]":
                if last.group() != ",":
                    items.append(_scan(last, tokens))
        case _:
            pass
    return _Place(token.start(), last.end(), members, items, repeated)
