"""Knows `enum` and `const`: equality as JSON Schema has it, where 1 is 1.0 and true is not 1."""

from typing import Final

from pictura_codegen.schema.code import Code, Test, code, every, literal, literals, negate, some
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.keywords.types import question
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope, stem_of
from pictura_codegen.schema.statements import Statement, Statements, when
from pictura_codegen.schema.subjects import NUMBERS, Subject, Way
from pictura_core.checks import show
from pictura_core.equality import is_array, is_object

_DEEPEST: Final = 100
_STRING: Final = frozenset(("string",))
_HASHED: Final = frozenset(("string", "null", "integer", "number"))


def fast(node: Node, it: Subject, scope: Scope) -> tuple[Test, ...]:
    """Ask whether the value is one of those listed."""
    return tuple(test for _, test in _tests(node, it, scope))


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say which values are listed."""
    found: list[Statement] = []
    for keyword, test in _tests(node, it, scope):
        if keyword == "const":
            speaker, expected = "not_equal", literal(show(node.get("const")))
        else:
            speaker, expected = "not_listed", listed(node, scope)
        line = scope.say(node, keyword, speaker, it.code, at, expected)
        found.extend(when(negate(test), (line,)))
    return tuple(found)


def equal(it: Subject, value: object, scope: Scope) -> Test:
    """Ask whether a value equals another, known one."""
    if value is None or isinstance(value, bool):
        constant = literal(value)
        return Test(code("{} is not {}", it.code, constant), code("{} is {}", it.code, constant))
    if is_object(value) or is_array(value):
        same = code("{}({}, {})", scope.library.word("equal"), it.code, literal(value))
        return Test(code("not {}", same), same)
    constant = literal(value)
    equals = Test(code("{} != {}", it.code, constant), code("{} == {}", it.code, constant))
    if isinstance(value, str) or value not in (0, 1) or "boolean" not in it.kinds:
        return equals
    truth = code("isinstance({}, bool)", it.code)
    return every((Test(truth, code("not {}", truth)), equals))


def _tests(node: Node, it: Subject, scope: Scope) -> list[tuple[str, Test]]:
    if "const" not in node.said and "enum" not in node.said:
        return []
    tests: list[tuple[str, Test]] = []
    for keyword in ("const", "enum"):
        if _depth(node.get(keyword)) > _DEEPEST:
            reason = f"a value is nested more than {_DEEPEST} deep"
            raise SchemaError(node.place(keyword), reason)
    if node.has("const"):
        tests.append(("const", equal(it, node.get("const"), scope)))
    if node.has("enum"):
        values = node.get("enum")
        if not is_array(values):
            raise SchemaError(node.place("enum"), "must be an array of values")
        tests.append(("enum", _member(values, node, it, scope)))
    return tests


def _member(values: list[object], node: Node, it: Subject, scope: Scope) -> Test:
    strings = tuple(value for value in values if isinstance(value, str))
    numbers = tuple(value for value in values if _numeric(value))
    # What another keyword rules out is not asked for: a type checker would say so.
    others = [value for value in values if _other(value) in it.kinds]
    # In one set, 1 and true would be one; what has no hash cannot be in it.
    whole = len(strings) + len(numbers) + others.count(None) == len(values)
    if whole and len(values) > 1 and it.kinds <= _HASHED:
        return _in(tuple(values), "SET", node, it, scope, whole=True)
    tests: list[Test] = []
    if strings and "string" in it.kinds:
        test = _in(strings, "STRINGS", node, it, scope, whole=whole)
        tests.append(_among(_STRING, test, node, it, scope, alone=len(values) == 1))
    if numbers and it.kinds & NUMBERS:
        test = _in(numbers, "NUMBERS", node, it, scope, whole=whole)
        tests.append(_among(NUMBERS, test, node, it, scope, alone=len(values) == 1))
    tests.extend(equal(it, value, scope) for value in others)
    return some(tuple(tests))


def _in(
    values: tuple[object, ...], suffix: str, node: Node, it: Subject, scope: Scope, *, whole: bool
) -> Test:
    """Ask whether a value, of the kind of those listed, is one of them."""
    if len(values) == 1:
        kinds = _STRING if suffix == "STRINGS" else NUMBERS
        total = node.get("enum")
        alone = is_array(total) and len(total) == 1
        return equal(it if alone else it.only(kinds), values[0], scope)
    hint = constant_hint(node)
    if whole:
        known = scope.library.constant(f"{hint}_SET", code("frozenset({})", listed(node, scope)))
    else:
        known = scope.library.constant(f"{hint}_{suffix}", code("frozenset({})", literals(values)))
    return Test(code("{} not in {}", it.code, known), code("{} in {}", it.code, known))


def _among(
    kinds: frozenset[str], test: Test, node: Node, it: Subject, scope: Scope, *, alone: bool
) -> Test:
    """Ask first for the kind: an array or object cannot be looked up in a set."""
    if it.kinds <= kinds or alone:
        return test
    return every((question(kinds & it.kinds, it, node, scope), test))


def listed(node: Node, scope: Scope) -> Code:
    """Give the constant that holds an enum's values in their order."""
    values = node.get("enum")
    known = tuple(values) if is_array(values) else ()
    strings = all(isinstance(value, str) for value in known)
    return scope.library.constant(
        constant_hint(node),
        literals(known),
        annotation="tuple[str, ...]" if strings else "tuple[object, ...]",
    )


def constant_hint(node: Node) -> str:
    """Name a constant by where its values stand."""
    return f"_{stem_of(node.location.steps, 'root').upper()}"


def _depth(value: object) -> int:
    """Count the levels of a value; Python reads a literal of two hundred, no more."""
    level: list[object] = [value]
    depth = 0
    while level and depth <= _DEEPEST:
        depth += 1
        level = [
            inner
            for outer in level
            if is_object(outer) or is_array(outer)
            for inner in (outer.values() if is_object(outer) else outer)
        ]
    return depth


def _other(value: object) -> str:
    """Tell the kind of a value that is neither a text nor a number."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "object" if is_object(value) else "array" if is_array(value) else ""


def _numeric(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
