"""The live part of a terminal, drawn into a text."""

from io import StringIO

from rich.console import Console

from pictura.display.displays import Detail, Lines
from pictura.display.progress import Bar
from pictura.events import (
    BatchProgresses,
    JobEnded,
    JobRetries,
    JobWaits,
    RequestLeft,
    RunBegan,
    Summary,
)


class Screen:
    """A bar, and a clock that a test turns."""

    def __init__(self, detail: Detail = Detail.USUAL) -> None:
        self.now = 0.0
        self.out = StringIO()
        self.console = Console(file=self.out, width=100, force_terminal=False)
        self.bar = Bar(self.console, Lines(StringIO(), detail), lambda: self.now)
        self.bar.show(RunBegan(10, 8, 0.32, 0, emulated=False, root=""))

    def drawn(self) -> list[str]:
        """Draw it as it is now."""
        with self.console.capture() as capture:
            self.console.print(self.bar.screen())
        return [line.rstrip() for line in capture.get().splitlines()]


def ended(job: str, status: str = "made") -> JobEnded:
    """A job that ended well."""
    made = status == "made"
    return JobEnded(
        job=job,
        step="otter",
        recipe="otters",
        source="otters.yaml",
        action="make" if made else "keep",
        status="made" if made else "kept",
        cost_usd=0.04 if made else 0.0,
        pictures=1,
    )


def test_jobs_cost_rate_and_time_left() -> None:
    """The bar says how many jobs are done, what was spent, how fast it goes and what is left."""
    screen = Screen()
    screen.bar.show(ended("a", "kept"))
    screen.bar.show(ended("b", "kept"))
    screen.now = 30.0
    for name in "cd":
        screen.bar.show(ended(name))
    (line,) = screen.drawn()
    assert "4 of 10 jobs" in line
    assert "$0.08" in line
    assert "0:30" in line
    assert "4 pictures/min" in line
    # What is kept takes no time: six of eight that are to be made are left, 15 seconds each.
    assert "1:30 left" in line
    screen.bar.close()


def test_retries_are_shown_as_long_as_they_last() -> None:
    """What is tried again stands below the bar with its reason, until its request leaves."""
    screen = Screen()
    for name in "abcde":
        screen.bar.show(JobRetries(name, "\x1b[31mtoo many\nrequests", 12.0, 2))
    screen.now = 5.0
    told = screen.drawn()[1:]
    assert told[0].startswith("retry    a  try 2 in 7 s: ")
    assert "\x1b" not in "".join(told)
    assert told[3:] == ["… and 2 more to be tried again"]
    for name in "abcd":
        screen.bar.show(RequestLeft(name, "createImage", 2, is_known=False))
    assert len(screen.drawn()) == 2
    screen.bar.show(ended("e"))
    assert len(screen.drawn()) == 1
    screen.bar.close()
    assert "retry" not in screen.out.getvalue()


def test_retries_are_lines_too_for_who_wants_much() -> None:
    """With -v, each further try also leaves a line that stays."""
    screen = Screen(Detail.MUCH)
    screen.bar.show(JobRetries("a", "too many requests", 12.0, 2))
    screen.bar.close()
    assert "retry    a  in 12.0 s: too many requests" in screen.out.getvalue()


def test_waits_are_counted_by_their_reason() -> None:
    """Jobs that wait for their time are one line, which goes when the time has come."""
    screen = Screen()
    for name in "ab":
        screen.bar.show(JobWaits(name, "50 images a minute", 20.0))
    assert screen.drawn()[1:] == ["wait     2 jobs wait, next in 20 s: 50 images a minute"]
    screen.now = 21.0
    assert len(screen.drawn()) == 1
    screen.bar.close()


def test_a_batch_is_shown_until_all_its_requests_have_results() -> None:
    """How far it is changes below the bar; only its states stay as lines."""
    screen = Screen()
    screen.bar.show(BatchProgresses("batch_1", "handed in", 0, 120))
    screen.bar.show(BatchProgresses("batch_1", "in_progress", 37, 120))
    assert screen.drawn()[1] == "batch    batch_1  in_progress, 37 of 120 requests"
    screen.bar.show(BatchProgresses("batch_1", "in_progress", 119, 120))
    screen.bar.show(BatchProgresses("batch_1", "completed", 120, 120))
    assert len(screen.drawn()) == 1
    screen.bar.close()
    assert [line for line in screen.out.getvalue().splitlines() if line.startswith("batch")] == [
        "batch    batch_1  handed in, 120 requests",
        "batch    batch_1  in_progress, 37 of 120 requests",
        "batch    batch_1  completed, 120 of 120 requests",
    ]


def test_the_gallery_is_mentioned() -> None:
    """After a run that made something, a person learns where to look at it."""
    screen = Screen()
    screen.bar.show(Summary(made=1))
    assert "pictura gallery shows them side by side" in screen.out.getvalue()
    screen = Screen()
    screen.bar.show(Summary(kept=1))
    assert "gallery" not in screen.out.getvalue()
