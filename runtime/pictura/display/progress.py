"""Knows the live part of a terminal: how far a run is, and what it waits for; rich draws it."""

from collections import deque
from collections.abc import Callable
from time import monotonic

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from pictura.display.displays import Detail, Lines
from pictura.display.words import batch_line, count
from pictura.events import (
    BatchProgresses,
    Event,
    JobEnded,
    JobProgresses,
    JobRetries,
    JobWaits,
    RequestLeft,
    RunBegan,
    Summary,
)
from pictura.money import Bill, dollars
from pictura_core.report import visible

_STYLES = {"failed": "red", "skipped": "yellow", "retry": "yellow", "restored": "cyan"}
_WINDOW = 60.0
"""Seconds over which a rate is measured."""
_SHOWN = 3
"""How many retries are named."""


class Bar:
    """A bar that grows with each job, what is waited for below, and above it lines that stay.

    Args:
        console: Where it is drawn.
        lines: Gives the lines.
        clock: Gives seconds.
    """

    __slots__ = (
        *(
            "_batches",
            "_began",
            "_bill",
            "_clock",
            "_console",
            "_ended",
            "_live",
            "_lines",
            "_made",
            "_pictures",
        ),
        *("_retries", "_shares", "_to_make", "_total", "_waits"),
    )

    def __init__(
        self, console: Console, lines: Lines, clock: Callable[[], float] = monotonic
    ) -> None:
        self._console = console
        self._lines = lines
        self._clock = clock
        self._bill = Bill()
        self._began = clock()
        self._total = self._to_make = self._ended = self._made = 0
        self._pictures: deque[tuple[float, int]] = deque()
        self._shares: dict[str, float] = {}
        self._batches: dict[str, BatchProgresses] = {}
        self._retries: dict[str, tuple[float, JobRetries]] = {}
        self._waits: dict[str, tuple[float, str]] = {}
        self._live = Live(
            get_renderable=self.screen, console=console, transient=True, refresh_per_second=5
        )

    def show(self, event: Event) -> None:
        """Show one event."""
        match event:
            case RunBegan():
                self._total += event.jobs
                self._to_make += event.to_make
                self._live.start()
            case JobEnded():
                self._end(event)
            case JobProgresses(job, share, _):
                self._shares[job] = (share or 0.0) / 100
            case BatchProgresses():
                self._batches[event.batch] = event
            case JobRetries():
                self._retries[event.job] = (self._clock() + event.seconds, event)
            case JobWaits():
                self._waits[event.job] = (self._clock() + event.seconds, event.reason)
            case RequestLeft():
                self._forget(event.job)
            case Summary():
                self.close()
            case _:
                pass
        # What is tried again is shown below as long as it lasts.
        is_live = isinstance(event, JobRetries) and self._lines.detail is not Detail.MUCH
        for text in () if is_live else self._lines.lines(event):
            word = text.partition(" ")[0]
            self._console.print(Text(text, style=_STYLES.get(word, "")), soft_wrap=True)
        if isinstance(event, Summary) and (event.made or event.restored):
            self._console.print(Text("pictura gallery shows them side by side", style="dim"))

    def close(self) -> None:
        """Take the live part away; the lines stay."""
        self._live.stop()

    def screen(self) -> RenderableType:
        """Draw the live part as it is now."""
        now = self._clock()
        share = min(sum(self._shares.values()), len(self._shares) * 0.99)
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_row(
            ProgressBar(
                total=max(self._total, 1),
                completed=self._ended + share,
                width=24 if self._console.width >= 100 else 12,
            ),
            Text(f"{self._ended:,} of {count(self._total, 'job')}", no_wrap=True),
            *(Text(text, "dim", no_wrap=True, overflow="ellipsis") for text in self._facts(now)),
        )
        return Group(
            table,
            *(
                Text(text, "yellow", no_wrap=True, overflow="ellipsis")
                for text in self._troubles(now)
            ),
        )

    def _facts(self, now: float) -> list[str]:
        """Say what is spent, how fast it goes and how long it will take."""
        unknown = f" + {self._bill.unknown:,} unknown" if self._bill.unknown else ""
        facts = [dollars(self._bill.usd) + unknown, _minutes(now - self._began)]
        while self._pictures and self._pictures[0][0] < now - _WINDOW:
            self._pictures.popleft()
        seconds = min(_WINDOW, now - self._began)
        pictures = sum(number for _, number in self._pictures)
        if pictures and seconds > 0:
            facts.append(f"{pictures * 60 / seconds:,.0f} pictures/min")
        left = self._to_make - self._made
        if self._made and left > 0:
            facts.append(f"{_minutes((now - self._began) / self._made * left)} left")
        return facts

    def _troubles(self, now: float) -> list[str]:
        """Say how far batches are, what is tried again and why, and what waits for its time."""
        lines = [
            f"retry    {job}  try {event.attempt} {_until(at - now)}: {event.reason}"
            for job, (at, event) in self._retries.items()
        ]
        if len(lines) > _SHOWN:
            lines[_SHOWN:] = [f"… and {len(lines) - _SHOWN:,} more to be tried again"]
        waits: dict[str, list[float]] = {}
        for at, reason in self._waits.values():
            if at > now:
                waits.setdefault(reason, []).append(at - now)
        for reason, times in waits.items():
            verb = "waits" if len(times) == 1 else "wait"
            lines.append(
                f"wait     {count(len(times), 'job')} {verb}, next {_until(min(times))}: {reason}"
            )
        batches = [batch_line(one) for one in self._batches.values() if one.completed != one.total]
        return [visible(line) for line in (*batches[:_SHOWN], *lines)]

    def _end(self, event: JobEnded) -> None:
        self._bill.add(event.cost_usd)
        self._ended += 1
        self._forget(event.job)
        self._shares.pop(event.job, None)
        if event.action == "make":
            self._made += 1
        if event.status == "made":
            self._pictures.append((self._clock(), event.pictures))

    def _forget(self, job: str) -> None:
        self._retries.pop(job, None)
        self._waits.pop(job, None)


def _minutes(seconds: float) -> str:
    """Say a time: `0:07`, `12:30`, `1:02:30`."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes = f"{rest // 60:02}" if hours else f"{rest // 60}"
    return f"{hours}:{minutes}:{rest % 60:02}" if hours else f"{minutes}:{rest % 60:02}"


def _until(seconds: float) -> str:
    return f"in {seconds:.0f} s" if seconds >= 1 else "now"
