"""Knows what a specification says: operations, what they take and answer, and the shapes of data.

It must not know Python's syntax, names or files; schemas are held as places in the documents, and
their shapes only as far as a type can say them. References go by place, so recursion costs nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from pictura_core import extensions
from pictura_core.batches import Batch
from pictura_core.data import Json, Path
from pictura_core.diagnostics import Diagnostic
from pictura_core.extensions import Errors, Images, Lifecycle, Price, Task
from pictura_core.inputs import InputField
from pictura_core.operation import Location, Requirement, Server

Dialect: TypeAlias = Literal["3.0", "3.1"]

RequestForm: TypeAlias = Literal["json", "multipart", "urlencoded", "text", "binary"]
ResponseForm: TypeAlias = Literal["json", "text", "binary", "events", "lines", "none"]


class Place(NamedTuple):
    """A node of a specification.

    Attributes:
        file: The document, relative to the root document's folder, with slashes.
        path: The way into it.
    """

    file: str
    path: Path

    def child(self, *steps: str | int) -> "Place":
        """Give the place further inside."""
        return Place(self.file, (*self.path, *steps))


@dataclass(frozen=True, slots=True)
class Null:
    """null."""


@dataclass(frozen=True, slots=True)
class Boolean:
    """true or false."""


@dataclass(frozen=True, slots=True)
class Integer:
    """A number without a fraction."""


@dataclass(frozen=True, slots=True)
class Number:
    """Any number."""


@dataclass(frozen=True, slots=True)
class String:
    """A text."""


@dataclass(frozen=True, slots=True)
class Binary:
    """A file: a field of a multipart body, or a body that is no text."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """One of these values, each once, in the order of the specification."""

    values: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """Any number of items of one shape."""

    item: "Shape"


@dataclass(frozen=True, slots=True)
class Field:
    """A declared property of an object."""

    name: str
    shape: "Shape"
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Object:
    """An object with declared properties; further ones may be there."""

    place: Place
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """An object of which only the values' shape is known."""

    value: "Shape"


@dataclass(frozen=True, slots=True)
class Union:
    """Any of several shapes."""

    members: tuple["Shape", ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A schema that stands elsewhere."""

    to: Place


@dataclass(frozen=True, slots=True)
class Anything:
    """Any value, because the specification allows any or no type can say what it allows."""


@dataclass(frozen=True, slots=True)
class Never:
    """No value at all (the schema `false`)."""


Shape: TypeAlias = (
    Null
    | Boolean
    | Integer
    | Number
    | String
    | Binary
    | Enumeration
    | Array
    | Object
    | Map
    | Union
    | Reference
    | Anything
    | Never
)


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema where it stands.

    Attributes:
        place: Where, references followed: two with the same place are the same.
        shape: What a type can say of it.
        description: From the specification, empty if it says nothing.
    """

    place: Place
    shape: Shape
    description: str


def target_of(schema: Schema) -> Place:
    """Give the place whose validator serves a schema: what it refers to, if it only refers."""
    return schema.shape.to if isinstance(schema.shape, Reference) else schema.place


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter outside the body (OpenAPI 3.1, 4.8.12)."""

    place: Place
    name: str
    location: Location
    required: bool
    description: str
    style: str
    explode: bool
    media_type: str
    schema: Schema
    reserved: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What is special of one property of a multipart or form body (OpenAPI 3.1, 4.8.15)."""

    name: str
    content_type: str
    style: str
    explode: bool


class Property(NamedTuple):
    """A property that a body's schema declares, however deep in its applicators."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Body:
    """One media type of a request's body.

    Attributes:
        closed: Whether its schema forbids other properties.
        listed: Values that open lists name, by field; others are taken too.
    """

    place: Place
    media_type: str
    form: RequestForm
    required: bool
    description: str
    schema: Schema | None
    files: tuple[str, ...]
    parts: tuple[Part, ...]
    fields: tuple[Property, ...]
    closed: bool
    inputs: tuple[InputField, ...]
    listed: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Response:
    """One media type of one documented answer."""

    place: Place
    status: str
    description: str
    media_type: str
    form: ResponseForm
    schema: Schema | None


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer that comes in events.

    Attributes:
        response: Whose schema is that of each event.
        frame: The members of an event that the schema describes, none if it describes its data.
        field: The body's member that asks for a stream if it is true, empty if there is none.
        is_alone: Whether the operation has no other answer.
    """

    response: Response
    frame: tuple[str, ...]
    field: str
    is_alone: bool


class Example(NamedTuple):
    """A named example answer."""

    name: str
    status: str
    media_type: str
    value: Json


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation (OpenAPI 3.1, 4.8.10)."""

    place: Place
    id: str
    method: str
    path: str
    summary: str
    description: str
    tags: tuple[str, ...]
    deprecated: str
    parameters: tuple[Parameter, ...]
    bodies: tuple[Body, ...]
    responses: tuple[Response, ...]
    examples: tuple[Example, ...]
    errors: Errors | None
    images: Images | None
    task: Task | None
    price: Price | None
    security: tuple[Requirement, ...] | None
    servers: tuple[Server, ...]
    stream: Stream | None
    accept: tuple[str, ...]
    told_stream: extensions.Stream | None
    lifecycle: Lifecycle | None
    batch: Batch | None


@dataclass(frozen=True, slots=True)
class Api:
    """A whole specification.

    Attributes:
        title: The document's title.
        description: The document's description.
        servers: Base URLs with their variables' defaults, without a trailing slash.
        templates: The servers as they are written.
        security: In which ways keys are sent.
        env_prefix: How the names of its environment variables begin, empty if not said.
        errors: How errors are told, unless an operation says otherwise.
        operations: In the order of the specification.
        schemas: Every schema that has a name or is referred to, in the order of the specification.
        documents: By file, what validators are compiled from; file fields are already what a
            caller may pass.
        in_requests: Schemas that ask more of a request than of an answer, and the place that says
            what: in a document of `documents` that is for requests alone.
        dialect: Of the root document.
        findings: Warnings.
    """

    title: str
    description: str
    servers: tuple[str, ...]
    templates: tuple[Server, ...]
    security: tuple[Requirement, ...]
    env_prefix: str
    errors: Errors
    operations: tuple[Operation, ...]
    schemas: tuple[Schema, ...]
    documents: Mapping[str, Json]
    in_requests: Mapping[Place, Place]
    dialect: Dialect
    findings: tuple[Diagnostic, ...]
