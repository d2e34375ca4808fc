"""Knows how published documents bend the standard where the meaning stays clear.

Each bend is a warning, and what stands there is straightened before anything else reads it. What
leaves the meaning open is none of this module's business: whoever reads it will find it.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from pictura_codegen.api import Place
from pictura_codegen.load import nodes
from pictura_codegen.read.foreign import in_ecma
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.slips import correct_slips
from pictura_codegen.schema.patterns import UnsupportedPatternError, translate
from pictura_core.data import Json, pointer

_Schema: TypeAlias = dict[str, Json]


def straighten(reader: Reader) -> None:
    """Straighten every schema of a specification, in place, and say so."""
    for file in reader.document.files:
        correct_slips(reader, file)
        anchors: list[Place] = []
        recursive: list[tuple[Place, _Schema]] = []
        for path, node in nodes(reader.document.text(file)):
            place = Place(file, path)
            for bend in _BENDS:
                bend(reader, place, node)
            if node.get("$recursiveAnchor") is True:
                anchors.append(place)
            if "$recursiveRef" in node or "$recursiveAnchor" in node:
                recursive.append((place, node))
        for place, node in recursive:
            _unwind(reader, place, node, anchors)


def _pattern(reader: Reader, place: Place, schema: _Schema) -> None:
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return
    here = place.child("pattern")
    meant = in_ecma(pattern)
    try:
        translate(pattern if meant is None else meant)
    except UnsupportedPatternError as error:
        if not _is_of_another_language(pattern):
            return
        reader.warn("unusable-pattern", f"this pattern is not checked: {error}", here)
        del schema["pattern"]
        return
    if meant is None:
        message = "this pattern is not checked: ECMA-262 cannot say the same"
        reader.warn("unusable-pattern", message, here)
        del schema["pattern"]
    elif meant != pattern:
        message = f"this pattern is of another language than ECMA-262, which says {meant}"
        reader.warn("foreign-pattern", message, here)
        schema["pattern"] = meant


def _is_of_another_language(pattern: str) -> bool:
    """Tell whether a pattern is one of Java's or Perl's: those have flags in the middle of it."""
    try:
        re.compile(re.sub(r"\(\?[a-z]+\)|\\[AzZ]|(?<=[*+?}])\+", "", pattern))
    except re.error:
        return False
    return True


def _items(reader: Reader, place: Place, schema: _Schema) -> None:
    items = schema.get("items")
    if isinstance(items, list) and len(items) == 1 and isinstance(items[0], dict):
        message = "items is one schema, not a list of schemas"
        reader.warn("items-is-a-list", message, place.child("items"), at="key")
        schema["items"] = items[0]


def _required(reader: Reader, place: Place, schema: _Schema) -> None:
    required = schema.get("required")
    if isinstance(required, bool) and "in" not in schema and _is_schema(schema):
        message = "required is a list of property names, and stands beside `properties`"
        reader.warn("required-is-a-flag", message, place.child("required"))
        del schema["required"]


def _is_schema(node: _Schema) -> bool:
    return any(key in node for key in ("type", "properties", "items", "enum", "format"))


def _bounds(reader: Reader, place: Place, schema: _Schema) -> None:
    if reader.document.dialect == "3.0":
        return
    for exclusive, inclusive in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = schema.get(exclusive)
        if not isinstance(flag, bool):
            continue
        message = f"since OpenAPI 3.1 {exclusive} is a number, not a flag of {inclusive}"
        reader.warn("bound-is-a-flag", message, place.child(exclusive))
        del schema[exclusive]
        if flag and inclusive in schema:
            schema[exclusive] = schema.pop(inclusive)


def _types(reader: Reader, place: Place, schema: _Schema) -> None:
    if reader.document.dialect == "3.0" and isinstance(schema.get("type"), list):
        message = "several types are of OpenAPI 3.1; 3.0 has one and `nullable`"
        reader.warn("types-in-3.0", message, place.child("type"))


def _unwind(reader: Reader, place: Place, schema: _Schema, anchors: list[Place]) -> None:
    """Turn 2019-09's recursion into a reference to the nearest schema around that is marked."""
    refers = "$recursiveRef" in schema
    for key in ("$recursiveRef", "$recursiveAnchor"):
        if key in schema:
            message = f"{key} is of JSON Schema 2019-09; 2020-12 writes $dynamicRef"
            reader.warn("recursion-of-2019", message, place.child(key))
            del schema[key]
    around = [one for one in anchors if place.path[: len(one.path)] == one.path and one != place]
    if refers and around:
        nearest = max(around, key=lambda one: len(one.path))
        schema.setdefault("$ref", f"#{pointer(nearest.path)}")


_BENDS: tuple[Callable[[Reader, Place, _Schema], None], ...] = (
    _pattern,
    _items,
    _required,
    _bounds,
    _types,
)
