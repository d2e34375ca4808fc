"""Knows the Path Item and Operation Objects (OpenAPI 3.1, 4.8.9 and 4.8.10)."""

from collections.abc import Iterator

from pictura_codegen.api import Operation, Place
from pictura_codegen.names import words
from pictura_codegen.read.body import read_bodies
from pictura_codegen.read.extensions import (
    read_accept,
    read_deprecated,
    read_errors,
    read_images,
    read_lifecycle,
    read_price,
    read_stream,
    read_task,
)
from pictura_codegen.read.parameter import read_parameters
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.response import read_examples, read_responses
from pictura_codegen.read.security import read_own_security

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def operation_places(reader: Reader) -> Iterator[tuple[str, Place, Place]]:
    """Find every operation: its path, its path item, and itself."""
    root = Place(reader.document.root, ())
    for path in reader.member(root, "paths"):
        if path.startswith("x-"):
            continue
        written = root.child("paths", path)
        if not path.startswith("/"):
            message = f"a path begins with a slash, {path!r} does not"
            reader.error("path-without-slash", message, written, at="key")
            continue
        item = reader.follow(written)
        if item is None:
            continue
        value = reader.mapping(item)
        # A path item may have a `$ref` and operations beside it (4.8.9.1); `follow` has taken the
        # former, so both are looked at.
        own = reader.mapping(written) if written != item else {}
        for place, members in ((item, value), (written, own)):
            for method in members:
                if method in METHODS:
                    yield path, place, place.child(method)


def read_operations(reader: Reader) -> tuple[Operation, ...]:
    """Read every operation, in the order of the specification."""
    found: dict[str, Operation] = {}
    for path, item, place in operation_places(reader):
        operation = _read(reader, path, item, place)
        first = found.get(operation.id)
        if first is None:
            found[operation.id] = operation
            continue
        message = f"the operationId {operation.id} stands here twice"
        reader.error(
            "duplicate-operation",
            message,
            _id_place(reader, place),
            also=_id_place(reader, first.place),
        )
    return tuple(found.values())


def _id_place(reader: Reader, operation: Place) -> Place:
    has_id = "operationId" in reader.mapping(operation)
    return operation.child("operationId") if has_id else operation


def _read(reader: Reader, path: str, item: Place, place: Place) -> Operation:
    method = str(place.path[-1])
    tags = tuple(tag for tag in reader.sequence(place, "tags") if isinstance(tag, str))
    return Operation(
        place=place,
        id=reader.text(place, "operationId") or _invent(method, path),
        method=method.upper(),
        path=path,
        summary=reader.text(place, "summary") or reader.text(item, "summary"),
        description=reader.text(place, "description") or reader.text(item, "description"),
        tags=tags,
        deprecated=read_deprecated(reader, place),
        parameters=read_parameters(reader, item, place, path),
        bodies=read_bodies(reader, place),
        responses=read_responses(reader, place),
        examples=read_examples(reader, place),
        errors=read_errors(reader, place),
        images=read_images(reader, place),
        task=read_task(reader, place),
        price=read_price(reader, place),
        security=read_own_security(reader, place),
        accept=read_accept(reader, place),
        stream=read_stream(reader, place),
        lifecycle=read_lifecycle(reader, place),
    )


def _invent(method: str, path: str) -> str:
    """Name an operation that has no id: `GET /v1/models/{model}` is getV1ModelsModel."""
    return method + "".join(word[:1].upper() + word[1:] for word in words(path))
