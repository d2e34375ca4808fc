"""Knows a text, its name, and places in it. It does not know what the text means."""

from typing import NamedTuple


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
        return tuple(self.source.text.splitlines()[self.start.line - 1 : self.end.line])
