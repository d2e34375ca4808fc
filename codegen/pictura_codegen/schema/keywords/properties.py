"""Knows how to look at each property of an object once, whoever speaks of it.

It must not know other kinds of values. A schema, its plain branches and the branches of conditions
about constant properties are gathered into one plan; what a property must satisfy is then asked
where it is read.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pictura_codegen.schema.code import NEVER, Code, Test, code, every, literal, negate
from pictura_codegen.schema.keywords import conditions, extras
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import Line, Reject, Statement, Statements, reads, when
from pictura_codegen.schema.subjects import Subject
from pictura_core.equality import is_array, is_object


class Rule(NamedTuple):
    """A schema that a property's value must satisfy where the conditions hold.

    `case` is the name and value of a property that the only condition asks for.
    """

    conditions: tuple[Test, ...]
    node: Node
    case: tuple[str, str] | None = None


class Plan:
    """All that a schema and its plain branches say of one object's properties."""

    def __init__(self) -> None:
        self.rules: dict[str, list[Rule]] = {}
        self.required: list[tuple[tuple[Test, ...], str]] = []
        self.held: dict[str, Code] = {}
        self.later: list[Statement] = []


def conditional(node: Node, scope: Scope) -> bool:
    """Tell whether a schema has an `if` about constant properties, with plain branches."""
    if not node.has("if") or conditions.clauses(scope.nodes.child(node, "if")) is None:
        return False
    return all(
        conditions.plain(scope.nodes.child(node, keyword), scope)
        for keyword in ("then", "else")
        if node.has(keyword)
    )


def gather(
    node: Node,
    held: tuple[Test, ...],
    plan: Plan,
    it: Subject,
    scope: Scope,
    case: tuple[str, str] | None = None,
) -> None:
    """Take down what a schema, and each plain branch of it, says where some conditions hold."""
    for name, child in scope.nodes.children(node, "properties").items():
        plan.rules.setdefault(name, []).append(Rule(held, child, case))
    plan.required.extend((held, name) for name in names(node, "required"))
    for branch in scope.nodes.branches(node, "allOf"):
        if conditions.plain(branch, scope):
            gather(branch, held, plan, it, scope, case)
    if not conditional(node, scope):
        return
    asked: list[Test] = []
    read = conditions.clauses(scope.nodes.child(node, "if")) or ()
    for clause in read:
        plan.rules.setdefault(clause.name, [])
        variable = plan.held.get(clause.name) or scope.local(clause.name)
        plan.held[clause.name] = variable
        one = conditions.among(variable, clause.values)
        if not clause.required:
            one = negate(every((present(clause.name, it), negate(one))))
        asked.append(one)
    test = every(tuple(asked))
    then: tuple[str, str] | None = None
    match read:
        case (conditions.Clause(name, (value,), required=True),) if not held:
            then = (name, value)
        case _:
            pass
    for keyword, answer, only in (("then", test, then), ("else", negate(test), None)):
        if node.has(keyword):
            child = scope.nodes.child(node, keyword)
            gather(child, (*held, answer), plan, it, scope, only)


def look_at(
    name: str,
    plan: Plan,
    it: Subject,
    scope: Scope,
    counter: Code | None,
    always: list[str],
) -> Statements:
    """Look at one property: read it once, count it, ask everything of it."""
    rules = plan.rules[name]
    hoisted = plan.held.get(name)
    variable = hoisted or scope.local(name)
    subject = Subject(variable)
    asked: list[Statement] = []
    switched: list[tuple[Rule, Statements]] = []
    later: Statements = ()
    scope.depth += 1
    for rule in rules:
        if rule.conditions and hoisted:
            continue
        statements = scope.fast(rule.node, subject)
        if not rule.conditions:
            asked.extend(statements)
            subject = scope.narrowed(rule.node, subject)
        elif rule.case is not None:
            switched.append((rule, statements))
        else:
            asked.extend(when(every(rule.conditions), statements))
    scope.depth -= 1
    if name in always and not hoisted:
        # What most requests need not be asked is asked when all else holds.
        own = [rule.node for rule in rules if not rule.conditions]
        later = tuple(_switch(switched, [], own))
        plan.later.extend(later)
        switched = []
    asked = [*_switch(switched, asked, [rule.node for rule in rules if not rule.conditions])]
    counted = () if counter is None else (Line(code("{} += 1", counter)),)
    read = Line(code("{} = {}[{}]", variable, it.code, literal(name)))
    if asked == [Reject((NEVER,))]:
        body: Statements = tuple(asked)
    else:
        needed = hoisted or reads((*asked, *later), variable)
        body = (*counted, read, *asked) if needed else (*counted, *asked)
    if name in always:
        return body
    before = (Line(code("{} = None", hoisted)),) if hoisted else ()
    return (*before, *when(present(name, it), body))


def _switch(
    rules: list[tuple[Rule, Statements]], asked: list[Statement], always: list[Node]
) -> Iterator[Statement]:
    """Ask one after the other what depends on the value of one property: only one case can hold.

    Where every case has an enum that is part of the property's own, that is only asked in no case.
    """
    rules = [(rule, statements) for rule, statements in rules if statements]
    last: Statements = ()
    match asked:
        case [Reject((kind, member))] if rules and _all_part_of(always, rules):
            asked, last = [Reject((kind,))], (Reject((member,)),)
        case _:
            pass
    yield from asked
    while rules:
        chain = [rules.pop(0)]
        first = chain[0][0].case
        while rules and first is not None:
            rule = rules[0][0]
            cases = [known.case for known, _ in chain]
            if rule.case is None or rule.case[0] != first[0] or rule.case in cases:
                break
            chain.append(rules.pop(0))
        statement = last
        for known, inside in reversed(chain):
            statement = when(every(known.conditions), inside, statement)
        yield from statement


def _all_part_of(always: list[Node], rules: list[tuple[Rule, Statements]]) -> bool:
    """Tell whether every case asks for one of the values that the property has anyway."""
    cases = [rule.case for rule, _ in rules]
    own = _options(always[0]) if len(always) == 1 else None
    if own is None or None in cases or len({case[0] for case in cases if case}) != 1:
        return False
    listed = [_options(rule.node) for rule, _ in rules]
    return len(set(cases)) == len(cases) and all(one is not None and one <= own for one in listed)


def _options(node: Node) -> frozenset[str] | None:
    """Give the strings that a schema lists, None if it says anything else."""
    listed = node.get("enum")
    if not is_object(node.schema) or not is_array(listed):
        return None
    said = node.schema.keys() & node.dialect.keywords
    strings = frozenset(value for value in listed if isinstance(value, str))
    plain = said <= {"enum", "type"} and all(isinstance(value, str) for value in listed)
    return strings if plain else None


def deferred(plan: Plan, it: Subject, scope: Scope) -> Statements:
    """Ask conditional things of properties that conditions themselves read."""
    found: list[Statement] = []
    for name, variable in plan.held.items():
        for rule in plan.rules[name]:
            if rule.conditions:
                statements = scope.fast(rule.node, Subject(variable))
                condition = every((*rule.conditions, present(name, it)))
                found.extend(when(condition, statements))
    return tuple(found)


def counter_of(node: Node, plan: Plan, scope: Scope) -> Code | None:
    """Count known properties where that tells whether there are unknown ones."""
    if not extras.closed(node):
        return None
    own = node.get("properties")
    named = own if is_object(own) else {}
    if any(name not in named for name in plan.rules):
        return None
    return scope.local("known")


def names(node: Node, keyword: str) -> list[str]:
    """Give the names that a keyword lists."""
    held = node.get(keyword)
    return [name for name in held if isinstance(name, str)] if is_array(held) else []


@lru_cache(maxsize=4096)
def present(name: str, it: Subject) -> Test:
    """Ask that a property is there."""
    step = literal(name)
    return Test(code("{} not in {}", step, it.code), code("{} in {}", step, it.code))
