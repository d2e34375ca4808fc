"""Knows the batches of a run: those that it fills, hands in and waits for. It decides about no job.

The order of events is the promise: a batch is in the ledger before its first request, each request
before the file leaves, and the batch is closed when everything that its results say is durable.
Whatever ends a run between two of these, the next one finds the batch by its name and goes on.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from pictura.events import WAITING, BatchProgresses
from pictura.job import Job
from pictura.run.batches.following import UNTOLD, Following, LetGo, lose
from pictura.run.batches.lines import write_line
from pictura.run.batches.parcel import Parcel
from pictura.run.batches.submission import Stopped, look_for, submit
from pictura.run.brake import Stop
from pictura.run.context import Context
from pictura.run.journal import LedgerFailed
from pictura.run.outcomes import stop_for, stop_of
from pictura.state.batch_records import BatchClosed, BatchMade, BatchOpened
from pictura.state.batches import HandedIn, OpenBatch, handed_in, open_batches
from pictura.state.blobs import TooLarge
from pictura.state.records import Intent
from pictura_core.batch_lines import can_be_batched
from pictura_core.batches import Batch
from pictura_core.diagnostics import Rejected
from pictura_core.errors import ApiError, InvalidRequest, InvalidResponse, TransportError
from pictura_core.extensions import Severe
from pictura_core.operation import Operation

NEVER_LEFT = frozenset(("emulator-gone", "never-made"))
"""Outcomes of batches of earlier runs whose requests are as if they had never been handed in."""

_SOON = 1.0
"""Seconds after which a new batch is asked about first: what is wrong with its file shows early."""


class LineTooLong(Exception):  # noqa: N818 - the name says what is wrong
    """A request is larger than the file of a batch may be."""


class Batching:
    """The batches of a run. Must be closed.

    Args:
        context: The run's.
        server: Who is asked.
        hands_in: Whether requests that can be are handed in; else those of earlier runs are looked
            after, and no more.
        waits: Whether to wait for answers; else batches are handed in, and what is answered already
            is taken.
        gives_up: Whether batches that the server does not know any more are given up.

    Attributes:
        heard: Is called when a batch is over.
    """

    __slots__ = (
        *("_bugs", "_context", "_ended", "_filling", "_gives_up", "_let_go", "_over", "_server"),
        *("_tasks", "_turn", "_waits", "hands_in", "heard"),
    )

    def __init__(
        self, context: Context, server: str, *, hands_in: bool, waits: bool, gives_up: bool
    ) -> None:
        self._context = context
        self._server = server
        self._waits = waits
        self._gives_up = gives_up
        self._filling: dict[str, Parcel] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._let_go: dict[str, LetGo] = {}
        self._over: list[str] = []
        self._bugs: list[Exception] = []
        self._turn = asyncio.Lock()
        self._ended = asyncio.Event()
        self.hands_in = hands_in
        self.heard: Callable[[], object] = lambda: None

    def takes(self, job: Job) -> bool:
        """Tell whether a job is handed in rather than asked by itself."""
        return self.hands_in and can_be_batched(job.operation, job.request)

    @property
    def is_filling(self) -> bool:
        """Whether there is anything that is not handed in yet."""
        return bool(self._filling)

    def resume(self) -> dict[str, HandedIn]:
        """Look after what earlier runs handed in; gives it by the digests of the requests.

        Raises:
            Rejected: The ledger cannot be read.
        """
        ledger = self._context.known.ledger
        if ledger is None:
            return {}
        lying = handed_in(ledger, emulated=self._context.emulated)
        for one in open_batches(ledger, emulated=self._context.emulated):
            operation = self._context.api.operations.get(one.operation)
            if operation is not None and operation.batch is not None:
                self._begin(one.name, self._resume(one, operation, operation.batch))
        return lying

    def is_awaited(self, name: str) -> bool:
        """Tell whether a batch will be over some time, and is not yet."""
        is_filling = any(one.name == name for one in self._filling.values())
        return is_filling or name in self._tasks

    def over(self) -> list[str]:
        """Give the batches that are over since this was asked last: closed, or let go."""
        over, self._over = self._over, []
        return over

    def let_go(self, name: str) -> LetGo:
        """Say why a batch was let go that is still open."""
        return self._let_go.get(name) or LetGo(WAITING, "it was handed in by another run")

    async def enter(
        self, operation: Operation[object], batch: Batch, body: bytes, intent: Intent
    ) -> str:
        """Put a request into the batch that is being filled; gives the batch's name.

        Args:
            operation: What is asked.
            batch: How it is handed in.
            body: The request's body, as JSON.
            intent: What is written down before it leaves.

        Raises:
            LineTooLong: It is larger than the file of a batch may be.
            LedgerFailed: The ledger cannot be written.
            OSError: The file cannot be written.
        """
        line = write_line(operation, batch, intent.key, body)
        if len(line) > batch.bytes:
            message = f"it has {len(line):,} bytes, and a batch may have {batch.bytes:,}"
            raise LineTooLong(message)
        async with self._turn:
            parcel = await self._parcel(operation, batch, line)
            parcel.add(line)
        try:
            await self._context.journal.write(replace(intent, batch=parcel.name))
        finally:
            parcel.entered()
        return parcel.name

    def flush(self) -> None:
        """Hand in what has come: nothing more will for some time."""
        for parcel in self._filling.values():
            self._begin(parcel.name, self._carry(parcel))
        self._filling.clear()

    def cancel(self) -> None:
        """Give up what is on its way."""
        for task in self._tasks.values():
            task.cancel()

    async def close(self) -> None:
        """Wait for nothing more, but let what has begun come to its end.

        Raises:
            Exception: Something went wrong that should not.
        """
        self.flush()
        self._waits = False
        self._ended.set()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        for bug in self._bugs:
            raise bug

    async def _parcel(self, operation: Operation[object], batch: Batch, line: bytes) -> Parcel:
        """Give the parcel that has room for a line."""
        parcel = self._filling.get(operation.id)
        if parcel is not None and not parcel.has_room(line):
            del self._filling[operation.id]
            self._begin(parcel.name, self._carry(parcel))
            parcel = None
        if parcel is None:
            context, name = self._context, f"pictura-{uuid4().hex}"
            if context.claims is not None:
                await context.claims.attempt(_claim(name))
            opened = BatchOpened(name, operation.id, self._server, context.emulated, time.time())
            await context.journal.write(opened)
            parcel = Parcel(name, operation, batch, context.known.blobs)
            self._filling[operation.id] = parcel
        return parcel

    def _begin(self, name: str, work: Coroutine[object, object, None]) -> None:
        self._tasks[name] = asyncio.ensure_future(self._guarded(name, work))

    async def _guarded(self, name: str, work: Coroutine[object, object, None]) -> None:
        """Do something with a batch; whatever comes of it, somebody hears that it is over."""
        try:
            await work
        except (LedgerFailed, OSError, Rejected) as error:
            stop = stop_of(error)
            self._context.halt(stop)
            self._let_go[name] = LetGo(stop.code, stop.reason, stop.hint, is_failed=True)
        except asyncio.CancelledError:
            self._let_go[name] = LetGo(WAITING, "the run was interrupted")
        except Exception as bug:  # noqa: BLE001 - `close` raises it, when everything else is kept
            self._bugs.append(bug)
            self._context.halt(Stop("internal-error", f"{type(bug).__name__}: {bug}"))
        finally:
            del self._tasks[name]
            if self._context.claims is not None:
                self._context.claims.let_go(_claim(name))
            self._over.append(name)
            self.heard()

    async def _carry(self, parcel: Parcel) -> None:
        """Hand in a parcel, and follow what becomes of it."""
        context, name = self._context, parcel.name
        try:
            await parcel.finish()
            if context.brake.stop is not None:
                await self._close(name, "not-sent", "the run stopped before it left")
                return
            id_ = await submit(context, parcel.batch, name, Path(parcel.path))
        except (ApiError, InvalidRequest) as error:
            code = ""
            if isinstance(error, ApiError):
                code = error.code or f"http-{error.status}"
                if error.severity is Severe.STOP:
                    context.halt(stop_for(error))
            await self._close(name, code or "invalid-request", f"the batch was refused: {error}")
            return
        except (InvalidResponse, TransportError, TooLarge, Stopped) as error:
            hint = "run again: the batch is looked for by its name before anything is asked"
            reason = f"nobody knows whether the batch was made: {error}"
            self._let_go[name] = LetGo("not-handed-in", reason, hint, is_failed=True)
            return
        finally:
            parcel.discard()
        await context.journal.write(BatchMade(name, id_))
        context.show(BatchProgresses(id_, "handed in", 0, parcel.lines))
        if not self._waits:
            self._let_go[name] = LetGo(WAITING, f"handed in as {id_}")
            return
        await self._follow(name, id_, parcel.operation, parcel.batch, _SOON)

    async def _resume(self, one: OpenBatch, operation: Operation[object], batch: Batch) -> None:
        """Look after a batch of an earlier run."""
        context = self._context
        if context.emulated:
            # Each run has an emulator of its own, which ends with it and sends no bill.
            await self._close(one.name, "emulator-gone", "the emulator that had it is gone")
            return
        if one.server != self._server:
            reason = f"it was handed in at {one.server}, and this run asks {self._server}"
            hint = "run with the address that it was handed in at"
            self._let_go[one.name] = LetGo("batch-elsewhere", reason, hint, is_failed=True)
            return
        if context.claims is not None and not await context.claims.attempt(_claim(one.name)):
            self._let_go[one.name] = LetGo(WAITING, "another run looks after its batch")
            return
        id_ = one.id
        if not id_:
            try:
                id_ = await look_for(context, batch, one.name)
            except Stopped:
                self._let_go[one.name] = LetGo(WAITING, "the run stopped before it was found")
                return
            except UNTOLD as error:
                self._let_go[one.name] = lose(context, error)
                return
            if not id_:
                await self._close(one.name, "never-made", "a run ended before it was handed in")
                return
            await context.journal.write(BatchMade(one.name, id_))
        await self._follow(one.name, id_, operation, batch, 0.0)

    async def _follow(
        self, name: str, id_: str, operation: Operation[object], batch: Batch, wait: float
    ) -> None:
        """Follow a batch to its end, or as long as anybody waits."""
        following = Following(
            self._context,
            operation,
            batch,
            name,
            id_,
            sleep=self._sleep,
            waits=self._waits,
            gives_up=self._gives_up,
        )
        await self._end(name, await following.run(wait))

    async def _end(self, name: str, end: BatchClosed | LetGo) -> None:
        if isinstance(end, LetGo):
            self._let_go[name] = end
        else:
            await self._context.journal.write(end)

    async def _close(self, name: str, outcome: str, reason: str) -> None:
        await self._end(name, BatchClosed(name, outcome, reason, False, time.time()))

    async def _sleep(self, seconds: float) -> bool:
        """Let time pass; tell whether anybody still waits."""
        if self._context.brake.stop is not None:
            return False
        if seconds <= 0:
            return True
        sleeping = asyncio.ensure_future(self._context.brake.sleep(seconds))
        ending = asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait((sleeping, ending), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            ending.cancel()
        return self._context.brake.stop is None and not self._ended.is_set()


def _claim(name: str) -> str:
    """Name a batch among the requests that runs claim."""
    return f"batch {name}"
