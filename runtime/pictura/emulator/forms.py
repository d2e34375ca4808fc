"""Knows how form bodies are written: multipart (RFC 7578) and urlencoded. It knows no API."""

from email.message import Message
from typing import TypeAlias
from urllib.parse import parse_qsl

from pictura_core.tuples import NamedTuple


class Upload(NamedTuple):
    """A file as it arrived: in the order that a generated validator takes a file in."""

    name: str
    content: bytes
    media_type: str


Field: TypeAlias = tuple[str, "str | Upload"]


class MalformedForm(ValueError):  # noqa: N818 - says what it is: the sender's form
    """A body is not the form that its Content-Type says; the message is a sentence."""


def read_urlencoded(body: bytes) -> list[Field]:
    """Read `application/x-www-form-urlencoded`.

    Raises:
        MalformedForm: It is not UTF-8.
    """
    try:
        return list(
            parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=10_000)
        )
    except ValueError as error:
        message = "the form cannot be read as UTF-8 text"
        raise MalformedForm(message) from error


def read_multipart(body: bytes, content_type: str) -> list[Field]:
    """Read `multipart/form-data`: a part with a file name, or that is no text, is a file.

    Raises:
        MalformedForm: There is no boundary, the last one is missing, or a part has no name.
    """
    boundary = _parameter(content_type, "content-type", "boundary")
    if not boundary:
        message = "the Content-Type of a multipart body names its boundary"
        raise MalformedForm(message)
    # RFC 2046, 5.1.1: the line break before a boundary belongs to the boundary.
    preamble, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1", "replace"))
    if not parts or not parts[-1].startswith(b"--") or preamble.strip():
        message = "the multipart body does not begin and end with its boundary"
        raise MalformedForm(message)
    return [_read_part(part) for part in parts[:-1]]


def _read_part(part: bytes) -> Field:
    head, _, content = part.lstrip(b" \t").partition(b"\r\n\r\n")
    headers: dict[str, str] = {}
    for line in head.split(b"\r\n"):
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    disposition = headers.get("content-disposition", "")
    field = _parameter(disposition, "content-disposition", "name")
    if not field:
        message = "a part of the multipart body has no name"
        raise MalformedForm(message)
    filename = _parameter(disposition, "content-disposition", "filename")
    if filename is not None:
        kind = headers.get("content-type", "application/octet-stream")
        return field, Upload(filename, content, kind)
    try:
        return field, content.decode()
    except UnicodeDecodeError:
        # RFC 7578, 4.2: a file should have a name, but need not.
        return field, Upload("", content, headers.get("content-type", "application/octet-stream"))


def _parameter(value: str, header: str, name: str) -> str | None:
    message = Message()
    message[header] = value
    found = message.get_param(name, header=header)
    if isinstance(found, tuple):  # RFC 2231: charset, language, value
        return found[2]
    return found
