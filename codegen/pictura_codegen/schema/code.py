"""Knows Python source text that can only be made by quoting. It must not know JSON Schema.

A text of a schema becomes source through `literal`, which quotes it, and never otherwise: templates
are literal strings of this package, and what fills them is `Code` already (a type error if not).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from keyword import iskeyword
from typing import Final, LiteralString, NamedTuple

from pictura_core.equality import is_array, is_object

_PLAIN: Final = 0
_AND: Final = 1
_OR: Final = 2
_WIDTH: Final = 72
_INSIDE: Final = _WIDTH - 2
_NONE: Final = frozenset[str]()
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


class Code(NamedTuple):
    """Source text of one expression or one line.

    Attributes:
        text: The source.
        binding: How loosely its outermost operator binds: as a comparison, as `and`, as `or`.
        names: What it reads of variables, constants, functions and modules.
    """

    text: str
    binding: int = _PLAIN
    names: frozenset[str] = _NONE


class Test(NamedTuple):
    """One question with both of its answers, so that neither reads as a double negation."""

    fails: Code
    holds: Code


def code(template: LiteralString, *parts: Code) -> Code:
    """Fill a template of ours with source text that is already code."""
    if len(parts) == 1:
        only = parts[0]
        return Code(template.format(only.text), _PLAIN, only.names)
    return Code(template.format(*[part.text for part in parts]), _PLAIN, _names(parts))


def joined(parts: Iterable[Code]) -> Code:
    """List expressions, with commas between them."""
    listed = tuple(parts)
    return Code(", ".join([part.text for part in listed]), _PLAIN, _names(listed))


def _names(parts: tuple[Code, ...]) -> frozenset[str]:
    found = _NONE
    for part in parts:
        if part.names and part.names is not found:
            found = found | part.names if found else part.names
    return found


@lru_cache(maxsize=4096)
def word(name: str) -> Code:
    """Take a name that is an identifier, dotted or not.

    Raises:
        ValueError: It is none.
    """
    if not _IDENTIFIER.fullmatch(name):
        message = f"{name!r} is no identifier"
        raise ValueError(message)
    return Code(name, _PLAIN, frozenset(name.split(".")))


def annotation(text: str) -> Code:
    """Take an annotation that the caller of the compiler wrote.

    Raises:
        SyntaxError: It is no expression.
    """
    names = text.split(".")
    if not _IDENTIFIER.fullmatch(text) or any(map(iskeyword, names)):
        compile(text, "<annotation>", "eval", dont_inherit=True)
    return Code(text)


def literal(value: object) -> Code:
    """Quote a JSON value.

    Raises:
        TypeError: The value is not JSON.
    """
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool | int):
        return Code(repr(value))
    if isinstance(value, float):
        # The repr of an infinity, or of what is no number, is a name and no literal.
        names = {"inf": "1e999", "-inf": "-1e999", "nan": "(1e999 - 1e999)"}
        return Code(names.get(repr(value), repr(value)))
    if is_array(value):
        items = ", ".join(literal(item).text for item in value)
        return Code(f"[{items}]")
    if is_object(value):
        items = ", ".join(f"{literal(k).text}: {literal(v).text}" for k, v in value.items())
        return Code("{" + items + "}")
    message = f"{type(value).__name__} is not JSON"
    raise TypeError(message)


def sole(quoted: Code) -> Code:
    """Take the parentheses off a string in pieces, where it is the only argument of a call."""
    in_pieces = quoted.text.startswith("(") and quoted.text.endswith(")")
    return Code(quoted.text[1:-1], quoted.binding, quoted.names) if in_pieces else quoted


def literals(values: tuple[object, ...]) -> Code:
    """Quote values as a tuple."""
    # The last comma has the formatter write an element a line: a new one is one line more.
    return Code("(" + "".join([f"{literal(value).text}, " for value in values]) + ")")


@lru_cache(maxsize=4096)
def _quoted(text: str) -> Code:
    """Quote a string; a long one in pieces, so that no line gets long."""
    if text.isascii() and text.isprintable() and "\\" not in text and "'" not in text:
        if len(text) <= _INSIDE:
            return Code(f"'{text}'")
        return Code("('" + "' '".join(_plain_pieces(text)) + "')")
    if len(ascii(text)) <= _WIDTH:
        return Code(_printable(text))
    return Code("(" + " ".join([_printable(piece) for piece in _pieces(text)]) + ")")


def _plain_pieces(text: str) -> list[str]:
    """Cut a text, each character of which is as wide in quotes, after spaces and slashes."""
    pieces: list[str] = []
    start = 0
    while len(text) - start > _INSIDE:
        end = start + _INSIDE
        cut = max(text.rfind("/", start, end), text.rfind(" ", start, end)) + 1
        if not cut:
            return _pieces(text)
        pieces.append(text[start:cut])
        start = cut
    return [*pieces, text[start:]]


def _pieces(text: str) -> list[str]:
    """Cut a text after spaces and slashes, and in between where it has none."""
    pieces: list[str] = []
    piece = ""
    for part in re.findall(r"[^ /]*[ /]?", text):
        rest = part
        while rest:
            # No more than a line of it is looked at: a part may be megabytes long.
            if piece and len(ascii(piece + rest[:_WIDTH])) > _WIDTH:
                pieces.append(piece)
                piece = ""
            # A part without a space or slash may itself be longer than a line.
            taken = rest[:_WIDTH]
            while len(ascii(taken)) > _WIDTH:
                taken = taken[: len(taken) * 2 // 3]
            piece, rest = piece + taken, rest[len(taken) :]
            if rest:
                pieces.append(piece)
                piece = ""
    pieces.append(piece)
    return [piece for piece in pieces if piece]


def _printable(text: str) -> str:
    # ascii() also escapes what an editor would not show as it is: bidi marks, lone surrogates.
    return repr(text) if text.isascii() or _ordinary(text) else ascii(text)


def _ordinary(text: str) -> bool:
    return all(char.isascii() or char.isalnum() for char in text)


def test(fails: Code, holds: Code) -> Test:
    """Put a question and its opposite together."""
    return Test(fails, holds)


def negate(question: Test) -> Test:
    """Turn a question round."""
    return Test(question.holds, question.fails)


def call(function: Code, *arguments: Code) -> Code:
    """Call a function."""
    return code("{}({})", function, joined(arguments))


def ask(question: Code) -> Test:
    """Make a test of an expression that is a call, a name or a comparison."""
    inner = question.text if question.binding == _PLAIN else f"({question.text})"
    return Test(Code(f"not {inner}", _PLAIN, question.names), question)


def every(tests: tuple[Test, ...]) -> Test:
    """All of them hold."""
    if not tests:
        return ALWAYS
    if len(tests) == 1:
        return tests[0]
    return Test(
        _join(" or ", _OR, tuple(item.fails for item in tests)),
        _join(" and ", _AND, tuple(item.holds for item in tests)),
    )


def some(tests: tuple[Test, ...]) -> Test:
    """At least one of them holds."""
    return negate(every(tuple(negate(item) for item in tests)))


def _join(operator: str, binding: int, parts: tuple[Code, ...]) -> Code:
    return Code(
        operator.join(
            [
                f"({part.text})" if part.binding not in (_PLAIN, binding) else part.text
                for part in parts
            ]
        ),
        binding,
        _names(parts),
    )


NEVER: Final = Test(Code("True"), Code("False"))
"""A test that no value passes."""

ALWAYS: Final = negate(NEVER)
"""A test that every value passes."""
