"""Knows when so many pictures or requests may leave, given what left before. It lets none leave.

A rate of N a minute is kept twice over: things are spaced evenly, and no minute, whichever one
looks at, sees more than N. Both hold for a minute that is a little longer than others'. The record
of what left is a list, or a table that the runs of one machine share, or in a database those of
many machines (`departures`); all are read by one rule.
"""

import os
import sqlite3
from bisect import bisect_left
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager, suppress
from threading import Lock
from typing import Literal, Protocol, TypeAlias

from pictura.state.databases import Transaction
from pictura.state.sqlite import Statements
from pictura_core.diagnostics import Rejected
from pictura_core.tuples import NamedTuple

Kind: TypeAlias = Literal["images", "requests"]

MINUTE = 61.0
"""Seconds that a minute has here: what leaves evenly does not arrive as evenly.

Of N a minute, N + 1 leave within 61 s: a minute sees no more than N as long as the road delays none
by a second more than another. A second sees 1/60 of N, rounded up, if it delays none by 16 ms more.
"""

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
        at: When, in seconds of the record's clock.
        number: How many left at once.
        before: How many of their kind had left before, since the record began.
    """

    kind: Kind
    at: float
    number: int
    before: int


class Departures(Protocol):
    """What left, in the order in which it did. Both answers cost the same, however much left."""

    def last(self, kind: Kind) -> Left | None:
        """Give what left last."""
        ...

    def last_before(self, kind: Kind, number: float) -> float | None:
        """Say when the last of those left before which fewer than so many had left."""
        ...


TABLE = (
    (
        "CREATE TABLE IF NOT EXISTS leaving (scope TEXT NOT NULL, kind TEXT NOT NULL,"
        " at DOUBLE PRECISION NOT NULL, number INTEGER NOT NULL, before BIGINT NOT NULL,"
        " until DOUBLE PRECISION NOT NULL)"
    ),
    "CREATE INDEX IF NOT EXISTS leaving_by_number ON leaving (scope, kind, before)",
    "CREATE INDEX IF NOT EXISTS leaving_by_end ON leaving (until)",
)
"""Makes the table of what left, in the words of every database."""


_LAST = (
    "SELECT * FROM (SELECT kind, at, number, before FROM leaving"
    " WHERE scope = ? AND kind = ? ORDER BY before DESC LIMIT 1) AS one"
    " UNION ALL SELECT * FROM (SELECT kind, at, number, before FROM leaving"
    " WHERE scope = ? AND kind = ? ORDER BY before DESC LIMIT 1) AS other"
)
"""Finds what left last, of both kinds at once: a database may be far away."""


class Record(Protocol):
    """What left in the last minute."""

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave.

        Returns:
            The moment, `now` or later.
        """
        ...


def earliest(left: Departures, now: float, rate: Rate, number: int) -> float:
    """Say when some things may leave: now, or as soon as a rate allows it.

    More at once than a minute may see leave alone, and whatever comes next waits the longer.
    """
    last = left.last(rate.kind)
    if last is None:
        return now
    moment = max(now, last.at + last.number * MINUTE / rate.per_minute)
    room = max(rate.per_minute, number) - number
    # Who left when there is room only for what came after: until a minute later it is too early.
    full = left.last_before(rate.kind, last.before + last.number - room)
    return moment if full is None else max(moment, full + MINUTE)


def book(left: Departures, now: float, rates: Sequence[Rate], images: int) -> tuple[Left, Left]:
    """Say when a request for some images may leave, as what leaves then; it is yet to be written.

    Args:
        left: What left before.
        now: By the record's clock.
        rates: What a minute may see.
        images: How many the request asks for.
    """
    numbers: dict[Kind, int] = {"images": images, "requests": 1}
    moment = max([now, *(earliest(left, now, rate, numbers[rate.kind]) for rate in rates)])
    return _leave(left, "images", moment, images), _leave(left, "requests", moment, 1)


def forgotten(one: Left, rates: Sequence[Rate]) -> float:
    """Say from when on a departure delays no other."""
    alone = (one.number * MINUTE / rate.per_minute for rate in rates if rate.kind == one.kind)
    return one.at + max(MINUTE, *alone, 0.0)


class Memory:
    """What this run let leave, whichever thread books."""

    __slots__ = ("_left", "_turn")

    def __init__(self) -> None:
        self._turn = Lock()
        self._left: dict[Kind, _Kept] = {"images": _Kept(), "requests": _Kept()}

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave."""
        with self._turn:
            for kept in self._left.values():
                kept.forget(now)
            both = book(self, now, rates, images)
            for one in both:
                self._left[one.kind].add(one, forgotten(one, rates))
            return both[0].at

    def last(self, kind: Kind) -> Left | None:
        """Give what left last."""
        return self._left[kind].last

    def last_before(self, kind: Kind, number: float) -> float | None:
        """Say when the last of those left before which fewer than so many had left."""
        return self._left[kind].last_before(number)


class _Kept:
    """What left of one kind; the oldest are dropped when they are as many as the others."""

    __slots__ = ("_ats", "_befores", "_gone", "_untils", "last")

    def __init__(self) -> None:
        self.last: Left | None = None
        self._ats: list[float] = []
        self._befores: list[int] = []
        self._untils: list[float] = []
        self._gone = 0

    def add(self, one: Left, until: float) -> None:
        self.last = one
        self._ats.append(one.at)
        self._befores.append(one.before)
        self._untils.append(until)

    def forget(self, now: float) -> None:
        while self._gone < len(self._ats) and self._untils[self._gone] <= now:
            self._gone += 1
        if self._gone == len(self._ats):
            self.last = None
        if self._gone * 2 >= len(self._ats):
            del self._ats[: self._gone], self._befores[: self._gone], self._untils[: self._gone]
            self._gone = 0

    def last_before(self, number: float) -> float | None:
        found = bisect_left(self._befores, number, self._gone)
        return self._ats[found - 1] if found > self._gone else None


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
        with self._open() as connection:
            return Table(Statements(connection), self._scope).book(now, rates, images)

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=30)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # a minute of memory, and no more
            connection.execute("BEGIN IMMEDIATE")
            try:
                for statement in TABLE:
                    connection.execute(statement)
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


class Table:
    """A record of what left for one server, in a table; used in an open transaction."""

    __slots__ = ("_lasts", "_scope", "_transaction")

    def __init__(self, transaction: Transaction, scope: str) -> None:
        self._transaction = transaction
        self._scope = scope
        self._lasts: dict[Kind, Left] | None = None

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave."""
        do = self._transaction
        do.execute("DELETE FROM leaving WHERE until < ?", (now,))
        last = self.last("requests")
        longest = max((MINUTE / rate.per_minute * images for rate in rates), default=0.0)
        if last is not None and last.at > now + _AHEAD + longest:
            do.execute("DELETE FROM leaving WHERE scope = ?", (self._scope,))
            self._lasts = {}
        both = book(self, now, rates, images)
        do.execute_many(
            "INSERT INTO leaving (scope, kind, at, number, before, until)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [(self._scope, *one, forgotten(one, rates)) for one in both],
        )
        self._lasts = {one.kind: one for one in both}
        return both[0].at

    def last(self, kind: Kind) -> Left | None:
        """Give what left last."""
        if self._lasts is None:
            both = (self._scope, "images", self._scope, "requests")
            rows = self._transaction.execute(_LAST, both)
            self._lasts = {row[0]: Left(*row) for row in rows}
        return self._lasts.get(kind)

    def last_before(self, kind: Kind, number: float) -> float | None:
        """Say when the last of those left before which fewer than so many had left."""
        rows = self._transaction.execute(
            "SELECT at FROM leaving WHERE scope = ? AND kind = ? AND before < ?"
            " ORDER BY before DESC LIMIT 1",
            (self._scope, kind, number),
        )
        return float(rows[0][0]) if rows else None


class Careful:
    """A shared record, and one of its own for when that cannot be used."""

    __slots__ = ("_own", "_shared")

    def __init__(self, shared: Record) -> None:
        self._shared = shared
        self._own = Memory()

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave."""
        own = self._own.book(now, rates, images)
        with suppress(sqlite3.Error, OSError, Rejected):
            return max(own, self._shared.book(now, rates, images))
        return own


def shared_path() -> str:
    """Say where the runs of one machine share what left: in the person's folder for state."""
    home = os.environ.get("XDG_STATE_HOME") or os.path.join(
        os.path.expanduser("~"), ".local", "state"
    )
    return os.path.join(home, "pictura", "pace.sqlite")


def _leave(left: Departures, kind: Kind, at: float, number: int) -> Left:
    last = left.last(kind)
    return Left(kind, at, number, 0 if last is None else last.before + last.number)


def _boot() -> str:
    with suppress(OSError), open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        return file.read().strip()
    return ""
