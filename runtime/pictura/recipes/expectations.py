"""Knows what a recipe expects of a job's pictures, once its expressions are filled.

It must not know pictures that are made; what an expression gave may be of a wrong type.
"""

from collections.abc import Mapping

from pictura.job import Expectation
from pictura.recipes.findings import shorten
from pictura.recipes.inputs import Found, Inputs
from pictura_core.tuples import NamedTuple

FORMATS = (
    *("png", "jpeg", "webp"),
    *("mp4", "mov", "webm"),
    *("mp3", "wav", "flac", "opus", "ogg", "aac", "m4a"),
)
ANYTHING = Expectation()
_COUNTS = ("width", "height", "min_bytes", "max_bytes")


class Wrong(NamedTuple):
    """A key of `expect` whose value cannot be."""

    name: str
    code: str
    message: str


def read_expectation(
    written: Mapping[str, object], inputs: Inputs
) -> tuple[Expectation, tuple[Wrong, ...]]:
    """Read what a job's pictures have to be.

    Args:
        written: `expect`, filled.
        inputs: The recipe's.
    """
    wrong: list[Wrong] = []
    kind = written.get("format")
    if kind is not None and kind not in FORMATS:
        wrong.append(_wrong_value("format", " or ".join(FORMATS), kind))
    counts: dict[str, int | None] = dict.fromkeys(_COUNTS)
    for name in _COUNTS:
        value = written.get(name)
        if _is_count(value):
            counts[name] = value if isinstance(value, int) else None
        elif value is not None:
            unit = "bytes" if name.endswith("bytes") else "pixels"
            wrong.append(_wrong_value(name, f"a number of {unit}", value))
    least, most = counts["min_bytes"], counts["max_bytes"]
    if least is not None and most is not None and least > most:
        message = f"min_bytes is {least:,}, which is more than max_bytes"
        wrong.append(Wrong("min_bytes", "too-large", message))
    not_blank = written.get("not_blank", False)
    if not isinstance(not_blank, bool):
        wrong.append(_wrong_value("not_blank", "true or false", not_blank))
    distance = written.get("max_distance", ANYTHING.max_distance)
    if isinstance(distance, bool) or not isinstance(distance, int | float) or not 0 <= distance < 1:
        wrong.append(_wrong_value("max_distance", "a number from 0 to below 1", distance))
        distance = ANYTHING.max_distance
    similar = written.get("similar_to")
    reference = ""
    if isinstance(similar, str):
        found = inputs.find(similar)
        if isinstance(found, Found):
            reference = found.path
        else:
            wrong.append(Wrong("similar_to", found.code, found.message))
    elif similar is not None:
        wrong.append(Wrong("similar_to", "wrong-value", "similar_to names a file of the project"))
    expectation = Expectation(
        format=kind if isinstance(kind, str) else None,
        width=counts["width"],
        height=counts["height"],
        min_bytes=least,
        max_bytes=most,
        not_blank=not_blank is True,
        similar_to=reference,
        max_distance=float(distance),
    )
    return expectation, tuple(wrong)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _wrong_value(name: str, allowed: str, value: object) -> Wrong:
    return Wrong(name, "wrong-value", f"{name} must be {allowed}, not {shorten(value)}")
