"""Knows what left for a server, as all machines that share a database see it. It lets none leave.

The rule is `quota`'s; here the database holds the record and the clock, so that machines whose
clocks differ keep one rate. Whoever books waits for who books, so that each sees all before it.
"""

import time
from collections.abc import Sequence
from threading import Lock

from pictura.run.quota import Rate, Table
from pictura.state.databases import Database, Transaction
from pictura.state.postgres import open_common

_DRIFT = 0.001
"""Seconds by which two clocks part in a second, at most, also while one of them is set right."""

_WAIT = "SELECT pg_advisory_xact_lock(hashtextextended(?, 1))"


class Offset:
    """How far a database's clock is ahead of this machine's monotonic one.

    Whatever it shows, it shows between a question and its answer: each exchange bounds the offset
    from both sides, and the quickest one of late counts most. So it is as exact when the database
    is busy as it was when it was not.
    """

    __slots__ = ("_at", "_high", "_low")

    def __init__(self) -> None:
        self._at = 0.0
        self._low, self._high = float("-inf"), float("inf")

    def learn(self, asked: float, shown: float, answered: float) -> float:
        """Take note of what the database's clock showed, and give the offset.

        Args:
            asked: When it was asked, by this machine's clock.
            shown: What it showed.
            answered: When the answer came, by this machine's clock.
        """
        drift = _DRIFT * (answered - self._at)
        low = max(self._low - drift, shown - answered)
        high = min(self._high + drift, shown - asked)
        if low > high:  # somebody set one of the clocks
            low, high = shown - answered, shown - asked
        self._at, self._low, self._high = answered, low, high
        return (low + high) / 2


class Distant:
    """What all runs that share a database let leave for one server.

    Args:
        address: As in `PICTURA_LEDGER`.
        server: The server's address.
    """

    __slots__ = ("_address", "_database", "_offset", "_scope", "_turn")

    def __init__(self, address: str, server: str) -> None:
        self._address = address
        self._scope = server.rstrip("/")
        self._database: Database | None = None
        self._offset = Offset()
        self._turn = Lock()

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave.

        Args:
            now: By the machine's monotonic clock, as is the moment.
            rates: What a minute may see.
            images: How many the request asks for.

        Raises:
            Rejected: The database does not answer, or refuses.
        """
        with self._turn:
            if self._database is None:
                self._database = open_common(self._address)
            database = self._database
        moment = database.write(
            lambda transaction: self._book(transaction, database.clock, rates, images)
        )
        return max(now, moment)

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._database is not None:
            self._database.close()

    def _book(
        self, transaction: Transaction, clock: str, rates: Sequence[Rate], images: int
    ) -> float:
        """Give the moment, by the machine's monotonic clock."""
        scope = self._scope
        # Others wait for this one's commit, and a minute of memory is not worth the disk's time.
        transaction.execute("SET LOCAL synchronous_commit = off")
        transaction.execute(_WAIT, (scope,))
        asked = time.monotonic()
        shown = float(transaction.execute(f"SELECT {clock}")[0][0])
        offset = self._offset.learn(asked, shown, time.monotonic())
        return Table(transaction, scope).book(shown, rates, images) - offset
