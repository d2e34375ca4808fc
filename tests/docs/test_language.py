"""The page of the recipe language leaves out nothing that recipes have, and adds nothing."""

import re
from pathlib import Path

from pictura.recipes.frame import RESERVED
from pictura.recipes.sandbox import MAXIMUM_SECONDS, MAXIMUM_STEPS, SANDBOX
from pictura.recipes.vocabulary import MAXIMUM_TEXT
from pictura.run.session import CONCURRENCY
from pictura_core.data import is_array, is_object
from pictura_core.document import load, read_source
from pictura_core.source import Source

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "recipes.md").read_text("utf-8")


def _section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def _rows(text: str) -> list[str]:
    """Give the names in the first column of a section's tables."""
    return re.findall(r"^\| \[?`(\w+)`", text, re.MULTILINE)


def _properties(*path: str) -> list[str]:
    node = load(read_source(str(ROOT / "spec" / "recipe.yaml"))).value
    for step in (*path, "properties"):
        assert is_object(node)
        node = node[step]
    assert is_object(node)
    return list(node)


def test_keys() -> None:
    """The tables of keys have those of the recipe's schema, in its order."""
    assert _rows(_section("The keys of a recipe")) == _properties()
    assert _rows(_section("limits")) == _properties("$defs", "limits")


def test_step_keys() -> None:
    """The table of a step's keys has those of the recipe's schema."""
    assert sorted(_rows(_section("The keys of a step"))) == sorted(_properties("$defs", "step"))


def test_expectations() -> None:
    """Every key of `expect` is in its section."""
    assert [k for k in _properties("$defs", "expect") if f"`{k}`" not in _section("expect")] == []


def _shown() -> set[str]:
    """Give every key of the page's examples, which test_examples.py types one by one."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    keys: set[str] = set()
    waiting: list[object] = [load(Source("example.yaml", block)).value for block in blocks]
    while waiting:
        value = waiting.pop()
        if is_object(value):
            keys |= value.keys()
            waiting += value.values()
        elif is_array(value):
            waiting += value
    return keys


def test_every_key_is_shown() -> None:
    """Every key that a recipe can have is in an example of the page."""
    keys = {
        *_properties(),
        *(key for part in ("step", "limits", "expect") for key in _properties("$defs", part)),
    }
    assert keys - _shown() == set()


def test_filters() -> None:
    """The page lists the filters of the sandbox, no more and no fewer."""
    (listed,) = re.findall(r"\*\*Filters\.\*\*(.*?)\n\n", PAGE, re.DOTALL)
    own = {name for name in SANDBOX.filters if not name.startswith("_")}
    assert set(re.findall(r"`(\w+)`", listed)) == own


def test_names() -> None:
    """The table of names has every name that Pictura gives a value itself."""
    assert set(_rows(_section("Expressions"))) >= {*RESERVED, "image"}


def test_bounds() -> None:
    """The page says the sandbox's bounds, and how many requests are under way at once."""
    assert f"more than {MAXIMUM_STEPS:,} turns" in PAGE
    assert f"more than {MAXIMUM_TEXT:,} characters" in PAGE
    assert MAXIMUM_SECONDS == 5
    assert re.search(r"more than five\s+seconds", PAGE)
    assert f"under way at once | {CONCURRENCY} |" in PAGE
