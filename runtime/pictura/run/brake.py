"""Knows whether a run may still send requests, and lets whoever waits know. It cancels nothing.

The first reason counts, unless a person stops the run: then that is why.
"""

import asyncio
from dataclasses import dataclass
from typing import Protocol


class Clock(Protocol):
    """Time as a run sees it; tests bring their own."""

    def now(self) -> float:
        """Give seconds from some moment on, never going back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        ...


class LoopClock:
    """The event loop's own time."""

    __slots__ = ()

    def now(self) -> float:
        """Give seconds from some moment on, never going back."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a run sends no further request.

    Attributes:
        code: For programs: `interrupted`, `unauthorized`, …
        reason: For people, one sentence without a full stop.
        hint: What to do.
    """

    code: str
    reason: str
    hint: str = ""


INTERRUPTED = Stop("interrupted", "the run was interrupted", "run again: what is made is kept")
"""Somebody typed Ctrl-C, or asked the process to end."""


class Brake:
    """Stops a run's requests, once and for all."""

    __slots__ = ("_clock", "_event", "_interrupted", "stop")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._event = asyncio.Event()
        self._interrupted = asyncio.Event()
        self.stop: Stop | None = None

    def pull(self, stop: Stop) -> bool:
        """Stop; tell whether this is why."""
        if self.stop is not None and (stop.code != INTERRUPTED.code or self.stop is stop):
            return False
        self.stop = stop
        self._event.set()
        if stop.code == INTERRUPTED.code:
            self._interrupted.set()
        return True

    def now(self) -> float:
        """Give the clock's time in seconds."""
        return self._clock.now()

    async def sleep(self, seconds: float) -> bool:
        """Let time pass, or less if the run is stopped; tell whether it goes on."""
        return await self._sleep(seconds, self._event)

    async def linger(self, seconds: float) -> bool:
        """Do as `sleep`, but let nobody cut it short except a person who stops the run."""
        return await self._sleep(seconds, self._interrupted)

    async def _sleep(self, seconds: float, event: asyncio.Event) -> bool:
        if event.is_set():
            return False
        if seconds > 0:
            sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
            stopping = asyncio.ensure_future(event.wait())
            try:
                await asyncio.wait((sleeping, stopping), return_when=asyncio.FIRST_COMPLETED)
            finally:
                sleeping.cancel()
                stopping.cancel()
        return not event.is_set()
