"""Knows what a project has made already: ledger, blobs, files and the team's store, asked as one.

It writes nothing and decides nothing; `pictura.plan` decides.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from stat import S_ISDIR

from pictura.project import STATE, Project
from pictura.state.batches import HandedIn, handed_in
from pictura.state.blobs import Blobs
from pictura.state.digest import FileHashes
from pictura.state.ledger import Answered, Ledger, Open, read_ledger
from pictura.state.records import Seen
from pictura.state.store import Shared, open_store


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
