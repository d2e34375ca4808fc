"""Knows how an answer is opened: decoded, and its pictures put into the blobs. It sends nothing.

Pictures in base64 were cut out of it as it came, so what is decoded is small. Where that is not
enough, an answer is read at once; so only a few are opened at a time, and what waits for its turn
is still on the disk.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias, assert_never

import pybase64

from pictura.job import Job
from pictura.pictures import NoPicture, Picture, recognise
from pictura.run.answers import Address, Broken, Carried, Inline, Named, carried, streamed
from pictura.run.context import Context
from pictura.run.cutting import put_back
from pictura.run.outcomes import Lost
from pictura.run.watching import is_streamed
from pictura.state.blobs import Blobs
from pictura.state.ledger import Answered
from pictura.state.records import NOTHING, Arrived, Cutout
from pictura_core.data import is_array
from pictura_core.errors import ApiError, InvalidResponse
from pictura_core.operation import Operation
from pictura_core.wire import Reply, decode, without_key


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture stood in the answer and is in the blobs."""

    position: int
    picture: Picture


_SMALL = 8 << 20
"""Bytes of pictures that are looked into at once; more might keep everybody else waiting."""

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
    context: Context, job: Job, arrived: Arrived, status: int, headers: Mapping[str, str]
) -> Opened:
    """Open an answer that is paid for.

    Args:
        context: The run's.
        job: Whose answer it is.
        arrived: The answer as it is kept.
        status: The HTTP status.
        headers: Those of interest.

    Raises:
        ApiError: It is an error.
        InvalidResponse: It makes no sense, or a blob of it is gone.
        OSError: A picture cannot be written.
    """
    if not arrived.answer:
        opened = await _open_rest(context, job, arrived, status, headers)
        if opened is not None:
            return opened
    async with context.decoding:
        body = await asyncio.to_thread(_whole, context.known.blobs, arrived)
        if body is None:
            raise InvalidResponse(job.operation.id, status, "is gone from .pictura/")
        reply = without_key(Reply(status, headers, body), context.secret)
        if job.operation.task is not None:
            return Opened((), await asyncio.to_thread(decode, job.operation, reply))
        found = await asyncio.to_thread(_find, job, job.operation, reply)
        return await _keep_all(context, job, found, {})


async def open_kept(context: Context, job: Job, answer: Answered) -> Opened:
    """Open an answer that the ledger has.

    Raises:
        ApiError: It is an error.
        InvalidResponse: It makes no sense, or a blob of it is gone.
        Rejected: The ledger cannot be read.
        OSError: A picture cannot be written.
    """
    ledger = context.known.ledger
    arrived = NOTHING if ledger is None else ledger.arrived(answer.key)
    return await open_answer(context, job, arrived, answer.status, dict(answer.headers))


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
        reply = without_key(reply, context.secret)
        found = await asyncio.to_thread(_find, job, operation, reply)
        return await _keep_all(context, job, found, {})


async def _open_rest(
    context: Context, job: Job, arrived: Arrived, status: int, headers: Mapping[str, str]
) -> Opened | None:
    """Open an answer without ever holding it whole; None if that cannot be done."""
    cuts = {one.name: one for one in arrived.cuts}
    reply = Reply(status, headers, arrived.rest)
    if job.operation.task is not None:
        return None if cuts else Opened((), decode(job.operation, reply))
    try:
        found = _find(job, job.operation, reply, cuts)
    except (ApiError, InvalidResponse):
        if not cuts:
            raise
        return None  # the whole answer says better what is wrong with it
    if {one.name for one in found if isinstance(one, Named)} != cuts.keys():
        return None
    return await _keep_all(context, job, found, cuts)


def _whole(blobs: Blobs, arrived: Arrived) -> bytes | None:
    """Write an answer as it came; None if that cannot be done any more."""
    if arrived.answer:
        return blobs.read(arrived.answer)
    texts: list[bytes] = []
    for one in arrived.cuts:
        data = blobs.read(one.sha256)
        if data is None:
            return None
        texts.append(one.head.encode() + pybase64.b64encode(data))
    return put_back(arrived.rest, (one.name for one in arrived.cuts), texts)


def _find(
    job: Job,
    operation: Operation[object],
    reply: Reply,
    cuts: Mapping[str, Cutout] | None = None,
) -> tuple[Carried, ...]:
    value = _decode(job, operation, reply)
    if job.operation.stream is not None and is_streamed(reply) and is_array(value):
        return streamed(job.operation, job.request, value)
    return carried(job.operation, job.request, value, cuts or {})


def _decode(job: Job, operation: Operation[object], reply: Reply) -> object:
    try:
        return decode(operation, reply)
    except InvalidResponse:
        # What breaks the specification but holds a picture was paid for, and is good enough.
        with suppress(NoPicture):
            recognise(reply.body)
            if carried(job.operation, job.request, reply.body):
                return reply.body
        with suppress(ValueError, RecursionError):
            value: object = json.loads(reply.body)
            if carried(job.operation, job.request, value):
                return value
        raise


async def _keep_all(
    context: Context, job: Job, found: tuple[Carried, ...], cuts: Mapping[str, Cutout]
) -> Opened:
    wanted = [one for one in found if one.position < job.pictures]
    if len(wanted) == 1:
        return Opened((await _keep(context, wanted[0], cuts),), None)
    parts = await asyncio.gather(*(_keep(context, one, cuts) for one in wanted))
    return Opened(tuple(parts), None)


async def _keep(context: Context, one: Carried, cuts: Mapping[str, Cutout]) -> Part:
    match one:
        case Address():
            return one
        case Broken():
            return Lost(one.position, one.reason, is_final=True)
        case Inline():
            try:
                format_, width, height = await _look(one.data)
            except NoPicture as error:
                return Lost(one.position, str(error), is_final=True)
            digest = await _store(context, one.data)
            size, prompt = len(one.data), one.revised_prompt
            return Kept(one.position, Picture(digest, format_, width, height, size, prompt))
        case Named():
            return await _keep_cut(context, one, cuts[one.name])
        case _:
            assert_never(one)


async def _keep_cut(context: Context, one: Named, cut: Cutout) -> Part:
    blobs, digest = context.known.blobs, cut.sha256
    is_whole = blobs.is_fresh(digest) or await asyncio.to_thread(blobs.is_whole, digest)
    if not is_whole:
        return Lost(one.position, "its bytes are gone from .pictura/", is_final=True, is_gone=True)
    try:
        if cut.size > _SMALL:
            format_, width, height = await asyncio.to_thread(_recognise, blobs, digest)
        else:
            format_, width, height = _recognise(blobs, digest)
    except NoPicture as error:
        return Lost(one.position, str(error), is_final=True)
    picture = Picture(digest, format_, width, height, cut.size, one.revised_prompt)
    return Kept(one.position, picture)


def _recognise(blobs: Blobs, digest: str) -> tuple[str, int, int]:
    with blobs.look(digest) as view:
        return recognise(view)


async def _look(data: bytes) -> tuple[str, int, int]:
    return recognise(data) if len(data) <= _SMALL else await asyncio.to_thread(recognise, data)


async def _store(context: Context, data: bytes) -> str:
    arriving = context.known.blobs.receive(len(data))
    try:
        arriving.write(data)
        await context.storer.store(arriving.sync)
        return arriving.kept()
    finally:
        arriving.discard()
