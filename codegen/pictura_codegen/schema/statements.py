"""Knows the few statements that validators consist of, and how they read best.

It must not know a schema. The fast face is made of `Reject`s, the explaining one of `Line`s that
yield; both nest in `When` and `Each`. `lines` writes them as a person would: no `if` in a lone
`if`, no `else` before an `if`, and the last question of a fast function is its answer.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias, assert_never

from pictura_codegen.schema.code import ALWAYS, NEVER, Code, Test, code, every

_STEP: Final = "    "
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_STRING: Final = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")


class Reject(NamedTuple):
    """Return False unless all tests hold."""

    tests: tuple[Test, ...]


class When(NamedTuple):
    """Do the body where the condition holds, something else where it does not."""

    condition: Test
    body: "tuple[Statement, ...]"
    otherwise: "tuple[Statement, ...]" = ()


class Each(NamedTuple):
    """Do the body for each element: `for <target> in <source>`."""

    target: Code
    source: Code
    body: "tuple[Statement, ...]"


class Members(NamedTuple):
    """Do the body for each member of an object, taking of key and value only what it reads."""

    key: Code
    value: Code
    source: Code
    body: "tuple[Statement, ...]"


class Elements(NamedTuple):
    """Do the body for each element from a position on; only what the body reads is taken."""

    position: Code
    value: Code
    source: Code
    start: int
    body: "tuple[Statement, ...]"


class Line(NamedTuple):
    """One simple statement."""

    text: Code


Statement: TypeAlias = Reject | When | Each | Members | Elements | Line


def lines(statements: tuple[Statement, ...], depth: int = 1) -> Iterator[str]:
    """Write statements as lines of source, nested `depth` deep."""
    for statement in tidy(statements):
        yield from _lines(statement, depth)


def answer(statements: tuple[Statement, ...], depth: int = 1) -> Iterator[str]:
    """Write statements as the body of a function that returns whether all is well."""
    tidied = tidy(statements)
    indent = _STEP * depth
    match tidied[-1] if tidied else None:
        case Reject(tests):
            for statement in tidied[:-1]:
                yield from _lines(statement, depth)
            yield f"{indent}return {every(tests).holds.text}"
        case Each(target, source, (Reject(tests),)):
            for statement in tidied[:-1]:
                yield from _lines(statement, depth)
            inside = every(tests).holds.text
            yield f"{indent}return all({inside} for {target.text} in {source.text})"
        case _:
            for statement in tidied:
                yield from _lines(statement, depth)
            yield f"{indent}return True"


def only_rejects(statements: tuple[Statement, ...]) -> tuple[Test, ...] | None:
    """Give the tests of statements that do nothing but reject, None if they do more."""
    tests: list[Test] = []
    for statement in tidy(statements):
        if not isinstance(statement, Reject):
            return None
        tests.extend(statement.tests)
    return tuple(tests)


def tidy(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Leave out what does nothing, and turn a lone rejection under a condition into a rejection."""
    tidied: list[Statement] = []
    for statement in statements:
        match statement:
            case When(condition, body, otherwise):
                tidied.extend(_tidy_when(condition, tidy(body), tidy(otherwise)))
            case Each(target, source, body):
                inner = tidy(body)
                if inner == (Reject((NEVER,)),):
                    tidied.append(Reject((Test(source, code("not {}", source)),)))
                elif inner:
                    tidied.append(Each(target, source, inner))
            case Members():
                tidied.extend(_tidy_members(statement))
            case Elements():
                tidied.extend(_tidy_elements(statement))
            case Reject(tests):
                if tests:
                    tidied.append(statement)
            case Line():
                tidied.append(statement)
            case _:
                assert_never(statement)
    return tuple(tidied)


@lru_cache(maxsize=16)
def words(written: str) -> frozenset[str]:
    """Give every name that source reads; what stands in a string does not count."""
    return frozenset(_WORD.findall(_STRING.sub("", written)))


def mentions(written: str, name: str) -> bool:
    """Tell whether source reads a name; what stands in a string does not count."""
    return name in words(written)


def reads(statements: tuple[Statement, ...], name: Code) -> bool:
    """Tell whether statements read a variable."""
    return mentions("\n".join(lines(statements)), name.text)


def _tidy_members(loop: Members) -> Iterator[Statement]:
    body = tidy(loop.body)
    if not body:
        return
    written = "\n".join(lines(body))
    if not mentions(written, loop.value.text):
        yield Each(loop.key, loop.source, body)
    elif not mentions(written, loop.key.text):
        yield Each(loop.value, code("{}.values()", loop.source), body)
    else:
        both = code("{}, {}", loop.key, loop.value)
        yield Each(both, code("{}.items()", loop.source), body)


def _tidy_elements(loop: Elements) -> Iterator[Statement]:
    body = tidy(loop.body)
    if not body:
        return
    written = "\n".join(lines(body))
    start = Code(str(loop.start))
    source = code("{}[{}:]", loop.source, start) if loop.start else loop.source
    if not mentions(written, loop.position.text):
        yield Each(loop.value, source, body)
    elif not mentions(written, loop.value.text):
        first = code("{}, ", start) if loop.start else Code("")
        yield Each(loop.position, code("range({}len({}))", first, loop.source), body)
    else:
        both = code("{}, {}", loop.position, loop.value)
        first = code(", {}", start) if loop.start else Code("")
        yield Each(both, code("enumerate({}{})", source, first), body)


def _tidy_when(
    condition: Test, body: tuple[Statement, ...], otherwise: tuple[Statement, ...]
) -> Iterator[Statement]:
    negated = Test(condition.holds, condition.fails)
    if condition in {ALWAYS, NEVER}:
        yield from body if condition == ALWAYS else otherwise
        return
    if not body:
        if otherwise:
            yield from _tidy_when(negated, otherwise, ())
        return
    match body, otherwise:
        case (Reject((test,)),), () if test == NEVER:
            yield Reject((negated,))
        case (Reject(tests),), ():
            inner = every(tests)
            both = every((condition, Test(inner.holds, inner.fails)))
            yield Reject((Test(both.holds, both.fails),))
        case (When(second, inside, ()),), ():
            yield When(every((condition, second)), inside)
        case (Reject((test,)),), _ if test == NEVER:
            # What follows a return needs no `else`.
            yield Reject((negated,))
            yield from otherwise
        case _:
            yield When(condition, body, otherwise)


def _lines(statement: Statement, depth: int) -> Iterator[str]:
    indent = _STEP * depth
    match statement:
        case Line(text):
            yield indent + text.text
        case Reject(tests):
            if every(tests) == NEVER:
                yield f"{indent}return False"
                return
            yield f"{indent}if {every(tests).fails.text}:"
            yield f"{indent}{_STEP}return False"
        case Each(target, source, body):
            yield f"{indent}for {target.text} in {source.text}:"
            for inner in body:
                yield from _lines(inner, depth + 1)
        case When():
            yield from _chain(statement, depth, "if")
        case Members() | Elements():
            for inner in tidy((statement,)):
                yield from _lines(inner, depth)
        case _:
            assert_never(statement)


def _chain(statement: When, depth: int, keyword: str) -> Iterator[str]:
    indent = _STEP * depth
    yield f"{indent}{keyword} {statement.condition.holds.text}:"
    for inner in statement.body:
        yield from _lines(inner, depth + 1)
    match statement.otherwise:
        case ():
            return
        case (When() as only,):
            yield from _chain(only, depth, "elif")
        case (Reject(tests),) if every(tests) != NEVER:
            yield f"{indent}elif {every(tests).fails.text}:"
            yield f"{indent}{_STEP}return False"
        case _:
            yield f"{indent}else:"
            for inner in statement.otherwise:
                yield from _lines(inner, depth + 1)
