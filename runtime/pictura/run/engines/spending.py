"""Knows what is set aside for jobs that others ask. It asks none."""

from collections.abc import Sequence

from pictura.decisions import Decision, Make
from pictura.job import UpstreamTask
from pictura.run.purse import Purse


class Accounts:
    """The budget of each recipe; several may share one.

    Args:
        purses: What the jobs of each recipe may cost.
    """

    __slots__ = ("_purses",)

    def __init__(self, purses: Sequence[Purse]) -> None:
        self._purses = tuple(purses)

    def limit(self, at: int) -> float | None:
        """Say what a recipe's jobs may cost in all."""
        return self._purses[at].limit

    def reserve_all(self, costs: Sequence[tuple[int, float]]) -> tuple[float | None, ...] | None:
        """Set aside what jobs may cost; None, and nothing, if there is not enough for all.

        Args:
            costs: Of each job: its recipe, counted from 0, and what it may cost.

        Returns:
            What is set aside for each recipe; None for one without a budget.
        """
        had, fitting = self.reserve_some(costs)
        if all(fitting):
            return had
        self.give_back(had)
        return None

    def reserve_some(
        self, costs: Sequence[tuple[int, float]]
    ) -> tuple[tuple[float | None, ...], tuple[bool, ...]]:
        """Do as `reserve_all` for those jobs for which there is enough; says which they are."""
        sums = [0.0] * len(self._purses)
        fitting: list[bool] = []
        for at, cost in costs:
            fits = self._purses[at].reserve(cost)
            fitting.append(fits)
            sums[at] += cost if fits else 0.0
        told = (
            None if purse.limit is None else cost
            for purse, cost in zip(self._purses, sums, strict=True)
        )
        return tuple(told), tuple(fitting)

    def give_back(self, had: Sequence[float | None]) -> None:
        """Take back what was set aside."""
        for purse, sum_ in zip(self._purses, had, strict=True):
            purse.give_back(sum_)

    def spend(self, had: Sequence[float | None], left: Sequence[float | None]) -> None:
        """Set aside again, for good, what was spent of what had been given back."""
        for purse, sum_, rest in zip(self._purses, had, left, strict=True):
            if sum_ is not None:
                purse.reserve(sum_ - (rest or 0.0))


def dearest(decision: Decision) -> float:
    """Say what is to be set aside for a job, in USD.

    What it costs may depend on a task that is known only in the run: then it is the dearest row of
    its prices. What nobody says counts as nothing: others decide whether such jobs are asked.
    """
    if not isinstance(decision, Make):
        return 0.0
    job = decision.job
    if decision.cost_usd is not None:
        return decision.cost_usd
    price = job.operation.price
    if price is None or not any(isinstance(one, UpstreamTask) for _, one in job.inputs):
        return 0.0
    times = job.pictures if price.per == "image" else 1
    return max((row.usd for row in price.rows), default=0.0) * times
