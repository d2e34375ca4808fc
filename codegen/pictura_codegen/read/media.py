"""Knows media types: how a value of one becomes bytes, and which properties of a form are files."""

import re

from pictura_codegen.api import Part, Place, RequestForm, ResponseForm
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.schema import declared
from pictura_core.data import Json

_TEXT = re.compile(
    r"text/|application/([\w.-]+\+)?(xml|yaml|x-yaml|javascript|graphql|x-ndjson|jsonl)\b"
)
_JSON = re.compile(r"(application|text)/([\w.-]+\+)?json\b", re.IGNORECASE)
_LINES = re.compile(r"application/(x-)?(ndjson|nd-json|jsonl|jsonlines|json-lines|json-seq)\b")
_BINARY_FORMATS = frozenset({"binary", "byte-stream"})


def request_form(media_type: str, schema: Json) -> RequestForm:
    """Tell how a request's value becomes bytes."""
    plain = media_type.lower()
    if plain.startswith("multipart/"):
        return "multipart"
    if plain.startswith("application/x-www-form-urlencoded"):
        return "urlencoded"
    if is_json(plain) or ("*" in plain and not is_binary(schema)):
        return "json"
    return "text" if _TEXT.match(plain) and not is_binary(schema) else "binary"


def response_form(media_type: str, schema: Json) -> ResponseForm:
    """Tell how an answer's bytes become a value."""
    plain = media_type.lower()
    if plain.startswith("text/event-stream"):
        return "events"
    if _LINES.match(plain):
        return "lines"
    if is_json(plain) or ("*" in plain and schema is not None and not is_binary(schema)):
        return "json"
    return "text" if _TEXT.match(plain) and not is_binary(schema) else "binary"


def is_json(media_type: str) -> bool:
    """Tell whether a media type is JSON or built upon it."""
    return _JSON.match(media_type) is not None


def is_binary(schema: Json) -> bool:
    """Tell whether a schema stands for bytes.

    OpenAPI 3.0 writes `format: binary` (4.7.24.1); 3.1 a `contentMediaType` without an encoding, or
    no type at all (4.8.14.2 and 4.8.14.4), which here means a schema that says nothing else either.
    """
    if not isinstance(schema, dict):
        return False
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if kind is not None and "string" not in kinds:
        return False
    if schema.get("format") in _BINARY_FORMATS:
        return True
    content = schema.get("contentMediaType")
    if isinstance(content, str) and "contentEncoding" not in schema:
        return not (_TEXT.match(content) or is_json(content))
    return False


def mark_files(reader: Reader, schema: Place) -> tuple[str, ...]:
    """Find the properties of a form that are files or arrays of files, and remember where.

    Only properties count: inside of an object that is itself a part, there is JSON.
    """
    return tuple(
        name for name, place in declared(reader, schema).items() if _mark(reader, place, [])
    )


def _mark(reader: Reader, place: Place, seen: list[Place]) -> bool:
    value = reader.value(place)
    if place in seen or not isinstance(value, dict):
        return False
    seen.append(place)
    if is_binary(value) or _says_nothing(value):
        reader.files[place] = None
        return True
    marked = False
    if isinstance(value.get("$ref"), str):
        target = reader.document.resolve(str(value["$ref"]), place.file)
        marked = target is not None and _mark(reader, target, seen)
    if isinstance(value.get("items"), dict):
        marked = _mark(reader, place.child("items"), seen) or marked
    for keyword in ("allOf", "anyOf", "oneOf"):
        branches = value.get(keyword)
        for index in range(len(branches) if isinstance(branches, list) else 0):
            marked = _mark(reader, place.child(keyword, index), seen) or marked
    return marked


def _says_nothing(schema: dict[str, Json]) -> bool:
    return not schema.keys() - {
        "description",
        "title",
        "example",
        "examples",
        "deprecated",
        "$comment",
    }


def read_parts(reader: Reader, media: Place, schema: Place | None) -> tuple[Part, ...]:
    """Read what the Encoding Objects say (4.8.15), and a part's media type from its schema."""
    encoding = reader.member(media, "encoding")
    properties = declared(reader, schema) if schema is not None else {}
    parts: list[Part] = []
    for name in {**dict.fromkeys(properties), **dict.fromkeys(encoding)}:
        implied = _content_type(reader, properties[name]) if name in properties else ""
        if name not in encoding:
            if implied:
                parts.append(Part(name, implied, "form", explode=True))
            continue
        place = media.child("encoding", name)
        kind = reader.text(place, "contentType") or implied
        # Styles are of urlencoded forms, and if none is told the media type says how (4.8.15.1).
        told = reader.mapping(place).keys() & {"style", "explode", "allowReserved"}
        is_typed = kind and not told and request_form(str(media.path[-1]), None) == "urlencoded"
        style = "" if is_typed else reader.text(place, "style") or "form"
        explode = reader.flag(place, "explode", default=style in ("", "form"))
        parts.append(Part(name, kind, style, explode))
    return tuple(parts)


def _content_type(reader: Reader, place: Place) -> str:
    value = reader.value(place)
    content = value.get("contentMediaType") if isinstance(value, dict) else None
    return content if isinstance(content, str) else ""
