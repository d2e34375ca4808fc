"""Knows the Parameter Object (OpenAPI 3.1, 4.8.12) and path templates."""

import re

from pictura_codegen.api import Parameter, Place, Schema
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.schema import read_schema
from pictura_core.data import Json
from pictura_core.operation import Location

_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_LOCATIONS: dict[str, Location] = {
    "path": "path",
    "query": "query",
    "header": "header",
    "cookie": "cookie",
}
_STYLES: dict[Location, tuple[str, ...]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
_IGNORED = frozenset({"accept", "content-type", "authorization"})
"""Header parameters that the standard tells to ignore (4.8.12.2.1): the client sets these."""


def read_parameters(
    reader: Reader, item: Place, operation: Place, path: str
) -> tuple[Parameter, ...]:
    """Read an operation's parameters, those of its path item first.

    One of the operation takes the place of the path item's with the same name and location.
    """
    found: dict[tuple[str, str], Parameter] = {}
    for owner in (item, operation):
        own: dict[tuple[str, str], Place] = {}
        for index in range(len(reader.sequence(owner, "parameters"))):
            place = owner.child("parameters", index)
            parameter = _read(reader, place)
            if parameter is None:
                continue
            key = (parameter.name, parameter.location)
            if key in own:
                message = f"the {parameter.location} parameter {parameter.name} stands here twice"
                reader.error("duplicate-parameter", message, place, also=own[key])
            own[key] = place
            found[key] = parameter
    _check_template(reader, operation, path, found)
    return tuple(found.values())


def _read(reader: Reader, written: Place) -> Parameter | None:
    place = reader.follow(written)
    if place is None:
        return None
    value = reader.mapping(place)
    name = value.get("name")
    location = _LOCATIONS.get(str(value.get("in")))
    if not isinstance(name, str) or location is None:
        _complain(reader, place, value)
        return None
    if location == "header" and name.lower() in _IGNORED:
        message = f"the header {name} is set by the client; the standard ignores it as a parameter"
        reader.warn("ignored-header", message, place)
        return None
    required = reader.flag(place, "required")
    if location == "path" and not required:
        message = f"the path parameter {name} has to say `required: true`"
        reader.warn("optional-path-parameter", message, place)
        required = True
    style = _style(reader, place, location)
    media_type, schema = _schema(reader, place, value)
    if schema is None:
        return None
    return Parameter(
        place=written,
        name=name,
        location=location,
        required=required,
        description=reader.text(place, "description") or schema.description,
        style=style,
        explode=reader.flag(place, "explode", default=style == "form"),
        media_type=media_type,
        schema=schema,
        reserved=location == "query" and reader.flag(place, "allowReserved"),
    )


def _complain(reader: Reader, place: Place, value: dict[str, Json]) -> None:
    if not value:
        return
    if not isinstance(value.get("name"), str):
        reader.error("unnamed-parameter", "a parameter has to have a name", place)
    elif "in" not in value:
        message = f"the parameter {value['name']} has to say where it stands: `in`"
        reader.error("unplaced-parameter", message, place)
    else:
        message = f"a parameter is in the {', '.join(_LOCATIONS)}, not in {value['in']!r}"
        reader.error("unknown-location", message, place.child("in"))


def _style(reader: Reader, place: Place, location: Location) -> str:
    allowed = _STYLES[location]
    style = reader.text(place, "style")
    if style and style not in allowed:
        message = (
            f"a {location} parameter is written in the style {' or '.join(allowed)}, not {style!r}"
        )
        reader.error("unknown-style", message, place.child("style"))
        return allowed[0]
    return style or allowed[0]


def _schema(reader: Reader, place: Place, value: dict[str, Json]) -> tuple[str, Schema | None]:
    if "schema" in value:
        return "", read_schema(reader, place.child("schema"))
    content = reader.member(place, "content")
    for media_type in content:
        inner = place.child("content", media_type)
        if "schema" in reader.mapping(inner):
            return media_type, read_schema(reader, inner.child("schema"))
    message = f"the parameter {value['name']} has neither a schema nor content with one"
    reader.error("parameter-without-schema", message, place)
    return "", None


def _check_template(
    reader: Reader,
    operation: Place,
    path: str,
    found: dict[tuple[str, str], Parameter],
) -> None:
    names = _TEMPLATE.findall(path)
    for name in dict.fromkeys(names):
        if (name, "path") not in found:
            message = f"{path} has the parameter {{{name}}}, which this operation does not declare"
            reader.error("undeclared-path-parameter", message, operation, at="key")
    for parameter in found.values():
        if parameter.location == "path" and parameter.name not in names:
            message = f"{path} has no {{{parameter.name}}} for this parameter"
            reader.error("unused-path-parameter", message, parameter.place)
