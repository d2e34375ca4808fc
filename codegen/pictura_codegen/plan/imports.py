"""Knows how imports are written: once each, sorted, in the sections that formatters expect."""

import re
import sys
from collections.abc import Iterable

from pictura_codegen.code import Code, Import, fill, fixed, join, literal, needs_of, word
from pictura_codegen.code import name as written
from pictura_codegen.names import Name
from pictura_codegen.package import Sections

TYPE_CHECKING = word("typing", "TYPE_CHECKING")
"""What a module needs that imports something for type checkers only."""

_NARROW = 84
"""So many characters fit on a line of 88, which is what linters have that nobody told, indented."""
_RUN = re.compile(r"(\D*)(\d*)")


def imports(
    pieces: Iterable[Code], *, without: frozenset[Import] = frozenset(), depth: int = 0
) -> Sections:
    """Write what pieces need as statements.

    Args:
        pieces: The pieces.
        without: What is imported elsewhere.
        depth: In how many of the package's own packages they stand.
    """
    modules: dict[str, set[str]] = {}
    for need in needs_of(pieces) - without:
        modules.setdefault(need.module, set()).add(need.name)
    plain: list[list[Code]] = [[], [], [], []]
    taken: list[list[Code]] = [[], [], [], []]
    for module in sorted(modules):
        names = modules[module]
        if "" in names:
            plain[_section(module)].append(fill("import {}", _dotted(module, depth=depth)))
        listed = [written(Name(one)) for one in sorted(names - {""}, key=order)]
        if listed:
            taken[_section(module)].append(_taken(_dotted(module, depth=depth), listed))
    return tuple(
        (*first, *second) for first, second in zip(plain, taken, strict=True) if first or second
    )


def _taken(module: Code, names: list[Code]) -> Code:
    """Write one name a line where a narrow line would not hold them all: it stays so everywhere.

    Without a trailing comma the formatter puts on one line what fits there.
    """
    listed = join(", ", names)
    if len("from  import ") + len(str(module)) + len(str(listed)) <= _NARROW:
        return fill("from {} import {}", module, listed)
    return fill("from {} import (\n{},\n)", module, join(",\n", names))


def exported(names: Iterable[Name]) -> tuple[Code, ...]:
    """Write the elements of `__all__`, sorted as formatters do."""
    return tuple(literal(one.text) for one in sorted(names, key=lambda one: order(one.text)))


def _dotted(module: str, *, depth: int) -> Code:
    if module == ".":
        return join("", [fixed(".")] * (depth + 1))
    if module.startswith("."):
        return fill(".{}", _dotted(module[1:], depth=0))
    return join(".", [written(Name(part)) for part in module.split(".")])


def _section(module: str) -> int:
    root = module.partition(".")[0]
    if module.startswith("."):
        return 3
    return 0 if root in sys.stdlib_module_names else 2 if root == "pictura_core" else 1


def order(name: str) -> tuple[int, list[tuple[str, int]]]:
    """Sort as formatters do: constants, classes, functions; numbers by their value."""
    group = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return (group, [(text, int(digits or 0)) for text, digits in _RUN.findall(name)])
