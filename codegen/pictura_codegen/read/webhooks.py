"""Knows webhooks and callbacks (OpenAPI 3.1, 4.8.1 and 4.8.18): requests that the API sends.

Nobody calls them, so they are no operations; what they carry gets a model and a validator.
"""

from collections.abc import Iterator

from pictura_codegen.api import Place
from pictura_codegen.read.operation import METHODS, operation_places
from pictura_codegen.read.reader import Reader
from pictura_codegen.read.schema import refer


def read_webhooks(reader: Reader) -> None:
    """Refer to the schema of every body that the API sends of itself."""
    for item in _items(reader):
        for method in reader.mapping(item):
            if method in METHODS:
                _read(reader, item.child(method))


def _items(reader: Reader) -> Iterator[Place]:
    root = Place(reader.document.root, ())
    for name in reader.member(root, "webhooks"):
        yield from _followed(reader, root.child("webhooks", name))
    for _, _, operation in operation_places(reader):
        for name in reader.member(operation, "callbacks"):
            for callback in _followed(reader, operation.child("callbacks", name)):
                for expression in reader.mapping(callback):
                    if not expression.startswith("x-"):
                        yield from _followed(reader, callback.child(expression))


def _followed(reader: Reader, place: Place) -> Iterator[Place]:
    found = reader.follow(place)
    if found is not None:
        yield found


def _read(reader: Reader, operation: Place) -> None:
    if "requestBody" not in reader.mapping(operation):
        return
    for body in _followed(reader, operation.child("requestBody")):
        for media_type in reader.member(body, "content"):
            media = body.child("content", media_type)
            if "schema" in reader.mapping(media):
                refer(reader, media.child("schema"))
