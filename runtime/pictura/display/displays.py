"""Knows who is watching a run: a person at a terminal, a log, a script. It decides nothing."""

import sys
from collections.abc import Iterable
from typing import Protocol, TextIO

from pictura.display.values import job_value, line, summary_value
from pictura.display.words import count, job_line, near, summary_lines
from pictura.events import Event, JobEnded, JobRetries, RunBegan, RunStops, RunWaits, Summary
from pictura.money import dollars


class Display(Protocol):
    """Shows what happens."""

    def show(self, event: Event) -> None:
        """Show one event."""
        ...

    def close(self) -> None:
        """Leave the screen as it should stay; may be called twice."""
        ...


class Lines:
    """Calm lines, for logs: what is kept is counted, everything else has its line."""

    __slots__ = ("_folders", "_out", "_root", "_troubles")

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._troubles: list[JobEnded] = []
        self._folders: dict[str, None] = {}
        self._root = ""

    def show(self, event: Event) -> None:
        """Show one event."""
        for text in self.lines(event):
            self._out.write(text + "\n")
            self._out.flush()

    def close(self) -> None:
        """Do nothing: every line is out."""

    def lines(self, event: Event) -> Iterable[str]:
        """Give the lines that an event is worth."""
        match event:
            case RunBegan():
                self._root = event.root
                return [opening(event)] if event.to_make else []
            case JobEnded():
                if event.status in ("failed", "skipped"):
                    self._troubles.append(event)
                self._folders.update(dict.fromkeys(f.rpartition("/")[0] for f in event.files))
                return [] if event.status == "kept" else [job_line(event, self._root)]
            case JobRetries():
                return [f"retry    {event.job}  in {event.seconds:.1f} s: {event.reason}"]
            case RunWaits():
                return [f"waiting for {event.holder}"]
            case RunStops():
                return [f"stopping: {event.reason}; what is in flight still arrives"]
            case Summary():
                folders = ", ".join(near(self._root, one) or "." for one in self._folders)
                where = [f"pictures are in {folders}"] if folders else []
                return [*summary_lines(event, self._troubles), *where]


class JsonLines:
    """One JSON object a line: each job, and last the summary."""

    __slots__ = ("_out",)

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def show(self, event: Event) -> None:
        """Show one event, if it is one that scripts are promised."""
        match event:
            case JobEnded():
                self._out.write(line(job_value(event)))
            case Summary():
                self._out.write(line(summary_value(event)))
            case RunWaits():
                sys.stderr.write(f"waiting for {event.holder}\n")
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
