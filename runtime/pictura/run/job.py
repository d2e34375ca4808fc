"""Knows how one job is brought to its end: kept, restored, made, or why not. It queues nothing."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from time import time
from typing import assert_never

from pictura.costs import cost_of
from pictura.decisions import Drifted, Elsewhere, Keep, Make, Restore
from pictura.job import Job, Upstream
from pictura.pictures import Picture, needs_look
from pictura.run.asking import Answered, Asked, ask
from pictura.run.batches.handing import hand_in
from pictura.run.context import Context
from pictura.run.deriving import Finished, finish
from pictura.run.ends import SAFE, Case, Ended, Recipe, Trouble, edited, elsewhere, unfit
from pictura.run.following import follow
from pictura.run.inputs import find_inputs
from pictura.run.opening import Opened, open_kept
from pictura.run.outcomes import HandedIn, Lost, NotAsked, Refused, Taken
from pictura.run.questions import Count, Question
from pictura.run.saving import Written, save
from pictura.run.taking import take
from pictura.state.known_batch import KnownBatch, Output
from pictura.state.ledger import Answered as PaidAnswer
from pictura.state.records import Cut, Doubtful, Failed, Saved
from pictura.state.store import StoreFailed
from pictura_core.batch_lines import batch_price_of
from pictura_core.data import fill
from pictura_core.errors import ApiError, InvalidResponse
from pictura_core.operation import price_of


def keep(recipe: Recipe, decision: Keep) -> Ended:
    """End a job whose pictures are in their files."""
    case = Case(recipe, decision.job, "keep", decision.digest, Count())
    outputs = decision.outputs
    entry = case.entry(outputs)
    if entry.derived and not recipe.known.wishes(decision.job, outputs):
        entry = entry._replace(derived=())
    return case.end(outputs, unfit(recipe.known, decision.job, outputs), entry=entry)


def leave(recipe: Recipe, decision: Drifted | Elsewhere) -> Ended:
    """End a job whose file a person edited, or another folder has."""
    if isinstance(decision, Elsewhere):
        case = Case(recipe, decision.job, "elsewhere", decision.digest, Count())
        files = tuple(output.file for output in decision.outputs)
        ended = case.end((), elsewhere(files), files=files)
        return replace(ended, pictures=_by_position(decision.outputs))
    case = Case(recipe, decision.job, "drifted", decision.digest or "", Count())
    ended = case.end((), edited(decision.edited), files=decision.edited)
    return replace(ended, pictures=_by_position(decision.outputs))


async def restore(
    context: Context,
    recipe: Recipe,
    decision: Restore,
    upstream: Mapping[Upstream, Picture],
    answered: Callable[[], object],
    *,
    force: bool,
) -> Ended | HandedIn:
    """Put pictures that were paid for into their files; asks anew if they cannot be had any more.

    Args:
        context: The run's.
        recipe: The recipe's.
        decision: What to restore.
        upstream: The pictures that the request needs.
        answered: Told when the request is asked no more.
        force: Overwrite a file that a person edited.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: A blob or an answer cannot be written.
    """
    job, answer = decision.job, decision.answer
    case = Case(recipe, job, "restore", decision.digest, Count())
    if answer is None:
        return await _save(context, case, decision.outputs, (), None, force=force)
    try:
        opened = await open_kept(context, job, answer)
        before = dict(answer.pictures)
        taken = await take_out(
            context, job, answer.key, opened, before, answer.expires, is_resumed=True
        )
    except ApiError as error:
        await _give_up(context, answer.key, str(error))
    except InvalidResponse as error:
        # It was cut off or garbled on its way, but it was a success: asking with the same key costs
        # nothing where the key is honoured.
        await context.journal.write(Doubtful(answer.key, str(error), time()))
    else:
        lost = taken.lost
        if taken.pictures or not all(one.is_final and not one.is_refused for one in lost):
            return await settle(context, case, taken, answer, force=force)
        if taken.is_gone:
            await context.journal.write(Doubtful(answer.key, taken.why, time()))
        else:
            await _give_up(context, answer.key, taken.why)
    anew = Make(job, decision.digest, decision.files, cost_of(job), "what was paid for is gone")
    return await make(context, recipe, anew, upstream, answered, force=force, was_paid=True)


async def make(
    context: Context,
    recipe: Recipe,
    decision: Make,
    upstream: Mapping[Upstream, Picture],
    answered: Callable[[], object],
    *,
    force: bool,
    was_paid: bool = False,
    count: Count | None = None,
) -> Ended | HandedIn:
    """Ask a job and save its pictures; or hand it in, and then others hear of its answer.

    Args:
        context: The run's.
        recipe: The recipe's.
        decision: What to make; its digest is known.
        upstream: The pictures that the request needs.
        answered: Told when the request is asked no more.
        force: Overwrite a file that a person edited.
        was_paid: Whether an earlier answer was paid for, but cannot be had any more.
        count: What asking it has taken so far.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: The answer cannot be written, or an input cannot be read.
    """
    job = decision.job
    case = Case(recipe, job, "make", decision.digest or "", count or Count())
    await _bring(recipe.known, upstream.values())
    ready = find_inputs(recipe.known, job, upstream)
    if isinstance(ready, Trouble):
        return case.end((), ready)
    batching = recipe.batching
    is_batched = batching is not None and batching.takes(job)
    cost = decision.cost_usd
    if ready.values or is_batched:
        price = batch_price_of if is_batched else price_of
        cost = price(job.operation, fill(job.request, ready.values))
    if recipe.is_dear and cost is None:
        reason = "not asked: nobody says what it costs, and there is a budget"
        hint = "--allow-unknown-cost asks it without counting"
        return case.end((), Trouble("skipped", "unknown-cost", reason, hint))
    file = recipe.known.batch.file
    question = Question(job, case.digest, file, ready.files, cost, was_paid, ready.values, force)
    asked: Asked
    if batching is not None and is_batched:
        asked = await hand_in(context, question, recipe.purse, case.count, batching)
    else:
        asked = await ask(context, question, recipe.pace, recipe.purse, case.count)
    answered()
    if isinstance(asked, Answered):
        taken = await take_out(context, job, asked.key, asked.opened, {})
        if taken.is_gone and not was_paid:
            # A server that honours the key gives the same answer again, with a url that lives.
            await context.journal.write(Doubtful(asked.key, taken.why, time()))
            return await make(
                context,
                recipe,
                decision,
                upstream,
                answered,
                force=force,
                was_paid=True,
                count=case.count,
            )
        return await settle(context, case, taken, asked, force=force)
    match asked:
        case HandedIn():
            return asked
        case NotAsked():
            return case.end((), Trouble("skipped", asked.code, asked.reason, asked.hint))
        case Refused():
            trouble = Trouble("failed", asked.code, asked.reason, asked.hint, asked.severity)
            return case.end((), trouble)
        case _:
            assert_never(asked)


async def _bring(known: KnownBatch, pictures: Iterable[Picture]) -> None:
    """Fetch from the team's store what is needed and is not here."""
    store = known.known.store
    if store is None:
        return
    for one in pictures:
        if known.source(one.sha256) is None:
            with suppress(StoreFailed):  # whoever needs it says that it is gone
                await asyncio.to_thread(store.fetch, one.sha256, known.known.blobs)


async def take_out(
    context: Context,
    job: Job,
    key: str,
    opened: Opened,
    known: Mapping[int, Picture],
    expires: float | None = None,
    *,
    is_resumed: bool = False,
) -> Taken:
    """Take the pictures out of an answer, or out of the end of the task that it names.

    Args:
        context: The run's.
        job: Whose answer it is.
        key: Its request's idempotency key.
        opened: The answer.
        known: Pictures that were taken out of it before, by their position.
        expires: When its urls can no longer be fetched, in seconds since 1970; None if never.
        is_resumed: Whether an earlier run may have asked about its task already.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: A picture cannot be written.
    """
    found = await follow(context, job, key, opened, is_resumed=is_resumed)
    if isinstance(found, Lost):
        return Taken(tuple(sorted(known.items())), (found,))
    return await take(context, job.key, key, found, known, expires)


async def settle(
    context: Context, case: Case, taken: Taken, paid: PaidAnswer | Answered, *, force: bool
) -> Ended:
    """Save what was taken out of an answer; an answer without any picture is of no use.

    Args:
        context: The run's.
        case: The job.
        taken: What was taken out.
        paid: The answer.
        force: Overwrite a file that a person edited.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: A picture cannot be written.
    """
    if taken.pictures:
        known, job = case.recipe.known, case.job
        looked = [(at, await _look(known, job, one)) for at, one in taken.pictures]
        outputs = [known.output(job, case.digest, at, one) for at, one in looked]
        return await _save(context, case, outputs, taken.lost, paid, taken.cut, force=force)
    trouble = Trouble("failed", "picture-lost", taken.why, SAFE, "retry")
    if all(lost.is_final for lost in taken.lost):
        await _give_up(context, paid.key, taken.why)
        trouble = Trouble("failed", "no-picture", taken.why, "", "final")
    return case.end((), trouble, cost_usd=_cost(paid))


async def _save(
    context: Context,
    case: Case,
    outputs: Sequence[Output],
    lost: Sequence[Lost],
    paid: PaidAnswer | Answered | None,
    cut: Sequence[Cut] = (),
    *,
    force: bool,
) -> Ended:
    """Put pictures into their files, and say what became of the job."""
    recipe = case.recipe
    written = await save(
        context.storer, recipe.known, case.job, outputs, recipe.owners, force=force
    )
    pending = [one for one in lost if not one.is_final]
    is_done = paid is not None and not written.problem and not pending
    saved = (Saved(paid.key, time()),) if paid is not None and is_done else ()
    await context.journal.write(*cut, *written.seen, *saved)
    done = written.outputs
    shortfall = 0 if paid is None else max(0, case.job.pictures - len(outputs))
    entry = case.entry(done, paid, emulated=context.emulated) if done else None
    finished = Finished()
    if entry is not None:
        known, owners = recipe.known, recipe.owners
        finished = await finish(known, case.job, done, entry, owners, force=force)
        entry = entry._replace(derived=finished.derived)
        if not pending and not written.problem and not written.edited:
            await context.sharing.share(recipe.known, entry)
    ended = case.end(
        done,
        _trouble(case, written, pending, finished),
        entry=entry,
        cost_usd=_cost(paid),
        shortfall=shortfall,
        reason=_shortfall(case.job, len(outputs), lost) if shortfall else finished.refused,
    )
    # Downstream jobs need the pictures, not their files.
    return replace(ended, pictures=_by_position(outputs))


async def _look(known: KnownBatch, job: Job, picture: Picture) -> Picture:
    """Look at a picture in a thread, if its recipe expects anything of its pixels."""
    if picture.look or not needs_look(job.expect):
        return picture
    from pictura.judgement import look_of  # noqa: PLC0415 - Pillow, which few recipes need

    file = known.source(picture.sha256)
    if file is None:
        return picture
    return picture._replace(look=await asyncio.to_thread(look_of, file))


def _trouble(
    case: Case, written: Written, pending: Sequence[Lost], finished: Finished
) -> Trouble | None:
    if written.problem:
        return Trouble("failed", "not-saved", written.problem, SAFE)
    if written.edited:
        return edited(written.edited)
    if pending:
        return Trouble("failed", "picture-lost", pending[0].reason, SAFE)
    if finished.problem:
        return Trouble("failed", "not-derived", finished.problem, SAFE)
    if finished.edited:
        return edited(finished.edited)
    return unfit(case.recipe.known, case.job, written.outputs)


def _shortfall(job: Job, came: int, lost: Sequence[Lost]) -> str:
    words = f"{job.pictures} pictures were asked for, {came} came"
    return f"{words}: {lost[0].reason}" if lost else words


def _cost(paid: PaidAnswer | Answered | None) -> float | None:
    """Give what was paid in this run."""
    return paid.cost_usd if isinstance(paid, Answered) else 0.0


def _by_position(outputs: Sequence[Output]) -> dict[int, Picture]:
    return {output.position: output.picture for output in outputs}


async def _give_up(context: Context, key: str, reason: str) -> None:
    await context.journal.write(Failed(key, None, "final", "no-picture", reason, time()))
