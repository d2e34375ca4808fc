"""Knows how an example becomes what is told of a batch, as far as the operation's schema lets it.

It must not know which operation answers, nor how far a batch is.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import TypeAlias

from pictura.emulator.batches import Lot
from pictura.emulator.values import put_along, put_pictures, rewritten, skeleton
from pictura_core.data import WILDCARD, find, is_object

Fits: TypeAlias = Callable[[object], bool]
"""Tells whether an operation may answer with a value."""
Steps: TypeAlias = tuple[str, ...]

EARLIEST = 10**9
"""From which on a whole number is taken to be a time, in Unix seconds."""
_OLD = 6
"""How long an example's id has to be to be looked for inside other texts."""


def filled(base: object, lot: Lot, state: str, fits: Fits) -> object:
    """Make an example tell of a batch.

    Args:
        base: The example.
        lot: The batch.
        state: In which it is.
        fits: Whether the operation may answer so.
    """
    batch, poll = lot.batch, lot.batch.poll
    value = renamed(base, batch.create.id, lot.id)
    value = put_along(value, poll.state, state)
    places = (
        *(batch.create.id, batch.create.name, poll.state),
        *(poll.reason, poll.total, poll.completed, *poll.files),
    )
    taken = {one[0] for one in places if one}
    for key, one in lot.fields.items():
        if is_object(value) and key in value and key not in taken:
            value = first_that_fits([{**value, key: one}, value], fits)
    value = first_that_fits(list(_named(value, lot, places)), fits)
    for steps, id_ in zip(poll.files, lot.ids, strict=True):
        there = bool(lot.state) and id_ in lot.files
        versions = [put_along(deepcopy(value), steps, id_)] if there else []
        value = first_that_fits(versions or list(_cleared(value, steps, places)), fits)
    if poll.reason:
        versions = list(_reasoned(value, poll.reason, lot.reasons))
        value = first_that_fits(versions or list(_cleared(value, poll.reason, places)), fits)
    return _counted(value, lot, fits)


def _named(value: object, lot: Lot, places: Sequence[Steps]) -> Iterator[object]:
    """Give versions of a value with the caller's name for a batch, and what stands beside it."""
    steps = lot.batch.create.name
    given = lot.fields.get(steps[0])
    if given is None:
        yield from _cleared(value, steps, places)
        return
    # What else has its place there is not the caller's to say.
    if not any(one[:1] == steps[:1] for one in places if one != steps):
        yield put_along(deepcopy(value), steps[:1], deepcopy(given))
    name = next((one for _, one in find(given, steps[1:])), None)
    if name is not None:
        yield put_along(deepcopy(value), steps, name)
    yield value


def _counted(value: object, lot: Lot, fits: Fits) -> object:
    """Tell how many requests there are, and how many are done.

    Where one further number stands beside these two it is of those that were refused.
    """
    poll = lot.batch.poll
    counts: list[tuple[Steps, int]] = [(poll.total, lot.total or 0)] if poll.total else []
    if poll.completed:
        *way, last = poll.completed
        beside = next((one for _, one in find(value, way)), None)
        others = [
            (*way, key)
            for key, one in (beside.items() if is_object(beside) else ())
            if type(one) is int and one < EARLIEST and key != last and (*way, key) != poll.total
        ]
        if len(others) == 1 and way:
            counts += [(poll.completed, lot.good), (others[0], lot.bad)]
        else:
            counts.append((poll.completed, lot.good + lot.bad))
    for steps, count in counts:
        value = first_that_fits([put_along(deepcopy(value), steps, count), value], fits)
    return value


def _reasoned(value: object, steps: Steps, reasons: Sequence[str]) -> Iterator[object]:
    """Give a value with reasons: by themselves if that will do, else each in an example's place."""
    if not reasons:
        return
    if WILDCARD not in steps:
        yield put_along(deepcopy(value), steps, "; ".join(reasons))
        return
    place = steps[: steps.index(WILDCARD)]
    bare = put_pictures(skeleton(steps), steps, reasons)
    yield put_along(deepcopy(value), place, find(bare, place)[0][1])
    if find(value, steps):
        yield put_pictures(deepcopy(value), steps, reasons)


def _cleared(value: object, steps: Steps, places: Sequence[Steps]) -> Iterator[object]:
    """Give versions of a value without what stands somewhere, the clearest first.

    Args:
        value: Any.
        steps: To what is not to be there.
        places: To what has a meaning; what holds another of these than this one stays.
    """
    for depth in range(1, len(steps) + 1):
        head = steps[:depth]
        if WILDCARD in head or not find(value, head):
            break
        if any(one[:depth] == head for one in places if one != steps):
            continue
        yield put_along(deepcopy(value), head, None)
        yield without(value, head)
    yield value


def without(value: object, steps: Steps) -> object:
    """Copy a value without a member."""
    value = deepcopy(value)
    *way, last = steps
    for _, one in find(value, way):
        if is_object(one):
            one.pop(last, None)
    return value


def renamed(value: object, steps: Steps, id_: str | int) -> object:
    """Copy an example with another id."""
    old = next((str(one) for _, one in find(value, steps)), "")
    return put_along(with_id(value, old, id_), steps, id_)


def with_id(value: object, old: str, id_: str | int) -> object:
    """Copy an example with another id wherever its texts have the old one."""

    def change(text: str) -> str:
        return text.replace(old, str(id_)) if old and (text == old or len(old) >= _OLD) else text

    return rewritten(deepcopy(value), change)


def first_that_fits(versions: Sequence[object], fits: Fits) -> object:
    """Give the first version that fits; if none does, the first."""
    return next((one for one in versions if fits(one)), versions[0])
