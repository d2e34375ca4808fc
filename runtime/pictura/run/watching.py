"""Knows how an answer in events is watched as it comes: what is partial, what is finished.

It keeps nothing: whoever opens the answer reads its pictures.
"""

import json
from collections.abc import Callable

from pictura.events import Event, JobProgresses
from pictura.job import Job
from pictura.run.answers import is_kind, streamed
from pictura_core.extensions import Stream
from pictura_core.tuples import NamedTuple
from pictura_core.wire import Reply
from pictura_core.wire.events import EventParser

MEDIA_TYPE = "text/event-stream"


class Whole(NamedTuple):
    """How an answer in events began that was cut off when its pictures had come."""

    status: int
    headers: dict[str, str]


WHOLE = Whole(200, {"content-type": MEDIA_TYPE})


class Watch:
    """Watches one answer.

    Args:
        job: Whose answer it is.
        stream: What its events carry.
        show: Is told of partial pictures.

    Attributes:
        finished: How many finished results have come.
        pictures: How many pictures are asked for.
    """

    __slots__ = ("_job", "_parser", "_partial", "_show", "_stream", "finished", "pictures")

    def __init__(self, job: Job, stream: Stream, show: Callable[[Event], None]) -> None:
        self._job = job
        self._stream = stream
        self._show = show
        self._parser = EventParser()
        self._partial = 0
        self.finished = 0
        self.pictures = job.pictures

    def feed(self, piece: bytes) -> None:
        """Take the next bytes."""
        for event in self._parser.feed(piece):
            try:
                data: object = json.loads(event.data)
            except (ValueError, RecursionError):
                continue  # the mark at the end is no JSON
            if self._stream.partial and is_kind(self._stream, self._stream.partial, data):
                self._partial += 1
                said = f"partial picture {self._partial}"
                self._show(JobProgresses(self._job.key, None, said))
            elif streamed(self._job.operation, self._job.request, [data]):
                self.finished += 1


def watch(job: Job, show: Callable[[Event], None]) -> Watch | None:
    """Watch the answer to a job's request; None if it does not ask for events."""
    stream = job.operation.stream
    if stream is None or job.request.get(stream.field) is not True:
        return None
    return Watch(job, stream, show)


def is_streamed(reply: Reply) -> bool:
    """Tell whether an answer came in events."""
    return reply.headers.get("content-type", "").lower().startswith(MEDIA_TYPE)
