"""Knows how much of a budget is left. It does not know what costs how much.

Money is reserved before a request leaves and given back if nothing was billed, so that a run never
passes its budget, however many requests are in flight.
"""

from pictura.money import micros


class Purse:
    """A budget in USD, None for one without end."""

    __slots__ = ("_left", "limit")

    def __init__(self, limit: float | None) -> None:
        self.limit = limit
        self._left = None if limit is None else micros(limit)

    @property
    def left(self) -> float | None:
        """What is left in USD, None without end."""
        return None if self._left is None else self._left / 1_000_000

    def reserve(self, cost: float | None) -> bool:
        """Set the cost of a request aside; False if it is not there.

        A request without a known price counts as free: whoever allows such requests at all has to
        decide so before.
        """
        if self._left is None or cost is None:
            return True
        if micros(cost) > self._left:
            return False
        self._left -= micros(cost)
        return True

    def give_back(self, cost: float | None) -> None:
        """Take back what a request did not cost after all."""
        if self._left is not None and cost is not None:
            self._left += micros(cost)
