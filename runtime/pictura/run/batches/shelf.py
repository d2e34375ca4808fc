"""Knows which jobs of a run wait for which batch. It neither asks nor hands in a job."""

from collections.abc import Callable, Iterable

from pictura.decisions import Make
from pictura.run.batches.batching import Batching
from pictura.run.batches.handing import hear
from pictura.run.context import Context
from pictura.run.ends import Trouble
from pictura.run.graph import Node
from pictura.run.outcomes import HandedIn
from pictura.run.purse import Purse


class Shelf:
    """The jobs that were handed in, by this run or an earlier one.

    Args:
        batching: The run's batches, None if it looks after none; then nothing stays here.
    """

    __slots__ = ("_batching", "_nodes")

    def __init__(self, batching: Batching | None) -> None:
        self._batching = batching
        self._nodes: dict[str, list[Node]] = {}

    def __bool__(self) -> bool:
        """Tell whether any job waits."""
        return bool(self._nodes)

    def begin(self, nodes: Iterable[Node], heard: Callable[[], object]) -> set[Node]:
        """Look after what earlier runs handed in.

        Args:
            nodes: The run's jobs.
            heard: Is called whenever there may be jobs to be given back.

        Returns:
            Those of the jobs that wait from now on.

        Raises:
            Rejected: The ledger cannot be read.
        """
        if self._batching is None:
            return set()
        self._batching.heard = heard
        lying = self._batching.resume()
        waiting: set[Node] = set()
        for node in nodes if lying else ():
            decision = node.decision
            lies = None if node.force else lying.get(decision.digest or "")
            if lies is not None and isinstance(decision, Make):
                digest = decision.digest or ""
                handed = HandedIn(lies.batch, lies.key, digest, decision.job.key, None)
                if self.put(node, handed):
                    waiting.add(node)
        return waiting

    def put(self, node: Node, handed: HandedIn) -> bool:
        """Leave a job aside until its batch is over; False if that is so already."""
        node.handed = handed
        if self._batching is None or not self._batching.is_awaited(handed.batch):
            return False
        self._nodes.setdefault(handed.batch, []).append(node)
        return True

    def give_back(self) -> list[Node]:
        """Give the jobs whose batches are over since this was asked last."""
        over = () if self._batching is None else self._batching.over()
        return [node for name in over for node in self._nodes.pop(name, ())]

    def hand_in(self, running: Iterable[Node]) -> None:
        """Hand in what was gathered, unless one that is running may bring more of it."""
        batching = self._batching
        if batching is None or not batching.is_filling:
            return
        for node in running:
            is_new = isinstance(node.decision, Make) and batching.takes(node.decision.job)
            if is_new or node.waiters:
                return
        batching.flush()

    def price(self, decision: Make) -> float | None:
        """Say what a job will cost in the way that it goes, or went already."""
        is_batched = self._batching is not None and self._batching.takes(decision.job)
        return decision.batch_usd if is_batched or decision.handed_in else decision.cost_usd

    async def hear(self, context: Context, node: Node, purse: Purse) -> Trouble | None:
        """Say what became of a job that was handed in; None if it can go on, or never was.

        Raises:
            Rejected: The ledger cannot be read.
        """
        if node.handed is None:
            return None
        return await hear(context, node.handed, purse, node.count, self._batching)

    def cancel(self) -> None:
        """Give up what is on its way."""
        if self._batching is not None:
            self._batching.cancel()

    async def close(self) -> None:
        """Wait for nothing more, but let what has begun come to its end."""
        if self._batching is not None:
            await self._batching.close()
