"""Knows the few statements that validators consist of, and how they read best.

It must not know a schema. The fast face is made of `Reject`s, the explaining one of `Line`s that
yield; both nest in `When` and `Each`. All are made by functions that leave out what does nothing,
so that there is nothing to tidy later: a person writes no `if` in a lone `if`, no `else` before an
`if`, and takes no key that is not read. `Writer` turns them into lines.
"""

from typing import Final, NamedTuple, TypeAlias, assert_never

from pictura_codegen.schema.code import ALWAYS, NEVER, Code, Test, code, every, literal, negate

_STEP: Final = "    "


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


class Line(NamedTuple):
    """One simple statement."""

    text: Code


Statement: TypeAlias = Reject | When | Each | Line
Statements: TypeAlias = tuple[Statement, ...]

_REFUSED: Final[Statements] = (Reject((NEVER,)),)


def reject(*tests: Test) -> Statements:
    """Return False unless all tests hold."""
    return (Reject(tests),) if tests else ()


def when(condition: Test, body: Statements, otherwise: Statements = ()) -> Statements:
    """Do the body where a condition holds, something else where it does not."""
    if not body:
        return when(negate(condition), otherwise) if otherwise else ()
    if condition == ALWAYS:
        return body
    if condition == NEVER:
        return otherwise
    match body:
        case (Reject((test,)),) if test == NEVER:
            # What follows a return needs no `else`.
            return (Reject((negate(condition),)), *otherwise)
        case (Reject(tests),) if not otherwise:
            both = every((condition, negate(every(tests))))
            return (Reject((negate(both),)),)
        case (When(second, inside, ()),) if not otherwise:
            return (When(every((condition, second)), inside),)
        case _:
            return (When(condition, body, otherwise),)


def each(target: Code, source: Code, body: Statements) -> Statements:
    """Do the body for each element."""
    if body == _REFUSED:
        return (Reject((Test(source, code("not {}", source)),)),)
    return (Each(target, source, body),) if body else ()


def members(key: Code, value: Code, source: Code, body: Statements) -> Statements:
    """Do the body for each member of an object, taking of key and value only what it reads."""
    if not reads(body, value):
        return each(key, source, body)
    if not reads(body, key):
        return each(value, code("{}.values()", source), body)
    return each(code("{}, {}", key, value), code("{}.items()", source), body)


def elements(position: Code, value: Code, source: Code, start: int, body: Statements) -> Statements:
    """Do the body for each element from a position on; only what the body reads is taken."""
    rest = code("{}[{}:]", source, literal(start)) if start else source
    if not reads(body, position):
        return each(value, rest, body)
    if not reads(body, value):
        first = code("{}, ", literal(start)) if start else Code("")
        return each(position, code("range({}len({}))", first, source), body)
    first = code(", {}", literal(start)) if start else Code("")
    return each(code("{}, {}", position, value), code("enumerate({}{})", rest, first), body)


def only_rejects(statements: Statements) -> tuple[Test, ...] | None:
    """Give the tests of statements that do nothing but reject, None if they do more."""
    tests: list[Test] = []
    for statement in statements:
        if not isinstance(statement, Reject):
            return None
        tests.extend(statement.tests)
    return tuple(tests)


def reads(statements: Statements, name: Code) -> bool:
    """Tell whether statements read a variable."""
    return any(_reads(statement, name.text) for statement in statements)


def _reads(statement: Statement, name: str) -> bool:
    match statement:
        case Line(text):
            return name in text.names
        case Reject(tests):
            return any(name in test.holds.names for test in tests)
        case When(condition, body, otherwise):
            return name in condition.holds.names or any(
                _reads(inner, name) for inner in (*body, *otherwise)
            )
        case Each(_, source, body):
            return name in source.names or any(_reads(inner, name) for inner in body)
        case _:
            assert_never(statement)


class Writer:
    """Lines of source, and the names that they read."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: set[str] = set()

    def answer(self, statements: Statements, indent: str = _STEP) -> None:
        """Write statements as the body of a function that returns whether all is well."""
        last = statements[-1] if statements else None
        match last:
            case Reject(tests):
                self.write(statements[:-1], indent)
                self._add(f"{indent}return ", every(tests).holds)
            case Each(target, source, (Reject(tests),)):
                self.write(statements[:-1], indent)
                inside = every(tests).holds
                self._add(f"{indent}return ", code("all({} for {} in {})", inside, target, source))
            case _:
                self.write(statements, indent)
                self.lines.append(f"{indent}return True")

    def write(self, statements: Statements, indent: str = _STEP) -> None:
        """Write statements, indented."""
        for statement in statements:
            match statement:
                case Line(text):
                    self._add(indent, text)
                case When():
                    self._chain(statement, indent, "if ")
                case Reject(tests):
                    self._refuse(every(tests), indent, "if ")
                case Each(target, source, body):
                    self._add(indent, code("for {} in {}:", target, source))
                    self.write(body, indent + _STEP)
                case _:
                    assert_never(statement)

    def _add(self, before: str, text: Code, after: str = "") -> None:
        self.lines.append(f"{before}{text.text}{after}")
        self.names |= text.names

    def _refuse(self, test: Test, indent: str, keyword: str) -> None:
        if test == NEVER:
            self.lines.append(f"{indent}return False")
            return
        self._add(f"{indent}{keyword}", test.fails, ":")
        self.lines.append(f"{indent}{_STEP}return False")

    def _chain(self, statement: When, indent: str, keyword: str) -> None:
        self._add(f"{indent}{keyword}", statement.condition.holds, ":")
        self.write(statement.body, indent + _STEP)
        match statement.otherwise:
            case ():
                return
            case (When() as only,):
                self._chain(only, indent, "elif ")
            case (Reject(tests),) if (test := every(tests)) != NEVER:
                self._refuse(test, indent, "elif ")
            case _:
                self.lines.append(f"{indent}else:")
                self.write(statement.otherwise, indent + _STEP)
