"""Knows what the ledger asks of a database, whichever it is. It knows no table and opens none.

Statements are written in the words that SQLite and PostgreSQL share, with `?` where a value stands.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Transaction(Protocol):
    """What is done to a database at once, or not at all."""

    # What a database gives back is as wide as its columns; each caller says what it asked for.
    def execute(self, statement: str, values: Iterable[object] = ()) -> Sequence[tuple[Any, ...]]:
        """Do one thing; gives the rows that come of it."""
        ...

    def execute_many(self, statement: str, rows: Iterable[Iterable[object]]) -> None:
        """Do one thing with each of some rows."""
        ...


class Database(Protocol):
    """A database with a ledger in it, of the version that this Pictura writes."""

    @property
    def name(self) -> str:
        """What it is called, for people; never with a password."""
        ...

    @property
    def place(self) -> str:
        """Which folder it remembers files of; empty if it lies in that folder itself."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether runs on other machines, or in other folders, may be at work in it."""
        ...

    @property
    def clock(self) -> str:
        """The seconds since 1970, as an expression of its own: one clock for all who share it."""
        ...

    @property
    def remedy(self) -> str:
        """What a person can do when it cannot be written."""
        ...

    def select(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """Read rows.

        Raises:
            Rejected: It is broken, or does not answer.
        """
        ...

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do something in one transaction; it is durable when this returns.

        A database that is far away may do it twice, when its first answer is lost.

        Raises:
            Exception: It cannot be done; nothing of it is.
        """
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def storable(value: object) -> object:
    """Write a value as every database takes it.

    Truth is a number, and half a surrogate pair, or a NUL, becomes the words for it.
    """
    if isinstance(value, str):
        if "\0" in value:
            value = value.replace("\0", "\\x00")
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    return int(value) if isinstance(value, bool) else value
