"""Knows how slips of the pen are read: a key without a value, a number where a text is meant.

Only slips whose meaning is clear: what stands there is straightened in place, with a warning, and
all else is left for whoever reads it. It must not know what a member is for.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from pictura_codegen.api import Place
from pictura_codegen.read.idioms import say_it_in_ours
from pictura_codegen.read.leftovers import (
    renew_operation,
    renew_parameter,
    renew_path,
    renew_response,
    renew_responses,
)
from pictura_codegen.read.members import ANY_NAME, OBJECTS, Form
from pictura_codegen.read.reader import Reader
from pictura_core.data import Json

_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?")
_ANYTHING = (Form("data"), Form("type"))
_BARE = frozenset({"Operation", "PathItem", "Response"})
"""Objects that are there as soon as they have a name."""
_LISTS = frozenset({"enum", "required", "tags"})
_RENEWED: Mapping[str, Callable[[Reader, Place, dict[str, Json]], None]] = {
    "Operation": renew_operation,
    "Parameter": renew_parameter,
    "PathItem": renew_path,
    "Response": renew_response,
    "Responses": renew_responses,
    "Schema": say_it_in_ours,
}
_Node: TypeAlias = tuple[Place, dict[str, Json], str]


def correct_slips(reader: Reader, file: str) -> None:
    """Straighten what stands in the members of a file's objects."""
    value = reader.document.text(file)
    if not isinstance(value, dict) or not value.keys() & {"openapi", "paths", "components"}:
        return
    waiting: list[_Node] = [(Place(file, ()), value, "Document")]
    while waiting:
        place, node, kind = waiting.pop()
        renew = _RENEWED.get(kind)
        if renew is not None:
            renew(reader, place, node)
        members = OBJECTS[kind]
        named = members.get(ANY_NAME)
        for key in list(node):
            form = members.get(key, named)
            if form is None or (named is not None and key.startswith("x-")):
                continue
            waiting.extend(_member(reader, place.child(key), node, key, form))


def _member(
    reader: Reader, place: Place, node: dict[str, Json], key: str, form: Form
) -> Iterator[_Node]:
    """Straighten one member, and give the objects in it."""
    value = node[key]
    if value is None and form not in _ANYTHING:
        reader.warn("empty-value", f"{key} has no value, and is taken as left out", place)
        if form.of in _BARE and form.many == "one":
            node[key] = {}
        elif form == OBJECTS["Requirement"][ANY_NAME] and key not in _LISTS:
            node[key] = []
        else:
            del node[key]
        return
    match form.many:
        case "one":
            node[key] = _one(reader, place, value, form.of)
            if node[key] is None and value is not None:
                del node[key]
                return
            yield from _object(place, node[key], form.of)
        case "list":
            node[key] = items = _list(reader, place, value, form.of)
            for index, item in enumerate(items if isinstance(items, list) else ()):
                yield from _object(place.child(index), item, form.of)
        case "map":
            node[key] = named = _map(reader, place, value, form.of)
            for name, item in named.items() if isinstance(named, dict) else ():
                yield from _object(place.child(name), item, form.of)


def _object(place: Place, value: Json, of: str) -> Iterator[_Node]:
    if of in OBJECTS and isinstance(value, dict):
        yield place, value, of


def _list(reader: Reader, place: Place, value: Json, of: str) -> Json:
    of_one = (of in ("text", "Requirement") and isinstance(value, str)) or (
        of == "Requirement" and isinstance(value, dict)
    )
    if of_one:
        reader.warn("not-an-array", f"{place.path[-1]} has to be a list", place)
        value = [value]
    if not isinstance(value, list):
        return value
    return [
        _one(reader, place.child(index), item, of)
        for index, item in enumerate(value)
        if item is not None or of in ("data", "Schema")
    ]


def _map(reader: Reader, place: Place, value: Json, of: str) -> Json:
    if of == "Example" and isinstance(value, list):
        reader.warn("not-an-object", "examples have names here", place)
        value = {str(index + 1): {"value": item} for index, item in enumerate(value)}
    if not isinstance(value, dict):
        return value
    read: dict[str, Json] = {}
    for name, item in value.items():
        here = place.child(name)
        if item is None and of in OBJECTS:
            reader.warn("empty-value", f"{name} has no value, and so says nothing", here)
            read[name] = {}
        else:
            read[name] = _one(reader, here, item, of)
    return read


def _one(reader: Reader, place: Place, value: Json, of: str) -> Json:
    """Give what is meant by a value; None where nothing is."""
    match of:
        case "text" | "note":
            return _text(reader, place, value, of)
        case "flag":
            return _flag(reader, place, value)
        case "number" | "count":
            return _number(reader, place, value, of)
        case "Schema":
            return _schema(reader, place, value)
        case "Example" if not isinstance(value, dict):
            reader.warn("not-an-object", "an example has its value under `value`", place)
            return {"value": value}
        case "Response" if isinstance(value, str):
            reader.warn("not-an-object", "a text alone is a response's description", place)
            return {"description": value}
        case "Requirement" if isinstance(value, str):
            reader.warn("not-an-object", "a requirement is written `name: []`", place)
            return {value: []}
        case "Docs" | "Xml" | "Link" if not isinstance(value, dict):
            reader.warn("not-an-object", "this is for people, and has another form", place)
            return {} if place.path[-1] not in ("externalDocs", "xml") else None
        case "Discriminator" if isinstance(value, str):
            reader.warn("not-an-object", "a discriminator is written `propertyName: …`", place)
            return {"propertyName": value}
        case _:
            return value


def _text(reader: Reader, place: Place, value: Json, of: str) -> Json:
    if isinstance(value, bool | int | float):
        reader.warn("not-a-text", f"{value!r} stands where a text has to", place)
        return str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, list | dict):
        if of == "note":
            reader.warn("not-a-text", f"{place.path[-1]} has to be a text", place)
            return None
        if isinstance(value, list) and place.path[-1] == "contentType":
            reader.warn("not-a-text", "several media types are written with commas", place)
            return ", ".join(str(one) for one in value)
    return value


def _flag(reader: Reader, place: Place, value: Json) -> Json:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        reader.warn("not-a-boolean", f"{value!r} has to be true or false, not a text", place)
        return value.lower() == "true"
    return value


def _number(reader: Reader, place: Place, value: Json, of: str) -> Json:
    read = value
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        read = int(value)
    elif isinstance(value, str) and of == "number" and _NUMBER.fullmatch(value):
        read = float(value)
    elif isinstance(value, float) and of == "count" and math.isfinite(value) and value % 1 == 0:
        read = int(value)
    if read is not value:
        reader.warn("not-a-number", f"{value!r} is written as {read}", place)
    return read


def _schema(reader: Reader, place: Place, value: Json) -> Json:
    is_old = reader.document.dialect == "3.0" and place.path[-1] != "additionalProperties"
    if isinstance(value, bool) and is_old:
        reader.warn("not-a-schema", "true and false are schemas since OpenAPI 3.1", place)
        return {} if value else {"not": {}}
    if not isinstance(value, str):
        return value
    return _flag(reader, place, value)
