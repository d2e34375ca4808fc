"""Provisional: replaced by what the generator writes."""

from collections.abc import Iterator

from pictura_core.checks import Violation
from pictura_core.data import Path

_KEYS = frozenset(("recipe", "description", "api", "vars", "limits", "defaults", "steps"))
_STEP = frozenset(("id", "uses", "matrix", "rows", "each", "with", "save", "expect"))
_USES = frozenset(("createImage", "createImageEdit"))


def check_recipe(value: object, path: Path = ()) -> Iterator[Violation]:
    """Check a recipe's frame."""
    if not isinstance(value, dict):
        yield Violation(path, "type", "#/type", "must be an object")
        return
    for name in ("recipe", "steps"):
        if name not in value:
            yield Violation(path, "required", "#/required", f"is required: {name!r}")
    for key in value:
        if key not in _KEYS:
            yield Violation((*path, key), "additionalProperties", "#/additionalProperties", f"unknown field {key!r}")
    steps = value.get("steps")
    if not isinstance(steps, list):
        yield Violation((*path, "steps"), "type", "#/type", "must be an array")
        return
    for i, step in enumerate(steps):
        if not isinstance(step, dict):
            yield Violation((*path, "steps", i), "type", "#/type", "must be an object")
            continue
        for name in ("id", "uses", "with", "save"):
            if name not in step:
                yield Violation((*path, "steps", i), "required", "#/required", f"is required: {name!r}")
        for key in step:
            if key not in _STEP:
                yield Violation((*path, "steps", i, key), "additionalProperties", "#/additionalProperties", f"unknown field {key!r}")
        if step.get("uses") not in _USES:
            yield Violation((*path, "steps", i, "uses"), "enum", "#/enum", f"must be an operation that makes pictures, not {step.get('uses')!r}")


def is_recipe(value: object) -> bool:
    """Tell whether a recipe's frame holds."""
    return not any(True for _ in check_recipe(value))
