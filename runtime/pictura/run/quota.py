"""Knows when so many pictures or requests may leave, given what left before. It lets none leave.

A rate of N a minute is kept twice over: things are spaced evenly, and no minute, whichever one
looks at, sees more than N. The record of what left is a list, or a table that the runs of one
machine share; both are read by the same rule.
"""

import os
import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Literal, Protocol, TypeAlias

from pictura_core.tuples import NamedTuple

Kind: TypeAlias = Literal["images", "requests"]

MINUTE = 60.5
"""Seconds that a minute has here: what leaves evenly does not arrive as evenly."""

_AHEAD = 3600.0
"""Seconds: what is booked further ahead was booked by another clock."""


class Rate(NamedTuple):
    """What a minute may see.

    Attributes:
        kind: Of what.
        per_minute: How many.
    """

    kind: Kind
    per_minute: float


class Left(NamedTuple):
    """Some things left, or will.

    Attributes:
        kind: What they are.
        at: When, in seconds of the machine's monotonic clock.
        number: How many left at once.
    """

    kind: Kind
    at: float
    number: int


class Record(Protocol):
    """What left in the last minute."""

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave.

        Returns:
            The moment, `now` or later.
        """
        ...


def earliest(left: Iterable[Left], now: float, rate: Rate, number: int) -> float:
    """Say when some things may leave: now, or as soon as a rate allows it.

    More at once than a minute may see leave alone, and whatever comes next waits the longer.
    """
    before = sorted((one.at, one.number) for one in left if one.kind == rate.kind)
    even = 60.0 / rate.per_minute
    moment = max([now, *(at + count * even for at, count in before[-1:])])
    room = max(rate.per_minute, number) - number
    # From the last one on: as soon as those within a minute are too many, that one has to be over.
    seen = 0
    for at, count in reversed(before):
        seen += count
        if seen > room:
            return max(moment, at + MINUTE)
    return moment


class Memory:
    """What this run let leave."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left: list[Left] = []

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave."""
        self._left = [one for one in self._left if _end(one, rates) > now]
        moment = _moment(self._left, now, rates, images)
        self._left += _booked(moment, images)
        return moment


class Shared:
    """What all runs of this machine that ask one server let leave.

    Args:
        path: The SQLite file; it is made.
        server: The server's address.
    """

    __slots__ = ("_path", "_scope")

    def __init__(self, path: str, server: str) -> None:
        self._path = path
        # The monotonic clock begins anew when the machine does.
        self._scope = f"{server.rstrip('/')} {_boot()}"

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave.

        Raises:
            sqlite3.Error: The file cannot be used.
            OSError: Its folder cannot be made.
        """
        longest = max((60.0 / rate.per_minute * images for rate in rates), default=0.0)
        with self._open() as connection:
            connection.execute(
                "DELETE FROM departures WHERE until < ? OR at > ?", (now, now + _AHEAD + longest)
            )
            rows = connection.execute(
                "SELECT kind, at, number FROM departures WHERE scope = ?", (self._scope,)
            )
            moment = _moment([Left(*row) for row in rows], now, rates, images)
            connection.executemany(
                "INSERT INTO departures (scope, kind, at, number, until) VALUES (?, ?, ?, ?, ?)",
                [(self._scope, *one, _end(one, rates)) for one in _booked(moment, images)],
            )
        return moment

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=30)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # a minute of memory, and no more
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS departures (scope TEXT NOT NULL,"
                    " kind TEXT NOT NULL, at REAL NOT NULL, number INTEGER NOT NULL,"
                    " until REAL NOT NULL)"
                )
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


class Careful:
    """A shared record, and one of its own for when that cannot be used."""

    __slots__ = ("_own", "_shared")

    def __init__(self, shared: Record) -> None:
        self._shared = shared
        self._own = Memory()

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave."""
        own = self._own.book(now, rates, images)
        with suppress(sqlite3.Error, OSError):
            return max(own, self._shared.book(now, rates, images))
        return own


def shared_path() -> str:
    """Say where the runs of one machine share what left: in the person's folder for state."""
    home = os.environ.get("XDG_STATE_HOME") or os.path.join(
        os.path.expanduser("~"), ".local", "state"
    )
    return os.path.join(home, "pictura", "pace.sqlite")


def _moment(left: Sequence[Left], now: float, rates: Sequence[Rate], images: int) -> float:
    moment = now
    for rate in rates:
        number = images if rate.kind == "images" else 1
        moment = max(moment, earliest(left, now, rate, number))
    return moment


def _booked(moment: float, images: int) -> tuple[Left, Left]:
    return Left("images", moment, images), Left("requests", moment, 1)


def _end(one: Left, rates: Sequence[Rate]) -> float:
    """Say from when on a departure delays no other."""
    alone = (one.number * 60.0 / rate.per_minute for rate in rates if rate.kind == one.kind)
    return one.at + max(MINUTE, *alone, 0.0)


def _boot() -> str:
    with suppress(OSError), open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        return file.read().strip()
    return ""
