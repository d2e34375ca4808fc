"""Simulate ten million jobs at costs that are measured first, and say where each part's limit lies.

    python bench/scale.py [--jobs 10000000] [--latency 15] [--price 0.04]

First what one job costs each part is measured on this machine: planning (whole processes), asking
(a whole process, against a local server of small pictures), the ledger (records in groups, as a run
writes them) and the shared limiter (bookings of steady traffic, at the rate in question). Then
every job of each shape is let through those parts, one after the other: it waits for a place among
those in flight, for the limiter, for the rate, for its process and for the ledger. What a provider
does is a latency and a rate. What is simulated is the waiting, not the pictures.
"""

import argparse
import heapq
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import plan as planning
import run as running

from pictura.pictures import Picture
from pictura.run.holding import prepare
from pictura.run.quota import Rate, Shared
from pictura.state.ledger import open_ledger
from pictura.state.records import Arrived, Cut, Intent, Paid, Record, Saved, Seen

FEW, MANY = 2_000, 20_000
"""Jobs of two plans: the difference is what a job costs, without what a process costs."""
ASKED = 1_000
GROUP = 64
"""Jobs whose records come together, as with so many requests in flight."""
MEMORY = 2_048
"""MB that a process may take, in the arithmetic of how many shards are needed."""


class Costs(NamedTuple):
    """What one job costs, measured on this machine.

    Attributes:
        planning: CPU seconds of planning it.
        memory: MB that it adds to a process that plans it.
        lock: Bytes of its entry in the lock.
        asking: CPU seconds of asking it and of saving its picture.
        ledger: Seconds for which it keeps the ledger busy.
        stored: Bytes that it leaves in the ledger.
    """

    planning: float
    memory: float
    lock: float
    asking: float
    ledger: float
    stored: float


class Shape(NamedTuple):
    """How a run is divided.

    Attributes:
        processes: How many shards, each with a core of its own.
        concurrency: How many requests each has in flight.
        per_minute: What all of them together may ask.
    """

    processes: int
    concurrency: int
    per_minute: float


class Course(NamedTuple):
    """How a simulated run went.

    Attributes:
        seconds: From the first booking to the last picture.
        busy: By part, which share of that time it was busy; the busiest is the limit.
    """

    seconds: float
    busy: dict[str, float]


SHAPES = (
    Shape(1, 64, 250),
    Shape(1, 64, 3_000),
    Shape(4, 64, 3_000),
    Shape(4, 256, 30_000),
    Shape(16, 256, 30_000),
    Shape(64, 256, 30_000),
)


def measure() -> Costs:
    """Measure what one job costs each part."""
    with tempfile.TemporaryDirectory(prefix="pictura-bench-") as folder:
        few = _plan(folder, FEW)
    with tempfile.TemporaryDirectory(prefix="pictura-bench-") as folder:
        many = _plan(folder, MANY)
        lock = os.path.getsize(Path(folder, "many.lock.json")) / MANY
    with running.Server(running.SMALL, 0.0) as server:
        asked = running.ask("pictura", server, "fetch", ASKED, GROUP)
    between = MANY - FEW
    busy, stored = _journal()
    return Costs(
        planning=(many.cpu - few.cpu) / between,
        memory=(many.megabytes - few.megabytes) / between,
        lock=lock,
        asking=asked.cpu / ASKED,
        ledger=busy,
        stored=stored,
    )


def _plan(folder: str, size: int) -> planning.Figure:
    planning.lay_out(folder, size)
    planning.keep(folder)
    return planning.measure(folder, "plan", size, "keep")


def _journal() -> tuple[float, float]:
    """Give the seconds and the bytes of one job in the ledger that the environment names."""
    with tempfile.TemporaryDirectory(prefix="pictura-bench-") as state:
        prepare(state)
        ledger = open_ledger(state)
        began = time.perf_counter()
        groups = 30
        for group in range(groups):
            for step in _records(range(group * GROUP, (group + 1) * GROUP)):
                ledger.write(step)
        took = time.perf_counter() - began
        ledger.close()
        stored = sum(one.stat().st_size for one in Path(state).glob("ledger.sqlite*"))
    return took / (groups * GROUP), stored / (groups * GROUP)


def _records(numbers: range) -> Iterator[list[Record]]:
    """Give the records of some jobs, transaction by transaction."""
    keys = [(f"{at:064x}", Picture(f"{at:064x}", "png", 1024, 1024, 2_000_000)) for at in numbers]
    yield [
        Intent(
            key,
            key,
            "createImage",
            "recipes/many.yaml",
            f"portrait[row={key[-9:]}]",
            False,
            0.04,
            1.0,
        )
        for key, _ in keys
    ]
    answer = Arrived("", b'{"created": 1, "data": [{"b64_json": "cut"}]}', ())
    headers = (("content-type", "application/json"), ("x-request-id", "req_0123456789"))
    yield [Paid(key, 200, headers, answer, 2.0) for key, _ in keys]
    yield [Cut(key, ((0, picture),), None, 3.0) for key, picture in keys]
    saved: list[Record] = []
    for key, picture in keys:
        saved += [Saved(key, 4.0), Seen(f"images/{key[-9:]}.png", 1, 1, picture.sha256)]
    yield saved


def booking(per_minute: float) -> float:
    """Measure for how many seconds one booking keeps the limiter busy, in steady traffic."""
    with tempfile.TemporaryDirectory(prefix="pictura-bench-") as folder:
        record = Shared(os.path.join(folder, "pace.sqlite"), "http://127.0.0.1")
        rates = (Rate("images", per_minute),)
        even = 60 / per_minute
        for at in range(int(per_minute)):  # a minute's traffic is in the record
            record.book(1e6 + at * even, rates, 1)
        began = time.perf_counter()
        for at in range(100):
            record.book(1e6 + (int(per_minute) + at) * even, rates, 1)
        return (time.perf_counter() - began) / 100


def simulate(jobs: int, shape: Shape, costs: Costs, booked: float, latency: float) -> Course:
    """Let every job through the parts, one after the other."""
    even = 60 / shape.per_minute
    slots = [(0.0, one) for one in range(shape.processes) for _ in range(shape.concurrency)]
    asking, ledger = costs.asking, costs.ledger
    limited = journaled = last = end = 0.0
    free = [0.0] * shape.processes
    replace = heapq.heapreplace
    for _ in range(jobs):
        at, process = slots[0]
        limited = (max(at, limited)) + booked
        last = max(last + even, limited)
        began = free[process]
        free[process] = began = (max(last, began)) + asking
        journaled = (max(began, journaled)) + ledger
        end = journaled + latency
        replace(slots, (end, process))
    places = shape.processes * shape.concurrency
    busy = {
        "the provider's rate": jobs * even,
        "requests in flight": jobs * latency / places,
        "the limiter": jobs * booked,
        "the processes' CPU": jobs * asking / shape.processes,
        "the ledger": jobs * ledger,
    }
    return Course(end, {part: seconds / end for part, seconds in busy.items()})


def limits(costs: Costs, latency: float) -> None:
    """Print how far each part goes by itself."""
    print("a job costs, on this machine")
    print(f"  planning      {costs.planning * 1e3:8.3f} ms CPU, {costs.memory * 1e3:6.2f} kB")
    print(f"  lock          {costs.lock:8.0f} bytes")
    print(
        f"  a process     {costs.asking * 1e3:8.3f} ms CPU: {1 / costs.asking:8,.0f} jobs/s a core"
    )
    print(
        f"  the ledger    {costs.ledger * 1e3:8.3f} ms:     {1 / costs.ledger:8,.0f} jobs/s in all"
    )
    print(f"                {costs.stored:8.0f} bytes")
    print(f"  in flight     {latency:8.1f} s:      {64 / latency:8,.1f} jobs/s with 64 requests")


def divide(jobs: int, costs: Costs, price: float) -> None:
    """Print what so many jobs are, whoever does them."""
    planned = MEMORY / costs.memory if costs.memory > 0 else float("inf")
    print(f"{jobs:,} jobs")
    print(f"  planned       in {jobs * costs.planning / 60:,.0f} CPU minutes")
    print(
        f"                {planned:,.0f} jobs in {MEMORY:,} MB: {-(-jobs // int(planned))} recipes"
    )
    print(f"  lock files    {jobs * costs.lock / 1e9:,.1f} GB in all")
    print(f"  the ledger    {jobs * costs.stored / 1e9:,.1f} GB")
    print(f"  pictures      {jobs * 2.1 / 1e6:,.1f} TB of 2.1 MB each, and once more as blobs")
    print(f"  the bill      ${jobs * price:,.0f} at ${price} each, half of it by batch")


def main() -> None:
    """Measure, simulate, and print where the limits lie."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=10_000_000)
    parser.add_argument("--latency", type=float, default=15.0, help="seconds that a picture takes")
    parser.add_argument("--price", type=float, default=0.04, help="USD a picture")
    options = parser.parse_args()
    costs = measure()
    limits(costs, options.latency)
    booked = {one: booking(one) for one in sorted({shape.per_minute for shape in SHAPES})}
    for rate, took in booked.items():
        much = f"{1 / took:8,.0f} jobs/s at {rate:,.0f} a minute"
        print(f"  the limiter   {took * 1e3:8.3f} ms:     {much}")
    print()
    divide(options.jobs, costs, options.price)
    print()
    print(f"{'shards':>6} {'in flight':>9} {'a minute':>9} {'days':>7} {'jobs/s':>8}  limit")
    for shape in SHAPES:
        course = simulate(options.jobs, shape, costs, booked[shape.per_minute], options.latency)
        part, share = max(course.busy.items(), key=lambda one: one[1])
        print(
            f"{shape.processes:>6} {shape.processes * shape.concurrency:>9,}"
            f" {shape.per_minute:>9,.0f} {course.seconds / 86_400:>7.1f}"
            f" {options.jobs / course.seconds:>8,.1f}  {part} ({share:.0%} busy)"
        )


if __name__ == "__main__":
    main()
