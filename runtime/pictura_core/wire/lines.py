"""Knows JSON line by line (NDJSON, JSON Lines, RFC 7464): bytes in, lines out, at any boundary."""

from collections.abc import Iterator

from pictura_core.wire.events import Event

_RECORD = b"\x1e"


class LineParser:
    """Takes the bytes of a stream piece by piece; the last line need not be ended."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """Take some bytes and give the lines that they complete, but empty ones."""
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            self._pieces.append(line)
            yield from self.end()
        self._pieces.append(rest)

    def end(self) -> Iterator[Event]:
        """Give the line that was not ended."""
        line = b"".join(self._pieces).strip().removeprefix(_RECORD).strip()
        self._pieces.clear()
        if line:
            yield Event(line.decode("utf-8", "replace"))


def lines(text: bytes) -> Iterator[Event]:
    """Read all lines of a body."""
    parser = LineParser()
    yield from parser.feed(text)
    yield from parser.end()
