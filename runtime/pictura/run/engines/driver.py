"""Knows how a run's jobs are given to the workers of an engine, and what comes back is told.

It settles what needs no work, divides the rest, has a bounded number of chunks out, and gives one
that was lost to another worker: the ledger knows what was paid for. It does not know which engine.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from pictura.decisions import Make, Plan, Share
from pictura.events import Event, JobEnded, RunStops, Summary
from pictura.run.brake import INTERRUPTED, Brake, LoopClock, Stop
from pictura.run.ends import Trouble
from pictura.run.engines.chunks import Chunk, Name, divide, needs_of, size_of, waiters_of
from pictura.run.engines.cluster import Cluster, EngineLost, WorkerLost, WorkerUnfit
from pictura.run.engines.endings import Endings
from pictura.run.engines.messages import (
    Garbled,
    Halt,
    Objection,
    Order,
    Result,
    Terms,
    Wanted,
    read_result,
    write_halt,
    write_order,
)
from pictura.run.engines.spending import Accounts, dearest
from pictura.run.purse import Purse
from pictura.run.sharing import Sharing
from pictura.state.lock import parse_lock
from pictura_core.diagnostics import Rejected
from pictura_core.source import Source

ATTEMPTS = 5
"""How often a chunk is given to a worker that does not come back, or fails."""

_PATIENCE = 120.0
"""Seconds for which a lost engine is looked for."""

_LAST_WORD = 10.0
"""Seconds that workers have to say what became of jobs that are given up."""

_LOST = "run again: what was paid for is kept"
_BROKEN = "see what the workers' logs say, then run again: what was paid for is kept"


_GIVEN_UP = Trouble(
    "skipped",
    INTERRUPTED.code,
    "given up while a worker had it; it may have been paid for",
    "run again: the same Idempotency-Key is used, so a server that honours it bills once",
)

_PLACE = "the result of a chunk"

_AHEAD = 2
"""How many chunks are out for each that runs: a worker that ends one has the next at hand."""


@dataclass(frozen=True, slots=True)
class _Out:
    """A chunk that is with a worker.

    Attributes:
        number: Which one.
        names: Its jobs that are to be done.
        budgets: What is set aside for those of each recipe; None for any sum.
    """

    number: int
    names: tuple[Name, ...]
    budgets: tuple[float | None, ...]


class Driver:
    """Does what a plan says, by the hands of others.

    Args:
        cluster: The workers.
        plan: What to do.
        terms: What holds for all chunks.
        purses: What the jobs of each recipe may cost.
        show: Takes what happens.

    Attributes:
        entries: What the locks are to say anew, by recipe and job.
        sharing: Knows whose pictures workers could not bring into the team's store.
    """

    def __init__(
        self,
        cluster: Cluster,
        plan: Plan,
        terms: Terms,
        purses: Sequence[Purse],
        show: Callable[[Event], None],
    ) -> None:
        self._cluster = cluster
        self._terms = terms
        self._show = show
        self._brake = Brake(LoopClock())
        self._endings = Endings(plan, terms, purses, show)
        self._open = self._endings.open
        self._ended = self._endings.ended
        self._accounts = Accounts(purses)
        self._chunks: tuple[Chunk, ...] = ()
        self._waiters: dict[int, list[int]] = {}
        self._ready: deque[int] = deque()
        self._given: Counter[int] = Counter()
        self._failures: Counter[int] = Counter()
        self._out: dict[asyncio.Task[str], _Out] = {}
        self._done: set[int] = set()
        self._last: asyncio.TimerHandle | None = None
        self._halting: set[asyncio.Task[None]] = set()
        self.entries = self._endings.entries
        self.sharing = Sharing(plan.known.store)

    async def run(self) -> Summary:
        """Do everything that can be done."""
        began = monotonic()
        self._endings.begin()
        self._chunks = divide(self._open, size_of(len(self._open), self._cluster.places))
        self._waiters = waiters_of(self._chunks)
        self._ready.extend(at for at, one in enumerate(self._chunks) if not one.needs)
        self._submit()
        while self._out:
            done, _ = await asyncio.wait(self._out, return_when=asyncio.FIRST_COMPLETED)
            await self._collect(done)
            self._submit()
        self._endings.end_rest(self._brake.stop)
        await self._tell(Halt(self._terms.run, Objection(INTERRUPTED.code, "the run has ended")))
        if self._last is not None:
            self._last.cancel()
        stop = self._brake.stop
        return replace(
            self._endings.summary(),
            seconds=monotonic() - began,
            interrupted=stop is INTERRUPTED,
            stopped="" if stop is None else stop.reason,
        )

    def interrupt(self) -> None:
        """Give out no further chunk, nor let a request leave; the second time, give up the rest."""
        is_last = self._brake.stop is INTERRUPTED
        self._halt(INTERRUPTED, is_last=is_last)
        if is_last and self._last is None:
            loop = asyncio.get_running_loop()
            self._last = loop.call_later(_LAST_WORD, self._give_up)

    def _submit(self) -> None:
        """Give out as many chunks as keep the workers busy, and no more than there is money for."""
        while self._ready and self._brake.stop is None:
            if len(self._out) >= _AHEAD * self._cluster.places:
                return
            number = self._ready[0]
            names = self._doable(number)
            costs = [(name[0], dearest(self._open[name])) for name in names]
            budgets = self._accounts.reserve_all(costs)
            if budgets is None and self._out:
                return  # what is out may give some of its money back
            self._ready.popleft()
            if budgets is None:
                budgets, fitting = self._accounts.reserve_some(costs)
                self._refuse_all(
                    name for name, fits in zip(names, fitting, strict=True) if not fits
                )
                names = tuple(name for name in names if name not in self._ended)
            if not names:
                self._finish(number)
                continue
            self._given[number] += 1
            order = write_order(self._order(names, budgets))
            name = f"{self._terms.run}-{number}-{self._given[number]}"
            performing = self._cluster.perform(name, order)
            self._out[asyncio.ensure_future(performing)] = _Out(number, names, budgets)

    def _doable(self, number: int) -> tuple[Name, ...]:
        """Give a chunk's jobs that are still to be done; those whose twins failed are not."""
        names: list[Name] = []
        for name in self._chunks[number].names:
            if name in self._ended:
                continue
            one = self._open[name]
            other = None
            if isinstance(one, Share):
                other = self._ended.get((one.batch, one.other))
            if isinstance(one, Share) and other and other.status in ("failed", "skipped"):
                reason = f"it asks the same as {one.other}, which {other.status}: {other.reason}"
                self._endings.end([name], Trouble("skipped", "twin-failed", reason))
                continue
            names.append(name)
        return tuple(names)

    def _order(self, names: Sequence[Name], budgets: tuple[float | None, ...]) -> Order:
        wanted = tuple(
            Wanted(*name, self._open[name].digest, isinstance(self._open[name], Make))
            for name in names
        )
        former: dict[Name, JobEnded] = {}
        for name in names:
            for other in needs_of(name, self._open[name], self._open):
                ended = self._ended.get(other)
                if ended is not None and ended.status in ("failed", "skipped"):
                    former[other] = ended
        told = tuple((at, event) for (at, _), event in former.items())
        return Order(self._terms, wanted, told, budgets)

    def _refuse_all(self, names: Iterable[Name]) -> None:
        """End jobs for which there is no money."""
        for name in names:
            self._endings.end([name], _over_budget(self._accounts.limit(name[0])))

    async def _collect(self, done: Iterable["asyncio.Task[str]"]) -> None:
        """Take in what came back, and give out again what was lost."""
        is_lost = False
        for task in done:
            out = self._out.pop(task)
            self._accounts.give_back(out.budgets)
            try:
                result = read_result(task.result())
            except WorkerLost as error:
                self._again(out, "worker-lost", str(error))
            except WorkerUnfit as error:
                self._take(out, Result(refused=error.objection))
            except Garbled as error:
                self._again(out, "chunk-failed", f"its result cannot be read: {error}")
            except EngineLost:
                is_lost = True
                self._ready.appendleft(out.number)  # no worker is to blame
            except asyncio.CancelledError:
                self._endings.end(out.names, _GIVEN_UP)
                self._finish(out.number)
            else:
                self._take(out, result)
        if is_lost and self._brake.stop is None and not await self._cluster.reconnect(_PATIENCE):
            reason = f"the engine was not there again for {_PATIENCE:.0f} seconds"
            self._halt(Stop("engine-lost", reason, _LOST))

    def _take(self, out: _Out, result: Result) -> None:
        """Take in what became of a chunk."""
        if result.refused is not None:
            told = result.refused
            self._halt(Stop(told.code, told.reason, told.hint))
            self._ready.appendleft(out.number)
            return
        if result.trouble:
            self._again(out, "chunk-failed", f"a worker could not do it: {result.trouble}")
            return
        try:
            locks = [parse_lock(Source(_PLACE, text)).jobs for text in result.locks]
        except Rejected as error:
            self._again(out, "chunk-failed", error.diagnostics[0].message)
            return
        self._endings.take(result.events, locks)
        self.sharing.lack(result.unshared, result.why_unshared)
        self._accounts.spend(out.budgets, result.left)
        if result.stopped is not None and self._brake.stop is None:
            told = result.stopped
            self._halt(Stop(told.code, told.reason, told.hint))
        if any(name not in self._ended for name in out.names):
            self._again(out, "chunk-failed", "a worker said nothing of some jobs")
            return
        self._finish(out.number)

    def _again(self, out: _Out, code: str, reason: str) -> None:
        """Give a chunk to another worker, unless that was tried often enough."""
        if self._brake.stop is not None:
            self._ready.appendleft(out.number)  # it is left with all the rest
            return
        self._failures[out.number] += 1
        if self._failures[out.number] < ATTEMPTS:
            self._ready.append(out.number)
        else:
            left = [name for name in out.names if name not in self._ended]
            words = f"{reason}, {ATTEMPTS} times"
            self._endings.end(left, Trouble("failed", code, words, _BROKEN, "retry"))
            self._finish(out.number)

    def _finish(self, number: int) -> None:
        """Let begin what waited for a chunk."""
        self._done.add(number)
        for at in self._waiters.get(number, ()):
            if self._chunks[at].needs <= self._done:
                # What comes of a picture comes before new pictures: it is nearer to its end.
                self._ready.appendleft(at)

    def _halt(self, stop: Stop, *, is_last: bool = False) -> None:
        if self._brake.pull(stop):
            self._show(RunStops(stop.reason))
        why = Objection(stop.code, stop.reason, stop.hint)
        telling = asyncio.ensure_future(self._tell(Halt(self._terms.run, why, is_last)))
        self._halting.add(telling)
        telling.add_done_callback(self._halting.discard)

    async def _tell(self, halt: Halt) -> None:
        await self._cluster.halt(write_halt(halt))

    def _give_up(self) -> None:
        """End the jobs of workers that do not answer."""
        for task in self._out:
            task.cancel()


def _over_budget(limit: float | None) -> Trouble:
    return Trouble("skipped", "over-budget", "not asked: the budget is used up", _raise(limit))


def _raise(limit: float | None) -> str:
    return "" if limit is None else f"each run may spend ${limit:g}: run again, or raise --budget"
