"""Knows how one job is handed in with others, and what came of it. It saves no picture."""

from pictura.events import WAITING, JobRetries, RequestLeft, Status
from pictura.run.batches.batching import NEVER_LEFT, Batching, LineTooLong
from pictura.run.context import Context
from pictura.run.ends import Trouble
from pictura.run.outcomes import NEVER_ANSWERED, STOP_HINTS, UNKNOWN, HandedIn, Refused
from pictura.run.purse import Purse
from pictura.run.questions import (
    Count,
    NotBegun,
    Question,
    Start,
    begin,
    encode_line,
    intent_of,
    not_asked,
    too_dear,
)
from pictura.state.batches import Standing, standing
from pictura_core.extensions import Severe

_ALONE = "run without --batch: asked by itself, it may be as large as the API takes"


async def hand_in(
    context: Context, question: Question, purse: Purse, count: Count, batching: Batching
) -> NotBegun:
    """Put a job into the batch that is being filled, unless it lies in one already.

    Args:
        context: The run's.
        question: What is asked; its cost is that of a line in a batch.
        purse: What may be spent.
        count: What asking it has taken so far.
        batching: The run's batches; they take the job.

    Raises:
        LedgerFailed: The ledger cannot be written.
        Rejected: The ledger cannot be read.
        OSError: An input cannot be read, or the batch's file not be written.
    """
    job = question.job
    batch = job.operation.batch
    assert batch is not None, "only what can be batched is handed in"  # noqa: S101
    start = begin(context, question, count, encode_line)
    if not isinstance(start, Start):
        return start
    if context.brake.stop is not None:
        return not_asked(context, count)
    if not purse.reserve(question.cost_usd):
        return too_dear(purse)
    content = start.encoded.content
    assert isinstance(content, bytes), "JSON is written at once"  # noqa: S101
    try:
        intent = intent_of(context, question, start.key)
        name = await batching.enter(job.operation, batch, content, intent)
    except LineTooLong as error:
        purse.give_back(question.cost_usd)
        return Refused("line-too-long", str(error), _ALONE, Severe.FINAL.value)
    count.requests += 1
    count.is_doubtful = start.is_suspected
    context.show(RequestLeft(job.key, job.operation.id, count.requests, start.is_suspected))
    return HandedIn(name, start.key, question.digest, job.key, question.cost_usd)


async def hear(
    context: Context, handed: HandedIn, purse: Purse, count: Count, batching: Batching | None
) -> Trouble | None:
    """Say what became of a job that was handed in; None if it is to be decided about anew.

    That is so if it was answered, which the plan finds out by itself, and if another try may help.

    Args:
        context: The run's.
        handed: Where it lies, or lay.
        purse: What its price was set aside in.
        count: What asking it has taken so far.
        batching: The run's batches, None if it looks after none.

    Raises:
        Rejected: The ledger cannot be read.
    """
    ledger, tries = context.known.ledger, context.tries
    found = None if ledger is None else standing(ledger, handed.key)
    if found is None:
        return None
    match found.state:
        case "intent":
            return _waiting(handed, batching)
        case "unknown":
            count.is_doubtful = True
            if count.requests >= tries.doubtful or tries.doubtful < 2:
                reason = f"nobody knows whether it was paid for: {found.reason}"
                return Trouble("failed", "unknown-outcome", reason, UNKNOWN, Severe.RETRY.value)
        case "failed":
            purse.give_back(handed.cost_usd)
            if found.code in NEVER_LEFT:
                return None
            # What no server has answered is for a person to see, who may not want to wait again.
            if found.status is None or found.severity != Severe.RETRY.value:
                return _refused(found)
            if count.requests >= tries.maximum:
                return _refused(found)
            wait = tries.pause(max(count.requests, 1))
            job = handed.job
            context.show(JobRetries(job, found.reason, wait, count.requests + 1))
            await context.brake.sleep(wait)
        case _:
            pass
    return None


def _waiting(handed: HandedIn, batching: Batching | None) -> Trouble:
    if batching is None:
        hint = "pictura run, without --engine, picks its answer up"
        return Trouble("skipped", WAITING, "it lies in a batch that is not answered yet", hint)
    why = batching.let_go(handed.batch)
    status: Status = "failed" if why.is_failed else "skipped"
    return Trouble(status, why.code, why.reason, why.hint)


def _refused(found: Standing) -> Trouble:
    words = found.reason or "no reason given"
    if found.code == NEVER_ANSWERED:
        hint = "run again, without --batch if it is not to take as long"
        return Trouble("failed", NEVER_ANSWERED, words, hint, found.severity)
    hint = ""
    if found.status is not None:
        words = f"{words} (status {found.status})"
        hint = STOP_HINTS.get(found.status, "") if found.severity == Severe.STOP.value else ""
    return Trouble("failed", found.code, words, hint, found.severity)
