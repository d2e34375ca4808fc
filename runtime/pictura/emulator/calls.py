"""Knows how a request's bytes become the values that the table's validators judge.

What travels as text (a form, a query) has lost its types: a text is taken as it is where the
validator accepts it, else as the number, boolean or array that it spells.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NoReturn
from urllib.parse import unquote

from pictura.emulator.forms import Field, MalformedForm, Upload, read_multipart, read_urlencoded
from pictura.emulator.readings import scalar, settle, typed
from pictura_core.checks import Violation, sentence
from pictura_core.data import canonical, is_array, is_object
from pictura_core.operation import Body, Operation, Parameter
from pictura_core.tuples import NamedTuple

_SENTENCES = 3


class BadRequest(ValueError):  # noqa: N818 - says what it is: the sender's request
    """The request is not what the table says; the message is for the sender."""


class WrongMediaType(BadRequest):
    """The body is of a media type that the operation does not take."""


class Incoming(NamedTuple):
    """A request as it arrived, with its body whole.

    Attributes:
        path: Path parameters by name, decoded.
        query: Names and values in order, decoded.
        headers: By lower-case name.
        cookies: By name.
        body: All of it.
    """

    path: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes


class Call(NamedTuple):
    """A request that the table accepts.

    Attributes:
        operation: What is called.
        parameters: By name.
        body: The decoded body, None if there is none.
        media_type: Of the body, empty if there is none.
    """

    operation: Operation[object]
    parameters: dict[str, object]
    body: object
    media_type: str

    def fields(self) -> dict[str, object]:
        """Give parameters and body fields alike, by name."""
        return {**self.parameters, **self.body} if is_object(self.body) else dict(self.parameters)

    def canonical(self) -> bytes:
        """Give the same bytes for the same request: files count by their content."""
        whole = {"id": self.operation.id, "parameters": self.parameters, "body": self.body}
        return canonical(_without_files(whole))

    def uploads(self) -> list[tuple[str, list[Upload]]]:
        """Give the uploaded files, in the order that the table names their fields."""
        if not is_object(self.body):
            return []
        names = [name for one in self.operation.bodies for name in one.files]
        found: list[tuple[str, list[Upload]]] = []
        for name in dict.fromkeys(names):
            value = self.body.get(name)
            items = value if is_array(value) else [value]
            files = [item for item in items if isinstance(item, Upload)]
            if files:
                found.append((name, files))
        return found


def read_call(operation: Operation[object], incoming: Incoming) -> Call:
    """Decode a request and check it against the table.

    Raises:
        BadRequest: Whatever is wrong, in words for the sender.
    """
    violations: list[Violation] = []
    parameters: dict[str, object] = {}
    for parameter in operation.parameters:
        texts = _texts(parameter, incoming)
        if texts:
            value, broken = _value(parameter, texts)
            parameters[parameter.name] = value
            violations += broken
        elif parameter.required:
            where = (parameter.location, parameter.name)
            violations.append(Violation(where, "required", "", "is required"))
    body, media_type, broken = _read_body(operation, incoming)
    violations += broken
    if violations:
        text = "; ".join(sentence(one) for one in violations[:_SENTENCES])
        more = len(violations) - _SENTENCES
        raise BadRequest(f"{text}; and {more} more" if more > 0 else text)
    return Call(operation, parameters, body, media_type)


def _read_body(
    operation: Operation[object], incoming: Incoming
) -> tuple[object, str, list[Violation]]:
    if not operation.bodies:
        return None, "", []
    sent = incoming.headers.get("content-type", "")
    essence = sent.partition(";")[0].strip().lower()
    if not incoming.body and not essence.startswith("multipart/"):
        if any(body.required for body in operation.bodies):
            message = "the request has no body"
            raise BadRequest(message)
        return None, "", []
    body = _choose(operation.bodies, essence)
    if body is None:
        expected = " or ".join(one.media_type for one in operation.bodies)
        message = f"the body is {essence or 'of no Content-Type'}, expected {expected}"
        raise WrongMediaType(message)
    try:
        match body.form:
            case "json":
                value = _read_json(incoming.body)
                return value, body.media_type, list(body.validator.check(value))
            case "multipart":
                return _read_form(body, read_multipart(incoming.body, sent))
            case "urlencoded":
                return _read_form(body, read_urlencoded(incoming.body))
            case "text":
                text = incoming.body.decode()
                return text, body.media_type, list(body.validator.check(text))
            case "binary":
                return incoming.body, body.media_type, list(body.validator.check(incoming.body))
    except (MalformedForm, UnicodeDecodeError) as error:
        raise BadRequest(str(error)) from error


def _choose(bodies: Sequence[Body], essence: str) -> Body | None:
    for body in bodies:
        if fnmatchcase(essence, body.media_type.partition(";")[0].strip().lower()):
            return body
    if essence.endswith("+json"):
        return next((body for body in bodies if body.form == "json"), None)
    return None


def _read_json(body: bytes) -> object:
    try:
        value: object = json.loads(body, parse_constant=_refuse, parse_float=_finite)
    except RecursionError as error:
        message = "the JSON is nested too deeply"
        raise BadRequest(message) from error
    except ValueError as error:
        message = f"the body is not JSON: {error}"
        raise BadRequest(message) from error
    return value


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(name: str) -> NoReturn:
    message = f"{name[:40]} is no JSON value"
    raise ValueError(message)


def _read_form(
    body: Body, fields: Sequence[Field]
) -> tuple[dict[str, object], str, list[Violation]]:
    """Gather a form's fields; a repeated name, or one that ends in [], makes an array."""
    gathered: dict[str, list[str | Upload]] = {}
    listed: set[str] = set()
    types = {part.name: part.content_type for part in body.parts}
    for sent, value in fields:
        name = sent
        if sent.endswith("[]") and sent not in body.fields:
            name = sent[:-2]
            listed.add(name)
        gathered.setdefault(name, []).append(value)
    form: dict[str, object] = {}
    for name, values in gathered.items():
        plain: list[object] = [
            typed(value) if types.get(name, "").endswith("json") else value for value in values
        ]
        form[name] = plain if name in listed or len(plain) > 1 else plain[0]
    settled, violations = settle(form, body.validator.check)
    return settled, body.media_type, violations


def _texts(parameter: Parameter, incoming: Incoming) -> list[str]:
    name = parameter.name
    match parameter.location:
        case "path":
            return [incoming.path[name]] if name in incoming.path else []
        case "query":
            return [value for key, value in incoming.query if key in (name, f"{name}[]")]
        case "header":
            return [incoming.headers[name.lower()]] if name.lower() in incoming.headers else []
        case "cookie":
            return [unquote(incoming.cookies[name])] if name in incoming.cookies else []


_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


def _value(parameter: Parameter, texts: list[str]) -> tuple[object, list[Violation]]:
    """Give the first reading of a parameter that its validator accepts, else what is wrong."""
    is_valid: Callable[[object], bool] = parameter.validator.is_valid
    for reading in _parameter_readings(parameter, texts):
        if is_valid(reading):
            return reading, []
    path = (parameter.location, parameter.name)
    broken = [one._replace(path=(*path, *one.path)) for one in parameter.validator.check(texts[0])]
    return texts[0], broken


def _parameter_readings(parameter: Parameter, texts: list[str]) -> Iterator[object]:
    if parameter.media_type:
        yield typed(texts[0])
        return
    if len(texts) == 1:
        yield texts[0]
        yield scalar(texts[0])
        texts = texts[0].split(_SEPARATORS.get(parameter.style, ","))
    yield texts
    yield [scalar(text) for text in texts]


def _without_files(value: object) -> object:
    if isinstance(value, Upload):
        return {"sha256": hashlib.sha256(value.content).hexdigest()}
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest()}
    if is_object(value):
        return {key: _without_files(item) for key, item in value.items()}
    if is_array(value):
        return [_without_files(item) for item in value]
    return value
