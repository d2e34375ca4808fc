"""Knows how the values of an axis are named: in a job's key, and in a file's name.

It must not know jobs. A name is unique on its axis, and stays the same when values are added.
"""

import re
from collections.abc import Iterable, Sequence

from pictura_core.tuples import NamedTuple

_LENGTH = 40
# Without the signs that separate names in a key, so that no two combinations give one key.
_READABLE = r"[^\[\](),=#\x00-\x1f\x7f-\x9f]+"
_NOT_WORD = r"[^\w.]+"


class Label(NamedTuple):
    """The names of one value.

    Attributes:
        key: In a job's key.
        stem: In a file's name.
    """

    key: str
    stem: str


def label(axis: str, values: Iterable[object]) -> list[Label]:
    """Name the values of an axis: by themselves if they are short, else by number from 1."""
    labels: list[Label] = []
    keys: set[str] = set()
    stems: set[str] = set()
    for number, value in enumerate(values, 1):
        key = _readable(value)
        if key is None or key in keys:
            key = f"({number})"
        stem = file_stem(key)
        if not stem or stem in stems:
            stem = f"{axis}-{number}"
        keys.add(key)
        stems.add(stem)
        labels.append(Label(key, stem))
    return labels


def naming_column(columns: Sequence[str], rows: Sequence[dict[str, object]]) -> str | None:
    """Find the first column whose values can name its rows: short texts, no two alike."""
    for column in columns:
        names: set[str] = set()
        for row in rows:
            key = _readable(row.get(column))
            if key is None or not file_stem(key) or key in names:
                break
            names.add(key)
        else:
            return column
    return None


def _readable(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str) or len(value) > _LENGTH or value != value.strip():
        return None
    return value if re.fullmatch(_READABLE, value) else None


def file_stem(key: str) -> str:
    """Make a part of a file's name of a text; empty if nothing of it can be used."""
    return re.sub(_NOT_WORD, "-", key).strip("-._").casefold()
