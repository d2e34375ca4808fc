"""Knows what was asked and what was paid for, in SQLite. It opens no picture and sends nothing.

The ledger lies in `.pictura/ledger.sqlite`. What a run does is written as `Record`s, each durable
before the next step is taken; after a crash the ledger is the truth. Keys are never written to it.
"""

import json
import os
import sqlite3
import time
from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any, NamedTuple

from pictura.pictures import Picture
from pictura.state.records import Arrived, Cutout, Finished, Record, apply_record, storable
from pictura_core.diagnostics import Diagnostic, Rejected

NAME = "ledger.sqlite"

_APPLICATION = 0x50494354
"""SQLite's `application_id` of a ledger: "PICT"."""

_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE runs (
            id INTEGER PRIMARY KEY, started REAL NOT NULL, ended REAL, outcome TEXT,
            recipes TEXT NOT NULL, emulated INTEGER NOT NULL, made INTEGER, kept INTEGER,
            restored INTEGER, failed INTEGER, skipped INTEGER, requests INTEGER, cost_usd REAL
        )""",
        """CREATE TABLE requests (
            key TEXT PRIMARY KEY, digest TEXT NOT NULL, operation TEXT NOT NULL,
            recipe TEXT NOT NULL, job TEXT NOT NULL, emulated INTEGER NOT NULL, cost_usd REAL,
            state TEXT NOT NULL CHECK (state IN ('intent', 'unknown', 'paid', 'saved', 'failed')),
            tries INTEGER NOT NULL, doubts INTEGER NOT NULL, status INTEGER, headers TEXT,
            answer TEXT, expires REAL, severity TEXT, code TEXT, reason TEXT,
            created REAL NOT NULL, changed REAL NOT NULL
        )""",
        "CREATE INDEX requests_by_digest ON requests (digest)",
        """CREATE TABLE pictures (
            request TEXT NOT NULL REFERENCES requests (key), position INTEGER NOT NULL,
            sha256 TEXT NOT NULL, format TEXT NOT NULL, width INTEGER NOT NULL,
            height INTEGER NOT NULL, bytes INTEGER NOT NULL, revised_prompt TEXT NOT NULL,
            PRIMARY KEY (request, position)
        ) WITHOUT ROWID""",
        "CREATE INDEX pictures_by_hash ON pictures (sha256)",
        """CREATE TABLE files (
            path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,
            sha256 TEXT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX files_by_hash ON files (sha256)",
    ),
    # Without it, each answer that a run drops at its end is looked for among all.
    ("CREATE INDEX requests_by_answer ON requests (answer) WHERE answer IS NOT NULL",),
    # What an answer says besides its pictures is small: a file of its own would cost a sync.
    ("ALTER TABLE requests ADD COLUMN rest BLOB", "ALTER TABLE requests ADD COLUMN cuts TEXT"),
    # Another step may go on from a task that is done, long after its pictures are saved.
    ("ALTER TABLE requests ADD COLUMN task TEXT",),
)
"""Each brings a ledger from the version of its index to the next; released ones never change."""

VERSION = len(_MIGRATIONS)


class Answered(NamedTuple):
    """An answer that was paid for.

    Attributes:
        key: Its request's idempotency key.
        arrived: Its body; nothing at all if each of its pictures is kept by itself.
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
    arrived: Arrived
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
    """

    key: str
    tries: int


class Ledger:
    """One connection to the ledger; threads take turns."""

    __slots__ = ("_connection", "_turn", "path")

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._turn = Lock()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def answered(self, digest: str, *, emulated: bool) -> Answered | None:
        """Find the newest answer to a request; emulated ones only if they are asked for."""
        rows = self.select(
            "SELECT key, coalesce(answer, ''), coalesce(rest, x''), coalesce(cuts, '[]'), status,"
            " headers, state, expires, cost_usd, emulated, created"
            " FROM requests WHERE digest = ? AND state IN ('paid', 'saved') AND emulated <= ?"
            " ORDER BY emulated, rowid DESC LIMIT 1",
            (digest, emulated),
        )
        if not rows:
            return None
        key, answer, rest, cuts, status, headers, state, expires, cost, drawn, at = rows[0]
        arrived = Arrived(answer, rest, tuple(Cutout(*one) for one in json.loads(cuts)))
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
        return Answered(key, arrived, status, told, is_saved, expires, cost, is_drawn, pictures, at)

    def unsaved(self, *, emulated: bool) -> dict[str, Answered]:
        """Give, by digest, each newest answer whose pictures never all reached their files."""
        rows = self.select("SELECT DISTINCT digest FROM requests WHERE state = 'paid'")
        found = {digest: self.answered(digest, emulated=emulated) for (digest,) in rows}
        return {digest: one for digest, one in found.items() if one is not None and not one.saved}

    def files(self) -> dict[str, tuple[int, int, str]]:
        """Give what `file` gives, for all files."""
        rows = self.select("SELECT path, size, modified, sha256 FROM files")
        return {path: (size, modified, digest) for path, size, modified, digest in rows}

    def unsettled(self, digest: str, *, emulated: bool) -> Open | None:
        """Find a request to be asked again with its key.

        Nobody knows whether it was answered, or its answer's urls have expired.
        """
        rows = self.select(
            "SELECT key, tries FROM requests WHERE digest = ? AND emulated = ?"
            " AND (state IN ('intent', 'unknown') OR state = 'paid' AND expires < ?)"
            " ORDER BY rowid DESC LIMIT 1",
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
        rows = self.select("SELECT size, modified, sha256 FROM files WHERE path = ?", (path,))
        return rows[0] if rows else None

    def files_with(self, sha256: str) -> tuple[str, ...]:
        """Give the paths at which a picture was last seen."""
        rows = self.select("SELECT path FROM files WHERE sha256 = ? ORDER BY path", (sha256,))
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

    def write(self, records: Iterable[Record]) -> None:
        """Write records in one transaction; they are durable when this returns.

        Raises:
            sqlite3.Error: They cannot be written; none of them is.
        """
        with self._turn:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for record in records:
                    apply_record(self._connection, record)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    # What SQLite gives back is as wide as its columns; each caller says what it asked for.
    def select(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Read rows.

        Raises:
            Rejected: The ledger is broken.
        """
        with self._turn, _explained(self.path):
            return self._connection.execute(query, tuple(map(storable, values))).fetchall()


def open_ledger(state: str) -> Ledger:
    """Open the ledger of a `.pictura` folder to write it; makes or migrates it if need be.

    Raises:
        Rejected: It is broken, or was written by a newer Pictura.
    """
    path = os.path.join(state, NAME)
    with _explained(path):
        connection = sqlite3.connect(
            path, isolation_level=None, timeout=30, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL syncs the log at each commit: what is committed survives a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return Ledger(path, connection)


def read_ledger(state: str) -> Ledger | None:
    """Open the ledger of a `.pictura` folder to read it; None if there is none.

    Raises:
        Rejected: It is broken, or was written by a newer Pictura.
    """
    path = os.path.join(state, NAME)
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        return None
    with _explained(path):
        address = "file:" + path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        connection = sqlite3.connect(
            f"{address}?mode=ro",
            uri=True,
            isolation_level=None,
            timeout=30,
            check_same_thread=False,
        )
        try:
            version = _version(connection, path)
        except BaseException:
            connection.close()
            raise
    if version < VERSION:  # only a run migrates, and it begins with this very function's opposite
        connection.close()
        open_ledger(state).close()
        return read_ledger(state)
    return Ledger(path, connection)


def _migrate(connection: sqlite3.Connection, path: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, path)
        for step in _MIGRATIONS[version:]:
            for statement in step:
                connection.execute(statement)
        if version < VERSION:
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection, path: str) -> int:
    with closing(connection.execute("PRAGMA user_version")) as cursor:
        version = int(cursor.fetchone()[0])
    with closing(connection.execute("PRAGMA application_id")) as cursor:
        application = int(cursor.fetchone()[0])
    with closing(connection.execute("SELECT count(*) FROM sqlite_master")) as cursor:
        empty = cursor.fetchone()[0] == 0
    if application != _APPLICATION and not empty:
        message = "the file is an SQLite database, but no ledger of Pictura; move it away"
        raise Rejected([Diagnostic("broken-ledger", message, None, path)])
    if version > VERSION:
        message = (
            f"the ledger has version {version}, this Pictura knows {VERSION} and older;"
            " install a newer Pictura"
        )
        raise Rejected([Diagnostic("ledger-too-new", message, None, path)])
    return version


@contextmanager
def _explained(path: str) -> Generator[None]:
    """Turn SQLite's words about a broken file into what a person can do."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        message = (
            f"the ledger cannot be used ({error}); bring .pictura/ back from a backup, or move it"
            " away: what the lock files and the pictures prove is kept, the rest is paid for again"
        )
        raise Rejected([Diagnostic("broken-ledger", message, None, path)]) from error
