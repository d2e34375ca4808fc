"""Knows who asks what, where several runs share a ledger. It does not know what asking is.

A request is claimed before it is asked, and let go when its job has ended. A claim is a lease: it
holds as long as somebody renews it, so that what a dead run had claimed is another's soon. Who gets
no claim waits and looks again; who gets one has to decide anew, for another may just have made it.
"""

import asyncio
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias, assert_never
from uuid import uuid4

from pictura.run.brake import Brake
from pictura.run.grouping import Groups
from pictura.run.journal import LedgerFailed
from pictura.state.ledger import Ledger
from pictura.usage import UsageError

LEASE = "PICTURA_LEASE"
"""The variable that says for how many seconds a claim holds unless it is renewed."""

_LEASE = 60.0
_SHORTEST = 0.5


@dataclass(slots=True)
class _Claim:
    """One wants to ask a request; `had` says afterwards whether one may."""

    digest: str
    had: bool = False


@dataclass(frozen=True, slots=True)
class _Release:
    digest: str


_Wish: TypeAlias = _Claim | _Release


class Claims:
    """What this run may ask, and nobody else meanwhile. Must be closed, which lets go of all.

    Claims and releases that come while others are written are the next group, as in the journal; a
    thread of its own renews, however busy the event loop is.

    Args:
        ledger: The project's, open to be written.
        seconds: How long a lease is.

    Attributes:
        owner: This run's name in the ledger.
    """

    __slots__ = ("_ended", "_groups", "_heart", "_ledger", "_mine", "_seconds", "owner")

    def __init__(self, ledger: Ledger, seconds: float) -> None:
        self.owner = uuid4().hex
        self._ledger = ledger
        self._seconds = seconds
        # Of several plans that one process carries out, one asks a request at a time too.
        self._mine: set[str] = set()
        self._groups: Groups[_Wish] = Groups("pictura-claims", self._write)
        self._ended = threading.Event()
        self._heart = threading.Thread(target=self._beat, name="pictura-lease", daemon=True)
        self._heart.start()

    async def take(self, digest: str, brake: Brake) -> bool:
        """Claim a request, however long another asks it; False if the run is stopped meanwhile.

        Raises:
            LedgerFailed: The ledger cannot be written.
        """
        while brake.stop is None:
            if await self.attempt(digest):
                return True
            if not await brake.sleep(self._pause):
                break
        return False

    async def attempt(self, digest: str) -> bool:
        """Claim a request, or whatever else has a name, if nobody else has it.

        Raises:
            LedgerFailed: The ledger cannot be written.
        """
        return digest not in self._mine and await self._claim(digest)

    def let_go(self, digest: str) -> None:
        """Let others ask a request; does not wait until they may."""
        self._mine.discard(digest)
        # Whatever goes wrong: this run ends some time, and then nobody renews it.
        self._groups.begin(_Release(digest)).add_done_callback(_forget)

    async def close(self) -> None:
        """Let go of everything."""
        self._ended.set()
        await self._groups.close()
        await asyncio.to_thread(self._heart.join)
        with suppress(Exception):  # it runs out by itself
            await asyncio.to_thread(self._ledger.release, self.owner)

    async def _claim(self, digest: str) -> bool:
        wish = _Claim(digest)
        self._mine.add(digest)
        try:
            await self._groups.begin(wish)
        except asyncio.CancelledError:
            self.let_go(digest)  # it may be had all the same, a moment later
            raise
        except LedgerFailed:
            self._mine.discard(digest)
            raise
        if not wish.had:
            self._mine.discard(digest)
        return wish.had

    @property
    def _pause(self) -> float:
        """Seconds between two looks at what another has claimed."""
        return min(0.5, self._seconds / 4)

    def _write(self, group: Sequence[_Wish]) -> list[Exception | None]:
        claims: list[_Claim] = []
        gone: list[str] = []
        for one in group:
            match one:
                case _Claim():
                    claims.append(one)
                case _Release():
                    gone.append(one.digest)
                case _:
                    assert_never(one)
        try:
            if gone:
                self._ledger.release(self.owner, gone)
            if claims:
                wanted = [one.digest for one in claims]
                had = self._ledger.claim(wanted, self.owner, self._seconds)
                for one in claims:
                    one.had = one.digest in had
        except Exception as reason:  # noqa: BLE001 - whatever it is, those who wait have to know
            return [LedgerFailed(reason, self._ledger.remedy)] * len(group)
        return [None] * len(group)

    def _beat(self) -> None:
        while not self._ended.wait(self._seconds / 3):
            with suppress(Exception):  # whoever claims next is told what is wrong
                self._ledger.renew(self.owner, self._seconds)


def lease() -> float:
    """Say for how many seconds a claim holds unless it is renewed.

    Raises:
        UsageError: The variable is no such number.
    """
    text = os.environ.get(LEASE, "").strip()
    with suppress(ValueError):
        seconds = float(text or _LEASE)
        if _SHORTEST <= seconds < float("inf"):
            return seconds
    message = f"{LEASE} is a number of seconds from {_SHORTEST} on, not {text!r}"
    raise UsageError(message)


def _forget(written: "asyncio.Future[None]") -> None:
    if not written.cancelled():
        written.exception()
