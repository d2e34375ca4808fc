"""Knows how an answer is opened: decoded, and its pictures put into the blobs. It sends nothing.

Pictures in base64 are cut out and decoded as the answer passes by in pieces, and what is left of
it is small. Where that is not enough, an answer is read at once; so only a few are opened at a
time, and what waits for its turn is still on the disk.
"""

import asyncio
import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias, assert_never

from pictura.job import Job
from pictura.pictures import NoPicture, Picture, recognise
from pictura.run.answers import Address, Broken, Carried, Inline, Named, carried
from pictura.run.context import Context
from pictura.run.cutting import Cutter
from pictura.run.outcomes import Lost
from pictura.state.blobs import Arriving, Blobs
from pictura_core.errors import ApiError, InvalidResponse
from pictura_core.operation import Operation
from pictura_core.wire import Reply, decode, without_key


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture stood in the answer and is in the blobs."""

    position: int
    picture: Picture


_JSON = frozenset(("application/json", "text/json", "text/plain", ""))
_PIECE = 256 * 1024

Part: TypeAlias = Kept | Address | Lost


@dataclass(frozen=True, slots=True)
class Opened:
    """An answer's pictures.

    Attributes:
        parts: The pictures, or from where they are to be fetched, or why they cannot be had.
        value: The decoded answer if it names a task, else None: it may be large.
    """

    parts: tuple[Part, ...]
    value: object


async def open_answer(
    context: Context,
    job: Job,
    answer: str,
    status: int,
    headers: Mapping[str, str],
    *,
    is_fresh: bool = False,
) -> Opened:
    """Open an answer that is paid for.

    Args:
        context: The run's.
        job: Whose answer it is.
        answer: The blob.
        status: The HTTP status.
        headers: Those of interest.
        is_fresh: Whether it was hashed on its way to the disk a moment ago: an older one is held
            against its name again.

    Raises:
        ApiError: It is an error.
        InvalidResponse: It makes no sense, or its blob is gone.
        OSError: A picture cannot be written.
    """
    async with context.decoding:
        return await asyncio.to_thread(
            _open_blob, context, job, answer, status, headers, is_fresh=is_fresh
        )


async def open_reply(
    context: Context, job: Job, operation: Operation[object], reply: Reply
) -> Opened:
    """Open an answer that is at hand: the last one about a job's task.

    Raises:
        ApiError: It is an error.
        InvalidResponse: It makes no sense.
        OSError: A picture cannot be written.
    """
    async with context.decoding:
        return await asyncio.to_thread(_open_parts, context, job, operation, reply)


def _open_blob(
    context: Context,
    job: Job,
    answer: str,
    status: int,
    headers: Mapping[str, str],
    *,
    is_fresh: bool,
) -> Opened:
    opened = _cut_blob(context, job, answer, status, headers, is_fresh=is_fresh)
    if opened is not None:
        return opened
    body = context.known.blobs.read(answer)
    if body is None:
        raise InvalidResponse(job.operation.id, status, "is gone from .pictura/")
    reply = Reply(status, headers, body)
    if job.operation.task is not None:
        return Opened((), decode(job.operation, without_key(reply, context.secret)))
    return _open_parts(context, job, job.operation, reply)


def _cut_blob(
    context: Context,
    job: Job,
    answer: str,
    status: int,
    headers: Mapping[str, str],
    *,
    is_fresh: bool,
) -> Opened | None:
    """Open an answer without ever holding it whole; None if that cannot be done."""
    images = job.operation.images
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    is_coded = images is not None and any(one.kind != "body" for one in images.sources)
    if not is_coded or job.operation.task is not None or kind not in _JSON:
        return None
    blobs = context.known.blobs
    with _spools() as spools:

        def spool() -> Arriving:
            spools.append(blobs.receive(context.maximum_answer))
            return spools[-1]

        cutter = Cutter(spool)
        hashed = sha256()
        try:
            with open(blobs.path(answer), "rb") as file:
                while piece := file.read(_PIECE):
                    if not is_fresh:
                        hashed.update(piece)
                    cutter.feed(piece)
                    if cutter.is_odd:
                        return None
        except FileNotFoundError:
            return None
        reply = Reply(status, headers, cutter.end())
        if cutter.is_odd or not (is_fresh or hashed.hexdigest() == answer):
            return None
        try:
            value = _decode(job, job.operation, without_key(reply, context.secret))
        except (ApiError, InvalidResponse):
            return None  # the whole answer says better what is wrong with it
        found = carried(job.operation, job.request, value, cutter.names)
        if {one.name for one in found if isinstance(one, Named)} != set(cutter.names):
            return None
        named = dict(zip(cutter.names, spools, strict=True))
        wanted = (one for one in found if one.position < job.pictures)
        parts = (
            _keep_spool(named[one.name], one) if isinstance(one, Named) else _keep(blobs, one)
            for one in wanted
        )
        return Opened(tuple(parts), None)


@contextmanager
def _spools() -> Generator[list[Arriving]]:
    spools: list[Arriving] = []
    try:
        yield spools
    finally:
        for one in spools:
            one.discard()


def _keep_spool(spool: Arriving, one: Named) -> Part:
    try:
        format_, width, height = recognise(spool.peek())
    except NoPicture as error:
        return Lost(one.position, str(error), is_final=True)
    size, prompt = spool.size, one.revised_prompt
    return Kept(one.position, Picture(spool.keep(), format_, width, height, size, prompt))


def _open_parts(context: Context, job: Job, operation: Operation[object], reply: Reply) -> Opened:
    value = _decode(job, operation, without_key(reply, context.secret))
    found = carried(job.operation, job.request, value)
    wanted = (one for one in found if one.position < job.pictures)
    return Opened(tuple(_keep(context.known.blobs, one) for one in wanted), None)


def _decode(job: Job, operation: Operation[object], reply: Reply) -> object:
    try:
        return decode(operation, reply)
    except InvalidResponse:
        # What breaks the specification but holds a picture was paid for, and is good enough.
        with suppress(ValueError, RecursionError):
            value: object = json.loads(reply.body)
            if carried(job.operation, job.request, value):
                return value
        raise


def _keep(blobs: Blobs, one: Carried) -> Part:
    match one:
        case Address():
            return one
        case Broken():
            return Lost(one.position, one.reason, is_final=True)
        case Inline():
            try:
                format_, width, height = recognise(one.data)
            except NoPicture as error:
                return Lost(one.position, str(error), is_final=True)
            size, prompt = len(one.data), one.revised_prompt
            digest = blobs.put(one.data)
            return Kept(one.position, Picture(digest, format_, width, height, size, prompt))
        case Named():
            message = "only an answer in pieces has named pictures"
            raise AssertionError(message)
        case _:
            assert_never(one)
