"""Knows `type` and OpenAPI 3.0's `nullable`: which kinds of values a schema lets in."""

from functools import lru_cache
from typing import Final, LiteralString

from pictura_codegen.schema.code import Code, Test, code, every, literal, negate, some
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import Statements, when
from pictura_codegen.schema.subjects import KINDS, NUMBERS, Subject, Way
from pictura_core.equality import is_array

_NAMES: Final = {
    "null": "null",
    "boolean": "true or false",
    "object": "an object",
    "array": "an array",
    "integer": "an integer",
    "number": "a number",
    "string": "a string",
}

KEYWORDS: Final = frozenset(("type", "nullable"))
"""The keywords that this module knows."""

_KINDS: Final = {
    name: frozenset((name, "integer") if name == "number" else (name,)) for name in _NAMES
}
_NULL: Final = frozenset(("null",))


def names(node: Node) -> tuple[str, ...]:
    """Give the types that a schema names.

    Raises:
        SchemaError: One of them is no type.
    """
    held = node.get("type")
    if held is None:
        return ()
    listed = held if is_array(held) else [held]
    for name in listed:
        if not isinstance(name, str) or name not in _NAMES:
            raise SchemaError(node.place("type"), f"{name!r} is no type")
    named = tuple([name for name in _NAMES if name in listed])
    if node.get("nullable") is True and named and "null" not in named:
        return ("null", *named)
    return named


def kinds(node: Node) -> frozenset[str]:
    """Give the kinds of values that `type` lets in."""
    held = node.said.get("type")
    if held is None:
        return KINDS
    if isinstance(held, str) and held in _KINDS and "nullable" not in node.said:
        return _KINDS[held]
    named = names(node)
    return frozenset[str]().union(*[_KINDS[name] for name in named]) if named else KINDS


def fast(node: Node, it: Subject, scope: Scope) -> tuple[Test, ...]:
    """Ask whether the value is of the type."""
    allowed = kinds(node)
    return () if it.kinds <= allowed else (question(allowed, it, node, scope),)


def explain(node: Node, it: Subject, at: Way, scope: Scope, otherwise: Statements) -> Statements:
    """Say that the value is not of the type; do something else where it is."""
    allowed = kinds(node)
    if it.kinds <= allowed:
        return otherwise
    expected = " or ".join(_NAMES[name] for name in names(node))
    line = scope.say(node, "type", "wrong_type", it.code, at, literal(expected))
    return when(negate(question(allowed, it, node, scope)), (line,), otherwise)


def question(allowed: frozenset[str], it: Subject, node: Node, scope: Scope) -> Test:
    """Ask whether a value, of the kinds that it may still be, is of one of some."""
    if it.kinds - allowed == _NULL:
        return negate(_one("null", it.code, node, scope))
    if len(allowed) == 1:
        (kind,) = allowed
        return _one(kind, it.code, node, scope)
    tests: list[Test] = []
    rest = allowed
    if rest >= NUMBERS:
        rest -= NUMBERS
        tests.append(_number(it.code))
    tests.extend(_one(name, it.code, node, scope) for name in _NAMES if name in rest)
    # The cheap question whether it is null comes first by the order of the names.
    return some(tuple(tests))


def _one(kind: str, it: Code, node: Node, scope: Scope) -> Test:
    match kind:
        case "string":
            return _instance(it, "str")
        case "object" | "array":
            return structure(kind, it, scope)
        case "boolean":
            return _instance(it, "bool")
        case "null":
            return Test(code("{} is not None", it), code("{} is None", it))
        case "integer":
            return integer(it, integral_floats=node.dialect.integral_floats)
        case _:
            return _fraction(it)


@lru_cache(maxsize=1024)
def _number(it: Code) -> Test:
    whole = Test(code("type({}) is not int", it), code("type({}) is int", it))
    fraction = Test(code("type({}) is not float", it), code("type({}) is float", it))
    return some((whole, fraction))


def structure(kind: str, it: Code, scope: Scope) -> Test:
    """Ask whether a value is an object or an array."""
    if not scope.options.guards:
        return _instance(it, "dict" if kind == "object" else "list")
    guard = scope.library.word("is_object" if kind == "object" else "is_array")
    return Test(code("not {}({})", guard, it), code("{}({})", guard, it))


@lru_cache(maxsize=1024)
def integer(it: Code, *, integral_floats: bool) -> Test:
    """Ask whether a value is an integer: true is none, and 1.0 is one where the dialect says so."""
    exact = Test(code("type({}) is not int", it), code("type({}) is int", it))
    if not integral_floats:
        return exact
    whole = Test(code("not {}.is_integer()", it), code("{}.is_integer()", it))
    return some((exact, every((_instance(it, "float"), whole))))


@lru_cache(maxsize=1024)
def _fraction(it: Code) -> Test:
    whole = Test(code("{}.is_integer()", it), code("not {}.is_integer()", it))
    return every((_instance(it, "float"), whole))


@lru_cache(maxsize=1024)
def _instance(it: Code, kind: LiteralString) -> Test:
    asked = code(f"isinstance({{}}, {kind})", it)
    return Test(code("not {}", asked), asked)
