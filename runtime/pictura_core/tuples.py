"""Knows how named tuples are made quickly. To a type checker they are `typing.NamedTuple`.

The standard library compiles a constructor for each class while it is imported, which is most of
what a class costs. A short command imports far more classes than it makes values of, so here a
class gets its constructor, the very same, when its first value is made.
"""

import sys
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 14):
    # From 3.14 on, a class knows its annotations only on demand: typing knows how to ask.
    from typing import NamedTuple
else:
    from _collections import _tuplegetter

    class _Named(tuple):
        __slots__ = ()
        _fields = ()
        _field_defaults = MappingProxyType({})

        def __new__(cls, *values, **named):
            owner = next(one for one in cls.__mro__ if "_fields" in vars(one))
            names = ", ".join(owner._fields)
            comma = "," if len(owner._fields) == 1 else ""
            scope = {"_new": tuple.__new__, "__builtins__": {}}
            made = eval(  # noqa: S307 - of names that the class itself declares
                f"lambda _cls, {names}: _new(_cls, ({names}{comma}))", scope
            )
            made.__defaults__ = tuple(owner._field_defaults.values())
            made.__name__ = "__new__"
            made.__qualname__ = f"{owner.__name__}.__new__"
            owner.__new__ = made
            return made(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, /, **changes):
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                message = f"Got unexpected field names: {list(changes)!r}"
                raise ValueError(message)
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            said = ", ".join(f"{n}={v!r}" for n, v in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({said})"

        def __getnewargs__(self):
            return tuple(self)

    class _Maker(type):
        def __new__(mcs, name, bases, space):
            fields = tuple(space.get("__annotations__", ()))
            space["_fields"] = space["__match_args__"] = fields
            space["_field_defaults"] = {one: space.pop(one) for one in fields if one in space}
            space["__slots__"] = ()
            for at, field in enumerate(fields):
                space[field] = _tuplegetter(at, "")
            kinds = tuple(_Named if base is _BASE else base for base in bases)
            return type.__new__(type, name, kinds, space)

    _BASE = type.__new__(_Maker, "NamedTuple", (), {})

    class _Declared:
        """Stands among the bases of a class; what it is made of comes from `_Maker`."""

        def __mro_entries__(self, bases):
            return (_BASE,)

    NamedTuple = _Declared()

__all__ = ["NamedTuple"]
