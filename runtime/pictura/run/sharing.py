"""Knows how what was made gets into the team's store. It does not know how it was made.

A job is said to be done when its pictures are there; if the store cannot take them they are kept
here all the same, and the next run brings them there.
"""

import asyncio
from collections.abc import Iterable, Sequence

from pictura.state.known_batch import KnownBatch
from pictura.state.lock import Entry
from pictura.state.store import Shared, Store, StoreFailed
from pictura_core.diagnostics import Rejected

_WIDTH = 8
"""Jobs whose pictures are on their way at once."""

_ENOUGH = 3
"""Failures after which a run leaves the rest to the next one."""


class Sharing:
    """Brings pictures into a store, if there is one.

    Args:
        store: The store; None if nothing is shared.

    Attributes:
        missing: Digests of the requests whose pictures are not there yet.
        reason: Why the last of them are not.
    """

    __slots__ = ("_places", "_store", "missing", "reason")

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._places = asyncio.Semaphore(_WIDTH)
        self.missing: set[str] = set()
        self.reason = ""

    @property
    def problem(self) -> str:
        """Say in a sentence what is not there yet; empty if everything is."""
        if not self.missing:
            return ""
        count = len(self.missing)
        jobs = "one job" if count == 1 else f"{count:,} jobs"
        return f"the pictures of {jobs} are not shared yet, run again: {self.reason}"

    def lack(self, digests: Iterable[str], reason: str) -> None:
        """Take note of requests whose pictures are not there, and why."""
        lacking = frozenset(digests)
        if lacking:
            self.missing |= lacking
            self.reason = reason

    async def share(self, batch: KnownBatch, entry: Entry) -> None:
        """Bring one job's pictures there, and then word of them; what goes wrong is remembered."""
        store = self._store
        if store is None or entry.emulated or not entry.images:
            return
        if len(self.missing) >= _ENOUGH:
            self.missing.add(entry.digest)
            return
        async with self._places:
            try:
                is_there = await asyncio.to_thread(_put, store, batch, entry)
            except (StoreFailed, Rejected, OSError) as error:
                self.lack([entry.digest], str(error))
            else:
                if is_there:
                    self.missing.discard(entry.digest)

    async def share_rest(self, batch: KnownBatch, entries: Iterable[Entry]) -> None:
        """Bring there what is not there yet, such as what an earlier run could not bring."""
        if self._store is None or len(self.missing) >= _ENOUGH:
            return
        every = [one for one in entries if one.images and not one.emulated]
        try:
            left = await asyncio.to_thread(_missing, self._store, every)
        except Rejected as error:
            self.lack((one.digest for one in every), error.diagnostics[0].message)
            return
        await asyncio.gather(*(self.share(batch, one) for one in left))


def _missing(store: Store, entries: Iterable[Entry]) -> Sequence[Entry]:
    """Say which jobs' pictures are not there, as far as its listing knows: a job costs nothing."""
    return [
        one
        for one in entries
        if not store.knows(one.digest)
        or not all(store.has(image.picture.sha256) for image in one.images)
    ]


def _put(store: Store, batch: KnownBatch, entry: Entry) -> bool:
    """Bring one job's pictures there; False if they are not to be had."""
    is_new = not store.knows(entry.digest)
    for image in entry.images:
        sha256 = image.picture.sha256
        if store.has(sha256):
            continue
        file = batch.source(sha256)
        if file is None:
            return False  # it was deleted meanwhile
        # A job that was made anew has other pictures than its record tells.
        is_new |= store.put(sha256, file)
    if is_new:
        pictures = tuple((one.position, one.picture) for one in entry.images)
        store.put_request(entry.digest, Shared(pictures, entry.cost_usd, entry.made))
    return True
