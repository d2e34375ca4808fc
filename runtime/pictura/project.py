"""Knows the project: its root, and which paths stay inside it. It reads no file's content.

A recipe is text that somebody else may have written: what it says about paths is taken as a wish,
and granted only inside the project, on every operating system that the repository may be cloned to.
"""

import os
import re
from os.path import dirname, exists, isdir, islink, join, normpath, realpath

from pictura_core.tuples import NamedTuple

STATE = ".pictura"
"""The folder of the ledger and the blobs, at the project's root."""
_MARKS = (".git", "pictura.toml")
# Here and below, patterns are compiled when they are first needed: compiling all that a cold start
# passes by takes as long as importing a module.
_CONTROL = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]"
_DEVICES = frozenset(
    (
        *("con", "prn", "aux", "nul"),
        *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
    )
)
_FORBIDDEN = frozenset((".git", "git~1", STATE))
_UNSPEAKABLE = frozenset('<>:"|?*')
"""Signs that Windows has in no name; a colon would name a stream inside another file."""
_IGNORED = "[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]"
"""Characters without which some file systems compare names."""
_NAME_BYTES = 255
_PATH_BYTES = 1024


class Project(NamedTuple):
    """A repository, or a folder, that recipes belong to.

    Attributes:
        root: Its absolute, real path.
    """

    root: str


class OutsideProject(ValueError):  # noqa: N818 - a path is outside; nothing erred
    """A path leads out of the project, or cannot exist on every system.

    Its message is one sentence without a full stop and without the path.
    """


def find_project(path: str) -> Project:
    """Find the project of a recipe: the nearest folder above that holds `.git` or `pictura.toml`.

    Without such a folder, the recipe's own folder is its project.

    Args:
        path: A recipe, or a folder.
    """
    real = realpath(path)
    own = real if isdir(real) else dirname(real)
    folder = own
    while not any(exists(join(folder, mark)) for mark in _MARKS):
        above = dirname(folder)
        if above == folder:
            return Project(own)
        folder = above
    return Project(folder)


def folder_of(project: Project, path: str) -> str:
    """Give a recipe's folder relative to the root, with slashes; empty if it is the root."""
    relative = os.path.relpath(realpath(dirname(path) or "."), project.root).replace(os.sep, "/")
    return "" if relative == "." else relative


def inside(project: Project, folder: str, path: str, known: dict[str, bool] | None = None) -> str:
    """Give the project-relative path, with slashes, of what a recipe names.

    Args:
        project: The recipe's project.
        folder: The recipe's folder, relative to the project's root, with slashes.
        path: What the recipe says: relative to its folder, with slashes.
        known: Folders of the project that were looked at before, for who asks often.

    Raises:
        OutsideProject: The path leads out of the project (`..`, an absolute path, a drive, a
            symbolic link), into `.git` or `.pictura`, or has a name that some system forbids.
    """
    _check_text(path)
    normal = normpath(join(folder, path)).replace(os.sep, "/")
    if normal == ".." or normal.startswith("../"):
        message = "leads out of the project"
        raise OutsideProject(message)
    if path.rpartition("/")[2] in ("", ".", ".."):
        message = "names a folder, not a file"
        raise OutsideProject(message)
    _check_names(normal)
    if not _is_real(project.root, dirname(normal), known) or islink(join(project.root, normal)):
        target = realpath(join(project.root, normal))
        if not _is_below(project.root, target):
            message = "leads out of the project through a symbolic link"
            raise OutsideProject(message)
        if islink(target) or islink(dirname(target)):
            message = "leads through a symbolic link that leads nowhere"
            raise OutsideProject(message)
        _check_names(os.path.relpath(target, project.root).replace(os.sep, "/"))
    return normal


def collision_key(path: str) -> str:
    """Give what is the same for two paths that are one file on some system.

    Systems that ignore case do, and so do those that write an accent in one way only.
    """
    if path.isascii():
        return path.lower()
    from unicodedata import normalize  # noqa: PLC0415 - few paths have accents

    return normalize("NFC", normalize("NFD", path).casefold())


def _check_names(path: str) -> None:
    for name in path.split("/"):
        bare = name if name.isascii() else re.sub(_IGNORED, "", name)
        if bare.casefold() in _FORBIDDEN:
            message = f"leads into {name}, which is not for pictures"
            raise OutsideProject(message)


def _check_text(path: str) -> None:
    message = ""
    if not path:
        message = "is empty"
    elif not path.isprintable() and re.search(_CONTROL, path):
        message = "holds a control character"
    elif path.startswith("/") or "\\" in path or _has_drive(path):
        message = "must be relative to the recipe's folder, with slashes"
    else:
        try:
            size = len(path.encode())
        except UnicodeEncodeError:
            size = 0
            message = "holds half of a character"
        if size > _PATH_BYTES:
            message = f"is longer than {_PATH_BYTES} bytes"
        for name in path.split("/"):
            if len(name.encode("utf-8", "replace")) > _NAME_BYTES:
                message = f"has a name longer than {_NAME_BYTES} bytes: {name[:20]}…"
            elif name.partition(".")[0].rstrip().casefold() in _DEVICES:
                message = f"has a name that Windows reserves: {name!r}"
            elif not _UNSPEAKABLE.isdisjoint(name):
                message = f"has a name with a sign that Windows has in none: {name!r}"
            elif name not in (".", "..") and name.endswith((".", " ")):
                message = f"has a name that ends with a dot or a space: {name!r}"
    if message:
        raise OutsideProject(message)


def _has_drive(path: str) -> bool:
    return path[1:2] == ":" and path[0].isascii() and path[0].isalpha()


def _is_real(root: str, folder: str, known: dict[str, bool] | None) -> bool:
    """Tell whether a folder of the project is reached without a symbolic link, as far as it is."""
    full = join(root, folder) if folder else root
    if known is None:
        return realpath(full) == full and not islink(full)
    if full not in known:
        known[full] = realpath(full) == full and not islink(full)
    return known[full]


def _is_below(root: str, path: str) -> bool:
    return path.startswith(root if root.endswith(os.sep) else root + os.sep)
