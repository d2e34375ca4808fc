"""Knows a checked call of an operation. It knows no bytes.

`prepare` finds everything that is wrong with a call at once, before anything is sent.
"""

from collections.abc import Iterator, Mapping
from os import PathLike
from typing import IO, Generic, TypeAlias, TypeVar, cast

from pictura_core.checks import Violation
from pictura_core.errors import InvalidRequest
from pictura_core.operation import Body, Events, Operation, Parameter
from pictura_core.tuples import NamedTuple
from pictura_core.wire.parameters import in_header, in_path

T = TypeVar("T")

File: TypeAlias = (
    bytes | PathLike[str] | IO[bytes] | tuple[str, bytes | PathLike[str] | IO[bytes], str]
)
"""What a file field takes: bytes, a path, an open binary file, or (name, content, media type)."""


class Absent:
    """The type of `ABSENT`: no body, where null would be a body."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class Request(NamedTuple, Generic[T]):
    """A checked call of an operation, not yet sent; `T` is what its answer decodes to.

    Attributes:
        operation: What to call.
        parameters: By name; where one name stands in two places, by `query.name` and `path.name`.
        body: Before it is encoded, `ABSENT` if there is none.
        media_type: The body's, empty for the operation's first.
        accept: What the `Accept` header says, empty for what is usual with the operation.
    """

    operation: Operation[T]
    parameters: Mapping[str, object]
    body: object = ABSENT
    media_type: str = ""
    accept: str = ""


class StreamRequest(NamedTuple, Generic[T]):
    """A checked call whose answer comes in events; `T` is what each of them becomes.

    Attributes:
        request: What is sent.
        events: What comes.
    """

    request: Request[object]
    events: Events[T]


def prepare(
    operation: Operation[T],
    parameters: Mapping[str, object],
    body: object = ABSENT,
    media_type: str = "",
    accept: str = "",
) -> Request[T]:
    """Check a call against the specification; a parameter that is `ABSENT` counts as left out.

    Paths in violations begin with a parameter's name, or go into the body.

    Raises:
        InvalidRequest: With everything that is wrong with it.
    """
    given = {name: value for name, value in parameters.items() if value is not ABSENT}
    violations = [*_check_parameters(operation, given), *_check_body(operation, body, media_type)]
    if accept and accept not in operation.accept:
        message = f"{operation.id} answers with {', '.join(operation.accept) or 'what it likes'}"
        violations.append(Violation(("accept",), "enum", "", message))
    if violations:
        raise InvalidRequest(operation.id, violations)
    return Request(operation, given, body, media_type, accept)


def prepare_stream(
    operation: Operation[object],
    events: Events[T],
    parameters: Mapping[str, object],
    body: object = ABSENT,
    media_type: str = "",
) -> StreamRequest[T]:
    """Check a call whose answer is to come in events; a body that can ask for that does.

    Raises:
        InvalidRequest: With everything that is wrong with it.
    """
    described = body_of(operation, media_type)
    if described is not None and events.field in described.fields:
        if body is ABSENT:
            body = {events.field: True}
        elif isinstance(body, Mapping):
            body = {**cast("Mapping[str, object]", body), events.field: True}
    return StreamRequest(prepare(operation, parameters, body, media_type), events)


def key_of(parameter: Parameter, among: tuple[Parameter, ...]) -> str:
    """Give the name under which a call passes a parameter."""
    if sum(other.name == parameter.name for other in among) > 1:
        return f"{parameter.location}.{parameter.name}"
    return parameter.name


def body_of(operation: Operation[T], media_type: str) -> Body | None:
    """Find the description of a body of a media type, the first if none is named."""
    if not media_type:
        return operation.bodies[0] if operation.bodies else None
    wanted = _essence(media_type)
    return next((b for b in operation.bodies if _essence(b.media_type) == wanted), None)


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _check_parameters(operation: Operation[T], given: Mapping[str, object]) -> Iterator[Violation]:
    known = {key_of(one, operation.parameters): one for one in operation.parameters}
    for name in given:
        if name not in known:
            message = f"{operation.id} has no such parameter"
            yield Violation((name,), "additionalProperties", "", message)
    for name, parameter in known.items():
        if name not in given:
            if parameter.required or parameter.location == "path":
                yield Violation((name,), "required", "", "this parameter is required")
        elif parameter.validator.is_valid(given[name]):
            yield from _check_transport(name, parameter, given[name])
        else:
            for violation in parameter.validator.check(given[name]):
                yield violation._replace(path=(name, *violation.path))


def _check_transport(name: str, parameter: Parameter, value: object) -> Iterator[Violation]:
    """Refuse values that would arrive as something else, or nowhere."""
    if parameter.location == "path" and in_path(parameter, value) in ("", ".", ".."):
        message = "a part of a path cannot be empty, '.' or '..'"
        yield Violation((name,), "path", "", message)
    if parameter.location == "header":
        text = in_header(parameter, value)
        if not text.isascii() or not text.isprintable():
            message = "a header can only hold printable ASCII characters"
            yield Violation((name,), "header", "", message)


def _check_body(operation: Operation[T], body: object, media_type: str) -> Iterator[Violation]:
    described = body_of(operation, media_type)
    if body is ABSENT:
        if described is not None and described.required:
            yield Violation((), "required", "", "a body is required")
    elif not operation.bodies:
        yield Violation((), "additionalProperties", "", f"{operation.id} takes no body")
    elif described is None:
        offered = ", ".join(one.media_type for one in operation.bodies)
        yield Violation((), "mediaType", "", f"the body can be {offered}, not {media_type[:60]}")
    elif not described.validator.is_valid(body):
        yield from described.validator.check(body)
