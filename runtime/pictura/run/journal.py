"""Knows how records reach the ledger from an event loop. It does not know what they say.

One thread writes. What arrives while it syncs is written in the next transaction, so that a hundred
requests in flight need far fewer than a hundred syncs; each writer goes on when its own record is
durable.
"""

import asyncio
import threading
from queue import SimpleQueue

from pictura.state.ledger import Ledger
from pictura.state.records import Record


class LedgerFailed(Exception):  # noqa: N818 - the name says what happened
    """The ledger cannot be written, so nothing may be asked any more."""


class Journal:
    """Writes records durably. Must be closed; `close` waits for what is on its way."""

    __slots__ = ("_ledger", "_loop", "_queue", "_thread")

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[tuple[tuple[Record, ...], asyncio.Future[None]] | None]
        self._queue = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="pictura-journal", daemon=True)
        self._thread.start()

    async def write(self, *records: Record) -> None:
        """Write records in one transaction; they are durable when this returns.

        Raises:
            LedgerFailed: They could not be written.
        """
        if not records:
            return
        written: asyncio.Future[None] = self._loop.create_future()
        self._queue.put((records, written))
        # What is on its way gets there, even if whoever waits for it is cancelled.
        await asyncio.shield(written)

    async def close(self) -> None:
        """Write what is left and end the thread."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _work(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            ended = False
            while not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    ended = True
                    break
                group.append(more)
            self._write(group)
            if ended:
                return

    def _write(self, group: list[tuple[tuple[Record, ...], asyncio.Future[None]]]) -> None:
        error: LedgerFailed | None = None
        try:
            self._ledger.write(record for records, _ in group for record in records)
        except Exception as reason:  # noqa: BLE001 - whatever it is, those who wait have to know
            error = LedgerFailed(f"the ledger cannot be written: {reason}")
        for _, written in group:
            self._loop.call_soon_threadsafe(_settle, written, error)


def _settle(written: asyncio.Future[None], error: LedgerFailed | None) -> None:
    if written.done():
        return
    if error is None:
        written.set_result(None)
    else:
        written.set_exception(error)
