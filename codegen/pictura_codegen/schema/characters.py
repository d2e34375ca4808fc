"""Knows Unicode's character classes as ranges. It must not know regular expressions."""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, TypeAlias

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Code points from and to, both included, ascending."""

LAST: Final = sys.maxunicode

SPACE: Final[Ranges] = (
    (0x9, 0xD),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
)
"""White space and line terminators of ECMA-262 (12.2, 12.3)."""

_LONG: Final = {
    "Letter": "L",
    "Cased_Letter": "LC",
    "Uppercase_Letter": "Lu",
    "Lowercase_Letter": "Ll",
    "Titlecase_Letter": "Lt",
    "Modifier_Letter": "Lm",
    "Other_Letter": "Lo",
    "Mark": "M",
    "Combining_Mark": "M",
    "Nonspacing_Mark": "Mn",
    "Spacing_Mark": "Mc",
    "Enclosing_Mark": "Me",
    "Number": "N",
    "Decimal_Number": "Nd",
    "digit": "Nd",
    "Letter_Number": "Nl",
    "Other_Number": "No",
    "Punctuation": "P",
    "punct": "P",
    "Connector_Punctuation": "Pc",
    "Dash_Punctuation": "Pd",
    "Open_Punctuation": "Ps",
    "Close_Punctuation": "Pe",
    "Initial_Punctuation": "Pi",
    "Final_Punctuation": "Pf",
    "Other_Punctuation": "Po",
    "Symbol": "S",
    "Math_Symbol": "Sm",
    "Currency_Symbol": "Sc",
    "Modifier_Symbol": "Sk",
    "Other_Symbol": "So",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Line_Separator": "Zl",
    "Paragraph_Separator": "Zp",
    "Other": "C",
    "Control": "Cc",
    "cntrl": "Cc",
    "Format": "Cf",
    "Surrogate": "Cs",
    "Private_Use": "Co",
    "Unassigned": "Cn",
}


def named(name: str) -> Ranges | None:
    """Give the class that a property escape names, None for one that needs more than the library.

    Known are the general categories, and the classes that follow from them.
    """
    match name:
        case "Any":
            return ((0, LAST),)
        case "ASCII":
            return ((0, 0x7F),)
        case "Assigned":
            return complement(_category("Cn"))
        case "ASCII_Hex_Digit" | "AHex":
            return ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66))
        case _:
            pass
    key, _, value = name.rpartition("=")
    if key not in {"", "General_Category", "gc"}:
        return None
    short = _LONG.get(value, value)
    if short not in _LONG.values():
        return None
    if short == "LC":
        return merged((*_category("Lu"), *_category("Ll"), *_category("Lt")))
    return _category(short)


def complement(ranges: Ranges) -> Ranges:
    """Give every code point that is not in some ranges."""
    found: list[tuple[int, int]] = []
    start = 0
    for low, high in merged(ranges):
        if low > start:
            found.append((start, low - 1))
        start = high + 1
    if start <= LAST:
        found.append((start, LAST))
    return tuple(found)


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Sort ranges and join those that touch."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


@cache
def _category(prefix: str) -> Ranges:
    def points() -> Iterator[tuple[int, int]]:
        for point in range(LAST + 1):
            if unicodedata.category(chr(point)).startswith(prefix):
                yield point, point

    return merged(points())
