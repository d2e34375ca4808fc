"""Knows where a picture comes from: which job made it, with which request, for how much.

It asks locks, the ledger and recipes, in that order, and changes nothing.
"""

import os
from collections.abc import Iterator, Mapping

from pictura.job import Job
from pictura.pictures import Picture
from pictura.project import STATE, Project
from pictura.recipes.expand import load_batches
from pictura.recipes.said import request_texts
from pictura.state.digest import FileHashes, digest_of
from pictura.state.ledger import read_ledger
from pictura.state.lock import SUFFIX, Derived, Entry
from pictura.state.locks import project_locks
from pictura_core.tuples import NamedTuple

_SHORTEST = 8
"""How much of a digest names it."""


class Origin(NamedTuple):
    """Where a picture comes from.

    Attributes:
        recipe: The recipe's name.
        file: The recipe's file, relative to the project's root; empty if it is gone.
        job: The job's key.
        step: The step's id.
        operation: Which was called.
        model: As the request named it, empty if it named none.
        prompt: The text it was asked for with, empty if nobody knows any more.
        parameters: Everything else that the request said; empty if nobody knows any more.
        changed: Whether the recipe asks for something else by now.
        digest: Of the request.
        cost_usd: What the request cost, None if nobody says.
        made: When it was asked, in seconds since 1970; None if the ledger does not know.
        emulated: Whether the emulator drew it.
        saved: Where it was saved, relative to the project's root.
        position: Which of the job's pictures, counted from 0.
        picture: What it is.
        copies: What was derived from it and lies beside it.
        store: The name of the team's store, if the picture's bytes are there and not here.
    """

    recipe: str
    file: str
    job: str
    step: str
    operation: str
    model: str
    prompt: str
    parameters: tuple[tuple[str, str], ...]
    changed: bool
    digest: str
    cost_usd: float | None
    made: float | None
    emulated: bool
    saved: str
    position: int
    picture: Picture
    copies: tuple[Derived, ...] = ()
    store: str = ""

    def has_bytes(self, sha256: str) -> bool:
        """Tell whether the picture, or a copy of it, has these bytes."""
        return self.picture.sha256 == sha256 or any(one.sha256 == sha256 for one in self.copies)

    def is_called(self, name: str) -> bool:
        """Tell whether its job has this key, or its request's digest begins so."""
        return self.job == name or (len(name) >= _SHORTEST and self.digest.startswith(name))


def origins_of_picture(project: Project, sha256: str) -> list[Origin]:
    """Find the jobs that made a picture, by the hash of its bytes or of a copy's.

    Raises:
        Rejected: The ledger cannot be used.
        OSError: A lock cannot be read.
    """
    return [one for one in _origins(project) if one.has_bytes(sha256)]


def origins_of_job(project: Project, name: str) -> list[Origin]:
    """Find the pictures of a job, by its key or by the beginning of its digest.

    Raises:
        Rejected: The ledger cannot be used.
        OSError: A lock cannot be read.
    """
    return [one for one in _origins(project) if one.is_called(name)]


def job_names(project: Project) -> list[str]:
    """Name every job that a lock of the project knows.

    Raises:
        OSError: A lock cannot be read.
    """
    return [key for _, lock in project_locks(project.root) for key in lock.jobs]


def _origins(project: Project) -> Iterator[Origin]:
    ledger = read_ledger(os.path.join(project.root, STATE))
    try:
        times = {} if ledger is None else ledger.answer_times()
    finally:
        if ledger is not None:
            ledger.close()
    for path, lock in project_locks(project.root):
        recipe = _recipe_of(project.root, path)
        jobs = _jobs(project, recipe)
        for key, entry in lock.jobs.items():
            yield from _of_entry(path, lock.recipe, recipe, key, entry, jobs.get(key), times)


def _of_entry(
    path: str,
    name: str,
    recipe: str,
    key: str,
    entry: Entry,
    found: tuple[Job, str | None] | None,
    times: Mapping[str, float],
) -> Iterator[Origin]:
    prompt, changed = entry.prompt, True
    parameters: tuple[tuple[str, str], ...] = ()
    if found is not None:
        job, digest = found
        # A job that needs another's picture has no digest here; its request is as it stands.
        changed = digest is not None and digest != entry.digest
        if not changed:
            prompt, parameters = request_texts(job)
    folder = os.path.dirname(path)
    for image in entry.images:
        yield Origin(
            name,
            recipe,
            key,
            key.partition("[")[0],
            entry.operation,
            entry.model,
            prompt,
            parameters,
            changed,
            entry.digest,
            entry.cost_usd,
            times.get(entry.digest),
            entry.emulated,
            os.path.normpath(os.path.join(folder, image.file)).replace(os.sep, "/"),
            image.position,
            image.picture,
            tuple(one for one in entry.derived if one.source == image.picture.sha256),
        )


def _recipe_of(root: str, lock: str) -> str:
    stem = lock.removesuffix(SUFFIX)
    for ending in (".yaml", ".yml"):
        if os.path.exists(os.path.join(root, stem + ending)):
            return stem + ending
    return ""


def _jobs(project: Project, recipe: str) -> dict[str, tuple[Job, str | None]]:
    """Give the jobs of a recipe as it is now, with the digests that need no other job's picture."""
    if not recipe:
        return {}
    batches, _ = load_batches([os.path.join(project.root, recipe)])
    hashes = FileHashes()
    return {
        job.key: (job, digest_of(job, project.root, hashes, lambda _: None))
        for batch in batches
        for job in batch.jobs
    }
