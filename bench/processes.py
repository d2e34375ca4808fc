"""What a whole process takes, with all that it starts: seconds, and memory at its peak."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

EVERY = 0.04
"""Seconds between two looks at the memory."""
MEBIBYTE = 1024 * 1024


class Run(NamedTuple):
    """What one process took.

    Attributes:
        seconds: From its start to its end.
        memory: MiB at the peak: all its processes together, what they share counted once. Without
            Linux's `smaps_rollup`, that of the largest.
        failure: Why it is no success; empty if it is one.
    """

    seconds: float
    memory: float
    failure: str


def run(command: list[str], environment: Mapping[str, str], limit: float) -> Run:
    """Run a process for at most so many seconds."""
    stop = threading.Event()
    peak = [0.0]
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
        ) as process:
            timer = threading.Timer(limit, process.kill)
            watcher = threading.Thread(target=_watch, args=(process.pid, stop, peak))
            timer.start()
            watcher.start()
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            timer.cancel()
            stop.set()
            watcher.join()
            process.returncode = os.waitstatus_to_exitcode(status)
        failure = ""
        if process.returncode:
            said.seek(0)
            failure = _reason(process.returncode, said.read().decode("utf-8", "replace"), limit)
    return Run(seconds, max(peak[0], usage.ru_maxrss / 1024 if not peak[0] else 0.0), failure)


def _watch(process: int, stop: threading.Event, peak: list[float]) -> None:
    while not stop.wait(EVERY):
        peak[0] = max(peak[0], sum(_proportional(one) for one in _family(process)))


def _family(process: int) -> Iterator[int]:
    """Give a process and all those below it."""
    waiting = [process]
    while waiting:
        one = waiting.pop()
        yield one
        try:
            tasks = list(Path(f"/proc/{one}/task").iterdir())
            waiting += [
                int(pid) for task in tasks for pid in (task / "children").read_text().split()
            ]
        except OSError:
            continue


def _proportional(process: int) -> float:
    """Give a process's share of memory in MiB: of what n processes share, each has a n-th."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / MEBIBYTE


def _reason(code: int, said: str, limit: float) -> str:
    if code == -9:
        return f"not done after {limit:.0f} s"
    plain = [line.strip() for line in said.splitlines() if any(c.isalnum() for c in line)]
    errors = [line for line in plain if "error" in line.lower()]
    last = (errors or plain or ["it says nothing"])[-1]
    return f"exit {code}: {last[:90]}"
