"""Knows what is known of a value at one point of a validator. It must not know any keyword."""

from typing import Final, NamedTuple

from pictura_codegen.schema.code import Code, code, joined

KINDS: Final = frozenset(("null", "boolean", "object", "array", "integer", "number", "string"))
"""The kinds of JSON values; `number` stands for those that are no integers."""

NUMBERS: Final = frozenset(("integer", "number"))


class Subject(NamedTuple):
    """A value in a local variable.

    Attributes:
        code: The variable.
        kinds: What it may still be; what has been tested is also known to a type checker.
    """

    code: Code
    kinds: frozenset[str] = KINDS

    def only(self, kinds: frozenset[str]) -> "Subject":
        """Know more of it."""
        return self if self.kinds <= kinds else Subject(self.code, self.kinds & kinds)


class Way(NamedTuple):
    """How a path is written.

    Attributes:
        code: The expression.
        start: The variable that holds the path to the value of the function.
        steps: The steps from there.
    """

    code: Code
    start: Code
    steps: tuple[Code, ...] = ()

    def to(self, step: Code) -> "Way":
        """Go on."""
        steps = (*self.steps, step)
        return Way(code("(*{}, {})", self.start, joined(steps)), self.start, steps)
