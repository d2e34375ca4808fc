"""Knows that an API can be played by a local server. What the API is, its generated table says.

Nothing heavy is imported until `serve` is called: web framework, server and Pillow come with it.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

from pictura.emulator.settings import (
    FAULT_KINDS,
    Latency,
    Settings,
    parse_fault,
    parse_faults,
    parse_latency,
    parse_task_time,
)
from pictura_core.operation import Api, Example

__all__ = [
    "FAULT_KINDS",
    "Latency",
    "Settings",
    "parse_fault",
    "parse_faults",
    "parse_latency",
    "parse_task_time",
    "serve",
    "serve_settings",
]


def serve(
    api: Api,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    latency: float | Latency = 0.0,
    task_time: float | Latency = 0.0,
    insistence: float = 1.0,
    faults: Mapping[str, float] | None = None,
    seed: int = 0,
    idempotency: bool = True,
) -> AbstractContextManager[str]:
    """Play an API on a local port, in a thread of this process, until the context ends.

    Args:
        api: Whose operations are served; its package's `examples.json` gives the answers.
        host: The address to listen on.
        port: 0 takes a free one.
        latency: Seconds before each answer.
        task_time: Seconds that a task or a batch takes from its start to its end.
        insistence: Which share of the least time between two questions for a task is insisted on.
        faults: Rates from 0 to 1 by kind (`FAULT_KINDS`).
        seed: Another seed gives other pictures and other faults.
        idempotency: Whether the server honours an Idempotency-Key.

    Returns:
        A context manager that gives the base URL, without a trailing slash.

    Raises:
        ValueError: A fault's kind or rate is wrong.
        OSError: On entering the context: the port is in use, or not allowed.
    """
    settings = Settings(
        latency=_range(latency),
        task_time=_range(task_time),
        insistence=insistence,
        faults=parse_faults(faults or {}),
        seed=seed,
        idempotency=idempotency,
    )
    return serve_settings(api, settings, host=host, port=port)


def _range(seconds: float | Latency) -> Latency:
    return seconds if isinstance(seconds, Latency) else Latency(seconds, seconds)


def serve_settings(
    api: Api,
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    examples: Mapping[str, Sequence[Example]] | None = None,
) -> AbstractContextManager[str]:
    """Do as `serve`, with every setting at hand.

    Args:
        api: Whose operations are served.
        settings: How the emulator behaves.
        host: The address to listen on.
        port: 0 takes a free one.
        examples: Example answers by operationId, instead of those of the API's package.

    Returns:
        As `serve`.

    Raises:
        OSError: As `serve`.
    """
    from pictura.emulator import server  # noqa: PLC0415 - uvicorn, Starlette and Pillow are heavy

    return server.listen(api, settings, host=host, port=port, examples=examples)
