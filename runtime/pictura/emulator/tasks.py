"""Knows the tasks that were started, and how far each has come. It must not know how that is told.

A task's id follows from its request, and a button's value from its task's id: so an emulator that
was started anew knows its buttons again.
"""

import hashlib
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum

from pictura.emulator.drawing.order import Order
from pictura.emulator.ids import Digests
from pictura_core.extensions import Task
from pictura_core.operation import Api, Operation
from pictura_core.tuples import NamedTuple

_RANDOM = re.compile(r"(?<![0-9a-z])[0-9a-f-]{12,}(?![0-9a-z])")
"""The part of a button's value that differs from task to task."""
_PUNCTUAL = 0.95
"""Which share of the least time between two questions has to be over: clocks are never alike."""


class Fate(Enum):
    """How a task ends."""

    DONE = "done"
    FAILED = "failed"
    PAUSED = "paused"


class Ticket(NamedTuple):
    """A task that was started.

    Attributes:
        id: As its API names it.
        operation: Which started it.
        task: How it is followed.
        fields: Of the request, without its files.
        began: When, on the clock.
        seconds: How long it takes.
        fate: How it ends.
        orders: What it makes, without inputs.
        names: Under which names that is stored.
    """

    id: str | int
    operation: Operation[object]
    task: Task
    fields: Mapping[str, object]
    began: float
    seconds: float
    fate: Fate
    orders: tuple[Order, ...] = ()
    names: tuple[str, ...] = ()

    def progress(self, now: float) -> float:
        """Tell which share of its time is over, 0 to 1; it ends at 1."""
        return 1.0 if now >= self.began + self.seconds else (now - self.began) / self.seconds


class Link(NamedTuple):
    """That an operation asks for tasks: whose, and by which parameter or field."""

    poll: str
    parameter: str


class Desk:
    """The tasks of an API, by the operation that polls them and by their ids.

    Attributes:
        digests: Of the requests that started them.
    """

    def __init__(self, api: Api, clock: Callable[[], float], insistence: float) -> None:
        """Open the desk.

        Args:
            api: Whose tasks.
            clock: Seconds that only grow.
            insistence: Share of the least time between two questions that is insisted on.
        """
        self._clock = clock
        self._insistence = insistence
        self._tickets: dict[tuple[str, str], Ticket] = {}
        self._asked: dict[tuple[str, str], float] = {}
        self.digests = Digests()
        self._links: dict[str, list[Link]] = {}
        for one in api.operations.values():
            if one.task is not None:
                link = Link(one.task.poll, one.task.parameter)
                for name in {one.task.poll, one.task.fetch} - {""}:
                    links = self._links.setdefault(name, [])
                    if link not in links:
                        links.append(link)

    def links(self, operation: Operation[object]) -> Sequence[Link]:
        """Tell whose tasks an operation asks for; none if it asks for no task."""
        return self._links.get(operation.id, ())

    def find(self, operation: Operation[object], fields: Mapping[str, object]) -> Ticket | None:
        """Find the task that a request asks for; None if there is none, or none any more."""
        for link in self.links(operation):
            ticket = self._tickets.get((link.poll, str(fields.get(link.parameter))))
            if ticket is not None:
                end = ticket.began + ticket.seconds + (ticket.task.expires or float("inf"))
                return ticket if self._clock() < end else None
        return None

    def named(self, poll: str, fields: Mapping[str, object]) -> Ticket | None:
        """Find the task whose id is the value of any field of a request."""
        found = (
            self._tickets.get((poll, str(value)))
            for value in fields.values()
            if isinstance(value, str | int)
        )
        return next((one for one in found if one is not None), None)

    def anywhere(self, values: Sequence[object]) -> Ticket | None:
        """Find the task that one of some values is the id of, whichever operation polls it."""
        texts = {str(one) for one in values}
        return next((one for (_, id_), one in self._tickets.items() if id_ in texts), None)

    def keep(self, ticket: Ticket) -> None:
        """Keep a task; one of the same id is forgotten."""
        self._tickets[ticket.task.poll, str(ticket.id)] = ticket

    def wait(self, ticket: Ticket) -> float:
        """Note a question for a task's state, and tell by how many seconds it came too early."""
        key = (ticket.task.poll, str(ticket.id))
        now = self._clock()
        last = self._asked.get(key)
        least = ticket.task.minimum * self._insistence
        if last is not None and now < last + least * _PUNCTUAL:
            return last + least - now
        self._asked[key] = now
        return 0.0


def button_value(pattern: str, id_: str | int) -> str:
    """Make the value of a task's button that looks like an example's, which no other task has."""
    source = itertools.cycle(hashlib.sha256(f"{id_} {_plain(pattern)}".encode()).hexdigest())

    def change(match: re.Match[str]) -> str:
        return "".join(one if one == "-" else next(source) for one in match[0])

    value, count = _RANDOM.subn(change, pattern)
    return value if count else f"{pattern}::{''.join(itertools.islice(source, 32))}"


def is_button(pattern: str, value: str, ids: Iterator[object]) -> bool:
    """Tell whether a value is that of a button like an example's, of one of some tasks.

    What belongs to the example's own task counts too.
    """
    own = _RANDOM.findall(pattern)
    is_example = value == pattern or (bool(own) and _RANDOM.findall(value) == own)
    return is_example or any(
        value == button_value(pattern, one) for one in ids if isinstance(one, str | int)
    )


def _plain(pattern: str) -> str:
    return _RANDOM.sub("", pattern)
