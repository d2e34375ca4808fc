"""Knows `pictura gallery`: a folder that shows pictures and what is known of them."""

import argparse
import os
import sys

from pictura.commands.batches import gather
from pictura.usage import UsageError, add_paths

HELP = "Write a page of the pictures, with prompts and costs, that any browser opens"
EXAMPLES = (
    "pictura gallery                          # everything in recipes/, into gallery/",
    "pictura gallery otters.yaml --out show   # one recipe, into another folder",
    "pictura gallery --out s3://bucket/show   # into a bucket, or wherever fsspec writes",
)
_FOLDER = "gallery"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    add_paths(parser)
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        help=f"where to write it, also as a url such as s3://bucket/show (pictura[s3]);"
        f" {_FOLDER}/ at the project's root if not given",
    )


def main(arguments: argparse.Namespace) -> int:
    """Write the gallery; 0, or 1 if a recipe cannot be used.

    Raises:
        UsageError: A path leads nowhere, or the folder holds something else.
        Rejected: A lock or the ledger cannot be used, or what is behind a url.
    """
    groups = gather(arguments.paths)
    if groups is None:
        return 1
    if not groups:
        message = "there is no recipe whose pictures could be shown"
        raise UsageError(message)
    folder = arguments.out or os.path.join(groups[0].project.root, _FOLDER)
    from pictura.gallery.build import (  # noqa: PLC0415 - loads Pillow and Jinja
        NotAGallery,
        build,
        visit,
    )
    from pictura.gallery.publishing import destination  # noqa: PLC0415 - the same

    collections = [one for group in groups for one in visit(group.project, group.batches)]
    try:
        with destination(folder) as place:
            built = build(collections, place.folder, _Progress())
    except NotAGallery as error:
        raise UsageError(str(error)) from None
    said = "1 picture" if built.pictures == 1 else f"{built.pictures:,} pictures"
    sys.stdout.write(f"{said} in {place.name}\n")
    if not built.pictures:
        sys.stderr.write("none of them is made yet; `pictura run` makes them\n")
    return 0


class _Progress:
    """Says on a terminal how far the copying is."""

    def __call__(self, done: int) -> None:
        if sys.stderr.isatty() and done % 25 == 0:
            sys.stderr.write(f"\r{done:,} pictures copied")
            sys.stderr.flush()
