"""Knows how to invent a value that fits a schema, for answers without an example.

It must not promise much: what needs more than a look at each keyword by itself is given up.
"""

from typing import Any, cast

from pictura_codegen.api import Place
from pictura_codegen.read.reader import Reader
from pictura_core.data import Json

_DEPTH = 8
_TEXTS = {
    "date-time": "2026-01-01T00:00:00Z",
    "date": "2026-01-01",
    "time": "00:00:00Z",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "email": "somebody@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
}


def invent(reader: Reader, place: Place) -> tuple[Json] | tuple[()]:
    """Invent a value, in a tuple; an empty tuple if none comes to mind."""
    return _invent(reader, place, 0)


def _invent(reader: Reader, place: Place, depth: int) -> tuple[Json] | tuple[()]:
    schema = reader.value(place)
    if schema is True:
        return ({},)
    if not isinstance(schema, dict) or depth > _DEPTH:
        return ()
    for keyword in ("const", "default", "example"):
        if keyword in schema:
            return (schema[keyword],)
    for keyword in ("enum", "examples"):
        values = schema.get(keyword)
        if isinstance(values, list) and values:
            return (values[0],)
    if isinstance(schema.get("$ref"), str):
        target = reader.document.resolve(str(schema["$ref"]), place.file)
        return _invent(reader, target, depth + 1) if target is not None else ()
    for keyword in ("oneOf", "anyOf"):
        branches = schema.get(keyword)
        if isinstance(branches, list) and "properties" not in schema:
            for index in range(len(branches)):
                found = _invent(reader, place.child(keyword, index), depth + 1)
                if found:
                    return found
            return ()
    return _plain(reader, place, schema, depth)


def _plain(
    reader: Reader, place: Place, schema: dict[str, Json], depth: int
) -> tuple[Json] | tuple[()]:
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) and kind else kind
    match kind:
        case "string":
            return _text(schema)
        case "integer" | "number":
            low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
            low = low if isinstance(low, int | float) and not isinstance(low, bool) else 0
            return (low + 1 if "exclusiveMinimum" in schema else low,)
        case "boolean":
            return (True,)
        case "null":
            return (None,)
        case "array":
            return _array(reader, place, schema, depth)
        case _:
            return _object(reader, place, schema, depth)


def _text(schema: dict[str, Json]) -> tuple[Json] | tuple[()]:
    if "pattern" in schema:
        return ()
    text = _TEXTS.get(str(schema.get("format")), "text")
    least, most = schema.get("minLength", 0), schema.get("maxLength", len(text))
    text = text.ljust(cast("Any", least), "x")
    return (text[: cast("Any", most)],)


def _array(
    reader: Reader, place: Place, schema: dict[str, Json], depth: int
) -> tuple[Json] | tuple[()]:
    if "items" not in schema or schema.get("maxItems") == 0:
        return ([],)
    item = _invent(reader, place.child("items"), depth + 1)
    least = schema.get("minItems", 1)
    wanted = least if isinstance(least, int) and least > 0 else 1
    if item and (wanted == 1 or not schema.get("uniqueItems")):
        return ([item[0]] * wanted,)
    return ([],) if not schema.get("minItems") else ()


def _object(
    reader: Reader, place: Place, schema: dict[str, Json], depth: int
) -> tuple[Json] | tuple[()]:
    made: dict[str, Json] = {}
    parts = schema.get("allOf")
    for index in range(len(parts) if isinstance(parts, list) else 0):
        part = _invent(reader, place.child("allOf", index), depth + 1)
        if part and isinstance(part[0], dict):
            made.update(part[0])
    properties = schema.get("properties")
    required = schema.get("required")
    for name in properties if isinstance(properties, dict) else ():
        value = _invent(reader, place.child("properties", name), depth + 1)
        if value:
            made[name] = value[0]
        elif isinstance(required, list) and name in required:
            return ()
    # One of several alternatives that only say what is required: all of them may be too much.
    for keyword in ("oneOf",):
        branches = schema.get(keyword)
        if isinstance(branches, list) and isinstance(properties, dict):
            _choose(made, branches)
    return (made,)


def _choose(made: dict[str, Json], branches: list[Json]) -> None:
    """Keep what the first alternative requires, and drop what only the others do."""
    wanted = [
        [str(name) for name in needed]
        for branch in branches
        if isinstance(branch, dict) and isinstance(needed := branch.get("required"), list)
    ]
    for names in wanted[1:]:
        for name in names:
            if name not in wanted[0]:
                made.pop(name, None)
