"""Knows how a file or a batch is told of, in the API's own words. It must not know when.

Where an id, a state, a reason or a count stands, the table says; the examples give the rest, and
whatever the operation's schema does not take is left as it is in them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from pictura.emulator.batches import Lot
from pictura.emulator.examples import Examples, Told
from pictura.emulator.filling import (
    EARLIEST,
    Fits,
    Steps,
    filled,
    first_that_fits,
    renamed,
    with_id,
    without,
)
from pictura.emulator.forms import Upload
from pictura.emulator.shaping import accepts
from pictura.emulator.values import put, put_along
from pictura_core.batches import Batch
from pictura_core.data import WILDCARD, find, is_object
from pictura_core.operation import Api, Operation

_FILE_NAME = re.compile(r"[^/\s]+\.[A-Za-z0-9]{1,8}")


class Reports:
    """Tells of files and batches."""

    def __init__(self, api: Api, examples: Examples) -> None:
        self._api = api
        self._examples = examples

    def file(
        self,
        operation: Operation[object],
        steps: Steps,
        id_: str | int,
        name: str,
        size: int,
        fields: Mapping[str, object],
    ) -> Told:
        """Tell of a file.

        Its name is told where an example has what looks like one, and its size where an example
        has one number that is no time.

        Args:
            operation: Which answers.
            steps: To the file's id in its answer.
            id_: The file's.
            name: The file's, empty if it has none.
            size: In bytes.
            fields: Of the request that uploaded it.
        """
        told = self._examples.success(operation)
        value = renamed(told.value, steps, id_)
        if not is_object(value):
            return Told(told.status, value)
        numbers = [name for name, one in value.items() if type(one) is int and 0 <= one < EARLIEST]
        changes: dict[str, object] = {
            key: name or one
            for key, one in value.items()
            if isinstance(one, str) and _FILE_NAME.fullmatch(one)
        }
        if len(numbers) == 1:
            changes[numbers[0]] = size
        changes |= {
            key: one
            for key, one in fields.items()
            if key in value and not isinstance(one, Upload | bytes)
        }
        fits = _fitting(operation)
        for key, one in changes.items():
            if is_object(value) and (key,) != steps:
                value = first_that_fits([{**value, key: one}, value], fits)
        return Told(told.status, value)

    def batch(self, operation: Operation[object], lot: Lot, state: str) -> Told:
        """Tell of a batch.

        Args:
            operation: Which answers.
            lot: The batch.
            state: In which it is.
        """
        fits = _fitting(operation)
        own = [one for one in self._examples.answers(operation) if 200 <= one.status < 300]
        value = self._best(lot, state, [one.value for one in own], fits)
        return Told(own[0].status if own else self._examples.success(operation).status, value)

    def batches(
        self, operation: Operation[object], lots: Sequence[tuple[Lot, str]], *, more: bool
    ) -> Told:
        """List batches.

        Args:
            operation: Which answers; its first example is filled.
            lots: Each with its state.
            more: Whether there are further ones.
        """
        told = self._examples.success(operation)
        described = next(
            one.batch
            for one in self._api.operations.values()
            if one.batch is not None and one.batch.find.operation == operation.id
        )
        steps = described.find.batches
        at = steps.index(WILDCARD)
        place, rest = steps[:at], steps[at + 1 :]
        listed = [one for _, one in find(told.value, steps)]
        empty = put_along(deepcopy(told.value), place, [])

        def fits(element: object) -> bool:
            return accepts(operation, put_along(deepcopy(empty), place, [framed(element)]))

        def framed(element: object) -> object:
            return put_along({}, rest, element) if rest else element

        items = [self._best(lot, state, listed, fits) for lot, state in lots]
        old = next((str(one) for _, one in find(listed[:1], ("0", *described.create.id))), "")
        value = _with_ends(empty, old, items, described.create.id, _fitting(operation))
        if described.find.more:
            value = put_along(value, described.find.more, more)
        return Told(told.status, put_along(value, place, [framed(one) for one in items]))

    def state_of(self, operation: Operation[object] | None, batch: Batch) -> object:
        """Give the state in an operation's example; None if it has none."""
        if operation is None:
            return None
        value = self._examples.success(operation).value
        return next((one for _, one in find(value, batch.poll.state)), None)

    def pattern(self, operation: Operation[object] | None, steps: Steps) -> str | int:
        """Give the id in an operation's example; empty if it has none."""
        if operation is None:
            return ""
        for told in self._examples.answers(operation):
            for _, one in find(told.value, steps):
                if isinstance(one, str | int):
                    return one
        return ""

    def named(
        self, operation: Operation[object], old: str | int, id_: str | int, own: object
    ) -> Told:
        """Tell what else an operation says of a file or a batch.

        Args:
            operation: Which answers.
            old: The id that its example may have.
            id_: The file's or the batch's.
            own: What other operations tell of it; if this one may tell it too, it does.
        """
        told = self._examples.success(operation)
        if own is not None and accepts(operation, own):
            return Told(told.status, own)
        return Told(told.status, with_id(told.value, str(old), id_))

    def _best(self, lot: Lot, state: str, own: Sequence[object], fits: Fits) -> object:
        """Tell of a batch in the example that is nearest to it, of those that can be told so."""
        versions = [filled(base, lot, state, fits) for base in self._nearest(lot, state, own)]
        return first_that_fits(versions, fits)

    def _nearest(self, lot: Lot, state: str, own: Sequence[object]) -> list[object]:
        """Give examples of batches: of this state, of such a state, then others; own ones first."""
        poll = lot.batch.poll
        alike = next((one for one in (poll.pending, poll.done, poll.failed) if state in one), ())

        def distance(value: object) -> int:
            told = next((one for _, one in find(value, poll.state)), None)
            return 0 if told == state else 1 if told in alike else 2 if told is not None else 3

        known = [*own, *self._others(lot.batch)]
        return [*sorted(known, key=distance), {}]

    def _others(self, batch: Batch) -> Iterator[object]:
        names = [batch.poll.operation, batch.create.operation]
        names += [batch.cancel.operation] if batch.cancel is not None else []
        for name in names:
            operation = self._api.operations.get(name)
            for told in self._examples.answers(operation) if operation is not None else ():
                if 200 <= told.status < 300:
                    yield told.value
        lister = self._api.operations.get(batch.find.operation)
        for told in self._examples.answers(lister) if lister is not None else ():
            yield from (one for _, one in find(told.value, batch.find.batches))


def _with_ends(
    value: object, old: str, items: Sequence[object], steps: Steps, fits: Fits
) -> object:
    """Where a list's frame repeats its example's id, repeat the first and last of this list."""
    places = [path for path, one in _texts(value) if old and one == old]
    ids = [str(one) for item in items for _, one in find(item, steps)]
    for number, path in enumerate(places):
        names = tuple(map(str, path))
        if ids:
            first = number == 0 and len(places) > 1
            value = put(value, path, ids[0] if first else ids[-1])
        else:
            value = first_that_fits(
                [put_along(deepcopy(value), names, None), without(value, names)], fits
            )
    return value


def _texts(value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    if is_object(value):
        for key, one in value.items():
            if isinstance(one, str):
                yield (key,), one
            elif is_object(one):
                yield from (((key, *path), text) for path, text in _texts(one))


def _fitting(operation: Operation[object]) -> Fits:
    return lambda value: accepts(operation, value)
