"""Knows how work is done beside other work: in a process of its own, where there is a second core.

It must not know what the work is. What comes of it is the same wherever it is done: if the other
process fails, for whatever reason, the work is done once more here, and fails here as it would.
"""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import NoReturn, TypeVar, cast

T = TypeVar("T")


@contextmanager
def aside(work: Callable[[], T]) -> Generator[Callable[[], T]]:
    """Begin work in another process; what is given waits for the result, and may be asked once.

    The other process is gone when the block is left, asked or not.
    """
    if not _has_room():
        yield work
        return
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        os.close(reading)
        _be_aside(work, writing)
    os.close(writing)
    lives = True

    def wait() -> T:
        nonlocal lives
        with open(reading, "rb", closefd=False) as pipe:
            written = pipe.read()
        _, status = os.waitpid(child, 0)
        lives = False
        return cast("T", pickle.loads(written)) if status == 0 else work()  # noqa: S301 - our own

    try:
        yield wait
    finally:
        os.close(reading)
        if lives:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _has_room() -> bool:
    """Tell whether two processes can work at the same time."""
    # Apple's own libraries do not survive a fork, nor does what other threads hold; and only Linux
    # tells how many cores are ours.
    alone = threading.active_count() == 1
    return sys.platform == "linux" and alone and len(os.sched_getaffinity(0)) > 1


def _be_aside(work: Callable[[], object], writing: int) -> NoReturn:
    """Work, tell, and end without anything that a process does at its end: that is the other's."""
    status = 1
    try:
        with open(writing, "wb") as pipe:
            pickle.dump(work(), pipe, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)
