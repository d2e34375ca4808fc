"""Knows how a request leaves once, and how its answer is durable before anything reads it."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from pictura.job import Job
from pictura.run.allowance import pause
from pictura.run.calls import refuse
from pictura.run.context import Context
from pictura.run.intake import Intake
from pictura.run.road import Head
from pictura.run.watching import WHOLE, Watch, is_streamed, watch
from pictura.state.blobs import Arriving
from pictura.state.records import Arrived, Paid
from pictura_core.errors import TransportError
from pictura_core.wire import (
    Encoded,
    Reply,
    classify,
    hide,
    without_key,
)

_HEADERS = ("content-type", "date", "retry-after", "x-request-id", "x-oneapi-request-id")
"""Headers of an answer that the ledger remembers."""


@dataclass(frozen=True, slots=True)
class Received:
    """An answer that is paid for and durable.

    Attributes:
        arrived: Its body, as it is kept.
        status: The HTTP status.
        headers: By name, in lower case.
    """

    arrived: Arrived
    status: int
    headers: Mapping[str, str]


async def exchange(context: Context, job: Job, encoded: Encoded, key: str) -> Received:
    """Send a request once; a successful answer is durable when this returns, and not yet read.

    Args:
        context: The run's.
        job: Whose request it is.
        encoded: The request.
        key: Its idempotency key.

    Raises:
        ApiError: The API said no.
        InvalidResponse: The answer makes no sense.
        TransportError: No answer came, or half of one.
        TooLarge: The answer is larger than a run takes.
        LedgerFailed: The ledger cannot be written.
        OSError: The answer cannot be written.
    """
    intake = Intake(context.known.blobs, context.maximum_answer, context.secret)
    watched = watch(job, context.show)
    try:
        head = await _send(context, encoded, key, intake, watched)
        context.width.hold(pause(head.headers, time.time(), context.tries.patience))
        if not 200 <= head.status < 300:
            refuse(job.operation, without_key(_peeked(head, intake), context.secret))
        if watched is not None and not watched.finished:
            _check_whole(job, without_key(_peeked(head, intake), context.secret))
        return await keep(context, intake, key, head)
    finally:
        intake.discard()


async def keep(context: Context, intake: Intake, key: str, head: Head) -> Received:
    """Make an answer durable that has come whole and is paid for.

    Args:
        context: The run's.
        intake: What took it in.
        key: Its request's idempotency key.
        head: What came before it.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: The answer cannot be written.
    """
    arriving = intake.end()
    if arriving:
        # Nobody may be cancelled between the last byte and the ledger: it is paid for.
        keeping = asyncio.ensure_future(_keep(context, intake, arriving, key, head))
        return await _finish(keeping)
    received = _received(context, intake, head)
    await context.journal.write(_paid(context, key, received))
    return received


async def _send(
    context: Context, encoded: Encoded, key: str, intake: Intake, watched: Watch | None
) -> Head:
    """Send a request and take its answer in."""

    def take(piece: bytes) -> None:
        intake.write(piece)
        if watched is not None:
            watched.feed(piece)

    try:
        return await context.road.exchange(encoded, (("Idempotency-Key", key),), take)
    except TransportError:
        if watched is None or watched.finished < watched.pictures:
            raise
        return WHOLE  # all that was asked for has come: what was to follow does not matter


def _check_whole(job: Job, reply: Reply) -> None:
    """Make sure that an answer in events, which holds no finished picture, is no half of one.

    Raises:
        ApiError: It says what went wrong.
        TransportError: It ended too early, and nobody knows whether it is paid for.
    """
    if not is_streamed(reply):
        return
    error = classify(job.operation, reply)
    if error is not None:
        raise error
    reason = "the events ended before a picture was finished"
    raise TransportError(job.operation.id, reason, sent=True)


def _peeked(head: Head, intake: Intake) -> Reply:
    return Reply(head.status, head.headers, intake.peek())


async def _keep(
    context: Context, intake: Intake, arriving: Sequence[Arriving], key: str, head: Head
) -> Received:
    if len(arriving) == 1:
        await context.storer.store(lambda: intake.sync(arriving[0]))
    else:
        syncs = (partial(intake.sync, one) for one in arriving)
        await asyncio.gather(*map(context.storer.store, syncs))
    received = _received(context, intake, head)
    await context.journal.write(_paid(context, key, received))
    return received


def _received(context: Context, intake: Intake, head: Head) -> Received:
    arrived = intake.arrived()
    if arrived.rest:  # it goes into the ledger, where no key may stand
        reply = without_key(Reply(head.status, {}, arrived.rest), context.secret)
        arrived = arrived._replace(rest=reply.body)
    return Received(arrived, head.status, head.headers)


def _paid(context: Context, key: str, received: Received) -> Paid:
    headers = received.headers
    told = tuple((n, hide(headers[n], context.secret)) for n in _HEADERS if n in headers)
    return Paid(key, received.status, told, received.arrived, time.time())


async def _finish(task: "asyncio.Future[Received]") -> Received:
    """Wait for a task even when cancelled."""
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(Exception):  # the cancellation counts, whatever became of the task
            await task
        raise
