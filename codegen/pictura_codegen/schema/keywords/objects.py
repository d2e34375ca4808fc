"""Knows the keywords of objects. How each property is looked at, `properties` knows."""

from typing import Final

from pictura_codegen.schema.code import Test, code, every, literal, negate
from pictura_codegen.schema.keywords import conditions, counts, extras
from pictura_codegen.schema.keywords.properties import (
    Plan,
    conditional,
    counter_of,
    deferred,
    gather,
    look_at,
    names,
    present,
)
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.resources import Location
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import Line, Statement, Statements, reads, reject, when
from pictura_codegen.schema.subjects import Subject, Way
from pictura_core.equality import is_array, is_object

_KEYWORDS: Final = frozenset(
    (
        "properties",
        "required",
        "minProperties",
        "maxProperties",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
    )
)


def applies(node: Node, scope: Scope) -> bool:
    """Tell whether a schema says anything about objects."""
    return (
        not _KEYWORDS.isdisjoint(node.said) or extras.applies(node) or bool(absorbed(node, scope))
    )


def absorbed(node: Node, scope: Scope) -> frozenset[Location]:
    """Give the branches that are told together with the object's own properties."""
    if "allOf" not in node.said and "if" not in node.said:
        return frozenset()
    found = {
        branch.location
        for branch in scope.nodes.branches(node, "allOf")
        if conditions.plain(branch, scope)
    }
    if conditional(node, scope):
        found.add(node.location)
    return frozenset(found)


def fast(node: Node, it: Subject, scope: Scope) -> Statements:
    """Reject an object that is not as it must be."""
    plan = Plan()
    gather(node, (), plan, it, scope)
    always = [name for held, name in plan.required if not held]
    found = [s for name in dict.fromkeys(always) for s in reject(present(name, it))]
    length = code("len({})", it.code)
    found.extend(reject(*counts.limits(node, length, "minProperties", "maxProperties")))
    counter = counter_of(node, plan, scope)
    order = [name for name in plan.held if name in plan.rules]
    order += [name for name in plan.rules if name in always and name not in order]
    order += [name for name in plan.rules if name not in order]
    # The first property that is always there is counted from the beginning.
    first = next((name for name in order if name in always), None)
    if counter is not None and order:
        found.append(Line(code("{} = {}", counter, literal(int(first is not None)))))
    for name in order:
        counted = None if name == first else counter
        found.extend(look_at(name, plan, it, scope, counted, always))
        if name in plan.held and list(plan.held)[-1] == name:
            # Conditions are asked when every property that they read has been read.
            found.extend(deferred(plan, it, scope))
    found.extend(plan.later)
    for held, name in plan.required:
        if held:
            found.extend(when(every(held), reject(present(name, it))))
    found.extend(_fast_dependents(node, it, scope))
    if counter is not None and not order:
        found.extend(reject(Test(it.code, code("not {}", it.code))))
    elif counter is not None:
        found.extend(reject(negate(extras.uncounted(counter, it))))
    else:
        found.extend(extras.fast(node, it, scope))
    if node.has("propertyNames"):
        found.extend(extras.fast_names(node, it, scope))
    return tuple(found)


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say what is wrong with an object."""
    found: list[Statement] = []
    for name in names(node, "required"):
        line = scope.say(node, "required", "missing", it.code, at, literal(name))
        found.extend(when(negate(present(name, it)), (line,)))
    properties = scope.nodes.children(node, "properties")
    # Who counts the known properties looks for unknown ones only where there are any.
    counter = scope.local("known") if properties and extras.closed(node) else None
    counted: Statements = ()
    if counter is not None:
        found.append(Line(code("{} = 0", counter)))
        counted = (Line(code("{} += 1", counter)),)
    for name, child in properties.items():
        step = literal(name)
        if child.schema is False:
            held = code("{}[{}]", it.code, step)
            line = scope.say(child, "", "not_allowed", held, at.to(step))
            found.extend(when(present(name, it), (*counted, line)))
            continue
        variable = scope.local(name)
        body = scope.explain(child, Subject(variable), at.to(step))
        taken = Line(code("{} = {}[{}]", variable, it.code, step))
        read = (taken,) if reads(body, variable) else ()
        found.extend(when(present(name, it), (*counted, *read, *body)))
    found.extend(
        counts.explain(
            node,
            it.code,
            at,
            scope,
            ("minProperties", "too_few_fields"),
            ("maxProperties", "too_many_fields"),
        )
    )
    found.extend(_explain_dependents(node, it, at, scope))
    found.extend(extras.explain(node, it, at, scope, counter))
    return tuple(found)


def _dependents(node: Node) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for keyword in ("dependentRequired", "dependencies"):
        held = node.get(keyword)
        for name, others in held.items() if is_object(held) else ():
            if is_array(others):
                found[name] = [other for other in others if isinstance(other, str)]
    return found


def _dependent_schemas(node: Node, scope: Scope) -> list[tuple[str, Node]]:
    found: list[tuple[str, Node]] = []
    for keyword in ("dependentSchemas", "dependencies"):
        held = node.get(keyword)
        for name, schema in held.items() if is_object(held) else ():
            if not is_array(schema):
                found.append((name, scope.nodes.child(node, keyword, name)))
    return found


def _fast_dependents(node: Node, it: Subject, scope: Scope) -> Statements:
    found: list[Statement] = []
    for name, others in _dependents(node).items():
        tests = tuple(present(other, it) for other in others)
        found.extend(when(present(name, it), reject(*tests)))
    for name, child in _dependent_schemas(node, scope):
        found.extend(when(present(name, it), scope.fast(child, it)))
    return tuple(found)


def _explain_dependents(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    found: list[Statement] = []
    keyword = "dependentRequired" if node.has("dependentRequired") else "dependencies"
    for name, others in _dependents(node).items():
        for other in others:
            line = scope.say(
                node, keyword, "missing_beside", it.code, at, literal(other), literal(name)
            )
            both = every((present(name, it), negate(present(other, it))))
            found.extend(when(both, (line,)))
    for name, child in _dependent_schemas(node, scope):
        found.extend(when(present(name, it), scope.explain(child, it, at)))
    return tuple(found)
