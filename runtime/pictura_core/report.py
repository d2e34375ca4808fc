"""Knows how findings are written: for people, as JSON lines, for GitHub and as SARIF.

It must not know who found what, and it opens no file: a finding brings its source along.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias, get_args
from unicodedata import category, east_asian_width

from pictura_core.diagnostics import Diagnostic, Note, Severity
from pictura_core.source import Source, Span, split_lines
from pictura_core.tuples import NamedTuple

__all__ = ["FORMATS", "Format", "render", "visible"]

Format: TypeAlias = Literal["text", "json", "github", "sarif"]

FORMATS: tuple[Format, ...] = get_args(Format)
"""The names of the formats, the default first."""

_TAB = 4
_WIDTH = 100
_BEFORE = 40
_ENOUGH = 2000
_CUT = "…"
# Zero width joiner and non-joiner are part of how words and emoji are spelled.
_JOINERS = "\u200c\u200d"


class _Paint(NamedTuple):
    """ANSI sequences, all empty where no colour is wanted."""

    error: str = ""
    warning: str = ""
    note: str = ""
    bold: str = ""
    reset: str = ""


_COLOURS = _Paint("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m")


def render(
    diagnostics: Sequence[Diagnostic], form: Format = "text", *, colour: bool = False
) -> str:
    """Write findings in one of the formats, in the order given; each line ends with a line end.

    Only the text format knows colour. No findings make an empty text, but in SARIF, where they
    make the log of a run without results.
    """
    match form:
        case "text":
            paint = _COLOURS if colour else _Paint()
            return "".join(line + "\n" for d in diagnostics for line in _text(d, paint))
        case "json":
            return "".join(json.dumps(_record(d)) + "\n" for d in diagnostics)
        case "github":
            return "".join(_annotation(d) + "\n" for d in diagnostics)
        case "sarif":
            return json.dumps(_log(diagnostics), indent=2) + "\n"


def _text(diagnostic: Diagnostic, paint: _Paint) -> Iterator[str]:
    is_error = diagnostic.severity is Severity.ERROR
    tone = paint.error if is_error else paint.warning
    code = diagnostic.code if is_error else f"warning: {diagnostic.code}"
    place = _place(diagnostic.name, diagnostic.span)
    message = visible(diagnostic.message)
    yield f"{paint.bold}{place}{paint.reset}: {tone}{code}{paint.reset}: {message}"
    if diagnostic.span is not None:
        yield from _excerpt(diagnostic.span, tone, paint.reset)
    for note in diagnostic.notes:
        yield from _note(note, paint)


def _note(note: Note, paint: _Paint) -> Iterator[str]:
    label = f"{paint.note}note{paint.reset}: {visible(note.message)}"
    if note.span is None:
        yield f"  {label}"
        return
    yield f"  {_place(note.span.source.name, note.span)}: {label}"
    yield from _excerpt(note.span, paint.note, paint.reset)


def _place(name: str, span: Span | None) -> str:
    return visible(name) + (f":{span.start.line}:{span.start.column}" if span else "")


def _excerpt(span: Span, tone: str, reset: str) -> Iterator[str]:
    """Write the line on which a span begins, and carets under the part of it that it covers."""
    lines = _lines(span.source)
    if span.start.line > len(lines):
        return
    line = lines[span.start.line - 1]
    start = min(span.start.column - 1, len(line))
    end = span.end.column - 1 if span.end.line == span.start.line else len(line.rstrip())
    if len(line) > _ENOUGH:  # a file of one line is not to be measured whole for each finding
        cut = max(0, start - _ENOUGH // 2)
        line, start, end = line[cut : cut + _ENOUGH], start - cut, min(end - cut, _ENOUGH)
    cells, first = _window(_cells(line), start)
    before = "".join(cells[: start - first])
    marked = "".join(cells[start - first : max(end, start + 1) - first])
    carets = " " * _width(before) + tone + "^" * max(1, _width(marked.removesuffix(_CUT))) + reset
    number = str(span.start.line)
    yield f"{number:>5} | {''.join(cells)}".rstrip()
    yield f"{'':>5} | {carets}"


@lru_cache(maxsize=4)
def _lines(source: Source) -> list[str]:
    return split_lines(source.text)


def _cells(line: str) -> list[str]:
    """Give what stands on the screen for each character of a line."""
    if line.isascii() and line.isprintable():
        return list(line)
    cells: list[str] = []
    column = 0
    for character in line:
        tab = " " * (_TAB - column % _TAB)
        cells.append(tab if character == "\t" else visible(character))
        column += _width(cells[-1])
    return cells


def _window(cells: list[str], start: int) -> tuple[list[str], int]:
    """Cut a long line to what stands around a character; tell how many were cut before."""
    if _width("".join(cells)) <= _WIDTH:
        return cells, 0
    first = start
    room = _BEFORE
    while first > 0 and (room := room - _width(cells[first - 1])) >= 0:
        first -= 1
    last = first
    room = _WIDTH
    while last < len(cells) and (room := room - _width(cells[last])) >= 0:
        last += 1
    window = cells[first:last]
    if first:
        # The cell before the window makes room for the sign that something was cut.
        first -= 1
        window.insert(0, _CUT)
    if last < len(cells):
        window.append(_CUT)
    return window, first


def _width(text: str) -> int:
    """Tell how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if category(character) in ("Mn", "Me") or character in _JOINERS
        else 1 + (east_asian_width(character) in "WF")
        for character in text
    )


def visible(text: str) -> str:
    """Escape what would move the cursor, reverse the line or hide in it."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or _is_harmless(character) else _escape(character)
        for character in text
    )


def _is_harmless(character: str) -> bool:
    return character in _JOINERS or category(character) in ("Zs", "Cn", "Co")


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _region(name: str, span: Span | None) -> dict[str, object]:
    return {
        "file": name,
        "line": span.start.line if span else None,
        "column": span.start.column if span else None,
        "endLine": span.end.line if span else None,
        "endColumn": span.end.column if span else None,
    }


def _record(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        **_region(diagnostic.name, diagnostic.span),
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "notes": [
            {"message": note.message, **_region(note.span.source.name, note.span)}
            if note.span
            else {"message": note.message}
            for note in diagnostic.notes
        ],
    }


def _annotation(diagnostic: Diagnostic) -> str:
    """Write a workflow command of GitHub Actions."""
    properties: dict[str, object] = {"file": diagnostic.name}
    if diagnostic.span is not None:
        start, end = diagnostic.span.start, diagnostic.span.end
        properties |= {"line": start.line, "endLine": end.line, "col": start.column}
        if end.line == start.line:  # GitHub shows no columns of an annotation of many lines
            properties["endColumn"] = end.column
    properties["title"] = diagnostic.code
    told = ",".join(
        f"{key}={_command(value).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in properties.items()
    )
    sentences = [diagnostic.message]
    for note in diagnostic.notes:
        place = f" ({_place(note.span.source.name, note.span)})" if note.span else ""
        sentences.append(note.message + place)
    return f"::{diagnostic.severity.value} {told}::{_command(chr(10).join(sentences))}"


def _command(value: object) -> str:
    kept = str(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(kept)


def _log(diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    """Make a log as of SARIF 2.1.0 (3.13), with one run."""
    codes = list(dict.fromkeys(d.code for d in diagnostics))
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "pictura", "rules": [{"id": code} for code in codes]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(d, codes.index(d.code)) for d in diagnostics],
            }
        ],
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": _sentences(diagnostic)},
        "locations": [_location(diagnostic.name, diagnostic.span)],
    }
    related = [
        {
            "id": number,
            "message": {"text": note.message},
            **_location(note.span.source.name, note.span),
        }
        for number, note in enumerate(diagnostic.notes)
        if note.span
    ]
    return result | ({"relatedLocations": related} if related else {})


def _sentences(diagnostic: Diagnostic) -> str:
    """Join the message and those notes that have no place of their own."""
    return "\n".join([diagnostic.message, *(n.message for n in diagnostic.notes if not n.span)])


def _location(name: str, span: Span | None) -> dict[str, object]:
    from urllib.parse import quote  # noqa: PLC0415 - a cold start counts, and SARIF is rare

    uri = quote(name.encode("utf-8", "surrogateescape"))
    physical: dict[str, object] = {
        "artifactLocation": {"uri": f"file://{uri}" if uri.startswith("/") else uri}
    }
    if span is not None:
        physical["region"] = {
            "startLine": span.start.line,
            "startColumn": span.start.column,
            "endLine": span.end.line,
            "endColumn": span.end.column,
        }
    return {"physicalLocation": physical}
