"""Knows a file with requests that is being filled. It sends nothing."""

import asyncio
import os
from contextlib import suppress

from pictura.state.blobs import Blobs
from pictura_core.batches import Batch
from pictura_core.operation import Operation


class Parcel:
    """Requests that will be handed in together. Must be ended by `discard`.

    Args:
        name: Our own name for the batch.
        operation: What is asked in it.
        batch: How it is handed in.
        blobs: Beside which the file lies; what a killed run leaves there, the next one removes.

    Raises:
        OSError: The file cannot be made.
    """

    __slots__ = (
        "_entering",
        "_file",
        "_quiet",
        "batch",
        "lines",
        "name",
        "operation",
        "path",
        "size",
    )

    def __init__(self, name: str, operation: Operation[object], batch: Batch, blobs: Blobs) -> None:
        self.name = name
        self.operation = operation
        self.batch = batch
        self.path = blobs.unfinished()
        self.lines = 0
        self.size = 0
        self._file = open(self.path, "xb")  # noqa: SIM115 - it is closed when it is full
        self._entering = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def has_room(self, line: bytes) -> bool:
        """Tell whether one more line fits."""
        is_short = self.size + len(line) <= self.batch.bytes
        return is_short and self.lines < self.batch.requests

    def add(self, line: bytes) -> None:
        """Add a line, whose intent is about to be written down: `entered` has to follow.

        Raises:
            OSError: It cannot be written.
        """
        self._file.write(line)
        self.lines += 1
        self.size += len(line)
        self._entering += 1
        self._quiet.clear()

    def entered(self) -> None:
        """Take note that the intent of a line is durable, or never will be."""
        self._entering -= 1
        if not self._entering:
            self._quiet.set()

    async def finish(self) -> None:
        """Wait until all intents are durable, and close the file.

        Raises:
            OSError: It cannot be written.
        """
        await self._quiet.wait()
        self._file.close()

    def discard(self) -> None:
        """Remove the file."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.unlink(self.path)
