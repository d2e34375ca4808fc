"""Knows the keywords of objects that look at keys: patterns, names, and whatever is not named."""

from typing import Final

from pictura_codegen.schema.code import Code, Test, code, every, literals, negate
from pictura_codegen.schema.keywords.strings import matches
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope, stem_of
from pictura_codegen.schema.statements import (
    Line,
    Statement,
    Statements,
    each,
    members,
    reject,
    when,
)
from pictura_codegen.schema.subjects import Subject, Way
from pictura_core.equality import is_object

_KEY: Final = frozenset(("string",))
_KEYWORDS: Final = frozenset(("patternProperties", "additionalProperties", "propertyNames"))


def applies(node: Node) -> bool:
    """Tell whether a schema says anything about keys."""
    return not _KEYWORDS.isdisjoint(node.said)


def closed(node: Node) -> bool:
    """Tell whether exactly the named properties may be there."""
    return node.get("additionalProperties") is False and not node.get("patternProperties")


def fast(node: Node, it: Subject, scope: Scope) -> Statements:
    """Reject an object with keys that it must not have, or values that they must not have."""
    patterns = scope.nodes.children(node, "patternProperties")
    if closed(node):
        return reject(only_named(node, it, scope))
    rest = _rest(node, scope)
    if not patterns and rest is None:
        return ()
    key, item = scope.local("key"), scope.local("item")
    body: list[Statement] = []
    for pattern, child in patterns.items():
        matched = _matched(pattern, node, key, scope)
        body.extend(when(matched, scope.fast(child, Subject(item))))
    if rest is not None:
        body.extend(when(unnamed(node, key, scope), scope.fast(rest, Subject(item))))
    return members(key, item, it.code, tuple(body))


def fast_names(node: Node, it: Subject, scope: Scope) -> Statements:
    """Reject an object with a key that is not as keys must be."""
    key = scope.local("key")
    names = scope.nodes.child(node, "propertyNames")
    return each(key, it.code, scope.fast(names, Subject(key, _KEY)))


def explain(
    node: Node, it: Subject, at: Way, scope: Scope, counter: Code | None = None
) -> Statements:
    """Say which keys an object must not have, and what is wrong with their values.

    A counter holds how many named properties there are, where no others may be.
    """
    found: list[Statement] = []
    patterns = scope.nodes.children(node, "patternProperties")
    rest = _rest(node, scope)
    key, item = scope.local("key"), scope.local("item")
    body: list[Statement] = []
    for pattern, child in patterns.items():
        matched = _matched(pattern, node, key, scope)
        said = scope.explain(child, Subject(item), at.to(key))
        body.extend(when(matched, said))
    if rest is not None:
        said = (
            (unknown(node, "additionalProperties", at, key, scope),)
            if rest.schema is False
            else scope.explain(rest, Subject(item), at.to(key))
        )
        body.extend(when(unnamed(node, key, scope), said))
    looked = members(key, item, it.code, tuple(body))
    found.extend(looked if counter is None else when(uncounted(counter, it), looked))
    if node.has("propertyNames"):
        name = scope.local("key")
        names = scope.nodes.child(node, "propertyNames")
        said = scope.explain(names, Subject(name, _KEY), at.to(name))
        found.extend(each(name, it.code, said))
    return tuple(found)


def uncounted(counter: Code, it: Subject) -> Test:
    """Ask whether an object has other properties than those counted."""
    total = code("len({})", it.code)
    return Test(code("{} == {}", counter, total), code("{} != {}", counter, total))


def unknown(node: Node, keyword: str, at: Way, key: Code, scope: Scope) -> Line:
    """Say that a key is unknown, and which known one is like it."""
    known = _known(node, scope) or Code("()")
    return scope.say(node, keyword, "unknown_field", key, at.to(key), known)


def only_named(node: Node, it: Subject, scope: Scope) -> Test:
    """Ask whether an object has no key but those named."""
    known = _known(node, scope)
    if known is None:
        return Test(it.code, code("not {}", it.code))
    inside = code("{}.keys() <= {}", it.code, known)
    return Test(code("not {}", inside), inside)


def unnamed(node: Node, key: Code, scope: Scope) -> Test:
    """Ask whether a key is neither named nor matched by a pattern."""
    tests: list[Test] = []
    known = _known(node, scope)
    if known is not None:
        inside = Test(code("{} not in {}", key, known), code("{} in {}", key, known))
        tests.append(negate(inside))
    patterns = scope.nodes.children(node, "patternProperties")
    tests.extend(negate(_matched(pattern, node, key, scope)) for pattern in patterns)
    return every(tuple(tests))


def _rest(node: Node, scope: Scope) -> Node | None:
    if not node.has("additionalProperties"):
        return None
    return scope.nodes.child(node, "additionalProperties")


def _known(node: Node, scope: Scope) -> Code | None:
    named = node.get("properties")
    if not is_object(named) or not named:
        return None
    hint = f"_{stem_of(node.location.steps, 'root').upper()}_FIELDS"
    names = code("frozenset({})", literals(tuple(named)))
    return scope.library.constant(hint, names)


def _matched(pattern: str, node: Node, key: Code, scope: Scope) -> Test:
    return matches(pattern, node.place("patternProperties"), Subject(key, _KEY), scope)
