"""Knows how a plan's jobs are divided for workers: what belongs together stays together.

A job needs others whose pictures it takes, or which ask the same. Few such jobs are one chunk; many
are divided by how far they are from the first ones, and a chunk begins when those it needs have
ended. It knows no worker.
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pictura.decisions import Make, Restore, Share
from pictura.job import upstream_of

Name: TypeAlias = tuple[int, str]
"""A job: which recipe it is of, counted from 0, and its key."""

Open: TypeAlias = Make | Restore | Share
"""A decision about a job that is not settled."""

LARGEST = 50
"""How many jobs a chunk has at most: what a worker that dies has to look at again."""

_ROUNDS = 4
"""How many chunks each place gets at least, if jobs are enough: the last ones end together."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Jobs for one worker.

    Attributes:
        names: The jobs, those that others need first.
        needs: The chunks that have to end first, by their number.
    """

    names: tuple[Name, ...]
    needs: frozenset[int]


def size_of(jobs: int, places: int) -> int:
    """Say how many jobs a chunk has.

    Args:
        jobs: How many there are.
        places: How many chunks run at once.
    """
    return max(1, min(LARGEST, -(-jobs // (_ROUNDS * max(1, places)))))


def divide(jobs: Mapping[Name, Open], size: int) -> tuple[Chunk, ...]:
    """Divide jobs into chunks.

    Args:
        jobs: Those that are not settled, in their order.
        size: How many jobs a chunk has at most.

    Returns:
        The chunks; each needs only those before it.
    """
    needed = {name: needs_of(name, one, jobs) for name, one in jobs.items()}
    chunks: list[Chunk] = []
    filling: list[Name] = []
    where: dict[Name, int] = {}

    def cut(names: Sequence[Name]) -> None:
        needs = {where[other] for name in names for other in needed[name] if other in where}
        where.update(dict.fromkeys(names, len(chunks)))
        chunks.append(Chunk(tuple(names), frozenset(needs)))

    for group in _groups(needed):
        if len(group) > size:
            for level in _levels(group, needed):
                for at in range(0, len(level), size):
                    cut(level[at : at + size])
            continue
        if len(filling) + len(group) > size:
            cut(filling)
            filling = []
        filling += group
    if filling:
        cut(filling)
    return tuple(chunks)


def waiters_of(chunks: Sequence[Chunk]) -> dict[int, list[int]]:
    """Give, by the number of a chunk, those that need it."""
    waiters: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(chunks):
        for other in one.needs:
            waiters[other].append(at)
    return dict(waiters)


def needs_of(name: Name, decision: Open, jobs: Container[Name]) -> tuple[Name, ...]:
    """Give those of some jobs that have to end before a job can begin."""
    at = name[0]
    upstreams = (upstream_of(source) for _, source in decision.job.inputs)
    found = {(at, one.job): None for one in upstreams if one is not None}
    if isinstance(decision, Share):
        found[decision.batch, decision.other] = None
    return tuple(one for one in found if one in jobs)


def _groups(needed: Mapping[Name, Sequence[Name]]) -> list[list[Name]]:
    """Give the jobs that are connected with each other, in the order of their first ones."""
    leader: dict[Name, Name] = {}

    def find(name: Name) -> Name:
        while (above := leader.get(name, name)) != name:
            leader[name] = leader.get(above, above)
            name = above
        return name

    for name, others in needed.items():
        for other in others:
            one, two = find(name), find(other)
            if one != two:
                leader[one] = two
    groups: dict[Name, list[Name]] = defaultdict(list)
    for name in needed:
        groups[find(name)].append(name)
    return list(groups.values())


def _levels(group: Sequence[Name], needed: Mapping[Name, Sequence[Name]]) -> list[list[Name]]:
    """Arrange jobs such that each needs only what is on a level before its own."""
    depth: dict[Name, int] = {}
    for name in _ordered(group, needed):
        depth[name] = 1 + max((depth[other] for other in needed[name]), default=-1)
    levels: dict[int, list[Name]] = defaultdict(list)
    for name in group:
        levels[depth[name]].append(name)
    return [levels[at] for at in sorted(levels)]


def _ordered(group: Sequence[Name], needed: Mapping[Name, Sequence[Name]]) -> list[Name]:
    """Put what is needed first; in a plan that is so but for jobs that others only repeat."""
    done: dict[Name, None] = {}
    for first in group:
        waiting = [first]
        while waiting:
            name = waiting[-1]
            missing = [other for other in needed[name] if other not in done]
            if missing:
                waiting += missing
            else:
                done[waiting.pop()] = None
    return list(done)
