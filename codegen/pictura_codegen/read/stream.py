"""Knows which operations answer in events, and how such an answer is asked for.

What comes is server-sent events or JSON line by line. Documents describe either an event's data, or
the event itself as an object whose member `data` is that.
"""

from dataclasses import replace

from pictura_codegen.api import Body, Place, Response, Stream, String
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.schema import declared

_FRAME = ("event", "data", "id", "retry")
_FLAG = "stream"
_DEPTH = 8


def read_stream(
    reader: Reader,
    bodies: tuple[Body, ...],
    responses: tuple[Response, ...],
    named: str,
) -> Stream | None:
    """Read what an operation streams, None if it answers in one piece alone."""
    good = [one for one in responses if one.status.startswith("2")]
    good = good or [one for one in responses if one.status == "default"]
    coming = [one for one in good if one.form in ("events", "lines")]
    field = _field(reader, bodies, named)
    if coming:
        is_alone = all(one.form in ("events", "lines", "none") for one in good)
        return Stream(_described(coming[0]), _frame(reader, coming[0]), field, is_alone)
    if not named or not good:
        return None
    # An extension says that it streams, and nothing says what.
    media = replace(good[0], media_type="text/event-stream", form="events", schema=None)
    return Stream(media, (), field, is_alone=False)


def _described(response: Response) -> Response:
    """Leave out a schema that only says that a stream is text."""
    if response.schema is not None and isinstance(response.schema.shape, String):
        return replace(response, schema=None)
    return response


def _frame(reader: Reader, response: Response) -> tuple[str, ...]:
    """Name the members of an event that a schema describes, none if it describes data alone."""
    if response.schema is None or response.form != "events":
        return ()
    names = declared(reader, response.schema.place).keys()
    if "data" not in names or names - set(_FRAME):
        return ()
    return tuple(name for name in _FRAME if name in names)


def _field(reader: Reader, bodies: tuple[Body, ...], named: str) -> str:
    """Name the member of a body that asks for a stream if it is true."""
    for body in bodies:
        for member in body.fields:
            if member.name == (named or _FLAG) and _is_flag(reader, member.place, 0):
                return member.name
    return ""


def _is_flag(reader: Reader, place: Place, depth: int) -> bool:
    value = reader.value(place)
    if not isinstance(value, dict) or depth > _DEPTH:
        return False
    kind = value.get("type")
    if kind == "boolean" or (isinstance(kind, list) and "boolean" in kind):
        return value.get("const") is not False and value.get("enum") != [False]
    if value.get("const") is True:
        return True
    if isinstance(value.get("$ref"), str):
        target = reader.document.resolve(str(value["$ref"]), place.file)
        return target is not None and _is_flag(reader, target, depth + 1)
    for keyword in ("allOf", "anyOf", "oneOf"):
        branches = value.get(keyword)
        for index in range(len(branches) if isinstance(branches, list) else 0):
            if _is_flag(reader, place.child(keyword, index), depth + 1):
                return True
    return False
