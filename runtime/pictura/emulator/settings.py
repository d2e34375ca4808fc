"""Knows how an emulator can be set: latency, time of tasks, faults, seed. It serves nothing."""

import math
import time
from collections.abc import Callable, Mapping

from pictura_core.tuples import NamedTuple

FAULT_KINDS: Mapping[str, str] = {
    "401": "the key is refused",
    "402": "the balance is used up",
    "429": "too many requests, with Retry-After",
    "500": "the server fails",
    "503": "the server is overloaded",
    "drop": "the connection closes half-way through the answer, after billing",
    "garbage": "status 200, but the body is no answer",
    "error-in-200": "status 200 with an error in the body",
    "policy": "the prompt is refused",
    "expired-url": "the answer's urls are gone already",
    "task": "the task that is started will fail, and say why",
    "pause": "the task that is started will rest until another operation takes it up",
    "batch": "the batch that is made will fail before any of its requests is asked",
    "batch-expired": "the batch that is made will end with half of its requests unanswered",
}
"""What can be made to go wrong, each with a phrase for people."""


class Latency(NamedTuple):
    """How long an answer takes, in seconds; drawn evenly between the two."""

    least: float = 0.0
    most: float = 0.0


def _silent(_line: str) -> None:
    """Take a line of the log and say nothing."""


class Settings(NamedTuple):
    """How an emulator behaves.

    Attributes:
        latency: How long each answer takes.
        task_time: How long each task and each batch takes from its start to its end.
        insistence: Which share of the least time between two questions for a task, where the API
            names one, is insisted on; who asks sooner is answered 429.
        faults: Kind and rate (0 to 1), tried in this order; the first that strikes counts.
        seed: Of pictures, faults and latencies.
        idempotency: Whether an Idempotency-Key seen before is answered as it was, unbilled.
        body_limit: Bytes that a request's body may have; the file of a batch may have more where
            the API says so.
        log: Is told each answer as one line.
        clock: Seconds that only grow; urls expire by it.
    """

    latency: Latency = Latency()
    task_time: Latency = Latency()
    insistence: float = 1.0
    faults: tuple[tuple[str, float], ...] = ()
    seed: int = 0
    idempotency: bool = True
    body_limit: int = 100 * 2**20
    log: Callable[[str], None] = _silent
    clock: Callable[[], float] = time.monotonic


def parse_fault(text: str) -> tuple[str, float]:
    """Read `KIND=RATE`.

    Raises:
        ValueError: With a sentence: the kind is unknown, or the rate is no number from 0 to 1.
    """
    kind, equals, rate_text = text.partition("=")
    if kind not in FAULT_KINDS:
        message = f"{kind!r} is no kind of fault: choose from {', '.join(FAULT_KINDS)}"
        raise ValueError(message)
    if not equals:
        message = f"a fault is written KIND=RATE, for instance {kind}=0.1"
        raise ValueError(message)
    return kind, _number(rate_text, f"the rate of {kind}", most=1.0)


def parse_faults(faults: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Read faults given as a mapping.

    Raises:
        ValueError: As `parse_fault`.
    """
    return tuple(parse_fault(f"{kind}={rate}") for kind, rate in faults.items())


def parse_latency(text: str) -> Latency:
    """Read `SECONDS` or `MIN-MAX`.

    Raises:
        ValueError: With a sentence: no number, below 0, or a minimum above its maximum.
    """
    return _parse_range(text, "a latency")


def parse_task_time(text: str) -> Latency:
    """Read how long tasks take, `SECONDS` or `MIN-MAX`.

    Raises:
        ValueError: As `parse_latency`.
    """
    return _parse_range(text, "a task's time")


def _parse_range(text: str, what: str) -> Latency:
    least_text, dash, most_text = text.partition("-")
    if not least_text:
        message = f"{what} is SECONDS or MIN-MAX, not {text!r}"
        raise ValueError(message)
    least = _number(least_text, what)
    most = _number(most_text, what) if dash else least
    if most < least:
        message = f"{what}: the minimum is not above the maximum: {text!r}"
        raise ValueError(message)
    return Latency(least, most)


def _number(text: str, what: str, most: float = 3600.0) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= most:
        message = f"{what} is a number from 0 to {most:g}, not {text!r}"
        raise ValueError(message)
    return number
