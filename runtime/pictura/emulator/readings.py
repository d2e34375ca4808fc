"""Knows what texts of a form or a query may mean: numbers, booleans, arrays, JSON.

It must not know where they came from.
"""

import json
import math
import re
from collections.abc import Iterator

from pictura.emulator.forms import Upload
from pictura_core.checks import Check, Violation
from pictura_core.data import is_array

_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][-+]?[0-9]{1,3})?", re.ASCII)
"""As JSON writes numbers, leading zeros aside; longer ones stay texts."""


def typed(value: str | Upload) -> object:
    """Read a part that is JSON; one that cannot be read stays as it is."""
    text = value.content.decode("utf-8", "replace") if isinstance(value, Upload) else value
    try:
        parsed: object = json.loads(text)
    except ValueError:
        return value
    return parsed


def settle(form: dict[str, object], check: Check) -> tuple[dict[str, object], list[Violation]]:
    """Read texts as numbers, booleans or arrays where only that makes them valid."""
    violations = list(check(form))
    for name in dict.fromkeys(str(one.path[0]) for one in violations if one.path):
        if name not in form:
            continue
        mistyped = _mistyped(violations, name)
        for reading in _readings(form[name]):
            tried = {**form, name: reading}
            left = list(check(tried))
            # A number that is too large is told as such, and not as a text.
            better = mistyped and not _mistyped(left, name)
            if better or not any(one.path[:1] == (name,) for one in left):
                form, violations = tried, left
                break
    return form, violations


def _mistyped(violations: list[Violation], name: str) -> bool:
    return any(one.path[:1] == (name,) and one.keyword == "type" for one in violations)


def _readings(value: object) -> Iterator[object]:
    if is_array(value):
        scalars = [scalar(item) for item in value]
        yield scalars
        if len(value) == 1:
            yield value[0]
            yield scalars[0]
    else:
        yield scalar(value)
        yield [value]
        yield [scalar(value)]


def scalar(value: object) -> object:
    """Read a text as the number, boolean or null that it spells; else it stays a text."""
    if not isinstance(value, str):
        return value
    if value in ("true", "false"):
        return value == "true"
    if _NUMBER.fullmatch(value):
        number = float(value)
        if math.isfinite(number):
            return int(value) if value.lstrip("-").isdecimal() else number
    return None if value == "null" else value
