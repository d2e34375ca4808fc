"""Knows `$ref` and `$dynamicRef`: a referenced schema is a function of its own."""

from pictura_codegen.schema.code import Test, code
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.scope import Scope
from pictura_codegen.schema.statements import Line, Statements
from pictura_codegen.schema.subjects import Subject, Way


def fast(node: Node, it: Subject, scope: Scope) -> tuple[Test, ...]:
    """Ask the functions of the schemas that are referred to."""
    tests: list[Test] = []
    for _, target in scope.nodes.referred(node):
        asked = code("{}({})", scope.library.is_function(target), it.code)
        tests.append(Test(code("not {}", asked), asked))
    return tuple(tests)


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Let the schemas that are referred to speak."""
    return tuple(
        Line(code("yield from {}({}, {})", scope.library.check_function(target), it.code, at.code))
        for _, target in scope.nodes.referred(node)
    )
