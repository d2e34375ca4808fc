"""Knows how the `__init__` of a divided package is written: for Python, and for type checkers.

It must not know what the parts hold.
"""

from collections.abc import Iterable, Sequence
from typing import LiteralString

from pictura_codegen.code import Code, fill, fixed, join, lines, literal, name
from pictura_codegen.names import Name
from pictura_codegen.plan.imports import order


def index(
    function: Code, homes: Iterable[tuple[Name, Name]], *, own: Sequence[LiteralString] = ()
) -> Code:
    """Write the call that gives a package its `__getattr__`, `__dir__` and `__all__`.

    Args:
        function: What is called.
        homes: Names with the part that each is in.
        own: What the package has itself.
    """
    parts: dict[Name, list[Name]] = {}
    for part, one in homes:
        parts.setdefault(part, []).append(one)
    members = [
        fill("{}: {}", literal(part.text), lines("[", _listed(parts[part]), "]"))
        for part in sorted(parts)
    ]
    arguments = [fixed("__name__"), lines("{", members, "}")]
    if own:
        arguments.append(fill("own={}", lines("[", [literal(one) for one in own], "]")))
    return lines_of_call(function, arguments)


def lines_of_call(function: Code, arguments: Sequence[Code]) -> Code:
    """Write a call with one argument a line."""
    return fill("{}{}", function, lines("(", arguments, ")"))


def reexports(homes: Iterable[tuple[str, Name]]) -> tuple[tuple[Code, ...], ...]:
    """Write the imports of a stub: each name under its own name, which makes it public.

    Args:
        homes: Names with the part that each is in, with a dot before what is further inside.
    """
    ordered = sorted(homes, key=lambda one: (order(one[0]), _among_imports(one[1].text)))
    statements = tuple(
        fill("from .{} import {} as {}", _dotted(part), name(one), name(one))
        for part, one in ordered
    )
    return (statements,) if statements else ()


def _among_imports(text: str) -> tuple[object, ...]:
    # Unlike in `__all__`, an underscore comes before letters, be they as large as they like.
    return (order(text)[0], order(text.lower()), order(text))


def _listed(names: Iterable[Name]) -> list[Code]:
    return [literal(one.text) for one in sorted(names, key=lambda one: order(one.text))]


def _dotted(part: str) -> Code:
    return join(".", [name(Name(step)) for step in part.split(".")])
