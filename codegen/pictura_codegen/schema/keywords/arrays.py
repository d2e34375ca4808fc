"""Knows the keywords of arrays: elements by position, the rest, those that must be contained."""

from typing import Final, NamedTuple

from pictura_codegen.schema.code import ALWAYS, NEVER, Code, Test, code, literal, negate, test
from pictura_codegen.schema.keywords import counts
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import (
    Line,
    Statement,
    Statements,
    each,
    elements,
    reject,
    when,
)
from pictura_codegen.schema.subjects import Subject, Way
from pictura_core.equality import is_array

_KEYWORDS: Final = frozenset(
    ("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems")
)


class _Positions(NamedTuple):
    """The schemas of elements: of the first ones each its own, of all others one."""

    first: tuple[Node, ...]
    rest: Node | None


def applies(node: Node) -> bool:
    """Tell whether a schema says anything about arrays."""
    return not _KEYWORDS.isdisjoint(node.said)


def positions(node: Node, scope: Scope) -> _Positions:
    """Read `prefixItems` and `items`, or the older `items` and `additionalItems`."""
    if is_array(node.get("items")):
        first = scope.nodes.branches(node, "items")
        rest = "additionalItems"
    else:
        first = scope.nodes.branches(node, "prefixItems")
        rest = "items"
    return _Positions(first, scope.nodes.child(node, rest) if node.has(rest) else None)


def contained(node: Node) -> tuple[int, int | None]:
    """Give how many elements `contains` asks for, at least and at most."""
    least = counts.count(node, "minContains")
    return 1 if least is None else least, counts.count(node, "maxContains")


def fast(node: Node, it: Subject, scope: Scope) -> Statements:
    """Reject an array that is not as it must be."""
    found = [*reject(*counts.limits(node, code("len({})", it.code), "minItems", "maxItems"))]
    first, rest = positions(node, scope)
    for index, element in enumerate(first):
        found.extend(_fast_at(index, element, it, scope))
    if rest is not None:
        found.extend(_fast_rest(len(first), rest, it, scope))
    if node.has("contains"):
        found.extend(_fast_contains(node, it, scope))
    if node.get("uniqueItems") is True:
        asked = code("{}({})", scope.library.word("is_unique"), it.code)
        found.extend(reject(Test(code("not {}", asked), asked)))
    return tuple(found)


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say what is wrong with an array."""
    found = [
        *counts.explain(
            node, it.code, at, scope, ("minItems", "too_few_items"), ("maxItems", "too_many_items")
        )
    ]
    first, rest = positions(node, scope)
    for position, element in enumerate(first):
        name = scope.local(f"item_{position}")
        step = literal(position)
        body = scope.explain(element, Subject(name), at.to(step))
        if body:
            taken = Line(code("{} = {}[{}]", name, it.code, step))
            found.extend(when(_longer(it, position), (taken, *body)))
    if rest is not None:
        index, name = scope.local("index"), scope.local("item")
        body = scope.explain(rest, Subject(name), at.to(index))
        found.extend(elements(index, name, it.code, len(first), body))
    if node.has("contains"):
        found.extend(_explain_contains(node, it, at, scope))
    if node.get("uniqueItems") is True:
        asked = code("{}({})", scope.library.word("is_unique"), it.code)
        line = scope.say(node, "uniqueItems", "repeated", it.code, at)
        found.extend(when(Test(asked, code("not {}", asked)), (line,)))
    return tuple(found)


def _longer(it: Subject, length: int) -> Test:
    if length == 0:
        return Test(code("not {}", it.code), it.code)
    number = literal(length)
    return test(code("len({}) <= {}", it.code, number), code("len({}) > {}", it.code, number))


def _fast_at(index: int, element: Node, it: Subject, scope: Scope) -> Statements:
    if element.schema is False:
        return when(_longer(it, index), reject(NEVER))
    name = scope.local(f"item_{index}")
    body = scope.fast(element, Subject(name))
    if not body:
        return ()
    taken = Line(code("{} = {}[{}]", name, it.code, literal(index)))
    return when(_longer(it, index), (taken, *body))


def _fast_rest(start: int, rest: Node, it: Subject, scope: Scope) -> Statements:
    if rest.schema is False:
        return reject(negate(_longer(it, start)))
    name = scope.local("item")
    source = code("{}[{}:]", it.code, literal(start)) if start else it.code
    return each(name, source, scope.fast(rest, Subject(name)))


def _fast_contains(node: Node, it: Subject, scope: Scope) -> Statements:
    least, most = contained(node)
    total = _matching(node, it, scope)
    if most is None and least == 0:
        return ()
    if total == literal(0):
        return reject(NEVER) if least else ()
    if most is None and least == 1 and total.text.startswith("sum("):
        found = Code("any" + total.text.removeprefix("sum"), names=total.names)
        return reject(Test(code("not {}", found), found))
    if most is None:
        return reject(counts.too_few(total, least))
    if least == 0:
        return reject(counts.too_many(total, most))
    chain = code("{} <= {} <= {}", literal(least), total, literal(most))
    return reject(Test(code("not {}", chain), chain))


def _matching(node: Node, it: Subject, scope: Scope) -> Code:
    """Count the elements that `contains` asks for."""
    child = scope.nodes.child(node, "contains")
    if isinstance(child.schema, bool):
        return code("len({})", it.code) if child.schema else literal(0)
    name = scope.local("item")
    holds = scope.condition(child, Subject(name))
    if holds == ALWAYS:
        return code("len({})", it.code)
    inside = holds.holds if holds.holds.binding == 0 else code("({})", holds.holds)
    return code("sum({} for {} in {})", inside, name, it.code)


def _explain_contains(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    least, most = contained(node)
    counter = scope.local("matching")
    total = _matching(node, it, scope)
    found: list[Statement] = []
    keyword = "minContains" if node.has("minContains") else "contains"
    for key, limit, ask, speaker in (
        (keyword, least, counts.too_few, "contains_few"),
        ("maxContains", most, counts.too_many, "contains_many"),
    ):
        if limit:
            line = scope.say(node, key, speaker, counter, at, literal(limit))
            found.extend(when(negate(ask(counter, limit)), (line,)))
        elif limit == 0 and key == "maxContains":
            line = scope.say(node, key, speaker, counter, at, literal(0))
            found.extend(when(negate(ask(counter, 0)), (line,)))
    return (Line(code("{} = {}", counter, total)), *found) if found else ()
