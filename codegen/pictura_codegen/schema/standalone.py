"""Knows the shape of a standalone module of validators, which needs the standard library only.

It must not know how a function is written.
"""

import subprocess
import sys
import textwrap
from collections.abc import Mapping

from pictura_codegen.schema.code import literal
from pictura_codegen.schema.dialects import by_name
from pictura_codegen.schema.embedding import VIOLATION, embed
from pictura_codegen.schema.library import Modules, ordered, published
from pictura_codegen.schema.nodes import Nodes
from pictura_codegen.schema.resources import Documents, Location
from pictura_codegen.schema.scope import Options


def write_module(
    schema: object,
    *,
    dialect: str = "2020-12",
    registry: Mapping[str, object] | None = None,
    assert_formats: bool = False,
    doc: str = "Checks values against a JSON Schema.",
) -> str:
    """Write a module with `is_valid(value)` and `check(value)`, formatted.

    Args:
        schema: The schema: a mapping or a bool.
        dialect: What it is written in if it has no `$schema`.
        registry: Documents that it may refer to, by their URI.
        assert_formats: Whether `format` is an assertion.
        doc: The module's docstring: one line, with nothing in it that must be quoted.

    Raises:
        SchemaError: The schema cannot be compiled.
        ValueError: There is no such dialect.
    """
    return format_source(
        write_source(
            schema, dialect=dialect, registry=registry, assert_formats=assert_formats, doc=doc
        )
    )


def write_source(
    schema: object,
    *,
    dialect: str,
    registry: Mapping[str, object] | None,
    assert_formats: bool,
    doc: str,
) -> str:
    """Write the same, not yet formatted."""
    documents = Documents(registry or {}, by_name(dialect))
    nodes = Nodes(documents)
    documents.add("", schema)
    public = published(nodes.at(Location("")), "is_valid", "check", None)
    written = Modules(nodes, [public], Options(formats=assert_formats, guards=False))
    embedded = embed(written.words)
    parts = [
        _docstring(doc),
        "\n".join(ordered({*written.imports, *embedded.imports})),
        '__all__ = ["Violation", "check", "is_valid"]',
        "Path = tuple[str | int, ...]",
        VIOLATION,
        *embedded.pieces,
        "\n".join(written.constants.values()),
        *(function.source for function in written.functions),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def format_source(text: str) -> str:
    """Format source as ruff does."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "format",
            "--isolated",
            "--line-length=100",
            "--target-version=py311",
            "-",
        ],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _docstring(doc: str) -> str:
    line = " ".join(doc.split())
    if '"' in line or "\\" in line or not line.isprintable():
        line = literal(line).text.strip("\"'()").replace('"', "'").replace("\\", "/")
    return "\n".join(('"""' + "\n".join(textwrap.wrap(line, 96)) + '"""',))
