"""Knows the store of bytes that were paid for, each under its SHA-256. It parses none of them.

A blob is there whole or not at all: it is written beside, synced and renamed, by
`pictura.state.durable`.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from uuid import uuid4

from pictura.state.digest import hash_file
from pictura.state.durable import Move, make_folder, put_in_place

_AT_ONCE = 64 * 1024
"""Bytes that are worth a write of their own; fewer wait in memory."""


class TooLarge(Exception):  # noqa: N818 - the name says what the bytes are
    """More bytes came than are allowed."""


class Blobs:
    """The folder `.pictura/blobs`, and `.pictura/partial` for what is still arriving."""

    __slots__ = ("_fresh", "folder", "partial")

    def __init__(self, state: str) -> None:
        self.folder = os.path.join(state, "blobs")
        self.partial = os.path.join(state, "partial")
        self._fresh: set[str] = set()

    def path(self, digest: str) -> str:
        """Say where a blob lies, or would lie."""
        return f"{self.folder}{os.sep}{digest[:2]}{os.sep}{digest[2:]}"

    def has(self, digest: str) -> bool:
        """Tell whether a blob is there."""
        return os.path.isfile(self.path(digest))

    def is_fresh(self, digest: str) -> bool:
        """Tell whether this process wrote a blob, so that it is what its name says."""
        return digest in self._fresh

    def is_whole(self, digest: str) -> bool:
        """Tell whether a blob is there and is what its name says."""
        try:
            return hash_file(self.path(digest)) == digest
        except FileNotFoundError:
            return False

    def read(self, digest: str) -> bytes | None:
        """Read a blob; None if it is not there, or is no longer what it was."""
        try:
            with open(self.path(digest), "rb") as file:
                data = file.read()
        except FileNotFoundError:
            return None
        return data if sha256(data).hexdigest() == digest else None

    @contextmanager
    def look(self, digest: str) -> Generator[bytes | mmap]:
        """Look into a blob without reading more of it than is looked at.

        Raises:
            OSError: It is not there.
        """
        with open(self.path(digest), "rb") as file, _map(file.fileno()) as view:
            yield view

    def put(self, data: bytes) -> str:
        """Keep bytes, durably, and give their SHA-256.

        Raises:
            OSError: They cannot be written.
        """
        arriving = self.receive(len(data))
        try:
            arriving.write(data)
            return arriving.keep()
        finally:
            arriving.discard()

    def receive(self, limit: int) -> "Arriving":
        """Begin to receive up to `limit` bytes."""
        return Arriving(self, limit)

    def believe(self, digest: str) -> None:
        """Take note that this process wrote a blob."""
        self._fresh.add(digest)

    def unfinished(self) -> str:
        """Give a path for bytes that come from elsewhere, to be adopted.

        Raises:
            OSError: Its folder cannot be made.
        """
        make_folder(self.partial)
        return f"{self.partial}{os.sep}{uuid4().hex}"

    def adopt(self, unfinished: str, digest: str) -> bool:
        """Keep a file as a blob, durably; False if it is not what its name says.

        Raises:
            OSError: It cannot be kept.
        """
        if hash_file(unfinished) != digest:
            return False
        handle = os.open(unfinished, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        (problem,) = put_in_place((Move(unfinished, self.path(digest)),))
        if problem is not None:
            raise problem
        self.believe(digest)
        return True

    def sweep(self) -> None:
        """Remove what earlier runs left half received; only while no other run is at work."""
        with suppress(FileNotFoundError):
            for name in os.listdir(self.partial):
                with suppress(OSError):
                    os.unlink(os.path.join(self.partial, name))

    def remove(self, digest: str) -> None:
        """Forget a blob that nothing needs any more."""
        self._fresh.discard(digest)
        with suppress(OSError):
            os.unlink(self.path(digest))


class Arriving:
    """Bytes on their way into the store. Must be ended by `discard`, which spares what is kept.

    Few bytes stay in memory; a file is made when there are many, or when they are to be kept.

    Attributes:
        size: How many have come.
        is_private: Whether only the owner of the store may read them.
    """

    __slots__ = (
        *("_blobs", "_handle", "_hash", "_held", "_limit", "_path", "_waiting"),
        *("is_private", "size"),
    )

    def __init__(self, blobs: Blobs, limit: int) -> None:
        self._blobs = blobs
        self._limit = limit
        self._path = ""
        self._handle = -1
        self._hash = sha256()
        self._held: list[bytes] = []
        self._waiting = 0
        self.is_private = False
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
        self._held.append(chunk)
        self._waiting += len(chunk)
        if self._waiting >= _AT_ONCE:
            self._flush()

    def peek(self) -> bytes:
        """Give all bytes that have come so far."""
        if self._handle < 0:
            return b"".join(self._held)
        self._flush()
        return os.pread(self._handle, self.size, 0)

    @contextmanager
    def look(self) -> Generator[bytes | mmap]:
        """Look into what has come so far without reading more of it than is looked at."""
        if self._handle < 0:
            yield b"".join(self._held)
            return
        self._flush()
        with _map(self._handle) as view:
            yield view

    def pieces(self, size: int) -> Generator[bytes]:
        """Give what has come so far in pieces of up to so many bytes."""
        if self._handle < 0:
            yield b"".join(self._held)
            return
        self._flush()
        for at in range(0, self.size, size):
            yield os.pread(self._handle, min(size, self.size - at), at)

    def digest(self) -> str:
        """Give the SHA-256 of what has come so far."""
        return self._hash.hexdigest()

    def sync(self) -> Move:
        """Write everything to the disk, and say where it lies and where it belongs.

        Raises:
            OSError: It cannot be written.
        """
        self._flush()
        if self.is_private:
            os.fchmod(self._handle, 0o600)
        os.fsync(self._handle)
        self._close()
        return Move(self._path, self._blobs.path(self.digest()))

    def kept(self) -> str:
        """Take note that the move was made; give the SHA-256."""
        self._path = ""
        digest = self.digest()
        self._blobs.believe(digest)
        return digest

    def keep(self) -> str:
        """Make the bytes durable at once and give their SHA-256.

        Raises:
            OSError: They cannot be made durable.
        """
        (problem,) = put_in_place((self.sync(),))
        if problem is not None:
            raise problem
        return self.kept()

    def discard(self) -> None:
        """Drop the bytes; what was kept stays kept."""
        self._close()
        self._held.clear()
        if self._path:
            with suppress(OSError):
                os.unlink(self._path)
            self._path = ""

    def _flush(self) -> None:
        if self._handle < 0:
            make_folder(self._blobs.partial)
            self._path = f"{self._blobs.partial}{os.sep}{uuid4().hex}"
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        data = self._held[0] if len(self._held) == 1 else b"".join(self._held)
        self._held.clear()
        self._waiting = 0
        written = os.write(self._handle, data) if data else 0
        while written < len(data):
            written += os.write(self._handle, memoryview(data)[written:])

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


@contextmanager
def _map(handle: int) -> Generator[bytes | mmap]:
    if os.fstat(handle).st_size == 0:  # of nothing there is no map
        yield b""
        return
    with mmap(handle, 0, access=ACCESS_READ) as view:
        yield view
