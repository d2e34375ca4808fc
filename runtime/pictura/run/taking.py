"""Knows how the pictures of an answer are fetched into the blobs, and recorded.

It saves none to its file. Whatever is there is recorded, while what is not yet is waited for.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence

from pictura.pictures import Picture
from pictura.run.answers import Address
from pictura.run.context import Context
from pictura.run.expiry import expiry
from pictura.run.fetching import Fetching
from pictura.run.opening import Kept, Opened
from pictura.run.outcomes import Lost, Taken
from pictura.state.records import Cut

_UNKNOWN = 600.0
"""Seconds for which a url is fetched of which nobody knows when it expires."""

_LONGEST = 3600.0
"""Seconds for which a run waits for a picture, however long its url lives: the next one goes on."""

_MARGIN = 15.0
"""Seconds before its end at which a url is given up, or a twentieth of its life if that is less."""


async def take(
    context: Context,
    job: str,
    key: str,
    opened: Opened,
    known: Mapping[int, Picture],
    expires: float | None = None,
) -> Taken:
    """Fetch what an answer does not hold itself, and record its pictures.

    Args:
        context: The run's.
        job: Whose answer it is.
        key: The request's idempotency key.
        opened: The answer.
        known: Pictures that were recorded before, by their position.
        expires: When its urls expire, in seconds since 1970, if that was recorded before.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: A picture cannot be written.
    """
    pictures = dict(known)
    pictures.update((p.position, p.picture) for p in opened.parts if isinstance(p, Kept))
    lost = [part for part in opened.parts if isinstance(part, Lost)]
    urls = [p for p in opened.parts if isinstance(p, Address) and p.position not in known]
    deadline = expires
    if urls and deadline is None:
        deadline = _deadline(urls)
        if deadline is not None and not known:
            # How long the urls can be fetched is known only once: when the answer came.
            context.journal.note(Cut(key, (), deadline, time.time()))
    fetching = [Fetching(context, job, one) for one in urls]
    found: Sequence[Picture | Lost | None]
    found = await asyncio.gather(*(one.attempt() for one in fetching))
    if None in found:
        found = await _persist(context, key, fetching, found, deadline)
    for one, there in zip(urls, found, strict=True):
        if isinstance(there, Picture):
            pictures[one.position] = there
        elif there is not None:
            lost.append(there)
    listed = tuple(sorted(pictures.items()))
    if not listed:
        return Taken(listed, tuple(lost))
    cut = Cut(key, listed, deadline if lost else None, time.time())
    if urls:
        # A url may be dead tomorrow: what it gave is recorded although no file holds it yet.
        context.journal.note(cut)
    return Taken(listed, tuple(lost), (cut,))


async def _persist(
    context: Context,
    key: str,
    fetching: Sequence[Fetching],
    found: Sequence[Picture | Lost | None],
    deadline: float | None,
) -> Sequence[Picture | Lost]:
    """Wait for what could not be fetched at once; what comes is recorded at once."""
    end = context.brake.now() + _patience(deadline)

    async def bring(one: Fetching, there: Picture | Lost | None) -> Picture | Lost:
        result = await one.persist(end) if there is None else there
        if isinstance(result, Picture):
            came = ((one.address.position, result),)
            context.journal.note(Cut(key, came, deadline, time.time()))
        return result

    with context.downloads.rest():
        return await asyncio.gather(*map(bring, fetching, found))


def _patience(deadline: float | None) -> float:
    """Say for how many seconds urls are to be tried again."""
    if deadline is None:
        return _UNKNOWN
    life = max(0.0, deadline - time.time())
    return min(_LONGEST, life - min(_MARGIN, life / 20))


def _deadline(urls: Sequence[Address]) -> float | None:
    """Say when the first of some urls expires, of those of which that is known."""
    now = time.time()
    moments = [moment for moment in (expiry(one, now) for one in urls) if moment is not None]
    return min(moments, default=None)
