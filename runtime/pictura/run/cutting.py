"""Knows how long base64 texts are cut out of a JSON text as it passes, and decoded on the way.

It does not know what they are: whoever reads the rest finds a name where each of them stood.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol
from uuid import uuid4

import pybase64

LONG = 32 * 1024
"""Bytes from which on a text is cut out: fewer are no burden."""


class Spool(Protocol):
    """Takes what a text decodes to."""

    def write(self, chunk: bytes) -> object:
        """Take the next bytes."""
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
        self.rest = bytearray()
        self.names: list[str] = []
        self.is_odd = False

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
                self._take(data[at:stop])
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
        self.rest += self._text + self._held
        return bytes(self.rest)

    def _take(self, part: bytes) -> None:
        if self._coded is None:
            self._text += part
            if len(self._text) <= LONG:
                return
            self._coded = _Coded(self._spool())
            part = bytes(self._text)
            self._text.clear()
        if not self.is_odd:
            self.is_odd = not self._coded.take(part)

    def _close(self) -> None:
        if self._coded is None:
            self.rest += self._text
        else:
            self.is_odd = self.is_odd or not self._coded.end()
            name = f"{self._nonce}-{len(self.names)}"
            self.names.append(name)
            self.rest += name.encode()
        self.rest += b'"'
        self._text.clear()
        self._coded = None


class _Coded:
    """A base64 text, or a data url of one, on its way into a spool."""

    __slots__ = ("_has_begun", "_is_padded", "_left", "_spool")

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._left = b""
        self._has_begun = False
        self._is_padded = False

    def take(self, part: bytes) -> bool:
        """Decode the next part; False if it is nothing plain."""
        if b"\\" in part:
            part = part.replace(b"\\/", b"/")  # the one escape that some servers write there
        if not self._has_begun:
            self._has_begun = True
            if part.startswith(b"data:"):
                head, _, part = part.partition(b",")
                if not head.endswith(b";base64"):
                    return False
        part = self._left + part
        even = len(part) & ~3
        self._left = part[even:]
        if not even:
            return True
        if self._is_padded:
            return False
        self._is_padded = part[even - 1] == b"="[0]
        with suppress(ValueError):  # binascii's error is one
            self._spool.write(pybase64.b64decode(memoryview(part)[:even], validate=True))
            return True
        return False

    def end(self) -> bool:
        """Tell whether the text ended as base64 does."""
        return not self._left


def _is_escaped(data: bytes, begin: int, at: int) -> bool:
    slashes = 0
    while at - slashes > begin and data[at - slashes - 1] == b"\\"[0]:
        slashes += 1
    return slashes % 2 == 1
