"""Knows tags: the field by whose constant a person tells the alternatives of a choice apart.

It must not know how a choice is written.
"""

from pictura_codegen.schema.keywords import types
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_core.equality import is_array, is_object


def common(node: Node, branches: tuple[Node, ...], scope: Scope) -> str | None:
    """Give the field whose constants differ in all alternatives that are objects.

    Where several do, the one that OpenAPI's `discriminator` names, or else the first.
    """
    objects = [branch for branch in branches if "object" in types.kinds(_target(branch, scope))]
    if len(objects) < 2:
        return None
    constants = [_constants(branch, scope, frozenset()) for branch in objects]
    shared = [name for name in constants[0] if all(name in found for found in constants)]
    found = [name for name in shared if _distinct([known[name] for known in constants])]
    named = None if isinstance(node.schema, bool) else node.schema.get("discriminator")
    preferred = named.get("propertyName") if is_object(named) else None
    if isinstance(preferred, str) and preferred in found:
        return preferred
    return found[0] if found else None


def _target(node: Node, scope: Scope) -> Node:
    """Follow a mere reference to the schema that says what the type is."""
    seen = {node.key}
    while not isinstance(node.schema, bool) and "type" not in node.schema:
        referred = scope.nodes.referred(node)
        if len(referred) != 1 or referred[0][1].key in seen:
            break
        node = referred[0][1]
        seen.add(node.key)
    return node


def _distinct(sets: list[frozenset[str]]) -> bool:
    return len(frozenset[str]().union(*sets)) == sum(len(values) for values in sets)


def _constants(node: Node, scope: Scope, above: frozenset[object]) -> dict[str, frozenset[str]]:
    """Give the strings that each field of an object may be, for fields that say so."""
    if isinstance(node.schema, bool) or node.key in above:
        return {}
    above |= {node.key}
    found: dict[str, frozenset[str]] = {}
    for _, target in scope.nodes.referred(node):
        found.update(_constants(target, scope, above))
    if node.dialect.reference_alone and node.has("$ref"):
        return found
    for branch in scope.nodes.branches(node, "allOf"):
        found.update(_constants(branch, scope, above))
    for name, field in scope.nodes.children(node, "properties").items():
        values = _values(_target(field, scope))
        if values:
            found[name] = values
    return found


def _values(field: Node) -> frozenset[str]:
    listed = [field.get("const")] if field.has("const") else field.get("enum")
    if not is_array(listed):
        return frozenset()
    strings = [value for value in listed if isinstance(value, str)]
    return frozenset(strings if len(strings) == len(listed) else ())
