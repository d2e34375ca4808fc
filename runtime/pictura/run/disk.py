"""Knows whether the disk has room for what is about to come. It writes nothing."""

import os

DISK_HINT = "make room on the disk, then run again: what is made is kept"
_EACH = 24 << 20
"""Bytes that one request in flight may need: an answer in base64 and its pictures."""


def room_for(folder: str, requests: int) -> str:
    """Say why there is no room for the answers of some requests; empty if there is.

    Args:
        folder: On the disk where they will lie.
        requests: How many are in flight, the next one included.
    """
    try:
        found = os.statvfs(folder)
    except OSError:  # a system that cannot say; the write itself will
        return ""
    free = found.f_bavail * found.f_frsize
    if free >= requests * _EACH:
        return ""
    return (
        f"the disk has {free >> 20} MB left, which is too little for the answers of"
        f" {requests} request{'' if requests == 1 else 's'}"
    )
