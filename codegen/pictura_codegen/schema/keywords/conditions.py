"""Knows conditions that a person would write as `model == "x"`: an `if` about constant properties.

Such an `if` reads locals that hold properties already; its branches can then be told where those
properties are looked at, instead of looking at them again.
"""

from typing import Final, NamedTuple

from pictura_codegen.schema.code import Code, Test, code, joined, literal
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_core.equality import is_array, is_object

_SILENT: Final = frozenset(
    ("title", "description", "$comment", "examples", "default", "deprecated", "x-message")
)


class Clause(NamedTuple):
    """A property has one of some strings; absent, it satisfies only where it need not be there."""

    name: str
    values: tuple[str, ...]
    required: bool


def clauses(node: Node) -> tuple[Clause, ...] | None:
    """Read a schema as clauses about properties of an object, None where it says more."""
    if isinstance(node.schema, bool):
        return None
    said = {keyword for keyword in node.schema if keyword not in _SILENT}
    properties = node.get("properties")
    if not said <= {"properties", "required", "type"} or not is_object(properties):
        return None
    if node.schema.get("type", "object") != "object" or not properties:
        return None
    required = node.get("required")
    names = required if is_array(required) else []
    found: list[Clause] = []
    for name, schema in properties.items():
        values = _constants(schema, node)
        if values is None:
            return None
        found.append(Clause(name, values, name in names))
    if any(name not in properties for name in names):
        return None
    return tuple(found)


def among(held: Code, values: tuple[str, ...]) -> Test:
    """Ask whether a value is one of a clause's; a tuple can also be asked for what has no hash."""
    if len(values) == 1:
        one = literal(values[0])
        return Test(code("{} != {}", held, one), code("{} == {}", held, one))
    listed = code("({})", joined(map(literal, values)))
    return Test(code("{} not in {}", held, listed), code("{} in {}", held, listed))


def _constants(schema: object, node: Node) -> tuple[str, ...] | None:
    if not is_object(schema):
        return None
    said = {keyword for keyword in schema if keyword not in _SILENT}
    if schema.get("type", "string") != "string" or not said - {"type"} <= {"const", "enum"}:
        return None
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    if "const" in schema and ("const" not in node.dialect.keywords or "enum" in schema):
        return None
    if not is_array(listed) or not listed:
        return None
    values = tuple(value for value in listed if isinstance(value, str))
    return values if len(values) == len(listed) else None


def plain(node: Node, scope: Scope) -> bool:
    """Tell whether a schema says nothing but what objects can absorb into their properties."""
    if isinstance(node.schema, bool):
        return False
    said = {k for k in node.schema if k in node.dialect.keywords}
    if not said <= {"properties", "required", "allOf", "if", "then", "else"}:
        return False
    if node.has("if") and clauses(scope.nodes.child(node, "if")) is None:
        return False
    branches = [*scope.nodes.branches(node, "allOf")]
    if node.has("if"):
        branches.extend(scope.nodes.child(node, k) for k in ("then", "else") if node.has(k))
    return all(plain(branch, scope) for branch in branches)
