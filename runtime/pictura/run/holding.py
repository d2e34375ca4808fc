"""Knows which run is at work in a project. It does not know what that run does.

The lock is the operating system's: whoever dies, however, lets go of it.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from pictura.state.durable import make_folder
from pictura_core.data import is_object

_EVERY = 0.2
"""Seconds between two looks at a lock that somebody holds."""


@contextmanager
def hold(state: str, waiting: Callable[[str], None], *, together: bool = False) -> Generator[None]:
    """Hold a project's run lock; wait for whoever holds it.

    Args:
        state: The project's `.pictura` folder; it is made.
        waiting: Told once who holds the lock, if somebody does.
        together: Whether others that say the same may be at work at the same time.

    Raises:
        OSError: The folder cannot be written.
    """
    prepare(state)
    path = os.path.join(state, "run.lock")
    with open(path, "a+", encoding="utf-8") as file:
        told = False
        while True:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if together else fcntl.LOCK_EX) | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not told:
                    waiting(_holder(path))
                    told = True
                time.sleep(_EVERY)
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "since": time.strftime("%H:%M:%S")}))
        file.flush()
        try:
            yield
        finally:
            if not together:  # what stands there may be another's
                file.truncate(0)
            fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def alone(state: str, name: str) -> Generator[None]:
    """Do something for a moment that no other run does in this project meanwhile.

    Args:
        state: The project's `.pictura` folder; it is there.
        name: What is done.

    Raises:
        OSError: The folder cannot be written.
    """
    with open(os.path.join(state, f"{name}.lock"), "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def prepare(state: str) -> None:
    """Make the `.pictura` folder, out of sight of the version control.

    Raises:
        OSError: It cannot be written.
    """
    make_folder(state)
    ignore = os.path.join(state, ".gitignore")
    if not os.path.exists(ignore):
        with open(ignore, "w", encoding="utf-8") as file:
            file.write("*\n")


def _holder(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            value: object = json.loads(file.read())
    except (OSError, ValueError):
        return "another run"
    if not is_object(value):
        return "another run"
    return f"another run (process {value.get('pid')}, since {value.get('since')})"
