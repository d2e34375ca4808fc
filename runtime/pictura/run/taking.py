"""Knows how pictures are fetched into the blobs, and recorded. It saves none to its file.

A url is fetched at once and tried again by itself: the fetching failed then, not the asking.
"""

import asyncio
import time
from collections.abc import Mapping

from pictura.events import JobWaits
from pictura.pictures import NoPicture, Picture, recognise
from pictura.run.addresses import Forbidden
from pictura.run.answers import Address
from pictura.run.context import Context
from pictura.run.opening import Kept, Opened
from pictura.run.outcomes import Lost, Taken
from pictura.state.blobs import TooLarge
from pictura.state.records import Cut
from pictura_core.errors import ApiError, InvalidResponse, TransportError

_GONE = frozenset((400, 401, 403, 404, 410))
"""Statuses after which a url will not give its picture any more."""


async def take(
    context: Context, job: str, key: str, opened: Opened, known: Mapping[int, Picture]
) -> Taken:
    """Fetch what an answer does not hold itself, and record its pictures.

    Args:
        context: The run's.
        job: Whose answer it is.
        key: The request's idempotency key.
        opened: The answer.
        known: Pictures that were recorded before, by their position.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: A picture cannot be written.
    """
    pictures = dict(known)
    pictures.update((p.position, p.picture) for p in opened.parts if isinstance(p, Kept))
    lost = [part for part in opened.parts if isinstance(part, Lost)]
    urls = [p for p in opened.parts if isinstance(p, Address) and p.position not in known]
    expires = [one.expires for one in urls if one.expires]
    deadline = time.time() + min(expires) if expires else None
    if deadline is not None and not known:
        # How long the urls can be fetched is known only once: when the answer came.
        context.journal.note(Cut(key, (), deadline, time.time()))
    for one, found in zip(
        urls, await asyncio.gather(*(_wait(context, job, u) for u in urls)), strict=True
    ):
        if isinstance(found, Lost):
            lost.append(found)
        else:
            pictures[one.position] = found
    listed = tuple(sorted(pictures.items()))
    if not listed:
        return Taken(listed, tuple(lost))
    cut = Cut(key, listed, deadline if lost else None, time.time())
    if urls:
        # A url may be dead tomorrow: what it gave is recorded although no file holds it yet.
        context.journal.note(cut)
    return Taken(listed, tuple(lost), (cut,))


async def _wait(context: Context, job: str, one: Address) -> Picture | Lost:
    async with context.fetching:
        return await _fetch(context, job, one)


async def _fetch(context: Context, job: str, one: Address) -> Picture | Lost:
    tries = context.tries
    attempt = 0
    while True:
        attempt += 1
        arriving = context.known.blobs.receive(context.maximum_picture)
        try:
            if not context.addresses.knows(one.url):
                # Looking up a host blocks; what was looked up here is remembered for `allow`.
                await asyncio.to_thread(context.addresses.allow, one.url)
            await context.road.download(
                one.url,
                arriving.write,
                limit=context.maximum_picture,
                allow=context.addresses.allow,
            )
            with arriving.look() as view:
                format_, width, height = recognise(view)
            await context.storer.store(arriving.sync)
            size, prompt = arriving.size, one.revised_prompt
            return Picture(arriving.kept(), format_, width, height, size, prompt)
        except (Forbidden, NoPicture, TooLarge, InvalidResponse) as error:
            return Lost(one.position, str(error), is_final=True)
        except ApiError as error:
            reason = f"its url could not be fetched: {error.reason} (status {error.status})"
            if error.status in _GONE or attempt >= tries.downloads:
                is_gone = error.status in _GONE
                return Lost(one.position, reason, is_final=is_gone, is_gone=is_gone)
            wait = tries.wait(attempt, error.retry_after)
            problem = reason
        except TransportError as error:
            if attempt >= tries.downloads:
                return Lost(one.position, f"its url could not be fetched: {error}", is_final=False)
            wait = tries.wait(attempt)
            problem = f"its url could not be fetched: {error}"
        finally:
            arriving.discard()
        if wait is None:
            return Lost(one.position, "its server asks to come back much later", is_final=False)
        context.show(JobWaits(job, problem, wait))
        # Not the brake's sleep: a picture that is paid for is fetched even when the run stops.
        await asyncio.sleep(wait)
