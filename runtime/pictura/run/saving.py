"""Knows how pictures get into their files: inside the project, whole, never over an edited one."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass

from pictura.job import Job
from pictura.plan import check_path
from pictura.project import collision_key
from pictura.state.durable import write_whole
from pictura.state.known import KnownBatch, Output
from pictura.state.records import Seen
from pictura_core.diagnostics import Rejected


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a job's files.

    Attributes:
        outputs: Pictures that are in their files.
        seen: For the ledger.
        edited: Files that a person edited and that were left alone.
        problem: Why some are not there; empty if all are.
    """

    outputs: tuple[Output, ...]
    seen: tuple[Seen, ...]
    edited: tuple[str, ...]
    problem: str


class Owners:
    """Which job of this run has which file, so that two never write the same."""

    __slots__ = ("_taken",)

    def __init__(self) -> None:
        self._taken: dict[str, tuple[str, str]] = {}

    def take(self, file: str, recipe: str, job: str) -> str | None:
        """Take a file; the name of the job that has it already, None if it is free."""
        owner = self._taken.setdefault(collision_key(file), (recipe, job))
        return None if owner == (recipe, job) else owner[1]


async def save(
    batch: KnownBatch, job: Job, outputs: Sequence[Output], owners: Owners, *, force: bool
) -> Written:
    """Put pictures into their files, bit for bit as they were paid for.

    Args:
        batch: The recipe's.
        job: Whose pictures they are.
        outputs: The pictures, and where they belong.
        owners: The run's.
        force: Overwrite a file that a person edited.
    """
    written: list[Output] = []
    seen: list[Seen] = []
    edited: list[str] = []
    problem = ""
    for output in outputs:
        try:
            check_path(batch, job, output.file)
        except Rejected as error:
            problem = error.diagnostics[0].message
            continue
        other = owners.take(output.file, batch.batch.file, job.key)
        if other is not None:
            problem = f"{output.file} is the file of {other} too"
            continue
        try:
            found = await asyncio.to_thread(_save_one, batch, output, force=force)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            problem = f"{output.file} cannot be written: {reason}"
            continue
        if isinstance(found, Seen):
            written.append(output)
            seen.append(found)
            batch.known.seen.pop(output.file, None)
        elif found == "edited":
            edited.append(output.file)
        else:
            problem = f"the bytes of {output.file} are gone from .pictura/"
    return Written(tuple(written), tuple(seen), tuple(edited), problem)


def _save_one(batch: KnownBatch, output: Output, *, force: bool) -> Seen | str:
    known = batch.known
    path = known.absolute(output.file)
    there = known.present(output.file)
    if there != output.picture.sha256:
        if there is not None and not force and not batch.is_ours(there):
            return "edited"
        data = _bytes(batch, output.picture.sha256)
        if data is None:
            return "gone"
        write_whole(path, data, known.blobs.partial)
    stat = os.stat(path)
    return Seen(output.file, stat.st_size, stat.st_mtime_ns, output.picture.sha256)


def _bytes(batch: KnownBatch, sha256: str) -> bytes | None:
    data = batch.known.blobs.read(sha256)
    if data is not None:
        return data
    source = batch.source(sha256)
    if source is None or source == batch.known.blobs.path(sha256):
        return None
    with open(source, "rb") as file:
        return file.read()
