"""Knows the words that generated validators are written in. It imports the standard library only.

It must not know a schema: each function here serves validators of any schema, and the standalone
modules that the generator writes carry copies of those they use.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from pictura_core.data import Path, pointer
from pictura_core.equality import is_array, is_object, repetition
from pictura_core.spelling import similar
from pictura_core.tuples import NamedTuple


class Violation(NamedTuple):
    """One broken rule.

    Attributes:
        path: Where in the value.
        keyword: The JSON Schema keyword whose assertion failed.
        schema_path: Where the keyword stands in the schema, as a JSON pointer with its document.
        message: One sentence about the value, which is shortened; never more than 200 characters.
    """

    path: Path
    keyword: str
    schema_path: str
    message: str


Guard: TypeAlias = Callable[[object], bool]
"""A fast validator: does the value hold?"""

Check: TypeAlias = Callable[[object], Iterator[Violation]]
"""An explaining validator: every broken rule, in the order of the schema."""


def sentence(violation: Violation) -> str:
    """Say a violation with its place."""
    return f"{pointer(violation.path) or 'value'}: {violation.message}"


def show(value: object) -> str:
    """Say a value in at most 60 characters."""
    if isinstance(value, str):
        text = repr(value) if len(value) <= 60 else repr(value[:61])
        return text if len(text) <= 60 else f"{text[:57]}..."
    if isinstance(value, int):
        if isinstance(value, bool):
            return "true" if value else "false"
        return repr(value) if -(10**30) < value < 10**30 else "a very large integer"
    if value is None or isinstance(value, float):
        return "null" if value is None else repr(value)
    if is_object(value):
        return f"an object with {_counted(len(value), 'field')}"
    if is_array(value):
        return f"an array with {_counted(len(value), 'item')}"
    return f"a {type(value).__name__}"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def keyword_of(schema_path: str) -> str:
    """Give the keyword at the end of a place in a schema."""
    return schema_path.rpartition("/")[2]


def shortened(message: str) -> str:
    """Cut a sentence that is too long."""
    return message if len(message) <= 200 else f"{message[:197]}..."


def wrong_type(value: object, path: Path, schema_path: str, expected: str) -> Violation:
    """Say that a value is of another type."""
    return Violation(path, "type", schema_path, shortened(f"must be {expected}, not {show(value)}"))


def not_equal(value: object, path: Path, schema_path: str, expected: str) -> Violation:
    """Say that a value is not the constant that it must be, which comes as `show` says it."""
    return Violation(path, "const", schema_path, f"must be {expected}, not {show(value)}")


def not_listed(
    value: object, path: Path, schema_path: str, options: tuple[object, ...]
) -> Violation:
    """Say that a value is none of those listed, and which one it is like."""
    kept = _CHOICES.get(id(options))
    if kept is None or kept.options is not options:
        kept = _keep(options)
    said = f"must be {kept.text}, not {show(value)}"
    if not isinstance(value, str) or not kept.least <= len(value) <= kept.most:
        return Violation(path, "enum", schema_path, said)
    meant = similar(value, options)
    return Violation(path, "enum", schema_path, shortened(said + meant) if meant else said)


class _Choice:
    """An enum as it is said; the same mistake is often made in many places."""

    __slots__ = ("least", "most", "options", "text")

    def __init__(self, options: tuple[object, ...], text: str) -> None:
        self.options = options
        self.text = text
        lengths = [len(option) for option in options if isinstance(option, str)]
        # Words of other lengths are like none of them: two letters may differ, of few but one.
        shortest = min(lengths, default=3)
        self.least = shortest - (1 if shortest < 10 else 2)
        self.most = max(lengths, default=-3) + 2


_CHOICES: Final[dict[int, _Choice]] = {}


def _keep(options: tuple[object, ...]) -> _Choice:
    text = ", ".join([show(option) for option in options[:20]]) or "none of any values"
    if len(text) > 90 or len(options) > 20:
        text = f"{text[:80].rpartition(', ')[0] or show(options[0])}, ... ({len(options)} in all)"
    if len(_CHOICES) > 1000:
        _CHOICES.clear()
    kept = _Choice(options, f"one of {text}" if len(options) > 1 else text)
    _CHOICES[id(options)] = kept
    return kept


def too_small(value: object, path: Path, schema_path: str, limit: float) -> Violation:
    """Say that a number is below its least value."""
    return Violation(path, "minimum", schema_path, f"must be at least {limit}, is {show(value)}")


def too_large(value: object, path: Path, schema_path: str, limit: float) -> Violation:
    """Say that a number is above its greatest value."""
    return Violation(path, "maximum", schema_path, f"must be at most {limit}, is {show(value)}")


def not_above(value: object, path: Path, schema_path: str, limit: float) -> Violation:
    """Say that a number is not above its exclusive bound."""
    return Violation(
        path,
        keyword_of(schema_path),
        schema_path,
        f"must be greater than {limit}, is {show(value)}",
    )


def not_below(value: object, path: Path, schema_path: str, limit: float) -> Violation:
    """Say that a number is not below its exclusive bound."""
    return Violation(
        path, keyword_of(schema_path), schema_path, f"must be less than {limit}, is {show(value)}"
    )


def no_multiple(value: object, path: Path, schema_path: str, divisor: float) -> Violation:
    """Say that a number is no multiple of another."""
    return Violation(
        path, "multipleOf", schema_path, f"must be a multiple of {divisor}, is {show(value)}"
    )


def too_short(value: str, path: Path, schema_path: str, limit: int) -> Violation:
    """Say that a string has too few characters."""
    least = _counted(limit, "character")
    return Violation(
        path, "minLength", schema_path, f"must have at least {least}, has {len(value)}"
    )


def too_long(value: str, path: Path, schema_path: str, limit: int) -> Violation:
    """Say that a string has too many characters."""
    most = _counted(limit, "character")
    return Violation(path, "maxLength", schema_path, f"must have at most {most}, has {len(value)}")


def too_few_items(value: list[object], path: Path, schema_path: str, limit: int) -> Violation:
    """Say that an array has too few items."""
    least = _counted(limit, "item")
    return Violation(path, "minItems", schema_path, f"must have at least {least}, has {len(value)}")


def too_many_items(value: list[object], path: Path, schema_path: str, limit: int) -> Violation:
    """Say that an array has too many items."""
    most = _counted(limit, "item")
    return Violation(path, "maxItems", schema_path, f"must have at most {most}, has {len(value)}")


def too_few_fields(value: dict[str, object], path: Path, schema_path: str, limit: int) -> Violation:
    """Say that an object has too few fields."""
    least = _counted(limit, "field")
    return Violation(
        path, "minProperties", schema_path, f"must have at least {least}, has {len(value)}"
    )


def too_many_fields(
    value: dict[str, object], path: Path, schema_path: str, limit: int
) -> Violation:
    """Say that an object has too many fields."""
    most = _counted(limit, "field")
    return Violation(
        path, "maxProperties", schema_path, f"must have at most {most}, has {len(value)}"
    )


def no_match(value: object, path: Path, schema_path: str, pattern: str) -> Violation:
    """Say that a string does not match its pattern."""
    shown = pattern if len(pattern) <= 60 else f"{pattern[:57]}..."
    return Violation(
        path,
        "pattern",
        schema_path,
        shortened(f"must match the pattern {shown}, {show(value)} does not"),
    )


def not_formatted(value: object, path: Path, schema_path: str, name: str) -> Violation:
    """Say that a string is not of its format."""
    return Violation(
        path,
        "format",
        schema_path,
        shortened(f"must be of the format {name}, {show(value)} is not"),
    )


def missing(value: object, path: Path, schema_path: str, name: str) -> Violation:
    """Say that an object lacks a field."""
    del value
    return Violation(path, "required", schema_path, f"is required: {show(name)}")


def missing_beside(
    value: object, path: Path, schema_path: str, name: str, beside: str
) -> Violation:
    """Say that an object lacks a field that another one needs."""
    del value
    return Violation(
        path,
        keyword_of(schema_path),
        schema_path,
        shortened(f"is required beside {show(beside)}: {show(name)}"),
    )


def unknown_field(name: str, path: Path, schema_path: str, known: Iterable[str]) -> Violation:
    """Say that a field is unknown, and which known one it is like."""
    return Violation(
        path,
        keyword_of(schema_path),
        schema_path,
        shortened(f"unknown field {show(name)}{similar(name, sorted(known))}"),
    )


def not_allowed(value: object, path: Path, schema_path: str) -> Violation:
    """Say that no value is allowed here: the schema is `false`."""
    return Violation(path, "false", schema_path, f"is not allowed here, is {show(value)}")


def denied(value: object, path: Path, schema_path: str) -> Violation:
    """Say that a value is what it must not be."""
    return Violation(path, "not", schema_path, f"must not be as it is: {show(value)}")


def repeated(value: list[object], path: Path, schema_path: str) -> Violation:
    """Say which elements of an array are equal."""
    try:
        found = repetition(value)
    except RecursionError:
        message = "is nested too deeply to be checked"
    else:
        message = "must not repeat an item"
        if found is not None:
            message += f": {show(value[found[1]])} stands at {found[0]} and {found[1]}"
    return Violation(path, "uniqueItems", schema_path, shortened(message))


def contains_few(count: int, path: Path, schema_path: str, limit: int) -> Violation:
    """Say that an array has too few items of a kind."""
    least = _counted(limit, "matching item")
    return Violation(
        path, keyword_of(schema_path), schema_path, f"must have at least {least}, has {count}"
    )


def contains_many(count: int, path: Path, schema_path: str, limit: int) -> Violation:
    """Say that an array has too many items of a kind."""
    most = _counted(limit, "matching item")
    return Violation(
        path, keyword_of(schema_path), schema_path, f"must have at most {most}, has {count}"
    )


def too_deep(path: Path) -> Violation:
    """Say that a value is nested deeper than Python can follow."""
    return Violation(path, "", "#", "is nested too deeply to be checked")
