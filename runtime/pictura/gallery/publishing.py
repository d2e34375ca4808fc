"""Knows where a gallery goes: into a folder, or through one to any file system of fsspec.

It must not know what is in a gallery, but for the page that says so. The page is brought last, and
what no page shows any more is taken away after that: whoever looks meanwhile sees a whole gallery.
"""

import os
import tempfile
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from pictura.gallery.build import NotAGallery
from pictura.gallery.copies import PICTURES, PREVIEWS
from pictura.gallery.page import MARK, PAGE
from pictura.state.folders import open_folder, public_name, secrets_of, words_of
from pictura_core.diagnostics import Diagnostic, Rejected
from pictura_core.tuples import NamedTuple

_WIDTH = 8
"""Files that are on their way at once."""
_START = 1000
"""Bytes of a page in which it says what it is."""


class Destination(NamedTuple):
    """Where a gallery is written, and what that is called.

    Attributes:
        folder: Where to write it, on this machine.
        name: Where it will be, for people.
    """

    folder: str
    name: str


def is_url(out: str) -> bool:
    """Tell whether a gallery goes somewhere else than into a folder of this machine."""
    return "://" in out


@contextmanager
def destination(out: str) -> Generator[Destination]:
    """Give the folder to write a gallery into; if it goes to a url, it is brought there afterwards.

    Args:
        out: A folder, or a url of one.

    Raises:
        NotAGallery: The url holds something else.
        UsageError: It is no url, or something has to be installed for it.
        Rejected: Its file system does not answer, or refuses.
        OSError: The gallery cannot be written here.
    """
    if not is_url(out):
        yield Destination(out, os.path.relpath(os.path.join(out, PAGE)))
        return
    files, root = open_folder(out, "--out")
    root = root.rstrip("/")
    name = public_name(out).rstrip("/")
    with _explained(out):
        there = _sizes(files, root)
        ours = not there or (PAGE in there and MARK in _start(files, f"{root}/{PAGE}"))
    if not ours:
        message = f"{name} holds something that is no gallery; name another folder with --out"
        raise NotAGallery(message)
    with tempfile.TemporaryDirectory(prefix="pictura-gallery-") as folder:
        yield Destination(folder, f"{name}/{PAGE}")
        with _explained(out):
            _bring(folder, files, root, there)


# fsspec has no types of its own.
def _bring(folder: str, files: Any, root: str, there: dict[str, int]) -> None:
    """Bring what is not there yet, the page after all that it shows, and take away the rest."""
    here = _local_sizes(folder)
    # Pictures are named by their hashes: what has the name and the size is there.
    wanted = [name for name, size in here.items() if not _is_named(name) or there.get(name) != size]
    for above in {f"{root}/{name}".rpartition("/")[0] for name in wanted}:
        files.makedirs(above, exist_ok=True)

    def put(name: str) -> None:
        files.put_file(os.path.join(folder, *name.split("/")), f"{root}/{name}")

    with ThreadPoolExecutor(_WIDTH) as pool:
        for _ in pool.map(put, [name for name in wanted if name != PAGE]):
            pass
    put(PAGE)
    for name in there:
        if _is_named(name) and name not in here:
            files.rm_file(f"{root}/{name}")


def _is_named(name: str) -> bool:
    """Tell whether a file is named by what is in it."""
    return name.partition("/")[0] in {PICTURES, PREVIEWS}


def _local_sizes(folder: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for above, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(above, name)
            # What begins with a dot is for the repository that a folder lies in.
            if not name.startswith("."):
                found[os.path.relpath(path, folder).replace(os.sep, "/")] = os.stat(path).st_size
    return found


def _sizes(files: Any, root: str) -> dict[str, int]:
    """List what is in a folder elsewhere, with sizes; nothing if there is none."""
    found: dict[str, Any] = files.find(root, detail=True)
    # Some file systems begin their paths with a slash, whatever they were asked.
    beginning = f"{root.lstrip('/')}/"
    return {
        path.lstrip("/").removeprefix(beginning): int(about.get("size") or 0)
        for path, about in found.items()
    }


def _start(files: Any, path: str) -> str:
    data: bytes = files.cat_file(path, start=0, end=_START)
    return data.decode("utf-8", "replace")


@contextmanager
def _explained(out: str) -> Generator[None]:
    try:
        yield
    except Exception as error:  # every file system has errors of its own
        name = public_name(out)
        message = f"{name} cannot be used: {words_of(error, secrets_of(out))}"
        found = Diagnostic("store-unusable", message, None, name)
        raise Rejected([found]) from error
