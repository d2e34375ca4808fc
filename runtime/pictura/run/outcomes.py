"""Knows in which ways a job can end before its pictures are saved. It decides none of them."""

from dataclasses import dataclass

from pictura.pictures import Picture
from pictura.run.brake import Stop
from pictura.run.journal import LedgerFailed
from pictura.state.records import Cut
from pictura_core.diagnostics import Rejected
from pictura_core.errors import ApiError

STOP_HINTS = {
    401: "check the key in the environment, then run again: what is made is kept",
    402: "add balance to the account, then run again: what is made is kept",
    403: "check the key's rights and the account's balance, then run again: what is made is kept",
}
"""What to do about a status that stops a run."""

UNKNOWN = (
    "run again with --on-unknown retry: the same Idempotency-Key is used, so a server that"
    " honours it bills once"
)
"""What to do about a request of which nobody knows whether it was paid for."""


NEVER_ANSWERED = "never-answered"
"""The code of a request that lay in a batch which ended before the server came to it."""

_ROOM = "make room on the disk, or let it be written, then run again: what was paid for is kept"


def stop_for(error: ApiError) -> Stop:
    """Say why a run stops of which the API takes no request any more."""
    hint = STOP_HINTS.get(error.status, "see to it, then run again: what is made is kept")
    return Stop(error.code or f"http-{error.status}", refusal(error), hint)


def refusal(error: ApiError) -> str:
    """Say what the API said."""
    return f"{error.reason or 'no reason given'} (status {error.status})"


def stop_of(error: LedgerFailed | OSError | Rejected) -> Stop:
    """Say why a run stops whose ledger or disk fails."""
    if isinstance(error, LedgerFailed):
        return Stop("ledger-failed", str(error), error.remedy)
    if isinstance(error, OSError):
        words = (error.strerror or str(error)).lower()
        place = f" ({error.filename})" if error.filename else ""
        return Stop("disk-failed", f"{words}{place}", _ROOM)
    found = error.diagnostics[0]
    return Stop(found.code, found.message)


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no answer with pictures.

    Attributes:
        code: For programs.
        reason: For people.
        hint: What to do about it; empty if nothing comes to mind.
        severity: `final`, `retry` or `stop`.
    """

    code: str
    reason: str
    hint: str
    severity: str


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The request did not leave, because of the run and not because of the job."""

    code: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The request lies in a batch that is not answered yet.

    Attributes:
        batch: The batch's name, which is our own.
        key: The request's idempotency key.
        digest: Of the request.
        job: The job's key.
        cost_usd: What was set aside for it in this run, None if nothing was.
    """

    batch: str
    key: str
    digest: str
    job: str
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A picture of an answer cannot be had.

    Attributes:
        position: Which one, counted from 0.
        reason: Why.
        is_final: Whether a later try is of no use.
        is_gone: Whether it had a url that is dead: asking with the same key may give a fresh one.
        is_refused: Whether the API said that there will never be one.
    """

    position: int
    reason: str
    is_final: bool
    is_gone: bool = False
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out of an answer.

    Attributes:
        pictures: By their position, each in the blobs.
        lost: Those that could not be had.
        cut: For the ledger, with the files that the pictures are saved to.
    """

    pictures: tuple[tuple[int, Picture], ...]
    lost: tuple[Lost, ...]
    cut: tuple[Cut, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Whether there is nothing but urls that are dead."""
        return not self.pictures and bool(self.lost) and all(one.is_gone for one in self.lost)

    @property
    def why(self) -> str:
        """Why something is missing."""
        return self.lost[0].reason if self.lost else "the answer holds no picture"
