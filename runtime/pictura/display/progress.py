"""Knows the progress bar of a terminal; rich draws it."""

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from pictura.display.displays import Lines
from pictura.events import Event, JobEnded, JobProgresses, RunBegan, Summary
from pictura.money import Bill, dollars

_STYLES = {"failed": "red", "skipped": "yellow", "retry": "yellow", "restored": "cyan"}


class Bar:
    """A bar that grows with each job, and above it lines for what a person should see."""

    __slots__ = ("_bill", "_console", "_ended", "_lines", "_progress", "_shares", "_task")

    def __init__(self, console: Console, lines: Lines) -> None:
        self._console = console
        self._lines = lines
        self._bill = Bill()
        self._ended = 0
        self._shares: dict[str, float] = {}
        self._task: TaskID | None = None
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[spent]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )

    def show(self, event: Event) -> None:
        """Show one event."""
        match event:
            case RunBegan():
                self._begin(event)
            case JobEnded():
                self._bill.add(event.cost_usd)
                self._ended += 1
                self._shares.pop(event.job, None)
                self._move()
            case JobProgresses(job, share, _):
                self._shares[job] = (share or 0.0) / 100
                self._move()
            case Summary():
                self.close()
            case _:
                pass
        for text in self._lines.lines(event):
            word = text.partition(" ")[0]
            self._console.print(Text(text, style=_STYLES.get(word, "")), soft_wrap=True)

    def close(self) -> None:
        """Take the bar away; the lines stay."""
        self._progress.stop()

    def _move(self) -> None:
        """Move the bar; what is half done moves it by half a job."""
        if self._task is not None:
            completed = self._ended + min(sum(self._shares.values()), len(self._shares) * 0.99)
            self._progress.update(self._task, completed=completed, spent=dollars(self._bill.usd))

    def _begin(self, event: RunBegan) -> None:
        if self._task is None:
            self._task = self._progress.add_task("pictures", total=event.jobs, spent="$0.00")
        else:  # a second project: the bar grows
            total = self._progress.tasks[0].total or 0
            self._progress.update(self._task, total=total + event.jobs)
        self._progress.start()
