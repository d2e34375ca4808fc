"""How far a database's clock is ahead of this machine's, as exchanges with it tell."""

import random

import pytest

from pictura.run.departures import Offset

AHEAD = 1.7e9
"""Seconds: a database counts from 1970, a machine from its start."""


@pytest.fixture
def chance() -> random.Random:
    """Chance whose seed is printed, to run a test again as it failed."""
    seed = random.SystemRandom().randrange(1 << 30)
    print(f"seed {seed}")  # noqa: T201 - as above
    return random.Random(seed)


def exchange(offset: Offset, at: float, there: float, back: float, ahead: float) -> float:
    """Ask at a moment; the question and the answer travel so many seconds."""
    return offset.learn(at, at + there + ahead, at + there + back)


def test_a_busy_database_makes_the_offset_no_worse(chance: random.Random) -> None:
    """It stays as exact as the quickest exchange was, however long those after it take."""
    offset = Offset()
    found = exchange(offset, 100.0, 0.0002, 0.0004, AHEAD)
    assert abs(found - AHEAD) <= 0.0003 + 1e-6
    for number in range(200):
        at = 100.0 + (number + 1) / 60
        found = exchange(offset, at, chance.uniform(0, 0.5), chance.uniform(0.0002, 0.5), AHEAD)
        drifted = 0.001 * (at + 1.0 - 100.0)
        assert abs(found - AHEAD) <= 0.0003 + drifted


def test_clocks_that_part_slowly(chance: random.Random) -> None:
    """A clock that is set right little by little is followed, to a millisecond or two."""
    offset = Offset()
    for number in range(2000):
        at = number / 15
        ahead = AHEAD + 0.0005 * at
        back = chance.choice((0.0003, 0.0003, 0.2)) if number else 0.0003
        found = exchange(offset, at, 0.0003, back, ahead)
        assert abs(found - ahead) <= 0.002


@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
def test_a_clock_that_is_set(jump: float) -> None:
    """What was known before somebody set the database's clock does not count any more."""
    offset = Offset()
    for at in (1.0, 2.0):
        exchange(offset, at, 0.001, 0.001, AHEAD)
    found = exchange(offset, 3.0, 0.001, 0.003, AHEAD + jump)
    assert abs(found - AHEAD - jump) <= 0.001 + 1e-6
