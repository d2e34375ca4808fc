"""Knows in which order the keywords of one schema are written, and which values they look at.

It must not know how any of them is written. Both faces ask for the type first, then what is
specific to a kind of values, then combinations and references.
"""

from typing import Final

from pictura_codegen.schema.code import ALWAYS, NEVER, Test, ask, call, every
from pictura_codegen.schema.keywords import (
    arrays,
    logic,
    numbers,
    objects,
    references,
    strings,
    types,
    unevaluated,
    values,
)
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Faces, Scope
from pictura_codegen.schema.statements import Statement, Statements, only_rejects, reject, when
from pictura_codegen.schema.subjects import NUMBERS, Subject, Way

_STRING: Final = frozenset(("string",))
_OBJECT: Final = frozenset(("object",))
_ARRAY: Final = frozenset(("array",))
_TYPE: Final = types.KEYWORDS | {"format"}
_DEEPEST: Final = 3
_NESTING: Final = frozenset(
    (
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "items",
        "prefixItems",
        "additionalItems",
        "contains",
        "dependentSchemas",
        "dependencies",
        "unevaluatedProperties",
        "unevaluatedItems",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
    )
)


def fast(node: Node, it: Subject, scope: Scope) -> Statements:
    """Write statements that return False unless a value holds."""
    if isinstance(node.schema, bool):
        return () if node.schema else reject(NEVER)
    if node.refers_alone:
        return reject(*references.fast(node, it, scope))
    if _apart(node, scope):
        asked = call(scope.library.is_function(node), it.code)
        return reject(ask(asked))
    scope.depth += 1
    found = _fast(node, it, scope)
    scope.depth -= 1
    return found


def _fast(node: Node, it: Subject, scope: Scope) -> Statements:
    if _is_reference(node):
        return reject(*references.fast(node, it, scope))
    tests: list[Test] = [*types.fast(node, it, scope)]
    if _is_type(node, scope):
        return reject(*tests)
    it = it.only(types.kinds(node))
    tests.extend(values.fast(node, it, scope))
    # Written even for values that cannot come here: what is wrong in the schema is to be found.
    if numbers.applies(node):
        asked = numbers.fast(node, it.only(NUMBERS), scope)
        tests.extend([_of(NUMBERS, asked, node, it, scope)] if it.kinds & NUMBERS else [])
    if strings.applies(node, scope):
        asked = strings.fast(node, it.only(_STRING), scope)
        tests.extend([_of(_STRING, asked, node, it, scope)] if it.kinds & _STRING else [])
    # After a question about all of it a type checker takes an object for a TypedDict, and knows
    # nothing but its keys: that comes last where more is read.
    referring = references.fast(node, it, scope)
    of_objects = objects.applies(node, scope)
    reads_on = of_objects and it.kinds & _OBJECT
    tests.extend(() if reads_on else referring)
    found: list[Statement] = []
    if len(tests) > 1 and tests[0].fails.binding:
        # A question that takes a line by itself reads best by itself.
        found.extend(reject(tests.pop(0)))
    found.extend(reject(*tests))
    absorbed: frozenset[object] = frozenset()
    if arrays.applies(node) and it.kinds & _ARRAY:
        found.extend(_where(_ARRAY, arrays.fast(node, it.only(_ARRAY), scope), node, it, scope))
    if of_objects:
        absorbed = frozenset(objects.absorbed(node, scope))
        if it.kinds & _OBJECT:
            body = objects.fast(node, it.only(_OBJECT), scope)
            found.extend(_where(_OBJECT, body, node, it, scope))
            found.extend(reject(*referring))
    found.extend(logic.fast(node, it, scope, absorbed=absorbed))
    if unevaluated.applies_to_objects(node) and it.kinds & _OBJECT:
        body = unevaluated.fast_object(node, it.only(_OBJECT), scope)
        found.extend(_where(_OBJECT, body, node, it, scope))
    if unevaluated.applies_to_arrays(node) and it.kinds & _ARRAY:
        body = unevaluated.fast_array(node, it.only(_ARRAY), scope)
        found.extend(_where(_ARRAY, body, node, it, scope))
    return tuple(found)


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Write statements that yield every violation of a value."""
    if node.schema is False:
        return (scope.say(node, "", "not_allowed", it.code, at),)
    if node.schema is True:
        return ()
    if node.refers_alone:
        return references.explain(node, it, at, scope)
    if _apart(node, scope):
        return (scope.speak(node, it.code, at),)
    scope.depth += 1
    found = _explain(node, it, at, scope)
    scope.depth -= 1
    return found


def _explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    if _is_reference(node):
        return references.explain(node, it, at, scope)
    if _is_type(node, scope):
        return types.explain(node, it, at, scope, ())
    narrow = it.only(types.kinds(node))
    grouped: list[tuple[frozenset[str], Statements]] = []
    if numbers.applies(node) and narrow.kinds & NUMBERS:
        grouped.append((NUMBERS, numbers.explain(node, narrow.only(NUMBERS), at, scope)))
    if strings.applies(node, scope) and narrow.kinds & _STRING:
        grouped.append((_STRING, strings.explain(node, narrow.only(_STRING), at, scope)))
    if arrays.applies(node) and narrow.kinds & _ARRAY:
        grouped.append((_ARRAY, arrays.explain(node, narrow.only(_ARRAY), at, scope)))
    if objects.applies(node, scope) and narrow.kinds & _OBJECT:
        grouped.append((_OBJECT, objects.explain(node, narrow.only(_OBJECT), at, scope)))
    if unevaluated.applies_to_objects(node) and narrow.kinds & _OBJECT:
        said = unevaluated.explain_object(node, narrow.only(_OBJECT), at, scope)
        grouped.append((_OBJECT, said))
    if unevaluated.applies_to_arrays(node) and narrow.kinds & _ARRAY:
        said = unevaluated.explain_array(node, narrow.only(_ARRAY), at, scope)
        grouped.append((_ARRAY, said))
    body: list[Statement] = list(values.explain(node, narrow, at, scope))
    for kinds, said in grouped:
        body.extend(_where(kinds, said, node, narrow, scope))
    body.extend(references.explain(node, it, at, scope))
    body.extend(logic.explain(node, narrow, at, scope))
    # A value of another type is said to be that, and nothing else: the rest would follow from it.
    return types.explain(node, it, at, scope, tuple(body))


def condition(node: Node, it: Subject, scope: Scope) -> Test:
    """Write a schema as one question: in place where it is short, else of a function."""
    if isinstance(node.schema, bool):
        return ALWAYS if node.schema else NEVER
    if node.refers_alone or _NESTING.isdisjoint(node.said):
        tests = only_rejects(fast(node, it, scope))
        if tests is not None:
            return every(tests)
    return ask(call(scope.library.is_function(node), it.code))


def narrowed(node: Node, it: Subject) -> Subject:
    """Know of a value what a schema that it holds for has tested."""
    if isinstance(node.schema, bool) or node.refers_alone:
        return it
    if not _NESTING.isdisjoint(node.schema):
        # It may have been tested elsewhere, where a type checker does not look.
        return it
    return it.only(types.kinds(node))


def _is_reference(node: Node) -> bool:
    """Tell whether a schema says nothing but where another one is."""
    return len(node.said) == 1 and "$ref" in node.said


def _is_type(node: Node, scope: Scope) -> bool:
    """Tell whether a schema says nothing but a type, as most do."""
    return node.said.keys() <= _TYPE and not strings.applies(node, scope)


def _apart(node: Node, scope: Scope) -> bool:
    """Tell whether a schema is nested so deep that it reads better as a function of its own."""
    if scope.depth <= _DEEPEST or isinstance(node.schema, bool):
        return False
    return not _NESTING.isdisjoint(node.said)


def _of(
    kinds: frozenset[str], tests: tuple[Test, ...], node: Node, it: Subject, scope: Scope
) -> Test:
    """Ask of values of some kinds only."""
    together = every(tests)
    if it.kinds <= kinds:
        return together
    kind = types.question(kinds & it.kinds, it, node, scope)
    return _implied(kind, together)


def _implied(kind: Test, together: Test) -> Test:
    both = every((kind, Test(together.holds, together.fails)))
    return Test(both.holds, both.fails)


def _where(
    kinds: frozenset[str], body: Statements, node: Node, it: Subject, scope: Scope
) -> Statements:
    """Do something for values of some kinds only."""
    if it.kinds <= kinds:
        return body
    return when(types.question(kinds & it.kinds, it, node, scope), body)


FACES: Final = Faces(fast, explain, condition, narrowed)
