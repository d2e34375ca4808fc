"""Knows where answers and pictures lie while the server lives: in a temporary folder.

Memory would not do: an answer that was paid for is kept to be given again, and a run of a thousand
pictures is gigabytes. It must not know HTTP.
"""

import itertools
import os
from collections.abc import Callable

from pictura_core.tuples import NamedTuple


class Stored(NamedTuple):
    """Bytes that can be fetched until they expire."""

    media_type: str
    content: bytes


class Expired(NamedTuple):
    """There was a picture of this name, and its time is over."""


class _Entry(NamedTuple):
    path: str
    media_type: str
    end: float


class Storage:
    """Named bytes in a folder, each with an end on the clock."""

    def __init__(self, folder: str, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._clock = clock
        self._entries: dict[str, _Entry] = {}
        self._numbers = itertools.count()

    def put(self, name: str, stored: Stored, seconds: float = float("inf")) -> None:
        """Keep bytes under a name, for so many seconds."""
        self._sweep()
        path = os.path.join(self._folder, str(next(self._numbers)))
        with open(path, "wb") as file:
            file.write(stored.content)
        self._entries[name] = _Entry(path, stored.media_type, self._clock() + seconds)

    def get(self, name: str) -> Stored | Expired | None:
        """Find what was put under a name; None if nothing ever was."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        if self._clock() >= entry.end:
            return Expired()
        with open(entry.path, "rb") as file:
            return Stored(entry.media_type, file.read())

    def _sweep(self) -> None:
        now = self._clock()
        for name, entry in self._entries.items():
            if entry.path and now >= entry.end:
                os.unlink(entry.path)
                self._entries[name] = entry._replace(path="")
