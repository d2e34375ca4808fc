"""Knows in which order a gallery is built, and that nothing but a gallery is written over."""

import os
from collections.abc import Callable, Sequence
from importlib.resources import files

from pictura.gallery.copies import Original, copy_all
from pictura.gallery.exhibits import Collection, collect
from pictura.gallery.page import MARK, PAGE, render_page
from pictura.job import Batch
from pictura.plan import plan
from pictura.project import Project
from pictura.state.durable import write_whole
from pictura.state.known import open_known
from pictura.state.known_batch import look_up_batch
from pictura_core.tuples import NamedTuple


class NotAGallery(Exception):  # noqa: N818 - the folder is none; nothing erred
    """The folder holds something that was not written here."""


class Built(NamedTuple):
    """What was written.

    Attributes:
        page: The path of the page.
        pictures: How many different pictures it shows.
    """

    page: str
    pictures: int


def visit(project: Project, batches: Sequence[Batch]) -> tuple[Collection, ...]:
    """Gather what there is to show of a project's recipes.

    Raises:
        Rejected: A lock or the ledger cannot be used.
        OSError: A picture is there but cannot be read.
    """
    with open_known(project) as known:
        planned = plan(known, [look_up_batch(known, batch) for batch in batches])
        times = {} if known.ledger is None else known.ledger.answer_times()
        return tuple(collect(one, times) for one in planned.batches)


def build(collections: Sequence[Collection], folder: str, tell: Callable[[int], None]) -> Built:
    """Write a gallery.

    Args:
        collections: What to show.
        folder: Where; made if it is not there.
        tell: Is told now and then how many pictures are copied.

    Raises:
        NotAGallery: The folder holds something else.
        OSError: It cannot be written.
    """
    claim(folder)
    page = os.path.join(folder, PAGE)
    originals = {
        exhibit.picture.sha256: Original(
            exhibit.picture.sha256, exhibit.picture.format, exhibit.source
        )
        for collection in collections
        for exhibit in collection.exhibits
        if exhibit.picture is not None and exhibit.source is not None
    }
    copies = copy_all(originals.values(), folder, tell)
    write_whole(page, render_page(collections, copies).encode("utf-8", "replace"))
    put_style(folder)
    return Built(page, len(copies))


def put_style(folder: str) -> None:
    """Write what every page needs beside it."""
    beside = files("pictura.gallery") / "static"
    for name in ("gallery.css", "gallery.js"):
        write_whole(os.path.join(folder, name), (beside / name).read_bytes())
    # The pictures are in the repository, or not, as the recipes' folders say: not twice.
    write_whole(os.path.join(folder, ".gitignore"), b"*\n")


def claim(folder: str) -> None:
    """See that a folder is empty, is not there, or was written here.

    Raises:
        NotAGallery: It holds something else.
    """
    page = os.path.join(folder, PAGE)
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        message = f"{folder} is a file; a gallery is a folder"
        raise NotAGallery(message) from None
    if not names:
        return
    try:
        with open(page, encoding="utf-8", errors="replace") as file:
            ours = f'content="{MARK}"' in file.read(1000)
    except FileNotFoundError:
        ours = False
    if not ours:
        message = f"{folder} holds something that is no gallery; name another folder with --out"
        raise NotAGallery(message)
