"""Knows a run in one project from beginning to end: hold it, plan, work, write the locks."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from pictura.decisions import BatchPlan, Make, Plan
from pictura.events import Event, RunWaits, Summary
from pictura.job import Batch, Limits
from pictura.piling import piling
from pictura.plan import plan
from pictura.project import STATE, Project
from pictura.run.batches.batching import Batching
from pictura.run.brake import Brake, LoopClock
from pictura.run.context import Context
from pictura.run.ends import Recipe
from pictura.run.engine import Engine
from pictura.run.graph import Part
from pictura.run.holding import alone, hold
from pictura.run.journal import Journal
from pictura.run.pace import Pace
from pictura.run.publishing import Outputs, open_outputs, publish
from pictura.run.purse import Purse
from pictura.run.quota import Rate
from pictura.run.saving import Owners
from pictura.run.sharing import Sharing
from pictura.run.tries import Tries
from pictura.run.workshop import Site, Workshop, open_workshop
from pictura.shards import Shard, Share, share_of
from pictura.state.known import Known
from pictura.state.known_batch import look_up_batch
from pictura.state.ledger import Ledger, open_ledger, read_ledger
from pictura.state.lock import Entry, Lock, save_lock
from pictura.state.records import Pruned, RunEnded, RunStarted
from pictura.usage import UsageError
from pictura_core.operation import Api

CONCURRENCY = 4
"""How many jobs of a recipe run at once if nobody says."""

_HANDED_AT_ONCE = 64
"""How many jobs are written down at once that are handed in together."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asks of a run.

    Attributes:
        concurrency: How many jobs at once; None leaves it to the recipes.
        purse: What the whole run may cost; None leaves it to the recipes.
        only: Steps to do; all if empty.
        force: Make jobs anew although their pictures are there, and overwrite edited files.
        refuse_unknown_cost: With a budget, ask no job whose price nobody knows.
        emulated: Whether the server is the emulator.
        tries: How often and how soon to try again.
        images_per_minute: For all recipes together; None leaves it to them.
        requests_per_minute: For all recipes together; None leaves it to them.
        shard: Which part of the jobs to do, while other processes do the others; None for all.
        batch: Hand in what can be handed in, rather than ask it by itself.
        wait: Wait for the answers of batches.
    """

    concurrency: int | None = None
    purse: Purse | None = None
    only: frozenset[str] = frozenset()
    force: bool = False
    refuse_unknown_cost: bool = False
    emulated: bool = False
    tries: Tries = field(default_factory=Tries)
    images_per_minute: float | None = None
    requests_per_minute: float | None = None
    shard: Shard | None = None
    batch: bool = False
    wait: bool = True


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be run.

    Attributes:
        project: The project.
        batches: Its recipes.
        api: What they use.
        server: Its base url.
        key: For it; never written anywhere.
    """

    project: Project
    batches: tuple[Batch, ...]
    api: Api
    server: str
    key: str = field(repr=False)


def run_project(work: Work, options: Options, show: Callable[[Event], None]) -> Summary:
    """Run the recipes of one project against one API.

    Args:
        work: What is to be run.
        options: What the person asks.
        show: Takes what happens, but for the summary.

    Raises:
        Rejected: A lock or the ledger cannot be used, or a `save` leads out of the project.
        OSError: A file cannot be read or written.
    """
    state = os.path.join(work.project.root, STATE)
    shared = options.shard is not None
    outputs = open_outputs()
    with hold(state, lambda holder: show(RunWaits(holder)), together=shared):
        with alone(state, "ledger"):
            writer = open_ledger(state)
        reader = read_ledger(state)
        try:
            known = Known(work.project, reader, emulated=options.emulated, shared=shared)
            if not shared:
                known.blobs.sweep()
            with piling():
                looked = [look_up_batch(known, batch) for batch in work.batches]
                found = plan(known, looked, only=options.only, force=options.force)
                share = _share(work, known, options)
            _check_key(work, found, options, share)
            return asyncio.run(_run(work, found, writer, options, show, share, outputs))
        finally:
            if reader is not None:
                reader.close()
            writer.close()


def _share(work: Work, known: Known, options: Options) -> Share | None:
    if options.shard is None:
        return None
    return share_of(options.shard, work.batches, work.project.root, known.hashes)


def _check_key(work: Work, found: Plan, options: Options, share: Share | None) -> None:
    """Make sure that there is a key if anything is to be asked."""
    if work.key or options.emulated:
        return
    for at, batch in enumerate(found.batches):
        for one in batch.decisions:
            if share is not None and (at, one.job.key) not in share.all:
                continue
            if isinstance(one, Make) and (not options.only or one.job.step in options.only):
                message = (
                    f"no key: set {work.api.key_variable} to your key for {work.api.title}, or try"
                    " the recipe without one: --emulator"
                )
                raise UsageError(message)


async def _run(
    work: Work,
    found: Plan,
    ledger: Ledger,
    options: Options,
    show: Callable[[Event], None],
    share: Share | None,
    outputs: Outputs | None,
) -> Summary:
    batches = found.batches
    part = None if share is None else Part(share.all, {}, share.needed)
    # What became of jobs that are no more is for whoever sees all: the orphans are no shard's.
    seen = found if share is None else _without_orphans(found)
    site = Site(work.project.root, work.api, work.server, work.key, options.emulated)
    concurrency = concurrency_of([one.known.batch for one in batches], options)
    async with open_workshop(site, ledger, concurrency, shared=share is not None) as shop:
        engine = build_engine(shop, seen, options, show, part, looks_after_batches=True)
        journal = shop.journal
        started = time.time()
        files = tuple(one.known.batch.file for one in batches)
        await journal.write(RunStarted(started, files, options.emulated))
        with signals(engine.interrupt):
            try:
                summary = await engine.run()
                for one, entries in zip(batches, engine.entries, strict=True):
                    if summary.interrupted:
                        break  # whoever wants an end gets one; the next run shares the rest
                    await engine.sharing.share_rest(one.known, entries.values())
            finally:
                if share is None:
                    problem = save_locks(batches, engine.entries)
                else:
                    problem = _merge_locks(found, engine.entries, share)
        await journal.write(*found.known.seen.values())
        await prune(found.known, journal)
        await journal.write(run_ended(summary, started))
        problem = problem or engine.sharing.problem
        if not summary.interrupted:
            known = [one.known for one in batches]
            problem = await publish(outputs, known, engine.entries) or problem
    return replace(summary, problem=problem)


def build_engine(
    shop: Workshop,
    found: Plan,
    options: Options,
    show: Callable[[Event], None],
    part: Part | None = None,
    purses: Sequence[Purse] | None = None,
    *,
    looks_after_batches: bool = False,
) -> Engine:
    """Build what carries out a plan.

    Args:
        shop: What is open.
        found: The plan.
        options: What the person asks.
        show: Takes what happens.
        part: Which of the plan's jobs are to be done, if not all that the options ask for.
        purses: What the jobs of each recipe may cost, if neither options nor recipes say so.
        looks_after_batches: Whether requests are handed in, and answers to such waited for.
    """
    site, brake = shop.site, Brake(LoopClock())
    batches = found.batches
    context = Context(
        api=site.api,
        known=found.known,
        journal=shop.journal,
        storer=shop.storer,
        room=shop.room,
        road=shop.road,
        addresses=shop.addresses,
        brake=brake,
        tries=options.tries,
        emulated=site.emulated,
        secret="" if site.emulated else site.key,
        show=show,
        width=shop.width,
        claims=shop.claims,
        sharing=Sharing(found.known.store),
    )
    batching = None
    if looks_after_batches:
        batching = Batching(
            context,
            site.server,
            hands_in=options.batch,
            waits=options.wait,
            gives_up=options.force,
        )
    # What is handed in is in nobody's way; what is asked by itself is held back by the width.
    least = _HANDED_AT_ONCE if options.batch else 1
    return Engine(
        context,
        found,
        _recipes(batches, options, brake, shop, purses, batching),
        only=options.only,
        force=options.force,
        concurrency=max(least, concurrency_of([one.known.batch for one in batches], options)),
        limits=tuple(
            max(least, options.concurrency or _concurrency(one.known.batch)) for one in batches
        ),
        part=part,
        batching=batching,
    )


def concurrency_of(batches: Sequence[Batch], options: Options) -> int:
    """Say how many jobs of some recipes run at once."""
    return options.concurrency or max(map(_concurrency, batches), default=CONCURRENCY)


def save_locks(batches: Sequence[BatchPlan], made: Sequence[dict[str, Entry]]) -> str:
    """Write the locks; a sentence if one cannot be written: the ledger knows all the same.

    Args:
        batches: What was planned of each recipe.
        made: What each lock is to say anew, by job.
    """
    problem = ""
    for one, entries in zip(batches, made, strict=True):
        lock = _renew(one, entries)
        if lock == one.known.lock:
            continue
        try:
            save_lock(lock, one.known.lock_file)
        except OSError as error:
            words = (error.strerror or str(error)).lower()
            problem = f"{one.known.lock_file} cannot be written: {words}"
    return problem


def _merge_locks(found: Plan, made: Sequence[dict[str, Entry]], share: Share) -> str:
    """Write into the locks what a shard made, beside what others wrote there meanwhile."""
    with alone(os.path.join(found.known.project.root, STATE), "locks"):
        fresh = [
            replace(one, known=look_up_batch(found.known, one.known.batch)) for one in found.batches
        ]
        own: list[dict[str, Entry]] = []
        for at, (one, entries) in enumerate(zip(fresh, made, strict=True)):
            there = one.known.lock.jobs
            # What another shard made, it says itself, and knows best.
            own.append(
                {
                    key: entry
                    for key, entry in entries.items()
                    if (at, key) in share.own
                    or key not in there
                    or there[key].digest != entry.digest
                }
            )
        return save_locks(fresh, own)


def _without_orphans(found: Plan) -> Plan:
    return replace(found, batches=tuple(replace(one, orphans=()) for one in found.batches))


def _recipes(
    batches: Sequence[BatchPlan],
    options: Options,
    brake: Brake,
    shop: Workshop,
    purses: Sequence[Purse] | None,
    batching: Batching | None,
) -> tuple[Recipe, ...]:
    owners = Owners()
    recipes: list[Recipe] = []
    for at, one in enumerate(batches):
        limits = one.known.batch.limits
        purse = purses[at] if purses else options.purse or Purse(limits.budget)
        is_dear = purse.limit is not None and options.refuse_unknown_cost
        pace = Pace(_rates(options, limits), brake, shop.width, shop.record)
        recipes.append(Recipe(one.known, pace, purse, owners, is_dear, batching))
    return tuple(recipes)


def _rates(options: Options, limits: Limits) -> list[Rate]:
    images = options.images_per_minute or limits.images_per_minute
    requests = options.requests_per_minute or limits.requests_per_minute
    rates = [Rate("images", images)] if images else []
    return [*rates, Rate("requests", requests)] if requests else rates


def _concurrency(batch: Batch) -> int:
    return batch.limits.concurrency or CONCURRENCY


def _renew(one: BatchPlan, entries: dict[str, Entry]) -> Lock:
    """Say what a lock is to say: what the recipe's jobs made, and orphans as long as they last."""
    old = one.known.lock.jobs
    keys = [job.key for job in one.known.batch.jobs] + [orphan.key for orphan in one.orphans]
    jobs = {key: entries.get(key) or old[key] for key in keys if key in entries or key in old}
    return Lock(one.known.batch.recipe, jobs)


async def prune(known: Known, journal: Journal) -> None:
    """Drop answers of which every picture is kept by itself: they would double the store."""
    if known.ledger is None:
        return
    # Those of other machines are for them to drop.
    answers = [one for one in known.ledger.redundant_answers() if known.blobs.has(one)]
    await journal.write(*(Pruned(answer) for answer in answers))
    for answer in answers:
        known.blobs.remove(answer)


def run_ended(summary: Summary, started: float) -> RunEnded:
    """Say for the ledger how a run ended."""
    outcome = "interrupted" if summary.interrupted else "stopped" if summary.stopped else "done"
    return RunEnded(
        started=started,
        ended=time.time(),
        outcome=outcome,
        made=summary.made,
        kept=summary.kept,
        restored=summary.restored,
        failed=summary.failed,
        skipped=summary.skipped,
        requests=summary.requests,
        cost_usd=summary.cost_usd,
    )


@contextmanager
def signals(interrupt: Callable[[], None]) -> Generator[None]:
    """Let Ctrl-C, and whoever asks the process to end, stop the run in good order."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    try:
        for one in signals:
            loop.add_signal_handler(one, interrupt)
    except (ValueError, RuntimeError):  # only the main thread of a process gets signals
        yield
        return
    try:
        yield
    finally:
        for one in signals:
            loop.remove_signal_handler(one)
