"""Knows what a checked request is on the wire. It opens no connection."""

import base64
import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar, assert_never, cast

from pictura_core.checks import Violation
from pictura_core.data import is_object
from pictura_core.errors import InvalidRequest
from pictura_core.operation import (
    Body,
    Operation,
    Parameter,
    Requirement,
    Security,
    Server,
)
from pictura_core.tuples import NamedTuple
from pictura_core.wire import parameters as styles
from pictura_core.wire.credentials import NO_KEYS, Credentials, choose
from pictura_core.wire.forms import (
    Content,
    FormPart,
    content_of,
    head_of,
    parts_of,
    pieces_of,
    size_of,
)
from pictura_core.wire.request import ABSENT, Request, body_of, key_of

T = TypeVar("T")

_PLACE = re.compile(r"\{([^{}]+)\}")


class Multipart(NamedTuple):
    """A multipart body: its parts and the line between them."""

    parts: tuple[FormPart, ...]
    boundary: str


class Encoded(NamedTuple):
    """A request as it travels, without server and key.

    Attributes:
        operation: The operationId, for messages.
        method: In capitals.
        target: Path and query, percent-encoded.
        headers: Names and values; without Content-Length.
        content: The body; a text is the path of a file.
        security: How the operation wants keys, None if as all of the API.
        servers: Those that the operation has of its own.
    """

    operation: str
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    content: Content | Multipart | None
    security: tuple[Requirement, ...] | None = None
    servers: tuple[Server, ...] = ()


def encode(request: Request[T], *, accept: str = "") -> Encoded:
    """Write a checked request as it travels.

    Args:
        request: What is asked.
        accept: Which media type the answer is to have; if left out, what is documented, but no
            stream where an answer can come in one piece.

    Raises:
        InvalidRequest: The body holds what its media type cannot carry.
        OSError: A file that is part of the body cannot be read.
    """
    operation = request.operation
    # Documents tell operations of one path apart by a fragment, which no server ever sees.
    path = operation.path.partition("#")[0]
    target = _PLACE.sub(lambda place: _in_path(request, place[1]), path)
    query = [
        pair for one, value in _given(request, "query") for pair in styles.in_query(one, value)
    ]
    if query:
        target += ("&" if "?" in path else "?") + _join(query, "&")
    headers = [("Accept", accept or request.accept or _accept(operation))]
    headers += [
        (one.name, styles.in_header(one, value)) for one, value in _given(request, "header")
    ]
    cookies = [
        pair for one, value in _given(request, "cookie") for pair in styles.in_query(one, value)
    ]
    if cookies:
        headers.append(("Cookie", _join(cookies, "; ")))
    content: Content | Multipart | None = None
    body = body_of(operation, request.media_type)
    if request.body is not ABSENT and body is not None:
        kind, content = _encode_body(operation, body, request)
        headers.append(("Content-Type", kind))
    return Encoded(
        operation=operation.id,
        method=operation.method,
        target=target,
        headers=tuple(headers),
        content=content,
        security=operation.security,
        servers=operation.servers,
    )


def authorise(
    encoded: Encoded,
    security: Sequence[Requirement],
    key: str,
    keys: Mapping[str, str] = NO_KEYS,
) -> Encoded:
    """Add the keys of the first way that is offered and can be gone; without keys nothing is added.

    What the operation offers takes the place of what the API does (OpenAPI 3.1, 4.8.10.1).

    Args:
        encoded: What is sent.
        security: The ways that the API offers.
        key: The one that goes wherever there is no other, empty if there is none.
        keys: By the name of their schemes.
    """
    offered = security if encoded.security is None else encoded.security
    for scheme, secret in choose(offered, Credentials(key, keys)):
        encoded = _authorise(encoded, scheme, secret)
    return encoded


def _authorise(encoded: Encoded, scheme: Security, key: str) -> Encoded:
    match scheme.kind:
        case "bearer":
            return _with_header(encoded, "Authorization", f"Bearer {key}")
        case "basic":
            secret = base64.b64encode(key.encode()).decode()
            return _with_header(encoded, "Authorization", f"Basic {secret}")
        case "header":
            return _with_header(encoded, scheme.name, key)
        case "cookie":
            return _with_header(encoded, "Cookie", f"{scheme.name}={styles.escape(key)}")
        case "query":
            separator = "&" if "?" in encoded.target else "?"
            pair = f"{styles.escape(scheme.name)}={styles.escape(key)}"
            return encoded._replace(target=encoded.target + separator + pair)
        case _:
            assert_never(scheme.kind)


def chunks(content: Content | Multipart | None) -> Iterator[bytes]:
    """Give a body piece by piece, from its beginning each time.

    Raises:
        OSError: A file cannot be read.
    """
    match content:
        case None:
            return
        case Multipart(parts, boundary):
            for part in parts:
                yield f"--{boundary}\r\n".encode() + head_of(part)
                yield from pieces_of(part.content)
                yield b"\r\n"
            yield f"--{boundary}--\r\n".encode()
        case _:
            yield from pieces_of(content)


def length(content: Content | Multipart | None) -> int | None:
    """Tell how many bytes a body has, None if that shows only at its end.

    Raises:
        OSError: A file cannot be read.
    """
    match content:
        case None:
            return 0
        case Multipart(parts, boundary):
            total = len(boundary) + 6
            for part in parts:
                size = size_of(part.content)
                if size is None:
                    return None
                total += len(boundary) + 4 + len(head_of(part)) + size + 2
            return total
        case _:
            return size_of(content)


def _given(request: Request[T], location: str) -> Iterator[tuple[Parameter, object]]:
    """Give an operation's parameters of a location that a call passes, with their values."""
    described = request.operation.parameters
    for parameter in described:
        key = key_of(parameter, described)
        if parameter.location == location and key in request.parameters:
            yield parameter, request.parameters[key]


def _in_path(request: Request[T], name: str) -> str:
    return next(
        styles.in_path(one, value) for one, value in _given(request, "path") if one.name == name
    )


def _join(pairs: Sequence[tuple[str, str]], separator: str) -> str:
    return separator.join(f"{name}={value}" for name, value in pairs)


def _accept(operation: Operation[T]) -> str:
    if operation.accept:
        return operation.accept[0]
    good = [one for one in operation.responses if one.status[0] in "2d" and one.media_type]
    whole = [one for one in good if one.form not in ("events", "lines")]
    documented = [
        one.media_type
        for one in operation.responses
        if one.media_type and not (whole and one.form in ("events", "lines"))
    ]
    return ", ".join(dict.fromkeys(documented)) or "*/*"


def _with_header(encoded: Encoded, name: str, value: str) -> Encoded:
    """Set a header; cookies are added to those that are there."""
    others = tuple(h for h in encoded.headers if h[0].lower() != name.lower())
    if name == "Cookie":
        before = [text for key, text in encoded.headers if key.lower() == "cookie"]
        value = "; ".join([*before, value])
    return encoded._replace(headers=(*others, (name, value)))


_Encoded: TypeAlias = tuple[str, Content | Multipart]


def _encode_body(operation: Operation[T], body: Body, request: Request[T]) -> _Encoded:
    """Give a body's Content-Type and its bytes."""
    kind = request.media_type or body.media_type
    try:
        match body.form:
            case "json":
                return _concrete(kind, "application/json"), _json(request.body)
            case "multipart":
                boundary = f"pictura-{secrets.token_hex(16)}"
                parts = parts_of(body, _members(request.body))
                return f"{kind}; boundary={boundary}", Multipart(parts, boundary)
            case "urlencoded":
                return kind, _form(body, _members(request.body)).encode("ascii")
            case "text":
                return f"{_concrete(kind, 'text/plain')}; charset=utf-8", str(request.body).encode()
            case "binary":
                return _binary(kind, request.body)
            case _:
                assert_never(body.form)
    except (TypeError, ValueError) as error:
        violation = Violation((), "encoding", "", f"the body cannot be written as {kind}: {error}")
        raise InvalidRequest(operation.id, [violation]) from error


def _concrete(media_type: str, otherwise: str) -> str:
    """Replace a range such as `*/*`, which no body can be."""
    return otherwise if "*" in media_type else media_type.partition(";")[0].strip()


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a surrogate pair has no UTF-8 but an escape
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def _members(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        message = f"a form is a mapping, not {type(value).__name__}"
        raise TypeError(message)
    return dict(cast("Mapping[str, object]", value))


def _form(body: Body, value: Mapping[str, object]) -> str:
    """Write a form (OpenAPI 3.1, 4.8.15); what has no style travels as its media type says.

    That is JSON for a mapping of which nothing is said.
    """
    special = {part.name: part for part in body.parts}
    written: list[tuple[str, str]] = []
    for name, item in value.items():
        if item is None:
            continue
        part = special.get(name)
        kind = part.content_type if part else ""
        if (part is None and is_object(item)) or (kind and part is not None and not part.style):
            text = styles.content(item, kind or "application/json")
            written.append((styles.escape(name), styles.escape(text)))
        else:
            style, explode = (part.style or "form", part.explode) if part else ("form", True)
            written += styles.pairs(name, item, style, explode=explode)
    return _join(written, "&")


def _binary(kind: str, value: object) -> _Encoded:
    if isinstance(value, tuple):
        _, inner, told = cast("tuple[str, object, str]", value)
        return told, content_of(inner)
    if isinstance(value, str):
        return _concrete(kind, "application/octet-stream"), value.encode()
    return _concrete(kind, "application/octet-stream"), content_of(value)
