"""Knows what the shapes of `allOf`, `oneOf` and `anyOf` come to.

It must not look into a document: it asks for the shape of what is referred to.
"""

from collections.abc import Callable, Iterable

from pictura_codegen.api import (
    Anything,
    Array,
    Boolean,
    Enumeration,
    Field,
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
from pictura_codegen.read.reader import Reader
from pictura_core.data import Json

DEEPEST = 64
"""So many references that need each other are followed; inheritance is never so deep."""
_MERGED = 500_000
_DISTRIBUTED = 16
"""So many members of a union are each combined with the rest; above, the rest is left out."""


def unite(members: Iterable[Shape]) -> Shape:
    """Say any of several shapes as plainly as possible, null last."""
    flat: list[Shape] = []
    for member in members:
        for one in member.members if isinstance(member, Union) else (member,):
            if isinstance(one, Anything):
                return one
            if not isinstance(one, Never) and one not in flat:
                flat.append(one)
    flat = _without_repetition(flat)
    if Number() in flat and Integer() in flat:
        flat.remove(Integer())
    if Null() in flat:
        flat.remove(Null())
        flat.append(Null())
    if not flat:
        return Never()
    return flat[0] if len(flat) == 1 else Union(tuple(flat))


def _without_repetition(members: list[Shape]) -> list[Shape]:
    """Join enumerations, and leave out values that another member takes anyway."""
    values: list[Json] = []
    for member in members:
        if isinstance(member, Enumeration):
            values += [one for one in member.values if one not in values or isinstance(one, bool)]
    others: list[Shape] = [one for one in members if not isinstance(one, Enumeration)]
    if String() in others:
        values = [one for one in values if not isinstance(one, str)]
    if Null() in others:
        values = [one for one in values if one is not None]
    if not values:
        return others
    at = next(i for i, member in enumerate(members) if isinstance(member, Enumeration))
    before = sum(not isinstance(member, Enumeration) for member in members[:at])
    return [*others[:before], Enumeration(tuple(values)), *others[before:]]


def intersect(
    reader: Reader, place: Place, parts: Iterable[Shape], look: Callable[[Place], Shape]
) -> Shape:
    """Say all of several shapes at once; what no type can say is left to the validators.

    Args:
        reader: Knows which references are being followed.
        place: Where an object stands that comes out of it.
        parts: The shapes.
        look: Gives the shape of what is referred to.
    """
    result: Shape = Anything()
    for part in parts:
        result = _both(_Merge(reader, place, look), result, part)
    return result


class _Merge:
    """What the combination of two shapes needs to know of their surroundings."""

    __slots__ = ("look", "place", "reader")

    def __init__(self, reader: Reader, place: Place, look: Callable[[Place], Shape]) -> None:
        self.reader = reader
        self.place = place
        self.look = look

    def resolve(self, shape: Reference) -> Shape | None:
        """Give what is referred to; None if that is being asked already, or lies too deep."""
        reader, to = self.reader, shape.to
        if to in reader.resolved:
            return reader.resolved[to]
        if to in reader.following or len(reader.following) >= DEEPEST or reader.is_too_deep:
            if to not in reader.following and not reader.is_too_deep:
                reader.is_too_deep = True
                message = f"references lead more than {DEEPEST} schemas deep into each other here"
                reader.error("references-too-deep", message, reader.following[0])
            reader.cuts += 1
            return None
        cuts = reader.cuts
        reader.following.append(to)
        try:
            target = self.look(to)
            found = self.resolve(target) if isinstance(target, Reference) else target
        finally:
            reader.following.pop()
        if found is not None and reader.cuts == cuts:
            reader.resolved[to] = found
        return found


def _both(merge: _Merge, left: Shape, right: Shape) -> Shape:
    if left == right or isinstance(right, Anything):
        return left
    if isinstance(left, Anything):
        return right
    if isinstance(left, Never) or isinstance(right, Never):
        return Never()
    if isinstance(left, Map) and isinstance(left.value, Anything) and _objects(merge, right):
        return right
    if isinstance(right, Map) and isinstance(right.value, Anything) and _objects(merge, left):
        return left
    if isinstance(left, Reference):
        resolved = merge.resolve(left)
        return right if resolved is None else _both(merge, resolved, right)
    if isinstance(right, Reference):
        resolved = merge.resolve(right)
        return left if resolved is None else _both(merge, left, resolved)
    if isinstance(left, Union):
        return _distribute(merge, left, right)
    if isinstance(right, Union):
        return _distribute(merge, right, left)
    return _plain(merge, left, right)


def _plain(merge: _Merge, left: Shape, right: Shape) -> Shape:
    match left, right:
        case Object(), Object():
            return _merged(merge, left, right)
        case (Object(), Map()) | (Map(), Object()):
            return left if isinstance(left, Object) else right
        case Map(), Map():
            return Map(_both(merge, left.value, right.value))
        case Array(), Array():
            return Array(_both(merge, left.item, right.item))
        case (Integer(), Number()) | (Number(), Integer()):
            return Integer()
        case Enumeration(), _:
            return _chosen(left, right)
        case _, Enumeration():
            return _chosen(right, left)
        case _:
            return left if type(left) is type(right) else Never()


def _chosen(enumeration: Enumeration, other: Shape) -> Shape:
    def fits(value: object) -> bool:
        match other:
            case Enumeration():
                return any(value == one and type(value) is type(one) for one in other.values)
            case Null():
                return value is None
            case Boolean():
                return isinstance(value, bool)
            case Integer() | Number():
                return isinstance(value, int | float) and not isinstance(value, bool)
            case String():
                return isinstance(value, str)
            case Array():
                return isinstance(value, list)
            case Object() | Map():
                return isinstance(value, dict)
            case _:
                return True

    values = tuple(value for value in enumeration.values if fits(value))
    return Enumeration(values) if values else Never()


def _merged(merge: _Merge, left: Object, right: Object) -> Object:
    _count(merge, len(left.fields) + len(right.fields))
    fields = {field.name: field for field in left.fields}
    for field in right.fields:
        have = fields.get(field.name)
        fields[field.name] = field if have is None else _field(merge, have, field)
    return Object(merge.place, left.description or right.description, tuple(fields.values()))


def _count(merge: _Merge, fields: int) -> None:
    """Give up on schemas that inherit from each other until they fill the memory."""
    reader = merge.reader
    reader.merged += fields
    if reader.merged > _MERGED and not reader.is_too_deep:
        reader.is_too_deep = True
        message = f"the schemas inherit more than {_MERGED} properties from each other"
        reader.error(
            "references-too-deep", message, reader.following[0] if reader.following else merge.place
        )


def _field(merge: _Merge, left: Field, right: Field) -> Field:
    inner = _Merge(merge.reader, merge.place.child("properties", left.name), merge.look)
    return Field(
        left.name,
        _both(inner, left.shape, right.shape),
        left.required or right.required,
        right.description or left.description,
    )


def _distribute(merge: _Merge, union: Union, other: Shape) -> Shape:
    if len(union.members) > _DISTRIBUTED:
        return union
    members: list[Shape] = []
    for index, member in enumerate(union.members):
        inner = _Merge(merge.reader, merge.place.child(f"{index + 1}"), merge.look)
        members.append(_both(inner, member, other))
    return unite(members)


def _objects(merge: _Merge, shape: Shape) -> bool:
    """Tell whether a shape has nothing but objects, without reading what is referred to twice."""
    match shape:
        case Object() | Map():
            return True
        case Union():
            return all(_objects(merge, member) for member in shape.members)
        case Reference():
            resolved = merge.resolve(shape)
            return resolved is None or _objects(merge, resolved)
        case _:
            return False
