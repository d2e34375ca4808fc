"""Knows how pictures get into their files: inside the project, whole, never over an edited one."""

import asyncio
import errno
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from pictura.job import Job
from pictura.plan import check_path
from pictura.project import collision_key
from pictura.run.storing import Storer
from pictura.state.durable import Move, copy_synced, make_folder, write_synced
from pictura.state.known_batch import KnownBatch, Output
from pictura.state.records import Seen
from pictura.state.store import StoreFailed
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
    storer: Storer,
    batch: KnownBatch,
    job: Job,
    outputs: Sequence[Output],
    owners: Owners,
    *,
    force: bool,
) -> Written:
    """Put pictures into their files, bit for bit as they were paid for.

    Args:
        storer: The run's.
        batch: The recipe's.
        job: Whose pictures they are.
        outputs: The pictures, and where they belong.
        owners: The run's.
        force: Overwrite a file that a person edited.
    """
    wanted: list[_Saving] = []
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
        wanted.append(_Saving(batch, output, force))
    if len(wanted) == 1:
        await wanted[0].save(storer)
    else:
        await asyncio.gather(*(one.save(storer) for one in wanted))
    return Written(
        outputs=tuple(one.output for one in wanted if one.seen is not None),
        seen=tuple(one.seen for one in wanted if one.seen is not None),
        edited=tuple(one.output.file for one in wanted if one.is_edited),
        problem=next((one.problem for one in reversed(wanted) if one.problem), problem),
    )


@dataclass(slots=True)
class _Saving:
    """One picture on its way into its file.

    Attributes:
        seen: What the ledger is to say of it; None if it is not there.
        is_edited: Whether a person edited the file.
        problem: Why it is not there.
        unfinished: Where it was written.
    """

    batch: KnownBatch
    output: Output
    force: bool
    seen: Seen | None = None
    is_edited: bool = False
    problem: str = ""
    unfinished: str = ""

    async def save(self, storer: Storer) -> None:
        """Put it there, or say why not."""
        known, file = self.batch.known, self.output.file
        path = known.absolute(file)
        try:
            try:
                await storer.store(lambda: self._prepare(path, known.blobs.partial))
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                self._tidy()
                # The file lies on another file system than `.pictura/`.
                await storer.store(lambda: self._prepare(path, os.path.dirname(path)))
        except StoreFailed as error:
            self._tidy()
            self.seen = None
            self.problem = str(error)
        except OSError as error:
            self._tidy()
            self.seen = None
            self.problem = f"{file} cannot be written: {(error.strerror or str(error)).lower()}"
        if self.seen is not None:
            known.seen.pop(file, None)

    def _tidy(self) -> None:
        with suppress(OSError):
            os.unlink(self.unfinished)

    def _prepare(self, path: str, folder: str) -> Move | None:
        """Write the file beside its place, unless it is there already or edited."""
        batch, (_, file, picture) = self.batch, self.output
        known = batch.known
        there = known.present(file)
        if there == picture.sha256:
            stat = os.stat(path)
            self.seen = Seen(file, stat.st_size, stat.st_mtime_ns, picture.sha256)
            return None
        if there is not None and not self.force and not batch.is_ours(there):
            self.is_edited = True
            return None
        make_folder(folder)
        unfinished = self.unfinished = os.path.join(folder, f".pictura-{uuid4().hex}")
        if known.blobs.is_fresh(picture.sha256):
            stat = copy_synced(known.blobs.path(picture.sha256), unfinished)
        else:
            data = _bytes(batch, picture.sha256)
            if data is None:
                self.problem = f"the bytes of {file} are gone from .pictura/"
                return None
            stat = write_synced(unfinished, data)
        self.seen = Seen(file, stat.st_size, stat.st_mtime_ns, picture.sha256)
        return Move(unfinished, path)


def _bytes(batch: KnownBatch, sha256: str) -> bytes | None:
    blobs, store = batch.known.blobs, batch.known.store
    data = blobs.read(sha256)
    if data is not None:
        return data
    source = batch.source(sha256)
    if source is None or source == blobs.path(sha256):
        if store is None or not store.fetch(sha256, blobs):
            return None
        return blobs.read(sha256)
    with open(source, "rb") as file:
        return file.read()
