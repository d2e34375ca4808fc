"""Knows how records reach the ledger from an event loop. It does not know what they say.

One thread writes. What arrives while it syncs is written in the next transaction, so that a hundred
requests in flight need far fewer than a hundred syncs; each writer goes on when its own record is
durable.
"""

import asyncio
from collections.abc import Sequence

from pictura.run.grouping import Groups
from pictura.state.ledger import Ledger
from pictura.state.records import Record


class LedgerFailed(Exception):  # noqa: N818 - the name says what happened
    """The ledger cannot be written, so nothing may be asked any more.

    Attributes:
        remedy: What a person can do about it.
    """

    def __init__(self, reason: Exception, remedy: str) -> None:
        super().__init__(f"the ledger cannot be written: {reason}")
        self.remedy = remedy


class Journal:
    """Writes records durably, in their order. Must be closed."""

    __slots__ = ("_groups", "_ledger")

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._groups: Groups[tuple[Record, ...]] = Groups("pictura-journal", self._write)

    async def write(self, *records: Record) -> None:
        """Write records in one transaction; they are durable when this returns.

        What is handed in gets there, even if whoever waits for it is cancelled.

        Raises:
            LedgerFailed: They could not be written.
        """
        if records:
            await self._groups.begin(records)

    def note(self, *records: Record) -> None:
        """Write records without waiting: they are durable before whatever is written next is."""
        if records:
            self._groups.begin(records).add_done_callback(_forget)

    async def close(self) -> None:
        """Write what is left and end the thread."""
        await self._groups.close()

    def _write(self, group: Sequence[tuple[Record, ...]]) -> list[Exception | None]:
        try:
            self._ledger.write(record for records in group for record in records)
        except Exception as reason:  # noqa: BLE001 - whatever it is, those who wait have to know
            return [LedgerFailed(reason, self._ledger.remedy)] * len(group)
        return [None] * len(group)


def _forget(written: "asyncio.Future[None]") -> None:
    """Leave what went wrong to the next who writes: the ledger fails for all."""
    if not written.cancelled():
        written.exception()
