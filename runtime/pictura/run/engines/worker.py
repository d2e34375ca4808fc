"""Knows how a worker of an engine does chunks of a run. It does not know which engine calls it.

The ledger is the truth: a chunk is planned anew before anything is asked, so that one that comes a
second time restores what was paid for. What is dear to open stays open between chunks of a run.
"""

import asyncio
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pictura.decisions import Keep, Make, Plan, Restore
from pictura.events import DownloadWaits, Event, JobEnded, JobRetries
from pictura.job import Job, upstream_of
from pictura.plan import plan_some
from pictura.run.brake import INTERRUPTED, Stop
from pictura.run.engine import Engine
from pictura.run.engines.benches import (
    Bench,
    Declined,
    bench_of,
    close_unused,
    differs,
    options_of,
    own_name,
    use_bench,
)
from pictura.run.engines.chunks import Name
from pictura.run.engines.messages import (
    Garbled,
    Halt,
    Objection,
    Order,
    Result,
    Told,
    own_version,
    read_halt,
    read_order,
    read_version,
    write_result,
)
from pictura.run.graph import Part
from pictura.run.purse import Purse
from pictura.run.session import build_engine
from pictura.state.lock import Lock, render_lock
from pictura.usage import UsageError
from pictura_core.diagnostics import Rejected
from pictura_core.wire import hide

_GIVEN_UP = Halt("", Objection(INTERRUPTED.code, INTERRUPTED.reason), is_last=True)


_halts: dict[str, Halt] = {}
_REMEMBERED = 8
"""How many runs that stopped a worker remembers."""


async def perform(text: str) -> str:
    """Do a chunk; both it and what became of it are messages.

    Nothing is raised but for a cancellation: whoever sent the chunk is told in words.
    """
    try:
        _check_version(read_version(text))
        order = read_order(text)
        async with use_bench(order.terms) as bench:
            result = await _do(bench, order)
    except Declined as refused:
        result = Result(refused=refused.objection)
    except Rejected as error:
        one = error.diagnostics[0]
        result = Result(refused=Objection(one.code, f"{own_name()}: {one.message}"))
    except UsageError as error:
        result = Result(refused=Objection("worker-settings", f"{own_name()}: {error}"))
    except Garbled:
        result = Result(trouble="it cannot be read")
    except Exception as error:  # noqa: BLE001 - the driver decides how often it is tried
        result = Result(trouble=_without_keys(f"{type(error).__name__}: {error}"))
    return write_result(result)


async def halt(text: str) -> None:
    """Send no further request of a run, or give up what is in flight, or let go of all."""
    told = read_halt(text)
    _halts[told.run] = told
    while len(_halts) > _REMEMBERED:
        del _halts[next(iter(_halts))]
    bench = bench_of(told.run)
    if bench is not None:
        for engine in bench.engines:
            _stop(engine, told)
        await close_unused(told.run)


def _stop(engine: Engine, told: Halt) -> None:
    if told.why.code != INTERRUPTED.code:
        engine.halt(Stop(told.why.code, told.why.reason, told.why.hint))
        return
    if engine.stop is not INTERRUPTED:
        engine.interrupt()
    if told.is_last:
        engine.interrupt()


async def _do(bench: Bench, order: Order) -> Result:
    """Plan a chunk anew and carry it out."""
    found, wanted = _plan(bench, order)
    _check_key(bench, found, wanted)
    events: list[Told] = []
    former = {(at, event.job): event for at, event in order.former}
    paid = _paid_before(bench, order, found)
    purses = tuple(map(Purse, order.budgets))
    _spend(purses, paid)
    engine = build_engine(
        bench.shop,
        found,
        options_of(order.terms),
        lambda event: _note(events, event),
        Part(wanted, former),
        purses,
    )
    halted = _halts.get(order.terms.run)
    if halted is not None:
        _stop(engine, halted)
    bench.engines.add(engine)
    try:
        await _run(engine)
    finally:
        bench.engines.discard(engine)
    if engine.stop is not INTERRUPTED:
        # What another worker saved and died of is brought there too.
        for one, entries in zip(found.batches, engine.entries, strict=True):
            await engine.sharing.share_rest(one.known, entries.values())
    seen = tuple(bench.known.seen.values())
    bench.known.seen.clear()
    await bench.shop.journal.write(*seen)
    stop = engine.stop
    late = _paid_by(bench, order, events)
    _spend(purses, {name: cost for name, cost in late.items() if name not in paid})
    return Result(
        events=tuple(_as_paid(bench, event, late) for event in events),
        locks=tuple(
            render_lock(Lock(one.batch.recipe, entries))
            for one, entries in zip(bench.batches, engine.entries, strict=True)
        ),
        left=tuple(purse.left for purse in purses),
        stopped=None if stop is None else Objection(stop.code, stop.reason, stop.hint),
        unshared=tuple(sorted(engine.sharing.missing)),
        why_unshared=engine.sharing.reason,
    )


def _plan(bench: Bench, order: Order) -> tuple[Plan, frozenset[Name]]:
    """Decide about a chunk's jobs, and those that they need.

    Raises:
        Declined: The driver means other jobs.
    """
    terms = order.terms
    wanted = {(one.at, one.key): one.digest for one in order.jobs}
    needed: list[set[str]] = [set() for _ in bench.batches]
    for at, key in wanted:
        _gather(bench.jobs[at], key, needed[at])
    jobs = [
        [job for _, job in sorted((jobs[key] for key in keys), key=lambda one: one[0])]
        for jobs, keys in zip(bench.jobs, needed, strict=True)
    ]
    found = plan_some(bench.known, bench.batches, jobs, only=terms.only, force=terms.force)
    for at, one in enumerate(found.batches):
        for decision in one.decisions:
            meant = wanted.get((at, decision.job.key))
            if meant is not None and decision.digest not in (None, meant):
                what = f"{decision.job.key} asks something else there: its input files differ"
                raise Declined(differs(terms.sources[at], what))
    return found, frozenset(wanted)


def _gather(jobs: Mapping[str, tuple[int, Job]], key: str, found: set[str]) -> None:
    """Find a job and all that it needs."""
    waiting = [key]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        upstreams = (upstream_of(source) for _, source in jobs[one][1].inputs)
        waiting += [upstream.job for upstream in upstreams if upstream is not None]


def _check_key(bench: Bench, found: Plan, wanted: frozenset[Name]) -> None:
    site = bench.shop.site
    if site.key:
        return
    for at, one in enumerate(found.batches):
        for decision in one.decisions:
            if isinstance(decision, Make) and (at, decision.job.key) in wanted:
                reason = f"{own_name()} has no key for {site.api.title}"
                hint = f"set {site.api.key_variable} where the workers are started"
                raise Declined(Objection("no-key", reason, hint))


def _spend(purses: Sequence[Purse], paid: Mapping[Name, float | None]) -> None:
    """Take what was paid for jobs out of what each recipe's jobs may cost."""
    for (at, _), cost in paid.items():
        purses[at].reserve(cost)


def _paid_before(bench: Bench, order: Order, found: Plan) -> dict[Name, float | None]:
    """Give what this run paid already for jobs: their chunk comes a second time."""
    settled = {
        (at, decision.job.key): decision.digest
        for at, one in enumerate(found.batches)
        for decision in one.decisions
        if isinstance(decision, Keep | Restore)
    }
    return _paid(bench, order, settled)


def _paid_by(bench: Bench, order: Order, events: Iterable[Told]) -> dict[Name, float | None]:
    """Give what this run paid for jobs that did not ask: another worker did, and could not say so.

    It may have died, or be at work still although nobody hears it.
    """
    settled = {
        _name(bench, event): event.digest
        for event in events
        if isinstance(event, JobEnded) and event.status in ("kept", "restored")
    }
    return _paid(bench, order, settled)


def _paid(bench: Bench, order: Order, digests: Mapping[Name, str]) -> dict[Name, float | None]:
    """Give what was paid, since the run began, for those jobs that nobody had paid for before."""
    paid: dict[Name, float | None] = {}
    for one in order.jobs:
        digest = digests.get((one.at, one.key))
        if digest is None or not one.is_new:
            continue
        answered = bench.known.answered(digest)
        if answered is not None and answered.at >= order.terms.started:
            paid[one.at, one.key] = answered.cost_usd
    return paid


def _as_paid(bench: Bench, event: Told, paid: Mapping[Name, float | None]) -> Told:
    if not isinstance(event, JobEnded) or event.status not in ("kept", "restored"):
        return event
    name = _name(bench, event)
    if name not in paid:
        return event
    return replace(event, action="make", status="made", cost_usd=paid[name])


def _name(bench: Bench, event: JobEnded) -> Name:
    files = [one.batch.file for one in bench.batches]
    return files.index(event.source), event.job


async def _run(engine: Engine) -> None:
    """Run to the end; a worker that is to close gives up what is in flight in good order."""
    running = asyncio.ensure_future(engine.run())
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        _stop(engine, _GIVEN_UP)
        await running
        raise


def _note(events: list[Told], event: Event) -> None:
    if isinstance(event, JobEnded | JobRetries | DownloadWaits):
        events.append(event)


def _check_version(found: str) -> None:
    if found != own_version():
        reason = f"{own_name()} has Pictura {own_version()}, and this is {found}"
        hint = "install the same version on both sides"
        raise Declined(Objection("worker-version", reason, hint))


def _without_keys(text: str) -> str:
    for name, value in os.environ.items():
        if name.endswith("_API_KEY") and value:
            text = hide(text, value)
    return text
