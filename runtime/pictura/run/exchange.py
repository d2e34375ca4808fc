"""Knows how a request leaves once, and how its answer is durable before anything reads it."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from pictura.job import Job
from pictura.run.allowance import pause
from pictura.run.carrying import carried
from pictura.run.context import Context
from pictura.run.opening import Opened, open_answer
from pictura.state.blobs import Arriving
from pictura.state.records import Paid
from pictura_core.data import Path, fill
from pictura_core.errors import InvalidResponse
from pictura_core.wire import (
    ABSENT,
    Encoded,
    File,
    Reply,
    classify,
    encode,
    hide,
    prepare,
    without_key,
)

_HEADERS = ("content-type", "date", "retry-after", "x-request-id", "x-oneapi-request-id")
"""Headers of an answer that the ledger remembers."""


@dataclass(frozen=True, slots=True)
class Question:
    """A job, ready to be asked.

    Attributes:
        job: The job.
        digest: Of its request.
        recipe: The recipe's file, for the ledger.
        inputs: Each input file, by its place in the request.
        cost_usd: None if nobody says.
        was_paid: Whether an earlier answer was paid for, but cannot be had any more.
    """

    job: Job
    digest: str
    recipe: str
    inputs: Mapping[Path, File]
    cost_usd: float | None
    was_paid: bool = False


def encode_question(question: Question) -> Encoded:
    """Write a job's request as it travels.

    Raises:
        InvalidRequest: It breaks the specification.
        OSError: An input file cannot be read.
    """
    job = question.job
    inputs = {path: carried(job.operation, path, file) for path, file in question.inputs.items()}
    request = fill(job.request, inputs)
    names = {parameter.name for parameter in job.operation.parameters}
    parameters = {name: value for name, value in request.items() if name in names}
    body = {name: value for name, value in request.items() if name not in names}
    return encode(
        prepare(job.operation, parameters, body if body or job.operation.bodies else ABSENT)
    )


async def exchange(context: Context, job: Job, encoded: Encoded, key: str) -> Opened:
    """Send a request once; a successful answer is durable before it is opened.

    Args:
        context: The run's.
        job: Whose request it is.
        encoded: The request.
        key: Its idempotency key.

    Returns:
        The answer's pictures, in the blobs or to be fetched.

    Raises:
        ApiError: The API said no.
        InvalidResponse: The answer makes no sense.
        TransportError: No answer came, or half of one.
        TooLarge: The answer is larger than a run takes.
        LedgerFailed: The ledger cannot be written.
        OSError: The answer, or a picture of it, cannot be written.
    """
    arriving = context.known.blobs.receive(context.maximum_answer)
    try:
        headers = (("Idempotency-Key", key),)
        head = await context.road.exchange(encoded, headers, arriving.write)
        context.width.hold(pause(head.headers, time.time(), context.tries.patience))
        if not 200 <= head.status < 300:
            reply = Reply(head.status, head.headers, arriving.peek())
            raise _refusal(job, without_key(reply, context.secret))
        # Nobody may be cancelled between the last byte and the ledger: it is paid for.
        keeping = asyncio.ensure_future(_keep(context, arriving, key, head.status, head.headers))
        digest = await _finish(keeping)
    finally:
        arriving.discard()
    return await open_answer(context, job, digest, head.status, head.headers, is_fresh=True)


async def _keep(
    context: Context, arriving: Arriving, key: str, status: int, headers: Mapping[str, str]
) -> str:
    digest = await asyncio.to_thread(arriving.keep)
    told = tuple((n, hide(headers[n], context.secret)) for n in _HEADERS if n in headers)
    await context.journal.write(Paid(key, status, told, digest, time.time()))
    return digest


async def _finish(task: asyncio.Future[str]) -> str:
    """Wait for a task even when cancelled."""
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(Exception):  # the cancellation counts, whatever became of the task
            await task
        raise


def _refusal(job: Job, reply: Reply) -> Exception:
    """Say what an answer means whose status is no success."""
    error = classify(job.operation, reply)
    if error is not None:
        return error
    return InvalidResponse(job.operation.id, reply.status, "is neither a success nor an error")
