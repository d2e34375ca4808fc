"""Knows when a fault strikes. What it then does to an answer, `app` knows."""

import random
from collections.abc import Sequence

from pictura.emulator.settings import Latency

STATUSES = {
    "401": "the key is refused",
    "402": "the balance is used up",
    "429": "too many requests, try again later",
    "500": "something broke inside",
    "503": "no server is free, try again later",
}
"""Faults that are an HTTP status, with words for an API that has no example of it."""


OF_BATCHES = ("batch", "batch-expired")
"""Faults that strike a whole batch, and none of the requests in it."""


class Dice:
    """Throws faults and latencies: the same seed and sequence of throws, the same results."""

    def __init__(
        self,
        faults: Sequence[tuple[str, float]],
        latency: Latency,
        seed: int | str,
        task_time: Latency | None = None,
    ) -> None:
        self._seed = seed
        self._faults = tuple(faults)
        self._latency = latency
        self._task_time = task_time or Latency()
        self._task_chance = random.Random(f"{seed} tasks")  # noqa: S311 - chance, not secrecy
        # Apart, so that a latency does not change which faults strike.
        self._fault_chance = random.Random(f"{seed} faults")  # noqa: S311 - chance, not secrecy
        self._latency_chance = random.Random(f"{seed} latency")  # noqa: S311 - the same

    def fault(self) -> str:
        """Throw for each fault, and give the first that strikes; empty if none does."""
        thrown = [(self._fault_chance.random(), kind, rate) for kind, rate in self._faults]
        return next((kind for number, kind, rate in thrown if number < rate), "")

    def coin(self) -> bool:
        """Toss a coin."""
        return self._fault_chance.random() < 0.5

    def seconds(self) -> float:
        """Throw a latency."""
        return self._latency_chance.uniform(*self._latency)

    def task_seconds(self) -> float:
        """Throw how long a task takes."""
        return self._task_chance.uniform(*self._task_time)

    def apart(self, name: str) -> "Dice":
        """Give dice of their own for a batch, which nobody else throws."""
        faults = [one for one in self._faults if one[0] not in OF_BATCHES]
        return Dice(faults, self._latency, f"{self._seed} {name}", self._task_time)

    def shuffled(self, count: int) -> list[int]:
        """Give the numbers below `count` in any order."""
        numbers = list(range(count))
        self._fault_chance.shuffle(numbers)
        return numbers
