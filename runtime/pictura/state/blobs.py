"""Knows the store of bytes that were paid for, each under its SHA-256. It parses none of them.

A blob is there whole or not at all: it is written beside, synced and renamed, by
`pictura.state.durable`.
"""

import os
from contextlib import suppress
from hashlib import sha256
from uuid import uuid4

from pictura.state.durable import make_folder, sync_folder


class TooLarge(Exception):  # noqa: N818 - the name says what the bytes are
    """More bytes came than are allowed."""


class Blobs:
    """The folder `.pictura/blobs`, and `.pictura/partial` for what is still arriving."""

    __slots__ = ("folder", "partial")

    def __init__(self, state: str) -> None:
        self.folder = os.path.join(state, "blobs")
        self.partial = os.path.join(state, "partial")

    def path(self, digest: str) -> str:
        """Say where a blob lies, or would lie."""
        return os.path.join(self.folder, digest[:2], digest[2:])

    def has(self, digest: str) -> bool:
        """Tell whether a blob is there."""
        return os.path.isfile(self.path(digest))

    def read(self, digest: str) -> bytes | None:
        """Read a blob; None if it is not there, or is no longer what it was."""
        try:
            with open(self.path(digest), "rb") as file:
                data = file.read()
        except FileNotFoundError:
            return None
        return data if sha256(data).hexdigest() == digest else None

    def put(self, data: bytes) -> str:
        """Keep bytes, durably, and give their SHA-256.

        Raises:
            OSError: They cannot be written.
        """
        arriving = self.receive(len(data))
        try:
            arriving.write(data)
            return arriving.keep()
        except BaseException:
            arriving.discard()
            raise

    def receive(self, limit: int) -> "Arriving":
        """Begin to receive up to `limit` bytes.

        Raises:
            OSError: No file can be made.
        """
        make_folder(self.partial)
        return Arriving(self, os.path.join(self.partial, uuid4().hex), limit)

    def sweep(self) -> None:
        """Remove what earlier runs left half received; only while no other run is at work."""
        with suppress(FileNotFoundError):
            for name in os.listdir(self.partial):
                with suppress(OSError):
                    os.unlink(os.path.join(self.partial, name))

    def remove(self, digest: str) -> None:
        """Forget a blob that nothing needs any more."""
        with suppress(OSError):
            os.unlink(self.path(digest))


class Arriving:
    """Bytes on their way into the store. Must be ended by `keep` or `discard`."""

    __slots__ = ("_blobs", "_file", "_hash", "_is_kept", "_limit", "_path", "size")

    def __init__(self, blobs: Blobs, path: str, limit: int) -> None:
        self._blobs = blobs
        self._path = path
        self._limit = limit
        self._file = open(path, "xb")  # noqa: SIM115 - it outlives this function by design
        self._hash = sha256()
        self._is_kept = False
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            TooLarge: They are more than allowed.
            OSError: They cannot be written.
        """
        self.size += len(chunk)
        if self.size > self._limit:
            message = f"it has more than {self._limit} bytes"
            raise TooLarge(message)
        self._hash.update(chunk)
        self._file.write(chunk)

    def restart(self) -> None:
        """Forget what has come so far: the sender begins again."""
        self._file.seek(0)
        self._file.truncate()
        self._hash = sha256()
        self.size = 0

    def peek(self) -> bytes:
        """Give all bytes that have come so far."""
        self._file.flush()
        with open(self._path, "rb") as file:
            return file.read()

    def keep(self) -> str:
        """Make the bytes durable and give their SHA-256.

        Raises:
            OSError: They cannot be made durable.
        """
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        digest = self._hash.hexdigest()
        target = self._blobs.path(digest)
        folder = os.path.dirname(target)
        make_folder(folder)
        os.replace(self._path, target)
        self._is_kept = True
        sync_folder(folder)
        return digest

    def discard(self) -> None:
        """Drop the bytes; does nothing after `keep`."""
        if self._is_kept:
            return
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.unlink(self._path)
