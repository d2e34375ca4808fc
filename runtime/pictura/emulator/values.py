"""Knows how values inside an answer are found, put and changed. It knows no example and no API."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

from pictura_core.data import WILDCARD, Path, find, is_array, is_object


def holds(value: object, wanted: object) -> bool:
    """Tell whether a member of an object is the wanted scalar."""
    return is_object(value) and any(str(one) == str(wanted) for one in value.values())


def objects_in(value: object) -> Iterator[object]:
    """Give a value and all in it that are objects, outermost first."""
    if is_object(value):
        yield value
        for item in value.values():
            yield from objects_in(item)
    elif is_array(value):
        for item in value:
            yield from objects_in(item)


def skeleton(pointer: Sequence[str]) -> object:
    """Make the least value in which a pointer leads to a text."""
    value: object = ""
    for step in reversed(pointer):
        value = [value] if step == WILDCARD else {step: value}
    return value


def put_pictures(value: object, pointer: Sequence[str], pictures: Sequence[str]) -> object:
    """Clone the innermost array's element for each picture, and write each at its place."""
    if WILDCARD not in pointer:
        return put(value, find(value, pointer)[0][0], pictures[0])
    depth = len(pointer) - 1 - list(reversed(pointer)).index(WILDCARD)
    rest = tuple(pointer[depth + 1 :])
    for path, here in find(value, pointer[:depth]):
        element = next((one for one in here if find(one, rest)), None) if is_array(here) else None
        if element is None:
            continue
        clones: list[object] = []
        for picture in pictures:
            clone = deepcopy(element)
            clones.append(put(clone, find(clone, rest)[0][0], picture))
        return put(value, path, clones)
    return value


def put(value: object, path: Path, new: object) -> object:
    """Write a value at a path that is there; give the whole, which is changed in place."""
    if not path:
        return new
    here = value
    for step in path[:-1]:
        here = _step(here, step)
    last = path[-1]
    if is_object(here):
        here[str(last)] = new
    elif is_array(here) and isinstance(last, int):
        here[last] = new
    return value


def _step(value: object, step: str | int) -> object:
    if is_object(value):
        return value[str(step)]
    if is_array(value) and isinstance(step, int):
        return value[step]
    raise KeyError(step)


def put_along(value: object, pointer: Sequence[str], new: object) -> object:
    """Write a value where a pointer leads, and make the objects that are missing on the way.

    Nothing is written where an array or a scalar is in the way; the value is changed in place.
    """
    if not pointer:
        return new
    step, rest = pointer[0], pointer[1:]
    if is_object(value):
        below = value.get(step)
        value[step] = put_along({} if below is None and rest else below, rest, new)
    elif is_array(value) and step.isdecimal() and int(step) < len(value):
        value[int(step)] = put_along(value[int(step)], rest, new)
    return value


def rewritten(value: object, change: Callable[[str], str]) -> object:
    """Copy a value with every text in it changed; names of members stay."""
    if isinstance(value, str):
        return change(value)
    if is_object(value):
        return {key: rewritten(item, change) for key, item in value.items()}
    if is_array(value):
        return [rewritten(item, change) for item in value]
    return value
