"""Knows which jobs of some recipes one of several processes does. It runs none of them.

A job's shard depends on its request alone, where a picture of another job is told by that job's own
request: so it is the same before and after anything is made, on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeAlias

from pictura.decisions import Plan
from pictura.job import Batch, Job, Upstream, upstream_of
from pictura.state.digest import FileHashes, digest_of

Name: TypeAlias = tuple[int, str]
"""A job: its recipe, counted from 0, and its key."""

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several parts of a run.

    Attributes:
        number: Which, counted from 1.
        count: How many there are.
    """

    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one shard does.

    Attributes:
        own: Its jobs; every job is one shard's own.
        needed: Jobs of other shards whose pictures it needs.
    """

    own: frozenset[Name]
    needed: frozenset[Name]

    @property
    def all(self) -> frozenset[Name]:
        """Every job that it sees to."""
        return self.own | self.needed


def parse_shard(text: str) -> Shard:
    """Read `2/8`.

    Raises:
        ValueError: It is no shard; the sentence says what one is.
    """
    number, slash, count = text.partition("/")
    if slash and number.isdecimal() and count.isdecimal():
        shard = Shard(int(number), int(count))
        if 1 <= shard.number <= shard.count <= _MOST:
            return shard
    message = f"is a part and the number of parts, as in 2/8, not {text!r}"
    raise ValueError(message)


def share_of(shard: Shard, batches: Sequence[Batch], root: str, files: FileHashes) -> Share:
    """Say what a shard does.

    Args:
        shard: Which.
        batches: All recipes of the run, each upstream before downstream.
        root: The project's root.
        files: The hashes of input files.

    Raises:
        OSError: An input file cannot be read.
    """
    own: set[Name] = set()
    needed: set[Name] = set()
    for at, batch in enumerate(batches):
        stable = stable_digests(batch, root, files)
        mine = [job for job in batch.jobs if _number(stable[job.key], shard.count) == shard.number]
        own.update((at, job.key) for job in mine)
        needed.update((at, key) for key in _upstream(batch, mine))
    return Share(frozenset(own), frozenset(needed - own))


def stable_digests(batch: Batch, root: str, files: FileHashes) -> dict[str, str]:
    """Give each job's digest as it would be if pictures were told by what makes them.

    Raises:
        OSError: An input file cannot be read.
    """
    stable: dict[str, str] = {}

    def stand_in(upstream: Upstream) -> str:
        return sha256(f"{stable[upstream.job]}#{upstream.picture}".encode()).hexdigest()

    for job in batch.jobs:
        digest = digest_of(job, root, files, stand_in)
        assert digest is not None, "there is a stand-in for every picture"  # noqa: S101
        stable[job.key] = digest
    return stable


def cut_out(found: Plan, share: Share) -> Plan:
    """Take a shard's jobs out of a plan; what became of jobs that are no more is no shard's."""
    batches = [
        replace(
            batch,
            decisions=tuple(one for one in batch.decisions if (at, one.job.key) in share.all),
            orphans=(),
        )
        for at, batch in enumerate(found.batches)
    ]
    return replace(found, batches=tuple(batches))


def _number(digest: str, count: int) -> int:
    return int(digest[:16], 16) % count + 1


def _upstream(batch: Batch, jobs: Sequence[Job]) -> set[str]:
    """Find the jobs whose pictures some jobs need, and theirs in turn."""
    by_key = {job.key: job for job in batch.jobs}
    found: set[str] = set()
    ahead = list(jobs)
    while ahead:
        for _, source in ahead.pop().inputs:
            upstream = upstream_of(source)
            if upstream is not None and upstream.job not in found:
                found.add(upstream.job)
                ahead.append(by_key[upstream.job])
    return found
