"""Knows how schemas say in the words of other dialects and languages what ours has words for.

Only idioms that everybody understands: they are put into our words in place, with a warning. It
must not know where a schema stands.
"""

from collections.abc import Callable
from typing import TypeAlias

from pictura_codegen.api import Place
from pictura_codegen.load import nodes
from pictura_codegen.read.reader import Reader
from pictura_core.data import Json

_Schema: TypeAlias = dict[str, Json]

_PLAIN = ("array", "boolean", "integer", "null", "number", "object", "string")
TYPES: dict[str, _Schema] = {
    **{name: {"type": name} for name in _PLAIN},
    "any": {},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "date-time": {"type": "string", "format": "date-time"},
    "datetime": {"type": "string", "format": "date-time"},
    "dict": {"type": "object"},
    "double": {"type": "number", "format": "double"},
    "file": {"type": "string", "format": "binary"},
    "float": {"type": "number", "format": "float"},
    "int": {"type": "integer"},
    "list": {"type": "array"},
    "long": {"type": "integer", "format": "int64"},
    "map": {"type": "object"},
    "str": {"type": "string"},
    "text": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
}
"""By the words that authors use for types, the schemas that they mean."""
_DIALECTS = {
    "draft-04": "http://json-schema.org/draft-04/schema#",
    "draft-05": "http://json-schema.org/draft-04/schema#",
    "draft-06": "http://json-schema.org/draft-07/schema#",
    "draft-07": "http://json-schema.org/draft-07/schema#",
}
"""Drafts, and the draft among ours that says the same of what stands in real documents."""


def say_it_in_ours(reader: Reader, place: Place, schema: _Schema) -> None:
    """Put one schema, but none inside of it, into the words of its document's dialect."""
    for put in _IDIOMS:
        put(reader, place, schema)


def _type(reader: Reader, place: Place, schema: _Schema) -> None:
    kind = schema.get("type")
    if "type" not in schema or (isinstance(kind, str) and kind in _PLAIN[:3] + _PLAIN[4:]):
        return
    here = place.child("type")
    is_old = reader.document.dialect == "3.0"
    match kind:
        case "null" if is_old:
            reader.warn("types-in-3.0", '`type: "null"` is of OpenAPI 3.1', here)
        case None if is_old:
            reader.warn("empty-value", "type has no value, and is taken as left out", here)
            del schema["type"]
        case None:
            reader.warn("not-a-type", "the type of null is written in quotes", here)
            schema["type"] = "null"
        case dict():
            message = "a schema stands where its type has to, and so any value is taken"
            reader.warn("not-a-type", message, here)
            del schema["type"]
        case list() if None in kind:
            reader.warn("not-a-type", "the type of null is written in quotes", here)
            schema["type"] = ["null" if one is None else one for one in kind]
        case str() if kind.lower() in TYPES and kind not in TYPES.keys() & set(_PLAIN):
            meant = TYPES[kind.lower()]
            said = ", ".join(f"{key}: {value}" for key, value in meant.items()) or "no type at all"
            reader.warn("not-a-type", f"`type: {kind}` is written as {said}", here)
            del schema["type"]
            for key, value in meant.items():
                schema.setdefault(key, value)
        case _:
            pass


def _empty(reader: Reader, place: Place, schema: _Schema) -> None:
    for key in ("allOf", "anyOf", "oneOf", "enum"):
        if schema.get(key) == []:
            reader.warn("empty-list", f"an empty {key} says nothing", place.child(key))
            del schema[key]


def _required(reader: Reader, place: Place, schema: _Schema) -> None:
    if schema.get("required") == []:
        reader.warn("empty-required", "an empty required says nothing", place.child("required"))
        del schema["required"]


def _items(reader: Reader, place: Place, schema: _Schema) -> None:
    items = schema.get("items")
    if not isinstance(items, list) or len(items) == 1:
        return
    message = "items is one schema, not a list of schemas"
    reader.warn("items-is-a-list", message, place.child("items"), at="key")
    del schema["items"]
    if items and reader.document.dialect == "3.1":
        schema.setdefault("prefixItems", items)
    elif items:
        schema["items"] = {"anyOf": items}


def _bounds(reader: Reader, place: Place, schema: _Schema) -> None:
    if reader.document.dialect == "3.1":
        return
    for exclusive, inclusive in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        bound = schema.get(exclusive)
        if isinstance(bound, bool) or not isinstance(bound, int | float) or inclusive in schema:
            continue
        message = f"in OpenAPI 3.0 {exclusive} is a flag of {inclusive}"
        reader.warn("bound-is-a-number", message, place.child(exclusive))
        schema[inclusive], schema[exclusive] = bound, True


def _examples(reader: Reader, place: Place, schema: _Schema) -> None:
    examples = schema.get("examples")
    if "examples" not in schema or isinstance(examples, list):
        return
    message = "the examples of a schema are a list of values"
    reader.warn("not-an-array", message, place.child("examples"))
    named = examples.values() if isinstance(examples, dict) else [examples]
    schema["examples"] = [
        one["value"] if isinstance(one, dict) and "value" in one else one for one in named
    ]


def _dialect(reader: Reader, place: Place, schema: _Schema) -> None:
    said = schema.get("$schema")
    if not isinstance(said, str) or reader.document.dialect == "3.0":
        return
    written = said.replace("https://json-schema.org/draft-", "http://json-schema.org/draft-")
    known = next((_DIALECTS[name] for name in _DIALECTS if f"/{name}/" in written), None)
    if "2019-09" not in said and (known is None or known == said):
        return
    reader.warn("other-dialect", f"{said} is read as the draft next to it", place.child("$schema"))
    if known is None:
        del schema["$schema"]
    else:
        schema["$schema"] = known


def _address(reader: Reader, place: Place, schema: _Schema) -> None:
    """Leave out an address that only names a schema: references in it mean the whole document."""
    if not isinstance(schema.get("$id"), str) or len(place.path) == 0:
        return
    inside = (node.get("$ref") for _, node in nodes(schema))
    if not any(isinstance(one, str) and one.startswith("#/components/") for one in inside):
        return
    message = "references in here lead to the document's components, not to this address's"
    reader.warn("address-inside", message, place.child("$id"))
    del schema["$id"]


_IDIOMS: tuple[Callable[[Reader, Place, _Schema], None], ...] = (
    _type,
    _empty,
    _required,
    _items,
    _bounds,
    _examples,
    _dialect,
    _address,
)
