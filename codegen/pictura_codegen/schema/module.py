"""Knows the shape of a module of validators inside a generated package.

It must not know how a function is written. Helper words are imported from the runtime.
"""

import ast
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from pictura_codegen.schema.dialects import by_name
from pictura_codegen.schema.functions import Function
from pictura_codegen.schema.library import Modules, Public, ordered, published
from pictura_codegen.schema.nodes import Nodes
from pictura_codegen.schema.resources import Documents, Location
from pictura_codegen.schema.scope import Options

WORDS: Final = ("alternatives", "equality", "hostnames", "expressions", "formats")
"""The runtime's modules that hold words, beside the one that says most."""


class Target(NamedTuple):
    """A schema that a module is to have functions for.

    Attributes:
        uri: The absolute URI, with fragment, of the schema in the registry.
        name: What the functions are called after: `is_<name>` and `check_<name>`.
        type: What `is_<name>` narrows to, as the source of an annotation; None for a plain bool.
    """

    uri: str
    name: str
    type: str | None


class Module(NamedTuple):
    """The parts of a module, each as source text in the order in which they belong.

    Attributes:
        imports: Import lines.
        constants: Assignments of constants.
        functions: The functions.
    """

    imports: tuple[str, ...]
    constants: tuple[str, ...]
    functions: tuple[Function, ...]


def compile_functions(
    targets: Sequence[Target],
    *,
    registry: Mapping[str, object],
    dialect: str,
    asserting: Collection[str] = (),
    helpers: str = "pictura_core.checks",
) -> Module:
    """Write the validators of some schemas of a registry.

    Args:
        targets: The schemas, in the order in which their functions shall stand. A schema that one
            of them refers to and that is no target gets private functions.
        registry: Documents by their URI without fragment.
        dialect: What schemas without `$schema` are written in: `2020-12`, `openapi-3.0`, ….
        asserting: Documents in which `format` is an assertion.
        helpers: The module that holds the runtime's words.

    Raises:
        SchemaError: A schema cannot be compiled.
        ValueError: There is no such dialect.
    """
    documents = Documents(registry, by_name(dialect))
    nodes = Nodes(documents)
    publics = publish(targets, documents, nodes, registry)
    return arranged(Modules(nodes, publics, options(asserting)), helpers)


def options(asserting: Collection[str]) -> Options:
    """Say how the validators of a package are written."""
    return Options(formats=False, guards=True, asserting=frozenset(asserting))


def publish(
    targets: Sequence[Target], documents: Documents, nodes: Nodes, registry: Mapping[str, object]
) -> list[Public]:
    """Find the schemas that are asked for.

    Raises:
        SchemaError: One of them is none.
    """
    return [
        published(
            nodes.at(_locate(documents, registry, target.uri)),
            f"is_{target.name}",
            f"check_{target.name}",
            target.type,
        )
        for target in targets
    ]


def arranged(written: Modules, helpers: str) -> Module:
    """Put what was written into the order in which it stands."""
    imports = {*written.imports, *_imports(written.words, helpers)}
    if "Violation" in written.words:
        imports.add("from pictura_core.data import Path")
    return Module(
        tuple(ordered(imports)), tuple(written.constants.values()), tuple(written.functions)
    )


def _locate(documents: Documents, registry: Mapping[str, object], uri: str) -> Location:
    name, _, fragment = uri.partition("#")
    if name in registry:
        documents.add(name, registry[name])
    return documents.resolve(f"#{fragment}", name, uri)


def _imports(words: set[str], helpers: str) -> list[str]:
    """Say where words come from, an import for each module."""
    package = helpers.rpartition(".")[0]
    modules = [helpers, *(f"{package}.{name}" for name in WORDS)]
    found: list[str] = []
    rest = set(words)
    for module in modules:
        defined = _defined(module) & rest
        rest -= defined
        if defined:
            found.append(f"from {module} import {', '.join(sorted(defined))}")
    return found


@cache
def _defined(module: str) -> frozenset[str]:
    """Give the names that a module defines itself."""
    found = find_spec(module)
    if found is None or found.origin is None:
        message = f"there is no module {module}"
        raise ValueError(message)
    names: set[str] = set()
    for statement in ast.parse(Path(found.origin).read_text(encoding="utf-8")).body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case _:
                pass
    return frozenset(names)
