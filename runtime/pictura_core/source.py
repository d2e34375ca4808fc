"""Knows a text, its name, and places in it. It does not know what the text means."""

import re
from bisect import bisect_right

from pictura_core.tuples import NamedTuple

# What editors count as the end of a line; str.splitlines would also split at U+2028 and others.
_LINE_END = re.compile(r"\r\n|\n|\r")


class Source(NamedTuple):
    """A text and the name under which a person would open it.

    Attributes:
        name: The path as the person typed it, or `<stdin>`.
        text: The decoded text, line ends as they were.
    """

    name: str
    text: str


class Position(NamedTuple):
    """A place between two characters.

    Attributes:
        line: Counted from 1.
        column: Counted from 1, in code points.
    """

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of a source, from `start` up to but without `end`."""

    source: Source
    start: Position
    end: Position

    def lines(self) -> tuple[str, ...]:
        """Give the source's lines that the span touches, without line ends."""
        return tuple(split_lines(self.source.text)[self.start.line - 1 : self.end.line])


def split_lines(text: str) -> list[str]:
    """Give a text's lines as an editor counts them, without line ends."""
    return _LINE_END.split(text)


class Lines:
    """The lines of a source, to turn offsets into places.

    Attributes:
        source: The text.
    """

    __slots__ = ("_starts", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self._starts: list[int] = []

    def position(self, offset: int) -> Position:
        """Tell line and column of an offset in code points; past the end counts as the end."""
        if not self._starts:
            self._starts = [0, *(end.end() for end in _LINE_END.finditer(self.source.text))]
        offset = min(offset, len(self.source.text))
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def span(self, start: int, end: int) -> Span:
        """Give the stretch between two offsets in code points."""
        return Span(self.source, self.position(start), self.position(end))
