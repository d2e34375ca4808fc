"""Holds bodies against OpenAPI 3.1 (4.8.13 to 4.8.15) and RFC 7578; forms are read by others."""

import io
import json
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import pytest

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


class Piece(NamedTuple):
    """A part of a multipart body as Python's own mail parser reads it."""

    name: str
    filename: str | None
    content_type: str
    content: bytes


def pieces(seen: Any) -> list[Piece]:
    """Read a multipart body."""
    head = f"content-type: {seen.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(_class=EmailMessage, policy=HTTP).parsebytes(head + seen.body)
    assert message.get_content_type() == "multipart/form-data"
    assert not message.defects
    return [
        Piece(
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_content_type(),
            bytes(part.get_payload(decode=True)),
        )
        for part in message.iter_parts()
    ]


def test_json(wire: Any) -> None:
    """JSON is UTF-8 without needless bytes; a length is told."""
    seen = wire.send("json_body", {"text": "é🦦", "mood": "fine"})
    assert seen.headers["content-type"] == "application/json"
    assert seen.body == '{"text":"é🦦","mood":"fine"}'.encode()
    assert seen.headers["content-length"] == str(len(seen.body))


def test_null_is_not_absent(wire: Any) -> None:
    """Null travels as null; a member or a body that is left out does not travel."""
    assert wire.send("json_body", {"text": "a", "mood": None}).body == b'{"text":"a","mood":null}'
    assert wire.send("json_body", {"text": "a"}).body == b'{"text":"a"}'
    assert wire.send("nullable_body", None).body == b"null"
    nothing = wire.send("nullable_body")
    assert nothing.body == b""
    assert "content-type" not in nothing.headers


def test_merge_patch(wire: Any) -> None:
    """A media type built upon JSON keeps its own name, and null in it."""
    seen = wire.send("merge_patch", {"text": "a", "mood": None})
    assert seen.method == "PATCH"
    assert seen.headers["content-type"] == "application/merge-patch+json"
    assert json.loads(seen.body) == {"text": "a", "mood": None}


def test_form(wire: Any) -> None:
    """A form's arrays are pairs or delimited, its objects JSON or deep, as the encoding says."""
    seen = wire.send(
        "form_body",
        {
            "text": "a b&c=é+",
            "flag": True,
            "items": ["a", "b"],
            "joined": ["a", "b"],
            "piped": ["a", "b"],
            "note": {"text": "x", "mood": None},
            "deep": {"x": 1, "y": 2},
            "typed": ["a"],
        },
    )
    assert seen.headers["content-type"] == "application/x-www-form-urlencoded"
    read = parse_qsl(seen.body.decode("ascii"), strict_parsing=True)
    assert read == [
        ("text", "a b&c=é+"),
        ("flag", "true"),
        ("items", "a"),
        ("items", "b"),
        ("joined", "a,b"),
        ("piped", "a|b"),
        ("note", '{"text":"x","mood":null}'),
        ("deep[x]", "1"),
        ("deep[y]", "2"),
        ("typed", '["a"]'),
    ]


def test_multipart(wire: Any, tmp_path: Path) -> None:
    """Each file, element and member is a part; objects are JSON; the encoding names other types."""
    (tmp_path / "two.jpg").write_bytes(b"\xff\xd8\xfftwo")
    seen = wire.send(
        "multipart_body",
        {
            "pictures": [PNG, tmp_path / "two.jpg", ("drei ü.gif", b"GIF89a", "image/gif")],
            "mask": io.BytesIO(b"mask"),
            "text": "Zeile\r\n--é",
            "count": 3,
            "tags": ["a", "b"],
            "note": {"text": "x"},
            "notes": [{"text": "y"}, {"text": "z"}],
            "settings": {"deep": True},
            "page": "<p>",
        },
    )
    assert pieces(seen) == [
        ("pictures", "pictures.png", "image/png", PNG),
        ("pictures", "two.jpg", "image/jpeg", b"\xff\xd8\xfftwo"),
        ("pictures", "drei ü.gif", "image/gif", b"GIF89a"),
        ("mask", "mask.bin", "image/png", b"mask"),
        ("text", None, "text/plain", "Zeile\r\n--é".encode()),
        ("count", None, "text/plain", b"3"),
        ("tags", None, "text/plain", b"a"),
        ("tags", None, "text/plain", b"b"),
        ("note", None, "application/json", b'{"text": "x"}'),
        ("notes", None, "application/json", b'{"text": "y"}'),
        ("notes", None, "application/json", b'{"text": "z"}'),
        ("settings", None, "application/vnd.settings+json", b'{"deep": true}'),
        ("page", None, "text/html", b"<p>"),
    ]


def test_text(wire: Any) -> None:
    """A text travels as it is, in UTF-8, and says so."""
    seen = wire.send("text_body", '"é"\n')
    assert seen.headers["content-type"] == "text/plain; charset=utf-8"
    assert seen.body == '"é"\n'.encode()


@pytest.mark.parametrize("kind", ["bytes", "path", "file"])
def test_binary(wire: Any, tmp_path: Path, kind: str) -> None:
    """Bytes, a path and an open file travel as the bytes they hold."""
    path = tmp_path / "body"
    path.write_bytes(PNG)
    body = {"bytes": PNG, "path": path, "file": io.BytesIO(PNG)}[kind]
    seen = wire.send("binary_body", body)
    assert (seen.method, seen.headers["content-type"]) == ("PUT", "application/octet-stream")
    assert seen.body == PNG


def test_several_media_types(wire: Any) -> None:
    """The first media type is sent unless another is asked for; never more than one."""
    note = {"text": "a b"}
    assert wire.send("several_bodies", note).body == b'{"text":"a b"}'
    form = wire.send("several_bodies", note, media_type="application/x-www-form-urlencoded")
    assert form.body == b"text=a%20b"
    parts = wire.send("several_bodies", note, media_type="multipart/form-data")
    assert pieces(parts) == [("text", None, "text/plain", b"a b")]
    table = wire.send("several_bodies", "a;b\n", media_type="text/csv")
    assert (table.headers["content-type"], table.body) == ("text/csv; charset=utf-8", b"a;b\n")
    picture = wire.send("several_bodies", PNG, media_type="image/png")
    assert (picture.headers["content-type"], picture.body) == ("image/png", PNG)


@pytest.mark.parametrize("body", [{"kind": "cat", "lives": 9}, {"kind": "dog", "name": "Rex"}])
def test_union(wire: Any, body: dict[str, object]) -> None:
    """Each member of a union travels as itself."""
    assert json.loads(wire.send("union_body", body).body) == body
