"""Knows how a job becomes a question, and whether it may be asked. It sends nothing."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast
from uuid import uuid4

from pictura.job import Job
from pictura.money import dollars
from pictura.run.carrying import carried, data_url
from pictura.run.context import Context
from pictura.run.outcomes import UNKNOWN, HandedIn, NotAsked, Refused
from pictura.run.purse import Purse
from pictura.state.records import Intent
from pictura_core.batch_lines import json_body, write_body
from pictura_core.data import Path, fill
from pictura_core.errors import InvalidRequest
from pictura_core.extensions import Severe
from pictura_core.wire import ABSENT, Encoded, File, encode, prepare


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
        values: What is known only now, by its place in the request.
        is_forced: Whether it is asked anew although it may lie in a batch.
    """

    job: Job
    digest: str
    recipe: str
    inputs: Mapping[Path, File]
    cost_usd: float | None
    was_paid: bool = False
    values: Mapping[Path, str | int] = field(default_factory=dict[Path, str | int])
    is_forced: bool = False


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
class Start:
    """A question that may be asked.

    Attributes:
        encoded: As it travels.
        key: Its idempotency key.
        is_suspected: Whether an earlier request may have been paid for.
    """

    encoded: Encoded
    key: str
    is_suspected: bool


NotBegun: TypeAlias = HandedIn | NotAsked | Refused


def encode_question(question: Question) -> Encoded:
    """Write a job's request as it travels.

    Raises:
        InvalidRequest: It breaks the specification.
        OSError: An input file cannot be read.
    """
    job = question.job
    inputs = {path: carried(job.operation, path, file) for path, file in question.inputs.items()}
    request = fill(job.request, {**inputs, **question.values})
    names = {parameter.name for parameter in job.operation.parameters}
    parameters = {name: value for name, value in request.items() if name in names}
    body = {name: value for name, value in request.items() if name not in names}
    given = body if body or job.operation.bodies else ABSENT
    return encode(prepare(job.operation, parameters, given))


def encode_line(question: Question) -> Encoded:
    """Write a job's request as it stands in a line of a batch: its body is JSON.

    Raises:
        InvalidRequest: It breaks the specification.
        OSError: An input file cannot be read.
    """
    operation = question.job.operation
    batch, body = operation.batch, json_body(operation)
    if batch is None or body is None or body is operation.bodies[0]:
        return encode_question(question)
    request = fill(question.job.request, {**question.inputs, **question.values})
    line = write_body(batch, request, lambda one: data_url(cast("File", one)))
    return encode(prepare(operation, {}, line, body.media_type))


def begin(
    context: Context,
    question: Question,
    count: Count,
    write: Callable[[Question], Encoded] = encode_question,
) -> Start | NotBegun:
    """Find out whether a question may be asked, and with which key.

    Args:
        context: The run's.
        question: What is to be asked.
        count: What asking it has taken so far.
        write: Says how it travels.

    Raises:
        Rejected: The ledger is broken.
        OSError: An input file cannot be read.
    """
    try:
        encoded = write(question)
    except InvalidRequest as error:
        return Refused("invalid-request", str(error), "", Severe.FINAL.value)
    before = context.known.unsettled(question.digest)
    if before is not None and before.batch:
        if not question.is_forced:
            return HandedIn(before.batch, before.key, question.digest, question.job.key, None)
        # Whatever comes of the batch comes under the old key.
        before = None
    if before is not None and context.tries.doubtful < 2:
        count.is_doubtful = True
        return NotAsked(
            "unknown-outcome", "not asked again: an earlier request may be paid", UNKNOWN
        )
    if not context.emulated and not context.secret:
        return NotAsked("no-key", "not asked: there is no key", f"set {context.api.key_variable}")
    key = before.key if before else uuid4().hex
    return Start(encoded, key, question.was_paid or before is not None)


def intent_of(context: Context, question: Question, key: str) -> Intent:
    """Say for the ledger that a question is about to be asked."""
    return Intent(
        key=key,
        digest=question.digest,
        operation=question.job.operation.id,
        recipe=question.recipe,
        job=question.job.key,
        emulated=context.emulated,
        cost_usd=question.cost_usd,
        at=time.time(),
    )


def not_asked(context: Context, count: Count) -> NotAsked:
    """Say that a question does not leave because the run has stopped."""
    stop = context.brake.stop
    if stop is None:
        return NotAsked("stopped", "not asked: the run stopped")
    again = "not asked" if count.requests == 0 else "not asked again"
    return NotAsked(stop.code, f"{again}: {stop.reason}", stop.hint)


def too_dear(purse: Purse) -> NotAsked:
    """Say that a question does not leave because the budget is used up."""
    limit = purse.limit
    hint = (
        ""
        if limit is None
        else f"each run may spend {dollars(limit)}: run again, or raise --budget"
    )
    return NotAsked("over-budget", "not asked: the budget is used up", hint)
