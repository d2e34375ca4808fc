"""Knows how one picture is fetched from its url, until it is there or its url expires.

It records nothing. What is paid for is worth patience: what may pass is waited for, with growing
pauses, while other jobs go on.
"""

import asyncio
from dataclasses import dataclass
from functools import partial

from pictura.events import DownloadWaits, JobWaits
from pictura.pictures import NoPicture, Picture, recognise
from pictura.run.addresses import Forbidden
from pictura.run.answers import Address
from pictura.run.context import Context
from pictura.run.outcomes import Lost
from pictura.state.blobs import Arriving, TooLarge
from pictura_core.errors import ApiError, InvalidResponse, TransportError
from pictura_core.wire import DOWNLOAD, hide

_GONE = frozenset((400, 401, 403, 404, 410))
"""Statuses after which a url will not give its picture any more."""

_LONG = 30.0
"""Seconds of a pause that people should know of."""

_QUIET = 60.0
"""Seconds without a byte after which fetching is begun anew: no picture is drawn any more."""


@dataclass(slots=True)
class Fetching:
    """One picture on its way.

    Attributes:
        context: The run's.
        job: Whose it is.
        address: Where it is.
        attempts: How often it was tried.
        reason: Why it is not there yet.
        asked: For how many seconds of patience its server asks.
        is_told: Whether people know that it takes its time.
    """

    context: Context
    job: str
    address: Address
    attempts: int = 0
    reason: str = ""
    asked: float | None = None
    is_told: bool = False

    async def attempt(self) -> Picture | Lost | None:
        """Fetch it once; None if another try may help.

        Raises:
            OSError: It cannot be written.
        """
        self.attempts += 1
        self.asked = None
        context = self.context
        arriving = context.known.blobs.receive(context.maximum_picture)
        try:
            async with context.downloads.places:
                return await self._fetch(arriving)
        except (Forbidden, NoPicture, TooLarge, InvalidResponse) as error:
            # A redirect's host is a server's word too.
            return Lost(self.address.position, hide(str(error), context.secret), is_final=True)
        except ApiError as error:
            self.reason = f"its url could not be fetched: {error.reason} (status {error.status})"
            self.asked = error.retry_after
            if error.status in _GONE:
                return self._lost(is_gone=True)
        except TransportError as error:
            self.reason = f"its url could not be fetched: {hide(str(error), context.secret)}"
        finally:
            arriving.discard()
        return None

    async def persist(self, end: float) -> Picture | Lost:
        """Try again until it is there, cannot be had any more, or has to be left to the next run.

        Args:
            end: When the last try may begin, by the brake's clock.

        Raises:
            OSError: It cannot be written.
        """
        brake, tries = self.context.brake, self.context.tries
        while True:
            left = end - brake.now()
            if left <= 0:
                return self._lost("its url is about to expire, or nobody knows whether it lives")
            if self.asked is not None and self.asked > left:
                return self._lost("its server asks to come back much later")
            wait = min(left, tries.pause(self.attempts, self.asked))
            if not self.is_told and (wait > _LONG or self.attempts >= tries.downloads):
                self.is_told = True
                self.context.show(DownloadWaits(self.job, self.reason, left))
            self.context.show(JobWaits(self.job, self.reason, wait))
            # At first even a run that stops waits: it is paid for, and may be there at once.
            is_early = self.attempts < tries.downloads
            if not await (brake.linger(wait) if is_early else brake.sleep(wait)):
                return self._lost("the run stopped before it could be fetched")
            found = await self.attempt()
            if found is not None:
                return found

    async def _fetch(self, arriving: Arriving) -> Picture:
        context, one = self.context, self.address
        if not context.addresses.knows(one.url):
            # Looking up a host blocks; what was looked up here is remembered for `allow`.
            await asyncio.to_thread(context.addresses.allow, one.url)
        await self._download(arriving)
        with arriving.look() as view:
            format_, width, height = recognise(view)
        await context.storer.store(arriving.sync)
        size, prompt = arriving.size, one.revised_prompt
        return Picture(arriving.kept(), format_, width, height, size, prompt)

    async def _download(self, arriving: Arriving) -> None:
        now = asyncio.get_running_loop().time
        guard = asyncio.timeout(_QUIET)

        def take(piece: bytes) -> None:
            guard.reschedule(now() + _QUIET)
            arriving.write(piece)

        context = self.context
        fetch = partial(context.road.download, limit=context.maximum_picture)
        try:
            async with guard:
                await fetch(self.address.url, take, allow=context.addresses.allow)
        except TimeoutError:
            if not guard.expired():
                raise
            reason = f"no byte came for {_QUIET:g} s"
            raise TransportError(DOWNLOAD, reason, sent=True) from None

    def _lost(self, why: str = "", *, is_gone: bool = False) -> Lost:
        reason = f"{self.reason}; {why}" if why else self.reason
        return Lost(self.address.position, reason, is_final=is_gone, is_gone=is_gone)
