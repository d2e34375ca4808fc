"""Knows what the files of a generated package say, and no OpenAPI.

Everything that a template prints is `Code`; everything a template would have to decide is decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pictura_codegen.code import Code
from pictura_core.data import Json

Sections: TypeAlias = tuple[tuple[Code, ...], ...]
"""Import statements by section; a blank line stands between sections."""


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a class body, and what the specification says of it."""

    name: Code
    type: Code
    docstring: Code


@dataclass(frozen=True, slots=True)
class Class:
    """A TypedDict whose keys are identifiers."""

    name: Code
    docstring: Code
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A name and what it stands for: an alias, or a TypedDict with keys that are no identifiers."""

    name: Code
    annotation: Code
    value: Code
    docstring: Code


@dataclass(frozen=True, slots=True)
class Models:
    """`models.py`.

    Attributes:
        declarations: In this order; a template prints the part that a declaration has.
    """

    imports: Sections
    exported: tuple[Code, ...]
    declarations: tuple["Declaration", ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A class or an assignment; the other is None."""

    class_: Class | None
    assignment: Assignment | None


@dataclass(frozen=True, slots=True)
class Validators:
    """`validators.py` and `recipe.py`: what the schema compiler wrote, under our header."""

    imports: Sections
    exported: tuple[Code, ...]
    typing_imports: Sections
    constants: tuple[Code, ...]
    functions: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`table.py`."""

    imports: Sections
    exported: tuple[Code, ...]
    typing_imports: Sections
    constants: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method that does one thing.

    Attributes:
        name: Its name.
        parameters: As written between the brackets, without `self`.
        result: The type it returns.
        docstring: From the specification.
        body: The expression it returns.
        awaited: Whether it is a coroutine.
    """

    name: Code
    parameters: tuple[Code, ...]
    result: Code
    docstring: Code
    body: Code
    awaited: bool


@dataclass(frozen=True, slots=True)
class Operations:
    """`operations.py`."""

    imports: Sections
    exported: tuple[Code, ...]
    typing_imports: Sections
    functions: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class Client:
    """`client.py` or, if its methods are awaited, `async_client.py`.

    Attributes:
        base: The class that has its methods if they are not its own, else empty.
        options: Parameters of the constructor that only some APIs need.
        transport: What sends its requests.
    """

    asynchronous: bool
    imports: Sections
    exported: tuple[Code, ...]
    typing_imports: Sections
    name: Code
    base: Code
    docstring: Code
    options: tuple[Code, ...]
    transport: Code
    methods: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the clients of a divided package: the operations that belong together."""

    asynchronous: bool
    imports: Sections
    exported: tuple[Code, ...]
    typing_imports: Sections
    name: Code
    docstring: Code
    transport: Code
    methods: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class Facade:
    """The class under the clients of a divided package: where each method is.

    Attributes:
        stub: Whether it is written for type checkers, to whom it is all of its parts at once.
        bases: What it inherits from; nothing unless for type checkers.
        members: A line each.
    """

    stub: bool
    imports: Sections
    exported: tuple[Code, ...]
    name: Code
    docstring: Code
    bases: tuple[Code, ...]
    members: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """`__init__.py` of a package that has been divided.

    Attributes:
        constants: What it has itself.
        index: An expression that gives its `__getattr__`, `__dir__` and `__all__`; empty if only
            its parts are ever asked for.
    """

    imports: Sections
    constants: tuple[Assignment, ...]
    index: Code


@dataclass(frozen=True, slots=True)
class Stub:
    """`__init__.pyi` beside it: the same for type checkers.

    Attributes:
        imports: One a line, each under its own name, which makes it public (PEP 484).
        declarations: What it has itself.
    """

    imports: Sections
    declarations: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Init:
    """`__init__.py`, which loads what it exports when somebody asks for it.

    Attributes:
        homes: The members of a mapping from each exported name to its module.
    """

    imports: Sections
    exported: tuple[Code, ...]
    homes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """A JSON file."""

    value: Json


@dataclass(frozen=True, slots=True)
class Marker:
    """An empty file, which tells type checkers that the package is typed."""


File: TypeAlias = (
    Models
    | Validators
    | Table
    | Operations
    | Client
    | Group
    | Facade
    | Index
    | Stub
    | Init
    | Data
    | Marker
)


@dataclass(frozen=True, slots=True)
class Package:
    """Every file of a generated package, by its path inside of it.

    Attributes:
        header: The first line of every Python file: its docstring.
        files: By path, with slashes.
    """

    header: Code
    files: Mapping[str, File]
