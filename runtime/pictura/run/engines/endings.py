"""Knows how the jobs of a run on an engine end: each is told once, and what its lock is to say.

What needs no work ends before anything is given out. It gives out nothing, and knows no worker.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from pictura.decisions import Decision, Keep, Make, Plan, Restore, Share
from pictura.events import Action, Event, JobEnded, RunBegan, Summary
from pictura.money import Bill
from pictura.run.brake import Brake, LoopClock, Stop
from pictura.run.ends import Case, Ended, Recipe, Trouble
from pictura.run.engines.chunks import Name, Open
from pictura.run.engines.messages import Terms, Told
from pictura.run.job import keep, leave
from pictura.run.pace import Pace
from pictura.run.purse import Purse
from pictura.run.questions import Count
from pictura.run.saving import Owners
from pictura.run.tally import Tally
from pictura.state.lock import Entry


class Endings:
    """What became of each job of a plan.

    Args:
        plan: What is to be done.
        terms: What holds for all chunks.
        purses: What the jobs of each recipe may cost.
        show: Takes what happens.

    Attributes:
        open: The jobs that need work.
        ended: What became of those that came to their end.
        entries: What the locks are to say anew, by recipe and job.
    """

    __slots__ = (
        "_paid",
        "_places",
        "_plan",
        "_recipes",
        "_settled",
        "_show",
        "_tally",
        "_terms",
        "ended",
        "entries",
        "open",
    )

    def __init__(
        self, plan: Plan, terms: Terms, purses: Sequence[Purse], show: Callable[[Event], None]
    ) -> None:
        self._plan = plan
        self._terms = terms
        self._show = show
        self._recipes = _recipes(plan, purses, refuse_unknown=terms.refuse_unknown_cost)
        self._places = {one.known.batch.file: at for at, one in enumerate(plan.batches)}
        self._settled: list[tuple[int, Decision]] = []
        self.open: dict[Name, Open] = {}
        for at, one in enumerate(plan.batches):
            for decision in one.decisions:
                if terms.only and decision.job.step not in terms.only:
                    continue
                if isinstance(decision, Make | Restore | Share):
                    self.open[at, decision.job.key] = decision
                else:
                    self._settled.append((at, decision))
        self._paid: set[str] = set()
        self._tally = Tally()
        self.ended: dict[Name, JobEnded] = {}
        self.entries: list[dict[str, Entry]] = [{} for _ in plan.batches]

    def begin(self) -> None:
        """Say what the run is about, and end what needs no work."""
        open_ = self.open.values()
        made = [one for one in open_ if isinstance(one, Make) and not one.handed_in]
        bill = Bill(one.cost_usd for one in made)
        self._show(
            RunBegan(
                jobs=len(self.open) + len(self._settled),
                to_make=len(made),
                cost_usd=bill.usd,
                unpriced=bill.unknown,
                emulated=self._terms.emulated,
                root=self._plan.known.project.root,
            )
        )
        for at, decision in self._settled:
            if isinstance(decision, Keep):
                self._settle(at, keep(self._recipes[at], decision))
            elif not isinstance(decision, Make | Restore | Share):
                self._settle(at, leave(self._recipes[at], decision))

    def take(self, events: Iterable[Told], locks: Sequence[Mapping[str, Entry]]) -> None:
        """Take in what a worker says of its jobs.

        Args:
            events: What happened.
            locks: What each recipe's lock is to say anew.
        """
        for entries, made in zip(self.entries, locks, strict=True):
            entries.update(made)
        for event in events:
            if isinstance(event, JobEnded):
                self._note(self._places[event.source], event)
            else:
                self._show(event)

    def end(self, names: Iterable[Name], trouble: Trouble) -> None:
        """End jobs that no worker has brought to their end."""
        for name in names:
            decision = self.open[name]
            action: Action = "make" if isinstance(decision, Make) else "restore"
            digest = decision.digest or ""
            case = Case(self._recipes[name[0]], decision.job, action, digest, Count())
            self._settle(name[0], case.end((), trouble))

    def end_rest(self, stop: Stop | None) -> None:
        """End what nobody was asked to do."""
        if stop is None:  # nothing is out, and nothing can begin: there is no such job
            trouble = Trouble("failed", "chunk-failed", "it was never given out")
        else:
            trouble = Trouble("skipped", stop.code, f"not done: {stop.reason}", stop.hint)
        self.end([name for name in self.open if name not in self.ended], trouble)

    def summary(self) -> Summary:
        """Add up; what only a driver knows has its default."""
        orphans = sum(len(batch.orphans) for batch in self._plan.batches)
        return replace(self._tally.summary(), orphans=orphans, emulated=self._terms.emulated)

    def _settle(self, at: int, ended: Ended) -> None:
        if ended.entry is not None:
            self.entries[at][ended.event.job] = ended.entry
        self._note(at, ended.event)

    def _note(self, at: int, event: JobEnded) -> None:
        name = (at, event.job)
        if name in self.ended:
            return  # a worker that was taken for lost came back
        if event.status == "made" and event.digest in self._paid:
            # It asks the same as another job that says so too, and was paid for once.
            event = replace(event, action="restore", status="restored", cost_usd=0.0)
        elif event.status == "made":
            self._paid.add(event.digest)
        self.ended[name] = event
        self._tally.add(event)
        self._show(event)


def _recipes(plan: Plan, purses: Sequence[Purse], *, refuse_unknown: bool) -> tuple[Recipe, ...]:
    pace, owners = Pace((), Brake(LoopClock())), Owners()
    return tuple(
        Recipe(one.known, pace, purse, owners, purse.limit is not None and refuse_unknown)
        for one, purse in zip(plan.batches, purses, strict=True)
    )
