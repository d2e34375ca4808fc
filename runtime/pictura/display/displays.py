"""Knows who is watching a run: a person at a terminal, a log, a script. It decides nothing."""

import sys
from collections.abc import Iterable
from enum import Enum
from typing import Protocol, TextIO

from pictura.display.values import batch_value, job_value, line, progress_value, summary_value
from pictura.display.words import (
    batch_line,
    count,
    detail_line,
    job_line,
    near,
    summary_lines,
    waiting_line,
)
from pictura.events import (
    WAITING,
    BatchProgresses,
    DownloadWaits,
    Event,
    JobEnded,
    JobProgresses,
    JobRetries,
    JobWaits,
    RequestAnswered,
    RequestLeft,
    RunBegan,
    RunStops,
    RunWaits,
    Summary,
)
from pictura.money import dollars
from pictura_core.report import visible


class Display(Protocol):
    """Shows what happens."""

    def show(self, event: Event) -> None:
        """Show one event."""
        ...

    def close(self) -> None:
        """Leave the screen as it should stay; may be called twice."""
        ...


class Detail(Enum):
    """How much a person wants to read.

    Attributes:
        LITTLE: What went wrong, and the summary.
        USUAL: Each job that is not kept, and each further try.
        MUCH: Each request, answer and wait too.
    """

    LITTLE = 0
    USUAL = 1
    MUCH = 2


class Lines:
    """Calm lines, for logs: what is kept is counted, everything else has its line.

    Args:
        out: Where they go.
        detail: How many of them.
    """

    __slots__ = ("_detail", "_folders", "_out", "_root", "_states", "_troubles")

    def __init__(self, out: TextIO, detail: Detail = Detail.USUAL) -> None:
        self._out = out
        self._detail = detail
        self._troubles: list[JobEnded] = []
        self._folders: dict[str, None] = {}
        self._states: dict[str, str] = {}
        self._root = ""

    @property
    def detail(self) -> Detail:
        """How many of them."""
        return self._detail

    def show(self, event: Event) -> None:
        """Show one event."""
        for text in self.lines(event):
            self._out.write(text + "\n")
            self._out.flush()

    def close(self) -> None:
        """Do nothing: every line is out."""

    def lines(self, event: Event) -> Iterable[str]:
        """Give the lines that an event is worth; nothing in them steers a terminal."""
        return [visible(text) for text in self._lines(event)]

    def _lines(self, event: Event) -> Iterable[str]:
        match event:
            case RunBegan():
                self._root = event.root
                return [opening(event)] if event.to_make and self._detail.value else []
            case JobEnded():
                return self._end(event)
            case JobRetries():
                line = f"retry    {event.job}  in {event.seconds:.1f} s: {event.reason}"
                return [line] if self._detail.value else []
            case JobWaits() | JobProgresses() | RequestLeft() | RequestAnswered():
                return [detail_line(event)] if self._detail is Detail.MUCH else []
            case BatchProgresses():
                return self._progress(event)
            case DownloadWaits():
                return [waiting_line(event)] if self._detail.value else []
            case RunWaits():
                return [f"waiting for {event.holder}"]
            case RunStops():
                return [f"stopping: {event.reason}; what is in flight still arrives"]
            case Summary():
                folders = ", ".join(near(self._root, one) or "." for one in self._folders)
                where = [f"pictures are in {folders}"] if folders else []
                return [*summary_lines(event, self._troubles), *where]

    def _progress(self, event: BatchProgresses) -> Iterable[str]:
        """Tell each state of a batch, and each number only to whoever wants to read much."""
        is_old = self._states.get(event.batch) == event.state
        self._states[event.batch] = event.state
        is_told = self._detail is Detail.MUCH or (self._detail.value and not is_old)
        return [batch_line(event)] if is_told else []

    def _end(self, event: JobEnded) -> Iterable[str]:
        is_bad = event.status in ("failed", "skipped")
        if is_bad:
            self._troubles.append(event)
        self._folders.update(dict.fromkeys(f.rpartition("/")[0] for f in event.files))
        # Who hands in a thousand jobs knows that they wait; the summary counts them.
        is_expected = event.status == "kept" or event.code == WAITING
        is_calm = is_expected or not (is_bad or self._detail.value)
        return [] if is_calm else [job_line(event, self._root)]


class JsonLines:
    """One JSON object a line: each job, how far those are that take long, last the summary."""

    __slots__ = ("_out",)

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def show(self, event: Event) -> None:
        """Show one event, if it is one that scripts are promised."""
        match event:
            case JobEnded():
                self._out.write(line(job_value(event)))
            case JobProgresses():
                self._out.write(line(progress_value(event)))
            case BatchProgresses():
                self._out.write(line(batch_value(event)))
            case Summary():
                self._out.write(line(summary_value(event)))
            case RunWaits():
                sys.stderr.write(f"waiting for {event.holder}\n")
            case DownloadWaits():
                sys.stderr.write(f"{visible(waiting_line(event))}\n")
            case _:
                return
        self._out.flush()

    def close(self) -> None:
        """Do nothing: every line is out."""


class Together:
    """Several displays."""

    __slots__ = ("_displays",)

    def __init__(self, displays: Iterable[Display]) -> None:
        self._displays = tuple(displays)

    def show(self, event: Event) -> None:
        """Show one event in each."""
        for display in self._displays:
            display.show(event)

    def close(self) -> None:
        """Close each."""
        for display in self._displays:
            display.close()


def opening(event: RunBegan) -> str:
    """Say what is about to happen."""
    parts: list[str] = []
    if event.cost_usd:
        parts.append(dollars(event.cost_usd))
    if event.unpriced:
        parts.append(f"{count(event.unpriced, 'job')} of unknown cost")
    cost = " and ".join(parts) or dollars(0.0)
    if event.emulated:
        cost = f"emulated; for real {cost}"
    return f"{event.to_make:,} of {count(event.jobs, 'job')} to make ({cost})"
