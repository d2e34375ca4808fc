"""Knows where answers and pictures lie while the server lives: in a temporary folder.

Memory would not do: an answer that was paid for is kept to be given again, and a run of a thousand
pictures is gigabytes. It must not know HTTP.
"""

import heapq
import itertools
import os
from collections.abc import Callable
from threading import Lock

from pictura_core.tuples import NamedTuple


class Stored(NamedTuple):
    """Bytes that can be fetched until they expire."""

    media_type: str
    content: bytes


class Kept(NamedTuple):
    """A file of the folder, for bytes that memory should not hold.

    Attributes:
        path: Where it lies.
        size: How many bytes of it count.
    """

    path: str
    size: int


class Expired(NamedTuple):
    """There was a picture of this name, and its time is over."""


class _Entry(NamedTuple):
    path: str
    media_type: str
    end: float


class Storage:
    """Named bytes in a folder, each with an end on the clock. Any thread may call it."""

    def __init__(self, folder: str, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._clock = clock
        self._entries: dict[str, _Entry] = {}
        self._ends: list[tuple[float, str, str]] = []
        self._numbers = itertools.count()
        self._lock = Lock()

    def put(self, name: str, stored: Stored, seconds: float = float("inf")) -> None:
        """Keep bytes under a name, for so many seconds."""
        self._sweep()
        path = self._path()
        with open(path, "wb") as file:
            file.write(stored.content)
        self._enter(name, _Entry(path, stored.media_type, self._clock() + seconds))

    def append(self, name: str, stored: Stored) -> None:
        """Keep bytes at the end of those that lie under a name, which may be none yet."""
        entry = self._entries.get(name)
        if entry is None:
            self.put(name, stored)
            return
        with open(entry.path, "ab") as file:
            file.write(stored.content)

    def get(self, name: str) -> Stored | Expired | None:
        """Find what was put under a name; None if nothing ever was."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        if self._clock() >= entry.end:
            return Expired()
        with open(entry.path, "rb") as file:
            return Stored(entry.media_type, file.read())

    def look(self, name: str) -> Kept | None:
        """Find where lies what was put under a name without an end; None if nothing was."""
        entry = self._entries.get(name)
        return None if entry is None else Kept(entry.path, os.path.getsize(entry.path))

    def _path(self) -> str:
        return os.path.join(self._folder, str(next(self._numbers)))

    def _enter(self, name: str, entry: _Entry) -> None:
        with self._lock:
            self._entries[name] = entry
            if entry.end < float("inf"):
                heapq.heappush(self._ends, (entry.end, name, entry.path))

    def _sweep(self) -> None:
        now = self._clock()
        with self._lock:
            while self._ends and now >= self._ends[0][0]:
                _, name, path = heapq.heappop(self._ends)
                os.unlink(path)
                if self._entries[name].path == path:
                    self._entries[name] = self._entries[name]._replace(path="")
