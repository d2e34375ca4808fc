"""Knows what a run asks of an engine, whichever it is, and how one says that it cannot."""

from typing import Protocol

from pictura.run.engines.messages import Objection


class WorkerUnfit(Exception):  # noqa: N818 - the name says what happened
    """A worker cannot do any chunk, and others will not either."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.reason)
        self.objection = objection


class WorkerLost(Exception):  # noqa: N818 - the name says what happened
    """The worker that had a chunk is gone, or could not do it; its reason is a sentence."""


class EngineLost(Exception):  # noqa: N818 - the name says what happened
    """The engine is gone, with all that it had."""


class Cluster(Protocol):
    """Workers that do chunks."""

    @property
    def places(self) -> int:
        """How many chunks run at once."""
        ...

    async def perform(self, name: str, order: str) -> str:
        """Let a worker do a chunk; both texts are messages.

        Raises:
            WorkerLost: It did not come back.
            WorkerUnfit: It cannot do chunks.
            EngineLost: Nobody knows of the engine's workers any more.
        """
        ...

    async def halt(self, halt: str) -> None:
        """Tell all workers that a run stops; those that are gone need not be told."""
        ...

    async def reconnect(self, seconds: float) -> bool:
        """Look for the engine again for some time; tell whether it is there."""
        ...
