"""Knows how the answers of a batch reach the ledger, line by line. It opens none of them.

Whoever asked is not needed for that: what a line says is written down for its key. A file that was
taken in halfway when a run died is read again, and what is in the ledger already is passed over.
"""

import asyncio
import errno
import json
import time
from collections.abc import Sequence
from functools import partial

from pictura.run.batches.lines import Result, lines_of, read_line
from pictura.run.batches.submission import patiently
from pictura.run.calls import exchange_call, prepare_call, refuse
from pictura.run.context import Context
from pictura.run.exchange import keep
from pictura.run.intake import Intake
from pictura.run.outcomes import NEVER_ANSWERED, stop_for
from pictura.state.batches import requests_of
from pictura.state.blobs import Arriving, TooLarge
from pictura.state.records import Doubtful, Failed
from pictura_core.batches import Batch
from pictura_core.errors import ApiError, InvalidResponse
from pictura_core.extensions import Severe
from pictura_core.operation import Operation
from pictura_core.wire import Reply, hide, without_key

_AT_ONCE = 16
"""How many lines are put on the disk side by side."""
_MOST = 1 << 50
"""Bytes that a file with results may have: what the disk holds."""
_PEEKED = 1 << 20
"""Bytes of a refusal that are read."""
_PIECE = 1 << 20
"""Bytes of a file that are read at once."""
_SMALL = 1 << 16
"""Bytes of a line that are read at once; more might keep everybody else waiting."""


class Counted:
    """How many lines said what.

    Attributes:
        answered: An answer that is paid for.
        refused: A refusal, or that it was never answered.
    """

    __slots__ = ("answered", "refused")

    def __init__(self) -> None:
        self.answered = 0
        self.refused = 0


async def take_in(
    context: Context,
    operation: Operation[object],
    batch: Batch,
    name: str,
    files: Sequence[str],
) -> Counted:
    """Write down what a batch's files say of its requests.

    Lines of requests that it does not have, second lines of one, and lines without sense say
    nothing.

    Args:
        context: The run's.
        operation: What was asked in it.
        batch: How it was handed in.
        name: Our own name for it.
        files: The server's names for its files.

    Raises:
        ApiError: A file is not given out.
        InvalidResponse: A file is neither given out nor refused.
        TransportError: A file did not come, however often it was tried.
        Stopped: The run was stopped meanwhile.
        LedgerFailed: The ledger cannot be written.
        Rejected: The ledger cannot be read.
        OSError: An answer cannot be written.
    """
    counted = Counted()
    ledger = context.known.ledger
    states = {} if ledger is None else requests_of(ledger, name)
    awaited = {key for key, state in states.items() if state == "intent"}
    fetched = context.api.operations[batch.fetch.operation]
    for id_ in files:
        spool = await patiently(
            partial(_fetch, context, fetched, {batch.fetch.parameter: id_}),
            context.tries,
            context.brake,
        )
        try:
            await _read(context, operation, batch, spool, awaited, counted)
        finally:
            spool.discard()
    return counted


async def _fetch(
    context: Context, operation: Operation[object], given: dict[str, object]
) -> Arriving:
    """Fetch a file; it lies beside the blobs until it is discarded."""
    spool = context.known.blobs.receive(_MOST)
    try:
        head = await exchange_call(context, prepare_call(operation, given), spool.write)
        if not 200 <= head.status < 300:
            words = next(spool.pieces(_PEEKED), b"")
            refuse(operation, without_key(Reply(head.status, head.headers, words), context.secret))
    except BaseException:
        spool.discard()
        raise
    return spool


async def _read(
    context: Context,
    operation: Operation[object],
    batch: Batch,
    spool: Arriving,
    awaited: set[str],
    counted: Counted,
) -> None:
    """Take in each line of a file, some at once."""
    taking: set[asyncio.Task[bool]] = set()
    try:
        # A line is an answer and what stands around it.
        longest = context.maximum_answer + _PEEKED
        for text in lines_of(spool.pieces(_PIECE), longest):
            result = (
                await asyncio.to_thread(read_line, batch.line, text)
                if len(text) > _SMALL
                else read_line(batch.line, text)
            )
            if result is None or result.key not in awaited:
                continue
            awaited.discard(result.key)
            taking.add(asyncio.ensure_future(_take(context, operation, result)))
            if len(taking) >= _AT_ONCE:
                done, taking = await asyncio.wait(taking, return_when=asyncio.FIRST_COMPLETED)
                _count(counted, [one.result() for one in done])
        _count(counted, await asyncio.gather(*taking))
    finally:
        for one in taking:
            one.cancel()
        await asyncio.gather(*taking, return_exceptions=True)


def _count(counted: Counted, taken: Sequence[bool]) -> None:
    counted.answered += sum(taken)
    counted.refused += len(taken) - sum(taken)


async def _take(context: Context, operation: Operation[object], result: Result) -> bool:
    """Write down what one line says; tell whether that is an answer."""
    problem = context.room.problem(_AT_ONCE)
    if problem:
        raise OSError(errno.ENOSPC, problem)
    if result.error:
        words = hide(result.error, context.secret)
        await _fail(context, result.key, None, Severe.RETRY, NEVER_ANSWERED, words)
        return False
    body = await asyncio.to_thread(_written, result.answer)
    reply = Reply(result.status, {"content-type": "application/json"}, body)
    try:
        if not 200 <= result.status < 300:
            refuse(operation, await asyncio.to_thread(without_key, reply, context.secret))
        intake = Intake(context.known.blobs, context.maximum_answer, context.secret)
        try:
            intake.write(body)
            await keep(context, intake, result.key, reply)
        finally:
            intake.discard()
    except ApiError as refused:
        code = refused.code or f"http-{refused.status}"
        if refused.severity is Severe.STOP:
            context.halt(stop_for(refused))
        status = refused.status
        await _fail(context, result.key, status, refused.severity, code, refused.reason)
        return False
    except (InvalidResponse, TooLarge) as nonsense:
        await context.journal.write(Doubtful(result.key, str(nonsense), time.time()))
        return False
    return True


async def _fail(
    context: Context, key: str, status: int | None, severity: Severe, code: str, reason: str
) -> None:
    record = Failed(key, status, severity.value, code, reason, time.time())
    await context.journal.write(record)


def _written(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace")
