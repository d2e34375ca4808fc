"""Knows which fields of a request have an open list: values that are named although others pass.

A list is open if a schema says so: `anyOf` or `oneOf` of any text and an `enum`, or `examples` of a
text. It must not know what the values mean.
"""

from collections.abc import Iterable, Iterator, Mapping

from pictura_codegen.api import Place, Property
from pictura_codegen.read.reader import Reader
from pictura_core.data import Json

_FEWEST = 2
"""One value is an example of what to write, and no list."""
_LONGEST = 64
"""Characters; what is longer, or has spaces, is a text for people and no name."""
_CLOSING = ("enum", "const", "pattern", "format")


def read_listed(reader: Reader, fields: Iterable[Property]) -> Mapping[str, tuple[str, ...]]:
    """Find the values that open lists name, by field, in the order of the specification."""
    found = {name: tuple(dict.fromkeys(_values(reader, place))) for name, place in fields}
    return {
        name: values
        for name, values in found.items()
        if len(values) >= _FEWEST and all(map(_is_name, values))
    }


def _values(reader: Reader, place: Place) -> Iterator[str]:
    place = reader.follow(place) or place
    schema = _schema(reader, place)
    examples = schema.get("examples")
    if _takes_any_text(schema) and isinstance(examples, list):
        yield from (one for one in examples if isinstance(one, str))
    for keyword in ("anyOf", "oneOf"):
        branches = schema.get(keyword)
        if not isinstance(branches, list):
            continue
        schemas = [_schema(reader, place.child(keyword, at)) for at in range(len(branches))]
        if any(map(_takes_any_text, schemas)):
            for one in schemas:
                listed = one.get("enum")
                values = listed if isinstance(listed, list) else [one.get("const")]
                yield from (value for value in values if isinstance(value, str))


def _schema(reader: Reader, place: Place) -> Mapping[str, Json]:
    """Give a schema, or what it refers to."""
    target = reader.follow(place)
    value = None if target is None else reader.value(target)
    return value if isinstance(value, dict) else {}


def _takes_any_text(schema: Mapping[str, Json]) -> bool:
    kind = schema.get("type")
    is_text = kind == "string" or (isinstance(kind, list) and "string" in kind)
    return is_text and not any(keyword in schema for keyword in _CLOSING)


def _is_name(value: str) -> bool:
    return 0 < len(value) <= _LONGEST and not any(map(str.isspace, value))
