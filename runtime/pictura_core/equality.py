"""Knows when two JSON values are one, and numbers exactly. It must not know a schema.

Generated validators use these words; a standalone module carries copies of those that it needs.
"""

from collections.abc import Callable
from typing import TypeGuard, cast

is_object = cast("Callable[[object], TypeGuard[dict[str, object]]]", dict.__instancecheck__)
"""Whether a value is an object; the built-in method itself, because a call less is a call less."""

is_array = cast("Callable[[object], TypeGuard[list[object]]]", list.__instancecheck__)
"""Whether a value is an array."""


def equal(one: object, other: object) -> bool:
    """Tell whether two values are equal as JSON: 1 is 1.0, true is not 1."""
    waiting = [(one, other)]
    while waiting:
        left, right = waiting.pop()
        if is_object(left) and is_object(right):
            if left.keys() != right.keys():
                return False
            waiting.extend((left[key], right[key]) for key in left)
        elif is_array(left) and is_array(right):
            if len(left) != len(right):
                return False
            waiting.extend(zip(left, right, strict=True))
        elif isinstance(left, bool) or isinstance(right, bool):
            if left is not right:
                return False
        elif left != right:
            return False
    return True


def is_unique(items: list[object]) -> bool:
    """Tell whether no two elements are equal."""
    if len(items) < 2:
        return True
    if all(isinstance(item, str) for item in items):
        return len(set(items)) == len(items)
    try:
        return repetition(items) is None
    except RecursionError:
        # What is nested too deeply to be looked at does not hold.
        return False


def repetition(items: list[object]) -> tuple[int, int] | None:
    """Find the first element that equals an earlier one: the indexes of both, the earlier first.

    Raises:
        RecursionError: An element is nested deeper than Python's stack reaches.
    """
    seen: dict[object, int] = {}
    for index, item in enumerate(items):
        earlier = seen.setdefault(_likeness(item), index)
        if earlier != index:
            return earlier, index
    return None


def _likeness(value: object) -> object:
    """Give what can be hashed, and is equal exactly where two values are."""
    if is_object(value):
        return ("object", frozenset((name, _likeness(item)) for name, item in value.items()))
    if is_array(value):
        return ("array", tuple(map(_likeness, value)))
    # In a set, true and 1 are one.
    return ("boolean", value) if isinstance(value, bool) else value


def is_multiple(value: float, divisor: float) -> bool:
    """Tell whether a number is a multiple of another, exactly, as they are written."""
    if isinstance(value, int) and isinstance(divisor, int):
        return value % divisor == 0
    digits, exponent = _decimal(value)
    parts, scale = _decimal(divisor)
    if parts == 0:
        return False
    least = min(exponent, scale)
    dividend: int = digits * 10 ** (exponent - least)
    return bool(dividend % (parts * 10 ** (scale - least)) == 0)


def _decimal(number: float) -> tuple[int, int]:
    """Write a number as an integer and a power of ten; what is no number is a multiple of none."""
    if isinstance(number, int):
        return number, 0
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    if not (whole.removeprefix("-") + fraction).isdigit():
        return 1, -400
    return int(whole + fraction), int(exponent or 0) - len(fraction)
