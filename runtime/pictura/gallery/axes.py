"""Knows by which names and values a job differs from others, as its key tells. It knows no job.

A key is a step's id and, in brackets, what distinguishes the job: `poster[hour=dawn,sky=clear]`, or
the picture it is made from: `night[poster[hour=dawn]#0]`. No value holds a bracket, a comma, `=`
or `#`, so that keys can be taken apart again.
"""

from collections.abc import Iterator
from typing import TypeAlias

Axes: TypeAlias = tuple[tuple[str, str], ...]
"""Names with values, in the order of the key."""


def axes_of(key: str) -> Axes:
    """Take a job's key apart; what an upstream picture was distinguished by comes first.

    >>> axes_of("night[poster[hour=dawn]#1]")
    (('hour', 'dawn'), ('poster', '#1'))
    """
    _, _, inner = key.partition("[")
    found: dict[str, str] = {}
    for part in _parts(inner.removesuffix("]")):
        name, equals, value = part.partition("=")
        if equals and "[" not in name:
            found[name] = value
        elif "#" in part:
            upstream, _, picture = part.rpartition("#")
            found.update(axes_of(upstream))
            found[upstream.partition("[")[0]] = f"#{picture}"
    return tuple(found.items())


def _parts(inner: str) -> Iterator[str]:
    """Split at the commas that stand in no brackets."""
    depth, start = 0, 0
    for at, sign in enumerate(inner):
        depth += (sign == "[") - (sign == "]")
        if sign == "," and depth == 0:
            yield inner[start:at]
            start = at + 1
    if inner:
        yield inner[start:]
