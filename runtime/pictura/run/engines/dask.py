"""Knows Dask: how chunks reach the workers of a scheduler, and how one notices that they are gone.

Chunks are coroutines on the workers' event loops. What Dask remembers is of no use to a run but to
have a chunk's result: after a restart, the ledger knows what was paid for.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Protocol, cast

from distributed import Client
from distributed.scheduler import KilledWorker

from pictura.run.engines import worker
from pictura.run.engines.cluster import EngineLost, WorkerLost, WorkerUnfit
from pictura.run.engines.messages import Objection
from pictura.usage import UsageError

_CONNECT = 5.0
"""Seconds that a scheduler has to answer at first."""
_WORKERS = 10.0
"""Seconds that a scheduler has to have workers at first."""
_LOOK = 1.0
"""Seconds between two looks at how many workers there are."""
_ABSENT = 120.0
"""Seconds without any worker after which the engine counts as lost."""
_CLOSE = 5.0
"""Seconds that saying goodbye may take."""


class _Future(Protocol):
    """What Dask's futures can do, of which it gives no types."""

    @property
    def status(self) -> str: ...

    def __await__(self) -> Generator[None, None, str]: ...

    def release(self) -> None: ...


class _Client(Protocol):
    """The same for its clients, as far as they are used here."""

    @property
    def status(self) -> str: ...

    def submit(
        self, function: Callable[[str], Awaitable[str]], text: str, *, key: str, pure: bool
    ) -> _Future: ...

    async def run(
        self, function: Callable[[str], Awaitable[None]], text: str, *, on_error: str
    ) -> object: ...

    async def nthreads(self) -> Mapping[str, int]: ...

    async def close(self) -> None: ...


_connect = cast("Callable[..., Awaitable[_Client]]", Client)


@asynccontextmanager
async def open_dask(address: str) -> AsyncGenerator["Dask"]:
    """Connect to a scheduler, as long as it is needed.

    Args:
        address: As Dask writes it, such as `tcp://scheduler:8786`.

    Raises:
        UsageError: Nobody answers there, or there are no workers.
    """
    _be_quiet()
    dask = Dask(address)
    try:
        if not await dask.connect(_CONNECT):
            message = (
                f"no Dask scheduler answers at {address}; start one with `dask scheduler`, and"
                " workers with `dask worker`"
            )
            raise UsageError(message)
        if not await dask.has_workers(_WORKERS):
            message = (
                f"the Dask scheduler at {address} has no workers; start some with"
                f" `dask worker {address}`"
            )
            raise UsageError(message)
        yield dask
    finally:
        await dask.close()


class Dask:
    """The workers of a Dask scheduler.

    Args:
        address: As Dask writes it.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: _Client | None = None
        self._lost = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._places = 0
        self._staffed = asyncio.Event()

    @property
    def places(self) -> int:
        """How many chunks run at once."""
        return max(1, self._places)

    async def connect(self, seconds: float) -> bool:
        """Connect; tells whether somebody answered in time."""
        with suppress(OSError, asyncio.TimeoutError):
            self._client = await _connect(
                self._address, asynchronous=True, timeout=seconds, set_as_default=False
            )
            self._lost = asyncio.Event()
            self._watching = asyncio.ensure_future(self._watch(self._client, self._lost))
            return True
        return False

    async def has_workers(self, seconds: float) -> bool:
        """Wait for workers; tells whether there are any."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._staffed.wait(), seconds)
        return self._places > 0

    async def perform(self, name: str, order: str) -> str:
        """Let a worker do a chunk.

        Raises:
            WorkerLost: It did not come back.
            WorkerUnfit: It cannot do chunks.
            EngineLost: The scheduler, or all workers, are gone.
        """
        if self._client is None or self._lost.is_set():
            raise EngineLost
        future = self._client.submit(worker.perform, order, key=name, pure=False)
        result = asyncio.ensure_future(_result(future))
        lost = asyncio.ensure_future(self._lost.wait())
        try:
            await asyncio.wait((result, lost), return_when=asyncio.FIRST_COMPLETED)
            if not result.done():
                raise EngineLost
            return result.result()
        finally:
            result.cancel()
            lost.cancel()
            with suppress(Exception):  # whatever it says about a client that is gone
                future.release()

    async def halt(self, halt: str) -> None:
        """Tell all workers that a run stops."""
        if self._client is None or self._lost.is_set():
            return
        with suppress(Exception):  # those that are gone need not be told
            await asyncio.wait_for(self._client.run(worker.halt, halt, on_error="ignore"), _CONNECT)

    async def reconnect(self, seconds: float) -> bool:
        """Look for a scheduler with workers again; tells whether there is one."""
        if self._client is not None and not self._lost.is_set():
            return True
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            await self.close()
            if await self.connect(min(_CONNECT, left)) and await self.has_workers(left):
                return True
            await asyncio.sleep(min(_LOOK, max(0.0, end - monotonic())))
        return False

    async def close(self) -> None:
        """Let go of the scheduler."""
        client, self._client = self._client, None
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        self._places = 0
        self._staffed.clear()
        if client is not None:
            with suppress(Exception):  # it may be gone already
                await asyncio.wait_for(client.close(), _CLOSE)

    async def _watch(self, client: _Client, lost: asyncio.Event) -> None:
        """Count the workers, and notice that there is nobody any more."""
        seen = monotonic()
        while True:
            try:
                threads = await asyncio.wait_for(client.nthreads(), _CONNECT)
            except Exception:  # noqa: BLE001 - however it says that nobody is there
                threads = dict[str, int]()
                if client.status != "running":
                    lost.set()
                    return
            self._places = sum(threads.values())
            if self._places:
                seen = monotonic()
                self._staffed.set()
            elif monotonic() - seen > _ABSENT:
                lost.set()
                return
            await asyncio.sleep(_LOOK)


async def _result(future: _Future) -> str:
    """Wait for a chunk's result.

    Raises:
        WorkerLost: There is none.
        WorkerUnfit: The worker knows no chunks.
        EngineLost: The scheduler forgot it.
    """
    try:
        return str(await future)
    except KilledWorker:
        message = "its workers died"
        raise WorkerLost(message) from None
    except asyncio.CancelledError:
        if future.status in ("cancelled", "lost"):
            raise EngineLost from None
        raise
    except ImportError:
        raise WorkerUnfit(_unfit()) from None
    except Exception as error:  # noqa: BLE001 - a worker may fail as it likes
        if "deseriali" in str(error).lower():  # it cannot load the function that it is to call
            raise WorkerUnfit(_unfit()) from None
        message = f"its worker failed with {type(error).__name__}"
        raise WorkerLost(message) from None


def _unfit() -> Objection:
    reason = "a worker of the engine has no Pictura, or another one"
    return Objection("worker-version", reason, "install the same version on both sides")


def _be_quiet() -> None:
    """Let Dask's loggers say nothing: the run says in its own words what matters."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
