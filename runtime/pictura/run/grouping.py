"""Knows how a thread works on groups: what comes while it works is the next one.

It does not know what is done.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")


class Groups(Generic[T]):
    """A thread that works on groups. Must be closed; `close` waits for what is on its way.

    Args:
        name: Of the thread.
        work: Does a group, and says for each of its members what went wrong; it raises nothing.
    """

    __slots__ = ("_loop", "_queue", "_thread", "_work")

    def __init__(
        self, name: str, work: Callable[[Sequence[T]], Sequence[Exception | None]]
    ) -> None:
        self._work = work
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[tuple[T, asyncio.Future[None]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def begin(self, item: T) -> asyncio.Future[None]:
        """Hand in a piece of work: it is done even if nobody waits for it any more."""
        done: asyncio.Future[None] = self._loop.create_future()
        self._queue.put((item, done))
        return done

    async def close(self) -> None:
        """Do what is left and end the thread."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            ended = False
            while not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    ended = True
                    break
                group.append(more)
            problems = self._work([item for item, _ in group])
            futures = [done for _, done in group]
            self._loop.call_soon_threadsafe(_settle, futures, problems)
            if ended:
                return


def _settle(
    futures: Sequence["asyncio.Future[None]"], problems: Sequence[Exception | None]
) -> None:
    for done, problem in zip(futures, problems, strict=True):
        if done.done():  # whoever waited was cancelled
            continue
        if problem is None:
            done.set_result(None)
        else:
            done.set_exception(problem)
