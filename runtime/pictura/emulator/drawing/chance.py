"""Knows what would be chance, were it not decided by an order's digest. It draws nothing."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A sequence of choices that the same digest makes again."""

    def __init__(self, digest: bytes) -> None:
        self._random = random.Random(int.from_bytes(digest, "big"))  # noqa: S311 - no secret

    def between(self, least: float, most: float) -> float:
        """Give a number between two."""
        return least + (most - least) * self._random.random()

    def whole(self, least: int, most: int) -> int:
        """Give a whole number between two, both possible."""
        return least + int(self._random.random() * (most - least + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Give one of several."""
        return items[int(self._random.random() * len(items))]

    def happens(self, rate: float) -> bool:
        """Tell whether something of this rate happens."""
        return self._random.random() < rate
