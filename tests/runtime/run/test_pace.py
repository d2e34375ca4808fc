"""How many requests are in flight: half after a 429, a little more with each success."""

import asyncio

from pictura.run.brake import Brake
from pictura.run.disk import Room
from pictura.run.pace import Pace, Width
from pictura.run.quota import Memory, Rate


class _Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        """Give the time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.time += seconds


def test_width_halves_once_for_those_in_flight_and_grows_back() -> None:
    """Several 429 of requests that left together count as one; successes widen again."""

    async def run() -> None:
        clock = _Clock()
        width = Width(8, Brake(clock))
        clock.time = 1.0
        for _ in range(5):
            width.halve(0.5)
        assert width.allowed == 4
        clock.time = 2.0
        width.halve(1.5)
        assert width.allowed == 2
        for _ in range(100):
            width.widen()
        assert width.allowed == 8

    asyncio.run(run())


def test_no_more_than_allowed_are_in_flight() -> None:
    """Whoever finds no place waits, and goes on when one is free."""

    async def run() -> int:
        width = Width(3, Brake(_Clock()))
        most = 0

        async def one() -> None:
            nonlocal most
            async with width.place():
                most = max(most, width.busy)
                await asyncio.sleep(0)

        await asyncio.gather(*(one() for _ in range(50)))
        return most

    assert asyncio.run(run()) == 3


def test_a_pause_is_for_all_recipes_and_requests_are_spaced() -> None:
    """What a server asks of one recipe's requests holds for another's; tries count as requests."""

    async def run() -> None:
        clock = _Clock()
        brake = Brake(clock)
        width, record = Width(2, brake), Memory()
        one, other = (Pace([Rate("requests", 60.0)], brake, width, record) for _ in range(2))
        assert await one.turn(1)
        assert await other.turn(1)
        assert clock.time == 1.0
        one.hold(30)
        assert await other.turn(1)
        assert clock.time >= 31

    asyncio.run(run())


def test_a_full_disk_is_told_before_anything_is_asked() -> None:
    """Room for a million answers is nowhere; room for none is everywhere."""
    assert "left" in Room("/").problem(1 << 40)
    assert Room("/").problem(0) == ""
