"""Knows how a job that was handed in gets its pictures when its batch is answered."""

from collections.abc import Callable, Mapping
from time import time

from pictura.decisions import Make, Restore
from pictura.job import Upstream
from pictura.pictures import Picture
from pictura.run.asking import Answered
from pictura.run.context import Context
from pictura.run.ends import Case, Ended, Recipe, Trouble
from pictura.run.job import make, settle, take_out
from pictura.run.opening import open_kept
from pictura.run.outcomes import HandedIn, refusal
from pictura.run.questions import Count
from pictura.state.ledger import Answered as PaidAnswer
from pictura.state.records import Doubtful, Failed
from pictura_core.batch_lines import batch_price_of
from pictura_core.errors import ApiError, InvalidResponse
from pictura_core.extensions import Severe


async def take_up(
    context: Context,
    recipe: Recipe,
    decision: Restore,
    answer: PaidAnswer,
    count: Count,
    upstream: Mapping[Upstream, Picture],
    answered: Callable[[], object],
    *,
    force: bool,
) -> Ended | HandedIn:
    """Save the pictures of an answer that came in a batch; this is when they are made.

    Args:
        context: The run's.
        recipe: The recipe's.
        decision: What to save.
        answer: The answer.
        count: What asking it has taken so far.
        upstream: The pictures that the request needs.
        answered: Told when the request is asked no more.
        force: Overwrite a file that a person edited.

    Raises:
        LedgerFailed: The ledger cannot be written.
        Rejected: The ledger cannot be read.
        OSError: A blob or an answer cannot be written.
    """
    job = decision.job
    case = Case(recipe, job, "make", decision.digest, count)
    try:
        opened = await open_kept(context, job, answer)
    except ApiError as error:
        code, severity = error.code or f"http-{error.status}", error.severity.value
        failed = Failed(answer.key, error.status, severity, code, error.reason, time())
        await context.journal.write(failed)
        recipe.purse.give_back(answer.cost_usd)
        return case.end((), Trouble("failed", code, refusal(error), "", severity))
    except InvalidResponse as error:
        await context.journal.write(Doubtful(answer.key, str(error), time()))
        if count.requests >= context.tries.garbled:
            count.is_doubtful = True
            trouble = Trouble("failed", "garbled-answer", str(error), "", Severe.RETRY.value)
            return case.end((), trouble)
        why = str(error)
    else:
        taken = await take_out(
            context, job, answer.key, opened, dict(answer.pictures), answer.expires
        )
        if not taken.is_gone or count.requests >= context.tries.garbled:
            asked = Answered(answer.key, opened, answer.cost_usd, answer.at)
            return await settle(context, case, taken, asked, force=force)
        why = taken.why
        await context.journal.write(Doubtful(answer.key, why, time()))
    anew = Make(
        job, decision.digest, decision.files, batch_price_of(job.operation, job.request), why
    )
    return await make(
        context, recipe, anew, upstream, answered, force=force, was_paid=True, count=count
    )
