"""Knows the keywords of objects, and how to look at each property once whoever speaks of it."""

from collections.abc import Iterator
from typing import NamedTuple

from pictura_codegen.schema.code import NEVER, Code, Test, code, every, literal, negate
from pictura_codegen.schema.keywords import conditions, counts, extras
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.resources import Location
from pictura_codegen.schema.scope import Scope, Statements
from pictura_codegen.schema.statements import Line, Reject, Statement, When, tidy
from pictura_codegen.schema.subjects import Subject, Way


class _Rule(NamedTuple):
    """A schema that a property's value must satisfy where the conditions hold.

    `case` is the name and value of a property that the only condition asks for.
    """

    conditions: tuple[Test, ...]
    node: Node
    case: tuple[str, str] | None = None


class _Plan:
    """All that a schema and its plain branches say of one object's properties."""

    def __init__(self) -> None:
        self.rules: dict[str, list[_Rule]] = {}
        self.required: list[tuple[tuple[Test, ...], str]] = []
        self.held: dict[str, Code] = {}
        self.absorbed: set[Location] = set()


def applies(node: Node, scope: Scope) -> bool:
    """Tell whether a schema says anything about objects."""
    return (
        any(
            node.has(keyword)
            for keyword in (
                "properties",
                "required",
                "minProperties",
                "maxProperties",
                "dependentRequired",
                "dependentSchemas",
                "dependencies",
            )
        )
        or extras.applies(node)
        or bool(absorbed(node, scope))
    )


def absorbed(node: Node, scope: Scope) -> frozenset[Location]:
    """Give the branches that are told together with the object's own properties."""
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
    plan = _Plan()
    _gather(node, (), plan, it, scope)
    always = [name for held, name in plan.required if not held]
    found: list[Statement] = [Reject((_present(name, it),)) for name in dict.fromkeys(always)]
    found.append(
        Reject(counts.limits(node, code("len({})", it.code), "minProperties", "maxProperties"))
    )
    counter = _counter(node, plan, scope)
    order = [name for name in plan.held if name in plan.rules]
    order += [name for name in plan.rules if name in always and name not in order]
    order += [name for name in plan.rules if name not in order]
    # The first property that is always there is counted from the beginning.
    first = next((name for name in order if name in always), None)
    if counter is not None and order:
        found.append(Line(code("{} = {}", counter, literal(int(first is not None)))))
    for name in order:
        counted = None if name == first else counter
        found.extend(_property(name, plan, it, scope, counted, always))
        if name in plan.held and list(plan.held)[-1] == name:
            # Conditions are asked when every property that they read has been read.
            found.extend(_deferred(plan, it, scope))
    for held, name in plan.required:
        if held:
            found.append(When(every(held), (Reject((_present(name, it),)),)))
    found.extend(_fast_dependents(node, it, scope))
    if counter is not None and not order:
        found.append(Reject((Test(it.code, code("not {}", it.code)),)))
    elif counter is not None:
        total = code("len({})", it.code)
        whole = Test(code("{} != {}", counter, total), code("{} == {}", counter, total))
        found.append(Reject((whole,)))
    else:
        found.extend(extras.fast(node, it, scope))
    if node.has("propertyNames"):
        found.extend(extras.fast_names(node, it, scope))
    return tuple(found)


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say what is wrong with an object."""
    found: list[Statement] = []
    for name in _names(node, "required"):
        line = scope.say(node, "required", "missing", it.code, at, literal(name))
        found.append(When(negate(_present(name, it)), (line,)))
    for name, child in scope.nodes.children(node, "properties").items():
        step = literal(name)
        if child.schema is False:
            held = code("{}[{}]", it.code, step)
            line = scope.say(child, "", "not_allowed", held, at.to(step))
            found.append(When(_present(name, it), (line,)))
            continue
        variable = scope.local(name)
        body = tidy(scope.explain(child, Subject(variable), at.to(step)))
        if body:
            taken = Line(code("{} = {}[{}]", variable, it.code, step))
            found.append(When(_present(name, it), (taken, *body)))
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
    found.extend(extras.explain(node, it, at, scope))
    return tuple(found)


def conditional(node: Node, scope: Scope) -> bool:
    """Tell whether a schema has an `if` about constant properties, with plain branches."""
    if not node.has("if") or conditions.clauses(scope.nodes.child(node, "if")) is None:
        return False
    return all(
        conditions.plain(scope.nodes.child(node, keyword), scope)
        for keyword in ("then", "else")
        if node.has(keyword)
    )


def _gather(
    node: Node,
    held: tuple[Test, ...],
    plan: _Plan,
    it: Subject,
    scope: Scope,
    case: tuple[str, str] | None = None,
) -> None:
    for name, child in scope.nodes.children(node, "properties").items():
        plan.rules.setdefault(name, []).append(_Rule(held, child, case))
    plan.required.extend((held, name) for name in _names(node, "required"))
    for branch in scope.nodes.branches(node, "allOf"):
        if conditions.plain(branch, scope):
            _gather(branch, held, plan, it, scope, case)
    if not conditional(node, scope):
        return
    asked: list[Test] = []
    for clause in conditions.clauses(scope.nodes.child(node, "if")) or ():
        plan.rules.setdefault(clause.name, [])
        variable = plan.held.get(clause.name) or scope.local(clause.name)
        plan.held[clause.name] = variable
        one = conditions.among(variable, clause.values)
        if not clause.required:
            one = negate(every((_present(clause.name, it), negate(one))))
        asked.append(one)
    test = every(tuple(asked))
    read = conditions.clauses(scope.nodes.child(node, "if")) or ()
    single = len(read) == 1 and len(read[0].values) == 1 and read[0].required and not held
    then = (read[0].name, read[0].values[0]) if single else None
    for keyword, answer, only in (("then", test, then), ("else", negate(test), None)):
        if node.has(keyword):
            child = scope.nodes.child(node, keyword)
            _gather(child, (*held, answer), plan, it, scope, only)


def _property(
    name: str,
    plan: _Plan,
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
    switched: list[tuple[_Rule, Statements]] = []
    scope.depth += 1
    for rule in rules:
        if rule.conditions and hoisted:
            continue
        statements = tidy(scope.fast(rule.node, subject))
        if not rule.conditions:
            asked.extend(statements)
            subject = scope.narrowed(rule.node, subject)
        elif rule.case is not None:
            switched.append((rule, statements))
        else:
            asked.append(When(every(rule.conditions), statements))
    scope.depth -= 1
    asked = [*_switch(switched, asked, [rule.node for rule in rules if not rule.conditions])]
    counted = () if counter is None else (Line(code("{} += 1", counter)),)
    read = Line(code("{} = {}[{}]", variable, it.code, literal(name)))
    if asked == [Reject((NEVER,))]:
        body: Statements = tuple(asked)
    else:
        body = (*counted, read, *asked) if hoisted or asked else counted
    if name in always:
        return body
    before = (Line(code("{} = None", hoisted)),) if hoisted else ()
    return (*before, When(_present(name, it), body))


def _switch(
    rules: list[tuple[_Rule, Statements]], asked: list[Statement], always: list[Node]
) -> Iterator[Statement]:
    """Ask one after the other what depends on the value of one property: only one case can hold.

    Where every case has an enum that is part of the property's own, that is only asked in no case.
    """
    rules = [(rule, statements) for rule, statements in rules if statements]
    last: Statements = ()
    match asked:
        case [Reject((kind, member))] if _all_part_of(always, rules):
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
            statement = (When(every(known.conditions), inside, statement),)
        yield from statement


def _all_part_of(always: list[Node], rules: list[tuple[_Rule, Statements]]) -> bool:
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
    if not isinstance(node.schema, dict) or not isinstance(listed, list):
        return None
    said = node.schema.keys() & node.dialect.keywords
    if not said <= {"enum", "type"} or not all(isinstance(value, str) for value in listed):
        return None
    return frozenset(listed)


def _deferred(plan: _Plan, it: Subject, scope: Scope) -> Statements:
    """Ask conditional things of properties that conditions themselves read."""
    found: list[Statement] = []
    for name, variable in plan.held.items():
        for rule in plan.rules[name]:
            if rule.conditions:
                statements = scope.fast(rule.node, Subject(variable))
                condition = every((*rule.conditions, _present(name, it)))
                found.append(When(condition, statements))
    return tuple(found)


def _counter(node: Node, plan: _Plan, scope: Scope) -> Code | None:
    """Count known properties where that tells whether there are unknown ones."""
    if not extras.closed(node):
        return None
    own = node.get("properties")
    named = own if isinstance(own, dict) else {}
    if any(name not in named for name in plan.rules):
        return None
    return scope.local("known")


def _names(node: Node, keyword: str) -> list[str]:
    held = node.get(keyword)
    return [name for name in held if isinstance(name, str)] if isinstance(held, list) else []


def _present(name: str, it: Subject) -> Test:
    """Ask that a property is there."""
    step = literal(name)
    return Test(code("{} not in {}", step, it.code), code("{} in {}", step, it.code))


def _dependents(node: Node) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for keyword in ("dependentRequired", "dependencies"):
        held = node.get(keyword)
        for name, names in held.items() if isinstance(held, dict) else ():
            if isinstance(names, list):
                found[name] = names
    return found


def _dependent_schemas(node: Node, scope: Scope) -> list[tuple[str, Node]]:
    found: list[tuple[str, Node]] = []
    for keyword in ("dependentSchemas", "dependencies"):
        held = node.get(keyword)
        for name, schema in held.items() if isinstance(held, dict) else ():
            if not isinstance(schema, list):
                found.append((name, scope.nodes.child(node, keyword, name)))
    return found


def _fast_dependents(node: Node, it: Subject, scope: Scope) -> Statements:
    found: list[Statement] = []
    for name, names in _dependents(node).items():
        tests = tuple(_present(other, it) for other in names)
        found.append(When(_present(name, it), (Reject(tests),)))
    for name, child in _dependent_schemas(node, scope):
        found.append(When(_present(name, it), scope.fast(child, it)))
    return tuple(found)


def _explain_dependents(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    found: list[Statement] = []
    keyword = "dependentRequired" if node.has("dependentRequired") else "dependencies"
    for name, names in _dependents(node).items():
        for other in names:
            line = scope.say(
                node, keyword, "missing_beside", it.code, at, literal(other), literal(name)
            )
            both = every((_present(name, it), negate(_present(other, it))))
            found.append(When(both, (line,)))
    for name, child in _dependent_schemas(node, scope):
        found.append(When(_present(name, it), scope.explain(child, it, at)))
    return tuple(found)
