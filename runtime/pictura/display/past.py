"""Knows what past runs and their cost look like, for people and for scripts."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pictura.display.values import line
from pictura.display.words import count
from pictura.money import Bill
from pictura.state.history import PastRun, Payment
from pictura_core.tuples import NamedTuple

_MINUTE = "%Y-%m-%d %H:%M"
_DAY = "%Y-%m-%d"


class Spent(NamedTuple):
    """What was paid for one day, model or recipe.

    Attributes:
        name: The day, the model or the recipe's file.
        requests: How many were paid for.
        pictures: How many came.
        bill: What they cost.
    """

    name: str
    requests: int
    pictures: int
    bill: Bill


class Past(NamedTuple):
    """Everything that `history` shows.

    Attributes:
        runs: The newest first.
        earlier: How many runs are not among them.
        spent: Sums by `day`, `model` and `recipe`.
        total: Of all payments.
        emulated: Whether this is about the emulator's pictures, for which nobody paid.
    """

    runs: Sequence[PastRun]
    earlier: int
    spent: Mapping[str, Sequence[Spent]]
    total: Spent
    emulated: bool


def add_up(paid: Sequence[Payment], models: Mapping[str, str]) -> dict[str, list[Spent]]:
    """Sum payments by day, by model and by recipe.

    Args:
        paid: The payments, the oldest first.
        models: The model of a request by its digest, as far as the locks know it.
    """
    ways: dict[str, Callable[[Payment], str]] = {
        "day": lambda one: time.strftime(_DAY, time.localtime(one.at)),
        "model": lambda one: models.get(one.digest) or "unknown",
        "recipe": lambda one: one.recipe,
    }
    return {way: list(_grouped(paid, name_of)) for way, name_of in ways.items()}


def _grouped(paid: Iterable[Payment], name_of: Callable[[Payment], str]) -> Iterator[Spent]:
    groups: dict[str, list[Payment]] = {}
    for one in paid:
        groups.setdefault(name_of(one), []).append(one)
    for name in sorted(groups):
        yield sum_up(name, groups[name])


def sum_up(name: str, paid: Sequence[Payment]) -> Spent:
    """Add payments."""
    pictures = sum(one.pictures for one in paid)
    return Spent(name, len(paid), pictures, Bill(one.cost_usd for one in paid))


def as_text(past: Past) -> str:
    """Write it for people."""
    what = "the emulator's runs; nobody paid for them" if past.emulated else "runs"
    lines = [f"{what}, the newest first" if past.runs else "no run yet"]
    for run in past.runs:
        when = time.strftime(_MINUTE, time.localtime(run.started))
        made = f"{run.made:,} made, {run.kept:,} kept"
        made += f", {run.failed:,} failed" if run.failed else ""
        first, *others = run.recipes or ("nothing",)
        where = f"{first} and {len(others)} more" if others else first
        lines.append(
            f"  {run.number:>4}  {when}  {run.outcome or 'cut off':<11}  {made:<28}"
            f"  {Bill([run.cost_usd])!s:>9}  {where}"
        )
    if past.earlier:
        lines.append(f"  and {count(past.earlier, 'earlier run')}; --limit 0 shows all")
    for way, groups in past.spent.items():
        if not groups:
            continue
        lines += ["", f"by {way}"]
        width = max(len(one.name) for one in groups)
        lines += [
            f"  {one.name:<{width}}  {count(one.pictures, 'picture'):>14}  {one.bill}"
            for one in groups
        ]
    if past.total.requests:
        pictures = count(past.total.pictures, "picture")
        lines += ["", f"in all {pictures}, {past.total.bill}"]
    return "\n".join(lines) + "\n"


def as_json(past: Past) -> str:
    """Write one object a line: runs, then sums, then the total."""
    written = [
        line(
            {
                "event": "run",
                "run": run.number,
                "started": _iso(run.started),
                "ended": None if run.ended is None else _iso(run.ended),
                "outcome": run.outcome or "cut off",
                "recipes": list(run.recipes),
                "emulated": run.emulated,
                "made": run.made,
                "kept": run.kept,
                "restored": run.restored,
                "failed": run.failed,
                "skipped": run.skipped,
                "requests": run.requests,
                "cost_usd": run.cost_usd,
            }
        )
        for run in past.runs
    ]
    for way, groups in past.spent.items():
        written += [line({"event": "spent", "by": way, **_sums(one)}) for one in groups]
    written.append(line({"event": "total", **_sums(past.total)}))
    return "".join(written)


def _sums(one: Spent) -> dict[str, object]:
    return {
        "name": one.name,
        "requests": one.requests,
        "pictures": one.pictures,
        "cost_usd": one.bill.usd,
        "unpriced": one.bill.unknown,
    }


def _iso(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
