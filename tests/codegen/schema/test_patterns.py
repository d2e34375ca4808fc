"""What patterns become in Python: flags in front, scripts, and what cannot be said."""

import pytest

from pictura_codegen.schema import SchemaError, compile_schema


@pytest.mark.parametrize(
    ("pattern", "holding", "failing"),
    [
        ("(?i)^colou?r$", ["COLOR", "colour"], ["couleur", "color\n"]),
        ("(?i)^é\\d$", ["É5", "é5"], ["É٥", "e5"]),
        ("(?i)\\bart\\b", ["modern ART!"], ["party"]),
        ("(?i)^[\\w-é]+$", ["A-zÉ"], ["à", ""]),
        ("(?i)^[\\W]\\D$", ["-x"], ["a-", "-5"]),
        ("(?s)^a.b$", ["a\nb", "a\u2028b"], ["ab"]),
        ("^a.b$", ["a b"], ["a\nb", "a\u2028b", "a\rb"]),
        ("(?m)^b$", ["a\nb\nc", "a\u2028b", "b"], ["ab\nbc"]),
        ("(?im)^B.$", ["a\nbc"], ["a\nb\nc"]),
    ],
)
def test_flags_in_front_hold_for_all(pattern: str, holding: list[str], failing: list[str]) -> None:
    """`(?i)`, `(?s)` and `(?m)` at the start of a pattern mean what they mean elsewhere."""
    compiled = compile_schema({"pattern": pattern})
    assert [text for text in holding if not compiled.is_valid(text)] == []
    assert [text for text in failing if compiled.is_valid(text)] == []
    assert all(not list(compiled.check(text)) for text in holding)


def test_scripts_are_those_of_unicode() -> None:
    """A property with a script is asked of the package `regex`, which the module then imports."""
    compiled = compile_schema({"pattern": "^\\p{Script=Greek}+[\\p{sc=Cyrillic}\\d]\\P{scx=Han}$"})
    assert "import regex" in compiled.source
    assert compiled.is_valid("λλ5x")
    assert compiled.is_valid("λжx")
    assert not compiled.is_valid("ll5x")
    assert not compiled.is_valid("λ5漢")
    categories = compile_schema({"pattern": "^\\p{Lu}\\p{Ll}+$"})
    assert "import regex" not in categories.source
    assert categories.is_valid("Éa")


def test_looking_back_by_any_number_is_asked_of_regex() -> None:
    """`re` looks back by as many characters as it is told, and is asked for those."""
    compiled = compile_schema({"pattern": "(?<=xa+)b"})
    assert "import regex" in compiled.source
    assert compiled.is_valid("xaaab")
    assert not compiled.is_valid("aaab")
    assert "import regex" not in compile_schema({"pattern": "(?<=xa)b"}).source


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a(?i)b", "an unknown kind of group"),
        ("(?x)a", "an unknown kind of group"),
        ("\\p{Script=Klingonese}", "property"),
        ("\\p{Script=Greek}(", "cannot be said in Python"),
    ],
)
def test_what_python_cannot_say_is_named(pattern: str, reason: str) -> None:
    """Such a pattern is an error with its place and reason when the module is written."""
    with pytest.raises(SchemaError, match="#/properties/a/pattern") as caught:
        compile_schema({"properties": {"a": {"pattern": pattern}}})
    assert reason in str(caught.value)
