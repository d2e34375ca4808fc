"""Knows how one job is brought to its end: kept, restored, made, or why not. It schedules nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from time import time
from typing import assert_never

from pictura.events import Action, JobEnded, Status
from pictura.job import Job, ProjectFile, Upstream
from pictura.known import KnownBatch, Output
from pictura.ledger import Answered as PaidAnswer
from pictura.lock import Entry, Image
from pictura.pictures import Picture, complaint, extension
from pictura.plan import Drifted, Keep, Make, Restore, cost_of
from pictura.records import Failed, Saved
from pictura.run.asking import Count, Question, ask, read_answer
from pictura.run.context import Context
from pictura.run.outcomes import Answered, NotAsked, Refused, Taken
from pictura.run.pace import Pace
from pictura.run.purse import Purse
from pictura.run.saving import Owners, save
from pictura.run.taking import take
from pictura_core.data import Path
from pictura_core.errors import ApiError, InvalidResponse
from pictura_core.wire import File

SAFE = "what was paid for is safe in .pictura/: mend it and run again, which costs nothing"

UNFIT = "change `expect` or the request; --force makes it anew, which pays again"

EDITED = (
    "delete it to get the picture back for nothing, or overwrite it with --force, which pays again"
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the jobs of one recipe share in a run.

    Attributes:
        known: What is known of them.
        pace: When their requests may leave.
        purse: What they may cost.
        owners: Which job has which file.
        is_dear: Whether a job without a known price must not be asked.
    """

    known: KnownBatch
    pace: Pace
    purse: Purse
    owners: Owners
    is_dear: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A job's end.

    Attributes:
        event: What happened.
        entry: What the lock is to say of it; None if the lock has nothing new to say.
        pictures: Its pictures by their position, for those that need them.
    """

    event: JobEnded
    entry: Entry | None
    pictures: Mapping[int, Picture]


def finish(
    recipe: Recipe,
    job: Job,
    action: Action,
    status: Status,
    *,
    digest: str = "",
    outputs: Sequence[Output] = (),
    cost_usd: float | None = 0.0,
    code: str = "",
    reason: str = "",
    hint: str = "",
    severity: str = "",
    count: Count | None = None,
    entry: Entry | None = None,
    shortfall: int = 0,
    files: tuple[str, ...] | None = None,
) -> Ended:
    """Say how a job ended."""
    event = JobEnded(
        job=job.key,
        step=job.step,
        recipe=job.recipe,
        source=recipe.known.batch.file,
        action=action,
        status=status,
        files=tuple(output.file for output in outputs) if files is None else files,
        cost_usd=cost_usd,
        digest=digest,
        code=code,
        reason=reason,
        hint=hint,
        pictures=len(outputs),
        shortfall=shortfall,
        requests=count.requests if count else 0,
        is_doubtful=count.is_doubtful if count else False,
        severity=severity,
    )
    return Ended(event, entry, {output.position: output.picture for output in outputs})


def keep(recipe: Recipe, decision: Keep) -> Ended:
    """End a job whose pictures are in their files."""
    job, digest, outputs = decision.job, decision.digest, decision.outputs
    entry = entry_of(recipe.known, job, digest, outputs)
    unfit = _unfit(job, outputs)
    if unfit:
        return finish(
            recipe,
            job,
            "keep",
            "failed",
            digest=digest,
            outputs=outputs,
            entry=entry,
            code="unfit-picture",
            reason=unfit,
            hint=UNFIT,
            severity="final",
        )
    return finish(recipe, job, "keep", "kept", digest=digest, outputs=outputs, entry=entry)


def leave(recipe: Recipe, decision: Drifted) -> Ended:
    """End a job whose file a person edited."""
    known = {output.position: output.picture for output in decision.outputs}
    ended = finish(
        recipe,
        decision.job,
        "drifted",
        "skipped",
        digest=decision.digest or "",
        code="drifted",
        reason=_edited(decision.edited),
        hint=EDITED,
        files=decision.edited,
    )
    return replace(ended, pictures=known)


async def restore(context: Context, recipe: Recipe, decision: Restore, *, force: bool) -> Ended:
    """Put pictures that were paid for into their files; asks anew if they cannot be had any more.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: A blob or an answer cannot be written.
    """
    job, digest, count = decision.job, decision.digest, Count()
    if decision.answer is None:
        return await _save(
            context, recipe, job, digest, decision.outputs, "restore", count, None, force=force
        )
    answer = decision.answer
    try:
        value = await read_answer(context, job, answer.answer, answer.status, dict(answer.headers))
        taken = await take(context, job, answer.key, value, dict(answer.pictures))
    except (ApiError, InvalidResponse) as error:
        await _give_up(context, answer.key, answer.status, str(error))
    else:
        if taken.pictures or not all(lost.is_final for lost in taken.lost):
            return await _settle(
                context, recipe, job, digest, taken, "restore", count, answer, force=force
            )
        words = taken.lost[0].reason if taken.lost else "the answer holds no picture"
        await _give_up(context, answer.key, answer.status, words)
    anew = Make(job, digest, decision.files, cost_of(job), "what was paid for cannot be had")
    return await make(context, recipe, anew, {}, force=force, was_paid=True)


async def make(
    context: Context,
    recipe: Recipe,
    decision: Make,
    upstream: Mapping[Upstream, Picture],
    *,
    force: bool,
    was_paid: bool = False,
) -> Ended:
    """Ask a job and save its pictures.

    Args:
        context: The run's.
        recipe: The recipe's.
        decision: What to make; its digest is known.
        upstream: The pictures that the request needs.
        force: Overwrite a file that a person edited.
        was_paid: Whether an earlier answer was paid for and cannot be had any more.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: The answer cannot be written, or an input cannot be read.
    """
    job, digest, count = decision.job, decision.digest or "", Count()
    if recipe.is_dear and decision.cost_usd is None:
        reason = "not asked: nobody says what it costs, and there is a budget"
        hint = "allow it with --allow-unknown-cost"
        return finish(
            recipe,
            job,
            "make",
            "skipped",
            digest=digest,
            code="unknown-cost",
            reason=reason,
            hint=hint,
        )
    inputs = _inputs(recipe.known, job, upstream)
    if isinstance(inputs, str):
        return finish(
            recipe, job, "make", "skipped", digest=digest, code="input-gone", reason=inputs
        )
    question = Question(job, digest, recipe.known.batch.file, inputs, decision.cost_usd)
    asked = await ask(context, question, recipe.pace, recipe.purse, count)
    match asked:
        case NotAsked():
            return finish(
                recipe,
                job,
                "make",
                "skipped",
                digest=digest,
                code=asked.code,
                reason=asked.reason,
                hint=asked.hint,
                count=count,
            )
        case Refused():
            return finish(
                recipe,
                job,
                "make",
                "failed",
                digest=digest,
                code=asked.code,
                reason=asked.reason,
                hint=asked.hint,
                severity=asked.severity,
                count=count,
            )
        case Answered():
            count.is_doubtful = count.is_doubtful or was_paid
            taken = await take(context, job, asked.key, asked.value, {})
            return await _settle(
                context, recipe, job, digest, taken, "make", count, asked, force=force
            )
        case _:
            assert_never(asked)


def entry_of(
    known: KnownBatch,
    job: Job,
    digest: str,
    outputs: Sequence[Output],
    paid: PaidAnswer | Answered | None = None,
    *,
    emulated: bool = False,
) -> Entry:
    """Say what the lock is to say of a job."""
    images = tuple(
        Image(known.relative(output.file), output.picture, output.position) for output in outputs
    )
    model = job.request.get("model")
    named = model if isinstance(model, str) else ""
    if isinstance(paid, Answered):
        return Entry(digest, job.operation.id, images, paid.cost_usd, named, emulated)
    before = known.entry(job, digest)
    ledger = known.known.ledger
    if paid is None and before is None and ledger is not None:
        paid = ledger.answered(digest, emulated=known.known.emulated)
    if paid is not None:
        return Entry(digest, job.operation.id, images, paid.cost_usd, named, paid.emulated)
    if before is not None:
        return before._replace(images=images, operation=job.operation.id, model=named)
    return Entry(digest, job.operation.id, images, cost_of(job), named, emulated)


async def _settle(
    context: Context,
    recipe: Recipe,
    job: Job,
    digest: str,
    taken: Taken,
    action: Action,
    count: Count,
    paid: PaidAnswer | Answered,
    *,
    force: bool,
) -> Ended:
    """Save what was taken out of an answer, and judge what was not."""
    cost = paid.cost_usd if isinstance(paid, Answered) else 0.0
    if not taken.pictures:
        words = taken.lost[0].reason if taken.lost else "the answer holds no picture"
        hint = SAFE
        if all(lost.is_final for lost in taken.lost):
            await _give_up(context, paid.key, None, words)
            hint = ""
        return finish(
            recipe,
            job,
            action,
            "failed",
            digest=digest,
            cost_usd=cost,
            code="no-picture",
            reason=words,
            hint=hint,
            severity="final",
            count=count,
        )
    outputs = [recipe.known.output(job, digest, at, one) for at, one in taken.pictures]
    return await _save(
        context, recipe, job, digest, outputs, action, count, paid, force=force, taken=taken
    )


async def _save(
    context: Context,
    recipe: Recipe,
    job: Job,
    digest: str,
    outputs: Sequence[Output],
    action: Action,
    count: Count,
    paid: PaidAnswer | Answered | None,
    *,
    force: bool,
    taken: Taken | None = None,
) -> Ended:
    cost = paid.cost_usd if isinstance(paid, Answered) else 0.0
    written = await save(recipe.known, job, outputs, recipe.owners, force=force)
    await context.journal.write(*written.seen)
    lost = taken.lost if taken else ()
    pending = [one for one in lost if not one.is_final]
    if paid is not None and not written.problem and not pending:
        await context.journal.write(Saved(paid.key, time()))
    entry = None
    if written.outputs:
        entry = entry_of(
            recipe.known, job, digest, written.outputs, paid, emulated=context.emulated
        )
    shortfall = max(0, job.pictures - len(outputs)) if taken else 0
    status: Status = "made" if action == "make" else "restored"
    code, reason, hint, severity = "", "", "", ""
    unfit = _unfit(job, written.outputs)
    if written.problem:
        status, code, reason, hint = "failed", "not-saved", written.problem, SAFE
    elif written.edited:
        reason = _edited(written.edited)
        status, code, hint = "skipped", "drifted", EDITED
    elif pending:
        status, code, reason, hint = "failed", "picture-lost", pending[0].reason, SAFE
    elif unfit:
        status, code, reason, hint, severity = "failed", "unfit-picture", unfit, UNFIT, "final"
    elif lost:
        reason = f"picture {lost[0].position + 1} of {job.pictures} is missing: {lost[0].reason}"
    elif shortfall:
        reason = f"{job.pictures} pictures were asked for, {len(outputs)} came"
    ended = finish(
        recipe,
        job,
        action,
        status,
        digest=digest,
        outputs=written.outputs,
        cost_usd=cost,
        code=code,
        reason=reason,
        hint=hint,
        severity=severity,
        count=count,
        entry=entry,
        shortfall=shortfall,
    )
    # Downstream jobs need the pictures, not their files.
    return replace(ended, pictures={output.position: output.picture for output in outputs})


def _unfit(job: Job, outputs: Sequence[Output]) -> str:
    """Hold pictures against what the recipe expects of them."""
    for output in outputs:
        wrong = complaint(job.expect, output.picture)
        if wrong:
            return f"{output.file} has {wrong}"
    return ""


def _edited(files: Sequence[str]) -> str:
    return f"{', '.join(files)} was edited, or not made here, and is left alone"


async def _give_up(context: Context, key: str, status: int | None, reason: str) -> None:
    await context.journal.write(Failed(key, status, "final", "no-picture", reason, time()))


def _inputs(
    known: KnownBatch, job: Job, upstream: Mapping[Upstream, Picture]
) -> dict[Path, File] | str:
    """Find each input's bytes; a sentence if one is gone."""
    found: dict[Path, File] = {}
    for path, source in job.inputs:
        match source:
            case ProjectFile():
                found[path] = FilePath(known.known.absolute(source.path))
            case Upstream():
                picture = upstream[source]
                file = known.source(picture.sha256)
                if file is None:
                    return (
                        f"not asked: the bytes of {source.job}'s picture are gone:"
                        " its file was edited, and .pictura/ does not remember it"
                    )
                name = f"{picture.sha256[:12]}.{extension(picture.format)}"
                found[path] = (name, FilePath(file), f"image/{picture.format}")
    return found
