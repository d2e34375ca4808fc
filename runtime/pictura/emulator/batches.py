"""Knows the batches that were made, and how far each has come. It must not know how that is told.

A batch takes its time as a task does. Its pending states share it evenly: in the first its file is
looked through, in those between its requests are asked, in the last its results are put together.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pictura.emulator.faults import Dice
from pictura_core.batches import Batch
from pictura_core.operation import Operation


@dataclass(frozen=True, slots=True)
class Course:
    """The states that a batch goes through.

    Attributes:
        pending: One after the other, if all goes well.
        cancelling: Which it is in after it was given up, until it has ended.
    """

    pending: tuple[str, ...]
    cancelling: str

    @property
    def start(self) -> float:
        """At which share of a batch's time its requests begin to be asked."""
        return 1 / len(self.pending) if len(self.pending) > 1 else 0.0

    @property
    def end(self) -> float:
        """At which share of a batch's time all of its requests have been asked."""
        return 1 - 1 / len(self.pending) if len(self.pending) > 2 else 1.0


def course_of(batch: Batch, cancelling: object) -> Course:
    """Tell which states a batch goes through.

    A document lists what is pending without a word about what it means. The state that giving up
    leads to is the one in the example of that operation, else the last that is pending; and it is
    none of those on the way, unless it is only taken to be it and fewer than two were left.

    Args:
        batch: What the document says.
        cancelling: The state in the example of the operation that gives a batch up.
    """
    pending = batch.poll.pending
    if batch.cancel is None:
        return Course(pending, pending[-1])
    is_told = cancelling in pending
    turned = str(cancelling) if is_told else pending[-1]
    rest = tuple(one for one in pending if one != turned)
    return Course(rest if len(rest) > (0 if is_told else 1) else pending, turned)


@dataclass(slots=True)
class Lot:
    """A batch that was made.

    Attributes:
        id: As its API names it.
        operation: What its requests ask.
        batch: How it was made and is followed.
        course: Which states it goes through.
        fields: Of the request that made it.
        source: Under which name its requests are stored.
        base_url: Where urls in its answers begin.
        began: When, on the clock.
        seconds: How long it takes.
        fault: Which strikes it (`faults.OF_BATCHES`), empty if none does.
        dice: Its own.
        ids: For its files with results, as many as the document names.
        total: How many requests it has, None before its file was looked through.
        good: How many have been answered well.
        bad: How many have been refused.
        given_up: When it was given up, on the clock; None if it was not.
        state: In which it has ended, empty before.
        reasons: Why it failed.
        files: Those of its `ids` that there are.
    """

    id: str | int
    operation: Operation[object]
    batch: Batch
    course: Course
    fields: Mapping[str, object]
    source: str
    base_url: str
    began: float
    seconds: float
    fault: str
    dice: Dice
    ids: tuple[str | int, ...]
    total: int | None = None
    good: int = 0
    bad: int = 0
    given_up: float | None = None
    state: str = ""
    reasons: tuple[str, ...] = ()
    files: set[str | int] = field(default_factory=set[str | int])

    def share(self, now: float) -> float:
        """Tell which share of its time is over, 0 to 1; it ends at 1."""
        return 1.0 if now >= self.began + self.seconds else (now - self.began) / self.seconds

    def at(self, share: float) -> float:
        """Tell when a share of its time is over, on the clock."""
        return self.began + share * self.seconds

    def due(self, now: float) -> int:
        """Tell how many of its requests should have been answered by now."""
        total, course = self.total or 0, self.course
        share = self.share(now)
        if share >= course.end:
            return total
        done = (share - course.start) / (course.end - course.start)
        return max(0, math.floor(total * done))

    def told(self, now: float) -> str:
        """Tell its state; work that takes longer than it should holds it back."""
        if self.state:
            return self.state
        if self.given_up is not None:
            return self.course.cancelling
        pending = self.course.pending
        number = min(int(self.share(now) * len(pending)), len(pending) - 1)
        if self.total is None:
            number = 0
        elif self.good + self.bad < self.total and len(pending) > 2:
            number = min(number, len(pending) - 2)
        return pending[number]


class Register:
    """The batches of an API, by their ids."""

    def __init__(self) -> None:
        self._lots: dict[str, Lot] = {}

    def __len__(self) -> int:
        """Count them."""
        return len(self._lots)

    def enter(self, lot: Lot) -> None:
        """Keep a batch."""
        self._lots[str(lot.id)] = lot

    def find(self, id_: object) -> Lot | None:
        """Find a batch by its id; None if there is none."""
        return self._lots.get(str(id_))

    def newest_first(self) -> Iterator[Lot]:
        """Give all batches, the newest first."""
        return reversed(self._lots.values())


def stored_name(file: str | int) -> str:
    """Give the name under which a file is stored, by its id."""
    return f"file {file}"
