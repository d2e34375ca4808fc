"""Knows the Path Item and Operation Objects (OpenAPI 3.1, 4.8.9 and 4.8.10)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pictura_codegen.api import Operation, Place
from pictura_codegen.names import words
from pictura_codegen.read.batches import read_batch
from pictura_codegen.read.body import read_bodies
from pictura_codegen.read.extensions import (
    read_accept,
    read_deprecated,
    read_errors,
    read_images,
    read_lifecycle,
    read_price,
    read_task,
    read_told_stream,
)
from pictura_codegen.read.parameter import read_parameters
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.response import read_examples, read_responses
from pictura_codegen.read.security import read_own_security
from pictura_codegen.read.server import read_own_servers
from pictura_codegen.read.stream import read_stream
from pictura_core.operation import Server

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


def read_operations(reader: Reader, servers: tuple[Server, ...]) -> tuple[Operation, ...]:
    """Read every operation, in the order of the specification; the servers are those of all."""
    read = [
        _read(reader, path, item, place, servers) for path, item, place in operation_places(reader)
    ]
    named: dict[str, Operation] = {}
    for operation in read:
        if _has_id(reader, operation.place):
            named.setdefault(operation.id, operation)
    taken = set(named)
    return tuple(_with_own_id(reader, operation, named, taken) for operation in read)


def _with_own_id(
    reader: Reader, operation: Operation, named: Mapping[str, Operation], taken: set[str]
) -> Operation:
    """Let an operation keep its id if no other has it; the second of two is called by its path."""
    first = named.get(operation.id)
    if first is operation:
        return operation
    wanted = _invent(operation.method.lower(), operation.path)
    own, number = wanted, 1
    while own in taken:
        number += 1
        own = f"{wanted}{number}"
    taken.add(own)
    if first is not None and _has_id(reader, operation.place):
        message = f"another operation is called {operation.id}; this one is called {own} here"
        reader.warn(
            "duplicate-operation",
            message,
            operation.place.child("operationId"),
            also=first.place.child("operationId"),
        )
    return replace(operation, id=own)


def _has_id(reader: Reader, operation: Place) -> bool:
    return reader.mapping(operation).get("operationId") not in (None, "")


def _read(
    reader: Reader, path: str, item: Place, place: Place, servers: tuple[Server, ...]
) -> Operation:
    method = str(place.path[-1])
    bodies = read_bodies(reader, place)
    responses = read_responses(reader, place)
    told_stream = read_told_stream(reader, place)
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
        bodies=bodies,
        responses=responses,
        examples=read_examples(reader, place),
        errors=read_errors(reader, place),
        images=read_images(reader, place),
        task=read_task(reader, place),
        price=read_price(reader, place),
        security=read_own_security(reader, place),
        accept=read_accept(reader, place),
        told_stream=told_stream,
        lifecycle=read_lifecycle(reader, place),
        batch=read_batch(reader, place),
        servers=read_own_servers(reader, item, place, servers),
        stream=read_stream(reader, bodies, responses, told_stream.field if told_stream else ""),
    )


def _invent(method: str, path: str) -> str:
    """Name an operation that has no id: `GET /v1/models/{model}` is getV1ModelsModel."""
    return method + "".join(word[:1].upper() + word[1:] for word in words(path))
