"""Knows what the ledger tells of the past: runs, and what was paid for. It changes nothing."""

import json

from pictura.state.ledger import Ledger
from pictura_core.tuples import NamedTuple


class PastRun(NamedTuple):
    """A run that is over, or that was cut off.

    Attributes:
        number: Counted from 1, the oldest first.
        started: Seconds since 1970.
        ended: The same, None if it was cut off.
        outcome: `done`, `interrupted` or `stopped`; empty if it was cut off.
        recipes: Their files.
        emulated: Whether it went to the emulator.
        made: How many jobs were made, kept, restored, failed and skipped.
        kept: See above.
        restored: See above.
        failed: See above.
        skipped: See above.
        requests: How many were sent.
        cost_usd: What the run cost, as far as prices are known.
    """

    number: int
    started: float
    ended: float | None
    outcome: str
    recipes: tuple[str, ...]
    emulated: bool
    made: int
    kept: int
    restored: int
    failed: int
    skipped: int
    requests: int
    cost_usd: float


class Payment(NamedTuple):
    """A request that was paid for.

    Attributes:
        at: When it was asked first, in seconds since 1970.
        recipe: The recipe's file.
        job: The job's key.
        operation: Which was called.
        digest: Of the request.
        cost_usd: None if nobody says.
        emulated: Whether the emulator answered.
        pictures: How many came.
    """

    at: float
    recipe: str
    job: str
    operation: str
    digest: str
    cost_usd: float | None
    emulated: bool
    pictures: int


def past_runs(ledger: Ledger) -> list[PastRun]:
    """Give all runs, the newest first.

    Raises:
        Rejected: The ledger is broken.
    """
    rows = ledger.select(
        "SELECT id, started, ended, coalesce(outcome, ''), recipes, emulated, coalesce(made, 0),"
        " coalesce(kept, 0), coalesce(restored, 0), coalesce(failed, 0), coalesce(skipped, 0),"
        " coalesce(requests, 0), coalesce(cost_usd, 0) FROM runs ORDER BY id DESC"
    )
    return [
        PastRun(
            number, started, ended, outcome, tuple(json.loads(recipes)), bool(emulated), *counts
        )
        for number, started, ended, outcome, recipes, emulated, *counts in rows
    ]


def payments(ledger: Ledger) -> list[Payment]:
    """Give every request that was paid for, the oldest first.

    Raises:
        Rejected: The ledger is broken.
    """
    rows = ledger.select(
        "SELECT created, recipe, job, operation, digest, cost_usd, emulated,"
        " (SELECT count(*) FROM pictures WHERE request = key)"
        " FROM requests WHERE state IN ('paid', 'saved') ORDER BY created"
    )
    return [
        Payment(at, recipe, job, operation, digest, cost, bool(emulated), pictures)
        for at, recipe, job, operation, digest, cost, emulated, pictures in rows
    ]
