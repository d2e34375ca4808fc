"""Knows what a plan looks like, for people and for scripts."""

from collections import Counter
from typing import Protocol, TextIO

from pictura.decisions import BatchPlan, Decision, Make, files_of
from pictura.display.changes import as_words, changed_prompt
from pictura.display.values import (
    action_of,
    decision_value,
    line,
    orphan_value,
    plan_value,
    reason_of,
)
from pictura.display.words import count, near
from pictura.money import Bill, dollars, said

_KEPT = 100
"""How many kept jobs of a recipe are listed; of more, only their number is told."""


class Costs:
    """What jobs cost that are to be made.

    Attributes:
        bill: If each is asked by itself.
        batched: If those are handed in as a batch that can be.
    """

    __slots__ = ("batched", "bill")

    def __init__(self) -> None:
        self.bill = Bill()
        self.batched = Bill()

    def add(self, decision: Make) -> None:
        """Add a job that is to be made."""
        cost, batched = decision.cost_usd, decision.batch_usd
        self.bill.add(cost)
        self.batched.add(cost if batched is None else batched)

    def __str__(self) -> str:
        bill, batched = self.bill, self.batched
        if batched.usd == bill.usd:
            return str(bill)
        sums = f"{dollars(bill.usd)}, or {dollars(batched.usd)} with --batch"
        if bill.unknown:
            return f"{sums}, and {count(bill.unknown, 'job')} of unknown cost"
        return sums


class Total:
    """What a run would do in all.

    Attributes:
        actions: How many jobs of each action.
        costs: What is to be made costs.
        models: The same by model, or by operation where no model is named.
    """

    __slots__ = ("actions", "costs", "models")

    def __init__(self) -> None:
        self.actions: Counter[str] = Counter()
        self.costs = Costs()
        self.models: dict[str, Costs] = {}

    def add(self, batch: BatchPlan) -> None:
        """Count a recipe's jobs."""
        for decision in batch.decisions:
            self.actions[action_of(decision)] += 1
            if isinstance(decision, Make) and not decision.handed_in:
                self.costs.add(decision)
                model = decision.job.request.get("model")
                named = model if isinstance(model, str) else decision.job.operation.id
                self.models.setdefault(named, Costs()).add(decision)
        if batch.orphans:
            self.actions["orphan"] += len(batch.orphans)

    @property
    def to_do(self) -> int:
        """How many jobs a run would make, restore, or take out of a batch."""
        return self.actions["make"] + self.actions["wait"] + self.actions["restore"]

    def by_model(self) -> list[tuple[str, Costs]]:
        """What is to be made costs by model, or by operation where no model is named."""
        return sorted(self.models.items())

    def __str__(self) -> str:
        actions = self.actions
        parts = [f"{actions['make']:,} to make ({self.costs})"]
        if actions["wait"]:
            parts.append(f"{actions['wait']:,} handed in")
        parts.append(f"{actions['keep']:,} kept")
        if actions["restore"]:
            parts.append(f"{actions['restore']:,} to restore for nothing")
        if actions["drifted"]:
            parts.append(f"{actions['drifted']:,} edited and left alone")
        if actions["elsewhere"]:
            parts.append(f"{actions['elsewhere']:,} paid for elsewhere, and not here")
        if actions["orphan"]:
            parts.append(f"{actions['orphan']:,} no longer in a recipe")
        return ", ".join(parts)


def costs_said(decision: Decision) -> tuple[str, str]:
    """Say what a job costs, asked by itself and in a batch; empty where that is out of question."""
    if not isinstance(decision, Make) or decision.handed_in:
        return "", ""
    batched = decision.batch_usd
    return said(decision.cost_usd), "" if batched is None else said(batched)


class PlanDisplay(Protocol):
    """Shows a plan, recipe by recipe."""

    total: Total

    def show(self, batch: BatchPlan) -> None:
        """Show one recipe."""
        ...

    def end(self) -> None:
        """Show the totals."""
        ...


class JsonPlan:
    """One JSON object a line: each job, and last the summary."""

    __slots__ = ("_out", "total")

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.total = Total()

    def show(self, batch: BatchPlan) -> None:
        """Show one recipe."""
        self.total.add(batch)
        name, source = batch.known.batch.recipe, batch.known.batch.file
        for decision in batch.decisions:
            self._out.write(line(decision_value(name, source, decision)))
        for orphan in batch.orphans:
            self._out.write(line(orphan_value(name, source, orphan)))

    def end(self) -> None:
        """Show the totals."""
        costs = self.total.costs
        self._out.write(line(plan_value(self.total.actions, costs.bill, costs.batched)))


class TextPlan:
    """A line a job."""

    __slots__ = ("_out", "total")

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.total = Total()

    def show(self, batch: BatchPlan) -> None:
        """Show one recipe."""
        self.total.add(batch)
        self._out.write(f"{batch.known.batch.file}\n")
        root = batch.known.known.project.root
        kept = sum(action_of(decision) == "keep" for decision in batch.decisions)
        for decision in batch.decisions:
            action = action_of(decision)
            if action == "keep" and kept > _KEPT:
                continue
            cost, _ = costs_said(decision)
            detail = ", ".join(near(root, file) for file in files_of(decision))
            reason = reason_of(decision)
            said_why = f"  ({reason})" if reason and reason != "new" else ""
            self._out.write(f"  {action:<8} {cost:>8}  {decision.job.key}  {detail}{said_why}\n")
            pieces = changed_prompt(batch, decision)
            if pieces:
                self._out.write(f"                     prompt: {as_words(pieces)}\n")
        if kept > _KEPT:
            self._out.write(f"  keep     {count(kept, 'job')}\n")
        for orphan in batch.orphans:
            detail = ", ".join(near(root, file) for file in orphan.files)
            self._out.write(f"  orphan             {orphan.key}  {detail}  (left alone)\n")

    def end(self) -> None:
        """Show the totals."""
        if len(self.total.models) > 1:
            width = max(map(len, self.total.models))
            for name, costs in self.total.by_model():
                self._out.write(f"{name:<{width}}  {costs}\n")
        self._out.write(f"{self.total}\n")
