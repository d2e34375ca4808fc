"""Knows how many pictures are fetched at once, and how many jobs wait for one. It fetches none.

Whoever waits for the next try has neither a place here nor one among the jobs in flight.
"""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager

MOST = 64
"""Jobs that may wait for pictures: with more, nobody new is asked, whose url would expire too."""


def _nobody() -> None:
    """Hear nothing."""


class Downloads:
    """The queue of pictures that are fetched.

    Attributes:
        places: For those that are fetched right now.
        resting: How many jobs wait for pictures that could not be fetched at once.
        heard: Told when that changes.
    """

    __slots__ = ("heard", "places", "resting")

    def __init__(self) -> None:
        self.places = asyncio.Semaphore(16)
        self.resting = 0
        self.heard: Callable[[], object] = _nobody

    @property
    def is_full(self) -> bool:
        """Tell whether so many wait that nobody new should be asked."""
        return self.resting >= MOST

    @contextmanager
    def rest(self) -> Generator[None]:
        """Be one of those that wait."""
        self.resting += 1
        self.heard()
        try:
            yield
        finally:
            self.resting -= 1
            self.heard()
