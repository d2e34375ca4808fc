"""Knows the Parameter Object (OpenAPI 3.1, 4.8.12) and path templates."""

import re
from collections.abc import Iterator
from dataclasses import replace

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
                _complain_of_twin(reader, place, own[key], parameter)
            own[key] = place
            found[key] = parameter
    return tuple(_fit(reader, operation, path, found))


def _complain_of_twin(reader: Reader, place: Place, first: Place, parameter: Parameter) -> None:
    """Say that a parameter stands there twice; the last counts, unless they contradict."""
    message = f"the {parameter.location} parameter {parameter.name} stands here twice"
    kinds = [_kind(reader, one) for one in (first, place)]
    if None in kinds or kinds[0] == kinds[1]:
        reader.warn("duplicate-parameter", message, place, also=first)
    else:
        reader.error("duplicate-parameter", message, place, also=first)


def _kind(reader: Reader, written: Place) -> Json:
    place = reader.follow(written)
    schema = reader.mapping(place).get("schema") if place is not None else None
    return schema.get("type", schema.get("$ref")) if isinstance(schema, dict) else None


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


def _fit(
    reader: Reader,
    operation: Place,
    path: str,
    found: dict[tuple[str, str], Parameter],
) -> Iterator[Parameter]:
    """Give the parameters so that each has its place, and each place in the path a parameter."""
    names = list(dict.fromkeys(_TEMPLATE.findall(path)))
    missing = [name for name in names if (name, "path") not in found]
    spelled = {_spelling(name): name for name in missing}
    for (name, location), parameter in found.items():
        in_query = location == "query" and name in missing and f"{{{name}}}" in _query(path)
        if in_query or (location == "path" and name not in names):
            meant = spelled.pop(_spelling(name), None)
            if meant is not None:
                missing.remove(meant)
                if not in_query:
                    message = f"{path} spells this parameter {{{meant}}}"
                    reader.warn("other-spelling", message, parameter.place)
                yield _in_path(parameter, meant)
            elif f":{name}" in path:
                message = f"{path} has no {{{name}}} for this parameter"
                reader.error("unused-path-parameter", message, parameter.place)
            else:
                message = f"{path} has no {{{name}}} for this parameter, and so it is left out"
                reader.warn("unused-path-parameter", message, parameter.place)
        else:
            yield parameter
    for name in missing:
        message = f"{path} has the parameter {{{name}}}, which is not declared: any text is taken"
        reader.warn("undeclared-path-parameter", message, operation, at="key")
        declared = _declare(reader, operation, name)
        if declared is not None:
            yield declared


def _query(path: str) -> str:
    return path.partition("?")[2]


def _spelling(name: str) -> str:
    """Leave out what differs between two spellings of a name: `{path*}`, `{id:[0-9]+}`, `{ID}`."""
    return re.sub(r"[^a-z0-9]", "", name.partition(":")[0].lower()) or name


def _in_path(parameter: Parameter, name: str) -> Parameter:
    if parameter.location == "path":
        return replace(parameter, name=name)
    return replace(
        parameter,
        name=name,
        location="path",
        required=True,
        style="simple",
        explode=False,
        reserved=False,
    )


def _declare(reader: Reader, operation: Place, name: str) -> Parameter | None:
    """Write the parameter into the document, so that it is like any other from here on."""
    declared = reader.mapping(operation).setdefault("parameters", [])
    if not isinstance(declared, list):
        return None
    declared.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})
    return _read(reader, operation.child("parameters", len(declared) - 1))
