"""Knows the keywords of strings: lengths in code points, patterns, formats."""

import re
from typing import Final

from pictura_codegen.schema.code import Test, code, literal, negate, sole, word
from pictura_codegen.schema.errors import SchemaError
from pictura_codegen.schema.formats import FORMATS
from pictura_codegen.schema.keywords import counts
from pictura_codegen.schema.nodes import Node
from pictura_codegen.schema.patterns import UnsupportedPatternError, translate
from pictura_codegen.schema.scope import Scope, stem_of
from pictura_codegen.schema.statements import Statement, Statements, when
from pictura_codegen.schema.subjects import Subject, Way

_KEYWORDS: Final = frozenset(("minLength", "maxLength", "pattern"))
_PREFIX: Final = re.compile(r"\^([A-Za-z0-9_@:, \-]+)")


def applies(node: Node, scope: Scope) -> bool:
    """Tell whether a schema says anything about strings."""
    return not _KEYWORDS.isdisjoint(node.said) or _format(node, scope) is not None


def fast(node: Node, it: Subject, scope: Scope) -> tuple[Test, ...]:
    """Ask whether a string is as it must be."""
    tests = list(counts.limits(node, code("len({})", it.code), "minLength", "maxLength"))
    if node.has("pattern"):
        tests.append(matches(node.get("pattern"), node.place("pattern"), it, scope))
    tests.extend(_formatted(node, it, scope))
    return tuple(tests)


def explain(node: Node, it: Subject, at: Way, scope: Scope) -> Statements:
    """Say what is wrong with a string."""
    found: list[Statement] = list(
        counts.explain(
            node, it.code, at, scope, ("minLength", "too_short"), ("maxLength", "too_long")
        )
    )
    if node.has("pattern"):
        line = scope.say(node, "pattern", "no_match", it.code, at, literal(node.get("pattern")))
        test = matches(node.get("pattern"), node.place("pattern"), it, scope)
        found.extend(when(negate(test), (line,)))
    for test in _formatted(node, it, scope):
        line = scope.say(node, "format", "not_formatted", it.code, at, literal(node.get("format")))
        found.extend(when(negate(test), (line,)))
    return tuple(found)


def matches(pattern: object, place: str, it: Subject, scope: Scope) -> Test:
    """Ask whether a string matches a pattern of ECMA-262 anywhere.

    Raises:
        SchemaError: The pattern is none, or cannot be said in Python.
    """
    if not isinstance(pattern, str):
        raise SchemaError(place, "must be a regular expression")
    prefix = _PREFIX.fullmatch(pattern)
    if prefix:
        starts = code("{}.startswith({})", it.code, sole(literal(prefix[1])))
        return Test(code("not {}", starts), starts)
    try:
        translated = translate(pattern)
    except UnsupportedPatternError as error:
        raise SchemaError(place, str(error)) from error
    scope.library.imported(f"import {translated.module}")
    name = f"_{stem_of([*place.split('/')[-3:-1], 'pattern'], 'pattern').upper()}"
    module = word(translated.module)
    compiled = code("{}.compile({})", module, sole(literal(translated.text)))
    if translated.ascii:
        compiled = code("{}.compile({}, {}.ASCII)", module, literal(translated.text), module)
    known = scope.library.constant(name, compiled)
    found = code("{}.search({})", known, it.code)
    return Test(code("{} is None", found), code("{} is not None", found))


def _format(node: Node, scope: Scope) -> str | None:
    """Give the runtime's word for a schema's format, None where nothing is asserted."""
    name = node.get("format")
    if name is None:
        return None
    options = scope.options
    is_asserted = options.formats or node.dialect.formats
    if not isinstance(name, str) or not (
        is_asserted or node.location.document in options.asserting
    ):
        return None
    if name == "hostname" and not node.dialect.integral_floats:
        # Draft 4 is older than what a label may encode (RFC 5890).
        return "is_plain_hostname"
    return FORMATS.get(name)


def _formatted(node: Node, it: Subject, scope: Scope) -> tuple[Test, ...]:
    name = _format(node, scope)
    if name is None:
        return ()
    asked = code("{}({})", scope.library.word(name), it.code)
    return (Test(code("not {}", asked), asked),)
