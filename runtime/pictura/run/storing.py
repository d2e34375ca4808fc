"""Knows how many files at once become durable. It does not know what is in them.

What arrives while others are synced waits for the next group: its files are synced side by side,
renamed, and each folder is synced once for all of them.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from pictura.run.grouping import Groups
from pictura.state.durable import Each, Move, put_in_place

_WIDTH = 12
"""How many files are synced side by side: a disk takes many syncs in the time of one."""


class Storer:
    """Puts files in their places, durably. Must be closed."""

    __slots__ = ("_groups", "_pool")

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_WIDTH, "pictura-storer")
        self._groups: Groups[Callable[[], Move | None]]
        self._groups = Groups("pictura-storer", self._store)

    async def store(self, prepare: Callable[[], Move | None]) -> None:
        """Put a file in its place; it is durable there when this returns.

        Args:
            prepare: Writes and syncs it, in a thread; gives None if there is nothing to be moved.

        Raises:
            OSError: It cannot be written, or not be renamed.
        """
        done = self._groups.begin(prepare)
        try:
            await asyncio.shield(done)
        except asyncio.CancelledError:
            # Whoever is cancelled tidies up, which must not happen below a thread's hands.
            await asyncio.wait((done,))
            raise

    async def close(self) -> None:
        """Store what is left and end the threads."""
        await self._groups.close()
        self._pool.shutdown()

    def _store(self, group: Sequence[Callable[[], Move | None]]) -> list[Exception | None]:
        is_alone = len(group) == 1
        prepared = list(map(_try, group) if is_alone else self._pool.map(_try, group))
        problems = [one if isinstance(one, Exception) else None for one in prepared]
        places = [at for at, one in enumerate(prepared) if isinstance(one, Move)]
        moves = [one for one in prepared if isinstance(one, Move)]
        each: Each = map if is_alone else self._pool.map
        for at, problem in zip(places, put_in_place(moves, each), strict=True):
            problems[at] = problem
        return problems


def _try(prepare: Callable[[], Move | None]) -> Move | Exception | None:
    try:
        return prepare()
    except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
        return error
