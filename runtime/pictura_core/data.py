"""Knows JSON values and paths into them. It does not know where a value came from."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, TypeGuard

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""Any JSON value. Functions that only look at a value take `object` instead."""

Path: TypeAlias = tuple[str | int, ...]
"""A way into a value: object keys and array indexes, outermost first."""

WILDCARD = "*"
"""In a pointer of a specification extension: each element of the array at this place."""


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Tell whether a decoded JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[object]]:
    """Tell whether a decoded JSON value is an array."""
    return isinstance(value, list)


def pointer(path: Path) -> str:
    """Write a path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def parse_pointer(text: str) -> tuple[str, ...]:
    """Read a JSON pointer (RFC 6901) into its steps.

    Raises:
        ValueError: The text is not empty and does not start with a slash.
    """
    if not text:
        return ()
    if not text.startswith("/"):
        message = f"a JSON pointer starts with a slash, {text!r} does not"
        raise ValueError(message)
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text[1:].split("/"))


def find(value: object, steps: Sequence[str]) -> list[tuple[Path, object]]:
    """Find every place that the steps lead to; `*` stands for each element of an array.

    A step that leads nowhere ends its way in silence: an answer need not have every member.
    """
    found: list[tuple[Path, object]] = [((), value)]
    for step in steps:
        reached: list[tuple[Path, object]] = []
        for path, here in found:
            if is_object(here) and step in here:
                reached.append(((*path, step), here[step]))
            elif is_array(here):
                if step == WILDCARD:
                    reached.extend(((*path, i), item) for i, item in enumerate(here))
                elif step.isdigit() and int(step) < len(here):
                    reached.append(((*path, int(step)), here[int(step)]))
        found = reached
    return found


def fill(request: Mapping[str, object], places: Mapping[Path, object]) -> dict[str, object]:
    """Copy a request with other values at some places; what no place touches is shared.

    Raises:
        ValueError: The request has no such place.
    """
    filled: object = dict(request)
    for path, value in places.items():
        filled = _place(filled, path, value)
    if not is_object(filled):
        message = "a request is an object"
        raise ValueError(message)
    return filled


def _place(value: object, path: Path, new: object) -> object:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if is_object(value) and isinstance(step, str) and step in value:
        return {**value, step: _place(value[step], rest, new)}
    if is_array(value) and isinstance(step, int):
        return [_place(item, rest, new) if i == step else item for i, item in enumerate(value)]
    message = f"no place {pointer(path)} in the request"
    raise ValueError(message)


def put(value: dict[str, object], steps: Sequence[str], new: object) -> None:
    """Set a member of an object, or of an object in it, which is made if there is none.

    Raises:
        ValueError: The steps lead through what is no object.
    """
    *way, last = steps
    for step in way:
        inner = value.setdefault(step, {})
        if not is_object(inner):
            message = f"no place {pointer(tuple(steps))}: {step!r} is no object"
            raise ValueError(message)
        value = inner
    value[last] = new


def canonical(value: object) -> bytes:
    """Write a JSON value so that equal values give equal bytes.

    Keys are sorted, nothing is escaped that need not be, and a number that is an integer is
    written as one: 1 and 1.0 are the same value in JSON Schema (2020-12 Core, 4.2.2).

    Raises:
        ValueError: The value holds NaN or an infinity, which JSON does not have.
        TypeError: The value holds something that is not JSON.
    """
    # A cold `pictura validate` reads this module and writes no JSON.
    import json  # noqa: PLC0415

    global _encode  # noqa: PLW0603 - `json.dumps` with options makes a new encoder each time
    if _encode is None:
        _encode = json.JSONEncoder(
            sort_keys=True,
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
        ).encode
    return _encode(_integral(value)).encode("utf-8", "surrogatepass")


_encode: Callable[[object], str] | None = None


_PLAIN = frozenset((str, int, bool, type(None)))


def _integral(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    # Most values are plain, and there may be a hundred thousand requests.
    if is_object(value):
        return {
            key: item if type(item) in _PLAIN else _integral(item) for key, item in value.items()
        }
    if is_array(value):
        return [item if type(item) in _PLAIN else _integral(item) for item in value]
    return value
