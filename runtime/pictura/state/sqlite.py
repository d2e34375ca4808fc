"""Knows the ledger's database in a file, `.pictura/ledger.sqlite`. It knows no record.

One connection, which threads take turns with; other processes may have the file open too.
"""

import os
import sqlite3
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any, TypeVar

from pictura.state.databases import Transaction, storable
from pictura.state.schema import SQLITE
from pictura_core.diagnostics import Diagnostic, Rejected

NAME = "ledger.sqlite"
VERSION = len(SQLITE)

_APPLICATION = 0x50494354
"""SQLite's `application_id` of a ledger: "PICT"."""

_BUSY = 60.0
"""Seconds that one waits for others to have written."""

T = TypeVar("T")


class SqliteDatabase:
    """A ledger in a file."""

    __slots__ = ("_connection", "_turn", "name")

    place = ""
    is_shared = False
    clock = "((julianday('now') - 2440587.5) * 86400.0)"
    remedy = (
        "make room on the disk, or let it be written, then run again: what was paid for is kept"
    )

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.name = path
        self._connection = connection
        self._turn = Lock()

    def close(self) -> None:
        """Close the connection."""
        with self._turn:
            self._connection.close()

    def select(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """Read rows.

        Raises:
            Rejected: The file is broken.
        """
        with self._turn, _explained(self.name):
            return self._connection.execute(query, tuple(map(storable, values))).fetchall()

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do something in one transaction; it is durable when this returns.

        Raises:
            sqlite3.Error: It cannot be done; nothing of it is.
        """
        with self._turn:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(Statements(self._connection))
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
            return result


class Statements:
    """What is done in an open transaction of a connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """Do one thing; gives the rows that come of it."""
        return self._connection.execute(statement, tuple(map(storable, values))).fetchall()

    def execute_many(self, statement: str, rows: Iterable[Iterable[object]]) -> None:
        """Do one thing with each of some rows."""
        self._connection.executemany(statement, [tuple(map(storable, row)) for row in rows])


def open_sqlite(state: str) -> SqliteDatabase:
    """Open the file in a `.pictura` folder to write it; makes or migrates it if need be.

    Raises:
        Rejected: It is broken, or was written by a newer Pictura.
    """
    path = os.path.join(state, NAME)
    with _explained(path):
        connection = sqlite3.connect(
            path, isolation_level=None, timeout=_BUSY, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL syncs the log at each commit: what is committed survives a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return SqliteDatabase(path, connection)


def read_sqlite(state: str) -> SqliteDatabase | None:
    """Open the file in a `.pictura` folder to read it; None if there is none.

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
            timeout=_BUSY,
            check_same_thread=False,
        )
        try:
            version = _version(connection, path)
        except BaseException:
            connection.close()
            raise
    if version < VERSION:  # only a run migrates, and it begins with this very function's opposite
        connection.close()
        open_sqlite(state).close()
        return read_sqlite(state)
    return SqliteDatabase(path, connection)


def _migrate(connection: sqlite3.Connection, path: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, path)
        for step in SQLITE[version:]:
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
