"""Knows what the ledger says of requests that were handed in together, as a batch.

A batch is written down before the first of its requests is; so whatever was meant for a batch that
is still open may lie at the server, and nobody asks it until the batch is closed.
"""

from pictura.state.ledger import Ledger
from pictura_core.tuples import NamedTuple


class OpenBatch(NamedTuple):
    """A batch whose answers are still to come.

    Attributes:
        name: Our own; the server was told it.
        operation: What is asked in it.
        server: Who is asked.
        id: The server's name for it; empty if nobody knows whether it was made.
    """

    name: str
    operation: str
    server: str
    id: str


class HandedIn(NamedTuple):
    """A request that lies in an open batch.

    Attributes:
        key: Its idempotency key.
        batch: The batch's name.
        id: The server's name for it; empty if nobody knows whether it was made.
    """

    key: str
    batch: str
    id: str


class Standing(NamedTuple):
    """How it stands with a request.

    Attributes:
        state: `intent`, `unknown`, `paid`, `saved` or `failed`.
        severity: If it failed: `final`, `retry` or `stop`.
        code: If it failed, for programs.
        reason: Why it failed, or nobody knows, for people.
        status: If it was refused, the HTTP status.
    """

    state: str
    severity: str
    code: str
    reason: str
    status: int | None


def open_batches(ledger: Ledger, *, emulated: bool) -> tuple[OpenBatch, ...]:
    """Give the batches whose answers are still to come, the oldest first.

    Raises:
        Rejected: The ledger is broken, or does not answer.
    """
    rows = ledger.select(
        "SELECT name, operation, server, coalesce(id, '') FROM batches"
        " WHERE closed IS NULL AND emulated = ? ORDER BY created, name",
        (emulated,),
    )
    return tuple(OpenBatch(*row) for row in rows)


def handed_in(ledger: Ledger, *, emulated: bool, digest: str = "") -> dict[str, HandedIn]:
    """Give what lies in open batches, by the digests of the requests.

    Args:
        ledger: The project's.
        emulated: Whether at the emulator, or at the server.
        digest: The one that is asked for; all if empty.

    Raises:
        Rejected: The ledger is broken, or does not answer.
    """
    rows = ledger.select(
        "SELECT digest, key, name, coalesce(id, '') FROM batches JOIN requests ON batch = name"
        " WHERE closed IS NULL AND batches.emulated = ? AND state = 'intent'"
        " AND (digest = ? OR ? = '')",
        (emulated, digest, digest),
    )
    return {found: HandedIn(*rest) for found, *rest in rows}


def requests_of(ledger: Ledger, batch: str) -> dict[str, str]:
    """Give the state of each request that was meant for a batch, by their keys.

    Raises:
        Rejected: The ledger is broken, or does not answer.
    """
    return dict(ledger.select("SELECT key, state FROM requests WHERE batch = ?", (batch,)))


def standing(ledger: Ledger, key: str) -> Standing | None:
    """Say how it stands with a request, by its key.

    Raises:
        Rejected: The ledger is broken, or does not answer.
    """
    rows = ledger.select(
        "SELECT state, coalesce(severity, ''), coalesce(code, ''), coalesce(reason, ''), status"
        " FROM requests WHERE key = ?",
        (key,),
    )
    return Standing(*rows[0]) if rows else None
