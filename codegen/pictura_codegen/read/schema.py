"""Knows the Schema Object as far as a type can say it (OpenAPI 3.1, 4.8.24; 3.0, 4.7.24).

It must not check values: validators are compiled from the schema itself, by `schema/`.
"""

from pictura_codegen.api import (
    Anything,
    Array,
    Binary,
    Boolean,
    Enumeration,
    Field,
    Integer,
    Map,
    Never,
    Null,
    Number,
    Object,
    Place,
    Reference,
    Schema,
    Shape,
    String,
    Union,
)
from pictura_codegen.read.combine import intersect, unite
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.values import fits, unique
from pictura_core.data import Json

_TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
_NEAR = 100
_APPLICATORS = ("allOf", "anyOf", "oneOf", "then", "else")
_ANNOTATIONS = frozenset(
    {
        "$comment",
        "$ref",
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "nullable",
        "readOnly",
        "summary",
        "title",
        "writeOnly",
        "xml",
    }
)


def read_schema(reader: Reader, place: Place) -> Schema:
    """Read the schema at a place, and remember what it refers to for `read_referred`."""
    value = reader.value(place)
    description = value.get("description") if isinstance(value, dict) else None
    return Schema(place, _shape(reader, place), description if isinstance(description, str) else "")


def read_referred(reader: Reader) -> None:
    """Read every schema that is referred to, and what those refer to."""
    while reader.waiting:
        place = reader.waiting.pop()
        if place not in reader.schemas:
            reader.schemas[place] = read_schema(reader, place)


def refer(reader: Reader, place: Place) -> Reference:
    """Refer to a schema that has a name of its own."""
    reader.waiting.append(place)
    return Reference(place)


def declared(reader: Reader, place: Place) -> dict[str, Place]:
    """Find every property that a schema declares, also through `$ref` and applicators."""
    found: dict[str, Place] = {}
    seen: set[Place] = set()
    waiting = [place]
    while waiting:
        here = waiting.pop()
        value = reader.value(here)
        if here in seen or not isinstance(value, dict):
            continue
        seen.add(here)
        properties = value.get("properties")
        for key in properties if isinstance(properties, dict) else ():
            found.setdefault(key, here.child("properties", key))
        waiting.extend(reversed(_inside(reader, here, value, _APPLICATORS)))
    return found


def _inside(
    reader: Reader, place: Place, value: dict[str, Json], applicators: tuple[str, ...]
) -> list[Place]:
    """Find the schemas that speak of the same value: what is referred to, and applicators."""
    found: list[Place] = []
    if isinstance(value.get("$ref"), str):
        target = reader.document.resolve(str(value["$ref"]), place.file)
        found += [target] if target is not None else []
    for keyword in applicators:
        branches = value.get(keyword)
        if isinstance(branches, list):
            found += [place.child(keyword, index) for index in range(len(branches))]
        elif keyword in value:
            found.append(place.child(keyword))
    return found


def _shape(reader: Reader, place: Place) -> Shape:
    value = reader.value(place)
    if value is True:
        return Anything()
    if value is False:
        return Never()
    if not isinstance(value, dict):
        reader.error("not-a-schema", "a schema is a mapping, or true or false", place)
        return Anything()
    if place in reader.files:
        return Binary()
    old = reader.document.dialect == "3.0"
    parts: list[Shape] = []
    if isinstance(value.get("$ref"), str):
        target = reader.target(place)
        parts.append(Anything() if target is None else refer(reader, target))
        if old or _ANNOTATIONS.issuperset(value):
            return _nullable(reader, place, value, parts[0])
    parts.append(_own(reader, place, value))
    if value.get("required") and ("$ref" in value or "allOf" in value):
        # Only an object of its own can say that something inherited is required.
        parts.append(Object(place, "", ()))
    parts.extend(_branches(reader, place, value, "allOf"))
    parts.extend(
        unite(_branches(reader, place, value, keyword))
        for keyword in ("oneOf", "anyOf")
        if keyword in value
    )
    shape = intersect(reader, place, parts, lambda target: _shape(reader, target))
    if isinstance(shape, Object):
        shape = _require(reader, place, shape)
    return _apart(place, _nullable(reader, place, value, shape))


def _nullable(reader: Reader, place: Place, value: dict[str, Json], shape: Shape) -> Shape:
    """Add null where the 3.0 dialect, or a 3.1 document that still speaks it, says so."""
    if value.get("nullable") is not True:
        return shape
    if reader.document.dialect == "3.1" and place not in reader.nullable:
        reader.nullable[place] = None
        message = 'nullable is of OpenAPI 3.0; since 3.1 `type` has "null" among its types'
        reader.warn("nullable-in-3.1", message, place.child("nullable"), at="key")
    return unite([shape, Null()])


def _apart(place: Place, shape: Shape) -> Shape:
    """Give an object that is only one of several a place of its own: it needs another name."""
    if not isinstance(shape, Union):
        return shape
    return Union(
        tuple(
            Object(place.child("object"), one.description, one.fields)
            if isinstance(one, Object) and one.place == place
            else one
            for one in shape.members
        )
    )


def _branches(reader: Reader, place: Place, value: dict[str, Json], keyword: str) -> list[Shape]:
    branches = value.get(keyword)
    if branches is None:
        return []
    if not isinstance(branches, list):
        reader.error("not-an-array", f"{keyword} has to be a list of schemas", place.child(keyword))
        return []
    return [_shape(reader, place.child(keyword, index)) for index in range(len(branches))]


def _own(reader: Reader, place: Place, value: dict[str, Json]) -> Shape:
    """Read what the schema says without references and applicators."""
    if "const" in value:
        return Enumeration((value["const"],))
    kind = value.get("type")
    kinds = kind if isinstance(kind, list) else _implied(value) if kind is None else [kind]
    for one in kinds:
        if one not in _TYPES:
            known = ", ".join(_TYPES)
            message = f"{one!r} is no type; there are {known}"
            reader.error("unknown-type", message, place.child("type"))
    values = value.get("enum")
    if isinstance(values, list):
        fitting = [one for one in values if not kinds or any(fits(one, k) for k in kinds)]
        return Enumeration(unique(fitting)) if fitting else Never()
    if not kinds:
        return Anything()
    return unite([_typed(reader, place, value, one) for one in kinds if one in _TYPES])


def _implied(value: dict[str, Json]) -> list[Json]:
    """Tell the type that a schema without one speaks of: documents often leave it out."""
    if isinstance(value.get("properties"), dict) and value["properties"]:
        return ["object"]
    if "items" in value or "prefixItems" in value:
        return ["array"]
    if isinstance(value.get("additionalProperties"), dict) and value["additionalProperties"]:
        return ["object"]
    return []


def _typed(reader: Reader, place: Place, value: dict[str, Json], kind: Json) -> Shape:
    match kind:
        case "null":
            return Null()
        case "boolean":
            return Boolean()
        case "integer":
            return Integer()
        case "number":
            return Number()
        case "string":
            return String()
        case "array":
            return _array(reader, place, value)
        case _:
            return _object(reader, place, value)


def _array(reader: Reader, place: Place, value: dict[str, Json]) -> Shape:
    items: list[Shape] = []
    first = value.get("prefixItems")
    if isinstance(first, list):
        items.extend(
            _shape(reader, place.child("prefixItems", index)) for index in range(len(first))
        )
    if "items" in value:
        items.append(_shape(reader, place.child("items")))
    elif not items or len(items) != value.get("maxItems"):
        items.append(Anything())
    return Array(unite(items))


def _object(reader: Reader, place: Place, value: dict[str, Json]) -> Shape:
    properties = reader.member(place, "properties")
    if properties:
        required = reader.sequence(place, "required")
        fields = tuple(
            _field(reader, place.child("properties", key), key, required=key in required)
            for key in properties
        )
        description = value.get("description")
        return Object(place, description if isinstance(description, str) else "", fields)
    further = value.get("additionalProperties")
    if isinstance(further, dict):
        return Map(_shape(reader, place.child("additionalProperties")))
    patterns = value.get("patternProperties")
    if isinstance(patterns, dict) and patterns and further is False:
        return Map(
            unite([_shape(reader, place.child("patternProperties", key)) for key in patterns])
        )
    return Map(Anything())


def _field(reader: Reader, place: Place, key: str, *, required: bool) -> Field:
    schema = read_schema(reader, place)
    return Field(key, schema.shape, required, schema.description)


def _require(reader: Reader, place: Place, shape: Object) -> Object:
    """Mark fields that another part of the schema requires."""
    names = _required(reader, place)
    if not any(field.name in names and not field.required for field in shape.fields):
        return shape
    fields = tuple(
        Field(f.name, f.shape, f.required or f.name in names, f.description) for f in shape.fields
    )
    return Object(shape.place, shape.description, fields)


def _required(reader: Reader, place: Place) -> set[str]:
    names: set[str] = set()
    seen: set[Place] = set()
    waiting = [] if reader.is_too_deep else [place]
    # What lies further away says what is required of fields that it declares itself.
    while waiting and len(seen) < _NEAR:
        here = waiting.pop()
        value = reader.value(here)
        if here in seen or not isinstance(value, dict):
            continue
        seen.add(here)
        listed = value.get("required")
        for one in listed if isinstance(listed, list) else ():
            names.add(str(one))
        waiting += _inside(reader, here, value, ("allOf",))
    return names
