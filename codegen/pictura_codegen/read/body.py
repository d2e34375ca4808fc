"""Knows the Request Body and Media Type Objects (OpenAPI 3.1, 4.8.13 and 4.8.14)."""

from pictura_codegen.api import Body, Place, Property
from pictura_codegen.read.inputs import read_inputs
from pictura_codegen.read.listed import read_listed
from pictura_codegen.read.media import mark_files, read_parts, request_form
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.schema import declared, read_schema

_FORMS = ("multipart", "urlencoded")


def mark_body(reader: Reader, operation: Place) -> None:
    """Remember which schemas of an operation's multipart bodies are files, before any is read."""
    place = _place(reader, operation)
    if place is None:
        return
    content = reader.value(place)
    media_types = content.get("content") if isinstance(content, dict) else None
    for media_type in media_types if isinstance(media_types, dict) else ():
        media = reader.value(place.child("content", media_type))
        if (
            media_type.lower().startswith("multipart/")
            and isinstance(media, dict)
            and "schema" in media
        ):
            mark_files(reader, place.child("content", media_type, "schema"))


def _place(reader: Reader, operation: Place) -> Place | None:
    if "requestBody" not in reader.mapping(operation):
        return None
    place = operation.child("requestBody")
    seen: set[Place] = set()
    while True:
        value = reader.value(place)
        if not isinstance(value, dict) or not isinstance(value.get("$ref"), str) or place in seen:
            return place
        seen.add(place)
        target = reader.document.resolve(str(value["$ref"]), place.file)
        if target is None:
            return None
        place = target


def read_bodies(reader: Reader, operation: Place) -> tuple[Body, ...]:
    """Read the media types that an operation's request may have, in their order."""
    if "requestBody" not in reader.mapping(operation):
        return ()
    place = reader.follow(operation.child("requestBody"))
    if place is None:
        return ()
    required = reader.flag(place, "required")
    description = reader.text(place, "description")
    content = reader.member(place, "content")
    message = "a request body has to name a media type"
    if "content" not in reader.mapping(place):
        reader.error("body-without-content", message, place, at="key")
    elif not content:
        reader.warn("body-without-content", message, place, at="key")
    return tuple(
        _read(
            reader, place.child("content", media_type), required=required, description=description
        )
        for media_type in content
    )


def _read(reader: Reader, media: Place, *, required: bool, description: str) -> Body:
    media_type = str(media.path[-1])
    value = reader.mapping(media)
    place = media.child("schema") if "schema" in value else None
    form = request_form(media_type, value.get("schema"))
    schema = read_schema(reader, place) if place is not None else None
    in_parts = place if form in _FORMS else None
    declares = declared(reader, place) if place is not None else {}
    fields = tuple(Property(*one) for one in declares.items())
    return Body(
        place=media,
        media_type=media_type if "*" not in media_type or form != "json" else "application/json",
        form=form,
        required=required,
        description=description,
        schema=schema,
        files=mark_files(reader, in_parts) if in_parts is not None and form == "multipart" else (),
        parts=read_parts(reader, media, in_parts) if form in _FORMS else (),
        fields=fields,
        closed=place is not None and _is_closed(reader, place),
        inputs=read_inputs(reader, place) if place is not None else (),
        listed=read_listed(reader, fields),
    )


def _is_closed(reader: Reader, schema: Place) -> bool:
    place = reader.follow(schema)
    value = reader.value(place) if place is not None else None
    return isinstance(value, dict) and (
        value.get("additionalProperties") is False or value.get("unevaluatedProperties") is False
    )
