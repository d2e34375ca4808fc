"""Knows the options of `pictura emulate`. It must not know how the emulator works."""

import argparse
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType
from typing import TypeVar

from pictura.usage import UsageError

T = TypeVar("T")

HELP = "Serve an API on this machine, with pictures drawn by itself and faults as asked"
EXAMPLES = (
    "pictura emulate                                # until Ctrl-C",
    "pictura emulate --fault 429=0.1 --fault drop=0.05 --seed 7",
    "pictura emulate --latency 0.5-3 --port 9000    # slow, on another port",
    "pictura emulate --api openai_images --fault batch-expired=0.2",
)
PORT = 8787
"""Where it listens if nothing else is said."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `pictura emulate`."""
    from pictura.emulator.settings import FAULT_KINDS  # noqa: PLC0415 - for this command only

    parser.add_argument("--api", default="", metavar="NAME", help="a generated package")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port", default=str(PORT), help="port to listen on, 0 for a free one (%(default)s)"
    )
    parser.add_argument(
        "--latency", default="0", metavar="SECONDS|MIN-MAX", help="time before each answer"
    )
    parser.add_argument(
        "--task-time",
        default="2-5",
        metavar="SECONDS|MIN-MAX",
        help="how long a task or a batch takes from its start to its end (%(default)s)",
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="KIND=RATE",
        help="let this share of requests fail, 0 to 1; may be repeated; kinds: "
        + ", ".join(FAULT_KINDS),
    )
    parser.add_argument(
        "--seed", default="0", help="another number gives other pictures and other faults"
    )
    parser.add_argument(
        "--no-idempotency", action="store_true", help="do not honour an Idempotency-Key"
    )


def main(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C.

    Raises:
        UsageError: An option's value is wrong, or the port cannot be had.
    """
    from pictura.emulator import (  # noqa: PLC0415 - for this command only
        Settings,
        parse_fault,
        parse_latency,
        parse_task_time,
        serve_settings,
    )
    from pictura.packages import DEFAULT, UnknownApi, load_api  # noqa: PLC0415 - the same

    port = _read(_port, arguments.port)
    settings = Settings(
        latency=_read(parse_latency, arguments.latency),
        task_time=_read(parse_task_time, arguments.task_time),
        faults=tuple(_read(parse_fault, fault) for fault in arguments.fault),
        seed=_read(_seed, arguments.seed),
        idempotency=not arguments.no_idempotency,
        log=_log,
    )
    try:
        api = load_api(arguments.api or DEFAULT)
    except UnknownApi as error:
        raise UsageError(str(error)) from error
    signal.signal(signal.SIGTERM, _interrupt)
    with ExitStack() as stack:
        server = serve_settings(api, settings, host=arguments.host, port=port)
        try:
            url = stack.enter_context(server)
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"cannot listen on {arguments.host} port {port}: {reason.lower()}"
            raise UsageError(message) from error
        # A key there must be, but any will do.
        sys.stdout.write(
            f"{api.title}, emulated, at {url}\n"
            "\n"
            f"  export {api.url_variable}={url}\n"
            f"  export {api.key_variable}=any\n"
            "\n"
            f"What it was asked: {url}/_pictura/stats. Ctrl-C ends it.\n"
        )
        sys.stdout.flush()
        try:
            _wait()
        except KeyboardInterrupt:
            sys.stdout.write("\n")
    return 0


def _wait() -> None:
    from threading import Event  # noqa: PLC0415 - for this command only

    Event().wait()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _log(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _read(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        message = f"a port is a number from 0 to 65535, not {text!r}"
        raise ValueError(message)
    return int(text)


def _seed(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        message = f"a seed is a whole number, not {text!r}"
        raise ValueError(message) from None
