"""A Dask scheduler and workers, each a process of its own that a test may kill."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from tests.runtime.run.taps import Tap

_SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
_WORKER = "from distributed.cli.dask_worker import main; main()"


def free_port() -> int:
    """Find a port at which nobody listens."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Workers:
    """A scheduler and some workers; all are ended with `close`.

    Args:
        folder: Where they are started, and write what they say.
        variables: Their environment.
        count: How many workers.
        tapped: Whether to keep every byte that they and whoever gives them work say to each other.
    """

    def __init__(
        self, folder: Path, variables: Mapping[str, str], count: int = 2, *, tapped: bool = False
    ) -> None:
        self._folder = folder
        self.variables = dict(variables)
        self._taps: list[Tap] | None = [] if tapped else None
        self._port = free_port()
        self._entrance = self._entrance_of(self._port)
        self._own: dict[int, Mapping[str, str]] = {}
        self.scheduler = self._start_scheduler()
        self.workers = [self._start_worker({}) for _ in range(count)]

    @property
    def url(self) -> str:
        """What `--engine` is given."""
        return f"dask://127.0.0.1:{self._entrance}"

    @property
    def streams(self) -> list[bytes]:
        """What was said to the scheduler and to the workers, and what they answered."""
        return [bytes(one) for tap in self._taps or () for one in tap.streams]

    def add_worker(self, **variables: str) -> None:
        """Start a further worker, with variables of its own."""
        self.workers.append(self._start_worker(variables))

    def kill_worker(self, at: int = 0) -> None:
        """Kill a worker, the oldest if none is named, as a power cut does; start another one."""
        victim = self.workers.pop(at)
        victim.kill()
        victim.wait()
        self.workers.append(self._start_worker(self._own[victim.pid]))

    def restart(self) -> None:
        """Kill the scheduler; start one at the same address, and workers, as a supervisor does."""
        for one in (self.scheduler, *self.workers):
            one.kill()
            one.wait()
        own = [self._own[one.pid] for one in self.workers]
        self.scheduler = self._start_scheduler()
        self.workers = [self._start_worker(one) for one in own]

    def said(self) -> str:
        """Give everything that they wrote."""
        return "".join(one.read_text() for one in sorted(self._folder.glob("*.log")))

    def close(self) -> None:
        """End all."""
        for one in (*self.workers, self.scheduler):
            with suppress(ProcessLookupError):
                one.kill()
            one.wait()
        for tap in self._taps or ():
            tap.close()

    def _entrance_of(self, port: int) -> int:
        """Give the port at which others are to reach one: its own, unless that is tapped."""
        if self._taps is None:
            return port
        self._taps.append(Tap(port))
        return self._taps[-1].port

    def _start_scheduler(self) -> "subprocess.Popen[bytes]":
        words = ["--host", "127.0.0.1", "--port", str(self._port), "--no-dashboard", "--no-show"]
        process = self._start("scheduler", _SCHEDULER, words, {})
        end = time.monotonic() + 60
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 1):
                return process
            assert process.poll() is None, self.said()
            assert time.monotonic() < end, "the scheduler does not listen"
            time.sleep(0.05)

    def _start_worker(self, own: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        words = [f"tcp://127.0.0.1:{self._entrance}", "--no-nanny", "--nthreads", "1"]
        words += ["--no-dashboard", "--local-directory", str(self._folder / "scratch")]
        if self._taps is not None:
            port = free_port()
            words += ["--listen-address", f"tcp://127.0.0.1:{port}"]
            words += ["--contact-address", f"tcp://127.0.0.1:{self._entrance_of(port)}"]
        process = self._start("worker", _WORKER, words, own)
        self._own[process.pid] = own
        return process

    def _start(
        self, name: str, code: str, words: list[str], own: Mapping[str, str]
    ) -> "subprocess.Popen[bytes]":
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("EZLINK_", "PICTURA_"))}
        with open(self._folder / f"{name}-{time.monotonic_ns()}.log", "wb") as log:
            return subprocess.Popen(
                [sys.executable, "-c", code, *words],
                cwd=self._folder,
                env={**kept, **self.variables, **own},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
