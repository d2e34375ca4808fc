"""Knows `unevaluatedProperties` and `unevaluatedItems`: what no other keyword has looked at.

What a schema looks at is known when the code is written, unless it depends on which branch of a
choice holds; then a function tells it of the value at hand (2020-12 Core, 11).
"""

from pictura_codegen.schema.code import Code, Test, code, literal, literals
from pictura_codegen.schema.keywords import arrays
from pictura_codegen.schema.keywords.strings import matches
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import (
    Line,
    Statement,
    Statements,
    each,
    elements,
    members,
    when,
)
from pictura_codegen.schema.subjects import Subject, Way
from pictura_core.equality import is_object

_OBJECT = frozenset(("object",))
_ARRAY = frozenset(("array",))


def applies_to_objects(node: Node) -> bool:
    """Tell whether a schema speaks of unevaluated properties."""
    return node.has("unevaluatedProperties") and node.get("unevaluatedProperties") is not True


def applies_to_arrays(node: Node) -> bool:
    """Tell whether a schema speaks of unevaluated elements."""
    return node.has("unevaluatedItems") and node.get("unevaluatedItems") is not True


def fast_object(node: Node, it: Subject, scope: Scope) -> Statements:
    """Reject an object whose unevaluated properties are not as they must be."""
    child = scope.nodes.child(node, "unevaluatedProperties")
    seen, key, item = scope.local("evaluated"), scope.local("key"), scope.local("item")
    body = scope.fast(child, Subject(item))
    return _object(node, it, scope, seen, key, item, body)


def explain_object(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say which properties are unevaluated and what is wrong with them."""
    child = scope.nodes.child(node, "unevaluatedProperties")
    seen, key, item = scope.local("evaluated"), scope.local("key"), scope.local("item")
    if child.schema is False:
        body: Statements = (
            scope.say(node, "unevaluatedProperties", "unknown_field", key, at.to(key), seen),
        )
    else:
        body = scope.explain(child, Subject(item), at.to(key))
    return _object(node, it, scope, seen, key, item, body)


def _object(
    node: Node, it: Subject, scope: Scope, seen: Code, key: Code, item: Code, body: Statements
) -> Statements:
    function = scope.library.evaluated_function(node, "properties")
    unseen = Test(code("{} in {}", key, seen), code("{} not in {}", key, seen))
    return (
        Line(code("{} = {}({})", seen, function, it.code)),
        *members(key, item, it.code, when(unseen, body)),
    )


def fast_array(node: Node, it: Subject, scope: Scope) -> Statements:
    """Reject an array whose unevaluated elements are not as they must be."""
    child = scope.nodes.child(node, "unevaluatedItems")
    seen, index, item = scope.local("evaluated"), scope.local("index"), scope.local("item")
    body = scope.fast(child, Subject(item))
    return _array(node, it, scope, seen, index, item, body)


def explain_array(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say which elements are unevaluated and what is wrong with them."""
    child = scope.nodes.child(node, "unevaluatedItems")
    seen, index, item = scope.local("evaluated"), scope.local("index"), scope.local("item")
    if child.schema is False:
        body: Statements = (scope.say(node, "unevaluatedItems", "not_allowed", item, at.to(index)),)
    else:
        body = scope.explain(child, Subject(item), at.to(index))
    return _array(node, it, scope, seen, index, item, body)


def _array(
    node: Node, it: Subject, scope: Scope, seen: Code, index: Code, item: Code, body: Statements
) -> Statements:
    function = scope.library.evaluated_function(node, "items")
    unseen = Test(code("{} in {}", index, seen), code("{} not in {}", index, seen))
    return (
        Line(code("{} = {}({})", seen, function, it.code)),
        *elements(index, item, it.code, 0, when(unseen, body)),
    )


def collect(node: Node, it: Code, what: str, scope: Scope, *, nested: bool) -> Statements:
    """Write what a schema evaluates of a value that it holds for: adds to the set `evaluated`.

    Args:
        node: The schema.
        it: The variable.
        what: Either `properties` or `items`.
        scope: The function.
        nested: Whether its own unevaluated keyword counts; not where that is the one that asks.
    """
    return _collect(node, it, what, scope, nested=nested)


def _collect(node: Node, it: Code, what: str, scope: Scope, *, nested: bool) -> Statements:
    if isinstance(node.schema, bool):
        return ()
    found: list[Statement] = []
    if what == "properties":
        found.extend(_own_properties(node, it, scope, nested=nested))
    else:
        found.extend(_own_items(node, it, scope, nested=nested))
    for _, target in scope.nodes.referred(node):
        # A function, because a reference may lead back here.
        function = scope.library.evaluated_function(target, f"all_{what}")
        found.append(Line(code("evaluated |= {}({})", function, it)))
    for branch in scope.nodes.branches(node, "allOf"):
        found.extend(_collect(branch, it, what, scope, nested=True))
    for keyword in ("anyOf", "oneOf"):
        branches = scope.nodes.branches(node, keyword)
        for branch in branches:
            found.extend(_where(branch, (branch,), (), it, what, scope))
    if node.has("if"):
        condition = scope.nodes.child(node, "if")
        then = (scope.nodes.child(node, "then"),) if node.has("then") else ()
        other = (scope.nodes.child(node, "else"),) if node.has("else") else ()
        found.extend(_where(condition, (condition, *then), other, it, what, scope))
    if what == "properties":
        for name, child in scope.nodes.children(node, "dependentSchemas").items():
            step = literal(name)
            present = Test(code("{} not in {}", step, it), code("{} in {}", step, it))
            found.extend(when(present, _collect(child, it, what, scope, nested=True)))
    return tuple(found)


def _where(
    condition: Node,
    then: tuple[Node, ...],
    other: tuple[Node, ...],
    it: Code,
    what: str,
    scope: Scope,
) -> Statements:
    def gathered(nodes: tuple[Node, ...]) -> Statements:
        return tuple(
            statement
            for node in nodes
            for statement in _collect(node, it, what, scope, nested=True)
        )

    yes, no = gathered(then), gathered(other)
    if not yes and not no:
        return ()
    subject = Subject(it, _OBJECT if what == "properties" else _ARRAY)
    return when(scope.condition(condition, subject), yes, no)


def _own_properties(node: Node, it: Code, scope: Scope, *, nested: bool) -> Statements:
    if node.has("additionalProperties") or (nested and node.has("unevaluatedProperties")):
        return (Line(code("evaluated.update({})", it)),)
    found: list[Statement] = []
    named = node.get("properties")
    if is_object(named) and named:
        names = code("evaluated.update({})", literals(tuple(named)))
        found.append(Line(names))
    for pattern in scope.nodes.children(node, "patternProperties"):
        key = scope.local("key")
        place = node.place("patternProperties")
        test = matches(pattern, place, Subject(key, frozenset(("string",))), scope)
        found.extend(each(key, it, when(test, (Line(code("evaluated.add({})", key)),))))
    return tuple(found)


def _own_items(node: Node, it: Code, scope: Scope, *, nested: bool) -> Statements:
    first, rest = arrays.positions(node, scope)
    if rest is not None or (nested and node.has("unevaluatedItems")):
        return (Line(code("evaluated.update(range(len({})))", it)),)
    found: list[Statement] = []
    if first:
        found.append(Line(code("evaluated.update(range({}))", literal(len(first)))))
    if node.has("contains"):
        index, item = scope.local("index"), scope.local("item")
        test = scope.condition(scope.nodes.child(node, "contains"), Subject(item))
        add = Line(code("evaluated.add({})", index))
        found.extend(elements(index, item, it, 0, when(test, (add,))))
    return tuple(found)
