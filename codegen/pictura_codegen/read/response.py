"""Knows the Responses, Response and Example Objects (OpenAPI 3.1, 4.8.16, 4.8.17 and 4.8.19)."""

import re

from pictura_codegen.api import Example, Place, Response, Schema
from pictura_codegen.read.invention import invent
from pictura_codegen.read.media import is_binary, response_form
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.schema import read_schema
from pictura_core.data import Json

_STATUS = re.compile(r"[1-5](\d\d|XX)|default")


def read_responses(reader: Reader, operation: Place) -> tuple[Response, ...]:
    """Read every documented answer, one for each of its media types."""
    found: list[Response] = []
    for status, place in _answers(reader, operation):
        description = reader.text(place, "description")
        content = reader.member(place, "content")
        if not content:
            found.append(Response(place, status, description, "", "none", None))
        for media_type in content:
            media = place.child("content", media_type)
            value = reader.mapping(media)
            form = response_form(media_type, value.get("schema"))
            schema = _schema(reader, media, is_stream=form in ("events", "lines"))
            found.append(Response(media, status, description, media_type, form, schema))
    return tuple(found)


def _schema(reader: Reader, media: Place, *, is_stream: bool) -> Schema | None:
    """Read a schema; of a stream, that of one item, which some documents write as an array's."""
    value = reader.mapping(media)
    if "schema" not in value:
        return None
    place = media.child("schema")
    whole = value["schema"]
    if is_stream and isinstance(whole, dict):
        if is_binary(whole):
            return None
        if whole.get("type") == "array" and isinstance(whole.get("items"), dict):
            place = place.child("items")
    return read_schema(reader, place)


def read_examples(reader: Reader, operation: Place) -> tuple[Example, ...]:
    """Read the named example answers of every response."""
    found: list[Example] = []
    for status, place in _answers(reader, operation):
        for media_type in reader.member(place, "content"):
            media = place.child("content", media_type)
            # An event's data is JSON too, as far as documents say.
            if response_form(media_type, None) in ("json", "events", "lines"):
                found.extend(
                    Example(name, status, media_type, value)
                    for name, value in _values(reader, media)
                )
    return tuple(found)


def _answers(reader: Reader, operation: Place) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    for status in reader.member(operation, "responses"):
        written = operation.child("responses", status)
        if status.startswith("x-"):
            continue
        meant = _meant(status)
        if not _STATUS.fullmatch(meant):
            message = f"{status!r} is no status; write 200, 4XX or default"
            reader.error("unknown-status", message, written, at="key")
            continue
        if meant != status:
            reader.warn("other-spelling", f"{status!r} is written {meant}", written, at="key")
        place = reader.follow(written)
        if place is not None:
            found.append((meant, place))
    return found


def _values(reader: Reader, media: Place) -> list[tuple[str, Json]]:
    value = reader.mapping(media)
    found: list[tuple[str, Json]] = []
    for name in reader.member(media, "examples"):
        place = reader.follow(media.child("examples", name))
        if place is not None and "value" in reader.mapping(place):
            found.append((name, reader.mapping(place)["value"]))
    if "example" in value:
        found.append(("example", value["example"]))
    if not found and "schema" in value:
        invented = invent(reader, media.child("schema"))
        if invented:
            found.append(("invented", invented[0]))
    return found


def _meant(status: str) -> str:
    return "default" if status.strip().lower() == "default" else status.strip().upper()
