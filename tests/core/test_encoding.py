"""`pictura_core.wire.encoding`: what a request is on the wire, read back by others."""

import base64
import io
import json
from collections.abc import Mapping
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pictura_core.errors import InvalidRequest
from pictura_core.extensions import Errors
from pictura_core.operation import Body, Operation, Parameter, Part, Response, Security, Validator
from pictura_core.wire import ABSENT, Encoded, authorise, chunks, encode, length, prepare

ANYTHING = Validator(lambda _: True, lambda _: iter(()))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def operation(
    *bodies: Body, path: str = "/a", parameters: tuple[Parameter, ...] = ()
) -> Operation[object]:
    """Describe an operation."""
    responses = (
        Response("200", "application/json", "json", None),
        Response("200", "text/event-stream", "events", None),
        Response("400", "application/json", "json", None),
    )
    return Operation(
        "doIt", "POST", path, "", (), "", parameters, bodies, responses, Errors((), ())
    )


def sent(body: Body, value: object, media_type: str = "") -> tuple[str, bytes]:
    """Encode a body; give its Content-Type and bytes, which are the same each time."""
    encoded = encode(prepare(operation(body), {}, value, media_type))
    content = b"".join(chunks(encoded.content))
    assert b"".join(chunks(encoded.content)) == content
    assert length(encoded.content) in (None, len(content))
    return dict(encoded.headers)["Content-Type"], content


def parts(kind: str, content: bytes) -> list[tuple[Mapping[str, str], bytes, str]]:
    """Read a multipart body with the standard library: headers, content and disposition."""
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + content)
    assert not message.defects
    found: list[tuple[Mapping[str, str], bytes, str]] = []
    for part in message.get_payload():
        assert isinstance(part, Message)
        assert not part.defects
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found.append((dict(part.items()), payload, str(part["Content-Disposition"])))
    return found


JSON = Body("application/json", "json", True, ANYTHING)
FORM = Body("multipart/form-data", "multipart", True, ANYTHING, files=("image", "mask"))


def test_the_target() -> None:
    """Path, query, headers and cookies are where the table says, percent-encoded."""
    parameters = (
        Parameter("id", "path", True, "simple", False, "", ANYTHING),
        Parameter("q", "query", False, "form", True, "", ANYTHING),
        Parameter("r", "query", False, "form", False, "", ANYTHING),
        Parameter("X-Trace", "header", False, "simple", False, "", ANYTHING),
        Parameter("c", "cookie", False, "form", True, "", ANYTHING),
        Parameter("d", "cookie", False, "form", True, "", ANYTHING),
    )
    called = operation(path="/v1/{id}/x", parameters=parameters)
    values = {"id": "a/b?", "q": ["1", "2"], "r": ["3", "4"], "X-Trace": "t t", "c": "v;", "d": 1}
    assert encode(prepare(called, values)) == Encoded(
        "doIt",
        "POST",
        "/v1/a%2Fb%3F/x?q=1&q=2&r=3,4",
        (
            ("Accept", "application/json"),
            ("X-Trace", "t t"),
            ("Cookie", "c=v%3B; d=1"),
        ),
        None,
    )


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_json(value: object) -> None:
    """JSON is read back by the standard library, half surrogate pairs included."""
    kind, content = sent(JSON, value)
    assert kind == "application/json"
    assert json.loads(content) == value


def test_json_is_small_and_readable() -> None:
    """Prompts in other scripts are not blown up to escapes."""
    assert sent(JSON, {"prompt": "日本 é", "n": 1})[1] == '{"prompt":"日本 é","n":1}'.encode()
    assert sent(JSON._replace(media_type="application/x+json"), 1)[0] == "application/x+json"
    assert sent(JSON._replace(media_type="*/*"), 1)[0] == "application/json"


@pytest.mark.parametrize("value", [float("nan"), {"a": b"bytes"}, {"a": Path("x")}])
def test_what_json_cannot_say(value: object) -> None:
    """A value that is no JSON is the caller's error, not a traceback from elsewhere."""
    with pytest.raises(InvalidRequest):
        encode(prepare(operation(JSON), {}, value))


def test_fields_of_a_multipart_body() -> None:
    """Texts are plain, lists one part each, mappings JSON, nulls left out."""
    value = {
        "prompt": "a\r\nb é",
        "n": 2,
        "flag": True,
        "tags": ["x", "y"],
        "more": {"a": [1]},
        "no": None,
    }
    kind, content = sent(FORM, value)
    assert kind.startswith("multipart/form-data; boundary=")
    assert [(d, payload) for _, payload, d in parts(kind, content)] == [
        ('form-data; name="prompt"', "a\r\nb é".encode()),
        ('form-data; name="n"', b"2"),
        ('form-data; name="flag"', b"true"),
        ('form-data; name="tags"', b"x"),
        ('form-data; name="tags"', b"y"),
        ('form-data; name="more"', b'{"a": [1]}'),
    ]
    assert parts(kind, content)[-1][0]["Content-Type"] == "application/json"
    assert "Content-Type" not in parts(kind, content)[0][0]


def test_files_of_a_multipart_body(tmp_path: Path) -> None:
    """Bytes, paths, open files and named tuples are files; several go under one name."""
    path = tmp_path / 'a "b" é.png'
    path.write_bytes(PNG)
    stream = io.BytesIO(b"skipped" + PNG)
    stream.seek(7)
    files = [PNG, path, stream, ("c.txt", b"text", "text/plain"), ("d.png", path, "image/png")]
    found = parts(*sent(FORM, {"image": files, "mask": b"unknown", "other": "x"}))
    assert [payload for _, payload, _ in found] == [PNG, PNG, PNG, b"text", PNG, b"unknown", b"x"]
    assert [headers.get("Content-Type") for headers, _, _ in found] == [
        "image/png",
        "image/png",
        "image/png",
        "text/plain",
        "image/png",
        "application/octet-stream",
        None,
    ]
    assert all('name="image"' in disposition for _, _, disposition in found[:5])
    names = [disposition.rpartition("filename=")[2] for _, _, disposition in found[:6]]
    assert names[0] == '"image.png"'
    assert "%22b%22" in names[1]
    assert names[2:] == ['"image.png"', '"c.txt"', '"d.png"', '"mask.bin"']


def test_an_open_file_keeps_its_name(tmp_path: Path) -> None:
    """A file that is open on disk is sent under its own name."""
    path = tmp_path / "otter.webp"
    path.write_bytes(b"RIFF\0\0\0\0WEBPVP8 ")
    with path.open("rb") as stream:
        ((headers, payload, disposition),) = parts(*sent(FORM, {"image": stream}))
    assert disposition == 'form-data; name="image"; filename="otter.webp"'
    assert headers["Content-Type"] == "image/webp"
    assert payload == path.read_bytes()


def test_a_file_field_can_hold_a_text() -> None:
    """A url where a file could stand is sent as the text that it is."""
    ((headers, payload, disposition),) = parts(*sent(FORM, {"image": "https://x/y.png"}))
    assert (disposition, payload) == ('form-data; name="image"', b"https://x/y.png")
    assert "Content-Type" not in headers


def test_a_name_cannot_break_out_of_its_header() -> None:
    """Line breaks and quotes in names are escaped as browsers do."""
    ((_, payload, disposition),) = parts(
        *sent(FORM, {"image": ('a"\r\nX-Evil: 1.png', PNG, "image/png")})
    )
    assert disposition == 'form-data; name="image"; filename="a%22%0D%0AX-Evil: 1.png"'
    assert payload == PNG


def test_parts_with_types_of_their_own() -> None:
    """An encoding's content type is said on the part; a choice of types is none."""
    body = FORM._replace(
        parts=(
            Part("image", "image/svg+xml"),
            Part("mask", "image/png, image/jpeg"),
            Part("data", "application/json"),
        )
    )
    found = parts(*sent(body, {"image": b"<svg>", "mask": b"?", "data": "x"}))
    assert [headers["Content-Type"] for headers, _, _ in found] == [
        "image/svg+xml",
        "application/octet-stream",
        "application/json",
    ]
    assert found[2][1] == b'"x"'


def test_a_stream_without_end_has_no_length() -> None:
    """What cannot be measured is sent without a length, and once."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.left = [b"ab", b"cd"]

        def readable(self) -> bool:
            return True

        def read(self, _size: int = -1) -> bytes:
            return self.left.pop(0) if self.left else b""

    encoded = encode(prepare(operation(FORM), {}, {"image": Pipe()}))
    assert length(encoded.content) is None
    assert b"\r\n\r\nabcd\r\n--" in b"".join(chunks(encoded.content))


@pytest.mark.parametrize(
    "value", [{"image": 1}, [1], "x", {"image": {"a": b"x"}}, {"image": ("a", b"x", "a/b\r\nX: y")}]
)
def test_what_multipart_cannot_say(value: object) -> None:
    """What is no form and what is no file is the caller's error."""
    with pytest.raises(InvalidRequest):
        encode(prepare(operation(FORM), {}, value))


def test_urlencoded() -> None:
    """Forms are read back by the standard library, in the styles that the table names."""
    body = Body(
        "application/x-www-form-urlencoded",
        "urlencoded",
        True,
        ANYTHING,
        parts=(Part("deep", style="deepObject"), Part("flat", style="form", explode=False)),
    )
    value = {
        "a": "x y&é",
        "l": [1, 2],
        "deep": {"b": 1},
        "flat": ["p", "q"],
        "json": {"c": 1},
        "no": None,
    }
    kind, content = sent(body, value)
    assert kind == "application/x-www-form-urlencoded"
    assert parse_qs(content.decode()) == {
        "a": ["x y&é"],
        "l": ["1", "2"],
        "deep[b]": ["1"],
        "flat": ["p,q"],
        "json": ['{"c":1}'],
    }


def test_text_and_binary(tmp_path: Path) -> None:
    """Text is UTF-8 and says so; binary is bytes, a path, an open file or what a tuple calls it."""
    path = tmp_path / "a"
    path.write_bytes(PNG)
    assert sent(Body("text/plain", "text", True, ANYTHING), "é") == (
        "text/plain; charset=utf-8",
        "é".encode(),
    )
    binary = Body("image/*", "binary", True, ANYTHING)
    for value in (PNG, path, io.BytesIO(PNG)):
        assert sent(binary, value) == ("application/octet-stream", PNG)
    assert sent(binary, ("a.png", PNG, "image/png")) == ("image/png", PNG)


def test_no_body() -> None:
    """Without a body there is no Content-Type and no content."""
    encoded = encode(prepare(operation(JSON._replace(required=False)), {}, ABSENT))
    assert encoded.content is None
    assert [name for name, _ in encoded.headers] == ["Accept"]
    assert length(None) == 0
    assert list(chunks(None)) == []


@pytest.mark.parametrize(
    ("security", "target", "header"),
    [
        (Security("bearer"), "/a?b=1", ("Authorization", "Bearer k+y")),
        (
            Security("basic"),
            "/a?b=1",
            ("Authorization", "Basic " + base64.b64encode(b"k+y").decode()),
        ),
        (Security("header", "x-key"), "/a?b=1", ("x-key", "k+y")),
        (Security("query", "api key"), "/a?b=1&api%20key=k%2By", None),
        (Security("cookie", "session"), "/a?b=1", ("Cookie", "a=1; session=k%2By")),
    ],
)
def test_keys(security: Security, target: str, header: tuple[str, str] | None) -> None:
    """A key goes where the API wants it, and nothing goes without a key."""
    encoded = Encoded("doIt", "GET", "/a?b=1", (("Cookie", "a=1"),), None)
    authorised = authorise(encoded, (security, Security("bearer")), "k+y")
    assert authorised.target == target
    if header:
        assert header in authorised.headers
        assert len([name for name, _ in authorised.headers if name == header[0]]) == 1
    assert authorise(encoded, (security,), "") == encoded
    assert authorise(encoded, (), "k+y") == encoded
