"""Knows what can be written into the ledger of batches, and how each record changes it.

A batch is first `BatchOpened`, before the first of its requests is written down; then `BatchMade`,
when the server has given it an id; and `BatchClosed` when no more answers will come.
"""

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from pictura.state.databases import Transaction


@dataclass(frozen=True, slots=True)
class BatchOpened:
    """Requests are about to be handed in together.

    Attributes:
        name: The batch's, which is our own: the server is told it.
        operation: What is asked in it.
        server: Who is asked.
        emulated: Whether that is the emulator.
        at: Seconds since 1970.
    """

    name: str
    operation: str
    server: str
    emulated: bool
    at: float


@dataclass(frozen=True, slots=True)
class BatchMade:
    """The server calls a batch `id`."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class BatchClosed:
    """No more answers will come of a batch; those that came are kept.

    Attributes:
        name: The batch's.
        outcome: In one word: `answered`, or why it was not.
        reason: What becomes of the requests without an answer, for people.
        is_doubtful: Whether they may have been paid for.
        at: Seconds since 1970.
    """

    name: str
    outcome: str
    reason: str
    is_doubtful: bool
    at: float


BatchRecord: TypeAlias = BatchOpened | BatchMade | BatchClosed


def apply_batch_record(transaction: Transaction, record: BatchRecord) -> None:
    """Write one record; written twice, it says the same as once.

    Raises:
        Exception: It cannot be written.
    """
    match record:
        case BatchOpened(name, operation, server, emulated, at):
            transaction.execute(
                "INSERT INTO batches (name, operation, server, emulated, created)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
                (name, operation, server, emulated, at),
            )
        case BatchMade(name, id_):
            transaction.execute("UPDATE batches SET id = ? WHERE name = ?", (id_, name))
        case BatchClosed():
            if record.is_doubtful:
                change, code = "state = 'unknown', doubts = doubts + 1", None
            else:
                change, code = "state = 'failed', severity = 'retry'", record.outcome
            transaction.execute(
                f"UPDATE requests SET {change}, code = ?, reason = ?, changed = ?"  # noqa: S608 - ours
                " WHERE batch = ? AND state = 'intent'",
                (code, record.reason, record.at, record.name),
            )
            transaction.execute(
                "UPDATE batches SET outcome = ?, closed = ? WHERE name = ? AND closed IS NULL",
                (record.outcome, record.at, record.name),
            )
        case _:
            assert_never(record)
