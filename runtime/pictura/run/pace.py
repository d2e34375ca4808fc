"""Knows when the next request may leave. It does not know what it asks.

Pictures are spaced evenly, so no minute ever sees more of them than allowed, whichever minute one
looks at; and a server that asks for a pause gets it from all requests, not from one alone.
"""

from pictura.run.brake import Brake


class Pace:
    """Gives turns.

    Args:
        per_minute: How many pictures may be asked in a minute, None for as many as one likes.
        brake: Stops those who wait.
    """

    __slots__ = ("_brake", "_free", "_held", "_spacing")

    def __init__(self, per_minute: float | None, brake: Brake) -> None:
        self._spacing = 60.0 / per_minute if per_minute else 0.0
        self._brake = brake
        self._free = float("-inf")
        self._held = float("-inf")

    async def turn(self, pictures: int) -> bool:
        """Wait until a request for some pictures may leave; False if the run was stopped."""
        if self._spacing:
            now = self._brake.now()
            mine = max(now, self._free)
            self._free = mine + pictures * self._spacing
            if not await self._brake.sleep(mine - now):
                return False
        while (wait := self._held - self._brake.now()) > 0:
            if not await self._brake.sleep(wait):
                return False
        return self._brake.stop is None

    def hold(self, seconds: float) -> None:
        """Let no request leave for some time."""
        self._held = max(self._held, self._brake.now() + seconds)
