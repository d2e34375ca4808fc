"""When requests leave, and how many are in flight: half after a 429, more with each success."""

import asyncio
from collections.abc import Sequence

import pytest

from pictura.run.brake import Brake
from pictura.run.disk import Room
from pictura.run.pace import Pace, Width
from pictura.run.quota import MINUTE, Memory, Rate


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


class _Timeline:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.time = 0.0
        self._sleeping: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        """Give the time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Wait until a test has let that time pass."""
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleeping.append((self.time + seconds, waking))
        await waking

    @property
    def sleeping(self) -> int:
        """How many wait."""
        return sum(not waking.done() for _, waking in self._sleeping)

    def pass_to(self, moment: float) -> None:
        """Let time pass, and wake who has slept long enough."""
        self.time = moment
        for at, waking in self._sleeping:
            if at <= moment and not waking.done():
                waking.set_result(None)


class _Drowsy(_Clock):
    """A clock whose sleepers wake late, by as much as a test says; then in time."""

    def __init__(self, lateness: Sequence[float]) -> None:
        super().__init__()
        self._lateness = list(lateness)

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once, and a little more."""
        late = self._lateness.pop(0) if self._lateness else 0.0
        await super().sleep(seconds + late)


class _Told(Memory):
    """A record that remembers what it booked."""

    def __init__(self) -> None:
        super().__init__()
        self.booked: list[float] = []

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment at which a request for some images may leave."""
        self.booked.append(super().book(now, rates, images))
        return self.booked[-1]


class _Crowded(_Told):
    """A record in which somebody else books before each who is looked at."""

    def book(self, now: float, rates: Sequence[Rate], images: int) -> float:
        """Book the first moment but one at which a request for some images may leave."""
        Memory.book(self, now, rates, images)
        return super().book(now, rates, images)


async def _until_asleep(clock: _Timeline, number: int) -> None:
    """Wait until so many wait for time to pass."""
    async with asyncio.timeout(30):
        while clock.sleeping != number:  # noqa: ASYNC110 - threads are at work, and set no event
            await asyncio.sleep(0.001)


def test_the_next_books_shortly_before_the_one_before_it_leaves() -> None:
    """A slow database delays nobody: who is next has booked when its moment comes; others wait."""

    async def run() -> None:
        clock, record, prepared = _Timeline(), _Told(), 0

        async def prepare() -> bool:
            nonlocal prepared
            prepared += 1
            return True

        pace = Pace([Rate("requests", 60.0)], Brake(clock), None, record)
        assert await pace.turn(1, prepare=prepare)
        waiting = [asyncio.ensure_future(pace.turn(1, prepare=prepare)) for _ in range(3)]
        await _until_asleep(clock, 1)
        assert (record.booked, prepared) == ([0.0, MINUTE / 60], 1), "the others wait for it"
        clock.pass_to(MINUTE / 60 - 0.25)
        await _until_asleep(clock, 2)
        assert prepared == 2
        assert not waiting[0].done(), "its moment has not come"
        assert record.booked[2] == pytest.approx(2 * MINUTE / 60)
        clock.pass_to(MINUTE / 60)
        assert await waiting[0]
        assert not waiting[1].done()
        for one in waiting[1:]:
            one.cancel()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("lateness", "bookings"),
    [((), 1), ((0.015,), 1), ((0.05,), 2), ((0.05, 0.05), 3), ((0.05,) * 9, 4)],
)
def test_who_is_late_books_anew(lateness: Sequence[float], bookings: int) -> None:
    """A moment that was missed is nobody's; who always misses it goes on after three more.

    What has to be done before a request leaves is done once.
    """

    async def run() -> None:
        clock, record, prepared = _Drowsy(lateness), _Crowded(), 0

        async def prepare() -> bool:
            nonlocal prepared
            prepared += 1
            return True

        rate = [Rate("requests", 3600.0)]
        assert await Pace(rate, Brake(clock), None, record).turn(1, prepare=prepare)
        assert len(record.booked) == bookings
        assert prepared == 1
        lag = clock.time - record.booked[-1]
        assert lag <= 0.02 or bookings == 4

    asyncio.run(run())


def test_a_pause_that_comes_while_one_waits() -> None:
    """Who has booked when the server asks for a pause books again after it."""

    async def run() -> None:
        clock, record = _Timeline(), _Told()
        brake = Brake(clock)
        pace = Pace([Rate("requests", 60.0)], brake, None, record)
        assert await pace.turn(1)
        waiting = asyncio.ensure_future(pace.turn(1))
        await _until_asleep(clock, 1)
        clock.pass_to(0.9)
        await _until_asleep(clock, 1)
        pace.hold(30)
        clock.pass_to(2.0)
        await _until_asleep(clock, 1)
        assert not waiting.done()
        clock.pass_to(31.0)
        assert await waiting
        assert record.booked == pytest.approx([0.0, MINUTE / 60, 31.0])

    asyncio.run(run())


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
        assert clock.time == pytest.approx(MINUTE / 60)
        one.hold(30)
        assert await other.turn(1)
        assert clock.time >= 31

    asyncio.run(run())


def test_a_full_disk_is_told_before_anything_is_asked() -> None:
    """Room for a million answers is nowhere; room for none is everywhere."""
    assert "left" in Room("/").problem(1 << 40)
    assert Room("/").problem(0) == ""
