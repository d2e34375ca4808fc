"""How a plan's jobs are divided for workers, and what becomes of chunks that nobody brings back."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.runtime.run.conftest import KEY, Honest, Project, Server, many

from ezlink.table import API
from pictura.decisions import Make, Plan
from pictura.events import Event, JobEnded, Summary
from pictura.job import Upstream
from pictura.plan import plan
from pictura.project import find_project
from pictura.recipes.expand import load_batch
from pictura.run.engines import run as runs
from pictura.run.engines import worker
from pictura.run.engines.address import EngineAddress
from pictura.run.engines.chunks import LARGEST, Name, Open, divide, size_of
from pictura.run.engines.cluster import EngineLost, WorkerLost
from pictura.run.engines.driver import ATTEMPTS, Driver
from pictura.run.engines.fingerprint import fingerprint
from pictura.run.engines.messages import (
    Halt,
    Objection,
    Order,
    Terms,
    Wanted,
    read_order,
    read_result,
    write_halt,
    write_order,
)
from pictura.run.purse import Purse
from pictura.run.session import Options, Work
from pictura.state.known import Known
from pictura.state.known_batch import look_up_batch
from pictura.usage import UsageError


def planned(project: Project, count: int = 1) -> Plan:
    """Plan a recipe of so many jobs."""
    project.write(many(count))
    batch = load_batch(str(project.root / "otters.yaml")).batch
    assert batch is not None
    known = Known(find_project(batch.file), None, emulated=False, shared=True)
    return plan(known, [look_up_batch(known, batch)])


def terms(found: Plan) -> Terms:
    """Say what a run of a plan says."""
    batches = tuple(one.known.batch for one in found.batches)
    work = Work(found.known.project, batches, API, "http://127.0.0.1:1", "")
    return runs._terms(work, Options())


def test_chunks_hold_each_job_once_after_what_it_needs(project: Project) -> None:
    """Whatever needs what, each job is in one chunk, and that needs the chunks before it."""
    first = planned(project).batches[0].decisions[0]
    assert isinstance(first, Make)
    for _ in range(30):
        seed = random.SystemRandom().randrange(1 << 30)
        check(first, random.Random(seed), f"seed {seed}")


def check(first: Make, chance: random.Random, seed: str) -> None:
    """Divide jobs that need others at random."""
    jobs: dict[Name, Open] = {}
    for at in range(chance.randrange(1, 200)):
        needed = range(chance.choice((0, 0, 1, 3)) if at else 0)
        inputs = tuple(((), Upstream(f"j{chance.randrange(at)}", 0)) for _ in needed)
        jobs[0, f"j{at}"] = replace(first, job=first.job._replace(key=f"j{at}", inputs=inputs))
    size = chance.randrange(1, 60)
    chunks = divide(jobs, size)
    names = [name for one in chunks for name in one.names]
    assert sorted(names) == sorted(jobs), seed
    assert all(len(one.names) <= size for one in chunks), seed
    where = {name: at for at, one in enumerate(chunks) for name in one.names}
    for at, one in enumerate(chunks):
        assert all(other < at for other in one.needs), seed
        for name in one.names:
            for _, source in jobs[name].job.inputs:
                assert isinstance(source, Upstream)
                other = where[0, source.job]
                assert other in one.needs or other == at, seed
                assert other < at or names.index((0, source.job)) < names.index(name), seed


def test_chunks_are_small_where_jobs_are_few() -> None:
    """Every place has something to do, and no chunk is larger than what may be looked at twice."""
    assert size_of(20_000, 4) == LARGEST
    assert size_of(16, 4) == 1
    assert size_of(0, 0) == 1


class _Bad:
    """An engine that never brings a chunk back."""

    places = 2

    def __init__(self, error: Exception) -> None:
        self.given: list[str] = []
        self._error = error

    async def perform(self, name: str, order: str) -> str:
        self.given.append(name)
        assert read_order(order).jobs
        raise self._error

    async def halt(self, halt: str) -> None:
        """Take no note."""

    async def reconnect(self, seconds: float) -> bool:
        """Find nobody."""
        return seconds < 0


def drive(found: Plan, cluster: _Bad) -> tuple[Summary, Sequence[JobEnded]]:
    """Carry a plan out."""
    events: list[Event] = []

    async def run() -> Summary:
        return await Driver(cluster, found, terms(found), [Purse(None)], events.append).run()

    summary = asyncio.run(run())
    return summary, [one for one in events if isinstance(one, JobEnded)]


def test_a_chunk_that_never_comes_back_fails_its_jobs(project: Project) -> None:
    """A chunk is given out so often, and then its jobs fail and say why."""
    cluster = _Bad(WorkerLost("its workers died"))
    summary, ends = drive(planned(project, 3), cluster)
    assert (summary.failed, len(cluster.given)) == (3, 3 * ATTEMPTS)
    assert {one.code for one in ends} == {"worker-lost"}
    assert {one.reason for one in ends} == {f"its workers died, {ATTEMPTS} times"}


def test_an_engine_that_stays_away_stops_the_run(project: Project) -> None:
    """Every job says that it was not done, and why."""
    summary, ends = drive(planned(project, 3), _Bad(EngineLost()))
    assert summary.skipped == len(ends) == 3
    assert {one.code for one in ends} == {"engine-lost"}
    assert "the engine was not there again" in summary.stopped


def test_a_worker_of_another_version_says_so(project: Project) -> None:
    """Whatever else such a message holds, the version is read first."""
    found = planned(project)
    order = Order(replace(terms(found), pictura="0.0.1"), (), (), (None,))
    result = read_result(asyncio.run(worker.perform(write_order(order))))
    assert result.refused is not None
    assert result.refused.code == "worker-version"
    assert "this is 0.0.1" in result.refused.reason


def test_what_another_worker_paid_for_is_on_the_bill(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chunk that two workers do at once is asked once, and each says that this run paid for it.

    The first may be one that nobody hears any more: what only waited for it has to tell.
    """
    monkeypatch.setenv("EZLINK_API_KEY", KEY)
    monkeypatch.setenv("EZLINK_BASE_URL", server.url)
    server.answer = Honest(0.3)
    found = planned(project, 3)
    decisions = found.batches[0].decisions
    wanted = tuple(Wanted(0, one.job.key, one.digest, is_new=True) for one in decisions)
    run = terms(found)
    order = write_order(Order(run, wanted, (), (0.2,)))

    async def both() -> Sequence[str]:
        try:
            return await asyncio.gather(worker.perform(order), worker.perform(order))
        finally:
            await worker.halt(write_halt(Halt(run.run, Objection("ended", "the run has ended"))))

    for text in asyncio.run(both()):
        result = read_result(text)
        ends = [one for one in result.events if isinstance(one, JobEnded)]
        assert [one.status for one in ends] == ["made"] * 3, (result.refused, result.trouble)
        assert [one.cost_usd for one in ends] == [0.04] * 3
        assert result.left[0] == pytest.approx(0.08)
    assert len(server.posts) == 3


def test_a_message_that_is_none_is_answered_in_words() -> None:
    """A worker raises nothing, whatever it is sent."""
    for text in ("", "[]", '{"terms": {"pictura": 1}}'):
        result = read_result(asyncio.run(worker.perform(text)))
        assert result.trouble or result.refused


def test_an_extra_that_is_missing_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `distributed`, the sentence says what to install."""
    monkeypatch.setattr(runs, "find_spec", lambda _: None)
    found = planned(project)
    work = Work(found.known.project, (found.batches[0].known.batch,), API, "http://a", "")
    address = EngineAddress("dask://a:1", "tcp://a:1")
    with pytest.raises(UsageError, match=r"pip install 'pictura\[dask\]'"):
        runs.run_on_engine(work, Options(), address, lambda _: None)


def test_a_fingerprint_is_of_what_a_recipe_means(project: Project) -> None:
    """A comment changes nothing; a prompt, a row or a path does."""
    plain = fingerprint(planned(project, 3).batches[0].known.batch)
    text = (project.root / "otters.yaml").read_text()
    found: set[str] = set()
    for other in (
        f"# otters\n{text}",
        text.replace("an otter", "an otter "),
        text + "vars: {a: 1}\n",
    ):
        project.write(other)
        batch = load_batch(str(project.root / "otters.yaml")).batch
        assert batch is not None
        found.add(fingerprint(batch))
    assert plain in found
    assert len(found) >= 2
