"""Knows in which order jobs are done, how many at once, and when to stop; `job` knows what is done.

Jobs that are there already are settled at once; the others run side by side, each as soon as the
pictures it needs are there.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pictura.digest import digest_of
from pictura.events import Action, JobEnded, RunBegan, Status, Summary
from pictura.job import Upstream
from pictura.lock import Entry
from pictura.money import Bill
from pictura.pictures import Picture
from pictura.plan import Decision, Drifted, Keep, Make, Plan, Restore, Share, decide
from pictura.run.asking import Count
from pictura.run.brake import INTERRUPTED, Stop
from pictura.run.context import Context
from pictura.run.ends import SAFE, Case, Ended, Recipe, Trouble
from pictura.run.job import keep, leave, make, restore
from pictura.run.journal import LedgerFailed
from pictura.run.tally import Tally
from pictura_core.diagnostics import Rejected


@dataclass(eq=False, slots=True)
class _Node:
    """A job that is not settled yet.

    Attributes:
        batch: Which recipe it is of.
        decision: What is to be done; decided again when what it waits for is there.
        waiting: For how many others it waits.
        waiters: Who waits for it.
        force: Whether it is to be made anew although its pictures are there.
    """

    batch: int
    decision: Decision
    waiting: int
    waiters: "list[_Node]"
    force: bool

    @property
    def name(self) -> tuple[int, str]:
        return self.batch, self.decision.job.key


class Engine:
    """Does what a plan says, once.

    Args:
        context: What the parts of the run share.
        plan: What to do.
        recipes: What the jobs of each recipe share, in the plan's order.
        only: Steps to do; all if empty.
        force: Make jobs anew although their pictures are there.
        concurrency: How many jobs at once, in all.
        limits: How many jobs of each recipe at once.
    """

    __slots__ = (
        "_asking",
        "_busy",
        "_concurrency",
        "_context",
        "_ended",
        "_force",
        "_fresh",
        "_limits",
        "_nodes",
        "_only",
        "_pictures",
        "_plan",
        "_ready",
        "_recipes",
        "_running",
        "entries",
        "tally",
    )

    def __init__(
        self,
        context: Context,
        plan: Plan,
        recipes: tuple[Recipe, ...],
        *,
        only: frozenset[str],
        force: bool,
        concurrency: int,
        limits: tuple[int, ...],
    ) -> None:
        self._context = context
        self._plan = plan
        self._recipes = recipes
        self._only = only
        self._force = force
        self._concurrency = concurrency
        self._limits = limits
        self._pictures: dict[tuple[int, str], Mapping[int, Picture]] = {}
        self._nodes: dict[tuple[int, str], _Node] = {}
        self._ended: dict[tuple[int, str], JobEnded] = {}
        self._asking: dict[str, _Node] = {}
        self._fresh: set[str] = set()
        self._ready: list[deque[_Node]] = [deque() for _ in recipes]
        self._busy = [0] * len(recipes)
        self._running: dict[asyncio.Task[Ended], _Node] = {}
        self.entries: list[dict[str, Entry]] = [{} for _ in recipes]
        """What the locks are to say anew, by recipe and job."""
        self.tally = Tally()

    async def run(self) -> Summary:
        """Do everything that can be done.

        Raises:
            Rejected: The ledger can no longer be read.
        """
        began = time.monotonic()
        self._begin()
        while self._running or any(self._ready):
            self._start()
            if self._running:
                await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
                self._collect()
        stop = self._context.brake.stop
        return replace(
            self.tally.summary(),
            orphans=sum(len(batch.orphans) for batch in self._plan.batches),
            seconds=time.monotonic() - began,
            emulated=self._context.emulated,
            interrupted=stop is INTERRUPTED,
            stopped="" if stop is None else stop.reason,
        )

    def interrupt(self) -> None:
        """Send no further request; the second time, give up what is in flight too."""
        if self._context.brake.stop is not INTERRUPTED:
            self._context.halt(INTERRUPTED)
        else:
            for task in self._running:
                task.cancel()

    def _begin(self) -> None:
        """Settle what needs no work, and find out who waits for whom."""
        settled: list[tuple[int, Ended]] = []
        for at, batch in enumerate(self._plan.batches):
            for decision in batch.decisions:
                name = (at, decision.job.key)
                if isinstance(decision, Keep | Drifted | Restore):
                    self._pictures[name] = {o.position: o.picture for o in decision.outputs}
                if self._only and decision.job.step not in self._only:
                    continue
                if isinstance(decision, Keep):
                    settled.append((at, keep(self._recipes[at], decision)))
                elif isinstance(decision, Drifted) and not self._force:
                    settled.append((at, leave(self._recipes[at], decision)))
                else:
                    self._nodes[name] = _Node(at, decision, 0, [], self._force)
        for node in self._nodes.values():
            for other in self._needs(node):
                other.waiters.append(node)
                node.waiting += 1
            if not node.waiting:
                self._ready[node.batch].append(node)
        self._context.show(self._opening(len(settled)))
        for at, ended in settled:
            self._settle(at, ended)

    def _opening(self, settled: int) -> RunBegan:
        made = [n.decision for n in self._nodes.values() if isinstance(n.decision, Make)]
        bill = Bill(decision.cost_usd for decision in made)
        return RunBegan(
            jobs=settled + len(self._nodes),
            to_make=len(made),
            cost_usd=bill.usd,
            unpriced=bill.unknown,
            emulated=self._context.emulated,
        )

    def _needs(self, node: _Node) -> list[_Node]:
        """Give the nodes that have to end before this one can begin."""
        decision = node.decision
        if isinstance(decision, Share):
            other = self._nodes.get((decision.batch, decision.other))
            return [] if other is None else [other]
        if isinstance(decision, Make) and decision.digest is None:
            keys = {s.job for _, s in decision.job.inputs if isinstance(s, Upstream)}
            found = (self._nodes.get((node.batch, key)) for key in sorted(keys))
            return [other for other in found if other is not None]
        return []

    def _start(self) -> None:
        """Begin as many jobs as may run at once, those of each recipe in their order."""
        for at, ready in enumerate(self._ready):
            while ready and len(self._running) < self._concurrency:
                if self._busy[at] >= self._limits[at]:
                    break
                node = ready.popleft()
                task = asyncio.ensure_future(self._perform(node))
                self._running[task] = node
                self._busy[at] += 1

    def _collect(self) -> None:
        for task in [task for task in self._running if task.done()]:
            node = self._running.pop(task)
            self._busy[node.batch] -= 1
            if task.cancelled():
                ended = self._skip(node, INTERRUPTED.code, "given up while it was in flight")
            else:
                ended = task.result()
            self._settle(node.batch, ended)
            digest = ended.event.digest
            if self._asking.get(digest) is node:
                del self._asking[digest]
                self._fresh.add(digest)
            for waiter in node.waiters:
                waiter.waiting -= 1
                if not waiter.waiting:
                    # What comes of a picture comes before new pictures: it is nearer to its end.
                    self._ready[waiter.batch].appendleft(waiter)

    def _settle(self, at: int, ended: Ended) -> None:
        event = ended.event
        name = (at, event.job)
        self._ended[name] = event
        if event.status != "failed" or ended.pictures:
            self._pictures[name] = ended.pictures
        if ended.entry is not None:
            self.entries[at][event.job] = ended.entry
        self.tally.add(event)
        self._context.show(event)

    async def _perform(self, node: _Node) -> Ended:
        began = time.monotonic()
        try:
            ended = await self._do(node)
        except asyncio.CancelledError:
            ended = self._skip(
                node,
                INTERRUPTED.code,
                "given up while it was in flight; it may have been paid for",
                "run again: the same Idempotency-Key is used, so a server that honours it"
                " bills once",
            )
        except LedgerFailed as error:
            ended = self._halt(node, Stop("ledger-failed", str(error), "make room on the disk"))
        except OSError as error:
            words = (error.strerror or str(error)).lower()
            place = f" ({error.filename})" if error.filename else ""
            ended = self._halt(node, Stop("disk-failed", f"{words}{place}", SAFE))
        except Rejected as error:
            words = error.diagnostics[0].message
            ended = self._end(node, "failed", error.diagnostics[0].code, words, "")
        return replace(ended, event=replace(ended.event, seconds=time.monotonic() - began))

    async def _do(self, node: _Node) -> Ended:
        context, recipe = self._context, self._recipes[node.batch]
        decision = self._decide(node)
        if isinstance(decision, Ended):
            return decision
        node.decision = decision
        if context.brake.stop is INTERRUPTED:
            return self._skip(node, INTERRUPTED.code, f"not done: {INTERRUPTED.reason}")
        digest = decision.digest
        if isinstance(decision, Make | Restore) and digest is not None:
            # Another job of this moment may ask the same: what it makes will be in the ledger.
            while (other := self._asking.get(digest)) is not None:
                await asyncio.wait([t for t, busy in self._running.items() if busy is other])
                await asyncio.sleep(0)
            self._asking[digest] = node
            if digest in self._fresh:
                node.decision = decision = decide(recipe.known, decision.job, digest)
        match decision:
            case Keep():
                return keep(recipe, decision)
            case Drifted():
                return leave(recipe, decision)
            case Restore():
                upstream = self._upstream(node)
                return await restore(context, recipe, decision, upstream, force=node.force)
            case Make():
                upstream = self._upstream(node)
                return await make(context, recipe, decision, upstream, force=node.force)
            case Share():
                return self._skip(node, "twin-failed", f"asks the same as {decision.other}")

    def _decide(self, node: _Node) -> Decision | Ended:
        """Decide again about a job that had to wait, or say why it cannot be done."""
        decision = node.decision
        job, known = decision.job, self._recipes[node.batch].known
        if isinstance(decision, Share):
            other = self._ended.get((decision.batch, decision.other))
            if other is None or other.status in ("failed", "skipped"):
                why = "was not asked" if other is None else other.reason
                reason = f"it asks the same as {decision.other}, and that failed: {why}"
                return self._skip(node, "twin-failed", reason)
            return decide(known, job, decision.digest)
        if decision.digest is not None:
            return decision
        digest = digest_of(
            job, known.known.project.root, known.known.hashes, self._finder(node.batch)
        )
        if digest is None:
            return self._skip(node, "upstream-failed", self._missing(node))
        return decide(known, job, digest, force=node.force and digest not in self._fresh)

    def _upstream(self, node: _Node) -> dict[Upstream, Picture]:
        """Give the pictures that a request needs; its digest is known, so they are made."""
        return {
            source: self._pictures[node.batch, source.job][source.picture]
            for _, source in node.decision.job.inputs
            if isinstance(source, Upstream)
        }

    def _finder(self, at: int) -> Callable[[Upstream], str | None]:
        def find(upstream: Upstream) -> str | None:
            picture = self._pictures.get((at, upstream.job), {}).get(upstream.picture)
            return None if picture is None else picture.sha256

        return find

    def _missing(self, node: _Node) -> str:
        """Say which picture a job lacks."""
        find = self._finder(node.batch)
        for _, source in node.decision.job.inputs:
            if isinstance(source, Upstream) and find(source) is None:
                event = self._ended.get((node.batch, source.job))
                if event is None:
                    return f"it needs {source.job}, which is not made yet: run without --only"
                if event.status in ("failed", "skipped"):
                    return f"it needs {source.job}, which was {event.status}"
                return f"it needs picture {source.picture + 1} of {source.job}, which did not come"
        return "it needs a picture that is not made"

    def _halt(self, node: _Node, stop: Stop) -> Ended:
        self._context.halt(stop)
        return self._end(node, "failed", stop.code, stop.reason, stop.hint)

    def _skip(self, node: _Node, code: str, reason: str, hint: str = "") -> Ended:
        return self._end(node, "skipped", code, reason, hint)

    def _end(self, node: _Node, status: Status, code: str, reason: str, hint: str) -> Ended:
        decision = node.decision
        action: Action = "restore" if isinstance(decision, Restore | Share) else "make"
        recipe = self._recipes[node.batch]
        case = Case(recipe, decision.job, action, decision.digest or "", Count())
        return case.end((), Trouble(status, code, reason, hint))
