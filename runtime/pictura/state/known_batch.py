"""Knows what is made already of one recipe: its lock, and what the project knows, asked as one.

It writes nothing and decides nothing; `pictura.plan` decides.
"""

import re
from collections.abc import Sequence
from posixpath import join, normpath, relpath, splitext

from pictura.finishing import NOTHING, Wish, wishes
from pictura.job import Batch, Expectation, Job
from pictura.pictures import Picture, complaint, extension, needs_look
from pictura.project import OutsideProject, inside
from pictura.recipes.template import render_save
from pictura.state.known import Known
from pictura.state.lock import Derived, Entry, Lock, load_lock, lock_path
from pictura_core.tuples import NamedTuple

_PLAIN = re.compile(r"[^./][^/]*(?:/[^./][^/]*)*")
"""A path that `normpath` would leave alone; it is slow, and most paths are plain."""
ANYTHING = Expectation()


class Output(NamedTuple):
    """A picture and where it belongs.

    Attributes:
        position: Which of its job's pictures, counted from 0.
        file: Relative to the project's root, with slashes.
        picture: What it is.
    """

    position: int
    file: str
    picture: Picture


class KnownBatch:
    """What is known of one recipe's jobs.

    Attributes:
        known: The project's knowledge.
        batch: The recipe's jobs.
        lock: What its lock file says.
        lock_file: Where that lies, as the person would open it.
    """

    __slots__ = (
        "_by_digest",
        "_by_hash",
        "_derived",
        "_looks",
        "batch",
        "known",
        "lock",
        "lock_file",
    )

    def __init__(self, known: Known, batch: Batch, lock: Lock, lock_file: str) -> None:
        self.known = known
        self.batch = batch
        self.lock = lock
        self.lock_file = lock_file
        self._by_digest: dict[str, Entry] = {}
        self._by_hash: dict[str, list[str]] = {}
        self._looks: dict[str, str] = {}
        self._derived: dict[str, Derived] = {}
        for entry in lock.jobs.values():
            if known.emulated or not entry.emulated:
                self._by_digest.setdefault(entry.digest, entry)
            for image in entry.images:
                self._by_hash.setdefault(image.picture.sha256, []).append(self.placed(image.file))
            for one in entry.derived:
                self._derived[self.placed(one.file)] = one

    def entry(self, job: Job, digest: str) -> Entry | None:
        """Find what the lock says of a request, under whatever key it was made."""
        entry = self.lock.jobs.get(job.key)
        if entry is not None and entry.digest == digest:
            if self.known.emulated or not entry.emulated:
                return entry
            return None
        return self._by_digest.get(digest)

    def placed(self, file: str) -> str:
        """Turn a path relative to the recipe's folder into one relative to the project's root."""
        if _PLAIN.fullmatch(file):
            return f"{self.batch.folder}/{file}" if self.batch.folder else file
        return normpath(join(self.batch.folder, file))

    def relative(self, file: str) -> str:
        """Turn a path relative to the project's root into one relative to the recipe's folder."""
        folder = self.batch.folder
        if not folder:
            return file
        if file.startswith(f"{folder}/"):
            return file[len(folder) + 1 :]
        return relpath(file, folder)

    def output(self, job: Job, digest: str, position: int, picture: Picture) -> Output:
        """Say where a picture belongs; whether that is inside the project is not asked here.

        What is not as the recipe expects it is paid for too, and belongs aside.
        """
        ext = extension(picture.format)
        file = self.placed(render_save(job, index=position, ext=ext, digest=digest))
        if job.expect is not ANYTHING and job.expect != ANYTHING:
            picture = self.looked_at(job, picture)
            if self.complaint(job, picture):
                file = aside(file)
        return Output(position, file, picture)

    def looked_at(self, job: Job, picture: Picture) -> Picture:
        """Tell what a picture looks like, if its job's recipe expects anything of that."""
        if picture.look or not needs_look(job.expect):
            return picture
        from pictura.judgement import look_of  # noqa: PLC0415 - Pillow, which few recipes need

        file = self.source(picture.sha256)
        return picture if file is None else picture._replace(look=look_of(file))

    def complaint(self, job: Job, picture: Picture) -> str:
        """Say in what a picture is not as the job's recipe expects it; empty if it is."""
        if not needs_look(job.expect):
            return complaint(job.expect, picture)
        if not picture.look:
            return ""  # its bytes are gone: there is nothing to judge
        from pictura.judgement import judge, look_of  # noqa: PLC0415 - as above

        reference = job.expect.similar_to
        if reference and reference not in self._looks:
            self._looks[reference] = look_of(self.known.absolute(reference))
        return judge(job.expect, picture, self._looks.get(reference, ""))

    def wishes(self, job: Job, outputs: Sequence[Output]) -> list[tuple[Output, Wish]]:
        """Say which files are to be derived from a job's pictures, those aside excepted."""
        if job.finish is NOTHING or job.finish == NOTHING:
            return []
        label = _labelled(self.batch, job)
        return [
            (output, wish)
            for output in outputs
            if not self.complaint(job, output.picture)
            for wish in wishes(job.finish, output.file, output.picture.format, label)
        ]

    def derived(self, wish: Wish, output: Output) -> Derived | None:
        """Find a derived file that is up to date.

        Raises:
            OSError: It is there but cannot be read.
        """
        found = self._derived.get(wish.file)
        if found is None or (found.order, found.source) != (wish.order, output.picture.sha256):
            return None
        is_there = not found.sha256 or self.known.present(wish.file) == found.sha256
        return found if is_there else None

    def knows_derived(self, file: str) -> bool:
        """Tell whether a file was derived here, whatever is in it by now."""
        return file in self._derived

    def has_derived(self, file: str, sha256: str) -> bool:
        """Tell whether a file with these bytes was derived here and not edited."""
        found = self._derived.get(file)
        return found is not None and found.sha256 == sha256

    def source(self, sha256: str) -> str | None:
        """Give the absolute path of a file that holds a picture's bytes, None if there is none."""
        found = self.known.source(sha256)
        if found is not None:
            return found
        for file in self._by_hash.get(sha256, ()):
            if self._is_inside(file) and self.known.present(file) == sha256:
                return self.known.absolute(file)
        return None

    def has(self, sha256: str) -> bool:
        """Tell whether a picture's bytes can be had, here or from the team's store.

        Raises:
            Rejected: The store does not answer.
        """
        if self.source(sha256) is not None:
            return True
        store = self.known.store
        if store is None:
            return False
        # While runs share a ledger, another may have brought it there since the listing.
        return store.has(sha256) or (self.known.is_at_work and store.has_by_now(sha256))

    def _is_inside(self, file: str) -> bool:
        # A lock file comes with a stranger's pull request: it must not name files elsewhere.
        try:
            inside(self.known.project, "", file)
        except OutsideProject:
            return False
        return True

    def is_ours(self, sha256: str) -> bool:
        """Tell whether a file with these bytes is a picture that was made here and not edited."""
        if sha256 in self._by_hash:
            return True
        return self.known.ledger is not None and self.known.ledger.knows_picture(sha256)


def _labelled(batch: Batch, job: Job) -> str:
    return f"{batch.recipe} {job.key}"


def aside(file: str) -> str:
    """Give the file of a picture that is not as expected: `otter.png` is `otter.unfit.png`."""
    stem, ending = splitext(file)
    return f"{stem}.unfit{ending}"


def look_up_batch(known: Known, batch: Batch) -> KnownBatch:
    """Read a recipe's lock file.

    Raises:
        Rejected: The lock is broken, or was written by a newer Pictura.
        OSError: It cannot be read.
    """
    path = lock_path(batch.file)
    return KnownBatch(known, batch, load_lock(path, batch.recipe), path)
