"""Knows what a run and its workers say to each other: texts, with digests and paths in them.

No message holds the key, nor a byte of a picture. They are JSON, and not whatever Python makes of a
value, so that a worker with another Pictura can at least say so.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeAlias

from pictura.events import DownloadWaits, JobEnded, JobRetries

Told: TypeAlias = JobEnded | JobRetries | DownloadWaits
"""Events that travel; how a worker waits is over when they arrive."""

_EVENTS: Mapping[str, type[JobEnded | JobRetries | DownloadWaits]] = {
    one.__name__: one for one in (JobEnded, JobRetries, DownloadWaits)
}


class Garbled(ValueError):  # noqa: N818 - the name says what happened
    """A message cannot be understood."""


@dataclass(frozen=True, slots=True)
class Source:
    """A recipe, and what the run takes it to mean.

    Attributes:
        path: Relative to the project's root, with slashes.
        file: As the person typed it.
        fingerprint: Of what it means.
    """

    path: str
    file: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all chunks of a run.

    Attributes:
        run: Its name, for nobody but the workers.
        pictura: Its version of Pictura.
        root: The project's root on the driver's machine.
        api: The name of the generated package.
        server: The API's base url.
        emulated: Whether that is the emulator.
        started: When the run began, in seconds since 1970.
        sources: Its recipes.
        only: Steps to do; all if empty.
        force: Whether jobs are to be made anew although their pictures are there.
        refuse_unknown_cost: Whether, with a budget, no job is asked whose price nobody knows.
        concurrency: How many requests a worker has in flight; None leaves it to the recipes.
        images_per_minute: For all recipes together; None leaves it to them.
        requests_per_minute: For all recipes together; None leaves it to them.
        doubtful: How often a request may leave of which nobody knows whether it was paid for.
    """

    run: str
    pictura: str
    root: str
    api: str
    server: str
    emulated: bool
    started: float
    sources: tuple[Source, ...]
    only: tuple[str, ...]
    force: bool
    refuse_unknown_cost: bool
    concurrency: int | None
    images_per_minute: float | None
    requests_per_minute: float | None
    doubtful: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job that is to be done.

    Attributes:
        at: Which recipe it is of, counted from 0.
        key: Its key.
        digest: Of its request; None if that depends on a picture that is not made yet.
        is_new: Whether, when the run began, nobody had paid for it.
    """

    at: int
    key: str
    digest: str | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Order:
    """A chunk of a run, for one worker.

    Attributes:
        terms: What holds for all chunks.
        jobs: Those to be done.
        former: How others ended that these need, by recipe.
        budgets: What the jobs of each recipe may cost in USD; None for any sum.
    """

    terms: Terms
    jobs: tuple[Wanted, ...]
    former: tuple[tuple[int, JobEnded], ...]
    budgets: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a run, or a worker, cannot go on.

    Attributes:
        code: For programs.
        reason: For people, one sentence without a full stop.
        hint: What to do about it.
    """

    code: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a chunk.

    Attributes:
        events: What happened.
        locks: What each recipe's lock is to say anew, as the text of one.
        left: How much of each recipe's budget is left; None without one.
        stopped: Why the worker sent no further request, if it stopped.
        refused: Why it did nothing at all, if it did nothing.
        trouble: What went wrong that nobody foresaw; empty if nothing did.
        unshared: Digests of requests whose pictures are not in the team's store yet.
        why_unshared: Why they are not.
    """

    events: tuple[Told, ...] = ()
    locks: tuple[str, ...] = ()
    left: tuple[float | None, ...] = ()
    stopped: Objection | None = None
    refused: Objection | None = None
    trouble: str = ""
    unshared: tuple[str, ...] = ()
    why_unshared: str = ""


@dataclass(frozen=True, slots=True)
class Halt:
    """No further request of a run is to be sent.

    Attributes:
        run: Which run.
        why: The reason.
        is_last: Whether what is in flight is to be given up too.
    """

    run: str
    why: Objection
    is_last: bool = False


def own_version() -> str:
    """Give the version of this Pictura; both sides of a run have the same."""
    try:
        return version("pictura")
    except PackageNotFoundError:  # it is run from a folder that was never installed
        return ""


def write_order(order: Order) -> str:
    """Write a chunk as it travels."""
    value = asdict(order) | {"former": [[at, _event(one)] for at, one in order.former]}
    return json.dumps(value)


def read_version(text: str) -> str:
    """Give the version of whoever wrote a chunk, before anything else of it is understood.

    Raises:
        Garbled: It cannot be understood.
    """
    try:
        return str(json.loads(text)["terms"]["pictura"])
    except (ValueError, TypeError, KeyError) as error:
        raise Garbled(str(error)) from error


def read_order(text: str) -> Order:
    """Read a chunk.

    Raises:
        Garbled: It cannot be understood.
    """
    try:
        value: dict[str, Any] = json.loads(text)
        terms: dict[str, Any] = value["terms"]
        terms["sources"] = tuple(Source(**one) for one in terms["sources"])
        terms["only"] = tuple(terms["only"])
        return Order(
            Terms(**terms),
            tuple(Wanted(**one) for one in value["jobs"]),
            tuple((at, _ended(one)) for at, one in value["former"]),
            tuple(value["budgets"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise Garbled(str(error)) from error


def write_result(result: Result) -> str:
    """Write what became of a chunk as it travels."""
    value = {one.name: getattr(result, one.name) for one in fields(result)}
    for name in ("stopped", "refused"):
        value[name] = value[name] and asdict(value[name])
    return json.dumps(value | {"events": [_event(one) for one in result.events]})


def read_result(text: str) -> Result:
    """Read what became of a chunk.

    Raises:
        Garbled: It cannot be understood.
    """
    try:
        value: dict[str, Any] = json.loads(text)
        return Result(
            tuple(_told(one) for one in value["events"]),
            tuple(map(str, value["locks"])),
            tuple(value["left"]),
            _objection(value["stopped"]),
            _objection(value["refused"]),
            str(value["trouble"]),
            tuple(map(str, value["unshared"])),
            str(value["why_unshared"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise Garbled(str(error)) from error


def write_halt(halt: Halt) -> str:
    """Write that a run stops."""
    return json.dumps(asdict(halt))


def read_halt(text: str) -> Halt:
    """Read that a run stops.

    Raises:
        Garbled: It cannot be understood.
    """
    try:
        value: dict[str, Any] = json.loads(text)
        return Halt(value["run"], Objection(**value["why"]), value["is_last"])
    except (ValueError, TypeError, KeyError) as error:
        raise Garbled(str(error)) from error


def _event(event: Told) -> dict[str, object]:
    return {"event": type(event).__name__, **asdict(event)}


# What a worker of the same version wrote has the members that the type has.
def _told(value: Mapping[str, Any]) -> Told:
    told = dict(value)
    kind = _EVENTS[told.pop("event")]
    if "files" in told:
        told["files"] = tuple(told["files"])
    return kind(**told)


def _ended(value: Mapping[str, Any]) -> JobEnded:
    told = _told(value)
    if not isinstance(told, JobEnded):
        raise TypeError
    return told


def _objection(value: Mapping[str, str] | None) -> Objection | None:
    return None if value is None else Objection(**value)
