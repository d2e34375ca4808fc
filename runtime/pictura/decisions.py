"""Knows what can be decided about a job, and what is known with each decision; decides nothing."""

from dataclasses import dataclass
from typing import TypeAlias

from pictura.job import Job
from pictura.state.known import Known
from pictura.state.known_batch import KnownBatch, Output
from pictura.state.ledger import Answered


@dataclass(frozen=True, slots=True)
class Make:
    """The job has to be asked.

    Attributes:
        job: The job.
        digest: None if it needs a picture that is not made yet.
        files: Where its pictures will probably be, relative to the project's root.
        cost_usd: None if nobody says.
        reason: Why, for people.
        batch_usd: What it costs as a line of a batch; None if it cannot be one, or nobody says.
        handed_in: The batch in which it waits for its answer, by the server's id or, if that is
            unknown, our name; it is asked no more, and costs nothing further. Empty if in none.
    """

    job: Job
    digest: str | None
    files: tuple[str, ...]
    cost_usd: float | None
    reason: str
    batch_usd: float | None = None
    handed_in: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Every picture is in its file."""

    job: Job
    digest: str
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class Restore:
    """Pictures that were paid for have to be put into their files; this costs nothing.

    Attributes:
        job: The job.
        digest: Of its request.
        outputs: The pictures; empty if they are still to be taken out of the answer.
        files: Where the pictures are, or will probably be, relative to the project's root.
        answer: Where they are to be taken out of.
        reason: Why, for people.
    """

    job: Job
    digest: str
    outputs: tuple[Output, ...]
    files: tuple[str, ...]
    answer: Answered | None
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """Another job of this run asks exactly the same: both get its pictures, and it is paid once.

    Attributes:
        job: The job.
        digest: Of its request.
        files: Where its pictures will probably be.
        other: The key of the other job.
        batch: Which recipe of the run the other job is in, counted from 0.
    """

    job: Job
    digest: str
    files: tuple[str, ...]
    other: str
    batch: int


@dataclass(frozen=True, slots=True)
class Drifted:
    """A file that a person edited, or that was never made here, stands where a picture belongs.

    Attributes:
        job: The job.
        digest: None if it needs a picture that is not made yet.
        outputs: The job's pictures, if it was made.
        edited: The files, relative to the project's root.
    """

    job: Job
    digest: str | None
    outputs: tuple[Output, ...]
    edited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The pictures were paid for in another folder that shares the ledger, and are not here.

    Attributes:
        job: The job.
        digest: Of its request.
        outputs: The pictures, and where they belong.
    """

    job: Job
    digest: str
    outputs: tuple[Output, ...]


Decision: TypeAlias = Make | Keep | Restore | Share | Drifted | Elsewhere


@dataclass(frozen=True, slots=True)
class Orphan:
    """The lock knows a job that the recipe no longer has; its files are left alone.

    Attributes:
        key: The job's key.
        files: Those that are still there, relative to the project's root.
    """

    key: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What a run would do with one recipe; `decisions` are in the order of its jobs."""

    known: KnownBatch
    decisions: tuple[Decision, ...]
    orphans: tuple[Orphan, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do."""

    known: Known
    batches: tuple[BatchPlan, ...]


def files_of(decision: Decision) -> tuple[str, ...]:
    """Give the files that a decision speaks of, relative to the project's root."""
    match decision:
        case Make() | Share() | Restore():
            return decision.files
        case Keep() | Elsewhere():
            return tuple(output.file for output in decision.outputs)
        case Drifted():
            return tuple(output.file for output in decision.outputs) or decision.edited
