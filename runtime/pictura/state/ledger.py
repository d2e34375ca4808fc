"""Knows what was asked, what was paid for, and who is asking. It opens no picture, sends nothing.

The ledger lies in `.pictura/ledger.sqlite`, or where `PICTURA_LEDGER` says. What a run does is
written as `Record`s, each durable before the next step is taken; after a crash the ledger is the
truth. Keys are never written to it.
"""

import json
import os
import time
from collections.abc import Iterable, Sequence
from typing import Any

from pictura.pictures import Picture
from pictura.state.databases import Database, Transaction
from pictura.state.records import Arrived, Cutout, Finished, Record, apply_record
from pictura.state.sqlite import open_sqlite, read_sqlite
from pictura_core.tuples import NamedTuple

ADDRESS = "PICTURA_LEDGER"
"""The variable that names a database for many machines."""

_AT_ONCE = 200
"""How many requests one statement takes."""


class Answered(NamedTuple):
    """An answer that was paid for.

    Attributes:
        key: Its request's idempotency key.
        status: The HTTP status.
        headers: Those of interest.
        saved: Whether its pictures reached their files at least once.
        expires: When its urls can no longer be fetched, in seconds since 1970; None if never.
        cost_usd: What it cost, None if nobody says.
        emulated: Whether the emulator gave it.
        pictures: Those that were taken out of it, by their position.
        at: When it was asked for first, in seconds since 1970.
    """

    key: str
    status: int
    headers: tuple[tuple[str, str], ...]
    saved: bool
    expires: float | None
    cost_usd: float | None
    emulated: bool
    pictures: tuple[tuple[int, Picture], ...]
    at: float


class Open(NamedTuple):
    """A request whose outcome nobody knows: it may have been paid for.

    Attributes:
        key: Its idempotency key, to be used again.
        tries: How often it may have left.
        batch: The batch that it was handed in with, if that is still open: then its answer may come
            yet, and it is not to be asked; else empty.
    """

    key: str
    tries: int
    batch: str = ""


class Ledger:
    """What one connection to the ledger's database can be asked, and told."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def path(self) -> str:
        """Where it is, for people."""
        return self._database.name

    @property
    def is_shared(self) -> bool:
        """Whether runs on other machines, or in other folders, may be at work in it."""
        return self._database.is_shared

    @property
    def remedy(self) -> str:
        """What a person can do when it cannot be written."""
        return self._database.remedy

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def answered(self, digest: str, *, emulated: bool) -> Answered | None:
        """Find the newest answer to a request; emulated ones only if they are asked for."""
        rows = self.select(
            "SELECT key, status, headers, state, expires, cost_usd, emulated, created"
            " FROM requests WHERE digest = ? AND state IN ('paid', 'saved') AND emulated <= ?"
            " ORDER BY emulated, rowid DESC LIMIT 1",
            (digest, emulated),
        )
        if not rows:
            return None
        key, status, headers, state, expires, cost, drawn, at = rows[0]
        pictures = tuple(
            (position, Picture(*rest))
            for position, *rest in self.select(
                "SELECT position, sha256, format, width, height, bytes, revised_prompt"
                " FROM pictures WHERE request = ? ORDER BY position",
                (key,),
            )
        )
        told = tuple((str(name), str(value)) for name, value in json.loads(headers or "[]"))
        is_saved = state == "saved"
        is_drawn = bool(drawn)
        return Answered(key, status, told, is_saved, expires, cost, is_drawn, pictures, at)

    def arrived(self, key: str) -> Arrived:
        """Give an answer's body; nothing at all if each of its pictures is kept by itself."""
        rows = self.select(
            "SELECT coalesce(answer, ''), rest, coalesce(cuts, '[]') FROM requests WHERE key = ?",
            (key,),
        )
        answer, rest, cuts = rows[0] if rows else ("", b"", "[]")
        return Arrived(answer, rest or b"", tuple(Cutout(*one) for one in json.loads(cuts)))

    def all_answered(self) -> frozenset[str]:
        """Give the digests for which `answered` may find something."""
        rows = self.select("SELECT DISTINCT digest FROM requests WHERE state IN ('paid', 'saved')")
        return frozenset(digest for (digest,) in rows)

    def unsaved(self, *, emulated: bool) -> dict[str, Answered]:
        """Give, by digest, each newest answer whose pictures never all reached their files."""
        rows = self.select("SELECT DISTINCT digest FROM requests WHERE state = 'paid'")
        found = {digest: self.answered(digest, emulated=emulated) for (digest,) in rows}
        return {digest: one for digest, one in found.items() if one is not None and not one.saved}

    def files(self) -> dict[str, tuple[int, int, str]]:
        """Give what `file` gives, for all files."""
        rows = self.select(
            "SELECT path, size, modified, sha256 FROM files WHERE place = ?",
            (self._database.place,),
        )
        return {path: (size, modified, digest) for path, size, modified, digest in rows}

    def unsettled(self, digest: str, *, emulated: bool) -> Open | None:
        """Find a request to be asked again with its key.

        Nobody knows whether it was answered, or its answer's urls have expired.
        """
        rows = self.select(
            "SELECT key, tries, coalesce(name, '') FROM requests"
            " LEFT JOIN batches ON name = batch AND closed IS NULL AND state = 'intent'"
            " WHERE digest = ? AND requests.emulated = ?"
            " AND (state IN ('intent', 'unknown') OR state = 'paid' AND expires < ?)"
            " ORDER BY requests.rowid DESC LIMIT 1",
            (digest, emulated, time.time()),
        )
        return Open(*rows[0]) if rows else None

    def all_unsettled(self) -> frozenset[str]:
        """Give the digests for which `unsettled` may find something, now or later.

        What is paid may turn out to be garbled when it is opened, and then nobody knows.
        """
        rows = self.select(
            "SELECT DISTINCT digest FROM requests WHERE state IN ('intent', 'unknown', 'paid')"
        )
        return frozenset(digest for (digest,) in rows)

    def knows_picture(self, sha256: str) -> bool:
        """Tell whether a picture was ever made here."""
        return bool(self.select("SELECT 1 FROM pictures WHERE sha256 = ? LIMIT 1", (sha256,)))

    def task(self, sha256: str, *, emulated: bool) -> Finished | None:
        """Find the newest task that made a picture; emulated ones only if they are asked for."""
        rows = self.select(
            "SELECT key, task FROM requests JOIN pictures ON request = key"
            " WHERE sha256 = ? AND task IS NOT NULL AND emulated <= ?"
            " ORDER BY emulated, requests.rowid DESC LIMIT 1",
            (sha256, emulated),
        )
        if not rows:
            return None
        key, task = rows[0]
        told = json.loads(task)
        return Finished(key, told["id"], tuple(told["buttons"].items()))

    def answer_times(self) -> dict[str, float]:
        """Give, by digest, when its newest answer came, in seconds since 1970."""
        rows = self.select(
            "SELECT digest, max(changed) FROM requests WHERE state IN ('paid', 'saved')"
            " GROUP BY digest"
        )
        return dict(rows)

    def file(self, path: str) -> tuple[int, int, str] | None:
        """Give size, time of change (ns) and SHA-256 of a file as it was when last looked at."""
        rows = self.select(
            "SELECT size, modified, sha256 FROM files WHERE place = ? AND path = ?",
            (self._database.place, path),
        )
        return rows[0] if rows else None

    def files_with(self, sha256: str) -> tuple[str, ...]:
        """Give the paths at which a picture was last seen."""
        rows = self.select(
            "SELECT path FROM files WHERE sha256 = ? AND place = ? ORDER BY path",
            (sha256, self._database.place),
        )
        return tuple(path for (path,) in rows)

    def redundant_answers(self) -> tuple[str, ...]:
        """Give the answers of which every picture is kept by itself, so that they can go."""
        rows = self.select(
            "SELECT DISTINCT answer FROM requests WHERE state = 'saved' AND answer IS NOT NULL"
            " AND answer NOT IN (SELECT answer FROM requests"
            "  WHERE state <> 'saved' AND answer IS NOT NULL)"
            " AND answer NOT IN (SELECT sha256 FROM pictures)"
        )
        return tuple(answer for (answer,) in rows)

    def claim(self, digests: Sequence[str], owner: str, seconds: float) -> frozenset[str]:
        """Take requests for oneself, so that nobody else asks them; gives those that one has.

        One has what nobody had, what one had already, and what somebody let run out.

        Args:
            digests: Of the requests.
            owner: Who takes them.
            seconds: For how long, by the database's clock, unless they are renewed.

        Raises:
            Exception: It cannot be written; nothing is taken.
        """
        # In one order for all: two who wait for each other's rows would wait for ever.
        wanted = sorted(set(digests))

        def work(transaction: Transaction) -> frozenset[str]:
            had: set[str] = set()
            for at in range(0, len(wanted), _AT_ONCE):
                some = wanted[at : at + _AT_ONCE]
                values = [value for digest in some for value in (digest, owner, seconds)]
                rows = transaction.execute(_claim(len(some), self._database.clock), values)
                had.update(digest for (digest,) in rows)
            return frozenset(had)

        return self._database.write(work)

    def renew(self, owner: str, seconds: float) -> None:
        """Keep for longer what one has.

        Raises:
            Exception: It cannot be written.
        """
        clock = self._database.clock
        statement = f"UPDATE leases SET until = {clock} + ? WHERE owner = ?"  # noqa: S608 - ours
        self._database.write(lambda transaction: transaction.execute(statement, (seconds, owner)))

    def release(self, owner: str, digests: Sequence[str] | None = None) -> None:
        """Let go of requests, of all that one has if none are named.

        Raises:
            Exception: It cannot be written.
        """

        def work(transaction: Transaction) -> None:
            if digests is None:
                transaction.execute("DELETE FROM leases WHERE owner = ?", (owner,))
                return
            rows = [(digest, owner) for digest in sorted(set(digests))]
            transaction.execute_many("DELETE FROM leases WHERE digest = ? AND owner = ?", rows)

        self._database.write(work)

    def write(self, records: Iterable[Record]) -> None:
        """Write records in one transaction; they are durable when this returns.

        Raises:
            Exception: They cannot be written; none of them is.
        """
        group, place = list(records), self._database.place

        def work(transaction: Transaction) -> None:
            for record in group:
                apply_record(transaction, record, place)

        self._database.write(work)

    # What a database gives back is as wide as its columns; each caller says what it asked for.
    def select(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Read rows.

        Raises:
            Rejected: The ledger is broken, or its database does not answer.
        """
        return self._database.select(query, values)


def _claim(count: int, clock: str) -> str:
    """Write the statement that claims so many requests; it gives those that one has."""
    rows = ", ".join([f"(?, ?, {clock} + ?)"] * count)
    return (
        f"INSERT INTO leases (digest, owner, until) VALUES {rows}"  # noqa: S608 - all words are ours
        " ON CONFLICT (digest) DO UPDATE SET owner = excluded.owner, until = excluded.until"
        f" WHERE leases.owner = excluded.owner OR leases.until < {clock} RETURNING digest"
    )


def open_ledger(state: str) -> Ledger:
    """Open the ledger of a `.pictura` folder to write it; makes or migrates it if need be.

    Raises:
        Rejected: It is broken, was written by a newer Pictura, or its database does not answer.
        UsageError: `PICTURA_LEDGER` names no database that can be used.
    """
    address = os.environ.get(ADDRESS, "").strip()
    if not address:
        return Ledger(open_sqlite(state))
    from pictura.state.postgres import open_postgres  # noqa: PLC0415 - few have one

    return Ledger(open_postgres(address, state))


def read_ledger(state: str) -> Ledger | None:
    """Open the ledger of a `.pictura` folder to read it; None if there is none.

    Raises:
        Rejected: It is broken, was written by a newer Pictura, or its database does not answer.
        UsageError: `PICTURA_LEDGER` names no database that can be used.
    """
    address = os.environ.get(ADDRESS, "").strip()
    if not address:
        database: Database | None = read_sqlite(state)
    else:
        from pictura.state.postgres import read_postgres  # noqa: PLC0415 - few have one

        database = read_postgres(address, state)
    return None if database is None else Ledger(database)
