"""Knows how pictures are taken out of an answer and into the blobs. It saves none to its file.

A url is fetched at once and tried again by itself: the fetching failed then, not the asking.
"""

import asyncio
import time
from collections.abc import Mapping

from pictura.blobs import TooLarge
from pictura.job import Job
from pictura.pictures import NoPicture, Picture, recognise
from pictura.records import Cut
from pictura.run.addresses import Forbidden
from pictura.run.answers import Address, Broken, Carried, Inline, carried
from pictura.run.context import Context
from pictura.run.outcomes import Lost, Taken
from pictura_core.errors import ApiError, InvalidResponse, TransportError

_GONE = frozenset((400, 401, 403, 404, 410))
"""Statuses after which a url will not give its picture any more."""


async def take(
    context: Context, job: Job, key: str, value: object, known: Mapping[int, Picture]
) -> Taken:
    """Take every picture out of an answer, and record them.

    Args:
        context: The run's.
        job: Whose answer it is.
        key: The request's idempotency key.
        value: The decoded answer.
        known: Pictures that were taken out before, by their position.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: A picture cannot be written.
    """
    async with context.decoding:
        found = await asyncio.to_thread(carried, job.operation, job.request, value)
    wanted = [one for one in found if one.position < job.pictures]
    expires = [one.expires for one in wanted if isinstance(one, Address) and one.expires]
    deadline = time.time() + min(expires) if expires else None
    if deadline is not None and not known:
        # How long the urls can be fetched is known only once: when the answer came.
        await context.journal.write(Cut(key, (), deadline, time.time()))
    taken = await asyncio.gather(
        *(_take_one(context, one) for one in wanted if one.position not in known)
    )
    pictures = dict(known)
    pictures.update((p, one) for p, one in taken if isinstance(one, Picture))
    lost = tuple(one for _, one in taken if isinstance(one, Lost))
    listed = tuple(sorted(pictures.items()))
    if listed:
        await context.journal.write(Cut(key, listed, deadline if lost else None, time.time()))
    return Taken(listed, lost)


async def _take_one(context: Context, one: Carried) -> tuple[int, Picture | Lost]:
    match one:
        case Broken():
            return one.position, Lost(one.position, one.reason, is_final=True)
        case Inline():
            return one.position, await asyncio.to_thread(_keep, context, one)
        case Address():
            async with context.fetching:
                return one.position, await _fetch(context, one)


def _keep(context: Context, one: Inline) -> Picture | Lost:
    try:
        format_, width, height = recognise(one.data)
    except NoPicture as error:
        return Lost(one.position, str(error), is_final=True)
    digest = context.known.blobs.put(one.data)
    return Picture(digest, format_, width, height, len(one.data), one.revised_prompt)


async def _fetch(context: Context, one: Address) -> Picture | Lost:
    tries = context.tries
    attempt = 0
    while True:
        attempt += 1
        arriving = context.known.blobs.receive(context.maximum_picture)
        try:
            # Looking up a host blocks; what was looked up here is remembered for `allow`.
            await asyncio.to_thread(context.addresses.allow, one.url)
            await context.road.download(
                one.url,
                arriving.write,
                limit=context.maximum_picture,
                allow=context.addresses.allow,
            )
            data = await asyncio.to_thread(arriving.peek)
            format_, width, height = recognise(data)
            digest = await asyncio.to_thread(arriving.keep)
            return Picture(digest, format_, width, height, len(data), one.revised_prompt)
        except (Forbidden, NoPicture, TooLarge, InvalidResponse) as error:
            return Lost(one.position, str(error), is_final=True)
        except ApiError as error:
            reason = f"its url could not be fetched: {error.reason} (status {error.status})"
            if error.status in _GONE or attempt >= tries.downloads:
                return Lost(one.position, reason, is_final=error.status in _GONE)
            wait = tries.wait(attempt, error.retry_after)
        except TransportError as error:
            if attempt >= tries.downloads:
                return Lost(one.position, f"its url could not be fetched: {error}", is_final=False)
            wait = tries.wait(attempt)
        finally:
            arriving.discard()
        if wait is None:
            return Lost(one.position, "its server asks to come back much later", is_final=False)
        # Not the brake's sleep: a picture that is paid for is fetched even when the run stops.
        await asyncio.sleep(wait)
