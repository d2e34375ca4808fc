"""Knows which files of former jobs may be deleted, and deletes them. It asks nobody.

A former job is one that the lock knows and the recipe no longer has. What was paid for stays in
`.pictura/`, so that bringing the job back restores its pictures for nothing.
"""

import os
from collections.abc import Iterable, Sequence

from pictura.decisions import BatchPlan
from pictura.finishing import SIDECAR
from pictura.pictures import NoPicture, recognise
from pictura.project import OutsideProject, inside
from pictura.state.lock import Lock, save_lock
from pictura_core.tuples import NamedTuple


class Leftover(NamedTuple):
    """A file of a former job.

    Attributes:
        file: Relative to the project's root, with slashes.
        job: The job's key.
        reason: Why it must not be deleted, empty if it may be.
        bytes: How big it is.
    """

    file: str
    job: str
    reason: str
    bytes: int


def find_leftovers(planned: BatchPlan) -> tuple[Leftover, ...]:
    """Find the files of a recipe's former jobs.

    Raises:
        OSError: A file is there but cannot be read.
    """
    known = planned.known
    hashes = {
        known.placed(image.file): image.picture.sha256
        for orphan in planned.orphans
        for image in known.lock.jobs[orphan.key].images
    }
    hashes.update(
        (known.placed(one.file), one.sha256)
        for orphan in planned.orphans
        for one in known.lock.jobs[orphan.key].derived
    )
    return tuple(
        _look(planned, file, orphan.key, hashes[file])
        for orphan in planned.orphans
        for file in orphan.files
    )


def delete(planned: BatchPlan, leftovers: Sequence[Leftover]) -> None:
    """Delete files, and take the jobs that have none left out of the lock.

    Raises:
        OSError: A file cannot be deleted, or the lock cannot be written.
    """
    known = planned.known
    gone = {one.file for one in leftovers if not one.reason}
    for file in gone:
        os.unlink(known.known.absolute(file))
    _forget_empty(known.known.project.root, gone)
    former = {orphan.key for orphan in planned.orphans if gone.issuperset(orphan.files)}
    jobs = {key: entry for key, entry in known.lock.jobs.items() if key not in former}
    save_lock(Lock(known.lock.recipe, jobs), known.lock_file)


def _look(planned: BatchPlan, file: str, job: str, sha256: str) -> Leftover:
    known = planned.known.known
    path = known.absolute(file)
    reason, size = "", 0
    try:
        # A lock comes with a stranger's pull request: it must name nothing but pictures in here.
        inside(known.project, "", file)
        size = os.path.getsize(path)
        if known.present(file) != sha256:
            reason = "it was edited"
        elif not file.endswith(SIDECAR):
            with open(path, "rb") as opened:
                recognise(opened.read())
    except OutsideProject as error:
        reason = f"its path {error}"
    except NoPicture:
        reason = "it is no picture"
    return Leftover(file, job, reason, size)


def _forget_empty(root: str, files: Iterable[str]) -> None:
    """Take away folders in which nothing is left."""
    for folder in {os.path.dirname(file) for file in files} - {""}:
        try:
            os.removedirs(os.path.join(root, folder))
        except OSError:  # not empty, or not ours to take away
            continue
