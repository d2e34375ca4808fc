"""Knows how a worker of an engine does chunks of a run. It does not know which engine calls it.

The ledger is the truth: a chunk is planned anew before anything is asked, so that one that comes a
second time restores what was paid for. What is dear to open stays open between chunks of a run.
"""

import asyncio
import os
import socket
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

from pictura.events import DownloadWaits, Event, JobEnded, JobRetries
from pictura.job import Batch, Job, upstream_of
from pictura.packages import load_api
from pictura.plan import Keep, Make, Plan, Restore, plan_some
from pictura.project import STATE, Project
from pictura.recipes.expand import load_batch
from pictura.run.brake import INTERRUPTED, Stop
from pictura.run.engine import Engine
from pictura.run.engines.chunks import Name
from pictura.run.engines.fingerprint import fingerprint
from pictura.run.engines.messages import (
    Garbled,
    Halt,
    Objection,
    Order,
    Result,
    Source,
    Terms,
    Told,
    own_version,
    read_halt,
    read_order,
    read_version,
    write_result,
)
from pictura.run.graph import Part
from pictura.run.holding import alone, hold
from pictura.run.purse import Purse
from pictura.run.session import Options, build_engine, concurrency_of
from pictura.run.tries import Tries
from pictura.run.workshop import Site, Workshop, open_workshop
from pictura.state.known import Known, KnownBatch
from pictura.state.ledger import open_ledger, read_ledger
from pictura.state.lock import Lock, load_lock, lock_path, render_lock
from pictura.usage import UsageError
from pictura_core.diagnostics import Rejected
from pictura_core.operation import Api
from pictura_core.wire import hide

PROJECT = "PICTURA_PROJECT"
"""The variable that says where a worker finds the project, if not where the driver does."""

_PRETENDED_KEY = "sk-emulator"
_IDLE = 30.0
"""Seconds after which a worker lets go of what it has open for a run."""
_EXPANDED = 8
"""How many expanded recipes a worker remembers."""


_GIVEN_UP = Halt("", Objection(INTERRUPTED.code, INTERRUPTED.reason), is_last=True)


class Refused(Exception):  # noqa: N818 - the name says what happened
    """This worker cannot do any chunk of a run."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.reason)
        self.objection = objection


@dataclass(slots=True)
class _Bench:
    """What a worker has open for a run.

    Attributes:
        terms: The run's.
        known: What the project knows.
        batches: What is known of each recipe.
        jobs: Each recipe's jobs, by key, with their place in its order.
        shop: Ledger, store and connections.
        stack: Closes all that.
        engines: Those at work.
        halted: Why the run stops, once it does.
        busy: How many chunks are at work.
    """

    terms: Terms
    known: Known
    batches: tuple[KnownBatch, ...]
    jobs: tuple[Mapping[str, tuple[int, Job]], ...]
    shop: Workshop
    stack: AsyncExitStack
    engines: set[Engine] = field(default_factory=set[Engine])
    halted: Halt | None = None
    busy: int = 0


_benches: dict[str, "asyncio.Task[_Bench]"] = {}
_halts: dict[str, Halt] = {}
_expanded: dict[tuple[str, str], Batch] = {}


async def perform(text: str) -> str:
    """Do a chunk; both it and what became of it are messages.

    Nothing is raised but for a cancellation: whoever sent the chunk is told in words.
    """
    try:
        _check_version(read_version(text))
        order = read_order(text)
        bench = await _open(order.terms)
        bench.busy += 1
        try:
            result = await _do(bench, order)
        finally:
            bench.busy -= 1
            _close_later(order.terms.run)
    except Refused as refused:
        result = Result(refused=refused.objection)
    except Rejected as error:
        one = error.diagnostics[0]
        result = Result(refused=Objection(one.code, f"{_own_name()}: {one.message}"))
    except UsageError as error:
        result = Result(refused=Objection("worker-settings", f"{_own_name()}: {error}"))
    except Garbled:
        result = Result(trouble="it cannot be read")
    except Exception as error:  # noqa: BLE001 - the driver decides how often it is tried
        result = Result(trouble=_without_keys(f"{type(error).__name__}: {error}"))
    return write_result(result)


async def halt(text: str) -> None:
    """Send no further request of a run, or give up what is in flight, or let go of all."""
    told = read_halt(text)
    _halts[told.run] = told
    while len(_halts) > _EXPANDED:
        del _halts[next(iter(_halts))]
    opening = _benches.get(told.run)
    if opening is None or not opening.done() or opening.cancelled() or opening.exception():
        return
    bench = opening.result()
    for engine in bench.engines:
        _stop(engine, told)
    if not bench.busy:
        await _close(told.run)


def _stop(engine: Engine, told: Halt) -> None:
    if told.why.code != INTERRUPTED.code:
        engine.halt(Stop(told.why.code, told.why.reason, told.why.hint))
        return
    if engine.stop is not INTERRUPTED:
        engine.interrupt()
    if told.is_last:
        engine.interrupt()


async def _open(terms: Terms) -> _Bench:
    """Open what a run needs, or give what is open already.

    Raises:
        Refused: This worker does not find the project, or finds another one.
        Rejected: The ledger or a lock cannot be used.
        UsageError: A setting of the worker is wrong.
        OSError: A file cannot be read.
    """
    opening = _benches.get(terms.run)
    if opening is None:
        opening = _benches[terms.run] = asyncio.ensure_future(_begin(terms))
    try:
        return await asyncio.shield(opening)
    except Exception:
        if _benches.get(terms.run) is opening:
            del _benches[terms.run]  # the next chunk may find it mended
        raise


async def _begin(terms: Terms) -> _Bench:
    root = _find_root(terms)
    api = load_api(terms.api)
    batches = await asyncio.to_thread(_expand_all, root, terms)
    key = _PRETENDED_KEY if terms.emulated else _own_key(api)
    site = Site(root, api, _server(terms, api), key, terms.emulated)
    state = os.path.join(root, STATE)
    async with AsyncExitStack() as stack:
        # A run of one machine alone waits until the workers of a driver that died are done.
        holding = hold(state, lambda _: None, together=True)
        await asyncio.to_thread(holding.__enter__)
        stack.push(holding)
        with alone(state, "ledger"):
            writer = open_ledger(state)
        stack.callback(writer.close)
        reader = read_ledger(state)
        if reader is not None:
            stack.callback(reader.close)
        known = Known(Project(root), reader, emulated=terms.emulated, shared=True)
        known.since = terms.started
        concurrency = concurrency_of(batches, _options(terms))
        opening = open_workshop(site, writer, concurrency, shared=True)
        shop = await stack.enter_async_context(opening)
        return _Bench(
            terms=terms,
            known=known,
            batches=tuple(
                _look_up(known, root, *one) for one in zip(batches, terms.sources, strict=True)
            ),
            jobs=tuple(
                {job.key: (at, job) for at, job in enumerate(batch.jobs)} for batch in batches
            ),
            shop=shop,
            stack=stack.pop_all(),
        )


async def _do(bench: _Bench, order: Order) -> Result:
    """Plan a chunk anew and carry it out."""
    found, wanted = _plan(bench, order)
    _check_key(bench, found, wanted)
    events: list[Told] = []
    former = {(at, event.job): event for at, event in order.former}
    paid = _paid_before(bench, order, found)
    purses = _purses(order, paid)
    engine = build_engine(
        bench.shop,
        found,
        _options(order.terms),
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
    seen = tuple(bench.known.seen.values())
    bench.known.seen.clear()
    await bench.shop.journal.write(*seen)
    stop = engine.stop
    return Result(
        events=tuple(_as_paid(bench, event, paid) for event in events),
        locks=tuple(
            render_lock(Lock(one.batch.recipe, entries))
            for one, entries in zip(bench.batches, engine.entries, strict=True)
        ),
        left=tuple(purse.left for purse in purses),
        stopped=None if stop is None else Objection(stop.code, stop.reason, stop.hint),
    )


def _plan(bench: _Bench, order: Order) -> tuple[Plan, frozenset[Name]]:
    """Decide about a chunk's jobs, and those that they need.

    Raises:
        Refused: The driver means other jobs.
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
                raise Refused(_differs(terms.sources[at], what))
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


def _check_key(bench: _Bench, found: Plan, wanted: frozenset[Name]) -> None:
    site = bench.shop.site
    if site.key:
        return
    for at, one in enumerate(found.batches):
        for decision in one.decisions:
            if isinstance(decision, Make) and (at, decision.job.key) in wanted:
                reason = f"{_own_name()} has no key for {site.api.title}"
                hint = f"set {site.api.key_variable} where the workers are started"
                raise Refused(Objection("no-key", reason, hint))


def _purses(order: Order, paid: Mapping[Name, float | None]) -> tuple[Purse, ...]:
    """Give what each recipe's jobs may cost; what this run paid for them before is spent."""
    purses = tuple(Purse(budget) for budget in order.budgets)
    for (at, _), cost in paid.items():
        purses[at].reserve(cost)
    return purses


def _paid_before(bench: _Bench, order: Order, found: Plan) -> dict[Name, float | None]:
    """Give what this run paid already for jobs: their chunk comes a second time."""
    paid: dict[Name, float | None] = {}
    new = {(one.at, one.key) for one in order.jobs if one.is_new}
    for at, one in enumerate(found.batches):
        for decision in one.decisions:
            name = (at, decision.job.key)
            if not isinstance(decision, Keep | Restore) or name not in new:
                continue
            answered = bench.known.answered(decision.digest)
            if answered is not None and answered.at >= order.terms.started:
                paid[name] = answered.cost_usd
    return paid


def _as_paid(bench: _Bench, event: Told, paid: Mapping[Name, float | None]) -> Told:
    """Say of a job that this run paid for it, though its worker died before it could say so."""
    if not isinstance(event, JobEnded) or event.status not in ("kept", "restored"):
        return event
    for (at, key), cost in paid.items():
        if key == event.job and bench.batches[at].batch.file == event.source:
            return replace(event, action="make", status="made", cost_usd=cost)
    return event


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


def _options(terms: Terms) -> Options:
    return Options(
        concurrency=terms.concurrency,
        only=frozenset(terms.only),
        force=terms.force,
        refuse_unknown_cost=terms.refuse_unknown_cost,
        emulated=terms.emulated,
        tries=Tries(doubtful=terms.doubtful),
        images_per_minute=terms.images_per_minute,
        requests_per_minute=terms.requests_per_minute,
    )


def _find_root(terms: Terms) -> str:
    """Find the project.

    Raises:
        Refused: It is not there.
    """
    own = os.environ.get(PROJECT, "").strip()
    root = os.path.realpath(own or terms.root)
    missing = [
        one.path for one in terms.sources if not os.path.isfile(os.path.join(root, one.path))
    ]
    if not missing:
        return root
    reason = f"{_own_name()} does not find {missing[0]} in {root}"
    hint = f"let the workers see the project's folder, or set {PROJECT} where they are started"
    raise Refused(Objection("no-project", reason, hint))


def _expand_all(root: str, terms: Terms) -> tuple[Batch, ...]:
    """Expand a run's recipes, unless that was done before.

    Raises:
        Refused: One means something else than the driver's does.
    """
    return tuple(_expand(root, source) for source in terms.sources)


def _expand(root: str, source: Source) -> Batch:
    known = _expanded.get((root, source.fingerprint))
    if known is not None:
        return known._replace(file=source.file)
    batch = load_batch(os.path.join(root, source.path)).batch
    if batch is None or fingerprint(batch) != source.fingerprint:
        raise Refused(_differs(source, "it means other jobs there"))
    while len(_expanded) >= _EXPANDED:
        del _expanded[next(iter(_expanded))]
    _expanded[root, source.fingerprint] = batch
    return batch._replace(file=source.file)


def _look_up(known: Known, root: str, batch: Batch, source: Source) -> KnownBatch:
    path = lock_path(os.path.join(root, source.path))
    return KnownBatch(known, batch, load_lock(path, batch.recipe), path)


def _own_key(api: Api) -> str:
    key = os.environ.get(api.key_variable, "").strip()
    if not key.isascii() or not key.isprintable():
        message = f"the key in {api.key_variable} holds characters that no key has"
        raise UsageError(message)
    return key


def _server(terms: Terms, api: Api) -> str:
    """Give the server's address: the worker's own, if it has one, else the driver's."""
    own = os.environ.get(api.url_variable, "").strip().rstrip("/")
    return terms.server if terms.emulated or not own else own


def _differs(source: Source, what: str) -> Objection:
    reason = f"{source.file} is not the same for {_own_name()}: {what}"
    hint = "let the workers see the same files, then run again: what is made is kept"
    return Objection("worker-differs", reason, hint)


def _check_version(found: str) -> None:
    if found != own_version():
        reason = f"{_own_name()} has Pictura {own_version()}, and this is {found}"
        hint = "install the same version on both sides"
        raise Refused(Objection("worker-version", reason, hint))


def _own_name() -> str:
    return f"the worker on {socket.gethostname()} (process {os.getpid()})"


def _without_keys(text: str) -> str:
    for name, value in os.environ.items():
        if name.endswith("_API_KEY") and value:
            text = hide(text, value)
    return text


def _close_later(run: str) -> None:
    asyncio.get_running_loop().call_later(_IDLE, _close_idle, run)


def _close_idle(run: str) -> None:
    opening = _benches.get(run)
    if opening is not None and opening.done() and not opening.result().busy:
        closing = asyncio.ensure_future(_close(run))
        closing.add_done_callback(_closed.discard)
        _closed.add(closing)


_closed: set["asyncio.Task[None]"] = set()
"""Those that are being closed; a task that nobody holds may vanish."""


async def _close(run: str) -> None:
    opening = _benches.pop(run, None)
    if opening is not None:
        await (await opening).stack.aclose()
