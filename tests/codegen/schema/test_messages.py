"""What a check says: places, keywords, sentences, the nearest alternative."""

import subprocess
import sys

import pytest

from pictura_codegen.schema import compile_schema
from pictura_core.data import Path

PROMPT = {"type": "string", "minLength": 1, "maxLength": 8}
SIZE = {"enum": ["256x256", "1024x1024"]}


def _said(schema: object, value: object) -> list[tuple[Path, str, str, str]]:
    violations = compile_schema(schema).check(value)
    return [(found.path, found.keyword, found.schema_path, found.message) for found in violations]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "string"}, 5, ((), "type", "#/type", "must be a string, not 5")),
        (
            {"type": ["integer", "null"]},
            True,
            ((), "type", "#/type", "must be null or an integer, not true"),
        ),
        (
            {"items": PROMPT},
            ["ok", "much too long"],
            ((1,), "maxLength", "#/items/maxLength", "must have at most 8 characters, has 13"),
        ),
        (
            {"enum": ["url", "b64_json"]},
            "foo",
            ((), "enum", "#/enum", "must be one of 'url', 'b64_json', not 'foo'"),
        ),
        (
            {"enum": ["standard", "hd"]},
            "standrad",
            (
                (),
                "enum",
                "#/enum",
                "must be one of 'standard', 'hd', not 'standrad': did you mean 'standard'?",
            ),
        ),
        (
            {"properties": {"size": SIZE}, "additionalProperties": False},
            {"sise": 1},
            (
                ("sise",),
                "additionalProperties",
                "#/additionalProperties",
                "unknown field 'sise': did you mean 'size'?",
            ),
        ),
        ({"required": ["prompt"]}, {}, ((), "required", "#/required", "is required: 'prompt'")),
        ({"maximum": 4}, 4.5, ((), "maximum", "#/maximum", "must be at most 4, is 4.5")),
        (
            {"properties": {"a/b": False}},
            {"a/b": [1]},
            (
                ("a/b",),
                "false",
                "#/properties/a~1b",
                "is not allowed here, is an array with 1 item",
            ),
        ),
        (
            {"uniqueItems": True},
            [1, {"a": 1}, {"a": 1.0}],
            (
                (),
                "uniqueItems",
                "#/uniqueItems",
                "must not repeat an item: an object with 1 field stands at 1 and 2",
            ),
        ),
    ],
)
def test_a_violation_says_where_and_what(
    schema: object, value: object, expected: tuple[object, ...]
) -> None:
    """Path, keyword, schema path and sentence are those that a person needs."""
    assert _said(schema, value) == [expected]


def test_the_nearest_alternative_explains() -> None:
    """Of several alternatives, the one of the right type and tag says what is wrong."""
    schema = {
        "oneOf": [
            {"type": "string"},
            {
                "type": "object",
                "required": ["kind", "url"],
                "properties": {"kind": {"const": "url"}, "url": {"type": "string"}},
            },
            {
                "type": "object",
                "required": ["kind", "data"],
                "properties": {"kind": {"const": "data"}, "data": {"type": "string"}},
            },
        ]
    }
    assert _said(schema, {"kind": "data", "data": 5}) == [
        (
            ("data",),
            "type",
            "#/oneOf/2/properties/data/type",
            "must be a string, not 5",
        )
    ]
    ((path, keyword, _, message),) = _said(schema, 5)
    assert (path, keyword) == ((), "oneOf")
    assert (
        message
        == "fits none of 3 alternatives: must be a string, not 5; or must be an object, not 5"
    )


def test_more_than_one_alternative_is_named() -> None:
    """A value that fits two of oneOf is told which."""
    ((_, keyword, _, message),) = _said({"oneOf": [{"type": "integer"}, {"minimum": 2}]}, 3)
    assert keyword == "oneOf"
    assert "fits 0 and 1" in message


def test_a_schema_has_its_own_sentence() -> None:
    """`x-message` beside a keyword, in a `then`, and beside `false` becomes the sentence."""
    schema = {
        "properties": {"n": {"maximum": 4, "x-message": "four pictures are enough"}},
        "if": {"properties": {"model": {"const": "dall-e-3"}}, "required": ["model"]},
        "then": {
            "x-message": "dall-e-3 makes one picture, without a style",
            "properties": {"n": {"const": 1}, "style": False},
        },
    }
    assert [said[3] for said in _said(schema, {"n": 5})] == ["four pictures are enough"]
    said = _said(schema, {"n": 2, "model": "dall-e-3", "style": "vivid"})
    assert [(path, message) for path, _, _, message in said] == [
        (("n",), "dall-e-3 makes one picture, without a style"),
        (("style",), "dall-e-3 makes one picture, without a style"),
    ]
    assert {keyword for _, keyword, _, _ in said} == {"const", "false"}


EXPRESSION = {"type": "string", "pattern": "\\{\\{"}


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_a_sentence_beside_alternatives_speaks_for_them(keyword: str) -> None:
    """`x-message` beside `anyOf` or `oneOf` is the sentence, whichever branch is the nearest."""
    message = "format is png or webp"
    schema = {keyword: [{"enum": ["png", "webp"]}, EXPRESSION], "x-message": message}
    assert _said(schema, "gif") == [((), "enum", f"#/{keyword}/0/enum", message)]
    ((_, keyword_said, place, said),) = _said(schema, None)
    assert (keyword_said, place, said) == ("enum", f"#/{keyword}/0/enum", message)
    schema = {keyword: [{"type": "integer"}, {"type": "null"}], "x-message": message}
    assert _said(schema, "x") == [((), keyword, f"#/{keyword}", message)]
    assert _said({"oneOf": [True, True], "x-message": message}, 1)[0][3] == message


def test_a_sentence_beside_alternatives_leaves_what_is_deeper() -> None:
    """What is wrong inside the nearest alternative is said where it is, as it is."""
    schema = {
        "anyOf": [{"type": "string"}, {"required": ["a"], "properties": {"b": {"type": "null"}}}],
        "x-message": "a name, or an object with a",
    }
    schema = {**schema, "type": ["string", "object"]}
    assert [(path, message) for path, _, _, message in _said(schema, {"b": 1})] == [
        ((), "a name, or an object with a"),
        (("b",), "must be null, not 1"),
    ]


def test_listed_words_are_nearer_than_a_pattern() -> None:
    """Of two alternatives for strings, the one that lists words explains."""
    schema = {"anyOf": [EXPRESSION, {"enum": ["png", "webp"]}]}
    ((_, keyword, _, message),) = _said(schema, "pgn")
    assert (keyword, message) == (
        "enum",
        "must be one of 'png', 'webp', not 'pgn': did you mean 'png'?",
    )
    ((_, keyword, _, _),) = _said({"anyOf": [{"type": "null"}, EXPRESSION]}, "x")
    assert keyword == "pattern"


def _tagged(name: str, **fields: object) -> dict[str, object]:
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": [name]}, **fields},
    }


@pytest.mark.parametrize("dialect", ["2020-12", "openapi-3.0"])
def test_a_tag_decides(dialect: str) -> None:
    """The alternative of the value's tag explains, however much else is wrong with it."""
    one = {"enum": ["one"]}
    schema = {
        "oneOf": [
            {"$ref": "#/$defs/square"},
            {"allOf": [_tagged("circle", a=one, b=one, c=one), {"required": ["d", "e"]}]},
        ],
        "$defs": {"square": _tagged("square", a={"type": "string"})},
    }
    value = {"kind": "circle", "a": "x", "b": "x", "c": "x"}
    said = [
        (found.path, found.keyword)
        for found in compile_schema(schema, dialect=dialect).check(value)
    ]
    assert said == [
        (("a",), "enum"),
        (("b",), "enum"),
        (("c",), "enum"),
        ((), "required"),
        ((), "required"),
    ]
    ((path, keyword),) = [
        (found.path, found.keyword)
        for found in compile_schema(schema, dialect=dialect).check({"kind": "line"})
    ]
    assert (path, keyword) == ((), "oneOf")


def test_a_long_value_is_shortened() -> None:
    """A sentence stays short whatever the value and the options are."""
    for schema, value in (
        ({"type": "integer"}, "x" * 10_000),
        ({"enum": [f"option number {i}" for i in range(500)]}, "y" * 500),
        ({"additionalProperties": False}, {"k" * 5000: 1}),
        ({"type": "string"}, 10**5000),
        ({"pattern": "^" + "a" * 500}, "b" * 500),
    ):
        ((_, _, _, message),) = _said(schema, value)
        assert len(message) <= 200


def test_openapi_3_0_is_a_dialect() -> None:
    """`nullable` widens a type, exclusiveMinimum is a flag, a reference hides its siblings."""
    schema = {
        "properties": {
            "a": {"type": "string", "nullable": True},
            "b": {"minimum": 3, "exclusiveMinimum": True},
            "c": {"$ref": "#/properties/a", "maxLength": 1},
        }
    }
    compiled = compile_schema(schema, dialect="openapi-3.0")
    assert compiled.is_valid({"a": None, "b": 3.5, "c": "long"})
    assert [found.path for found in compiled.check({"a": 1, "b": 3})] == [("a",), ("b",)]


def test_a_value_deeper_than_the_stack_does_not_hold() -> None:
    """Ten thousand levels give False and one violation, not a traceback."""
    tree = {"properties": {"child": {"$ref": "#"}}, "additionalProperties": False}
    value: dict[str, object] = {}
    for _ in range(10_000):
        value = {"child": value}
    compiled = compile_schema(tree)
    assert compiled.is_valid(value) is False
    (found,) = compiled.check(value)
    assert found.message == "is nested too deeply to be checked"
    # A negation does not turn what is unknown into what holds.
    nested = {"not": {"$ref": "#/$defs/t"}, "$defs": {"t": {"items": {"$ref": "#/$defs/t"}}}}
    assert compile_schema(nested).is_valid(_deep()) is False


def test_repeated_items_deeper_than_the_stack_do_not_hold() -> None:
    """Items that cannot be compared are no traceback: False, and one violation that says why."""
    compiled = compile_schema({"uniqueItems": True})
    assert compiled.is_valid([_deep(), _deep()]) is False
    (found,) = compiled.check([_deep(), 1])
    assert (found.keyword, found.message) == (
        "uniqueItems",
        "is nested too deeply to be checked",
    )


def _deep() -> list[object]:
    value: list[object] = []
    for _ in range(10_000):
        value = [value]
    return value


def test_a_written_module_needs_the_standard_library_only() -> None:
    """The module runs in an isolated interpreter without site packages."""
    text = compile_schema(
        {"items": {"format": "uri", "multipleOf": 0.1}}, assert_formats=True
    ).source
    code = f"{text}\nprint(is_valid(['x']), is_valid([0.3]), [v.path for v in check([0.25])])\n"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-"], input=code, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False True [(0,)]\n"
