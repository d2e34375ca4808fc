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

_WAIT = "SELECT pg_advisory_xact_lock(hashtextextended(?, 1))"


class Distant:
    """What all runs that share a database let leave for one server.

    Args:
        address: As in `PICTURA_LEDGER`.
        server: The server's address.
    """

    __slots__ = ("_address", "_database", "_scope", "_turn")

    def __init__(self, address: str, server: str) -> None:
        self._address = address
        self._scope = server.rstrip("/")
        self._database: Database | None = None
        self._turn = Lock()

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave.

        Raises:
            Rejected: The database does not answer, or refuses.
        """
        with self._turn:
            if self._database is None:
                self._database = open_common(self._address)
            database = self._database
        began = time.monotonic()
        wait, read = database.write(
            lambda transaction: self._book(transaction, database.clock, rates, images)
        )
        # The caller's clock may be another one than the machine's: what passed is the same on both.
        return now + max(read - began, 0.0) + wait

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._database is not None:
            self._database.close()

    def _book(
        self, transaction: Transaction, clock: str, rates: Sequence[Rate], images: int
    ) -> tuple[float, float]:
        """Give how long to wait, and since which moment of the machine's monotonic clock."""
        scope = self._scope
        transaction.execute(_WAIT, (scope,))
        now = float(transaction.execute(f"SELECT {clock}")[0][0])
        read = time.monotonic()
        return Table(transaction, scope).book(now, rates, images) - now, read
