"""Knows how a shape is written as a type. It must not know where the type is used."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from pictura_codegen.api import (
    Anything,
    Array,
    Binary,
    Boolean,
    Enumeration,
    Integer,
    Map,
    Never,
    Null,
    Number,
    Object,
    Place,
    Reference,
    Shape,
    String,
    Union,
)
from pictura_codegen.code import Code, fill, fixed, join, lines, literal, member, name, word
from pictura_codegen.names import Name
from pictura_core.data import Json

_Single: TypeAlias = (
    Null
    | Boolean
    | Integer
    | Number
    | String
    | Binary
    | Array
    | Object
    | Map
    | Reference
    | Anything
    | Never
)


@dataclass(slots=True)
class TypeWriter:
    """Writes types, and remembers what they use.

    Attributes:
        models: By place, the names of declared types.
        outside: Whether it is written outside of `models.py`, so that their module is named.
        here: Declared types that need no module's name inside of it; None for all.
        shadowed: Builtins that mean something else here.
        used: Declared types that were written.
    """

    models: Mapping[Place, Name]
    outside: bool = False
    here: Container[Place] | None = None
    shadowed: frozenset[str] = frozenset()
    used: dict[Place, None] = field(default_factory=dict[Place, None])

    def write(self, shape: Shape) -> Code:
        """Write a type."""
        return union(self.alternatives(shape))

    def alternatives(self, shape: Shape) -> tuple[Code, ...]:
        """Write each type of a union by itself, those of unions in it too; one of anything else."""
        match shape:
            case Union():
                return self._union(shape)
            case Enumeration():
                return self._enumeration(shape)
            case _:
                return (self._single(shape),)

    def _single(self, shape: _Single) -> Code:
        match shape:
            case Null():
                return fixed("None")
            case Boolean():
                return self._builtin("bool")
            case Integer():
                return self._builtin("int")
            case Number():
                return self._builtin("float")
            case String():
                return self._builtin("str")
            case Binary():
                return word("pictura_core.wire", "File")
            case Array():
                return fill("{}[{}]", self._builtin("list"), self.write(shape.item))
            case Map():
                key, value = self._builtin("str"), self.write(shape.value)
                return fill("{}[{}, {}]", self._builtin("dict"), key, value)
            case Reference():
                return self._declared(shape.to)
            case Object():
                return self._declared(shape.place)
            case Anything():
                return self._builtin("object")
            case Never():
                return word("typing", "Never")
            case _:
                assert_never(shape)

    def _builtin(self, of: str) -> Code:
        if of in self.shadowed:
            return member("builtins", Name(of))
        return name(Name(of))

    def _declared(self, place: Place) -> Code:
        self.used[place] = None
        called = self.models[place]
        elsewhere = self.outside or not self._is_here(place)
        return member("models", called, package=".") if elsewhere else name(called)

    def _is_here(self, place: Place) -> bool:
        return self.here is None or place in self.here

    @property
    def reaches_out(self) -> bool:
        """Whether a type was written that is declared in another part."""
        return not all(self._is_here(place) for place in self.used)

    def _union(self, shape: Union) -> tuple[Code, ...]:
        found = tuple(code for member in shape.members for code in self.alternatives(member))
        anything = self._builtin("object")
        return (anything,) if anything in found else found

    def _enumeration(self, shape: Enumeration) -> tuple[Code, ...]:
        named: list[Code] = []
        others: list[Code] = []
        for value in shape.values:
            kind = _other(value)
            if kind is None:
                named.append(literal(value))
            else:
                others.append(self.write(kind))
        if named:
            listed = named[0] if len(named) == 1 else lines("", named, "")
            others.insert(0, fill("{}[{}]", word("typing", "Literal"), listed))
        return tuple(others)


def union(alternatives: Iterable[Code]) -> Code:
    """Write several types as one, each once, and None last, where readers look for it."""
    nothing, never = fixed("None"), word("typing", "Never")
    found = dict.fromkeys(alternatives)
    ordered = [one for one in found if one != nothing]
    if len(found) > 1 and never in found:
        ordered.remove(never)
    return join(" | ", [*ordered, nothing] if nothing in found else ordered)


def _other(value: Json) -> Shape | None:
    """Tell the shape of a value that no Literal can hold (PEP 586)."""
    match value:
        case None:
            return Null()
        case float():
            return Number()
        case list():
            return Array(Anything())
        case dict():
            return Map(Anything())
        case _:
            return None
