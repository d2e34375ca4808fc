"""Knows whether the disk has room for what is about to come. It writes nothing."""

import os
from time import monotonic

DISK_HINT = "make room on the disk, then run again: what is made is kept"
_EACH = 24 << 20
"""Bytes that one request in flight may need: an answer in base64 and its pictures."""


_SECONDS = 0.25
"""How long a look at a disk counts that has plenty of room."""


class Room:
    """The room on the disk of a folder.

    Args:
        folder: Where answers will lie.
    """

    __slots__ = ("_folder", "_plenty", "_until")

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._plenty = 0
        self._until = float("-inf")

    def problem(self, requests: int) -> str:
        """Say why there is no room for the answers of some requests; empty if there is.

        Args:
            requests: How many are in flight, the next one included.
        """
        if requests <= self._plenty and monotonic() < self._until:
            return ""
        try:
            found = os.statvfs(self._folder)
        except OSError:  # a system that cannot say; the write itself will
            return ""
        free = found.f_bavail * found.f_frsize
        self._plenty = free // (4 * _EACH)
        self._until = monotonic() + _SECONDS
        if free >= requests * _EACH:
            return ""
        return (
            f"the disk has {free >> 20} MB left, which is too little for the answers of"
            f" {requests} request{'' if requests == 1 else 's'}"
        )
