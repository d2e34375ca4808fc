"""Knows server-sent events (HTML Living Standard, 9.2): bytes in, events out, at any boundary."""

from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator

from pictura_core.tuples import NamedTuple


class Event(NamedTuple):
    """One server-sent event.

    Attributes:
        data: The lines of its data, joined by line ends.
        name: Its type, `message` if the server gave none.
        id: The last id that the server gave, up to here.
        retry: Seconds after which to connect again, None if this event does not say.
    """

    data: str
    name: str = "message"
    id: str = ""
    retry: float | None = None


class EventParser:
    """Takes the bytes of a stream piece by piece; an event that is never ended is dropped."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8-sig")("replace")
        self._pieces: list[str] = []
        self._skip_line_feed = False
        self._data: list[str] = []
        self._name = ""
        self._id = ""
        self._retry: float | None = None

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """Take some bytes and give the events that they complete."""
        text = self._decoder.decode(chunk)
        if self._skip_line_feed and text:
            text = text.removeprefix("\n")
            self._skip_line_feed = False
        # A carriage return ends a line at once; if a line feed follows later, it is its other half.
        self._skip_line_feed = self._skip_line_feed or text.endswith("\r")
        *lines, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in lines:
            # Pieces are joined once a line: a picture in one line comes in thousands of pieces.
            self._pieces.append(line)
            event = self._take("".join(self._pieces))
            self._pieces.clear()
            if event is not None:
                yield event
        self._pieces.append(rest)

    def end(self) -> Iterator[Event]:
        """Give nothing: an event that is never ended is none."""
        return iter(())

    def _take(self, line: str) -> Event | None:
        if not line:
            return self._dispatch()
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match field:
            case "data":
                self._data.append(value)
            case "event":
                self._name = value
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit():
                self._retry = int(value[:9]) / 1000
            case _:
                pass
        return None

    def _dispatch(self) -> Event | None:
        data, name, retry = self._data, self._name, self._retry
        self._data, self._name, self._retry = [], "", None
        return Event("\n".join(data), name or "message", self._id, retry) if data else None


def events(chunks: Iterable[bytes]) -> Iterator[Event]:
    """Read events from the pieces of a stream, each as soon as it is complete."""
    parser = EventParser()
    for chunk in chunks:
        yield from parser.feed(chunk)
