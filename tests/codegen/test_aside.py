"""Work that is done aside comes to the same, or fails the same, as work that is done here."""

import os
import signal
from pathlib import Path

import pytest

from pictura_codegen.aside import aside


def test_a_result_comes_back_whole() -> None:
    """What the work gives is what the block is given, however much it is."""
    result = {str(number): ("text" * 1000, number) for number in range(1000)}
    with aside(lambda: result) as wait:
        assert wait() == result


def test_what_fails_aside_fails_here() -> None:
    """An exception of the work is raised where its result is asked for."""

    def fail() -> int:
        message = "not today"
        raise ValueError(message)

    with aside(fail) as wait, pytest.raises(ValueError, match="not today"):
        wait()


def test_what_dies_aside_is_done_here() -> None:
    """If the other process is killed, the work is done once more."""
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return 7

    with aside(work) as wait:
        assert wait() == 7


def test_nobody_stays_behind(tmp_path: Path) -> None:
    """A result that nobody asks for is not waited for, and leaves no process."""
    mark = tmp_path / "pid"

    def work() -> None:
        (tmp_path / "written").write_text(str(os.getpid()), "utf-8")
        (tmp_path / "written").rename(mark)
        signal.pause()

    with pytest.raises(KeyError), aside(work):
        raise KeyError
    if mark.exists():
        with pytest.raises(ProcessLookupError):
            os.kill(int(mark.read_text("utf-8")), 0)


def test_one_core_does_it_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no second core there is no second process."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    with aside(os.getpid) as wait:
        assert wait() == os.getpid()
