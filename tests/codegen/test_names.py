"""Holds names to being names."""

import keyword

import pytest

from pictura_codegen.names import (
    Name,
    Scope,
    class_name,
    constant_name,
    function_name,
    is_plain,
    words,
)

TEXTS = [
    "",
    "a",
    "class",
    "None",
    "2nd",
    "createImage",
    "HTTPServer",
    "a-b_c d",
    "é",
    "价格",
    "__x",
    "list",
    "…",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_gives_a_name(text: str) -> None:
    """Whatever a specification calls something, each style gives an identifier."""
    for style in (class_name, function_name, constant_name):
        made = style(text)
        assert made.isidentifier()
        assert made.isascii()
        assert not keyword.iskeyword(made)
        assert Name(made).text == made


def test_words_are_found_in_every_spelling() -> None:
    """Camel case, dashes, spaces and acronyms give the same words."""
    assert [word.lower() for word in words("createImageEdit")] == ["create", "image", "edit"]
    assert words("create-image_edit") == words("create image edit")
    assert function_name("HTTPServerError2") == "http_server_error_2"
    assert class_name("GPTImage") == "GPTImage"
    assert class_name("gpt image") == "GptImage"
    assert constant_name("createImage") == "CREATE_IMAGE"
    assert function_name("Café") == "cafe"


def test_builtins_are_not_shadowed() -> None:
    """A function that would be called like a builtin gets an underscore."""
    assert function_name("list") == "list_"
    assert function_name("id") == "id_"


@pytest.mark.parametrize("text", ["", "1a", "a b", "class", "a;import os", "a\n"])
def test_a_name_holds_nothing_else(text: str) -> None:
    """What is no identifier cannot be made a name."""
    with pytest.raises(ValueError, match="no identifier"):
        Name(text)


def test_a_scope_gives_each_name_once() -> None:
    """Who comes second gets a number, in the style of the name."""
    scope = Scope()
    scope.reserve({"self"})
    given = [
        scope.claim(name).text
        for name in ("a", "a", "A", "A", "self", "list_", "list_", "A_B", "A_B")
    ]
    assert given == ["a", "a_2", "A", "A2", "self_2", "list_", "list_2", "A_B", "A_B2"]
    assert len(set(given)) == len(given)


def test_plain_keys_can_stand_in_a_class_body() -> None:
    """A keyword, a mangled name and a key with a dash cannot."""
    assert is_plain("model")
    assert is_plain("_private")
    assert not any(map(is_plain, ["class", "__mangled", "a-b", "é", "", "2"]))
