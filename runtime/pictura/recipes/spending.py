"""Knows how many seconds the slow expressions of one recipe have taken. It expands none."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_spent: ContextVar[list[float] | None] = ContextVar("spent", default=None)


@contextmanager
def counting() -> Generator[None]:
    """Count what one recipe's expressions take from here on."""
    token = _spent.set([0.0])
    try:
        yield
    finally:
        _spent.reset(token)


def spend(seconds: float) -> None:
    """Take note of seconds that an expression took."""
    spent = _spent.get()
    if spent is not None:
        spent[0] += seconds


def total() -> float:
    """Give what they took so far; 0 if nobody counts."""
    spent = _spent.get()
    return 0.0 if spent is None else spent[0]
