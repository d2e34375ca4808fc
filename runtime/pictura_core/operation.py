"""Knows the words that an API's generated table of operations is written in.

The recipe runtime, the emulator and the clients read operations from such a table and from nowhere
else: none of them knows an operation by name. This module must not know HTTP libraries or recipes.
Named tuples, not dataclasses: a cold `pictura validate` cannot afford to import `inspect`.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Generic, Literal, TypeAlias, TypeVar

from pictura_core.batches import Batch
from pictura_core.checks import Check, Guard, Violation
from pictura_core.data import Json
from pictura_core.extensions import Errors, Images, Lifecycle, Price, Stream, Task, applies
from pictura_core.inputs import InputField
from pictura_core.tuples import NamedTuple

T_co = TypeVar("T_co", covariant=True)

Location: TypeAlias = Literal["path", "query", "header", "cookie"]


class Validator(NamedTuple):
    """The two faces of one schema's generated validator."""

    is_valid: Guard
    check: Check


def _takes(_: object) -> bool:
    return True


def _says_nothing(_: object) -> Iterator[Violation]:
    return iter(())


def _makes_no_pictures(_: object) -> Iterator[Violation]:
    yield Violation((), "uses", "", "no operation of this API makes pictures")


def _refuses(_: object) -> bool:
    return False


ANY_VALUE = Validator(_takes, _says_nothing)
"""Of a value that the specification says nothing of."""

NO_RECIPE = Validator(_refuses, _makes_no_pictures)
"""Of recipes for an API that makes no pictures."""


class Parameter(NamedTuple):
    """A parameter outside the body (OpenAPI 3.1, 4.8.12).

    Attributes:
        name: Its name on the wire.
        location: Where it travels.
        required: Whether a request without it is wrong.
        style: How arrays and objects are written: form, simple, label, matrix, spaceDelimited,
            pipeDelimited or deepObject.
        explode: Whether each element is written on its own.
        media_type: Set if the value travels as text of that type (`content`), else empty.
        validator: Of its schema.
        reserved: Whether reserved characters travel as they are where they can (`allowReserved`).
    """

    name: str
    location: Location
    required: bool
    style: str
    explode: bool
    media_type: str
    validator: Validator
    reserved: bool = False


class Part(NamedTuple):
    """One property of a multipart or form body (OpenAPI 3.1, 4.8.15).

    Attributes:
        name: The property's and the field's name.
        content_type: The part's media type; empty for plain text.
        style: As of a parameter, in form bodies; empty if `content_type` says how.
        explode: As of a parameter, in form bodies; in multipart, an array is always one part each.
    """

    name: str
    content_type: str = ""
    style: str = "form"
    explode: bool = True


NO_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
"""Of a body in which every field is closed, or open without any value that is named."""


class Body(NamedTuple):
    """One media type that a request's body may have.

    Attributes:
        media_type: As the specification writes it.
        form: How a value becomes bytes.
        required: Whether a request without a body is wrong.
        validator: Of the value before it is encoded. Where a file stands, it accepts what
            `pictura_core.wire.File` allows, and a string.
        files: Names of the properties that hold a file or an array of files.
        parts: What is special of some properties of a multipart or form body.
        fields: Names of all declared properties, in the order of the specification.
        inputs: Places that take a picture or another file, and what is asked of it (`x-input`).
        listed: By field, the values that the specification names although others are taken too.
    """

    media_type: str
    form: Literal["json", "multipart", "urlencoded", "text", "binary"]
    required: bool
    validator: Validator
    files: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    fields: tuple[str, ...] = ()
    inputs: tuple[InputField, ...] = ()
    listed: Mapping[str, tuple[str, ...]] = NO_LISTS


class Security(NamedTuple):
    """How a key is sent: `Authorization: Bearer KEY`, a header, a query parameter or a cookie.

    Attributes:
        kind: Which.
        name: Of the header, parameter or cookie; empty for bearer and basic.
        scheme: What the specification calls it, and callers who have several keys.
    """

    kind: Literal["bearer", "basic", "header", "query", "cookie"]
    name: str = ""
    scheme: str = ""


class AllOf(NamedTuple):
    """Several keys that are sent together (OpenAPI 3.1, 4.8.30); of none, no key is needed."""

    schemes: tuple[Security, ...]


Requirement: TypeAlias = Security | AllOf
"""One way of showing who calls, of several that are offered."""


def schemes_of(requirement: Requirement) -> tuple[Security, ...]:
    """Give the keys of a requirement."""
    return requirement.schemes if isinstance(requirement, AllOf) else (requirement,)


class Variable(NamedTuple):
    """A variable of a server's url (OpenAPI 3.1, 4.8.6).

    Attributes:
        name: As it stands between braces.
        default: What it is unless a caller says otherwise; None if a caller has to.
        values: What it may be, any text if there are none.
    """

    name: str
    default: str | None
    values: tuple[str, ...] = ()


class Server(NamedTuple):
    """Where operations are sent (OpenAPI 3.1, 4.8.5).

    Attributes:
        url: As written, with variables in braces, without a trailing slash; what has no scheme is
            relative to the server that all of the API has.
        variables: In the order of the specification.
    """

    url: str
    variables: tuple[Variable, ...] = ()


class Response(NamedTuple):
    """One documented answer.

    Attributes:
        status: `200`, `4XX` or `default`, as the specification writes it.
        media_type: As the specification writes it; empty if the answer has no body.
        form: How bytes become a value.
        validator: Of the decoded value, None if the specification gives no schema.
    """

    status: str
    media_type: str
    form: Literal["json", "text", "binary", "events", "lines", "none"]
    validator: Validator | None


class Events(NamedTuple, Generic[T_co]):
    """What an operation streams; `T_co` is what each event becomes.

    Attributes:
        media_type: As the specification writes it.
        form: Server-sent events, or JSON line by line.
        validator: Of each event, None if the specification does not say what an event's data is.
        frame: The members of an event that the schema describes, among them `data`; none if it
            describes the data alone.
        field: The body's member that asks for a stream if it is true, empty if there is none.
    """

    media_type: str
    form: Literal["events", "lines"]
    validator: Validator | None
    frame: tuple[str, ...] = ()
    field: str = ""


class Operation(NamedTuple, Generic[T_co]):
    """One operation of an API; `T_co` is what its successful answer decodes to.

    Attributes:
        id: The operationId.
        method: In capitals.
        path: The path template, `/v1/images/{id}`.
        summary: From the specification, empty if it says nothing.
        tags: From the specification.
        deprecated: Empty, or why and since when (`x-deprecated`, or a plain sentence).
        parameters: Outside the body.
        bodies: The media types that a request may have; the first is the default.
        responses: The documented answers.
        errors: How errors are told.
        images: Where pictures are, None if the operation makes none.
        task: How to follow it to its end, None if it answers at once.
        price: What it costs, None if the document does not say.
        security: In which ways keys are sent to it, none if it is empty; None if as to all of the
            API.
        servers: Where it is sent if not where all of the API is; the first is the default.
        events: What it streams, None if it answers in one piece alone.
        accept: What its `Accept` header may say, the first unless a caller chooses; all of its
            documented media types at once if empty (`x-accept`).
        stream: What its events carry for a run, None if the document does not say (`x-stream`).
        lifecycle: Since and until when it is served, None if the document does not say.
        batch: How many of its requests are handed in at once, None if they cannot be.
    """

    id: str
    method: str
    path: str
    summary: str
    tags: tuple[str, ...]
    deprecated: str
    parameters: tuple[Parameter, ...]
    bodies: tuple[Body, ...]
    responses: tuple[Response, ...]
    errors: Errors
    images: Images | None = None
    task: Task | None = None
    price: Price | None = None
    security: tuple[Requirement, ...] | None = None
    servers: tuple[Server, ...] = ()
    events: Events[object] | None = None
    accept: tuple[str, ...] = ()
    stream: Stream | None = None
    lifecycle: Lifecycle | None = None
    batch: Batch | None = None


class Api(NamedTuple):
    """An API as its generated package presents it: `<package>.table.API`.

    Attributes:
        name: The package's name, lower case: `ezlink`.
        title: The document's title.
        servers: Base URLs, variables filled, without a trailing slash; the first is the default.
        key_variable: The environment variable that holds the key: `EZLINK_API_KEY`.
        url_variable: The environment variable that overrides the server: `EZLINK_BASE_URL`.
        security: In which ways keys are sent, the first that a caller can use counts.
        operations: By operationId, in the order of the specification.
        recipe: Validates a recipe's frame.
        templates: The servers as the specification writes them, if one has variables or is relative
            to an address that nobody knows.
    """

    name: str
    title: str
    servers: tuple[str, ...]
    key_variable: str
    url_variable: str
    security: tuple[Requirement, ...]
    operations: Mapping[str, Operation[object]]
    recipe: Validator
    templates: tuple[Server, ...] = ()


def expected_count(operation: Operation[object], request: Mapping[str, object]) -> int:
    """Tell how many pictures a request asks for."""
    images = operation.images
    if images is None or not images.number:
        return 1
    asked = request.get(images.number, images.defaults.get(images.number, 1))
    return int(asked) if isinstance(asked, int | float) else 1


def price_of(operation: Operation[object], request: Mapping[str, object]) -> float | None:
    """Tell what a request costs in USD, None if the document does not say."""
    price = operation.price
    if price is None:
        return None
    asked = {**price.defaults, **{k: v for k, v in request.items() if v is not None}}
    for row in price.rows:
        if applies(row.when, asked):
            further = _further_megapixels(operation, request) if row.megapixel is not None else 0
            if further is None:
                return None
            times = expected_count(operation, request) if price.per == "image" else 1
            return (row.usd + (row.megapixel or 0.0) * further) * times
    return None


_MEGAPIXEL = 1 << 20


def _further_megapixels(operation: Operation[object], request: Mapping[str, object]) -> int | None:
    """Tell how many megapixels a picture begins beyond the first; None if its size is unknown."""
    images = operation.images
    if images is None:
        return None
    asked = {**images.defaults, **{k: v for k, v in request.items() if v is not None}}
    width, height = asked.get(images.width), asked.get(images.height)
    if images.size and isinstance(asked.get(images.size), str):
        sides = str(asked[images.size]).split("x")
        width, height = (int(one) if one.isdecimal() else None for one in (*sides, "", "")[:2])
    if not (isinstance(width, int | float) and isinstance(height, int | float)):
        return None
    return max(0, -int(-width * height // _MEGAPIXEL) - 1)


class Example(NamedTuple):
    """An example answer of an operation, for the emulator (`<package>/examples.json`)."""

    name: str
    status: str
    media_type: str
    value: Json
