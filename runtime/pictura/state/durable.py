"""Knows how bytes become a file that is there whole or not at all. It does not know what they mean.

A file is written under another name, synced, renamed, and its folder is synced: after a crash or a
power cut the old file is there, or the new one, and never a part of one.
"""

import errno
import os
from contextlib import suppress
from uuid import uuid4


def write_whole(path: str, data: bytes, partial: str | None = None) -> None:
    """Put a file in its place at once.

    Args:
        path: Where; its folders are made.
        data: What.
        partial: A folder for the unfinished file, so that a crash leaves nothing beside `path`;
            without it, or if it is on another file system, the folder of `path`.

    Raises:
        OSError: The disk is full, the folder cannot be written, and so on; `path` is as it was.
    """
    folder = os.path.dirname(path) or "."
    make_folder(folder)
    name = f".pictura-{uuid4().hex}"
    if partial is not None:
        make_folder(partial)
        unfinished = os.path.join(partial, name)
        try:
            _write_synced(unfinished, data)
            os.replace(unfinished, path)
        except OSError as error:
            _discard(unfinished)
            if error.errno != errno.EXDEV:
                raise
        else:
            sync_folder(folder)
            return
    unfinished = os.path.join(folder, name)
    try:
        _write_synced(unfinished, data)
        os.replace(unfinished, path)
    except OSError:
        _discard(unfinished)
        raise
    sync_folder(folder)


def make_folder(folder: str) -> None:
    """Make a folder and those above it, and sync each folder that got a new name in it.

    Raises:
        OSError: A part of the way is a file, or cannot be written.
    """
    if os.path.isdir(folder):
        return
    above = os.path.dirname(os.path.abspath(folder))
    make_folder(above)
    with suppress(FileExistsError):
        os.mkdir(folder)
    sync_folder(above)


def sync_folder(folder: str) -> None:
    """Make the names in a folder durable, where the system can sync a folder."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that may be written but not read cannot be opened
        return
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network file systems cannot sync a folder; the rename itself has succeeded.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EROFS):
            raise
    finally:
        os.close(handle)


def _write_synced(path: str, data: bytes) -> None:
    with open(path, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _discard(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)
