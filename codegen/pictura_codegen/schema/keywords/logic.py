"""Knows the keywords that combine schemas: allOf, anyOf, oneOf, not, if with then and else."""

from typing import Final

from pictura_codegen.schema.code import (
    ALWAYS,
    NEVER,
    Code,
    Test,
    call,
    code,
    every,
    joined,
    literal,
    negate,
    sole,
    some,
)
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.keywords import conditions, properties, tags, types
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import Line, Statement, Statements, reject, when
from pictura_codegen.schema.subjects import Subject, Way

_KEYWORDS: Final = frozenset(("allOf", "anyOf", "oneOf", "not", "if"))


def fast(node: Node, it: Subject, scope: Scope, *, absorbed: frozenset[object]) -> Statements:
    """Reject a value by combinations; `absorbed` are places that objects have seen to."""
    if _KEYWORDS.isdisjoint(node.said):
        return ()
    found: list[Statement] = []
    every_one = _branches(node, "allOf", scope)
    # After a function a type checker knows an object's declared keys only: functions come last.
    for branch in sorted(every_one, key=_refers):
        if branch.location not in absorbed:
            found.extend(scope.fast(branch, it))
    for keyword in ("anyOf", "oneOf"):
        branches = _branches(node, keyword, scope)
        if branches:
            found.extend(reject(_choice(keyword, branches, it, scope)))
    if node.has("not"):
        found.extend(reject(negate(scope.condition(scope.nodes.child(node, "not"), it))))
    if node.location not in absorbed and node.has("if"):
        condition = scope.condition(scope.nodes.child(node, "if"), it)
        found.extend(
            when(
                condition,
                scope.fast(scope.nodes.child(node, "then"), it) if node.has("then") else (),
                scope.fast(scope.nodes.child(node, "else"), it) if node.has("else") else (),
            )
        )
    return tuple(found)


def _refers(branch: Node) -> bool:
    return branch.has("$ref")


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say which combination a value breaks."""
    if _KEYWORDS.isdisjoint(node.said):
        return ()
    found: list[Statement] = []
    for branch in _branches(node, "allOf", scope):
        found.extend(scope.explain(branch, it, at))
    for keyword in ("anyOf", "oneOf"):
        branches = _branches(node, keyword, scope)
        if branches:
            found.extend(_explain_choice(keyword, branches, node, it, at, scope))
    if node.has("not"):
        denied = scope.condition(scope.nodes.child(node, "not"), it)
        line = scope.say(node, "not", "denied", it.code, at)
        found.extend(when(denied, (line,)))
    if properties.conditional(node, scope):
        found.extend(_explain_plain(node, it, at, scope))
    elif node.has("if") and (node.has("then") or node.has("else")):
        found.extend(
            when(
                scope.condition(scope.nodes.child(node, "if"), it),
                scope.explain(scope.nodes.child(node, "then"), it, at) if node.has("then") else (),
                scope.explain(scope.nodes.child(node, "else"), it, at) if node.has("else") else (),
            )
        )
    return tuple(found)


def _explain_plain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Write an `if` about constant properties as a person would."""
    inside = it.only(frozenset(("object",)))
    tests: list[Test] = []
    for clause in conditions.clauses(scope.nodes.child(node, "if")) or ():
        name = literal(clause.name)
        # Where it need not be there, an absent property is as good as the right one.
        default = Code("") if clause.required else code(", {}", literal(clause.values[0]))
        held = code("{}.get({}{})", it.code, name, default)
        tests.append(conditions.among(held, clause.values))
    then, other = (
        scope.explain(scope.nodes.child(node, keyword), inside, at) if node.has(keyword) else ()
        for keyword in ("then", "else")
    )
    asked = when(every(tuple(tests)), then, other)
    if it.kinds <= inside.kinds:
        return asked
    return when(types.question(inside.kinds, it, node, scope), asked)


def _branches(node: Node, keyword: str, scope: Scope) -> tuple[Node, ...]:
    branches = scope.nodes.branches(node, keyword)
    if node.has(keyword) and not branches:
        raise SchemaError(node.place(keyword), "must hold at least one schema")
    return branches


def _choice(keyword: str, branches: tuple[Node, ...], it: Subject, scope: Scope) -> Test:
    tests = tuple(scope.condition(branch, it) for branch in branches)
    if keyword == "anyOf" or _disjoint(branches):
        if ALWAYS in tests:
            return ALWAYS if keyword == "anyOf" or len(tests) == 1 else _count(tests)
        return some(tuple(item for item in tests if item != NEVER) or (NEVER,))
    return _count(tests)


def _count(tests: tuple[Test, ...]) -> Test:
    inside = code("sum(({}))", joined([item.holds for item in tests]))
    return Test(code("{} != 1", inside), code("{} == 1", inside))


def _disjoint(branches: tuple[Node, ...]) -> bool:
    """Tell whether no value can be of two branches, because their types exclude each other."""
    seen: set[str] = set()
    for branch in branches:
        kinds = types.kinds(branch)
        if kinds & seen:
            return False
        seen |= kinds
    return True


def _speaker(branch: Node, scope: Scope) -> Code:
    """Give the function that explains a branch; a mere reference is explained by its target."""
    if not isinstance(branch.schema, bool) and (
        branch.schema.keys() & branch.dialect.keywords == {"$ref"}
    ):
        ((_, target),) = scope.nodes.referred(branch)
        return scope.library.check_function(target)
    return scope.library.check_function(branch)


def _explain_choice(
    keyword: str, branches: tuple[Node, ...], node: Node, it: Subject, at: Way, scope: Scope
) -> Statements:
    test = _choice(keyword, branches, it, scope)
    checks = joined([_speaker(branch, scope) for branch in branches])
    tag = tags.common(node, branches, scope)
    more: list[Code] = []
    if tag is not None:
        more.append(code("tag={}", literal(tag)))
    if node.sentence is not None:
        more.append(code("said={}", sole(literal(node.sentence))))
    line = code(
        "yield from {}",
        call(
            scope.library.word("none_of" if keyword == "anyOf" else "not_one_of"),
            it.code,
            at.code,
            literal(node.place(keyword)),
            code("({},)", checks),
            *more,
        ),
    )
    return when(negate(test), (Line(line),))
