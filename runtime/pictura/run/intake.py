"""Knows how an answer is taken in as it comes, and what of it is to be kept. It understands none.

Long base64 texts of a JSON answer are decoded on their way to the disk, and the rest of it is small
enough for the ledger: together they are the answer, for it can be written again from them. Any
other answer becomes a blob: without the key, if it is text that echoes it, and else as it is.
"""

from pictura.run.cutting import Cutter
from pictura.state.blobs import Arriving, Blobs, TooLarge
from pictura.state.durable import Move
from pictura.state.records import Arrived, Cutout
from pictura_core.wire import hide_bytes, holds

_MOST = 128 * 1024
"""Bytes of the rest of an answer that the ledger may hold."""


class Intake:
    """Takes an answer in pieces. Must be ended by `discard`, which spares what is kept.

    Args:
        blobs: Where it goes.
        limit: Bytes that it may have.
        secret: The key, which nothing of an answer may bring onto the disk.
    """

    __slots__ = ("_blobs", "_cutter", "_left", "_limit", "_rest", "_secret", "_spools", "_whole")

    def __init__(self, blobs: Blobs, limit: int, secret: str = "") -> None:
        self._blobs = blobs
        self._limit = limit
        self._secret = secret
        self._left = limit
        self._cutter: Cutter | None = None
        self._whole: Arriving | None = None
        self._spools: list[Arriving] = []
        self._rest = b""

    def write(self, piece: bytes) -> None:
        """Take the next piece.

        Raises:
            TooLarge: It is more than allowed.
            OSError: It cannot be written.
        """
        self._left -= len(piece)
        if self._left < 0:
            message = "it has more bytes than a run takes"
            raise TooLarge(message)
        if self._whole is not None:
            self._whole.write(piece)
            return
        if self._cutter is None:
            self._cutter = Cutter(self._spool)
            if piece.lstrip()[:1] not in (b"{", b"["):
                self._begin_whole(piece)
                return
        self._cutter.feed(piece)
        if self._cutter.is_odd or len(self._cutter.rest) > _MOST:
            self._give_up_cutting(self._cutter)

    def peek(self) -> bytes:
        """Give everything that has come so far."""
        if self._whole is not None:
            return self._whole.peek()
        return b"" if self._cutter is None else self._cutter.text()

    def end(self) -> tuple[Arriving, ...]:
        """Give what has to be put into the blobs, once everything has come."""
        if self._whole is None and self._cutter is not None:
            self._rest = self._cutter.end()
            if self._cutter.is_odd or len(self._rest) > _MOST:
                self._give_up_cutting(self._cutter)
        return tuple(self._spools) if self._whole is None else (self._whole,)

    def sync(self, one: Arriving) -> Move:
        """Write one of those that `end` gave to the disk; to be called in a thread.

        Raises:
            OSError: It cannot be written.
        """
        if one is not self._whole or not self._secret:
            return one.sync()
        data = one.peek()
        if not _is_text(data):
            # Not a bit of a picture may change: if it holds the key, at least nobody else reads it.
            one.is_private = holds(data, self._secret)
            return one.sync()
        clean = hide_bytes(data, self._secret)
        if clean != data:
            one.discard()
            self._whole = one = self._blobs.receive(len(clean))
            one.write(clean)
        return one.sync()

    def arrived(self) -> Arrived:
        """Say how to find the answer again, once what `end` gave is kept."""
        if self._whole is not None:
            return Arrived(self._whole.kept(), b"", ())
        if self._cutter is None:
            return Arrived("", b"", ())
        cut = zip(self._cutter.names, self._cutter.heads, self._spools, strict=True)
        cuts = tuple(Cutout(name, head, spool.kept(), spool.size) for name, head, spool in cut)
        return Arrived("", self._rest, cuts)

    def discard(self) -> None:
        """Drop what is not kept."""
        for one in self._spools:
            one.discard()
        if self._whole is not None:
            self._whole.discard()

    def _spool(self) -> Arriving:
        self._spools.append(self._blobs.receive(self._limit))
        return self._spools[-1]

    def _begin_whole(self, text: bytes) -> None:
        # An answer that is cut is a little longer in memory than it was on the road.
        self._whole = self._blobs.receive(self._limit + len(text))
        self._whole.write(text)

    def _give_up_cutting(self, cutter: Cutter) -> None:
        self._begin_whole(cutter.text())
        for one in self._spools:
            one.discard()
        self._spools.clear()


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in data
