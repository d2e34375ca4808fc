"""Knows how a job is asked until it is answered for good: tries, pace, budget, classes of errors.

The order of events is the promise: the intent is durable before the request leaves, and the same
Idempotency-Key goes with every try, across crashes too.
"""

import time
from dataclasses import dataclass
from typing import TypeAlias

from pictura.events import JobRetries, JobWaits, RequestAnswered, RequestLeft
from pictura.run.brake import Stop
from pictura.run.context import Context
from pictura.run.disk import DISK_HINT
from pictura.run.exchange import Received, exchange
from pictura.run.opening import Opened, open_answer
from pictura.run.outcomes import STOP_HINTS, UNKNOWN, HandedIn, NotAsked, Refused
from pictura.run.pace import Pace
from pictura.run.purse import Purse
from pictura.run.questions import Count, Question, Start, begin, intent_of, not_asked, too_dear
from pictura.state.blobs import TooLarge
from pictura.state.records import Doubtful, Failed
from pictura_core.errors import ApiError, InvalidResponse, TransportError
from pictura_core.extensions import Severe
from pictura_core.wire import Encoded


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is paid for and durable.

    Attributes:
        key: The request's idempotency key.
        opened: Its pictures, in the blobs or to be fetched.
        cost_usd: What it cost, None if nobody says.
        at: When it was asked first, in seconds since 1970.
    """

    key: str
    opened: Opened
    cost_usd: float | None
    at: float


Asked: TypeAlias = Answered | HandedIn | Refused | NotAsked


@dataclass(frozen=True, slots=True)
class _Again:
    """Another try may help: after what, and after how many seconds the API wants it."""

    problem: str
    asked: float | None = None


async def ask(
    context: Context, question: Question, pace: Pace, purse: Purse, count: Count
) -> Asked:
    """Ask until there is an answer, or reason to give up.

    Raises:
        LedgerFailed: The ledger cannot be written.
        OSError: The answer, or an input, cannot be written or read.
    """
    start = begin(context, question, count)
    if not isinstance(start, Start):
        return start
    asking = _Asking(context, question, pace, purse, count, start.key, start.is_suspected)
    return await asking.run(start.encoded)


@dataclass(slots=True)
class _Asking:
    """One job's tries.

    Attributes:
        is_suspected: Whether an earlier try may have been paid for.
        failures: How many tries came to nothing.
        garbled: How many of them with an answer that makes no sense.
        dropped: How many of them without an answer, after the request had left.
        sent: When the last one left, by the brake's clock.
        at: When the first one left, in seconds since 1970; 0 as long as none has.
        refused: Why the next one is not to leave, if it is this job's own affair.
        is_intended: Whether the intent of the next one is durable.
    """

    context: Context
    question: Question
    pace: Pace
    purse: Purse
    count: Count
    key: str
    is_suspected: bool
    failures: int = 0
    garbled: int = 0
    dropped: int = 0
    sent: float = 0.0
    at: float = 0.0
    refused: NotAsked | None = None
    is_intended: bool = False

    async def run(self, encoded: Encoded) -> Asked:
        """Try, and try again as long as that may help."""
        brake, tries = self.context.brake, self.context.tries
        while True:
            async with self.pace.width.place():
                result = await self._leave(encoded)
            if isinstance(result, Received):
                # It is durable: while it is opened, another request may leave.
                result = await self._open(result)
            if not isinstance(result, _Again):
                return result
            wait = tries.wait(self.failures, result.asked) or 0.0
            if result.asked is not None:
                self.pace.hold(result.asked)
            job = self.question.job.key
            self.context.show(JobRetries(job, result.problem, wait, self.count.requests + 1))
            if not await brake.sleep(wait):
                return not_asked(self.context, self.count)

    async def _leave(self, encoded: Encoded) -> Received | Asked | _Again:
        """Send the request if its turn comes and there is money and room for its answer."""
        self.refused, self.is_intended = None, False
        pictures = self.question.job.pictures
        if not await self.pace.turn(pictures, self._tell_wait, self._prepare):
            if self.is_intended:
                await self._withdraw()
            return self.refused or not_asked(self.context, self.count)
        self.count.requests += 1
        self.sent = self.context.brake.now()
        job = self.question.job
        self.context.show(
            RequestLeft(job.key, job.operation.id, self.count.requests, self.is_suspected)
        )
        return await self._try(encoded)

    async def _prepare(self) -> bool:
        """Make sure that there is room and money for an answer, and that the intent is durable."""
        await self.context.road.ready()
        problem = self.context.room.problem(self.pace.width.busy)
        if problem:
            self.context.halt(Stop("disk-full", problem, DISK_HINT))
            return False
        if not self.purse.reserve(self.question.cost_usd):
            self.refused = too_dear(self.purse)
            return False
        intent = intent_of(self.context, self.question, self.key)
        self.at = self.at or intent.at
        await self.context.journal.write(intent)
        self.is_intended = True
        return True

    async def _withdraw(self) -> None:
        """Take note that a request did not leave after all: the run stopped while it waited."""
        self.purse.give_back(self.question.cost_usd)
        await self._fail(None, Severe.RETRY, "not-sent", "the run stopped before it left")

    def _tell_wait(self, reason: str, seconds: float) -> None:
        self.context.show(JobWaits(self.question.job.key, reason, seconds))

    async def _open(self, received: Received) -> Asked | _Again:
        question = self.question
        try:
            opened = await open_answer(
                self.context, question.job, received.arrived, received.status, received.headers
            )
        except ApiError as error:
            return await self._after_refusal(error)
        except InvalidResponse as error:
            self.failures += 1
            return await self._after_nonsense(error)
        seconds = self.context.brake.now() - self.sent
        self.context.show(RequestAnswered(question.job.key, seconds))
        self.pace.width.widen()
        self.count.is_doubtful = self.is_suspected
        return Answered(self.key, opened, question.cost_usd, self.at)

    async def _try(self, encoded: Encoded) -> Received | Asked | _Again:
        try:
            return await exchange(self.context, self.question.job, encoded, self.key)
        except TransportError as error:
            self.failures += 1
            return await self._after_drop(error)
        except ApiError as error:
            return await self._after_refusal(error)
        except (InvalidResponse, TooLarge) as error:
            self.failures += 1
            return await self._after_nonsense(error)

    async def _after_drop(self, error: TransportError) -> Refused | _Again:
        tries = self.context.tries
        if error.sent:
            self.dropped += 1
            self.is_suspected = True
            # It stays reserved in the purse: it may have been paid for.
            await self.context.journal.write(Doubtful(self.key, str(error), time.time()))
            if self.dropped >= tries.doubtful:
                self.count.is_doubtful = True
                reason = f"nobody knows whether it was paid for: {error}"
                return Refused("unknown-outcome", reason, UNKNOWN, Severe.RETRY.value)
        else:
            self.purse.give_back(self.question.cost_usd)
        if self.failures >= tries.maximum:
            hint = (
                "check the network and the server's address, then run again: what is made is kept"
            )
            return Refused("unreachable", str(error), hint, Severe.RETRY.value)
        return _Again(str(error))

    async def _after_refusal(self, error: ApiError) -> Refused | _Again:
        self.failures += 1
        self.purse.give_back(self.question.cost_usd)
        if error.status == 429:
            self.pace.width.halve(self.sent)
        tries = self.context.tries
        code = error.code or f"http-{error.status}"
        words = f"{error.reason or 'no reason given'} (status {error.status})"
        hint = ""
        match error.severity:
            case Severe.FINAL:
                pass
            case Severe.STOP:
                hint = STOP_HINTS.get(
                    error.status, "see to it, then run again: what is made is kept"
                )
                self.context.halt(Stop(code, words, hint))
            case Severe.RETRY:
                wait = tries.wait(self.failures, error.retry_after)
                if self.failures < tries.maximum and wait is not None:
                    return _Again(words, error.retry_after)
                hint = "run again later: what is made is kept"
        await self._fail(error.status, error.severity, code, error.reason)
        return Refused(code, words, hint, error.severity.value)

    async def _after_nonsense(self, error: InvalidResponse | TooLarge) -> Refused | _Again:
        # It came with a success, so it was probably paid for, and stays reserved in the purse.
        self.garbled += 1
        self.is_suspected = True
        is_final = isinstance(error, TooLarge) or self.garbled >= self.context.tries.garbled
        if not is_final:
            return _Again(str(error))
        self.count.is_doubtful = self.garbled > 1
        status = error.status if isinstance(error, InvalidResponse) else None
        await self._fail(status, Severe.RETRY, "garbled-answer", str(error))
        return Refused("garbled-answer", str(error), "", Severe.RETRY.value)

    async def _fail(self, status: int | None, severity: Severe, code: str, reason: str) -> None:
        """Let the next run ask with a key of its own, unless it may be paid for with this one.

        A refusal says nothing of the tries before it: whatever stands before the server may have
        spoken. Only the same key finds out, and at no cost where it is honoured.
        """
        now = time.time()
        if self.is_suspected:
            await self.context.journal.write(Doubtful(self.key, reason, now))
        else:
            record = Failed(self.key, status, severity.value, code, reason, now)
            await self.context.journal.write(record)
