"""Knows how the files of a run get into a folder of any file system, under their own paths.

They lie there for whoever shows them; nothing is restored from there. What was brought once is told
by an index beside the files, so that a fresh clone brings only what is new.
"""

import asyncio
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from pictura.state.folders import open_folder, public_name, secrets_of, words_of
from pictura.state.known_batch import KnownBatch
from pictura.state.lock import Entry
from pictura_core.data import is_object

OUTPUTS = "PICTURA_OUTPUTS"
"""The variable that names the folder by its url."""

INDEX = "pictura-outputs.json"
"""The file in which each path has the SHA-256 of what was brought."""

_WIDTH = 8
"""Files that are on their way at once."""


class Outputs:
    """A folder somewhere else.

    Args:
        address: Its url.

    Raises:
        UsageError: It is none, or something has to be installed for it.
        Rejected: It cannot be opened.
    """

    __slots__ = ("_files", "_name", "_root", "_secrets")

    def __init__(self, address: str) -> None:
        # fsspec has no types of its own.
        self._files: Any
        self._files, root = open_folder(address, OUTPUTS)
        self._root = root.rstrip("/")
        self._name = public_name(address)
        self._secrets = secrets_of(address)

    def bring(self, above: str, wanted: Mapping[str, str]) -> str:
        """Bring files that are not there as they are; gives a sentence about what went wrong.

        Args:
            above: The project's root.
            wanted: The SHA-256 of each file, by its path below the root, with slashes.
        """
        try:
            index = self._index()
            new = [path for path, sha256 in wanted.items() if index.get(path) != sha256]
            if not new:
                return ""
            for folder in {f"{self._root}/{path}".rpartition("/")[0] for path in new}:
                self._files.makedirs(folder, exist_ok=True)
            with ThreadPoolExecutor(_WIDTH) as pool:
                problems = list(pool.map(partial(self._put, above), new))
            done = {
                path: wanted[path]
                for path, problem in zip(new, problems, strict=True)
                if problem is None
            }
            # Another run may have brought others meanwhile.
            told = json.dumps(self._index() | done, indent=1, sort_keys=True, ensure_ascii=False)
            self._files.pipe_file(f"{self._root}/{INDEX}", f"{told}\n".encode())
        except Exception as error:  # noqa: BLE001 - every file system has errors of its own
            return self._complain(len(wanted), error)
        failed = [problem for problem in problems if problem is not None]
        return self._complain(len(failed), failed[0]) if failed else ""

    def _put(self, above: str, path: str) -> Exception | None:
        try:
            self._files.put_file(os.path.join(above, *path.split("/")), f"{self._root}/{path}")
        except Exception as error:  # noqa: BLE001 - the same
            return error
        return None

    def _index(self) -> dict[str, str]:
        try:
            value: object = json.loads(self._files.cat_file(f"{self._root}/{INDEX}"))
        except (FileNotFoundError, ValueError):
            return {}
        return {path: str(one) for path, one in value.items()} if is_object(value) else {}

    def _complain(self, count: int, error: Exception) -> str:
        files = "one file" if count == 1 else f"{count:,} files"
        words = words_of(error, self._secrets)
        return f"{files} could not be brought to {self._name}: {words}"


def open_outputs() -> Outputs | None:
    """Open the folder that the environment names; None if it names none.

    Raises:
        UsageError: It is no url, or something has to be installed for it.
        Rejected: It cannot be opened.
    """
    address = os.environ.get(OUTPUTS, "").strip()
    return Outputs(address) if address else None


async def publish(
    outputs: Outputs | None,
    batches: Sequence[KnownBatch],
    made: Sequence[Mapping[str, Entry]],
) -> str:
    """Bring the files of a run's jobs; gives a sentence about what went wrong.

    Args:
        outputs: Where to; None brings nothing.
        batches: The run's recipes.
        made: What each lock is to say of the jobs that ended well.
    """
    if outputs is None or not batches:
        return ""
    wanted: dict[str, str] = {}
    for batch, entries in zip(batches, made, strict=True):
        wanted.update(_files(batch, entries.values()))
    return await asyncio.to_thread(outputs.bring, batches[0].known.project.root, wanted)


def _files(batch: KnownBatch, entries: Iterable[Entry]) -> dict[str, str]:
    """Give the files of some jobs that are as they were made, with their SHA-256."""
    told: dict[str, str] = {}
    for entry in entries:
        if entry.emulated:
            continue  # who looks there would take it for the real one
        told.update((batch.placed(one.file), one.picture.sha256) for one in entry.images)
        told.update((batch.placed(one.file), one.sha256) for one in entry.derived if one.sha256)
    return {file: sha256 for file, sha256 in told.items() if batch.known.present(file) == sha256}
