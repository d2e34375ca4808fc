"""Knows how to invent a value that fits a schema, for answers without an example.

It must not promise much: what needs more than a look at each keyword by itself is given up.
"""

from collections.abc import Iterable

from pictura_codegen.api import Place
from pictura_codegen.read.reader import Invented, Reader
from pictura_core.data import Json

_DEPTH = 8
_HEAVIEST = 10_000
"""So many values in a value: an example that nobody would read is none."""
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


def invent(reader: Reader, place: Place) -> Invented:
    """Invent a value, in a tuple; an empty tuple if none comes to mind."""
    return _Inventor(reader, place.file).invent(reader.value(place), 0)


class _Inventor:
    """Invents what stands in one file; a schema that is met again gets the same value."""

    __slots__ = ("_file", "_reader")

    def __init__(self, reader: Reader, file: str) -> None:
        self._reader = reader
        self._file = file

    def invent(self, schema: Json, depth: int) -> Invented:
        """Invent a value for a schema so many levels below the one that was asked for."""
        if schema is True:
            return ({},)
        if not isinstance(schema, dict) or depth > _DEPTH:
            return ()
        # Schemas are not changed any more and live as long as the reader, so each has its own id.
        key = (id(schema), depth)
        found = self._reader.invented.get(key)
        if found is None:
            found = self._reader.invented[key] = self._new(schema, depth)
        return found

    def _made(self, value: list[Json] | dict[str, Json], inside: Iterable[Json]) -> Invented:
        """Give a value that was put together, unless it is too much of one."""
        weights = self._reader.weights
        weight = 1 + sum(weights.get(id(one), 1) for one in inside)
        if weight > _HEAVIEST:
            return ()
        weights[id(value)] = weight
        return (value,)

    def _new(self, schema: dict[str, Json], depth: int) -> Invented:
        for keyword in ("const", "default", "example"):
            if keyword in schema:
                return (schema[keyword],)
        for keyword in ("enum", "examples"):
            values = schema.get(keyword)
            if isinstance(values, list) and values:
                return (values[0],)
        reference = schema.get("$ref")
        if isinstance(reference, str):
            return self._referred(reference, depth)
        for keyword in ("oneOf", "anyOf"):
            branches = schema.get(keyword)
            if isinstance(branches, list) and "properties" not in schema:
                found = (self.invent(branch, depth + 1) for branch in branches)
                return next((one for one in found if one), ())
        return self._plain(schema, depth)

    def _referred(self, reference: str, depth: int) -> Invented:
        target = self._reader.document.resolve(reference, self._file)
        if target is None:
            return ()
        there = self if target.file == self._file else _Inventor(self._reader, target.file)
        return there.invent(self._reader.value(target), depth + 1)

    def _plain(self, schema: dict[str, Json], depth: int) -> Invented:
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
                return self._array(schema, depth)
            case _:
                return self._object(schema, depth)

    def _array(self, schema: dict[str, Json], depth: int) -> Invented:
        if "items" not in schema or schema.get("maxItems") == 0:
            return ([],)
        item = self.invent(schema["items"], depth + 1)
        least = schema.get("minItems", 1)
        wanted = min(least, _HEAVIEST) if isinstance(least, int) and least > 0 else 1
        if item and (wanted == 1 or not schema.get("uniqueItems")):
            items = [item[0]] * wanted
            return self._made(items, items)
        return ([],) if not schema.get("minItems") else ()

    def _object(self, schema: dict[str, Json], depth: int) -> Invented:
        made: dict[str, Json] = {}
        parts = schema.get("allOf")
        for one in parts if isinstance(parts, list) else ():
            part = self.invent(one, depth + 1)
            if part and isinstance(part[0], dict):
                made.update(part[0])
        properties = schema.get("properties")
        required = schema.get("required")
        for name, one in properties.items() if isinstance(properties, dict) else ():
            value = self.invent(one, depth + 1)
            if value:
                made[name] = value[0]
            elif isinstance(required, list) and name in required:
                return ()
        # One of several alternatives that only say what is required: all may be too much.
        branches = schema.get("oneOf")
        if isinstance(branches, list) and isinstance(properties, dict):
            _choose(made, branches)
        return self._made(made, made.values())


def _text(schema: dict[str, Json]) -> Invented:
    if "pattern" in schema:
        return ()
    text = _TEXTS.get(str(schema.get("format")), "text")
    least, most = schema.get("minLength", 0), schema.get("maxLength", len(text))
    if not isinstance(least, int) or not isinstance(most, int) or least > _HEAVIEST:
        return ()
    return (text.ljust(least, "x")[:most],)


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
