"""Knows what is said of a job that has ended: its event, and its entry in the lock."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pictura.costs import cost_of
from pictura.events import Action, JobEnded, Status
from pictura.job import Job
from pictura.pictures import Picture
from pictura.run.asking import Answered
from pictura.run.batches.batching import Batching
from pictura.run.pace import Pace
from pictura.run.purse import Purse
from pictura.run.questions import Count
from pictura.run.saving import Owners
from pictura.state.known_batch import KnownBatch, Output
from pictura.state.ledger import Answered as PaidAnswer
from pictura.state.lock import Entry, Image

SAFE = "what was paid for is safe in .pictura/: mend it and run again, which costs nothing"
"""The hint of a job whose pictures could not be saved."""

EDITED = (
    "delete it to get the picture back for nothing, or overwrite it with --force, which pays again"
)
"""The hint of a job whose file a person edited."""

ELSEWHERE = (
    "bring the file from there, or share the store (PICTURA_STORE) and run again: both cost"
    " nothing; --force makes it anew, which pays again"
)
"""The hint of a job whose pictures another folder has."""

UNFIT = "change `expect` or the request; --force makes it anew, which pays again"
"""The hint of a job whose pictures are not what the recipe expects."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the jobs of one recipe share in a run.

    Attributes:
        known: What is known of them.
        pace: When their requests may leave.
        purse: What they may cost.
        owners: Which job has which file.
        is_dear: Whether a job without a known price must not be asked.
        batching: The run's batches, None if it looks after none.
    """

    known: KnownBatch
    pace: Pace
    purse: Purse
    owners: Owners
    is_dear: bool
    batching: Batching | None = None


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


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a job is not done.

    Attributes:
        status: `failed` or `skipped`.
        code: For programs.
        reason: For people.
        hint: What to do about it; empty if nothing comes to mind.
        severity: `final`, `retry` or `stop` if the API refused it, else empty.
    """

    status: Status
    code: str
    reason: str
    hint: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A job that is being brought to its end.

    Attributes:
        recipe: What it shares with others.
        job: The job.
        action: What the plan says.
        digest: Of its request, empty as long as that is not known.
        count: What asking it has taken.
    """

    recipe: Recipe
    job: Job
    action: Action
    digest: str
    count: Count

    def end(
        self,
        outputs: Sequence[Output] = (),
        trouble: Trouble | None = None,
        *,
        entry: Entry | None = None,
        cost_usd: float | None = 0.0,
        shortfall: int = 0,
        reason: str = "",
        files: tuple[str, ...] | None = None,
    ) -> Ended:
        """Say how it ended.

        Args:
            outputs: Its pictures that are in their files.
            trouble: Why it is not done, if it is not.
            entry: What the lock is to say of it.
            cost_usd: What was paid for it in this run.
            shortfall: How many pictures the answer lacked.
            reason: What people should know although it is done.
            files: Instead of those of the outputs.
        """
        done: dict[Action, Status] = {"make": "made", "keep": "kept", "restore": "restored"}
        event = JobEnded(
            job=self.job.key,
            step=self.job.step,
            recipe=self.job.recipe,
            source=self.recipe.known.batch.file,
            action=self.action,
            status=trouble.status if trouble else done[self.action],
            files=tuple(output.file for output in outputs) if files is None else files,
            cost_usd=cost_usd,
            digest=self.digest,
            code=trouble.code if trouble else "",
            reason=trouble.reason if trouble else reason,
            hint=trouble.hint if trouble else "",
            pictures=len(outputs),
            shortfall=shortfall,
            requests=self.count.requests,
            is_doubtful=self.count.is_doubtful,
            severity=trouble.severity if trouble else "",
        )
        return Ended(event, entry, {output.position: output.picture for output in outputs})

    def entry(
        self,
        outputs: Sequence[Output],
        paid: PaidAnswer | Answered | None = None,
        *,
        emulated: bool = False,
    ) -> Entry:
        """Say what the lock is to say of it.

        Args:
            outputs: Its pictures that are in their files.
            paid: The answer they come from, if it is at hand.
            emulated: Whether the emulator gave an answer of this run.
        """
        known, operation = self.recipe.known, self.job.operation.id
        model, prompt = self._word("model"), self._word("prompt")
        images = tuple(
            [Image(known.relative(one.file), one.picture, one.position) for one in outputs]
        )
        new = Entry(self.digest, operation, images, None, model, emulated, prompt)
        if isinstance(paid, Answered):
            return new._replace(cost_usd=paid.cost_usd, made=_made(paid.at, emulated=emulated))
        before = known.entry(self.job, self.digest)
        ledger = known.known.ledger
        if paid is None and before is not None and before.images == images:
            if (before.operation, before.model, before.prompt) == (operation, model, prompt):
                return before
        elif paid is None and before is None and ledger is not None:
            paid = ledger.answered(self.digest, emulated=known.known.emulated)
        if paid is not None:
            made = _made(paid.at, emulated=paid.emulated)
            return new._replace(cost_usd=paid.cost_usd, emulated=paid.emulated, made=made)
        if before is not None:
            return before._replace(images=images, operation=operation, model=model, prompt=prompt)
        shared = known.known.shared(self.digest)
        if shared is not None:
            return new._replace(cost_usd=shared.cost_usd, emulated=False, made=shared.made)
        return new._replace(cost_usd=cost_of(self.job))

    def _word(self, name: str) -> str:
        value = self.job.request.get(name)
        return value if isinstance(value, str) else ""


def _made(at: float, *, emulated: bool) -> str:
    # The emulator draws the same at any time: a time would only make a diff.
    return "" if emulated else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


def unfit(known: KnownBatch, job: Job, outputs: Sequence[Output]) -> Trouble | None:
    """Hold pictures against what the recipe expects of them."""
    for output in outputs:
        wrong = known.complaint(job, output.picture)
        if wrong:
            reason = f"the picture has {wrong}; it is kept aside in {output.file}"
            return Trouble("failed", "unfit-picture", reason, UNFIT, "final")
    return None


def elsewhere(files: Sequence[str]) -> Trouble:
    """Say that pictures were paid for in another folder, and are not here."""
    reason = f"{', '.join(files)} was paid for in another folder that shares the ledger; not here"
    return Trouble("skipped", "made-elsewhere", reason, ELSEWHERE)


def edited(files: Sequence[str]) -> Trouble:
    """Say that a person edited files."""
    reason = f"{', '.join(files)} was edited, or not made here, and is left alone"
    return Trouble("skipped", "drifted", reason, EDITED)
