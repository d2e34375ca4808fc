"""Knows what a function under construction may ask for: names, constants, words, other functions.

It must not know any keyword. Keywords reach each other only through it, so none imports another.
"""

import builtins
import keyword
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from pictura_codegen.schema.code import Code, Test, call, code, joined, literal, word
from pictura_codegen.schema.nodes import Node, Nodes
from pictura_codegen.schema.statements import Line, Statements
from pictura_codegen.schema.subjects import Subject, Way

_TAKEN: Final = frozenset(
    # A lone l looks like a digit.
    (*dir(builtins), *keyword.kwlist, *keyword.softkwlist, "value", "path", "l")
)
_SKIPPED: Final = frozenset(
    ("components", "content", "definitions", "$defs", "paths", "properties", "schema", "schemas")
)
_SINGULAR: Final = {"items": "item", "additionalProperties": "value", "patternProperties": "value"}
_SECRET: Final = re.compile(r"(^|_)(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)($|_)")


class Library(Protocol):
    """What is shared by all functions of a module."""

    def constant(self, name: str, value: Code, annotation: str = "") -> Code:
        """Give the name of a constant; equal values have one name."""
        ...

    def word(self, name: str) -> Code:
        """Use a word of the runtime."""
        ...

    def imported(self, line: str) -> None:
        """Use a module."""
        ...

    def is_function(self, node: Node) -> Code:
        """Give the fast function of a schema."""
        ...

    def check_function(self, node: Node) -> Code:
        """Give the explaining function of a schema."""
        ...

    def evaluated_function(self, node: Node, what: str) -> Code:
        """Give the function that tells which `properties` or `items` a schema has evaluated."""
        ...

    def reserved(self, name: str) -> bool:
        """Tell whether the module uses a name."""
        ...


class Faces(NamedTuple):
    """The ways to write a schema in place; given from above, because keywords hold schemas."""

    fast: "Callable[[Node, Subject, Scope], Statements]"
    explain: "Callable[[Node, Subject, Way, Scope], Statements]"
    condition: "Callable[[Node, Subject, Scope], Test]"
    narrowed: "Callable[[Node, Subject], Subject]"


class Options(NamedTuple):
    """What a caller decides.

    Attributes:
        formats: Whether `format` is asserted.
        asserting: Documents in which it is, whatever `formats` says.
        guards: Whether objects and arrays are tested by the runtime's typed words.
    """

    formats: bool
    guards: bool
    asserting: frozenset[str] = frozenset()


class Scope:
    """One function under construction."""

    def __init__(self, nodes: Nodes, library: Library, faces: Faces, options: Options) -> None:
        self.nodes = nodes
        self.library = library
        self.options = options
        self._faces = faces
        self._locals: set[str] = set()
        self.depth = 0

    def local(self, hint: str) -> Code:
        """Give a fresh local variable."""
        name = identifier(hint)
        candidate, count = name, 1
        while candidate in self._locals or self.library.reserved(candidate):
            count += 1
            candidate = f"{name}_{count}"
        self._locals.add(candidate)
        return word(candidate)

    def fast(self, node: Node, it: Subject) -> Statements:
        """Write a schema in place: statements that return False unless the value holds."""
        return self._faces.fast(node, it, self)

    def explain(self, node: Node, it: Subject, at: Way) -> Statements:
        """Write a schema in place: statements that yield every violation."""
        return self._faces.explain(node, it, at, self)

    def condition(self, node: Node, it: Subject) -> Test:
        """Write a schema as one question."""
        return self._faces.condition(node, it, self)

    def narrowed(self, node: Node, it: Subject) -> Subject:
        """Know of a value what a schema that it holds for has tested."""
        return self._faces.narrowed(node, it)

    def speak(self, node: Node, it: Code, at: Way) -> Line:
        """Let the function of a schema speak."""
        function = self.library.check_function(node)
        return Line(code("yield from {}({}, {})", function, it, at.code))

    def say(
        self, node: Node, keyword: str, speaker: str, it: Code, at: Way, *arguments: Code
    ) -> Line:
        """Yield a violation, in a word's sentence or in the schema's own."""
        place = literal(node.place(keyword))
        if node.sentence is None:
            name = self.library.word(speaker)
            return Line(code("yield {}({})", name, joined((it, at.code, place, *arguments))))
        name = self.library.word("Violation")
        said = call(name, at.code, literal(keyword or "false"), place, literal(node.sentence))
        return Line(code("yield {}", said))


@lru_cache(maxsize=4096)
def identifier(text: str, fallback: str = "item") -> str:
    """Make a lower-case identifier of any text."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text)
    name = re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")[:60].strip("_")
    if not name:
        return fallback
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    if _SECRET.search(name):
        # A linter takes comparing a variable of such a name for a secret in the source.
        name = f"{name.replace('_', '')}value"
    return f"{name}_" if name in _TAKEN else name


def stem_of(steps: Iterable[str], fallback: str) -> str:
    """Name a schema by the steps that lead to it."""
    words = [_SINGULAR.get(step, step) for step in steps if step not in _SKIPPED]
    if len(words) > 4:
        words = [words[0], *words[-3:]]
    return identifier("_".join(words), fallback)
