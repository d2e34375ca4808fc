"""Knows the keywords of numbers: bounds, exclusive or not, and exact multiples."""

from typing import Final, NamedTuple

from pictura_codegen.schema.code import Code, Test, code, literal, negate
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import Statement, Statements, when
from pictura_codegen.schema.subjects import Subject, Way

_EXACT: Final = 2**53
_KEYWORDS: Final = frozenset(
    ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf")
)


class _Bound(NamedTuple):
    keyword: str
    limit: int | float
    exclusive: bool


def applies(node: Node) -> bool:
    """Tell whether a schema says anything about numbers."""
    if _KEYWORDS.isdisjoint(node.said):
        return False
    return bool(_lower(node) or _upper(node) or node.has("multipleOf"))


def fast(node: Node, it: Subject, scope: Scope) -> tuple[Test, ...]:
    """Ask whether a number is within its bounds."""
    tests: list[Test] = []
    lower, upper = _lower(node), _upper(node)
    if len(lower) == 1 and len(upper) == 1:
        low, high = lower[0], upper[0]
        chain = code(
            "{} {} {} {} {}",
            literal(low.limit),
            Code("<" if low.exclusive else "<="),
            it.code,
            Code("<" if high.exclusive else "<="),
            literal(high.limit),
        )
        tests.append(Test(code("not {}", chain), chain))
    else:
        tests.extend(_at_least(bound, it) for bound in lower)
        tests.extend(_at_most(bound, it) for bound in upper)
    if node.has("multipleOf"):
        tests.append(_multiple(node, it, scope))
    return tuple(tests)


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say which bound a number breaks."""
    found: list[Statement] = []
    for bounds, ask, words in (
        (_lower(node), _at_least, ("too_small", "not_above")),
        (_upper(node), _at_most, ("too_large", "not_below")),
    ):
        for bound in bounds:
            speaker = words[bound.exclusive]
            line = scope.say(node, bound.keyword, speaker, it.code, at, literal(bound.limit))
            found.extend(when(negate(ask(bound, it)), (line,)))
    if node.has("multipleOf"):
        line = scope.say(
            node, "multipleOf", "no_multiple", it.code, at, literal(_number(node, "multipleOf"))
        )
        found.extend(when(negate(_multiple(node, it, scope)), (line,)))
    return tuple(found)


def _at_least(bound: _Bound, it: Subject) -> Test:
    limit = literal(bound.limit)
    if bound.exclusive:
        return Test(code("{} <= {}", it.code, limit), code("{} > {}", it.code, limit))
    return Test(code("{} < {}", it.code, limit), code("{} >= {}", it.code, limit))


def _at_most(bound: _Bound, it: Subject) -> Test:
    limit = literal(bound.limit)
    if bound.exclusive:
        return Test(code("{} >= {}", it.code, limit), code("{} < {}", it.code, limit))
    return Test(code("{} > {}", it.code, limit), code("{} <= {}", it.code, limit))


def _multiple(node: Node, it: Subject, scope: Scope) -> Test:
    divisor = _number(node, "multipleOf")
    if divisor <= 0:
        raise SchemaError(node.place("multipleOf"), "must be greater than 0")
    exact = isinstance(divisor, int) or divisor.is_integer()
    if exact and divisor < _EXACT and it.kinds <= {"integer"}:
        rest = code("{} % {}", it.code, literal(int(divisor)))
        return Test(code("{} != 0", rest), code("{} == 0", rest))
    whole = code("{}({}, {})", scope.library.word("is_multiple"), it.code, literal(divisor))
    return Test(code("not {}", whole), whole)


def _lower(node: Node) -> tuple[_Bound, ...]:
    return _bounds(node, "minimum", "exclusiveMinimum")


def _upper(node: Node) -> tuple[_Bound, ...]:
    return _bounds(node, "maximum", "exclusiveMaximum")


def _bounds(node: Node, inclusive: str, exclusive: str) -> tuple[_Bound, ...]:
    flag = node.get(exclusive)
    if isinstance(flag, bool):
        # Draft 4 and OpenAPI 3.0: a flag beside the bound.
        if not node.has(inclusive):
            return ()
        return (_Bound(inclusive, _number(node, inclusive), flag),)
    return tuple(
        _Bound(keyword, _number(node, keyword), keyword == exclusive)
        for keyword in (inclusive, exclusive)
        if node.has(keyword)
    )


def _number(node: Node, keyword: str) -> int | float:
    value = node.get(keyword)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SchemaError(node.place(keyword), "must be a number")
    return value
