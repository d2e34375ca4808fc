"""Knows how a JSON file is written: indented, as the standard library does, in a fifth of its time.

It must not know what the values are. What occurs several times at the same depth, as invented
examples do that share their parts, is written once and copied.
"""

from json.encoder import encode_basestring
from math import isfinite

from pictura_core.data import Json

_STEP = "  "


def write(value: Json) -> str:
    """Write a value and a line end.

    Raises:
        ValueError: It holds a number that JSON has no word for.
    """
    return _Writer().write(value, "\n") + "\n"


class _Writer:
    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def write(self, value: Json, margin: str) -> str:
        """Write a value whose lines but the first begin with a line end and spaces."""
        if isinstance(value, str):
            return encode_basestring(value)
        if isinstance(value, dict | list):
            if not value:
                return "{}" if isinstance(value, dict) else "[]"
            key = (id(value), len(margin))
            text = self._known.get(key)
            if text is None:
                text = self._known[key] = self._collection(value, margin)
            return text
        return _plain(value)

    def _collection(self, value: dict[str, Json] | list[Json], margin: str) -> str:
        inner = margin + _STEP
        if isinstance(value, dict):
            members = [
                f"{encode_basestring(key)}: {self.write(item, inner)}"
                for key, item in value.items()
            ]
            return f"{{{inner}{f',{inner}'.join(members)}{margin}}}"
        items = [self.write(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{margin}]"


def _plain(value: float | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not isfinite(value):
        message = f"JSON has no word for {value}"
        raise ValueError(message)
    return repr(value)
