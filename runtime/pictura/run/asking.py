"""Knows how one request is asked until it is answered for good: journal, tries, classes of errors.

The order of events is the promise: the intent is durable before the request leaves; the answer
streams into a blob, which is synced and recorded as paid before anything reads it.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from pictura.blobs import Arriving, TooLarge
from pictura.digest import fill
from pictura.events import JobRetries
from pictura.job import Job
from pictura.records import Doubtful, Failed, Intent, Paid
from pictura.run.answers import carried
from pictura.run.brake import Stop
from pictura.run.context import Context
from pictura.run.outcomes import STOP_HINTS, Answered, Asked, NotAsked, Refused
from pictura.run.pace import Pace
from pictura.run.purse import Purse
from pictura_core.data import Path
from pictura_core.errors import ApiError, InvalidRequest, InvalidResponse, TransportError
from pictura_core.operation import Severe
from pictura_core.wire import (
    ABSENT,
    Encoded,
    File,
    Reply,
    decode,
    encode,
    prepare,
    without_key,
)

_HEADERS = ("content-type", "date", "retry-after", "x-request-id", "x-oneapi-request-id")
"""Headers of an answer that the ledger remembers."""


@dataclass(slots=True)
class Count:
    """What asking one job has taken so far.

    Attributes:
        requests: How many requests left.
        is_doubtful: Whether it may have been paid for twice: an earlier request, of this run or of
            one that crashed, may have been paid for although its answer never came.
    """

    requests: int = 0
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A job, ready to be asked.

    Attributes:
        job: The job.
        digest: Of its request.
        recipe: The recipe's file, for the ledger.
        inputs: Each input file, by its place in the request.
        cost_usd: None if nobody says.
    """

    job: Job
    digest: str
    recipe: str
    inputs: Mapping[Path, File]
    cost_usd: float | None


async def ask(
    context: Context, question: Question, pace: Pace, purse: Purse, count: Count
) -> Asked:
    """Ask until there is an answer, or reason to give up.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: The answer, or an input, cannot be written or read.
    """
    try:
        encoded = encode_question(question)
    except InvalidRequest as error:
        return Refused("invalid-request", str(error), "", Severe.FINAL.value)
    ledger = context.known.ledger
    before = ledger and ledger.unsettled(question.digest, emulated=context.emulated)
    key = before.key if before else uuid4().hex
    tries, failures, garbled, dropped = context.tries, 0, 0, 0
    suspected = before is not None
    while True:
        if not await pace.turn(question.job.pictures):
            return _not_asked(context)
        if not purse.reserve(question.cost_usd):
            return _too_dear(purse)
        await context.journal.write(_intent(context, question, key))
        count.requests += 1
        try:
            reply = await _exchange(context, encoded, key)
        except TransportError as error:
            failures += 1
            if error.sent:
                dropped += 1
                suspected = True
                await context.journal.write(Doubtful(key, str(error), time.time()))
                if dropped >= tries.doubtful:
                    count.is_doubtful = True
                    return _doubtful(error)
            else:
                purse.give_back(question.cost_usd)
            if failures >= tries.maximum:
                return _unreachable(error)
            problem, asked = str(error), None
        except TooLarge as error:
            await _fail(context, key, None, "final", "answer-too-large", str(error))
            return Refused("answer-too-large", f"the answer is too large: {error}", "", "final")
        else:
            try:
                value = await _decode(context, question, reply)
            except ApiError as error:
                purse.give_back(question.cost_usd)
                failures += 1
                asked = error.retry_after
                refused = await _refuse(context, key, error, failures)
                if refused is not None:
                    return refused
                problem = _words(error)
                if asked is not None:
                    pace.hold(min(asked, tries.patience))
            except InvalidResponse as error:
                garbled += 1
                if garbled >= tries.garbled:
                    await _fail(context, key, reply.status, "retry", "garbled-answer", str(error))
                    return Refused("garbled-answer", str(error), "", Severe.RETRY.value)
                problem, asked, failures, suspected = str(error), None, failures + 1, True
            else:
                count.is_doubtful = suspected
                return Answered(key, value, question.cost_usd)
        wait = tries.wait(failures, asked) or 0.0
        context.show(JobRetries(question.job.key, problem, wait, count.requests + 1))
        if not await context.brake.sleep(wait):
            return _not_asked(context)


def encode_question(question: Question) -> Encoded:
    """Write a job's request as it travels.

    Raises:
        InvalidRequest: It breaks the specification.
        OSError: An input file cannot be read.
    """
    job = question.job
    request = fill(job.request, question.inputs)
    names = {parameter.name for parameter in job.operation.parameters}
    parameters = {name: value for name, value in request.items() if name in names}
    body = {name: value for name, value in request.items() if name not in names}
    return encode(
        prepare(job.operation, parameters, body if body or job.operation.bodies else ABSENT)
    )


async def read_answer(
    context: Context, job: Job, answer: str, status: int, headers: Mapping[str, str]
) -> object:
    """Decode an answer that was paid for earlier.

    Raises:
        ApiError: It was an error all the time.
        InvalidResponse: It makes no sense, or its blob is gone.
    """
    body = await asyncio.to_thread(context.known.blobs.read, answer)
    if body is None:
        raise InvalidResponse(job.operation.id, status, "is gone from .pictura/")
    async with context.decoding:
        return await asyncio.to_thread(
            _decode_body, job, without_key(Reply(status, headers, body), context.secret)
        )


async def _exchange(context: Context, encoded: Encoded, key: str) -> Reply:
    """Send the request once; a successful answer is durable when this returns."""
    arriving = context.known.blobs.receive(context.maximum_answer)
    try:
        head = await context.road.exchange(encoded, (("Idempotency-Key", key),), arriving.write)
        if not 200 <= head.status < 300:
            return Reply(head.status, head.headers, arriving.peek())
        # Nobody may be cancelled between the last byte and the ledger: it is paid for.
        keeping = asyncio.ensure_future(_keep(context, arriving, key, head.status, head.headers))
        return await _finish(keeping)
    finally:
        arriving.discard()


async def _keep(
    context: Context, arriving: Arriving, key: str, status: int, headers: Mapping[str, str]
) -> Reply:
    digest = await asyncio.to_thread(arriving.keep)
    told = tuple((name, headers[name]) for name in _HEADERS if name in headers)
    await context.journal.write(Paid(key, status, told, digest, time.time()))
    # The body itself is read only when there is room to decode it.
    return Reply(status, headers, digest.encode())


async def _finish(task: "asyncio.Future[Reply]") -> Reply:
    """Wait for a task even when cancelled."""
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(Exception):  # the cancellation counts, whatever became of the task
            await task
        raise


async def _decode(context: Context, question: Question, reply: Reply) -> object:
    if not 200 <= reply.status < 300:
        return _decode_body(question.job, without_key(reply, context.secret))
    return await read_answer(
        context, question.job, reply.body.decode(), reply.status, reply.headers
    )


def _decode_body(job: Job, reply: Reply) -> object:
    try:
        return decode(job.operation, reply)
    except InvalidResponse:
        # What breaks the specification but holds a picture was paid for, and is good enough.
        if not 200 <= reply.status < 300:
            raise
        with suppress(ValueError, RecursionError):
            value: object = json.loads(reply.body)
            if carried(job.operation, job.request, value):
                return value
        raise


async def _refuse(context: Context, key: str, error: ApiError, failures: int) -> Refused | None:
    """Settle a refusal; None if another try may help."""
    tries = context.tries
    code = error.code or f"http-{error.status}"
    match error.severity:
        case Severe.FINAL:
            hint = ""
        case Severe.STOP:
            hint = STOP_HINTS.get(error.status, "see to it, then run again: what is made is kept")
            context.brake.pull(Stop(code, _words(error), hint))
        case Severe.RETRY:
            if failures < tries.maximum and tries.wait(failures, error.retry_after) is not None:
                return None
            hint = "run again later: what is made is kept"
    await _fail(context, key, error.status, error.severity.value, code, error.reason)
    return Refused(code, _words(error), hint, error.severity.value)


def _words(error: ApiError) -> str:
    return f"{error.reason or 'no reason given'} (status {error.status})"


async def _fail(
    context: Context, key: str, status: int | None, severity: str, code: str, reason: str
) -> None:
    await context.journal.write(Failed(key, status, severity, code, reason, time.time()))


def _intent(context: Context, question: Question, key: str) -> Intent:
    job = question.job
    return Intent(
        key=key,
        digest=question.digest,
        operation=job.operation.id,
        recipe=question.recipe,
        job=job.key,
        emulated=context.emulated,
        cost_usd=question.cost_usd,
        at=time.time(),
    )


def _not_asked(context: Context) -> NotAsked:
    stop = context.brake.stop
    if stop is None:
        return NotAsked("stopped", "the run stopped")
    return NotAsked(stop.code, f"not asked: {stop.reason}", stop.hint)


def _too_dear(purse: Purse) -> NotAsked:
    reason = "not asked: the budget is used up"
    hint = f"run again with a budget above ${purse.limit:,.2f}" if purse.limit is not None else ""
    return NotAsked("over-budget", reason, hint)


def _doubtful(error: TransportError) -> Refused:
    reason = f"nobody knows whether it was paid for: {error}"
    hint = "run again: the same Idempotency-Key is used, so a server that honours it bills once"
    return Refused("unknown-outcome", reason, hint, Severe.RETRY.value)


def _unreachable(error: TransportError) -> Refused:
    hint = "check the network and the server's address, then run again: what is made is kept"
    return Refused("unreachable", str(error), hint, Severe.RETRY.value)
