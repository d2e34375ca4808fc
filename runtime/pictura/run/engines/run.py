"""Knows a run on an engine from beginning to end: plan, let others work, write the locks."""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from uuid import uuid4

from pictura.decisions import Plan
from pictura.events import Event, RunWaits, Summary
from pictura.job import Batch
from pictura.piling import piling
from pictura.plan import plan
from pictura.project import STATE
from pictura.run.engines.address import EngineAddress
from pictura.run.engines.driver import Driver
from pictura.run.engines.fingerprint import fingerprint
from pictura.run.engines.messages import Source, Terms, own_version
from pictura.run.holding import alone, hold
from pictura.run.journal import Journal
from pictura.run.purse import Purse
from pictura.run.session import Options, Work, prune, run_ended, save_locks, signals
from pictura.state.known import Known
from pictura.state.known_batch import look_up_batch
from pictura.state.ledger import Ledger, open_ledger, read_ledger
from pictura.state.lock import Entry
from pictura.state.records import RunStarted
from pictura.usage import UsageError


def run_on_engine(
    work: Work, options: Options, engine: EngineAddress, show: Callable[[Event], None]
) -> Summary:
    """Run the recipes of one project on the workers of an engine.

    Args:
        work: What is to be run; its key is not needed, and goes nowhere.
        options: What the person asks.
        engine: Where the workers are.
        show: Takes what happens, but for the summary.

    Raises:
        UsageError: Nobody is there, or what talks to it is not installed.
        Rejected: A lock or the ledger cannot be used, or a `save` leads out of the project.
        OSError: A file cannot be read or written.
    """
    _check_installed()
    state = os.path.join(work.project.root, STATE)
    with hold(state, lambda holder: show(RunWaits(holder)), together=True):
        with alone(state, "ledger"):
            writer = open_ledger(state)
        reader = read_ledger(state)
        try:
            known = Known(work.project, reader, emulated=options.emulated, shared=True)
            with piling():
                looked = [look_up_batch(known, batch) for batch in work.batches]
                found = plan(known, looked, only=options.only, force=options.force)
            return asyncio.run(_run(work, found, writer, options, engine, show))
        finally:
            if reader is not None:
                reader.close()
            writer.close()


async def _run(
    work: Work,
    found: Plan,
    ledger: Ledger,
    options: Options,
    engine: EngineAddress,
    show: Callable[[Event], None],
) -> Summary:
    from pictura.run.engines.dask import open_dask  # noqa: PLC0415 - an extra that few have

    terms = _terms(work, options)
    purses = [options.purse or Purse(batch.limits.budget) for batch in work.batches]
    journal = Journal(ledger)
    try:
        async with open_dask(engine.scheduler) as cluster:
            driver = Driver(cluster, found, terms, purses, show)
            files = tuple(batch.file for batch in work.batches)
            await journal.write(RunStarted(terms.started, files, options.emulated))
            with signals(driver.interrupt):
                try:
                    summary = await driver.run()
                    if not summary.interrupted:
                        await _share_rest(found, driver)
                finally:
                    problem = _save(found, driver.entries)
                await journal.write(*found.known.seen.values())
                await prune(found.known, journal)
                await journal.write(run_ended(summary, terms.started))
                await cluster.close()
    finally:
        await journal.close()
    return replace(summary, problem=problem or driver.sharing.problem)


async def _share_rest(found: Plan, driver: Driver) -> None:
    """Bring into the team's store what was made before, and what workers could not bring there."""
    store = found.known.store
    if store is None:
        return
    store.look_again()
    for one, entries in zip(found.batches, driver.entries, strict=True):
        await driver.sharing.share_rest(one.known, entries.values())


def _save(found: Plan, made: Sequence[dict[str, Entry]]) -> str:
    """Write the locks, beside what others wrote there meanwhile."""
    with alone(os.path.join(found.known.project.root, STATE), "locks"):
        fresh = [
            replace(one, known=look_up_batch(found.known, one.known.batch)) for one in found.batches
        ]
        return save_locks(fresh, made)


def _terms(work: Work, options: Options) -> Terms:
    return Terms(
        run=f"pictura-{uuid4().hex}",
        pictura=own_version(),
        root=work.project.root,
        api=work.batches[0].api,
        server=work.server,
        emulated=options.emulated,
        started=time.time(),
        sources=tuple(_source(work, batch) for batch in work.batches),
        only=tuple(sorted(options.only)),
        force=options.force,
        refuse_unknown_cost=options.refuse_unknown_cost,
        concurrency=options.concurrency,
        images_per_minute=options.images_per_minute,
        requests_per_minute=options.requests_per_minute,
        doubtful=options.tries.doubtful,
    )


def _source(work: Work, batch: Batch) -> Source:
    path = os.path.relpath(os.path.realpath(batch.file), work.project.root).replace(os.sep, "/")
    return Source(path, batch.file, fingerprint(batch))


def _check_installed() -> None:
    """Make sure that what talks to an engine is there.

    Raises:
        UsageError: It is not.
    """
    if find_spec("distributed") is None:
        message = "--engine needs an extra: pip install 'pictura[dask]'"
        raise UsageError(message)
