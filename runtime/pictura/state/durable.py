"""Knows how bytes become a file that is there whole or not at all. It does not know what they mean.

A file is written under another name, synced, renamed, and its folder is synced: after a crash or a
power cut the old file is there, or the new one, and never a part of one.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Protocol
from uuid import uuid4

from pictura_core.tuples import NamedTuple

_AT_ONCE = 1 << 20
"""Bytes that are copied in one go."""

_NO_COPY = frozenset((errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM))
"""What systems say that cannot copy between two files themselves."""


class Move(NamedTuple):
    """A file that is written and synced, and where it belongs."""

    source: str
    target: str


class Each(Protocol):
    """Calls something for each of some values, one after the other or side by side."""

    def __call__(
        self, call: Callable[[str], OSError | None], values: Iterable[str], /
    ) -> Iterable[OSError | None]:
        """Give what each call gives."""
        ...


def put_in_place(moves: Sequence[Move], each: Each = map) -> list[OSError | None]:
    """Rename files, and sync each folder once in which a name is new.

    Args:
        moves: What goes where; folders are made.
        each: Syncs the folders; at its best side by side.

    Returns:
        For each of the moves why it failed; None where the file is durable in its place.
    """
    problems: list[OSError | None] = []
    folders: dict[str, None] = {}
    for move in moves:
        folder = os.path.dirname(move.target)
        try:
            _make(folder, folders)
            os.replace(move.source, move.target)
        except OSError as error:
            problems.append(error)
        else:
            problems.append(None)
            folders[folder] = None
    failed = {
        folder: error
        for folder, error in zip(folders, each(_try_sync, folders), strict=True)
        if error is not None
    }
    if failed:
        for at, move in enumerate(moves):
            above = (error for folder, error in failed.items() if move.target.startswith(folder))
            problems[at] = problems[at] or next(above, None)
    return problems


def _make(folder: str, grown: dict[str, None]) -> None:
    """Make a folder and those above it; note those that got a new name in them."""
    if os.path.isdir(folder):
        return
    above = os.path.dirname(os.path.abspath(folder))
    _make(above, grown)
    with suppress(FileExistsError):
        os.mkdir(folder)
    grown[above] = None


def _try_sync(folder: str) -> OSError | None:
    try:
        sync_folder(folder)
    except OSError as error:
        return error
    return None


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
            write_synced(unfinished, data)
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
        write_synced(unfinished, data)
        os.replace(unfinished, path)
    except OSError:
        _discard(unfinished)
        raise
    sync_folder(folder)


def copy_synced(source: str, path: str) -> os.stat_result:
    """Copy a file's bytes into a new file, and sync it; the two share nothing that can be edited.

    Raises:
        OSError: The one is not there, or the other cannot be written; there is none then.
    """
    try:
        with open(source, "rb", buffering=0) as old, open(path, "xb", buffering=0) as new:
            _copy(old.fileno(), new.fileno())
            os.fsync(new.fileno())
            return os.fstat(new.fileno())
    except OSError:
        _discard(path)
        raise


def write_synced(path: str, data: bytes) -> os.stat_result:
    """Write a new file, and sync it.

    Raises:
        OSError: It cannot be written; there is none then.
    """
    try:
        with open(path, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            return os.fstat(file.fileno())
    except OSError:
        _discard(path)
        raise


def put_synced(source: str, target: str) -> None:
    """Sync a file that somebody else wrote, and put it in its place; folders are made.

    Raises:
        OSError: It cannot be synced, or not be put there.
    """
    with open(source, "r+b") as file:
        os.fsync(file.fileno())
    (problem,) = put_in_place([Move(source, target)])
    if problem is not None:
        raise problem


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


def _copy(old: int, new: int) -> None:
    if sys.platform == "linux":
        # The kernel copies, or lets the two share their blocks until one is changed.
        try:
            while os.copy_file_range(old, new, _AT_ONCE):
                pass
        except OSError as error:
            if error.errno not in _NO_COPY or os.lseek(new, 0, os.SEEK_CUR):
                raise
    while data := os.read(old, _AT_ONCE):
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(new, rest) :]


def _discard(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)
