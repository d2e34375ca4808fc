"""Knows what documents still say in the words of Swagger 2.0, and what OpenAPI 3 says instead.

Each is put into today's words in place, with a warning, before anything reads it. It must not know
what an operation becomes.
"""

from collections.abc import Iterable

from pictura_codegen.api import Place
from pictura_codegen.read.reader import Reader
from pictura_core.data import Json

_SCHEMA = (
    "type",
    "format",
    "items",
    "enum",
    "default",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
)
"""Members of a parameter in 2.0 that are a schema's in 3."""
_LISTS: dict[str, tuple[str, bool]] = {
    "csv": ("form", False),
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
}
"""By `collectionFormat`, style and `explode` of a query parameter; elsewhere there is one style."""
_STYLES = ("form", "simple", "label", "matrix", "spaceDelimited", "pipeDelimited", "deepObject")
_PLAIN: dict[str, tuple[str, str]] = {
    # The style of a location that stands for commas, and what else is taken for it.
    "path": ("simple", "form"),
    "header": ("simple", "form"),
    "query": ("form", "simple"),
    "cookie": ("form", "simple"),
}
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_CODE = "swagger-2"


def renew_parameter(reader: Reader, place: Place, parameter: dict[str, Json]) -> None:
    """Give a parameter a schema if it has none, and a style of its location."""
    if "$ref" in parameter or not isinstance(parameter.get("name"), str):
        return
    location = parameter.get("in")
    if not isinstance(location, str) or location not in _PLAIN:
        return
    _renew_style(reader, place, parameter, location)
    said = [key for key in _SCHEMA if key in parameter]
    if "schema" not in parameter and "content" not in parameter and said:
        message = f"{said[0]} stands in a parameter's schema, not beside `in`"
        reader.warn(_CODE, message, place.child(said[0]), at="key")
        _renew_list(parameter, location)
        parameter["schema"] = {key: parameter.pop(key) for key in said}
        return
    if "schema" not in parameter and not _has_schema(parameter.get("content")):
        message = f"nothing says what the parameter {parameter['name']} is: any value is taken"
        reader.warn("parameter-without-schema", message, place)
        content = parameter.get("content")
        first = next(iter(content.values()), None) if isinstance(content, dict) else None
        if isinstance(first, dict):
            first["schema"] = {}
        else:
            parameter.pop("content", None)
            parameter["schema"] = {}


def _has_schema(content: Json) -> bool:
    return isinstance(content, dict) and any(
        isinstance(media, dict) and "schema" in media for media in content.values()
    )


def _renew_list(parameter: dict[str, Json], location: str) -> None:
    told = parameter.pop("collectionFormat", "csv")
    if location == "query" and parameter.get("type") == "array" and "style" not in parameter:
        style, explode = _LISTS.get(str(told), ("form", False))
        parameter["style"], parameter["explode"] = style, explode


def _renew_style(reader: Reader, place: Place, parameter: dict[str, Json], location: str) -> None:
    style = parameter.get("style")
    if not isinstance(style, str):
        return
    plain, other = _PLAIN[location]
    meant = next((one for one in _STYLES if one.lower() == style.lower()), style)
    if meant == other:
        meant = plain
        if location in ("query", "cookie"):
            parameter.setdefault("explode", False)
    if meant != style:
        message = f"the style {style} of a {location} parameter is called {meant}"
        reader.warn("other-spelling", message, place.child("style"))
        parameter["style"] = meant


def renew_operation(reader: Reader, place: Place, operation: dict[str, Json]) -> None:
    """Make a request body of parameters that are `in: body` or `in: formData`."""
    taken = _take_bodies(reader, place, operation)
    for one in taken:
        message = f"`in: {one['in']}` is written as a requestBody"
        reader.warn(_CODE, message, place.child("parameters"), at="key")
    if taken and "requestBody" not in operation:
        _renew_body(operation, taken)


def renew_path(reader: Reader, place: Place, item: dict[str, Json]) -> None:
    """Give a path item's body parameters to its operations, which are looked at after it."""
    taken = _take_bodies(reader, place, item)
    for method in _METHODS:
        operation = item.get(method)
        if taken and isinstance(operation, dict):
            own = operation.setdefault("parameters", [])
            if isinstance(own, list):
                own.extend(taken)


def _take_bodies(reader: Reader, place: Place, owner: dict[str, Json]) -> list[dict[str, Json]]:
    """Take the parameters of a body out of those of an operation or a path."""
    parameters = owner.get("parameters")
    if not isinstance(parameters, list):
        return []
    taken: list[dict[str, Json]] = []
    kept: list[Json] = []
    for written in parameters:
        parameter = _followed(reader, place.file, written)
        if isinstance(parameter, dict) and parameter.get("in") in ("body", "formData"):
            taken.append(parameter)
        else:
            kept.append(written)
    parameters[:] = kept
    return taken


def _followed(reader: Reader, file: str, written: Json) -> Json:
    if isinstance(written, dict) and isinstance(written.get("$ref"), str):
        target = reader.document.resolve(str(written["$ref"]), file)
        return reader.value(target) if target is not None else written
    return written


def _renew_body(operation: dict[str, Json], taken: list[dict[str, Json]]) -> None:
    consumes = operation.pop("consumes", None)
    told = [one for one in consumes if isinstance(one, str)] if isinstance(consumes, list) else []
    whole = next((one for one in taken if one["in"] == "body"), None)
    if whole is not None:
        schema = whole.get("schema", {})
        required = whole.get("required") is True
        media_types = told or ["application/json"]
    else:
        schema = _form(taken)
        required = bool(schema.get("required"))
        has_file = any(one.get("type") == "file" for one in taken)
        form = "multipart/form-data" if has_file else "application/x-www-form-urlencoded"
        media_types = [one for one in told if "form" in one] or [form]
    body: dict[str, Json] = {"content": {one: {"schema": schema} for one in media_types}}
    operation["requestBody"] = {**body, "required": True} if required else body


def _form(parameters: Iterable[dict[str, Json]]) -> dict[str, Json]:
    properties: dict[str, Json] = {}
    required: list[Json] = []
    for one in parameters:
        name = one.get("name")
        if not isinstance(name, str):
            continue
        own = one.get("schema")
        said = ("description", *_SCHEMA)
        schema = (
            dict(own) if isinstance(own, dict) else {key: one[key] for key in said if key in one}
        )
        if schema.get("type") == "file":
            schema["type"], schema["format"] = "string", "binary"
        properties[name] = schema
        if one.get("required") is True:
            required.append(name)
    form: dict[str, Json] = {"type": "object", "properties": properties}
    return {**form, "required": required} if required else form


def renew_responses(reader: Reader, place: Place, responses: dict[str, Json]) -> None:
    """Give each of several statuses that share a key an answer of its own."""
    shared = [status for status in responses if _statuses(status)]
    if not shared:
        return
    renewed: dict[str, Json] = {}
    for status, response in responses.items():
        if status not in shared:
            renewed[status] = response
            continue
        message = f"{status!r} is several statuses, each of which has a key of its own"
        reader.warn("other-spelling", message, place.child(status), at="key")
        for one in _statuses(status):
            if one not in responses:
                renewed[one] = response
    responses.clear()
    responses.update(renewed)


def _statuses(key: str) -> list[str]:
    several = [one.strip() for one in key.replace("/", ",").replace("|", ",").split(",")]
    are_statuses = all(
        len(one) == 3 and one[0] in "12345" and (one[1:].isdecimal() or one[1:].upper() == "XX")
        for one in several
    )
    return several if len(several) > 1 and are_statuses else []


def renew_response(reader: Reader, place: Place, response: dict[str, Json]) -> None:
    """Give an answer whose schema stands beside its description a media type."""
    if isinstance(response.get("schema"), dict) and "content" not in response:
        message = "an answer's schema stands under `content` and a media type"
        reader.warn(_CODE, message, place.child("schema"), at="key")
        response["content"] = {"application/json": {"schema": response.pop("schema")}}
