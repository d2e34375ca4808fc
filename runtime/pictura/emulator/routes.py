"""Knows which operation a method and a path belong to. It knows nothing of bodies."""

import re
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import unquote

from pictura_core.operation import Operation
from pictura_core.tuples import NamedTuple

_VARIABLE = re.compile(r"\{([^{}]+)\}")


class Found(NamedTuple):
    """An operation, and its path parameters as text."""

    operation: Operation[object]
    path: dict[str, str]


class WrongMethod(NamedTuple):
    """The path is known, but not with this method."""

    allowed: tuple[str, ...]


class UnknownPath(NamedTuple):
    """No operation has this path."""


Outcome: TypeAlias = Found | WrongMethod | UnknownPath


class _Route(NamedTuple):
    operation: Operation[object]
    names: tuple[str, ...]
    pattern: re.Pattern[str]


class Router:
    """The operations of an API by their paths, concrete ones first (OpenAPI 3.1, 4.8.8.2)."""

    def __init__(self, operations: Iterable[Operation[object]]) -> None:
        self._routes = [
            _route(one) for one in sorted(operations, key=lambda one: _concreteness(one.path))
        ]

    def match(self, method: str, path: str) -> Outcome:
        """Find the operation for a method and a path as it travelled, percent-encoded.

        A concrete path hides every other that fits, whatever the method.
        """
        allowed: list[str] = []
        nearest = ""
        for route in self._routes:
            match = route.pattern.fullmatch(path)
            if match is None:
                continue
            nearest = nearest or route.operation.path
            if "{" not in nearest and route.operation.path != nearest:
                break
            if route.operation.method == method:
                values = (unquote(text) for text in match.groups())
                return Found(route.operation, dict(zip(route.names, values, strict=True)))
            allowed.append(route.operation.method)
        return WrongMethod(tuple(dict.fromkeys(allowed))) if allowed else UnknownPath()


def _concreteness(path: str) -> tuple[bool, ...]:
    return tuple("{" in segment for segment in path.split("/"))


def _route(operation: Operation[object]) -> _Route:
    pieces = _VARIABLE.split(operation.path)
    pattern = "".join(
        "([^/]+)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)
    )
    return _Route(operation, tuple(pieces[1::2]), re.compile(pattern))
