"""Knows how an answer is opened: decoded, and its pictures put into the blobs. It sends nothing.

Both happen in one go and only a few at a time: a decoded answer with its pictures in base64 needs a
few times its size of memory, and what waits for its turn is still on the disk.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from pictura.job import Job
from pictura.pictures import NoPicture, Picture, recognise
from pictura.run.answers import Address, Broken, Carried, Inline, carried
from pictura.run.context import Context
from pictura.run.outcomes import Lost
from pictura.state.blobs import Blobs
from pictura_core.errors import InvalidResponse
from pictura_core.operation import Operation
from pictura_core.wire import Reply, decode, without_key


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture stood in the answer and is in the blobs."""

    position: int
    picture: Picture


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
    context: Context, job: Job, answer: str, status: int, headers: Mapping[str, str]
) -> Opened:
    """Open an answer that is paid for.

    Raises:
        ApiError: It is an error.
        InvalidResponse: It makes no sense, or its blob is gone.
        OSError: A picture cannot be written.
    """
    async with context.decoding:
        return await asyncio.to_thread(_open_blob, context, job, answer, status, headers)


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
    context: Context, job: Job, answer: str, status: int, headers: Mapping[str, str]
) -> Opened:
    body = context.known.blobs.read(answer)
    if body is None:
        raise InvalidResponse(job.operation.id, status, "is gone from .pictura/")
    reply = Reply(status, headers, body)
    if job.operation.task is not None:
        return Opened((), decode(job.operation, without_key(reply, context.secret)))
    return _open_parts(context, job, job.operation, reply)


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
        case _:
            assert_never(one)
