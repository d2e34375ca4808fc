"""Knows how long to wait before the next try, and when to give up. It sends nothing."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tries:
    """Exponential backoff with full jitter, under what the server asks for.

    Attributes:
        maximum: How often a request may leave that the API does not refuse for good.
        base: The longest wait before the second try, in seconds; it doubles with each.
        cap: The longest wait of our own choice, in seconds.
        patience: The longest wait that a server may ask for, in seconds; beyond it we give up.
        garbled: How often a request may leave whose answers make no sense.
        doubtful: How often a request may leave of which nobody knows whether it was paid for.
        downloads: How often a picture's url is fetched before people are told that it is still
            tried, and before a run that stops leaves it to the next one.
    """

    maximum: int = 6
    base: float = 1.0
    cap: float = 60.0
    patience: float = 300.0
    garbled: int = 3
    doubtful: int = 2
    downloads: int = 5

    def wait(self, attempt: int, asked: float | None = None) -> float | None:
        """Say how long to wait after a try, in seconds.

        Args:
            attempt: Which try failed, counted from 1.
            asked: What the server asks for (`Retry-After`), None if nothing.

        Returns:
            None if the server asks for more than we have patience for.
        """
        return None if asked is not None and asked > self.patience else self.pause(attempt, asked)

    def pause(self, attempt: int, asked: float | None = None) -> float:
        """Do as `wait` without ever giving up."""
        longest = min(self.cap, self.base * 2 ** min(attempt - 1, 30))
        # Full jitter: those who failed together do not come back together.
        wait = random.uniform(0, longest)  # noqa: S311 - it spreads load, it keeps no secret
        return wait if asked is None else asked + min(wait, self.base)
