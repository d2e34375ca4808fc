"""Knows how many jobs run at once, in which order, and when to stop; `job` knows what is done.

Jobs that are there already are settled at once; the others run side by side, each as soon as the
pictures it needs are there.
"""

import asyncio
import time
from collections import deque
from dataclasses import replace
from functools import partial

from pictura.decisions import Drifted, Elsewhere, Keep, Make, Plan, Restore, Share
from pictura.events import Action, RunBegan, Summary
from pictura.money import Bill
from pictura.piling import piling
from pictura.plan import decide
from pictura.run.batches.batching import Batching
from pictura.run.batches.shelf import Shelf
from pictura.run.batches.taking import take_up
from pictura.run.brake import INTERRUPTED, Stop
from pictura.run.claims import Claims
from pictura.run.context import Context
from pictura.run.ends import Case, Ended, Recipe, Trouble
from pictura.run.graph import Graph, Node, Part
from pictura.run.job import keep, leave, make, restore
from pictura.run.journal import LedgerFailed
from pictura.run.outcomes import HandedIn, stop_of
from pictura.run.sharing import Sharing
from pictura.run.tally import Tally
from pictura.state.lock import Entry
from pictura_core.diagnostics import Rejected

_GIVEN_UP = Trouble(
    "skipped",
    INTERRUPTED.code,
    "given up while it was in flight; it may have been paid for",
    "run again: the same Idempotency-Key is used, so a server that honours it bills once",
)
_PATIENCE = 0.2
"""Seconds that a job keeps its place while it waits for another run to have asked the same."""


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
        part: Which of the plan's jobs are to be done; None for all.
        batching: The run's batches, None if it looks after none.

    Attributes:
        entries: What the locks are to say anew, by recipe and job.
        tally: What happened so far.
    """

    __slots__ = (
        *("_asked", "_asking", "_busy", "_changed", "_concurrency", "_context", "_done", "_graph"),
        *("_limits", "_plan", "_ready", "_recipes", "_running", "_shelf", "entries", "tally"),
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
        part: Part | None = None,
        batching: Batching | None = None,
    ) -> None:
        self._shelf = Shelf(batching)
        self._context = context
        self._plan = plan
        self._recipes = recipes
        self._graph = Graph(plan, only, force=force, part=part)
        self._concurrency = concurrency
        self._limits = limits
        self._asking: dict[str, Node] = {}
        self._ready: list[deque[Node]] = [deque() for _ in recipes]
        self._busy = [0] * len(recipes)
        self._asked: set[Node] = set()
        self._done: deque[asyncio.Task[Ended | HandedIn]] = deque()
        self._changed = asyncio.Event()
        self._running: dict[asyncio.Task[Ended | HandedIn], Node] = {}
        self.entries: list[dict[str, Entry]] = [{} for _ in recipes]
        self.tally = Tally()

    async def run(self) -> Summary:
        """Do everything that can be done."""
        began = time.monotonic()
        self._context.downloads.heard = self._changed.set
        try:
            self._begin()
            self._start()
            while self._running or self._shelf:
                self._changed.clear()
                await self._changed.wait()
                self._collect()
                self._start()
        finally:
            await self._shelf.close()
        stop = self._context.brake.stop
        return replace(
            self.tally.summary(),
            orphans=sum(len(batch.orphans) for batch in self._plan.batches),
            seconds=time.monotonic() - began,
            emulated=self._context.emulated,
            interrupted=stop is INTERRUPTED,
            stopped="" if stop is None else stop.reason,
        )

    @property
    def sharing(self) -> Sharing:
        """What brings pictures into the team's store."""
        return self._context.sharing

    @property
    def stop(self) -> Stop | None:
        """Why no further request is sent, once none is."""
        return self._context.brake.stop

    def halt(self, stop: Stop) -> None:
        """Send no further request."""
        self._context.halt(stop)

    def interrupt(self) -> None:
        """Send no further request; the second time, give up what is in flight too."""
        if self._context.brake.stop is not INTERRUPTED:
            self._context.halt(INTERRUPTED)
        else:
            for task in self._running:
                task.cancel()
            self._shelf.cancel()

    def _begin(self) -> None:
        """Settle what needs no work, and let begin what waits for nothing."""
        nodes, settled = self._graph.nodes, self._graph.settled
        made = [node.decision for node in nodes if isinstance(node.decision, Make)]
        bill = Bill(map(self._shelf.price, made))
        self._context.show(
            RunBegan(
                jobs=len(settled) + len(nodes),
                to_make=len(made),
                cost_usd=bill.usd,
                unpriced=bill.unknown,
                emulated=self._context.emulated,
                root=self._context.known.project.root,
            )
        )
        with piling():
            for at, decision in settled:
                recipe = self._recipes[at]
                if isinstance(decision, Keep):
                    self._settle(at, keep(recipe, decision))
                else:
                    self._settle(at, leave(recipe, decision))
        waiting = self._shelf.begin(nodes, self._changed.set)
        for node in nodes:
            if not node.waiting and node not in waiting:
                self._ready[node.batch].append(node)

    def _start(self) -> None:
        """Begin as many jobs as may run at once, those of each recipe in their order.

        A job that has its answer needs no place any more: while its pictures are saved, the next
        one is asked. But nobody gets far ahead of the disk, nor of a host that gives no pictures.
        """
        downloads = self._context.downloads
        for at, ready in enumerate(self._ready):
            while ready and sum(self._busy) < self._concurrency:
                if self._busy[at] >= self._limits[at]:
                    break
                if downloads.is_full:
                    break
                if len(self._running) - downloads.resting >= 2 * self._concurrency:
                    break
                node = ready.popleft()
                task = asyncio.ensure_future(self._perform(node))
                task.add_done_callback(self._note)
                self._running[task] = node
                self._asked.add(node)
                self._busy[at] += 1
        if not any(self._ready):
            self._shelf.hand_in(self._running.values())

    def _note(self, task: asyncio.Task[Ended | HandedIn]) -> None:
        self._done.append(task)
        self._changed.set()

    def _free(self, node: Node) -> None:
        """Let the next job begin instead of one that is asked no more."""
        if node in self._asked:
            self._asked.discard(node)
            self._busy[node.batch] -= 1
            self._changed.set()

    def _collect(self) -> None:
        """Settle the jobs that have ended, and let begin what waited for them."""
        for node in self._shelf.give_back():
            self._ready[node.batch].append(node)
        while self._done:
            task = self._done.popleft()
            node = self._running.pop(task)
            self._free(node)
            ended = self._end(node, _GIVEN_UP) if task.cancelled() else task.result()
            digest = ended.digest if isinstance(ended, HandedIn) else ended.event.digest
            if self._asking.get(digest) is node:
                del self._asking[digest]
            if isinstance(ended, HandedIn):
                if not self._shelf.put(node, ended):
                    self._ready[node.batch].append(node)
                continue
            self._settle(node.batch, ended)
            for waiter in node.waiters:
                waiter.waiting -= 1
                if not waiter.waiting:
                    # What comes of a picture comes before new pictures: it is nearer to its end.
                    self._ready[waiter.batch].appendleft(waiter)

    def _settle(self, at: int, ended: Ended) -> None:
        self._graph.end(at, ended)
        if ended.entry is not None:
            self.entries[at][ended.event.job] = ended.entry
        self.tally.add(ended.event)
        self._context.show(ended.event)

    async def _perform(self, node: Node) -> Ended | HandedIn:
        """Bring a job to its end, whatever comes between."""
        began = time.monotonic()
        ended: Ended | HandedIn
        try:
            ended = await self._do(node)
        except asyncio.CancelledError:
            ended = self._end(node, _GIVEN_UP)
        except (LedgerFailed, OSError, Rejected) as error:
            ended = self._halt(node, stop_of(error))
        if isinstance(ended, HandedIn):
            return ended
        return replace(ended, event=replace(ended.event, seconds=time.monotonic() - began))

    async def _do(self, node: Node) -> Ended | HandedIn:
        decision = self._graph.decide(node)
        if isinstance(decision, Trouble):
            return self._end(node, decision)
        node.decision = decision
        if self._context.brake.stop is INTERRUPTED:
            purse = self._recipes[node.batch].purse
            trouble = await self._shelf.hear(self._context, node, purse)
            reason = f"not done: {INTERRUPTED.reason}"
            given_up = Trouble("skipped", INTERRUPTED.code, reason, INTERRUPTED.hint)
            return self._end(node, trouble or given_up)
        if isinstance(decision, Make | Restore) and decision.digest is not None:
            await self._take_turn(node, decision.digest)
            if self._context.claims is not None:
                return await self._do_alone(node, decision.digest, self._context.claims)
        return await self._carry_out(node)

    async def _do_alone(self, node: Node, digest: str, claims: Claims) -> Ended | HandedIn:
        """Do a job while no other run does; what another has just made is known then."""
        # Others may wait long: meanwhile the next job may begin here.
        waiting = asyncio.get_running_loop().call_later(_PATIENCE, self._free, node)
        try:
            had = await claims.take(digest, self._context.brake)
        finally:
            waiting.cancel()
        if not had:
            stop = self._context.brake.stop or INTERRUPTED
            reason = f"not done: {stop.reason}"
            return self._end(node, Trouble("skipped", stop.code, reason, stop.hint))
        try:
            node.decision = self._graph.decide_again(node, digest)
            return await self._carry_out(node)
        finally:
            claims.let_go(digest)

    async def _carry_out(self, node: Node) -> Ended | HandedIn:
        context, recipe = self._context, self._recipes[node.batch]
        answered = partial(self._free, node)
        if node.handed is not None:
            trouble = await self._shelf.hear(context, node, recipe.purse)
            if trouble is not None:
                return self._end(node, trouble)
            node.handed = None
            node.decision = decide(recipe.known, node.decision.job, node.decision.digest)
            answer = node.decision.answer if isinstance(node.decision, Restore) else None
            if isinstance(node.decision, Restore) and answer is not None:
                upstream = self._graph.upstream(node)
                return await take_up(
                    context,
                    recipe,
                    node.decision,
                    answer,
                    node.count,
                    upstream,
                    answered,
                    force=node.force,
                )
        match node.decision:
            case Keep() as decided:
                return keep(recipe, decided)
            case Drifted() | Elsewhere() as decided:
                return leave(recipe, decided)
            case Restore() as decided:
                upstream = self._graph.upstream(node)
                return await restore(context, recipe, decided, upstream, answered, force=node.force)
            case Make() as decided:
                upstream = self._graph.upstream(node)
                return await make(
                    context,
                    recipe,
                    decided,
                    upstream,
                    answered,
                    force=node.force,
                    count=node.count,
                )
            case Share() as decided:
                reason = f"it asks the same as {decided.other}"
                return self._end(node, Trouble("skipped", "twin-failed", reason))

    async def _take_turn(self, node: Node, digest: str) -> None:
        """Wait until no other job asks the same at this moment; what it makes is then known."""
        waited = False
        while (other := self._asking.get(digest)) is not None:
            waited = True
            await asyncio.wait([task for task, busy in self._running.items() if busy is other])
            await asyncio.sleep(0)
        self._asking[digest] = node
        if waited:
            node.decision = decide(self._recipes[node.batch].known, node.decision.job, digest)

    def _halt(self, node: Node, stop: Stop) -> Ended:
        self._context.halt(stop)
        return self._end(node, Trouble("failed", stop.code, stop.reason, stop.hint))

    def _end(self, node: Node, trouble: Trouble) -> Ended:
        decision = node.decision
        action: Action = "restore" if isinstance(decision, Restore | Share) else "make"
        recipe = self._recipes[node.batch]
        return Case(recipe, decision.job, action, decision.digest or "", node.count).end(
            (), trouble
        )
