"""Knows when looking for garbage is in vain. It knows nothing of what piles up."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def piling() -> Generator[None]:
    """Look for no garbage while values only pile up: with many jobs, looking costs half the time.

    What has piled up stays to the end, so it is never looked at again.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
