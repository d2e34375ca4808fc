"""Knows how sums of money are added and said. It does not know what costs how much.

Sums are added in millionths of a dollar, as integers: ten times $0.1 is $1 and not a little less.
"""

from collections.abc import Iterable


def micros(usd: float) -> int:
    """Turn dollars into millionths of a dollar."""
    return round(usd * 1_000_000)


def dollars(usd: float) -> str:
    """Say a sum: `$0.04`, `$1,234.50`, `$0.003`; at least two decimals, at most six."""
    text = f"{micros(usd) / 1_000_000:,.6f}".rstrip("0")
    whole, _, fraction = text.partition(".")
    return f"${whole}.{fraction.ljust(2, '0')}"


def said(usd: float | None) -> str:
    """Say what one thing costs, `unknown` if nobody says."""
    return "unknown" if usd is None else dollars(usd)


class Bill:
    """A sum that grows, and how many things in it have no known price."""

    __slots__ = ("_micros", "unknown")

    def __init__(self, costs: Iterable[float | None] = ()) -> None:
        self._micros = 0
        self.unknown = 0
        for cost in costs:
            self.add(cost)

    def add(self, cost: float | None) -> None:
        """Add the cost of one thing in USD."""
        if cost is None:
            self.unknown += 1
        else:
            self._micros += micros(cost)

    @property
    def usd(self) -> float:
        """The sum of all known costs in USD."""
        return self._micros / 1_000_000

    def __str__(self) -> str:
        if not self.unknown:
            return dollars(self.usd)
        jobs = "1 job" if self.unknown == 1 else f"{self.unknown:,} jobs"
        if not self._micros:
            return f"unknown cost of {jobs}"
        return f"{dollars(self.usd)} and {jobs} of unknown cost"
