"""Rates a minute: what leaves when, in one run, in several, and when clocks jump."""

import asyncio
import itertools
import random
import sqlite3
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.runtime.run.conftest import Answer, Asked, Project, Server, recipe

from pictura.run.brake import Brake, Stop
from pictura.run.pace import Pace, Width
from pictura.run.quota import MINUTE, Careful, Memory, Rate, Record, Shared

MINUTELY = 60.0


class _Clock:
    """Time that passes only when somebody sleeps; who sleeps shortest wakes first."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        """Give the time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.time += seconds


def leave(
    record: Record, rates: Sequence[Rate], numbers: Sequence[int], clock: _Clock | None = None
) -> list[tuple[float, int]]:
    """Let requests for so many images leave, each as soon as it may; give when each left."""
    clock = clock or _Clock()

    async def run() -> list[tuple[float, int]]:
        pace = Pace(rates, Brake(clock), None, record)
        left: list[tuple[float, int]] = []
        for number in numbers:
            assert await pace.turn(number)
            left.append((clock.time, number))
        return left

    return asyncio.run(run())


def most(left: Sequence[tuple[float, int]]) -> int:
    """Give the most that any minute saw."""
    return max(sum(n for at, n in left if begin <= at < begin + MINUTELY) for begin, _ in left)


@pytest.mark.parametrize("rate", [1.0, 7.0, 12.5, 50.0, 333.0])
def test_no_minute_sees_more_images_than_allowed(rate: float) -> None:
    """However many images the requests ask for, no minute sees more, and none is wasted."""
    seed = random.SystemRandom().randrange(1 << 30)
    print(f"seed {seed}")  # noqa: T201 - to run it again as it failed
    chance = random.Random(seed)
    top = min(4, int(rate))
    left = leave(Memory(), [Rate("images", rate)], [chance.randint(1, top) for _ in range(300)])
    assert most(left) <= rate
    ones = leave(Memory(), [Rate("images", rate)], [1] * 400)
    assert most(ones) == min(int(rate), int(rate * MINUTELY / MINUTE) + 1)
    gaps = [b - a for (a, _), (b, _) in itertools.pairwise(ones)]
    assert min(gaps) >= MINUTELY / rate - 1e-6, "they leave evenly"
    assert max(gaps) <= MINUTELY / rate + MINUTE - MINUTELY / rate * (int(rate) - 1) + 1e-6


def test_more_at_once_than_a_minute_may_see_leave_alone() -> None:
    """Ten images at five a minute leave at once, and what comes next waits two minutes."""
    left = leave(Memory(), [Rate("images", 5.0)], [10, 10, 1])
    assert [at for at, _ in left] == [0.0, 2 * MINUTE, 4 * MINUTE]


@pytest.mark.parametrize("rate", [1, 5, 60, 250])
@pytest.mark.parametrize(("jitter", "share"), [(0.016, 0.0), (0.033, 0.02)])
def test_no_second_sees_more_than_its_part(rate: int, jitter: float, share: float) -> None:
    """Requests of which some take 16 ms longer than others come no faster than the rate.

    With 33 ms a second sees two in a hundred more, or one, and a minute none.
    """
    seed = random.SystemRandom().randrange(1 << 30)
    print(f"seed {seed}")  # noqa: T201 - to run it again as it failed
    chance = random.Random(seed)
    left = leave(Memory(), [Rate("requests", rate * 60.0)], [1] * min(4000, rate * 200))
    come = sorted(at + chance.choice((0.0, jitter, chance.uniform(0.0, jitter))) for at, _ in left)
    seen = max(bisect_left(come, at + 1.0) - index for index, at in enumerate(come))
    assert seen <= rate + max(share * rate, float(share > 0))
    assert most([(at, 1) for at in come]) <= rate * 60


def test_images_and_requests_are_both_kept() -> None:
    """The slower of two rates decides."""
    left = leave(Memory(), [Rate("images", 60.0), Rate("requests", 20.0)], [1] * 40)
    assert most(left) == 20
    left = leave(Memory(), [Rate("images", 60.0), Rate("requests", 20.0)], [4] * 40)
    assert most(left) == 60


@pytest.mark.parametrize("jump", [-1e6, 1e6])
def test_a_clock_that_jumps(tmp_path: Path, jump: float) -> None:
    """A shared record of another clock's times is no reason to wait for hours."""
    path = str(tmp_path / "pace.sqlite")
    rates = [Rate("images", 60.0)]
    clock = _Clock()
    clock.time = 2e6
    leave(Shared(path, "http://a"), rates, [1] * 10, clock)
    clock.time += jump
    began = clock.time
    leave(Shared(path, "http://a"), rates, [1] * 10, clock)
    assert clock.time - began <= 10


def test_servers_are_apart_and_records_shared(tmp_path: Path) -> None:
    """Two runs that ask one server share its minute, two servers have one each."""
    path = str(tmp_path / "folder" / "pace.sqlite")
    clock = _Clock()
    rates = [Rate("images", MINUTE)]
    assert [at for at, _ in leave(Shared(path, "http://a"), rates, [1, 1], clock)] == [0, 1]
    assert leave(Shared(path, "http://b"), rates, [1], clock) == [(1, 1)]
    assert leave(Shared(path, "http://a/"), rates, [1], clock) == [(2, 1)]
    assert leave(Shared(path, "http://a"), [Rate("images", MINUTE / 10)], [1], clock) == [(12, 1)]


def test_a_record_that_cannot_be_shared(tmp_path: Path) -> None:
    """Without a folder for it, or with something else in its place, a run keeps its own pace."""
    (tmp_path / "file").write_text("no database" * 100)
    for path in (tmp_path / "file", tmp_path / "file" / "pace.sqlite"):
        record = Careful(Shared(str(path), "http://a"))
        assert [at for at, _ in leave(record, [Rate("requests", MINUTE)], [1] * 3)] == [0, 1, 2]


def test_who_stops_while_waiting_has_booked_one_place_at_most(tmp_path: Path) -> None:
    """Fifty requests that wait and are given up leave the next run to wait for one of them."""
    path = str(tmp_path / "pace.sqlite")

    async def run() -> None:
        clock = _Clock()
        brake = Brake(clock)
        pace = Pace([Rate("images", 1.0)], brake, Width(50, brake), Shared(path, "http://a"))
        assert await pace.turn(1)
        waiting = [asyncio.ensure_future(pace.turn(1)) for _ in range(50)]
        await asyncio.sleep(0)
        brake.pull(Stop("unauthorized", "no key"))
        assert not any(await asyncio.gather(*waiting))

    asyncio.run(run())
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM leaving").fetchone()[0] <= 4


_BOOK = """
import sys, time
from pictura.run.quota import Rate, Shared
record = Shared(sys.argv[1], "http://a")
for _ in range(25):
    print(record.book(time.monotonic(), [Rate("requests", 6000.0)], 1))
"""


def test_processes_share_one_minute(tmp_path: Path) -> None:
    """Four processes that book at the same time never book the same moment."""
    words = [sys.executable, "-c", _BOOK, str(tmp_path / "pace.sqlite")]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    booked = sorted(float(at) for one in running for at in one.communicate()[0].split())
    assert len(booked) == 100
    assert min(b - a for a, b in itertools.pairwise(booked)) >= 0.01 - 1e-6


def test_rates_of_a_recipe_hold_across_projects(
    project: Project, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two projects that run at once against one server keep the pace of their recipes together."""
    other = Project(tmp_path_factory.mktemp("other"), server)
    times: list[float] = []
    answer = server.answer

    def timed(asked: Asked) -> Answer:
        times.append(time.monotonic())
        return answer(asked)

    server.answer = timed
    limits = "limits: {requests_per_minute: 120}\n"
    for one in (project, other):
        one.write(limits + recipe("a", "b", "c"))
    running = [one.start("run", "otters.yaml", "--json") for one in (project, other)]
    for process in running:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, out + err
    assert len(times) == 6
    # Apart they would need one second; the first of each leaves a little after its moment.
    assert max(times) - min(times) >= 1.8, "six requests at two a second"
