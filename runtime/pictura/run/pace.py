"""Knows when the next request may leave. It does not know what it asks.

`quota` says when a rate allows it; and a server that asks for a pause gets it from all requests,
not from one alone.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeAlias

from pictura.run.brake import Brake
from pictura.run.quota import Memory, Rate, Record

Tell: TypeAlias = Callable[[str, float], object]
"""Is told for what somebody waits, and how many seconds."""


Prepare: TypeAlias = Callable[[], Awaitable[bool]]
"""Does what has to be done before a request leaves, while it waits; False if it is not to leave."""

_LATE = 0.02
"""Seconds: who leaves later than this leaves with those behind, and a second sees too many."""

_ANEW = 3
"""How often one who is late books anew: a machine that is always late has to go on as well."""

_AHEAD = 0.25
"""Seconds before a moment at which it is prepared for, and the next is booked: what is booked on a
busy database takes its time, and who stops meanwhile has booked little for nobody."""


def _tell_nobody(_reason: str, _seconds: float) -> None:
    """Take note of nothing."""


async def _prepared() -> bool:
    """Do nothing."""
    return True


class Width:
    """How many requests are in flight at once: half after a 429, a little more with each success.

    What the server asks for holds for all who ask it, whichever recipe they are of.

    Args:
        most: How many there may ever be.
        brake: Its clock.
    """

    __slots__ = ("_allowed", "_brake", "_busy", "_halved", "_most", "_waiting", "held")

    def __init__(self, most: int, brake: Brake) -> None:
        self._most = float(most)
        self._allowed = float(most)
        self._busy = 0
        self._brake = brake
        self._halved = float("-inf")
        self._waiting: deque[asyncio.Future[None]] = deque()
        self.held = float("-inf")

    @property
    def allowed(self) -> int:
        """How many may be in flight now; at least one."""
        return max(1, int(self._allowed))

    @property
    def busy(self) -> int:
        """How many are in flight now."""
        return self._busy

    @asynccontextmanager
    async def place(self) -> AsyncGenerator[None]:
        """Wait for a place among those in flight, and have it."""
        while self._busy >= self.allowed:
            free: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(free)
            await free
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            self._wake()

    def widen(self) -> None:
        """Take note of a success: as many as are allowed make room for one more."""
        self._allowed = min(self._most, self._allowed + 1 / max(1.0, self._allowed))
        self._wake()

    def halve(self, sent: float) -> None:
        """Take note of a 429; those that had left before the last one say nothing new.

        Args:
            sent: When the request left, by the brake's clock.
        """
        if sent >= self._halved:
            self._allowed = max(1.0, self._allowed / 2)
            self._halved = self._brake.now()

    def hold(self, seconds: float) -> None:
        """Let no request leave for some time."""
        self.held = max(self.held, self._brake.now() + seconds)

    def _wake(self) -> None:
        room = self.allowed - self._busy
        while self._waiting and room > 0:
            free = self._waiting.popleft()
            if not free.done():
                free.set_result(None)
                room -= 1


class Pace:
    """Gives turns.

    Args:
        rates: What a minute may see; none for as many as one likes.
        brake: Stops those who wait.
        width: Shared by all who ask one server.
        record: What left already; of this pace alone if left out.
    """

    __slots__ = ("_brake", "_rates", "_record", "_turn", "width")

    def __init__(
        self,
        rates: Sequence[Rate],
        brake: Brake,
        width: Width | None = None,
        record: Record | None = None,
    ) -> None:
        self._rates = tuple(rates)
        self._brake = brake
        self._record = record or Memory()
        self._turn = asyncio.Lock()
        self.width = width or Width(1000, brake)

    async def turn(
        self, images: int, tell: Tell = _tell_nobody, prepare: Prepare = _prepared
    ) -> bool:
        """Wait until a request for some images may leave; False if it must not.

        Args:
            images: How many it asks for.
            tell: Told why it has to wait, and how many seconds.
            prepare: Done once, shortly before the moment, so that nothing lies between it and the
                request.
        """
        if not self._rates:
            return await self._unheld(tell) and await prepare() and self._brake.stop is None
        moment = await self._book(images, tell)
        if moment is None or not await prepare():
            return False
        late = 0
        while await self._brake.sleep(moment - self._brake.now()):
            now = self._brake.now()
            if self.width.held <= now:
                if now - moment <= self._tolerance or late == _ANEW:
                    return self._brake.stop is None
                late += 1
            again = await self._book(images, tell)
            if again is None:
                return False
            moment = again
        return False

    @property
    def _tolerance(self) -> float:
        """Seconds by which one may be late: slow rates see no more in a second for it."""
        return max(_LATE, 30.0 / max(rate.per_minute for rate in self._rates))

    async def _book(self, images: int, tell: Tell) -> float | None:
        """Book a moment and wait until it is near; None if the run was stopped."""
        # One after the other: who is stopped while waiting has booked nothing for nobody.
        async with self._turn:
            if not await self._unheld(tell):
                return None
            now = self._brake.now()
            moment = await asyncio.to_thread(self._record.book, now, self._rates, images)
            if moment > now:
                tell("the rate a minute", moment - now)
            goes_on = await self._brake.sleep(moment - _AHEAD - self._brake.now())
            return moment if goes_on else None

    async def _unheld(self, tell: Tell) -> bool:
        while (wait := self.width.held - self._brake.now()) > 0:
            tell("the server asked for a pause", wait)
            if not await self._brake.sleep(wait):
                return False
        return self._brake.stop is None

    def hold(self, seconds: float) -> None:
        """Let no request leave for some time."""
        self.width.hold(seconds)
