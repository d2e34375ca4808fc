"""Knows how values and names become source text, and what that text needs imported.

It must not know what the text is for. A `Code` is made from parsed values by quoting them, from
names, and from fixed texts of this package; a template prints nothing that is not a `Code`, so a
specification's strings cannot become anything but literals and docstrings.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import LiteralString, NamedTuple, cast

from pictura_codegen.names import Name
from pictura_codegen.quoting import quote, quote_docstring, quote_long


class Import(NamedTuple):
    """What a piece of source needs.

    Attributes:
        module: A module's name; a dot for this package itself.
        name: What is taken from it, empty for the module as a whole.
    """

    module: str
    name: str = ""


_NOTHING: frozenset[Import] = frozenset()
_SEAL = object()


class Code:
    """Source text that was made by quoting, and what it needs."""

    __slots__ = ("_needs", "_text")

    def __init__(self, text: str, needs: frozenset[Import], seal: object) -> None:
        if seal is not _SEAL:
            message = "source text is made by quoting, not from a string"
            raise TypeError(message)
        self._text = text
        self._needs = needs

    @property
    def needs(self) -> frozenset[Import]:
        """What has to be imported for it."""
        return self._needs

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Code({self._text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Code) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)


def _make(text: str, needs: frozenset[Import] = _NOTHING) -> Code:
    return Code(text, needs, _SEAL)


def needs_of(pieces: Iterable[Code]) -> frozenset[Import]:
    """Join what pieces need."""
    found = _NOTHING
    for piece in pieces:
        needs = piece.needs
        if not needs <= found:
            found = found | needs if found else needs
    return found


def fixed(text: LiteralString) -> Code:
    """Take a text that stands in this package's own source."""
    return _make(text)


def name(of: Name) -> Code:
    """Take a name, which can be nothing but an identifier."""
    return _make(of.text)


@cache
def word(module: LiteralString, of: LiteralString) -> Code:
    """Take something that is imported by its name."""
    return _make(of, frozenset({Import(module, of)}))


def needing(module: str, of: str) -> Code:
    """Say that something is imported, without writing it."""
    return _make("", frozenset({Import(module, of)}))


def member(module: LiteralString, of: Name, *, package: LiteralString = "") -> Code:
    """Take something by its module's name: `validators.is_image`, where `package` is a dot."""
    need = Import(package, module) if package else Import(module)
    return _make(f"{module}.{of}", frozenset({need}))


def sibling(module: LiteralString) -> Code:
    """Take a module of this package as a whole."""
    return _make(module, frozenset({Import(".", module)}))


def fill(frame: LiteralString, *pieces: Code) -> Code:
    """Put pieces where the frame has `{}`."""
    return _make(frame.format(*pieces), needs_of(pieces))


def join(separator: LiteralString, pieces: Iterable[Code]) -> Code:
    """Join pieces."""
    kept = list(pieces)
    return _make(separator.join(str(piece) for piece in kept), needs_of(kept))


def trusted(source: str) -> Code:
    """Take whole statements of the schema compiler, which quotes by the same rules.

    Raises:
        SyntaxError: They are no Python.
    """
    return _make(source)


def literal(value: object) -> Code:
    """Quote a JSON value, an enum's member, or a tuple or named tuple of such.

    Raises:
        TypeError: It is something else.
    """
    needs: set[Import] = set()
    text = _literal(value, needs)
    return _make(text, frozenset(needs))


def quoted(of: Code) -> Code:
    """Write a type as a text, for a name that is not there yet."""
    line = str(of).replace("[\n", "[").replace(",\n]", "]").replace("\n", " ")
    return _make(quote(line), of.needs)


def docstring(text: str, pointer: str = "", *, indent: int = 4) -> Code:
    """Write a text of the specification as a docstring, wrapped, with a pointer home."""
    return _make(quote_docstring(text, pointer, indent=indent))


def call(function: Code, **arguments: Code) -> Code:
    """Write a call with one keyword argument a line."""
    written = "".join(f"{key}={value},\n" for key, value in arguments.items())
    return _make(f"{function}(\n{written})", needs_of([function, *arguments.values()]))


def lines(opening: LiteralString, pieces: Sequence[Code], closing: LiteralString) -> Code:
    """Write one piece a line between brackets; a tuple, a list, a subscript, a signature."""
    if not pieces:
        return _make(opening + closing)
    inner = "".join(f"{piece},\n" for piece in pieces)
    return _make(f"{opening}\n{inner}{closing}", needs_of(pieces))


def _literal(value: object, needs: set[Import]) -> str:
    if isinstance(value, str):
        return quote_long(value)
    if value is None or isinstance(value, bool | int | bytes):
        return repr(value)
    if isinstance(value, float):
        finite = value - value == 0
        return repr(value) if finite else f'float("{value}")'
    if isinstance(value, Enum):
        needs.add(Import(type(value).__module__, type(value).__name__))
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, Mapping):
        mapping = cast("Mapping[object, object]", value)
        members = (f"{_literal(k, needs)}: {_literal(v, needs)}" for k, v in mapping.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list | tuple):
        sequence = cast("Sequence[object]", value)
        fields = getattr(sequence, "_fields", None)
        if isinstance(fields, tuple):
            return _named(sequence, cast("tuple[str, ...]", fields), needs)
        elements = [_literal(item, needs) for item in sequence]
        if isinstance(value, list):
            return "[" + ", ".join(elements) + "]"
        return "(" + ", ".join(elements) + ("," if len(elements) == 1 else "") + ")"
    message = f"no literal for {type(value).__name__}"
    raise TypeError(message)


def _named(value: Sequence[object], fields: tuple[str, ...], needs: set[Import]) -> str:
    kind = type(value)
    needs.add(Import(kind.__module__, kind.__name__))
    defaults: Mapping[str, object] = getattr(kind, "_field_defaults", {})
    written = [
        f"{field}={_elements(item, needs)}"
        for field, item in zip(fields, value, strict=True)
        if field not in defaults or defaults[field] != item
    ]
    long = any(text.endswith("\n)") for text in written)
    inner = "".join(f"{text},\n" for text in written) if long else ", ".join(written)
    return f"{kind.__name__}({inner})"


def _elements(value: object, needs: set[Import]) -> str:
    """Write a tuple of named tuples with one a line, so that a new one is a new line."""
    if not isinstance(value, tuple):
        return _literal(value, needs)
    items = cast("tuple[object, ...]", value)
    if not items or not all(getattr(item, "_fields", None) for item in items):
        return _literal(items, needs)
    return "(\n" + "".join(f"{_literal(item, needs)},\n" for item in items) + ")"
