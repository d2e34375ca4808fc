"""Knows what a worker of an engine opens for a run: its project, recipes, ledger and connections.

It stays open between the chunks of a run, until the run has ended or nothing came for a while. A
recipe is expanded once, however many runs mean the same by it.
"""

import asyncio
import os
import socket
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from pictura.job import Batch, Job
from pictura.packages import load_api
from pictura.project import STATE, Project
from pictura.recipes.expand import load_batch
from pictura.run.engine import Engine
from pictura.run.engines.fingerprint import fingerprint
from pictura.run.engines.messages import Objection, Source, Terms
from pictura.run.holding import alone, hold
from pictura.run.session import Options, concurrency_of
from pictura.run.tries import Tries
from pictura.run.workshop import Site, Workshop, open_workshop
from pictura.state.known import Known
from pictura.state.known_batch import KnownBatch
from pictura.state.ledger import open_ledger, read_ledger
from pictura.state.lock import load_lock, lock_path
from pictura.usage import UsageError
from pictura_core.operation import Api

PROJECT = "PICTURA_PROJECT"
"""The variable that says where a worker finds the project, if not where the driver does."""

_PRETENDED_KEY = "sk-emulator"
_IDLE = 30.0
"""Seconds after which a worker lets go of what it has open for a run."""
_EXPANDED = 8
"""How many expanded recipes a worker remembers."""


class Declined(Exception):  # noqa: N818 - the name says what happened
    """This worker cannot do any chunk of a run."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.reason)
        self.objection = objection


@dataclass(slots=True)
class Bench:
    """What a worker has open for a run.

    Attributes:
        terms: The run's.
        known: What the project knows.
        batches: What is known of each recipe.
        jobs: Each recipe's jobs, by key, with their place in its order.
        shop: Ledger, store and connections.
        stack: Closes all that.
        engines: Those at work.
    """

    terms: Terms
    known: Known
    batches: tuple[KnownBatch, ...]
    jobs: tuple[Mapping[str, tuple[int, Job]], ...]
    shop: Workshop
    stack: AsyncExitStack
    engines: set[Engine] = field(default_factory=set[Engine])


_benches: dict[str, "asyncio.Task[Bench]"] = {}
_users: Counter[str] = Counter()
_timers: dict[str, asyncio.TimerHandle] = {}
_closing: set["asyncio.Task[None]"] = set()
_expanded: dict[tuple[str, str], Batch] = {}


@asynccontextmanager
async def use_bench(terms: Terms) -> AsyncGenerator[Bench]:
    """Open what a run needs, or take what is open already, as long as it is needed.

    Raises:
        Declined: This worker does not find the project, or finds another one.
        Rejected: The ledger or a lock cannot be used.
        UsageError: A setting of the worker is wrong.
        OSError: A file cannot be read.
    """
    run = terms.run
    _users[run] += 1
    try:
        yield await _open(terms)
    finally:
        _users[run] -= 1
        _close_later(run)


def bench_of(run: str) -> Bench | None:
    """Give what is open for a run, None if nothing is."""
    opening = _benches.get(run)
    if opening is None or not opening.done() or opening.cancelled() or opening.exception():
        return None
    return opening.result()


async def close_unused(run: str) -> None:
    """Let go of what is open for a run, unless a chunk of it is at work."""
    if _users[run] or bench_of(run) is None:
        return
    del _users[run]
    timer = _timers.pop(run, None)
    if timer is not None:
        timer.cancel()
    await _benches.pop(run).result().stack.aclose()


async def _open(terms: Terms) -> Bench:
    opening = _benches.get(terms.run)
    if opening is None:
        opening = _benches[terms.run] = asyncio.ensure_future(_begin(terms))
    try:
        return await asyncio.shield(opening)
    except Exception:
        if _benches.get(terms.run) is opening:
            del _benches[terms.run]  # the next chunk may find it mended
        raise


async def _begin(terms: Terms) -> Bench:
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
        concurrency = concurrency_of(batches, options_of(terms))
        opening = open_workshop(site, writer, concurrency, shared=True)
        shop = await stack.enter_async_context(opening)
        return Bench(
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


def options_of(terms: Terms) -> Options:
    """Say what the person asks, as far as it concerns workers."""
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
        Declined: It is not there.
    """
    own = os.environ.get(PROJECT, "").strip()
    root = os.path.realpath(own or terms.root)
    missing = [
        one.path for one in terms.sources if not os.path.isfile(os.path.join(root, one.path))
    ]
    if not missing:
        return root
    reason = f"{own_name()} does not find {missing[0]} in {root}"
    hint = f"let the workers see the project's folder, or set {PROJECT} where they are started"
    raise Declined(Objection("no-project", reason, hint))


def _expand_all(root: str, terms: Terms) -> tuple[Batch, ...]:
    """Expand a run's recipes, unless that was done before.

    Raises:
        Declined: One means something else than the driver's does.
    """
    return tuple(_expand(root, source) for source in terms.sources)


def _expand(root: str, source: Source) -> Batch:
    known = _expanded.get((root, source.fingerprint))
    if known is not None:
        return known._replace(file=source.file)
    batch = load_batch(os.path.join(root, source.path)).batch
    if batch is None or fingerprint(batch) != source.fingerprint:
        raise Declined(differs(source, "it means other jobs there"))
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


def differs(source: Source, what: str) -> Objection:
    """Say that a recipe is not the same here and where the run was started."""
    reason = f"{source.file} is not the same for {own_name()}: {what}"
    hint = "let the workers see the same files, then run again: what is made is kept"
    return Objection("worker-differs", reason, hint)


def own_name() -> str:
    """Give this worker's name, for people."""
    return f"the worker on {socket.gethostname()} (process {os.getpid()})"


def _close_later(run: str) -> None:
    timer = _timers.pop(run, None)
    if timer is not None:
        timer.cancel()
    _timers[run] = asyncio.get_running_loop().call_later(_IDLE, _close_now, run)


def _close_now(run: str) -> None:
    closing = asyncio.ensure_future(close_unused(run))
    _closing.add(closing)  # a task that nobody holds may vanish
    closing.add_done_callback(_closing.discard)
