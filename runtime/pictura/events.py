"""Knows what happens in a run, as values. It does not know how they are shown."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Action: TypeAlias = Literal["make", "keep", "restore", "drifted", "elsewhere", "orphan"]
"""What a plan says of a job."""

Status: TypeAlias = Literal["made", "kept", "restored", "failed", "skipped"]
"""What became of a job."""

WAITING = "handed-in"
"""The code of a job that waits for the answers of a batch, or for a job that does."""


@dataclass(frozen=True, slots=True)
class RunBegan:
    """The plan is made and work begins.

    Attributes:
        jobs: How many jobs the run is about.
        to_make: How many of them will probably be asked.
        cost_usd: What those with a known price will cost.
        unpriced: How many of them have no known price.
        emulated: Whether the emulator answers, so that nothing is paid.
        root: The project's root, to which the files of jobs are relative.
    """

    jobs: int
    to_make: int
    cost_usd: float
    unpriced: int
    emulated: bool
    root: str


@dataclass(frozen=True, slots=True)
class JobEnded:
    """A job has come to its end.

    Attributes:
        job: Its key.
        step: Its step's id.
        recipe: Its recipe's name.
        source: Its recipe's path, as the person typed it.
        action: What the plan said.
        status: What became of it.
        files: Its pictures' files, relative to the project's root.
        cost_usd: What was paid for it in this run; None if nobody says.
        digest: Of its request; empty if it never became known.
        code: Why it failed or was skipped, for programs; empty if it did not.
        reason: The same for people.
        hint: What to do about it; empty if nothing comes to mind.
        pictures: How many pictures it has.
        shortfall: How many pictures the answer lacked.
        requests: How many requests left for it.
        is_doubtful: Whether it may have been paid for twice.
        severity: `final`, `retry` or `stop` if the API refused it, else empty.
        seconds: How long it took.
    """

    job: str
    step: str
    recipe: str
    source: str
    action: Action
    status: Status
    files: tuple[str, ...] = ()
    cost_usd: float | None = 0.0
    digest: str = ""
    code: str = ""
    reason: str = ""
    hint: str = ""
    pictures: int = 0
    shortfall: int = 0
    requests: int = 0
    is_doubtful: bool = False
    severity: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class JobRetries:
    """A request did not succeed and will be sent again.

    Attributes:
        job: The job's key.
        reason: What went wrong.
        seconds: After how long.
        attempt: Which try that will be, counted from 1.
    """

    job: str
    reason: str
    seconds: float
    attempt: int


@dataclass(frozen=True, slots=True)
class JobWaits:
    """A request, or a picture's download, waits for its time.

    Attributes:
        job: The job's key.
        reason: For what.
        seconds: How long, as far as is known.
    """

    job: str
    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class DownloadWaits:
    """A picture that is paid for cannot be fetched yet, and is tried again for a while.

    Attributes:
        job: The job's key.
        reason: What went wrong.
        seconds: For how long it will be tried at most.
    """

    job: str
    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class JobProgresses:
    """A job's picture takes its time, and somebody says how far it is.

    Attributes:
        job: The job's key.
        percent: From 0 to 100; None if nobody says.
        state: In the API's own words; empty if it has none.
    """

    job: str
    percent: float | None
    state: str


@dataclass(frozen=True, slots=True)
class BatchProgresses:
    """A batch of requests was handed in, or the server says something new of it.

    Attributes:
        batch: The server's name for it.
        state: In the API's own words.
        completed: How many of its requests have a result; None if nobody says.
        total: How many requests it has; None if nobody says.
    """

    batch: str
    state: str
    completed: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class RequestLeft:
    """A request leaves.

    Attributes:
        job: The job's key.
        operation: Its operation's id.
        attempt: Which try of this run it is, counted from 1.
        is_known: Whether an earlier run, or try, may have been paid for with the same
            Idempotency-Key.
    """

    job: str
    operation: str
    attempt: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class RequestAnswered:
    """A request was answered well, and its answer is durable.

    Attributes:
        job: The job's key.
        seconds: How long it took.
    """

    job: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RunWaits:
    """Another run is at work in the project; this one waits for it."""

    holder: str


@dataclass(frozen=True, slots=True)
class RunStops:
    """No further request will leave, for this reason; what is in flight still arrives."""

    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended.

    Attributes:
        made: Jobs whose pictures were asked and came.
        kept: Jobs whose pictures were there.
        restored: Jobs whose pictures were put back for nothing.
        failed: Jobs that were asked in vain, or whose pictures cannot be saved.
        skipped: Jobs that were not asked, the drifted ones among them.
        drifted: Jobs whose files a person edited.
        orphans: Jobs that the lock knows and the recipe no longer has.
        pictures: How many pictures were made.
        requests: How many requests left.
        retries: How many of them were further tries.
        doubtful: How many jobs may have been paid for twice.
        shortfall: How many pictures the answers lacked.
        cost_usd: What was paid, as far as prices are known.
        unpriced: How many jobs were made without a known price.
        seconds: How long the run took.
        emulated: Whether the emulator answered, so that nothing was paid.
        waiting: How many of those skipped wait for the answers of a batch.
        interrupted: Whether the person stopped it.
        stopped: Why the run stopped before its end; empty if it did not.
        problem: Why a lock file could not be written; empty if all are.
    """

    made: int = 0
    kept: int = 0
    restored: int = 0
    failed: int = 0
    skipped: int = 0
    drifted: int = 0
    orphans: int = 0
    pictures: int = 0
    requests: int = 0
    retries: int = 0
    doubtful: int = 0
    shortfall: int = 0
    cost_usd: float = 0.0
    unpriced: int = 0
    seconds: float = 0.0
    emulated: bool = False
    waiting: int = 0
    interrupted: bool = False
    stopped: str = ""
    problem: str = ""


Event: TypeAlias = (
    RunBegan
    | JobEnded
    | JobRetries
    | JobWaits
    | JobProgresses
    | BatchProgresses
    | DownloadWaits
    | RequestLeft
    | RequestAnswered
    | RunWaits
    | RunStops
    | Summary
)
