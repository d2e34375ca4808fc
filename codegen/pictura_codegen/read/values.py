"""Knows JSON values as enumerations hold them. It must not know schemas."""

from pictura_core.data import Json


def unique(values: list[Json]) -> tuple[Json, ...]:
    """Leave out what stands there twice; true and 1 are two values."""
    kept: list[Json] = []
    known: set[tuple[bool, str | float | None]] = set()
    for value in values:
        if isinstance(value, dict | list):
            if value not in kept:
                kept.append(value)
            continue
        key = (isinstance(value, bool), value)
        if key not in known:
            known.add(key)
            kept.append(value)
    return tuple(kept)


def fits(value: Json, kind: Json) -> bool:
    """Tell whether a value is of a JSON Schema type; 1.0 is an integer."""
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return (
                isinstance(value, int | float)
                and not isinstance(value, bool)
                and value == int(value)
            )
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
        case _:
            return True
