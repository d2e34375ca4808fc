"""`pictura_core.wire.parameters`: every style of OpenAPI, held against its own examples."""

from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pictura_core.operation import Location, Parameter, Validator
from pictura_core.wire.parameters import in_header, in_path, in_query, pairs

ANYTHING = Validator(lambda _: True, lambda _: iter(()))

EMPTY = ""
TEXT = "blue"
LIST = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


def parameter(location: Location, style: str, *, explode: bool, media_type: str = "") -> Parameter:
    """Describe a parameter of the name `color`."""
    return Parameter("color", location, False, style, explode, media_type, ANYTHING)


def query(style: str, value: object, *, explode: bool) -> str:
    """Write a query."""
    written = in_query(parameter("query", style, explode=explode), value)
    return "&".join(f"{name}={text}" for name, text in written)


# The table of OpenAPI 3.1.1, 4.8.12.6.
@pytest.mark.parametrize(
    ("style", "explode", "text", "array", "members"),
    [
        (
            "matrix",
            False,
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            "matrix",
            True,
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
        ("label", False, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        ("label", True, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        ("simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ],
)
def test_path_styles(style: str, explode: bool, text: str, array: str, members: str) -> None:
    """A path parameter is written as the specification's table says."""
    described = parameter("path", style, explode=explode)
    assert in_path(described, TEXT) == text
    assert in_path(described, LIST) == array
    assert in_path(described, OBJECT) == members
    if style == "matrix":
        assert in_path(described, EMPTY) == ";color"


@pytest.mark.parametrize(
    ("style", "explode", "text", "array", "members"),
    [
        ("form", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
        ("form", True, "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        (
            "spaceDelimited",
            False,
            "color=blue",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            "pipeDelimited",
            False,
            "color=blue",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (
            "deepObject",
            True,
            "color=blue",
            "color=blue&color=black&color=brown",
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
    ],
)
def test_query_styles(style: str, explode: bool, text: str, array: str, members: str) -> None:
    """A query parameter is written as the specification's table says."""
    assert query(style, TEXT, explode=explode) == text
    assert query(style, LIST, explode=explode) == array
    assert query(style, OBJECT, explode=explode) == members
    assert query(style, EMPTY, explode=explode) == "color="


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (False, "false"),
        (None, ""),
        (1, "1"),
        (1.5, "1.5"),
        ("a b&c=d/e?f#g%h+i", "a%20b%26c%3Dd%2Fe%3Ff%23g%25h%2Bi"),
        ("é😀", "%C3%A9%F0%9F%98%80"),
        ("a,b", "a%2Cb"),
        ("-._~", "-._~"),
    ],
)
def test_values(value: object, written: str) -> None:
    """Everything but RFC 3986's unreserved characters is percent-encoded, in paths and queries."""
    assert query("form", value, explode=True) == f"color={written}"
    assert in_path(parameter("path", "simple", explode=False), value) == written


def test_delimiters_in_values_are_encoded() -> None:
    """A comma in a value is not mistaken for one between values."""
    assert query("form", ["a,b", "c"], explode=False) == "color=a%2Cb,c"
    assert query("pipeDelimited", ["a|b", "c"], explode=False) == "color=a%7Cb%7Cc"


def test_nothing_is_left_out() -> None:
    """An empty list or mapping makes no pair, as RFC 6570 has it."""
    nothing: list[object] = [[], {}]
    for value in nothing:
        for style in ("form", "deepObject", "pipeDelimited"):
            for explode in (True, False):
                assert query(style, value, explode=explode) == ""


def test_deep_objects() -> None:
    """Mappings in mappings are written as further brackets."""
    value = {"a": {"b c": 1}, "d": [2, 3]}
    assert (
        unquote(query("deepObject", value, explode=True)) == "color[a][b c]=1&color[d]=2&color[d]=3"
    )


def test_headers_are_not_percent_encoded() -> None:
    """A header's value is written as it is."""
    simple = parameter("header", "simple", explode=False)
    assert in_header(simple, "a b/c") == "a b/c"
    assert in_header(simple, LIST) == "blue,black,brown"
    assert in_header(simple, OBJECT) == "R,100,G,200,B,150"
    assert in_header(parameter("header", "simple", explode=True), OBJECT) == "R=100,G=200,B=150"


def test_content_is_written_as_its_media_type() -> None:
    """A parameter with `content` travels as JSON text."""
    described = parameter("query", "form", explode=True, media_type="application/json")
    assert in_query(described, {"a": [1]}) == [("color", "%7B%22a%22%3A%5B1%5D%7D")]
    assert in_path(described, "x") == "%22x%22"
    assert in_header(described, {"a": 1}) == '{"a":1}'
    plain = parameter("query", "form", explode=True, media_type="text/plain")
    assert in_query(plain, "x y") == [("color", "x%20y")]


@given(
    st.lists(st.text(st.characters(codec="utf-8")), min_size=1),
    st.text(st.characters(codec="utf-8"), min_size=1),
)
def test_exploded_forms_are_read_back(values: list[str], name: str) -> None:
    """What is written as a form is what an independent reader of forms reads."""
    written = "&".join(f"{k}={v}" for k, v in pairs(name, values, "form", explode=True))
    assert parse_qsl(written, keep_blank_values=True) == [(name, value) for value in values]
