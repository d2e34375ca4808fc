"""Knows how an ASGI application listens: socket, server, thread. It knows nothing of answers."""

import errno
import os
import socket
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread

import uvicorn

from pictura.emulator.app import build
from pictura.emulator.settings import Settings
from pictura_core.operation import Api, Example

_PATIENCE = 10.0
"""Seconds in which a server on this machine has to start."""


@contextmanager
def listen(
    api: Api,
    settings: Settings,
    *,
    host: str,
    port: int,
    examples: Mapping[str, Sequence[Example]] | None = None,
) -> Generator[str, None, None]:
    """Serve in a thread until the context ends, and give the base URL.

    Raises:
        OSError: The port is in use, or not allowed.
    """
    with (
        tempfile.TemporaryDirectory(prefix="pictura-emulator-") as folder,
        _bound(host, port) as listener,
    ):
        server = uvicorn.Server(
            uvicorn.Config(
                build(api, settings, folder, examples),
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                # It complains of a connection closed half-way, which is what a fault is for.
                log_level="critical",
                access_log=False,
                timeout_graceful_shutdown=1,
            )
        )
        thread = Thread(target=server.run, args=([listener],), name="emulator", daemon=True)
        thread.start()
        try:
            _await_start(server, thread)
            yield f"http://{_written(host)}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named; with it on, each answer
    # after a connection's first waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere the option would share a port that is in use
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


def _await_start(server: uvicorn.Server, thread: Thread) -> None:
    end = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > end:
            raise OSError(errno.ETIMEDOUT, "the emulator did not start")
        time.sleep(0.005)


def _written(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - asked for, not bound here
        return "127.0.0.1" if host == "0.0.0.0" else "[::1]"  # noqa: S104 - the same
    return f"[{host}]" if ":" in host else host
