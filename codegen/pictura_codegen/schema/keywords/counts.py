"""Knows keywords that bound a count: of characters, of elements, of members."""

from pictura_codegen.schema.code import Code, Test, code, literal, negate
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import Statement, Statements, when
from pictura_codegen.schema.subjects import Way


def count(node: Node, keyword: str) -> int | None:
    """Give a bound, None where there is none.

    Raises:
        SchemaError: It is no non-negative integer.
    """
    value = node.get(keyword)
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise SchemaError(node.place(keyword), "must be an integer that is not negative")
    return value


def limits(node: Node, length: Code, least: str, most: str) -> tuple[Test, ...]:
    """Ask whether a length is within its bounds."""
    low, high = count(node, least), count(node, most)
    if low and high is not None:
        chain = code("{} <= {} <= {}", literal(low), length, literal(high))
        return (Test(code("not {}", chain), chain),)
    tests: list[Test] = []
    if low:
        tests.append(too_few(length, low))
    if high is not None:
        tests.append(too_many(length, high))
    return tuple(tests)


def too_few(length: Code, limit: int) -> Test:
    """Ask whether a length is enough."""
    return Test(code("{} < {}", length, literal(limit)), code("{} >= {}", length, literal(limit)))


def too_many(length: Code, limit: int) -> Test:
    """Ask whether a length is not too much."""
    return Test(code("{} > {}", length, literal(limit)), code("{} <= {}", length, literal(limit)))


def explain(
    node: Node,
    it: Code,
    at: Way,
    scope: Scope,
    least: tuple[str, str],
    most: tuple[str, str],
) -> Statements:
    """Say that something has too few or too many members; a keyword comes with its word."""
    length = code("len({})", it)
    found: list[Statement] = []
    for (keyword, speaker), ask in ((least, too_few), (most, too_many)):
        limit = count(node, keyword)
        if limit is not None:
            line = scope.say(node, keyword, speaker, it, at, literal(limit))
            found.extend(when(negate(ask(length, limit)), (line,)))
    return tuple(found)
