"""Knows the type of what an operation gives back. It must not know how answers are decoded."""

from collections.abc import Mapping

from pictura_codegen.api import (
    Anything,
    Api,
    Array,
    Enumeration,
    Null,
    Object,
    Operation,
    Place,
    Reference,
    Response,
    Schema,
    Shape,
    Stream,
    String,
    Union,
)
from pictura_codegen.code import Code, fixed, word
from pictura_codegen.names import Name
from pictura_codegen.plan.types import TypeWriter, union
from pictura_core.extensions import Errors

Schemas = Mapping[Place, Schema]


class ResultTypes:
    """Writes the types of what operations give back."""

    def __init__(self, api: Api, models: Mapping[Place, Name]) -> None:
        self._errors = api.errors
        self._schemas = {schema.place: schema for schema in api.schemas}
        self._models = models

    def of(self, operation: Operation) -> Code:
        """Write the type of an operation's successful answers.

        What is always raised as an error, because it stands where `x-errors` says, is left out; so
        are the events of a stream if there is an answer in one piece too.
        """
        writer = TypeWriter(self._models, outside=True)
        answers = [one for one in operation.responses if one.status.startswith("2")]
        if not answers:
            answers = [one for one in operation.responses if one.status == "default"]
        whole = [one for one in answers if one.form not in ("events", "lines")]
        errors = operation.errors or self._errors
        found = dict.fromkeys(
            type_
            for one in whole or answers
            for type_ in _answer(one, errors, self._schemas, writer)
        )
        if fixed("object") in found or fixed("Never") in found:
            return fixed("object")
        return union(found or [fixed("None")])

    def of_event(self, stream: Stream) -> Code:
        """Write the type of what an operation streams, one by one.

        The mark `[DONE]`, which ends a stream and is never given, is left out.
        """
        schema = stream.response.schema
        if schema is not None:
            shape = self._without_end(schema.shape)
            return TypeWriter(self._models, outside=True).write(shape)
        is_text = stream.response.form == "events"
        return word("pictura_core.wire", "Event") if is_text else fixed("object")

    def _without_end(self, shape: Shape) -> Shape:
        target = _followed(shape, self._schemas)
        if not isinstance(target, Union):
            return shape
        kept = tuple(one for one in target.members if not _is_end(one, self._schemas))
        if not kept or len(kept) == len(target.members):
            return shape
        return kept[0] if len(kept) == 1 else Union(kept)


def _answer(
    answer: Response, errors: Errors, schemas: Schemas, writer: TypeWriter
) -> tuple[Code, ...]:
    shape = answer.schema.shape if answer.schema is not None else None
    match answer.form:
        case "none":
            return (fixed("None"),)
        case "binary":
            return (fixed("bytes"),)
        case "text":
            return (fixed("str"),)
        case "events":
            return writer.alternatives(Array(shape or String()))
        case "lines":
            return writer.alternatives(Array(shape or Anything()))
        case "json":
            return writer.alternatives(_without_errors(shape or Anything(), errors, schemas))


def _followed(shape: Shape, schemas: Schemas) -> Shape:
    while isinstance(shape, Reference) and shape.to in schemas:
        shape = schemas[shape.to].shape
    return shape


def _is_end(shape: Shape, schemas: Schemas) -> bool:
    """Tell whether a shape is `[DONE]` alone, or an event with that for its data."""
    target = _followed(shape, schemas)
    if isinstance(target, Object):
        data = next((field.shape for field in target.fields if field.name == "data"), None)
        target = target if data is None else _followed(data, schemas)
    return target == Enumeration(("[DONE]",))


def _without_errors(shape: Shape, errors: Errors, schemas: Schemas) -> Shape:
    target = _followed(shape, schemas)
    if not isinstance(target, Union):
        return shape
    kept = tuple(one for one in target.members if not _is_error(one, errors, schemas))
    if not kept or len(kept) == len(target.members):
        return shape
    return kept[0] if len(kept) == 1 else Union(kept)


def _is_error(shape: Shape, errors: Errors, schemas: Schemas) -> bool:
    return any(_always_has(shape, place.error, schemas) for place in errors.places)


def _always_has(shape: Shape, steps: tuple[str, ...], schemas: Schemas) -> bool:
    """Tell whether every value of a shape has something, not null, at the end of the steps."""
    if isinstance(shape, Reference):
        target = schemas.get(shape.to)
        return target is not None and _always_has(target.shape, steps, schemas)
    if not steps:
        return not isinstance(shape, Anything | Null | Union)
    if not isinstance(shape, Object):
        return False
    field = next((one for one in shape.fields if one.name == steps[0] and one.required), None)
    return field is not None and _always_has(field.shape, steps[1:], schemas)
