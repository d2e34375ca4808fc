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
    plain: set[object] = set()
    nested: list[object] = []
    for item in items:
        if is_object(item) or is_array(item):
            if any(equal(item, other) for other in nested):
                return False
            nested.append(item)
            continue
        # In a set, true and 1 are one.
        key = str(item) if isinstance(item, bool) else ("", item) if isinstance(item, str) else item
        if key in plain:
            return False
        plain.add(key)
    return True


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
