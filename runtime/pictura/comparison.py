"""Knows what two states of a project's pictures have in common: two commits, two runs, or now.

It asks git, the ledger and the lock files, and changes nothing.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping

from pictura.pictures import Picture
from pictura.project import STATE, Project
from pictura.state.known import open_known
from pictura.state.ledger import read_ledger
from pictura.state.lock import SUFFIX, Lock, parse_lock
from pictura.state.locks import project_locks
from pictura_core.diagnostics import Rejected
from pictura_core.source import Source
from pictura_core.tuples import NamedTuple

NOW = "now"
"""The name of the state that the lock files tell."""

_RUN = re.compile(r"run:([0-9]{1,9})")
_OPTIONS = frozenset(("-r", "-z", "--name-only"))


class UnknownState(LookupError):  # noqa: N818 - a name that leads nowhere; nothing erred
    """The name is no commit and no run; the message is one sentence without a full stop."""


class Place(NamedTuple):
    """Where a picture belongs: the same place can hold other pictures at other times.

    Attributes:
        lock: The recipe's lock file, relative to the project's root.
        job: The job's key.
        position: Which of the job's pictures, counted from 0.
    """

    lock: str
    job: str
    position: int


class Shown(NamedTuple):
    """What is at a place.

    Attributes:
        picture: The picture.
        prompt: The text it was asked for with, empty if nobody knows.
        file: Where it was saved, relative to the project's root; empty if nobody knows.
    """

    picture: Picture
    prompt: str
    file: str


class Pair(NamedTuple):
    """A place whose picture is another one now; None where there was none."""

    place: Place
    before: Shown | None
    after: Shown | None


def read_state(project: Project, name: str) -> dict[Place, Shown]:
    """Find the pictures of a commit (anything that git knows), of `run:3`, or of `now`.

    Raises:
        UnknownState: There is no such commit or run.
        Rejected: The ledger cannot be used.
        OSError: A lock cannot be read.
    """
    if name == NOW:
        return {
            place: shown
            for path, lock in project_locks(project.root)
            for place, shown in _of_lock(path, lock)
        }
    run = _RUN.fullmatch(name)
    return _of_run(project, int(run[1])) if run else _of_commit(project, name)


def differences(before: Mapping[Place, Shown], after: Mapping[Place, Shown]) -> tuple[Pair, ...]:
    """Pair what is at each place before and after, where that is not the same picture."""
    pairs = (
        Pair(place, before.get(place), after.get(place)) for place in sorted({*before, *after})
    )
    return tuple(pair for pair in pairs if _hash(pair.before) != _hash(pair.after))


def bytes_of(project: Project, shown: Shown, state: str) -> bytes | None:
    """Find a picture's bytes: in the blobs, in its file, or in the commit; None if gone."""
    with open_known(project) as known:
        source = known.source(shown.picture.sha256)
        if source is None and shown.file and known.present(shown.file) == shown.picture.sha256:
            source = known.absolute(shown.file)
    if source is not None:
        with open(source, "rb") as file:
            return file.read()
    if state == NOW or _RUN.fullmatch(state) or not shown.file:
        return None
    done = _git(project, "show", f"{state}:./{shown.file}")
    return done.stdout if done.returncode == 0 else None


def _hash(shown: Shown | None) -> str:
    return "" if shown is None else shown.picture.sha256


def _of_lock(path: str, lock: Lock) -> Iterator[tuple[Place, Shown]]:
    folder = os.path.dirname(path)
    for key, entry in lock.jobs.items():
        for image in entry.images:
            file = os.path.normpath(os.path.join(folder, image.file)).replace(os.sep, "/")
            yield Place(path, key, image.position), Shown(image.picture, entry.prompt, file)


def _of_commit(project: Project, name: str) -> dict[Place, Shown]:
    listed = _git(project, "ls-tree", "-r", "-z", "--name-only", f"{name}^{{commit}}")
    if listed.returncode:
        message = f"{name!r} is no commit, no `run:N` and not `{NOW}`"
        raise UnknownState(message)
    found: dict[Place, Shown] = {}
    for path in listed.stdout.decode(errors="surrogateescape").split("\0"):
        if not path.endswith(SUFFIX):
            continue
        text = _git(project, "show", f"{name}:./{path}").stdout.decode("utf-8", "replace")
        try:
            found.update(_of_lock(path, parse_lock(Source(f"{name}:{path}", text))))
        except Rejected:  # a lock of another time: what cannot be read is not compared
            continue
    return found


def _of_run(project: Project, number: int) -> dict[Place, Shown]:
    """Give, for each job, the newest pictures that were asked for until a run ended."""
    ledger = read_ledger(os.path.join(project.root, STATE))
    if ledger is None:
        message = "there was no run yet"
        raise UnknownState(message)
    try:
        runs = ledger.select("SELECT started, ended FROM runs WHERE id = ?", (number,))
        if not runs:
            message = f"there is no run {number}; `pictura history` shows the numbers"
            raise UnknownState(message)
        rows = ledger.select(
            "SELECT recipe, job, position, sha256, format, width, height, bytes, revised_prompt"
            " FROM requests JOIN pictures ON request = key"
            " WHERE created <= ? ORDER BY created",
            (runs[0][1] or runs[0][0],),
        )
        return {
            Place(os.path.splitext(recipe)[0] + SUFFIX, job, position): Shown(
                Picture(*rest), "", next(iter(ledger.files_with(rest[0])), "")
            )
            for recipe, job, position, *rest in rows
        }
    finally:
        ledger.close()


def _git(project: Project, *words: str) -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        message = "git is not installed, so no commit can be looked at"
        raise UnknownState(message)
    # A name that begins with a hyphen would be an option.
    if any(word.startswith("-") and word not in _OPTIONS for word in words):
        message = "a commit's name does not begin with a hyphen"
        raise UnknownState(message)
    return subprocess.run(
        [git, "-C", project.root, *words], capture_output=True, check=False, timeout=60
    )
