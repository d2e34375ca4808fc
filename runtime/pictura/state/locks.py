"""Knows where the lock files of a project lie. It decides nothing about what they say."""

import os
from collections.abc import Iterator

from pictura.state.lock import SUFFIX, Lock, load_lock
from pictura_core.diagnostics import Rejected

_PASSED_BY = frozenset(("node_modules", "__pycache__", "venv"))


def project_locks(root: str) -> Iterator[tuple[str, Lock]]:
    """Give every lock of a project with its path relative to the root, with slashes.

    Hidden folders are passed by, and locks that cannot be understood.

    Raises:
        OSError: A lock is there but cannot be read.
    """
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _PASSED_BY
        )
        for name in sorted(names):
            if not name.endswith(SUFFIX):
                continue
            path = os.path.join(folder, name)
            try:
                lock = load_lock(path, "")
            except Rejected:
                continue
            yield os.path.relpath(path, root).replace(os.sep, "/"), lock
