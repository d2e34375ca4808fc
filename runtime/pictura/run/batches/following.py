"""Knows how a batch is followed until its answers are in the ledger. It hands in none."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pictura.events import WAITING, BatchProgresses
from pictura.run.batches.results import take_in
from pictura.run.batches.submission import Stopped, text_at
from pictura.run.calls import ask_value
from pictura.run.context import Context
from pictura.run.outcomes import NEVER_ANSWERED, stop_for
from pictura.state.batch_records import BatchClosed
from pictura.state.blobs import TooLarge
from pictura_core.batches import Batch
from pictura_core.data import find
from pictura_core.errors import ApiError, InvalidRequest, InvalidResponse, TransportError
from pictura_core.extensions import Severe
from pictura_core.operation import Operation

UNTOLD = (ApiError, InvalidRequest, InvalidResponse, TransportError, TooLarge, Stopped)
"""What may come instead of an answer about a batch."""

_LONGEST_WORDS = 500
"""Characters of what an API says of a batch."""

_LATER = "pictura run picks its answers up"


@dataclass(frozen=True, slots=True)
class LetGo:
    """Why a run waits no longer for a batch that is still open.

    Attributes:
        code: For programs.
        reason: For people.
        hint: What to do about it.
        is_failed: Whether that is a failure: it is none that answers take their time.
    """

    code: str
    reason: str
    hint: str = _LATER
    is_failed: bool = False


@dataclass(slots=True)
class Following:
    """One batch on its way.

    Attributes:
        context: The run's.
        operation: What was asked in it.
        batch: How it was handed in.
        name: Our own name for it.
        id: The server's.
        sleep: Lets seconds pass; tells whether anybody still waits.
        waits: Whether to ask more than once.
        gives_up: Whether it is given up if the server does not tell of it any more.
        shown: What was last said of its progress.
    """

    context: Context
    operation: Operation[object]
    batch: Batch
    name: str
    id: str
    sleep: Callable[[float], Awaitable[bool]]
    waits: bool
    gives_up: bool
    shown: tuple[object, ...] = ()

    async def run(self, wait: float) -> BatchClosed | LetGo:
        """Ask until it has ended, or nobody waits any more.

        Args:
            wait: Seconds before the first question.

        Raises:
            LedgerFailed: The ledger cannot be written.
            Rejected: The ledger cannot be read.
            OSError: An answer cannot be written.
        """
        poll, tries = self.batch.poll, self.context.tries
        troubles, interval = 0, poll.interval
        while await self.sleep(wait):
            wait = interval
            interval = min(interval * poll.backoff, max(poll.longest, poll.interval))
            try:
                end = await self._ask()
            except Stopped:
                break
            except UNTOLD as error:
                troubles += 1
                if isinstance(error, ApiError | InvalidRequest) and not _is_passing(error):
                    return self._give_up(error)
                if not self.waits and troubles >= tries.maximum:
                    return LetGo(WAITING, f"nobody tells of {self.id}: {error}")
                # It is paid for, or will be: whatever ails the server, it is worth the wait.
                asked = error.retry_after if isinstance(error, ApiError) else None
                wait = max(wait if self.waits else 0.0, tries.pause(troubles, asked))
                self._show(f"not told: {error}", (None, None))
                continue
            troubles = 0
            if end is not None:
                return end
            if not self.waits:
                return LetGo(WAITING, f"{self.id} is {self.shown[0] or 'not done'}")
        return LetGo(WAITING, f"the run stopped before {self.id} was done")

    async def _ask(self) -> BatchClosed | None:
        """Ask once; if it has ended, its results are in the ledger when this returns."""
        poll = self.batch.poll
        asked = self.context.api.operations[poll.operation]
        told = await ask_value(self.context, asked, {poll.parameter: self.id})
        state = text_at(told, poll.state)
        self._show(state, (_number(told, poll.completed), _number(told, poll.total)))
        if state not in poll.done and state not in poll.failed:
            return None
        files = [one for steps in poll.files if (one := text_at(told, steps))]
        await take_in(self.context, self.operation, self.batch, self.name, files)
        if state in poll.done:
            reason = f"{self.id} is {state}, and its results do not say what became of it"
            return BatchClosed(self.name, "answered", reason, True, time.time())
        words = "; ".join(str(one) for _, one in find(told, poll.reason) if one)
        reason = f"{self.id} is {state}{': ' if poll.reason and words else ''}"
        reason += words[:_LONGEST_WORDS] if poll.reason else ""
        return BatchClosed(self.name, NEVER_ANSWERED, reason, False, time.time())

    def _give_up(self, error: Exception) -> BatchClosed | LetGo:
        if self.gives_up:
            return BatchClosed(self.name, "given-up", str(error), True, time.time())
        return lose(self.context, error)

    def _show(self, state: str, progress: tuple[int | None, int | None]) -> None:
        if self.shown != (state, progress):
            self.shown = (state, progress)
            self.context.show(BatchProgresses(self.id, state, *progress))


def lose(context: Context, error: Exception) -> LetGo:
    """Say that nobody tells of a batch; a refused key stops the run."""
    if isinstance(error, ApiError) and error.severity is Severe.STOP:
        context.halt(stop_for(error))
    hint = (
        "run with the key that handed it in; or --force, which gives it up and asks anew, and that"
        " may pay again"
    )
    return LetGo("batch-lost", f"cannot be followed: {error}", hint, is_failed=True)


def _is_passing(error: ApiError | InvalidRequest) -> bool:
    return isinstance(error, ApiError) and error.severity is Severe.RETRY


def _number(told: object, steps: tuple[str, ...]) -> int | None:
    found = next((one for _, one in find(told, steps)), None) if steps else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None
