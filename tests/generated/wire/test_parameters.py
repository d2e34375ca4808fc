"""Holds parameters against the tables of OpenAPI 3.1 (4.8.12.3) and RFC 6570, byte for byte."""

import json
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest

POINT = {"x": 1, "y": 2}
AWKWARD = "a/b?c&d=e#f %25 é\N{OTTER}\"'+;,"


def test_form_query(wire: Any) -> None:
    """The style form writes one pair each, or with explode: false all in one."""
    seen = wire.send(
        "query_form",
        text="a b",
        count=1.5,
        flag=True,
        exploded=["a", "b&c"],
        brackets=["1", "2"],
        joined=["a", "b,c"],
        point=POINT,
        flat=POINT,
    )
    assert seen.query == (
        "text=a%20b&count=1.5&flag=true&exploded=a&exploded=b%26c"
        "&brackets%5B%5D=1&brackets%5B%5D=2&joined=a,b%2Cc&x=1&y=2&flat=x,1,y,2"
    )


def test_what_is_left_out_is_not_sent(wire: Any) -> None:
    """Without a parameter there is no question mark; the empty text is a value."""
    assert wire.send("query_form") == wire.send("query_form", exploded=[])
    assert wire.send("query_form").query == ""
    assert wire.send("query_form", text="").query == "text="


def test_a_path_with_more_than_a_path(wire: Any) -> None:
    """A path's own query is kept and added to; what is behind a number sign stays at home."""
    seen = wire.send("query_fixed", text="a")
    assert (seen.path, seen.query) == ("/query/fixed", "mode=fast&text=a")


def test_delimited_query(wire: Any) -> None:
    """Spaces and bars between elements are percent-encoded; exploded they are pairs."""
    seen = wire.send(
        "query_delimited",
        spaced=["a", "b c"],
        piped=["a", "b|c"],
        several=["a", "b"],
        spaced_point=POINT,
        piped_point=POINT,
    )
    assert seen.query == (
        "spaced=a%20b%20c&piped=a%7Cb%7Cc&several=a&several=b"
        "&spacedPoint=x%201%20y%202&pipedPoint=x%7C1%7Cy%7C2"
    )


def test_deep_query(wire: Any) -> None:
    """Members of an object have their names in brackets, those of inner ones too."""
    value = {"name": "a b", "size": 3, "tags": ["x", "y"], "created": {"after": "2026"}}
    seen = wire.send("query_deep", filter_=value)
    assert parse_qsl(seen.query, strict_parsing=True) == [
        ("filter[name]", "a b"),
        ("filter[size]", "3"),
        ("filter[tags]", "x"),
        ("filter[tags]", "y"),
        ("filter[created][after]", "2026"),
    ]
    assert "[" not in seen.query


def test_deep_query_keeps_objects_in_lists_apart(wire: Any) -> None:
    """The standard is silent on lists of objects; their members must not run together."""
    seen = wire.send("query_deep", filter_={"points": [POINT, {"x": 3}]})
    assert parse_qsl(seen.query) == [
        ("filter[points][0][x]", "1"),
        ("filter[points][0][y]", "2"),
        ("filter[points][1][x]", "3"),
    ]


def test_content_typed_query(wire: Any) -> None:
    """A parameter with content is the text of that media type."""
    seen = wire.send("query_content", where={"text": "ä & b", "mood": None})
    ((name, text),) = parse_qsl(seen.query, strict_parsing=True)
    assert (name, json.loads(text)) == ("where", {"text": "ä & b", "mood": None})


@pytest.mark.parametrize("text", [AWKWARD, "\n\t", "%2F", "=", "🦦"])
def test_any_text_survives_a_query(wire: Any, text: str) -> None:
    """Whatever a text holds, the server reads it as it was."""
    seen = wire.send("query_form", text=text, exploded=[text, text])
    assert parse_qsl(seen.query, strict_parsing=True) == [
        ("text", text),
        ("exploded", text),
        ("exploded", text),
    ]


def test_reserved_characters_stay_where_they_are_allowed(wire: Any) -> None:
    """With allowReserved only what would end the value or is no URI is percent-encoded."""
    seen = wire.send("query_content", reserved="/a:b?c=d&e#f+g ä%")
    assert seen.query == "reserved=/a:b?c=d%26e%23f%2Bg%20%C3%A4%25"


def test_headers(wire: Any) -> None:
    """Headers are in the style simple and not percent-encoded."""
    seen = wire.send(
        "in_header",
        x_text="a b/c",
        x_ids=[5, 6],
        x_flat=POINT,
        x_point=POINT,
        x_note={"text": "a"},
    )
    assert {name: text for name, text in seen.headers.items() if name.startswith("x-")} == {
        "x-text": "a b/c",
        "x-ids": "5,6",
        "x-flat": "x,1,y,2",
        "x-point": "x=1,y=2",
        "x-note": '{"text":"a"}',
    }


def test_cookies(wire: Any) -> None:
    """All cookies are in one header, each a pair."""
    seen = wire.send("in_cookie", session="a;b", ids=[1, 2], flat=POINT, where={"x": 1})
    assert seen.headers["cookie"] == (
        "session=a%3Bb; ids=1,2; flat=x,1,y,2; where=%7B%22x%22%3A1%7D"
    )
    assert unquote(SimpleCookie(seen.headers["cookie"])["session"].value) == "a;b"


def test_simple_path(wire: Any) -> None:
    """Values stand between slashes, and a slash in one is no slash."""
    seen = wire.send("simple_path", "a/b é", ["a", "b,c"], POINT, POINT)
    assert seen.path == "/simple/a%2Fb%20%C3%A9/a,b%2Cc/x,1,y,2/x=1,y=2"


def test_label_path(wire: Any) -> None:
    """A label begins with a dot; exploded, each element has one."""
    seen = wire.send("label_path", "a.b/", ["a", "b"], ["a", "b"], POINT, POINT)
    assert seen.path == "/label/.a.b%2F/.a,b/.a.b/.x,1,y,2/.x=1.y=2"


def test_matrix_path(wire: Any) -> None:
    """A matrix begins with a semicolon and its name; exploded, each element has them."""
    seen = wire.send("matrix_path", "a;b", ["a", "b"], ["a", "b"], POINT, POINT)
    assert seen.path == "/matrix/;text=a%3Bb/;list=a,b/;items=a;items=b/;flat=x,1,y,2/;x=1;y=2"


def test_content_typed_path(wire: Any) -> None:
    """A path parameter with content is the percent-encoded text of that media type."""
    seen = wire.send("content_path", {"text": "a/b"})
    place = seen.path.removeprefix("/content/")
    assert "/" not in place
    assert json.loads(unquote(place)) == {"text": "a/b"}


@pytest.mark.parametrize("text", [AWKWARD, "..%2F..", "a/../b", "🦦", "a\\b"])
def test_any_text_survives_a_path(wire: Any, text: str) -> None:
    """Whatever a text holds, it stays one segment and the server reads it as it was."""
    seen = wire.send("simple_path", text, ["x"], POINT, POINT)
    _, _, segment, rest = seen.path.split("/", 3)
    assert unquote(segment) == text
    assert rest == "x/x,1,y,2/x=1,y=2"
