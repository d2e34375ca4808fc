"""Knows what can be written into the ledger, and how each record changes it. It decides nothing.

A request is first an `Intent`, then `Paid` (its answer is durable) or `Doubtful` (nobody knows),
then its pictures are `Cut` out of the answer and `Saved` to their files; or it has `Failed`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from pictura.pictures import Picture
from pictura.state.batch_records import (
    BatchClosed,
    BatchMade,
    BatchOpened,
    BatchRecord,
    apply_batch_record,
)
from pictura.state.databases import Transaction
from pictura_core.tuples import NamedTuple


class Cutout(NamedTuple):
    """A base64 text that was cut out of an answer; what it means is a blob.

    Attributes:
        name: Stands in the rest of the answer where the text stood.
        head: What stood before the base64: `data:image/png;base64,`, or nothing.
        sha256: The blob.
        size: Its bytes.
    """

    name: str
    head: str
    sha256: str
    size: int


class Arrived(NamedTuple):
    """An answer's body, as it is kept.

    Attributes:
        answer: The blob with all of it; empty if there is none.
        rest: Instead of a blob, the body without what was cut out.
        cuts: What was cut out.
    """

    answer: str
    rest: bytes
    cuts: tuple[Cutout, ...]


NOTHING = Arrived("", b"", ())
"""Of an answer of which every picture is kept by itself."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A request is about to leave, for the first time or again; after a crash it may have left.

    Attributes:
        key: The idempotency key.
        digest: Of the job's request.
        operation: Its id.
        recipe: The recipe's file, relative to the project's root.
        job: The job's key.
        emulated: Whether it goes to the emulator.
        cost_usd: What it will cost, None if nobody says.
        at: Seconds since 1970.
        batch: The name of the batch that it is handed in with; empty if it is asked by itself.
    """

    key: str
    digest: str
    operation: str
    recipe: str
    job: str
    emulated: bool
    cost_usd: float | None
    at: float
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The connection dropped after the request had left: it may have been paid for."""

    key: str
    reason: str
    at: float


@dataclass(frozen=True, slots=True)
class Paid:
    """An answer came whole and is kept: its blobs are durable."""

    key: str
    status: int
    headers: tuple[tuple[str, str], ...]
    arrived: Arrived
    at: float


@dataclass(frozen=True, slots=True)
class Cut:
    """Pictures were taken out of an answer and lie in the blobs.

    Attributes:
        key: The request's.
        pictures: By their position in the answer.
        expires: When those that are still to be fetched cannot be fetched any more, seconds
            since 1970; None if nothing expires.
    """

    key: str
    pictures: tuple[tuple[int, Picture], ...]
    expires: float | None
    at: float


@dataclass(frozen=True, slots=True)
class Finished:
    """A task that an answer named is done; others may take it up.

    Attributes:
        key: The request's.
        task: The task's id.
        buttons: What can be done with it, by name.
    """

    key: str
    task: str | int
    buttons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """Everything that can be had from an answer is in its files."""

    key: str
    at: float


@dataclass(frozen=True, slots=True)
class Failed:
    """The API said no, or its answer is worth nothing; the next run may ask anew."""

    key: str
    status: int | None
    severity: str
    code: str
    reason: str
    at: float


@dataclass(frozen=True, slots=True)
class Seen:
    """A file was written or looked at: path relative to the project's root, size, time, hash."""

    path: str
    size: int
    modified: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Pruned:
    """An answer's blob was dropped: each of its pictures is kept by itself."""

    answer: str


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run began."""

    started: float
    recipes: tuple[str, ...]
    emulated: bool


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run that began at `started` ended."""

    started: float
    ended: float
    outcome: str
    made: int
    kept: int
    restored: int
    failed: int
    skipped: int
    requests: int
    cost_usd: float


Record: TypeAlias = (
    Intent
    | Doubtful
    | Paid
    | Finished
    | Cut
    | Saved
    | Failed
    | Seen
    | Pruned
    | BatchRecord
    | RunStarted
    | RunEnded
)


def apply_record(transaction: Transaction, record: Record, place: str) -> None:
    """Write one record; written twice, it says the same as once.

    Args:
        transaction: The one that is open.
        record: The record.
        place: Which folder files are in.

    Raises:
        Exception: It cannot be written.
    """
    match record:
        case Intent():
            transaction.execute(
                "INSERT INTO requests (key, digest, operation, recipe, job, emulated, cost_usd,"
                " state, tries, doubts, created, changed, batch)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 'intent', 1, 0, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET state = 'intent', tries = requests.tries + 1,"
                " recipe = excluded.recipe, job = excluded.job, cost_usd = excluded.cost_usd,"
                " changed = excluded.changed, batch = excluded.batch",
                (
                    record.key,
                    record.digest,
                    record.operation,
                    record.recipe,
                    record.job,
                    record.emulated,
                    record.cost_usd,
                    record.at,
                    record.at,
                    record.batch or None,
                ),
            )
        case Doubtful():
            transaction.execute(
                "UPDATE requests SET state = 'unknown', doubts = doubts + 1, reason = ?,"
                " changed = ? WHERE key = ?",
                (record.reason, record.at, record.key),
            )
        case Paid():
            transaction.execute(
                "UPDATE requests SET state = 'paid', status = ?, headers = ?, answer = ?,"
                " rest = ?, cuts = ?, changed = ? WHERE key = ?",
                (
                    record.status,
                    json.dumps(record.headers),
                    record.arrived.answer or None,
                    None if record.arrived.answer else record.arrived.rest,
                    json.dumps(record.arrived.cuts) if record.arrived.cuts else None,
                    record.at,
                    record.key,
                ),
            )
        case Cut():
            transaction.execute_many(
                "INSERT INTO pictures (request, position, sha256, format, width, height, bytes,"
                " revised_prompt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (request, position) DO UPDATE SET sha256 = excluded.sha256,"
                " format = excluded.format, width = excluded.width, height = excluded.height,"
                " bytes = excluded.bytes, revised_prompt = excluded.revised_prompt",
                _rows(record.key, record.pictures),
            )
            transaction.execute(
                "UPDATE requests SET expires = ?, changed = ? WHERE key = ?",
                (record.expires, record.at, record.key),
            )
        case Finished():
            told = json.dumps({"id": record.task, "buttons": dict(record.buttons)})
            statement = "UPDATE requests SET task = ? WHERE key = ?"
            transaction.execute(statement, (told, record.key))
        case Saved():
            transaction.execute(
                # Every picture is kept by itself: what is left of the answer is of no more use.
                "UPDATE requests SET state = 'saved', rest = NULL, cuts = NULL, changed = ?"
                " WHERE key = ?",
                (record.at, record.key),
            )
        case Failed():
            transaction.execute(
                "UPDATE requests SET state = 'failed', status = ?, severity = ?, code = ?,"
                " reason = ?, changed = ? WHERE key = ?",
                (
                    record.status,
                    record.severity,
                    record.code,
                    record.reason,
                    record.at,
                    record.key,
                ),
            )
        case Seen():
            transaction.execute(
                "INSERT INTO files (place, path, size, modified, sha256) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (place, path) DO UPDATE SET size = excluded.size,"
                " modified = excluded.modified, sha256 = excluded.sha256",
                (place, record.path, record.size, record.modified, record.sha256),
            )
        case Pruned():
            transaction.execute(
                "UPDATE requests SET answer = NULL WHERE answer = ? AND state = 'saved'",
                (record.answer,),
            )
        case BatchOpened() | BatchMade() | BatchClosed():
            apply_batch_record(transaction, record)
        case RunStarted():
            transaction.execute(
                "INSERT INTO runs (started, recipes, emulated) SELECT ?, ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM runs WHERE started = ?)",
                (record.started, json.dumps(record.recipes), record.emulated, record.started),
            )
        case RunEnded():
            transaction.execute(
                "UPDATE runs SET ended = ?, outcome = ?, made = ?, kept = ?, restored = ?,"
                " failed = ?, skipped = ?, requests = ?, cost_usd = ? WHERE started = ?",
                (
                    record.ended,
                    record.outcome,
                    record.made,
                    record.kept,
                    record.restored,
                    record.failed,
                    record.skipped,
                    record.requests,
                    record.cost_usd,
                    record.started,
                ),
            )
        case _:
            assert_never(record)


def _rows(
    key: str, pictures: Iterable[tuple[int, Picture]]
) -> list[tuple[str, int, str, str, int, int, int, str]]:
    return [
        (key, at, p.sha256, p.format, p.width, p.height, p.bytes, p.revised_prompt)
        for at, p in pictures
    ]
