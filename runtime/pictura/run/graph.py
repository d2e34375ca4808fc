"""Knows which jobs wait for which, and what is decided about them when their turn comes.

It must not know how many run at once, nor what running is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pictura.decisions import Decision, Drifted, Elsewhere, Keep, Make, Plan, Restore, Share
from pictura.events import WAITING, JobEnded
from pictura.job import Upstream, upstream_of
from pictura.pictures import Picture
from pictura.plan import decide
from pictura.run.ends import Ended, Trouble
from pictura.run.outcomes import HandedIn
from pictura.run.questions import Count
from pictura.state.digest import digest_of
from pictura.state.known_batch import KnownBatch


@dataclass(eq=False, slots=True)
class Node:
    """A job that is not settled yet.

    Attributes:
        batch: Which recipe it is of.
        decision: What is to be done; decided again when what it waits for is there.
        force: Whether it is to be made anew although its pictures are there.
        waiting: For how many others it waits.
        waiters: Who waits for it.
        count: What asking it has taken so far.
        handed: Where it lies if it was handed in with others.
    """

    batch: int
    decision: Decision
    force: bool
    waiting: int
    waiters: "list[Node]"
    count: Count
    handed: HandedIn | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a plan's jobs, each by its recipe, counted from 0, and its key.

    Attributes:
        wanted: Those that are to be done; the others only say what is there.
        former: How jobs ended that others did.
        later: Those of the wanted whose turn comes last: others see to them too.
    """

    wanted: frozenset[tuple[int, str]]
    former: Mapping[tuple[int, str], JobEnded]
    later: frozenset[tuple[int, str]] = frozenset()


class Graph:
    """The jobs of a run.

    Args:
        plan: What is to be done.
        only: Steps to do; all if empty.
        force: Whether jobs are to be made anew although their pictures are there.
        part: Which jobs are to be done, and what became of others; None for all.

    Attributes:
        nodes: Those that are not settled by the plan.
        settled: Those that are, with their recipes.
    """

    __slots__ = ("_batches", "_by_name", "_ended", "_fresh", "_pictures", "nodes", "settled")

    def __init__(
        self, plan: Plan, only: frozenset[str], *, force: bool, part: Part | None = None
    ) -> None:
        self._batches: Sequence[KnownBatch] = [one.known for one in plan.batches]
        self._pictures: dict[tuple[int, str], Mapping[int, Picture]] = {}
        self._ended = {} if part is None else dict(part.former)
        self._by_name: dict[tuple[int, str], Node] = {}
        self._fresh: set[str] = set()
        self.settled: list[tuple[int, Keep | Drifted | Elsewhere]] = []
        for at, batch in enumerate(plan.batches):
            for decision in batch.decisions:
                name = (at, decision.job.key)
                if isinstance(decision, Keep | Drifted | Restore | Elsewhere):
                    self._pictures[name] = {o.position: o.picture for o in decision.outputs}
                if only and decision.job.step not in only:
                    continue
                if part is not None and name not in part.wanted:
                    continue
                if isinstance(decision, Keep | Drifted | Elsewhere):
                    self.settled.append((at, decision))
                else:
                    self._by_name[name] = Node(at, decision, force, 0, [], Count())
        later = frozenset[tuple[int, str]]() if part is None else part.later
        # Sorting is stable: but for these, the order is the recipe's.
        names = sorted(self._by_name, key=lambda name: name in later)
        self.nodes = tuple(self._by_name[name] for name in names)
        for node in self.nodes:
            for other in self._needs(node):
                other.waiters.append(node)
                node.waiting += 1

    def end(self, at: int, ended: Ended) -> None:
        """Take note of a job's end."""
        event = ended.event
        self._ended[at, event.job] = event
        if ended.pictures:
            self._pictures[at, event.job] = ended.pictures
        if event.digest and event.status in ("made", "restored"):
            self._fresh.add(event.digest)

    def decide(self, node: Node) -> Decision | Trouble:
        """Decide about a job whose turn has come, or say why it cannot be done.

        Raises:
            Rejected: The ledger is broken.
            OSError: A picture is there but cannot be read.
        """
        decision, known = node.decision, self._batches[node.batch]
        job = decision.job
        if isinstance(decision, Share):
            other = self._ended.get((decision.batch, decision.other))
            if other is not None and other.status in ("failed", "skipped"):
                reason = f"it asks the same as {decision.other}, which {other.status}"
                code = WAITING if other.code == WAITING else "twin-failed"
                return Trouble("skipped", code, f"{reason}: {other.reason}")
            return decide(known, job, decision.digest)
        digest = decision.digest
        if digest is None:
            root, hashes = known.known.project.root, known.known.hashes
            digest = digest_of(job, root, hashes, self._finder(node.batch))
            if digest is None:
                return self._missing(node)
        elif digest not in self._fresh:
            return decision
        # What this run has made already is not made again, forced or not.
        return decide(known, job, digest, force=node.force and digest not in self._fresh)

    def decide_again(self, node: Node, digest: str) -> Decision:
        """Decide about a job that another run may have done meanwhile.

        Raises:
            Rejected: The ledger is broken.
            OSError: A picture is there but cannot be read.
        """
        force = node.force and digest not in self._fresh
        return decide(self._batches[node.batch], node.decision.job, digest, force=force)

    def upstream(self, node: Node) -> dict[Upstream, Picture]:
        """Give the pictures that a request needs; its digest is known, so they are made."""
        needed = (upstream_of(source) for _, source in node.decision.job.inputs)
        return {
            one: self._pictures[node.batch, one.job][one.picture]
            for one in needed
            if one is not None
        }

    def _needs(self, node: Node) -> list[Node]:
        """Give the nodes that have to end before this one can begin."""
        decision = node.decision
        if isinstance(decision, Share):
            other = self._by_name.get((decision.batch, decision.other))
            return [] if other is None else [other]
        if isinstance(decision, Make) and decision.digest is None:
            needed = (upstream_of(source) for _, source in decision.job.inputs)
            keys = {one.job for one in needed if one is not None}
            found = (self._by_name.get((node.batch, key)) for key in sorted(keys))
            return [other for other in found if other is not None]
        return []

    def _finder(self, at: int) -> Callable[[Upstream], str | None]:
        def find(upstream: Upstream) -> str | None:
            picture = self._pictures.get((at, upstream.job), {}).get(upstream.picture)
            return None if picture is None else picture.sha256

        return find

    def _missing(self, node: Node) -> Trouble:
        """Say which picture a job lacks."""
        code, reason = "upstream-failed", "it needs a picture that is not made"
        find = self._finder(node.batch)
        for source in (upstream_of(one) for _, one in node.decision.job.inputs):
            if source is not None and find(source) is None:
                event = self._ended.get((node.batch, source.job))
                if event is None:
                    reason = f"it needs {source.job}, which is not made yet: run without --only"
                elif event.code == WAITING:
                    code, reason = WAITING, f"it needs {source.job}, which lies in a batch"
                elif event.status in ("failed", "skipped"):
                    reason = f"it needs {source.job}, which {event.status}"
                else:
                    picture = f"picture {source.picture + 1} of {source.job}"
                    reason = f"it needs {picture}, which did not come"
                break
        return Trouble("skipped", code, reason)
