"""Holds templates to printing."""

from pathlib import Path
from typing import cast

import jinja2
import pytest
from jinja2 import nodes

import pictura_codegen
from pictura_codegen.code import Code, fixed, literal
from pictura_codegen.package import Init, Package
from pictura_codegen.render import render

TEMPLATES = sorted((Path(pictura_codegen.__file__).parent / "templates").iterdir())
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.Include,
    nodes.Const,
)


def _nodes(node: nodes.Node) -> list[nodes.Node]:
    return [node, *(inner for child in node.iter_child_nodes() for inner in _nodes(child))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_print_and_nothing_else(path: Path) -> None:
    """A template has loops, names, and conditions that are names; it decides nothing."""
    tree = jinja2.Environment(autoescape=False).parse(path.read_text("utf-8"))  # noqa: S701 - parsed only
    for node in _nodes(tree):
        assert isinstance(node, ALLOWED), f"{path.name}:{node.lineno}: {type(node).__name__}"
        if isinstance(node, nodes.If):
            assert isinstance(node.test, nodes.Name | nodes.Getattr | nodes.Not)
        if isinstance(node, nodes.For):
            assert isinstance(node.iter, nodes.Name | nodes.Getattr)
            assert node.test is None
        if isinstance(node, nodes.Output):
            assert all(
                isinstance(one, nodes.TemplateData | nodes.Name | nodes.Getattr)
                for one in node.nodes
            )


def test_the_check_can_fail() -> None:
    """A comparison, a call, a filter, an assignment and a sum are all noticed."""
    for text in (
        "{% if a == b %}{% endif %}",
        "{{ f() }}",
        "{{ a|upper }}",
        "{% set a = b %}",
        "{{ a + b }}",
    ):
        tree = jinja2.Environment(autoescape=False).parse(text)  # noqa: S701 - parsed only
        assert not all(isinstance(node, ALLOWED) for node in _nodes(tree)), text


def test_nothing_unquoted_is_printed() -> None:
    """A text that nobody quoted cannot be printed, even if it got as far as a template."""
    unquoted = cast("Code", "import os")
    package = Package(fixed('"""x"""'), {"__init__.py": Init((), (unquoted,), ())})
    with pytest.raises(TypeError, match="nobody quoted"):
        render(package)


def test_code_is_made_by_quoting_only() -> None:
    """Source text cannot be made from a string by hand, and a literal holds just its value."""
    with pytest.raises(TypeError):
        Code("import os", frozenset(), object())
    assert str(literal('"); import os')) == "'\"); import os'"
