"""Knows how a shape is written as a type. It must not know where the type is used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

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


@dataclass(slots=True)
class TypeWriter:
    """Writes types, and remembers what they use.

    Attributes:
        models: By place, the names of declared types.
        outside: Whether it is written outside of `models.py`, so that their module is named.
        shadowed: Builtins that mean something else here.
        used: Declared types that were written.
    """

    models: Mapping[Place, Name]
    outside: bool = False
    shadowed: frozenset[str] = frozenset()
    used: dict[Place, None] = field(default_factory=dict[Place, None])

    def write(self, shape: Shape) -> Code:
        """Write a type."""
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
            case Enumeration():
                return self._enumeration(shape)
            case Array():
                return fill("{}[{}]", self._builtin("list"), self.write(shape.item))
            case Map():
                key, value = self._builtin("str"), self.write(shape.value)
                return fill("{}[{}, {}]", self._builtin("dict"), key, value)
            case Union():
                return self._union(shape)
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
        return member("models", called, package=".") if self.outside else name(called)

    def _union(self, shape: Union) -> Code:
        members = list(dict.fromkeys(self.write(member) for member in shape.members))
        if self._builtin("object") in members:
            return self._builtin("object")
        return join(" | ", members)

    def _enumeration(self, shape: Enumeration) -> Code:
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
        ordered = [one for one in dict.fromkeys(others) if one != fixed("None")]
        return join(" | ", [*ordered, fixed("None")] if None in shape.values else ordered)


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
