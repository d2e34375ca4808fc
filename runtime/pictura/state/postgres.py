"""Knows the ledger's database on a PostgreSQL server, which machines share. It knows no record.

`PICTURA_LEDGER=postgresql://user@host/database?project=otters`: each project has a schema of its
own, `pictura_otters`; what all of a key's runs have in common lies in the schema `pictura`.
A connection that drops is made anew, and what was under way is done again, for a bounded time.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from typing import Any, Final, TypeVar
from uuid import uuid4

from pictura.state.addresses import Address, parse_address
from pictura.state.databases import Transaction, storable
from pictura.state.durable import write_whole
from pictura.state.schema import COMMON, POSTGRES
from pictura.usage import UsageError
from pictura_core.diagnostics import Diagnostic, Rejected

try:
    import psycopg
    from psycopg import Connection, errors
    from psycopg.conninfo import conninfo_to_dict, make_conninfo
except ImportError as error:
    _message = (
        "PICTURA_LEDGER names a PostgreSQL database, and psycopg is not installed:"
        " pip install 'pictura[postgres]'"
    )
    raise UsageError(_message) from error

VERSION = len(POSTGRES)
PATIENCE = "PICTURA_LEDGER_PATIENCE"
"""The variable that says for how many seconds a run waits for a database that went away."""

_COMMON = "pictura"
_PATIENCE = 30.0
_PAUSE = 0.5
_USUAL: Final[dict[str, str | int]] = {
    "connect_timeout": 10,
    "application_name": "pictura",
    # Who is gone without a word is noticed after half a minute, not after two hours.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30000,
}

T = TypeVar("T")
Rows = list[tuple[Any, ...]]


class PostgresDatabase:
    """A connection that heals.

    Args:
        address: Where the database is.
        schema: Where its tables are.
        place: Which folder it remembers files of.

    Attributes:
        name: What it is called, for people.
    """

    __slots__ = ("_address", "_connection", "_patience", "_schema", "_turn", "name", "place")

    is_shared = True
    clock = "extract(epoch FROM clock_timestamp())::double precision"
    remedy = "bring the ledger's database back, then run again: what was paid for is kept"

    def __init__(self, address: Address, schema: str, place: str = "") -> None:
        self.name = address.name
        self.place = place
        self._address = address
        self._schema = schema
        self._patience = _patience()
        self._turn = Lock()
        self._connection: Connection[tuple[Any, ...]] | None = None

    def close(self) -> None:
        """Close the connection."""
        with self._turn:
            self._drop()

    def open(self) -> None:
        """Connect, once.

        Raises:
            Rejected: The database does not answer, or refuses.
        """
        try:
            with self._turn:
                self._connected()
        except psycopg.Error as error:
            raise self._explain(error) from None

    def select(self, query: str, values: Iterable[object] = ()) -> Rows:
        """Read rows.

        Raises:
            Rejected: The database does not answer, or refuses.
        """
        return self._do(lambda connection: _Statements(connection).execute(query, values))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do something in one transaction; it is durable when this returns.

        When the connection drops while it is committed, nobody knows whether it was, and it is done
        again: whatever is done twice has to say the same as once.

        Raises:
            Rejected: The database does not answer, or refuses; nothing of it is done.
        """

        def attempt(connection: Connection[tuple[Any, ...]]) -> T:
            with connection.transaction(), connection.pipeline():
                return work(_Statements(connection))

        return self._do(attempt)

    def _do(self, work: Callable[[Connection[tuple[Any, ...]]], T]) -> T:
        end = time.monotonic() + self._patience
        while True:
            try:
                with self._turn:
                    return work(self._connected())
            except psycopg.Error as error:
                if not self._may_heal(error) or time.monotonic() > end:
                    raise self._explain(error) from None
            time.sleep(_PAUSE)

    def _connected(self) -> Connection[tuple[Any, ...]]:
        connection = self._connection
        if connection is not None and not connection.closed:
            return connection
        self._drop()
        connection = psycopg.connect(
            make_conninfo("", **{**_USUAL, **self._address.options, "client_encoding": "utf8"}),
            autocommit=True,
        )
        try:
            path = f'"{self._schema}"'
            connection.execute("SELECT set_config('search_path', %s, false)", (path,))
            # What is paid for is durable when the ledger says so, whatever the server is used to.
            connection.execute(
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

    def _may_heal(self, error: psycopg.Error) -> bool:
        """Tell whether it may go well the next time."""
        if isinstance(error, errors.DeadlockDetected | errors.SerializationFailure):
            return True
        is_lost = self._connection is None or self._connection.closed
        return bool(is_lost) and isinstance(error, psycopg.OperationalError)

    def _explain(self, error: psycopg.Error) -> Rejected:
        """Turn what the database says into what a person can do; no word of it is a password."""
        words = self._address.without_password(" ".join(str(error).split()))
        if self._connection is None or self._connection.closed:
            code = "ledger-unreachable"
            message = (
                f"the ledger's database does not answer ({words}); check that it runs, and the"
                " address in PICTURA_LEDGER"
            )
        else:
            code = "ledger-refused"
            message = (
                f"the ledger's database refuses ({words}); the person in PICTURA_LEDGER has to be"
                " allowed to make schemas in it, and nobody else may change them"
            )
        return Rejected([Diagnostic(code, message, None, self.name)])


class _Statements:
    __slots__ = ("_connection",)

    def __init__(self, connection: Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Iterable[object] = ()) -> Rows:
        given = tuple(map(storable, values))
        cursor = self._connection.execute(_translated(statement), given or None)
        # In a pipeline, asking for rows is waiting for them: only where some come.
        gives = statement.startswith("SELECT") or "RETURNING" in statement
        return cursor.fetchall() if gives else []

    def execute_many(self, statement: str, rows: Iterable[Iterable[object]]) -> None:
        given = [tuple(map(storable, row)) for row in rows]
        if given:
            with self._connection.cursor() as cursor:
                cursor.executemany(_translated(statement), given)


def open_postgres(address: str, state: str) -> PostgresDatabase:
    """Open a project's ledger to write it; makes or migrates it if need be.

    Args:
        address: As in `PICTURA_LEDGER`.
        state: The project's `.pictura` folder, which is remembered by a name of its own.

    Raises:
        Rejected: The database does not answer or refuses, or a newer Pictura wrote the ledger.
        UsageError: The address cannot be understood.
        OSError: The folder cannot be written.
    """
    found = read_address(address)
    database = PostgresDatabase(found, found.schema, _make_place(state))
    database.open()
    try:
        database.write(lambda transaction: _migrate(transaction, found))
    except BaseException:
        database.close()
        raise
    return database


def read_postgres(address: str, state: str) -> PostgresDatabase | None:
    """Open a project's ledger to read it; None if there is none.

    Raises:
        Rejected: The database does not answer or refuses, or a newer Pictura wrote the ledger.
        UsageError: The address cannot be understood.
    """
    found = read_address(address)
    database = PostgresDatabase(found, found.schema, _find_place(state))
    try:
        database.open()
        version = _version(database.select, found)
    except BaseException:
        database.close()
        raise
    if version is None:
        database.close()
        return None
    if version < VERSION:
        database.close()
        open_postgres(address, state).close()
        return read_postgres(address, state)
    return database


def open_common(address: str) -> PostgresDatabase:
    """Open what all projects of a database have in common: what left for which server.

    Raises:
        Rejected: The database does not answer, or refuses.
        UsageError: The address cannot be understood.
    """
    found = read_address(address)
    database = PostgresDatabase(found, _COMMON)
    try:
        database.open()
        database.write(_make_common)
    except BaseException:
        database.close()
        raise
    return database


def read_address(address: str) -> Address:
    """Understand what stands in `PICTURA_LEDGER`.

    Raises:
        UsageError: It cannot be understood.
    """
    return parse_address(address, conninfo_to_dict)


def _migrate(transaction: Transaction, address: Address) -> None:
    """Make the tables, or bring them up to date; whoever else wants to waits meanwhile."""
    transaction.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", (address.schema,))
    version = _version(transaction.execute, address)
    if version == VERSION:
        return
    if version is None:
        transaction.execute(f'CREATE SCHEMA IF NOT EXISTS "{address.schema}"')
        transaction.execute("CREATE TABLE ledger (version INTEGER NOT NULL)")
        transaction.execute("INSERT INTO ledger (version) VALUES (0)")
    for step in POSTGRES[version or 0 :]:
        for statement in step:
            transaction.execute(statement)
    transaction.execute("UPDATE ledger SET version = ?", (VERSION,))


def _make_common(transaction: Transaction) -> None:
    transaction.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", (_COMMON,))
    if transaction.execute(
        "SELECT 1 FROM pg_tables WHERE schemaname = ? AND tablename = 'leaving'", (_COMMON,)
    ):
        return
    transaction.execute(f'CREATE SCHEMA IF NOT EXISTS "{_COMMON}"')
    for statement in COMMON:
        transaction.execute(statement)


def _version(
    ask: Callable[[str, Iterable[object]], Sequence[tuple[Any, ...]]], address: Address
) -> int | None:
    """Tell the ledger's version, None if there is none.

    Raises:
        Rejected: A newer Pictura wrote it.
    """
    # The schema itself is asked for, not the path: tables of another one are not ours.
    there = "SELECT 1 FROM pg_tables WHERE schemaname = ? AND tablename = 'ledger'"
    if not ask(there, (address.schema,)):
        return None
    version = int(ask("SELECT version FROM ledger", ())[0][0])
    if version > VERSION:
        message = (
            f"the ledger has version {version}, this Pictura knows {VERSION} and older;"
            " install a newer Pictura"
        )
        raise Rejected([Diagnostic("ledger-too-new", message, None, address.name)])
    return version


@lru_cache(maxsize=512)
def _translated(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()


def _patience() -> float:
    text = os.environ.get(PATIENCE, "").strip()
    with suppress(ValueError):
        seconds = float(text or _PATIENCE)
        if 0 <= seconds < float("inf"):
            return seconds
    message = f"{PATIENCE} is a number of seconds, not {text!r}"
    raise UsageError(message)


def _place_file(state: str) -> str:
    return os.path.join(state, "place")


def _find_place(state: str) -> str:
    """Tell the name of this folder, in which files lie that others do not see; empty if none."""
    try:
        with open(_place_file(state), encoding="ascii", errors="replace") as file:
            return file.read().strip()
    except OSError:
        return ""


def _make_place(state: str) -> str:
    place = _find_place(state)
    if not place:
        os.makedirs(state, exist_ok=True)
        place = uuid4().hex
        write_whole(_place_file(state), place.encode())
        place = _find_place(state)  # another run may have been a moment later
    return place
