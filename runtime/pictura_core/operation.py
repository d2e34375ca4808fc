"""Knows the words that an API's generated table of operations is written in.

The recipe runtime, the emulator and the clients read operations from such a table and from nowhere
else: none of them knows an operation by name. This module must not know HTTP libraries or recipes.
Named tuples, not dataclasses: a cold `pictura validate` cannot afford to import `inspect`.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from pictura_core.checks import Check, Guard, Violation
from pictura_core.data import Json
from pictura_core.inputs import InputField

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
    """

    media_type: str
    form: Literal["json", "multipart", "urlencoded", "text", "binary"]
    required: bool
    validator: Validator
    files: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    fields: tuple[str, ...] = ()
    inputs: tuple[InputField, ...] = ()


class Security(NamedTuple):
    """How a key is sent: `Authorization: Bearer KEY`, a header, a query parameter or a cookie.

    Attributes:
        kind: Which.
        name: Of the header, parameter or cookie; empty for bearer and basic.
    """

    kind: Literal["bearer", "basic", "header", "query", "cookie"]
    name: str = ""


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
    form: Literal["json", "text", "binary", "events", "none"]
    validator: Validator | None


Condition: TypeAlias = Mapping[str, Json]
"""Request fields and what they must be: a value, or a list of which one must fit.

A string may hold `*` for any characters. A field that the request leaves out counts as null, unless
the table beside the condition names a default for it.
"""

NO_CONDITION: Condition = MappingProxyType({})
"""Holds for every request."""


def applies(condition: Condition, request: Mapping[str, object]) -> bool:
    """Tell whether a request meets every part of a condition."""
    return all(
        any(_fits(one, request.get(field)) for one in (want if isinstance(want, list) else [want]))
        for field, want in condition.items()
    )


def _fits(want: object, have: object) -> bool:
    if isinstance(want, str) and isinstance(have, str):
        return fnmatchcase(have, want)
    return want == have and isinstance(want, bool) == isinstance(have, bool)


Media: TypeAlias = Literal["image", "video", "audio"]


class Picture(NamedTuple):
    """A place in an answer where pictures stand (an entry of `x-images.sources`).

    Attributes:
        pointer: Steps into the decoded body, `*` for each element; empty for the body itself.
        kind: In which form.
        expires: Seconds for which a url can be fetched, 0 if it does not say.
        when: The requests that are answered in this way.
        media: What it is: most operations make images.
    """

    pointer: tuple[str, ...]
    kind: Literal["url", "base64", "data-url", "body"]
    expires: int = 0
    when: Condition = NO_CONDITION
    media: Media = "image"


class Images(NamedTuple):
    """How an operation's pictures are asked for, and where its answer carries them (`x-images`).

    Attributes:
        sources: Where, the first that applies to a request first.
        number: The request field that says how many (`count` in `x-images`), empty if always one.
        size: The request field that holds `WIDTHxHEIGHT`, empty if there is none.
        width: The request field for the width in pixels, empty if there is none.
        height: The request field for the height in pixels, empty if there is none.
        format: The request field that names the format, empty if there is none.
        prompt: The request field with the text to draw, empty if there is none.
        revised_prompt: Steps to the texts that the API drew instead, `*` for each picture.
        defaults: What the API takes for fields that a request leaves out.
        stream: The same as `Operation.stream.field`, empty if there is no stream.
    """

    sources: tuple[Picture, ...]
    number: str = ""
    size: str = ""
    width: str = ""
    height: str = ""
    format: str = ""
    prompt: str = ""
    revised_prompt: tuple[str, ...] = ()
    defaults: Mapping[str, Json] = NO_CONDITION
    stream: str = ""


class Stream(NamedTuple):
    """How an operation answers in events (`x-stream`).

    Attributes:
        field: The request field that, if true, asks for an event stream.
        kind: Steps in an event's data to the name of its kind; empty if all are alike.
        partial: Kinds of events that show what is not finished yet; `*` for any characters.
        final: Kinds of events that carry a finished result.
        sources: Where an event's data carries a picture.
    """

    field: str
    kind: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    sources: tuple[Picture, ...] = ()


class Buttons(NamedTuple):
    """What can be done with a finished task (`x-task.buttons`).

    Attributes:
        pointer: Steps in the last answer to what describes a button, `*` for each.
        names: Members of a button that may name it; the first that is no empty text counts.
        value: The member that another operation takes.
    """

    pointer: tuple[str, ...]
    names: tuple[str, ...]
    value: str


class Task(NamedTuple):
    """How an operation that answers with a task is followed to its end (`x-task`).

    Attributes:
        poll: The operationId that tells the task's state.
        id: Steps to the task's id in the submit answer.
        parameter: The polling operation's parameter or body field that takes the id.
        state: Steps to the state in the polling answer; empty if the HTTP status tells it.
        pending: States in which to ask again; strings, or HTTP statuses as integers.
        done: States in which the pictures are there.
        failed: States in which they will never be.
        reason: Steps to the words for a failure.
        progress: Steps to a percentage for people: a number from 0 to 100, or a text like `43%`.
        interval: Seconds between the first two questions.
        maximum: Seconds after which to give up.
        paused: States in which the task rests until another operation takes it up; it has no
            pictures then, and is done as far as its own step goes.
        arguments: Further parameters or body fields of each question.
        fetch: The operationId that gives the pictures once the task is done, asked with the same
            parameter; empty if the last answer of `poll` carries them.
        minimum: Seconds between two questions that the provider insists on, 0 if it does not say.
        backoff: By how much the interval grows from one question to the next, at least 1.
        longest: Seconds that the interval never exceeds.
        expires: Seconds for which a finished task is kept, 0 if it does not say.
        buttons: What can be done with the finished task, None if nothing.
    """

    poll: str
    id: tuple[str, ...]
    parameter: str
    state: tuple[str, ...]
    pending: tuple[str | int, ...]
    done: tuple[str | int, ...]
    failed: tuple[str | int, ...]
    reason: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    interval: float = 5.0
    maximum: float = 900.0
    paused: tuple[str | int, ...] = ()
    arguments: Mapping[str, Json] = NO_CONDITION
    fetch: str = ""
    minimum: float = 0.0
    backoff: float = 1.0
    longest: float = 60.0
    expires: int = 0
    buttons: Buttons | None = None


class PriceRow(NamedTuple):
    """What one picture, or one request, costs if the condition holds.

    Attributes:
        when: The requests that cost this much.
        usd: US dollars; if `megapixel` is set, for the first megapixel.
        megapixel: US dollars for each further megapixel (of 1,048,576 pixels) that a picture
            begins; None if its size does not matter.
    """

    when: Condition
    usd: float
    megapixel: float | None = None


class Price(NamedTuple):
    """What a request costs (`x-price`).

    Attributes:
        per: Whether a row's price is for one picture or for the whole request.
        rows: The first row that applies counts; none means that the price is unknown.
        defaults: What the API takes for fields that a request leaves out.
        source: Who says so, and when.
    """

    per: Literal["image", "request"]
    rows: tuple[PriceRow, ...]
    defaults: Mapping[str, Json]
    source: str


class Severe(Enum):
    """What an error means for a run."""

    FINAL = "final"
    """This job will never work as it is."""
    RETRY = "retry"
    """Another try may help."""
    STOP = "stop"
    """No job of this run will work: the key or the balance is at fault."""


class ErrorPlace(NamedTuple):
    """Where an error stands in a body (an entry of `x-errors.places`).

    A body is an error if its status is 400 or more, or if `error` leads to something not null.

    Attributes:
        error: Steps to what only an error has.
        message: Steps to the words.
        code: Steps to the API's name for the error.
    """

    error: tuple[str, ...]
    message: tuple[str, ...]
    code: tuple[str, ...] = ()


class ErrorRule(NamedTuple):
    """Which errors are how severe (an entry of `x-errors.rules`); empty members match all.

    Attributes:
        severity: What such an error means.
        statuses: HTTP statuses.
        codes: The API's names, `*` for any characters.
        messages: Parts of the words, lower case.
    """

    severity: Severe
    statuses: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


class Errors(NamedTuple):
    """How errors are told (`x-errors`); the first rule that matches counts."""

    places: tuple[ErrorPlace, ...]
    rules: tuple[ErrorRule, ...]


class Lifecycle(NamedTuple):
    """Since when, and until when, an operation is served (`x-lifecycle`).

    Attributes:
        since: The first day or month that it is known of, `2024-08` or `2024-08-18`; or empty.
        removed: Since when it is served no more; or empty.
        is_served: False if it was only ever documented.
    """

    since: str = ""
    removed: str = ""
    is_served: bool = True


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
        security: How a key is sent to it, none if it is empty; None if as to all of the API.
        accept: What its `Accept` header may say, the first unless a caller chooses; all of its
            documented media types at once if empty (`x-accept`).
        stream: How it answers in events, None if it does not.
        lifecycle: Since and until when it is served, None if the document does not say.
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
    security: tuple[Security, ...] | None = None
    accept: tuple[str, ...] = ()
    stream: Stream | None = None
    lifecycle: Lifecycle | None = None


class Api(NamedTuple):
    """An API as its generated package presents it: `<package>.table.API`.

    Attributes:
        name: The package's name, lower case: `ezlink`.
        title: The document's title.
        servers: Base URLs, without a trailing slash; the first is the default.
        key_variable: The environment variable that holds the key: `EZLINK_API_KEY`.
        url_variable: The environment variable that overrides the server: `EZLINK_BASE_URL`.
        security: How a key is sent.
        operations: By operationId, in the order of the specification.
        recipe: Validates a recipe's frame.
    """

    name: str
    title: str
    servers: tuple[str, ...]
    key_variable: str
    url_variable: str
    security: tuple[Security, ...]
    operations: Mapping[str, Operation[object]]
    recipe: Validator


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
