"""Knows how the parts of a large generated package are loaded: each when something in it is wanted.

It must not know what is in a part. Parts do not import each other: they meet through the package
above them, which imports none of them by itself (PEP 562).
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import cast

from pictura_core.checks import Check, Guard, Violation
from pictura_core.operation import Operation, Validator
from pictura_core.tuples import NamedTuple

__all__ = ["Group", "Method", "Operations", "index", "index_faces", "late"]

_FACES = ("is_", "check_")
_INNER = "inner_"


class Index(NamedTuple):
    """What a package needs that loads its parts late; assigned to these three names in it.

    Attributes:
        getattr: `__getattr__`.
        dir: `__dir__`.
        all: `__all__`.
    """

    getattr: Callable[[str], object]
    dir: Callable[[], list[str]]
    all: list[str]


def index(package: str, parts: Mapping[str, Sequence[str]], *, own: Sequence[str] = ()) -> Index:
    """Index a package by its parts.

    Args:
        package: Its `__name__`.
        parts: The public names in each part.
        own: The public names that it has itself.
    """
    homes = {name: part for part, names in parts.items() for name in names}
    return _index(package, parts, homes.get, [*own, *homes])


def index_faces(package: str, parts: Mapping[str, Sequence[str]]) -> Index:
    """Index a package of validators by its parts.

    Of a name `x`, a part has `is_x`, and the module of the same name in `checks` has `check_x`;
    either may have an `inner_` one beside it.
    """
    homes = {name: part for part, names in parts.items() for name in names}

    def home(name: str) -> str | None:
        face, _, stem = name.removeprefix(_INNER).partition("_")
        part = homes.get(stem)
        if part is None or f"{face}_" not in _FACES:
            return None
        return part if face == "is" else f"checks.{part}"

    return _index(package, parts, home, [f"{face}{name}" for name in homes for face in _FACES])


def _index(
    package: str,
    parts: Mapping[str, Sequence[str]],
    home: Callable[[str], str | None],
    names: list[str],
) -> Index:
    names.sort()

    def load(name: str) -> object:
        part = home(name)
        if part is None:
            if name in parts:
                return import_module(f"{package}.{name}")
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        found: object = getattr(import_module(f"{package}.{part}"), name)
        # The next one to ask finds it without us.
        setattr(sys.modules[package], name, found)
        return found

    def listed() -> list[str]:
        return sorted({*vars(sys.modules[package]), *parts, *names})

    return Index(load, listed, names)


def late(package: ModuleType, name: str) -> Validator:
    """Give a schema's validator, whose functions are looked up when they are first called."""

    def is_valid(value: object) -> bool:
        found: Guard = getattr(package, f"is_{name}")
        return found(value)

    def check(value: object) -> Iterator[Violation]:
        found: Check = getattr(package, f"check_{name}")
        return found(value)

    return Validator(is_valid, check)


class Operations(Mapping[str, Operation[object]]):
    """The operations of an API by operationId, each loaded with its part when it is asked for.

    A class because `Api.operations` promises a `Mapping`, whose other methods it gets from there.
    """

    __slots__ = ("_homes", "_package")

    def __init__(self, package: str, homes: Mapping[str, str]) -> None:
        """Take the table's `__name__`, and for each operation `part.CONSTANT`."""
        self._package = package
        self._homes = homes

    def __getitem__(self, name: str) -> Operation[object]:
        part, _, constant = self._homes[name].partition(".")
        found: object = getattr(import_module(f"{self._package}.{part}"), constant)
        return cast("Operation[object]", found)

    def __contains__(self, name: object) -> bool:
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    def __repr__(self) -> str:
        return f"<{len(self)} operations of {self._package}>"


class Group:
    """A client's attribute that holds the operations of one part, loaded when it is asked for.

    Asked of the client's class, it is the class of that attribute.
    """

    def __init__(self, kind: str) -> None:
        """Take the name of the class, in the module that is called as this attribute."""
        self._kind = kind
        self._name = ""
        self._package = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name
        self._package = owner.__module__.rpartition(".")[0]

    def __get__(self, client: object, owner: type) -> object:
        kind: Callable[[object], object] = getattr(
            import_module(f"{self._package}.{self._name}"), self._kind
        )
        if client is None:
            return kind
        made = kind(vars(client)["_transport"])
        vars(client)[self._name] = made
        return made


class Method:
    """A client's method that is one of a group's; asked of the class, it is the function."""

    def __init__(self, group: str) -> None:
        """Take the group's name."""
        self._group = group
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, client: object, owner: type) -> object:
        return getattr(getattr(owner if client is None else client, self._group), self._name)
