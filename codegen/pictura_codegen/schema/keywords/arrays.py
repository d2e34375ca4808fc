"""Knows the keywords of arrays: elements by position, the rest, those that must be contained."""

from typing import NamedTuple

from pictura_codegen.schema.code import ALWAYS, NEVER, Code, Test, code, literal, negate, test
from pictura_codegen.schema.keywords import counts
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope, Statements
from pictura_codegen.schema.statements import Each, Elements, Line, Reject, Statement, When, tidy
from pictura_codegen.schema.subjects import Subject, Way
from pictura_core.equality import is_array


class _Elements(NamedTuple):
    """The schemas of elements: of the first ones each its own, of all others one."""

    first: tuple[Node, ...]
    rest: Node | None


def applies(node: Node) -> bool:
    """Tell whether a schema says anything about arrays."""
    return any(
        node.has(keyword)
        for keyword in (
            "items",
            "prefixItems",
            "contains",
            "minItems",
            "maxItems",
            "uniqueItems",
        )
    )


def elements(node: Node, scope: Scope) -> _Elements:
    """Read `prefixItems` and `items`, or the older `items` and `additionalItems`."""
    if is_array(node.get("items")):
        first = scope.nodes.branches(node, "items")
        rest = "additionalItems"
    else:
        first = scope.nodes.branches(node, "prefixItems")
        rest = "items"
    return _Elements(first, scope.nodes.child(node, rest) if node.has(rest) else None)


def contained(node: Node) -> tuple[int, int | None]:
    """Give how many elements `contains` asks for, at least and at most."""
    least = counts.count(node, "minContains")
    return 1 if least is None else least, counts.count(node, "maxContains")


def fast(node: Node, it: Subject, scope: Scope) -> Statements:
    """Reject an array that is not as it must be."""
    found: list[Statement] = [
        Reject(counts.limits(node, code("len({})", it.code), "minItems", "maxItems"))
    ]
    first, rest = elements(node, scope)
    for index, element in enumerate(first):
        found.append(_fast_at(index, element, it, scope))
    if rest is not None:
        found.append(_fast_rest(len(first), rest, it, scope))
    if node.has("contains"):
        found.extend(_fast_contains(node, it, scope))
    if node.get("uniqueItems") is True:
        asked = code("{}({})", scope.library.word("is_unique"), it.code)
        found.append(Reject((Test(code("not {}", asked), asked),)))
    return tuple(found)


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say what is wrong with an array."""
    found: list[Statement] = list(
        counts.explain(
            node, it.code, at, scope, ("minItems", "too_few_items"), ("maxItems", "too_many_items")
        )
    )
    first, rest = elements(node, scope)
    for position, element in enumerate(first):
        name = scope.local(f"item_{position}")
        step = literal(position)
        body = tidy(scope.explain(element, Subject(name), at.to(step)))
        if body:
            taken = Line(code("{} = {}[{}]", name, it.code, step))
            found.append(When(_longer(it, position), (taken, *body)))
    if rest is not None:
        index, name = scope.local("index"), scope.local("item")
        body = scope.explain(rest, Subject(name), at.to(index))
        found.append(Elements(index, name, it.code, len(first), body))
    if node.has("contains"):
        found.extend(_explain_contains(node, it, at, scope))
    if node.get("uniqueItems") is True:
        asked = code("{}({})", scope.library.word("is_unique"), it.code)
        line = scope.say(node, "uniqueItems", "repeated", it.code, at)
        found.append(When(Test(asked, code("not {}", asked)), (line,)))
    return tuple(found)


def _longer(it: Subject, length: int) -> Test:
    if length == 0:
        return Test(code("not {}", it.code), it.code)
    number = literal(length)
    return test(code("len({}) <= {}", it.code, number), code("len({}) > {}", it.code, number))


def _fast_at(index: int, element: Node, it: Subject, scope: Scope) -> Statement:
    if element.schema is False:
        return When(_longer(it, index), (Reject((NEVER,)),))
    name = scope.local(f"item_{index}")
    body = tidy(scope.fast(element, Subject(name)))
    if not body:
        return When(_longer(it, index), ())
    taken = Line(code("{} = {}[{}]", name, it.code, literal(index)))
    return When(_longer(it, index), (taken, *body))


def _fast_rest(start: int, rest: Node, it: Subject, scope: Scope) -> Statement:
    if rest.schema is False:
        return Reject((negate(_longer(it, start)),))
    name = scope.local("item")
    source = code("{}[{}:]", it.code, literal(start)) if start else it.code
    return Each(name, source, scope.fast(rest, Subject(name)))


def _fast_contains(node: Node, it: Subject, scope: Scope) -> Statements:
    least, most = contained(node)
    total = _matching(node, it, scope)
    if most is None and least == 0:
        return ()
    if total == literal(0):
        return (Reject((NEVER,)),) if least else ()
    if most is None and least == 1 and total.text.startswith("sum("):
        found = Code("any" + total.text.removeprefix("sum"))
        return (Reject((Test(code("not {}", found), found),)),)
    if most is None:
        return (Reject((counts.too_few(total, least),)),)
    if least == 0:
        return (Reject((counts.too_many(total, most),)),)
    chain = code("{} <= {} <= {}", literal(least), total, literal(most))
    return (Reject((Test(code("not {}", chain), chain),)),)


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
            found.append(When(negate(ask(counter, limit)), (line,)))
        elif limit == 0 and key == "maxContains":
            line = scope.say(node, key, speaker, counter, at, literal(0))
            found.append(When(negate(ask(counter, 0)), (line,)))
    return (Line(code("{} = {}", counter, total)), *found) if found else ()
