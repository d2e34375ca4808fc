"""Knows how long base64 texts are cut out of a JSON text as it passes, and decoded on the way.

It does not know what they are: whoever reads the rest finds a name where each of them stood.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol
from uuid import uuid4

import pybase64

LONG = 32 * 1024
"""Bytes from which on a text is cut out: fewer are no burden."""

MOST = 64
"""Texts that are cut out of one answer; who sends more sends no pictures."""


class Spool(Protocol):
    """Takes what a text decodes to."""

    def write(self, chunk: bytes) -> object:
        """Take the next bytes."""
        ...

    def peek(self) -> bytes:
        """Give all bytes so far."""
        ...


class Cutter:
    """Takes a JSON text in pieces of any size.

    Args:
        spool: Opens a spool for the next long text.

    Attributes:
        rest: The JSON text so far, with a name for each long text.
        names: The names, in their order; no text of the answer can be one.
        is_odd: Whether a long text is no plain base64, so that the whole has to be read at once.
    """

    __slots__ = (
        "_coded",
        "_cut",
        "_held",
        "_in_text",
        "_nonce",
        "_spool",
        "_text",
        "is_odd",
        "names",
        "rest",
    )

    def __init__(self, spool: Callable[[], Spool]) -> None:
        self._spool = spool
        self._nonce = uuid4().hex
        self._held = b""
        self._in_text = False
        self._text = bytearray()
        self._coded: _Coded | None = None
        self._cut: list[_Coded] = []
        self.rest = bytearray()
        self.names: list[str] = []
        self.is_odd = False

    @property
    def heads(self) -> list[str]:
        """What stood before the base64 of each text: `data:image/png;base64,`, or nothing."""
        return [one.head.decode() for one in self._cut]

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        data = self._held + piece if self._held else piece
        # An escape is never torn: its backslash waits for what comes after it.
        slashes = len(data) - len(data.rstrip(b"\\"))
        self._held = b"\\" if slashes % 2 else b""
        end = len(data) - slashes % 2
        at = 0
        while at < end:
            quote = data.find(b'"', at, end)
            if self._in_text:
                while quote > at and _is_escaped(data, at, quote):
                    quote = data.find(b'"', quote + 1, end)
            stop = end if quote < 0 else quote
            if self._in_text:
                self._take(data, at, stop)
                if quote >= 0:
                    self._close()
            else:
                self.rest += data[at : stop + 1]
            if quote >= 0:
                self._in_text = not self._in_text
            at = stop + 1

    def end(self) -> bytes:
        """Give the rest, once all pieces were fed."""
        if self._coded is not None:
            self.is_odd = True
        return bytes(self.rest + self._text + self._held)

    def text(self) -> bytes:
        """Give the whole text so far, as it came but for escapes that mean nothing."""
        coded = [one.text() for one in self._cut]
        whole = put_back(bytes(self.rest), self.names, coded)
        return whole + (self._coded.text() if self._coded else bytes(self._text)) + self._held

    def _take(self, data: bytes, at: int, stop: int) -> None:
        if self._coded is None:
            self._text += memoryview(data)[at:stop]
            if len(self._text) <= LONG:
                return
            self._coded = _Coded(self._spool())
            data, at, stop = bytes(self._text), 0, len(self._text)
            self._text.clear()
        if not self._coded.take(data, at, stop):
            self.is_odd = True

    def _close(self) -> None:
        if self._coded is None:
            self.rest += self._text
        else:
            self.is_odd = self.is_odd or not self._coded.end() or len(self.names) >= MOST
            name = f"{self._nonce}-{len(self.names)}"
            self.names.append(name)
            self._cut.append(self._coded)
            self.rest += name.encode()
        self.rest += b'"'
        self._text.clear()
        self._coded = None


def put_back(rest: bytes, names: Iterable[str], texts: Iterable[bytes]) -> bytes:
    """Put texts back where their names stand."""
    parts: list[bytes] = []
    for name, text in zip(names, texts, strict=True):
        before, _, rest = rest.partition(name.encode())
        parts += (before, text)
    return b"".join((*parts, rest))


class _Coded:
    """A base64 text, or a data url of one, on its way into a spool.

    Attributes:
        head: What stood before the base64.
    """

    __slots__ = ("_has_begun", "_is_padded", "_left", "_spool", "_tail", "head")

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._left = b""
        self._has_begun = False
        self._is_padded = False
        self._tail: bytearray | None = None
        self.head = b""

    def take(self, data: bytes, at: int, stop: int) -> bool:
        """Decode the next part; False if it is nothing plain, and then nothing is any more."""
        if self._tail is not None:
            self._tail += data[at:stop]
            return False
        if data.find(b"\\", at, stop) >= 0:
            # The one escape that some servers write there.
            data = data[at:stop].replace(b"\\/", b"/")
            at, stop = 0, len(data)
        if not self._has_begun:
            self._has_begun = True
            if data.startswith(b"data:", at):
                comma = data.find(b",", at, stop) + 1
                self.head, at = data[at:comma], comma
                if not self.head.endswith(b";base64,"):
                    return self._give_up(data, at, stop)
        if self._left:
            more = min(-len(self._left) % 4, stop - at)
            self._left += data[at : at + more]
            at += more
            if len(self._left) < 4:
                return True
            if not self._decode(self._left):
                return self._give_up(data, at, stop)
            self._left = b""
        even = at + ((stop - at) & ~3)
        if even > at and not self._decode(memoryview(data)[at:even]):
            return self._give_up(data, at, stop)
        self._left = data[even:stop]
        return True

    def end(self) -> bool:
        """Tell whether the text ended as base64 does."""
        return not self._left and self._tail is None

    def text(self) -> bytes:
        """Give the text so far."""
        coded = pybase64.b64encode(self._spool.peek())
        return self.head + coded + self._left + (self._tail or b"")

    def _give_up(self, data: bytes, at: int, stop: int) -> bool:
        self._tail = bytearray(data[at:stop])
        return False

    def _decode(self, part: bytes | memoryview) -> bool:
        if self._is_padded:
            return False
        with suppress(ValueError):  # binascii's error is one
            decoded = pybase64.b64decode(part, validate=True)
            self._is_padded = part[-1] == b"="[0]
            self._spool.write(decoded)
            return True
        return False


def _is_escaped(data: bytes, begin: int, at: int) -> bool:
    slashes = 0
    while at - slashes > begin and data[at - slashes - 1] == b"\\"[0]:
        slashes += 1
    return slashes % 2 == 1
