"""Knows what is made already: the lock, the ledger, the blobs and the files, asked as one.

It writes nothing and decides nothing; `pictura.plan` decides.
"""

import os
import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from posixpath import join, normpath, relpath, splitext
from stat import S_ISDIR

from pictura.finishing import NOTHING, Wish, wishes
from pictura.job import Batch, Expectation, Job
from pictura.pictures import Picture, complaint, extension, needs_look
from pictura.project import STATE, OutsideProject, Project, inside
from pictura.recipes.template import render_save
from pictura.state.batches import HandedIn, handed_in
from pictura.state.blobs import Blobs
from pictura.state.digest import FileHashes
from pictura.state.ledger import Answered, Ledger, Open, read_ledger
from pictura.state.lock import Derived, Entry, Lock, load_lock, lock_path
from pictura.state.records import Seen
from pictura.state.store import Shared, open_store
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


class Known:
    """What a project knows of pictures that were made.

    Attributes:
        project: The project.
        blobs: Its store of bytes.
        ledger: What was paid for; None if nothing was yet.
        hashes: Of input files.
        emulated: Whether pictures that the emulator drew count as made.
        seen: Files that were hashed since, for the ledger to remember.
        store: What a team shares; None if nothing is shared.
        is_shared: Whether other runs may be at work in the ledger.
        since: What was asked from this moment on (seconds since 1970) is not made anew, even if
            that is asked for; None if the run that asks so knows itself what it has made.
    """

    __slots__ = (
        "_answered",
        "_files",
        "_handed",
        "_unsaved",
        "_unsettled",
        "blobs",
        "emulated",
        "hashes",
        "is_shared",
        "ledger",
        "project",
        "seen",
        "since",
        "store",
    )

    def __init__(
        self, project: Project, ledger: Ledger | None, *, emulated: bool, shared: bool = False
    ) -> None:
        self.project = project
        self.blobs = Blobs(os.path.join(project.root, STATE))
        self.ledger = ledger
        self.hashes = FileHashes()
        self.emulated = emulated
        self.seen: dict[str, Seen] = {}
        self.is_shared = shared or (ledger is not None and ledger.is_shared)
        self.since: float | None = None
        self.store = open_store()
        self._answered: frozenset[str] | None = None
        self._files: dict[str, tuple[int, int, str]] | None = None
        self._handed: dict[str, HandedIn] | None = None
        self._unsaved: dict[str, Answered] | None = None
        self._unsettled: set[str] | None = None

    @contextmanager
    def at_once(self) -> Generator[None]:
        """Read in one go what is asked of each job, for who asks while nobody writes."""
        if self.ledger is not None:
            self._unsaved = self.ledger.unsaved(emulated=self.emulated)
            self._files = self.ledger.files()
            self._handed = handed_in(self.ledger, emulated=self.emulated)
            if self.ledger.is_shared:  # it is far away, and most jobs of a plan are new
                self._answered = self.ledger.all_answered()
        try:
            yield
        finally:
            self._files = self._unsaved = self._answered = self._handed = None

    @property
    def is_at_work(self) -> bool:
        """Whether others may make something at this moment, and not everything is being planned."""
        return self.is_shared and self._files is None

    def is_paid_elsewhere(self, digest: str) -> bool:
        """Tell whether a request's pictures are somewhere else if they are not here.

        Raises:
            Rejected: The ledger does not answer.
        """
        if self.ledger is None or not self.ledger.is_shared:
            return False
        answered = self.answered(digest)
        return answered is not None and bool(answered.pictures)

    def is_fresh(self, digest: str) -> bool:
        """Tell whether a request was answered since the run began that others have a part in.

        Raises:
            Rejected: The ledger is broken.
        """
        if self.since is None:
            return False
        answered = self.answered(digest)
        return answered is not None and answered.at >= self.since

    def answered(self, digest: str) -> Answered | None:
        """Find the newest answer to a request.

        Raises:
            Rejected: The ledger is broken.
        """
        ledger = self.ledger
        if self._answered is not None and digest not in self._answered:
            return None
        return None if ledger is None else ledger.answered(digest, emulated=self.emulated)

    def unsaved(self, digest: str) -> Answered | None:
        """Find the newest answer to a request, if its pictures never all reached their files.

        Raises:
            Rejected: The ledger is broken.
        """
        if self._unsaved is not None:
            return self._unsaved.get(digest)
        answered = self.answered(digest)
        return None if answered is None or answered.saved else answered

    def unsettled(self, digest: str) -> Open | None:
        """Find a request of an earlier run to be asked again with its key.

        Raises:
            Rejected: The ledger is broken.
        """
        if self.ledger is None:
            return None
        if self.is_shared:
            # Whoever had it before may have died a moment ago.
            return self.ledger.unsettled(digest, emulated=self.emulated)
        if self._unsettled is None:
            self._unsettled = set(self.ledger.all_unsettled())
        if digest in self._unsettled:
            return self.ledger.unsettled(digest, emulated=self.emulated)
        # From now on this run asks it, and may have to ask it again.
        self._unsettled.add(digest)
        return None

    def handed_in(self, digest: str) -> HandedIn | None:
        """Find a request in a batch whose answers are still to come.

        Raises:
            Rejected: The ledger is broken.
        """
        if self._handed is not None or self.ledger is None:
            return None if self._handed is None else self._handed.get(digest)
        return handed_in(self.ledger, emulated=self.emulated, digest=digest).get(digest)

    def absolute(self, file: str) -> str:
        """Give the absolute path of a file of the project."""
        return f"{self.project.root}{os.sep}{file}"

    def present(self, file: str) -> str | None:
        """Give the SHA-256 of a file, None if it is not there, `folder` if it is one.

        A file whose size and time of change are as remembered is not read again.

        Raises:
            OSError: It is there but cannot be read.
        """
        path = self.absolute(file)
        try:
            stat = os.stat(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        if S_ISDIR(stat.st_mode):
            return "folder"
        remembered = self._remembered(file)
        if remembered is not None and remembered[:2] == (stat.st_size, stat.st_mtime_ns):
            return remembered[2]
        digest = self.hashes.get(path)
        self.seen[file] = Seen(file, stat.st_size, stat.st_mtime_ns, digest)
        return digest

    def source(self, sha256: str) -> str | None:
        """Give the absolute path of a file that holds a picture's bytes, None if there is none."""
        if self.blobs.has(sha256):
            return self.blobs.path(sha256)
        for file in () if self.ledger is None else self.ledger.files_with(sha256):
            if self.present(file) == sha256:
                return self.absolute(file)
        return None

    def shared(self, digest: str) -> Shared | None:
        """Find what came of a request on another machine.

        Raises:
            Rejected: The store does not answer.
        """
        return None if self.store is None else self.store.request(digest)

    def _remembered(self, file: str) -> tuple[int, int, str] | None:
        seen = self.seen.get(file)
        if seen is not None:
            return seen.size, seen.modified, seen.sha256
        if self._files is not None:
            return self._files.get(file)
        return None if self.ledger is None else self.ledger.file(file)


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


def look_up(project: Project, *, emulated: bool) -> Known:
    """Open what a project knows, only to read it.

    Raises:
        Rejected: The ledger is broken, or was written by a newer Pictura.
    """
    ledger = read_ledger(os.path.join(project.root, STATE))
    return Known(project, ledger, emulated=emulated)


@contextmanager
def open_known(project: Project) -> Generator[Known]:
    """Open what a project knows, the emulator's pictures included, as long as it is needed.

    Raises:
        Rejected: The ledger is broken, or was written by a newer Pictura.
    """
    known = look_up(project, emulated=True)
    try:
        yield known
    finally:
        if known.ledger is not None:
            known.ledger.close()


def look_up_batch(known: Known, batch: Batch) -> KnownBatch:
    """Read a recipe's lock file.

    Raises:
        Rejected: The lock is broken, or was written by a newer Pictura.
        OSError: It cannot be read.
    """
    path = lock_path(batch.file)
    return KnownBatch(known, batch, load_lock(path, batch.recipe), path)
